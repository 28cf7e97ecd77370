// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

namespace rivulet::text {

/// A place in one line of Markdown: counts columns as CommonMark does (a tab reaches to the next multiple of
/// four and may be eaten in part). Knows no blocks.
class LineCursor {
public:
    explicit LineCursor(QStringView line);

    /// The next character that is no space or tab; a line feed at the end of the line.
    [[nodiscard]] QChar next() const { return m_next < m_line.size() ? m_line[m_next] : QChar(u'\n'); }
    /// Columns of white space before next().
    [[nodiscard]] qsizetype indent() const { return m_nextColumn - m_column; }
    [[nodiscard]] bool isIndented() const { return indent() >= 4; }
    [[nodiscard]] bool isBlank() const { return m_next >= m_line.size(); }
    [[nodiscard]] qsizetype column() const { return m_column; }
    /// What is left, from next() on.
    [[nodiscard]] QStringView trimmedRest() const { return m_line.sliced(m_next); }
    /// What is left, white space included; a tab that was eaten in part is spelled out as spaces.
    [[nodiscard]] QString rest() const;
    [[nodiscard]] bool atSpace() const;

    void skipToNext();
    void skipCharacters(qsizetype count);
    void skipColumns(qsizetype count);

private:
    void look();

    QStringView m_line;
    qsizetype m_offset = 0;
    qsizetype m_column = 0;
    bool m_insideTab = false;
    qsizetype m_next = 0;
    qsizetype m_nextColumn = 0;
};

} // namespace rivulet::text
