// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/Retelling.h"

#include <algorithm>

namespace rivulet::stream {

namespace {

enum class Words { Same, Others };

/// `piece` without its first units, and without half of a character that other words may begin with.
QString behind(const QString& piece, qsizetype units, Words words) {
    QString rest = piece.sliced(units);
    if (words == Words::Others && !rest.isEmpty() && rest.front().isLowSurrogate()) {
        rest.remove(0, 1);
    }
    return rest;
}

} // namespace

QString Retelling::text(const QString& piece) {
    const qsizetype left = std::min(m_told.trimmed, piece.size());
    m_told.trimmed -= left;
    const qsizetype again = std::min(piece.size() - left, m_told.text.size() - m_text);
    if (QStringView(piece).sliced(left, again) != QStringView(m_told.text).sliced(m_text, again)) {
        m_differs = true;
    }
    m_text += again;
    return behind(piece, left + again, m_differs ? Words::Others : Words::Same);
}

QString Retelling::thinking(const QString& piece) {
    // Summaries of thinking differ from time to time: only counted.
    const qsizetype again = std::min(piece.size(), m_told.thinking.size() - m_thinking);
    m_thinking += again;
    return behind(piece, again, Words::Others);
}

domain::ToolActivity Retelling::tool(domain::ToolActivity piece) {
    const auto told = m_told.arguments.find(piece.id);
    if (told != m_told.arguments.end()) {
        const qsizetype again = std::min(piece.arguments.size(), told->second);
        told->second -= again;
        piece.arguments.remove(0, again);
    }
    return piece;
}

std::optional<Retelling::Told> Retelling::rest() const {
    Told rest = m_told;
    rest.text.remove(0, m_text);
    rest.thinking.remove(0, m_thinking);
    std::erase_if(rest.arguments, [](const auto& tool) { return tool.second == 0; });
    const bool isDone =
        rest.text.isEmpty() && rest.thinking.isEmpty() && rest.arguments.empty() && rest.trimmed == 0;
    return isDone ? std::nullopt : std::optional(rest);
}

} // namespace rivulet::stream
