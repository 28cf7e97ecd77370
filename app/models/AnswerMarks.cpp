// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/AnswerMarks.h"

#include <algorithm>

namespace rivulet::app {

void AnswerMarks::addTool(qsizetype at) {
    m_tools.push_back(at);
}

void AnswerMarks::addSeam(qsizetype at) {
    m_seams.push_back(at);
}

std::optional<AnswerMarks::Mark> AnswerMarks::next() const {
    const bool tool = m_placedTools < m_tools.size();
    const bool seam = m_placedSeams < m_seams.size();
    if (tool && (!seam || m_tools[m_placedTools] <= m_seams[m_placedSeams])) {
        return Mark{Kind::Tool, static_cast<int>(m_placedTools), m_tools[m_placedTools], -1};
    }
    if (seam) {
        return Mark{Kind::Seam, static_cast<int>(m_placedSeams), m_seams[m_placedSeams], -1};
    }
    return std::nullopt;
}

void AnswerMarks::place(int block) {
    auto mark = next();
    if (!mark) {
        return;
    }
    ++(mark->kind == Kind::Tool ? m_placedTools : m_placedSeams);
    const bool hidden = m_shown < static_cast<int>(m_placed.size());
    if (hidden && mark->kind == Kind::Seam && m_placed.back().kind == Kind::Seam &&
        m_placed.back().at == mark->at) {
        m_placed.back().number = mark->number;
        return;
    }
    mark->block = m_placed.empty() ? block : std::max(m_placed.back().block, block);
    m_placed.push_back(*mark);
}

int AnswerMarks::due(qsizetype length) const {
    // What comes after a seam is text or a tool.
    const auto last = std::find_if(m_placed.rbegin(), m_placed.rend(), [length](const Mark& mark) {
        return mark.kind == Kind::Tool || mark.at < length;
    });
    return static_cast<int>(m_placed.rend() - last);
}

const AnswerMarks::Mark& AnswerMarks::show() {
    return m_placed[static_cast<std::size_t>(m_shown++)];
}

const AnswerMarks::Mark& AnswerMarks::hide() {
    return m_placed[static_cast<std::size_t>(--m_shown)];
}

int AnswerMarks::shownAbove(int block) const {
    const auto end = m_placed.begin() + m_shown;
    return static_cast<int>(std::lower_bound(m_placed.begin(), end, block,
                                             [](const Mark& mark, int b) { return mark.block < b; }) -
                            m_placed.begin());
}

} // namespace rivulet::app
