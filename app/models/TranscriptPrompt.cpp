// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/TranscriptPrompt.h"

#include "models/RowContent.h"
#include "models/TranscriptModel.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace rivulet::app {

namespace {

using Model = TranscriptModel;

/// Where a piece that begins here ends: after so many lines, or in the line that is too much, after a word.
qsizetype endOfPiece(QStringView text, qsizetype from, int lines, qsizetype characters) {
    const qsizetype limit = std::min(text.size(), from + characters);
    qsizetype end = from;
    for (int line = 0; line < lines; ++line) {
        const qsizetype newline = text.first(limit).indexOf(u'\n', end);
        if (newline < 0) {
            break;
        }
        end = newline + 1;
        if (line + 1 == lines) {
            return end;
        }
    }
    if (limit == text.size()) {
        return limit;
    }
    // The last lines that are whole, unless they are few beside what there is room for.
    if (end - from > characters / 2) {
        return end;
    }
    if (const qsizetype space = text.first(limit).lastIndexOf(u' '); space > from + characters / 2) {
        return space + 1;
    }
    return text[limit - 1].isHighSurrogate() ? limit - 1 : limit;
}

} // namespace

TranscriptPrompt::TranscriptPrompt(domain::Message prompt)
    : m_message(std::move(prompt)) {
    m_lines = 1 + static_cast<int>(m_message.text.count(u'\n'));
    m_long = m_lines > shortLines || m_message.text.size() > shortCharacters;
}

bool TranscriptPrompt::unfold(bool expanded) {
    if (!m_long || std::exchange(m_expanded, expanded) == expanded) {
        return false;
    }
    const QString& text = m_message.text;
    for (qsizetype at = m_starts.back(); m_starts.size() == 1 || at < text.size();) {
        at = endOfPiece(text, at, rowLines, rowCharacters);
        if (at >= text.size()) {
            break;
        }
        m_starts.push_back(at);
    }
    return true;
}

QString TranscriptPrompt::textOf(int row) const {
    const QString& text = m_message.text;
    if (!m_long) {
        return text;
    }
    if (!m_expanded) {
        QString beginning = text.first(endOfPiece(text, 0, foldedLines, foldedCharacters));
        while (!beginning.isEmpty() && beginning.back().isSpace()) {
            beginning.chop(1);
        }
        return beginning + u'…';
    }
    const auto piece = static_cast<std::size_t>(row);
    if (piece >= m_starts.size()) {
        return {}; // while rows come and go
    }
    const bool last = piece + 1 == m_starts.size();
    QString shown = text.mid(m_starts[piece], last ? -1 : m_starts[piece + 1] - m_starts[piece]);
    if (!last && shown.endsWith(u'\n')) {
        shown.chop(1); // the next row is the next line
    }
    return shown;
}

QString TranscriptPrompt::foldWords() const {
    if (m_expanded) {
        return Model::tr("Show less");
    }
    return m_lines > foldedLines
               ? Model::tr("Show all (%1 lines)").arg(QLocale().toString(m_lines))
               : Model::tr("Show all (%1 characters)").arg(QLocale().toString(m_message.text.size()));
}

QVariant TranscriptPrompt::content(int row, int role) const {
    const bool last = row + 1 >= rows();
    switch (role) {
    case Model::TextRole:
    case Model::PlainRole:
        return textOf(row);
    case Model::ShownRole:
        // A document knows one kind of line end.
        return textOf(row).replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    case Model::TitleRole:
        return m_long && (row == 0 || last) ? foldWords() : QString();
    case Model::LevelRole:
        return row;
    case Model::TightRole:
        return row > 0;
    case Model::GoesOnRole:
        return !last;
    case Model::ExpandedRole:
        return m_expanded;
    default:
        return role == Model::FilesRole && row > 0 ? QVariant(QStringList())
                                                   : RowContent::ofPrompt(m_message, role);
    }
}

} // namespace rivulet::app
