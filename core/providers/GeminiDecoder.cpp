// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "GeminiDecoder.h"

#include <algorithm>
#include <utility>

namespace rivulet::providers {

namespace {

bool isLineEnd(char c) {
    return c == '\n' || c == '\r';
}

} // namespace

GeminiDecoder::GeminiDecoder(qsizetype limit)
    : m_events(limit)
    , m_limit(limit) {}

bool GeminiDecoder::feedSlice(QByteArrayView bytes, std::vector<wire::Frame>& frames) {
    if (m_gaveUp) {
        return false;
    }
    settleReceived();
    m_received += bytes.size();
    if (!passKept(frames) || !pass(bytes, frames)) {
        m_gaveUp = true;
        m_bare.clear();
        return false;
    }
    // Bytes alone wait in m_line up to the next end of a line.
    grant(m_limit - (m_isBare ? m_bare.size() : m_events.pendingBytes()));
    return true;
}

bool GeminiDecoder::passKept(std::vector<wire::Frame>& frames) {
    const bool passed = pass(m_line, frames);
    m_line.clear();
    return passed;
}

bool GeminiDecoder::pass(QByteArrayView bytes, std::vector<wire::Frame>& frames) {
    const qsizetype events = m_isBare ? 0 : eventBytes(bytes);
    if (events > 0 && !m_events.feed(bytes.first(events), frames)) {
        return false;
    }
    const QByteArrayView bare = bytes.sliced(events);
    if (m_bare.size() + bare.size() > m_limit) {
        return false;
    }
    m_bare.append(bare);
    return true;
}

qsizetype GeminiDecoder::eventBytes(QByteArrayView bytes) {
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        // No field of an event begins so: as an event's line it would mean nothing.
        if (m_atLineStart && (bytes.at(at) == '{' || bytes.at(at) == '[')) {
            m_isBare = true;
            return at;
        }
        const auto* const end = std::find_if(bytes.begin() + at, bytes.end(), isLineEnd);
        at = end - bytes.begin();
        m_atLineStart = end != bytes.end();
    }
    return bytes.size();
}

void GeminiDecoder::finish(std::vector<wire::Frame>& frames) {
    m_gaveUp = m_gaveUp || !passKept(frames);
    m_events.finish(frames);
    if (m_isBare && !m_gaveUp && !m_bare.isEmpty()) {
        frames.push_back({{}, std::exchange(m_bare, {}), {}, received()});
    }
}

} // namespace rivulet::providers
