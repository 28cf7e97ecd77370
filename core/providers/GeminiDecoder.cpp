// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "GeminiDecoder.h"

#include <utility>

namespace rivulet::providers {

GeminiDecoder::GeminiDecoder(qsizetype limit)
    : m_events(limit)
    , m_limit(limit) {}

bool GeminiDecoder::feedSlice(QByteArrayView bytes, std::vector<wire::Frame>& frames) {
    if (m_gaveUp) {
        return false;
    }
    m_received += bytes.size();
    // No field of an event begins so: as an event's line it would mean nothing.
    qsizetype events = m_isBare ? 0 : bytes.size();
    for (qsizetype at = 0; at < events; ++at) {
        const char c = bytes.at(at);
        if (m_atLineStart && (c == '{' || c == '[')) {
            m_isBare = true;
            events = at;
        }
        m_atLineStart = c == '\n' || c == '\r';
    }
    if (events > 0 && !m_events.feed(bytes.first(events), frames)) {
        m_gaveUp = true;
        return false;
    }
    const QByteArrayView bare = bytes.sliced(events);
    if (m_bare.size() + bare.size() > m_limit) {
        m_gaveUp = true;
        m_bare.clear();
        return false;
    }
    m_bare.append(bare);
    return true;
}

void GeminiDecoder::finish(std::vector<wire::Frame>& frames) {
    m_events.finish(frames);
    if (m_isBare && !m_gaveUp && !m_bare.isEmpty()) {
        frames.push_back({{}, std::exchange(m_bare, {}), {}, m_received});
    }
}

} // namespace rivulet::providers
