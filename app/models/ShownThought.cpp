// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/ShownThought.h"

#include "models/RowContent.h"
#include "text/ShownText.h"

namespace rivulet::app {

namespace {

using text::ShownText;

QString shown(const QString& text) {
    return ShownText::folded(ShownText::prose(text));
}

} // namespace

QString ShownThought::of(const QString& thinking) {
    if (thinking.size() < m_read) {
        *this = {};
    }
    if (!m_full) {
        readLines(thinking);
    }
    if (m_full) {
        return m_read == thinking.size() ? m_lines
                                         : m_lines + u'\n' + RowContent::andMore(thinking.size() - m_read);
    }
    return m_read == thinking.size() ? m_lines : m_lines + shown(thinking.sliced(m_read));
}

void ShownThought::readLines(const QString& thinking) {
    const qsizetype end = thinking.lastIndexOf(u'\n') + 1;
    const qsizetype came = end > m_read ? QStringView(thinking).sliced(m_read, end - m_read).count(u'\n') : 0;
    if (thinking.size() > ShownText::longestPiece || m_count + came >= ShownText::mostLines) {
        const qsizetype room = ShownText::room(thinking);
        m_full = room < thinking.size();
        if (m_full) {
            m_lines = shown(thinking.first(room));
            m_read = room;
            return;
        }
    }
    if (came > 0) {
        m_lines += shown(thinking.sliced(m_read, end - m_read));
        m_read = end;
        m_count += came;
    }
}

} // namespace rivulet::app
