// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/FlowWatch.h"

namespace rivulet::stream {

FlowWatch::FlowWatch(Instant sent, Milliseconds longWait)
    : m_sent(sent)
    , m_long(longWait)
    , m_looked(sent) {}

void FlowWatch::look(Instant now) {
    if (now - m_looked > longestGap) {
        disturb();
    }
    m_looked = now;
}

void FlowWatch::bytesCame(Instant now) {
    if (!m_firstByte) {
        look(now);
        m_firstByte = now;
    }
}

void FlowWatch::contentCame(int count, qsizetype length, Instant now) {
    m_pieces += count;
    m_characters += length;
    m_lastContent = now;
}

void FlowWatch::wholeCame(Instant now) {
    m_whole = now;
}

FlowWatch::Flow FlowWatch::flow() const {
    if (m_whole) {
        return !m_disturbed && *m_whole - m_sent >= m_long ? Flow::LateWhole : Flow::Whole;
    }
    if (m_disturbed || !m_head) {
        return Flow::Flowed;
    }
    if (!m_firstByte) {
        return Flow::Silent;
    }
    const bool late = *m_firstByte - m_sent >= m_long;
    const bool much = m_pieces >= pieces && m_characters >= characters;
    return late && much && *m_lastContent - *m_firstByte <= burst ? Flow::Burst : Flow::Flowed;
}

} // namespace rivulet::stream
