// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "wire/NdjsonDecoder.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace rivulet::wire {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF", 3);
constexpr std::size_t keptCapacity = std::size_t{64} * 1024;

/// White space as JSON (RFC 8259, section 2) has it: "Space, Horizontal tab, Line feed or New line, Carriage
/// return".
bool isBlank(QByteArrayView line) {
    return std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

} // namespace

NdjsonDecoder::NdjsonDecoder(qsizetype limit)
    : m_limit(limit) {}

bool NdjsonDecoder::feedSlice(QByteArrayView bytes, std::vector<Frame>& frames) {
    if (m_gaveUp) {
        return false;
    }
    const qint64 before = settleReceived();
    m_received += bytes.size();

    qsizetype position = 0;
    while (position < bytes.size()) {
        const qsizetype left = bytes.size() - position;
        const void* hit = std::memchr(bytes.data() + position, '\n', static_cast<size_t>(left));
        const qsizetype length =
            hit == nullptr ? left : static_cast<const char*>(hit) - bytes.data() - position;
        m_searched += std::min(length + 1, left);
        const QByteArrayView piece = bytes.sliced(position, length);
        if (static_cast<qsizetype>(m_line.size()) + length > m_limit) {
            m_gaveUp = true;
            m_line.clear();
            return false;
        }
        if (hit == nullptr) {
            m_line.insert(m_line.end(), piece.begin(), piece.end());
            break;
        }
        position += length + 1;
        if (m_line.empty()) {
            takeLine(piece, before + position, frames);
        } else {
            m_line.insert(m_line.end(), piece.begin(), piece.end());
            takeLine(m_line, before + position, frames);
            m_line.clear();
            if (m_line.capacity() > keptCapacity) {
                m_line.shrink_to_fit();
            }
        }
    }
    grant(m_limit - static_cast<qsizetype>(m_line.size()));
    return true;
}

void NdjsonDecoder::finish(std::vector<Frame>& frames) {
    if (const auto line = std::exchange(m_line, {}); !line.empty()) {
        takeLine(line, received(), frames);
    }
}

void NdjsonDecoder::takeLine(QByteArrayView line, qint64 endOffset, std::vector<Frame>& frames) {
    if (std::exchange(m_atStart, false) && line.startsWith(byteOrderMark)) {
        line = line.sliced(byteOrderMark.size());
    }
    if (isBlank(line)) {
        ++m_keepAlives;
        return;
    }
    if (line.endsWith('\r')) {
        line.chop(1);
    }
    frames.push_back({{}, line.toByteArray(), {}, endOffset});
}

} // namespace rivulet::wire
