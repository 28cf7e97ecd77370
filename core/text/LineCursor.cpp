// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/LineCursor.h"

#include <algorithm>

namespace rivulet::text {

namespace {
constexpr qsizetype tabStop = 4;
}

LineCursor::LineCursor(QStringView line)
    : m_line(line) {
    look();
}

void LineCursor::look() {
    m_next = m_offset;
    m_nextColumn = m_column;
    for (; m_next < m_line.size(); ++m_next) {
        if (m_line[m_next] == u' ')
            ++m_nextColumn;
        else if (m_line[m_next] == u'\t')
            m_nextColumn += tabStop - m_nextColumn % tabStop;
        else
            break;
    }
}

bool LineCursor::atSpace() const {
    return m_offset < m_line.size() && (m_line[m_offset] == u' ' || m_line[m_offset] == u'\t');
}

QString LineCursor::rest() const {
    if (!m_insideTab)
        return m_line.sliced(m_offset).toString();
    return QString(tabStop - m_column % tabStop, u' ') + m_line.sliced(m_offset + 1).toString();
}

void LineCursor::skipToNext() {
    m_offset = m_next;
    m_column = m_nextColumn;
    m_insideTab = false;
}

void LineCursor::skipCharacters(qsizetype count) {
    for (; count > 0 && m_offset < m_line.size(); --count, ++m_offset)
        m_column += m_line[m_offset] == u'\t' ? tabStop - m_column % tabStop : 1;
    m_insideTab = false;
    look();
}

void LineCursor::skipColumns(qsizetype count) {
    while (count > 0 && m_offset < m_line.size()) {
        const bool tab = m_line[m_offset] == u'\t';
        const qsizetype width = tab ? tabStop - m_column % tabStop : 1;
        m_insideTab = width > count;
        const qsizetype eaten = std::min(width, count);
        m_column += eaten;
        count -= eaten;
        if (!m_insideTab)
            ++m_offset;
    }
    look();
}

} // namespace rivulet::text
