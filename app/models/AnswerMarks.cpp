// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/AnswerMarks.h"

#include <algorithm>
#include <utility>

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
        return Mark{Kind::Tool, static_cast<int>(m_placedTools), static_cast<int>(m_placedTools),
                    m_tools[m_placedTools], -1};
    }
    if (seam) {
        return Mark{Kind::Seam, static_cast<int>(m_placedSeams), static_cast<int>(m_placedSeams),
                    m_seams[m_placedSeams], -1};
    }
    return std::nullopt;
}

void AnswerMarks::place(int block) {
    auto mark = next();
    if (!mark) {
        return;
    }
    ++(mark->kind == Kind::Tool ? m_placedTools : m_placedSeams);
    mark->block = m_placed.empty() ? block : std::max(m_placed.back().block, block);
    if (mark->kind == Kind::Seam && !m_placed.empty() && m_placed.back().kind == Kind::Seam &&
        m_placed.back().block == mark->block) {
        m_placed.back().last = mark->number;
        return;
    }
    m_placed.push_back(*mark);
}

int AnswerMarks::due(qsizetype length) const {
    // What comes after a seam is text or a tool.
    const auto last = std::find_if(m_placed.rbegin(), m_placed.rend(), [length](const Mark& mark) {
        return mark.kind == Kind::Tool || mark.at < length;
    });
    return static_cast<int>(m_placed.rend() - last);
}

const AnswerMarks::Mark& AnswerMarks::show(qsizetype length) {
    ++m_shown;
    m_told.push_back(lastSeamOf(m_shown - 1, length));
    return m_placed[static_cast<std::size_t>(m_shown - 1)];
}

const AnswerMarks::Mark& AnswerMarks::hide() {
    m_told.pop_back();
    --m_shown;
    m_settled = std::clamp(m_shown - 1, 0, m_settled);
    return m_placed[static_cast<std::size_t>(m_shown)];
}

int AnswerMarks::lastSeamOf(int mark, qsizetype length) const {
    const Mark& asked = m_placed[static_cast<std::size_t>(mark)];
    if (asked.kind == Kind::Tool || mark + 1 < m_shown) {
        return asked.last;
    }
    int last = asked.last;
    while (last > asked.number && m_seams[static_cast<std::size_t>(last)] >= length) {
        --last;
    }
    return last;
}

int AnswerMarks::lastSeam(int first, qsizetype length) const {
    for (int mark = m_shown - 1; mark >= 0; --mark) {
        const Mark& each = m_placed[static_cast<std::size_t>(mark)];
        if (each.kind == Kind::Seam && each.number == first) {
            return lastSeamOf(mark, length);
        }
    }
    return first;
}

std::vector<int> AnswerMarks::recount(qsizetype length) {
    std::vector<int> changed;
    for (int mark = m_settled; mark < m_shown; ++mark) {
        int& told = m_told[static_cast<std::size_t>(mark)];
        if (std::exchange(told, lastSeamOf(mark, length)) != told) {
            changed.push_back(m_placed[static_cast<std::size_t>(mark)].number);
        }
    }
    m_settled = std::max(0, m_shown - 1);
    return changed;
}

int AnswerMarks::shownAbove(int block) const {
    const auto end = m_placed.begin() + m_shown;
    return static_cast<int>(std::lower_bound(m_placed.begin(), end, block,
                                             [](const Mark& mark, int b) { return mark.block < b; }) -
                            m_placed.begin());
}

} // namespace rivulet::app
