// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "wire/SseDecoder.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace rivulet::wire {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF", 3);
/// A line buffer that a huge line has grown is given back; an ordinary one is kept for the next line.
constexpr std::size_t keptCapacity = std::size_t{64} * 1024;

/// Where a byte stands next. Looks at no byte twice: a place that lies ahead is remembered.
class Finder {
public:
    Finder(QByteArrayView bytes, char wanted, qint64& searched)
        : m_bytes(bytes)
        , m_wanted(wanted)
        , m_searched(searched) {}

    /// The first place at or after `from`, or the end. `from` never goes back.
    qsizetype next(qsizetype from) {
        if (m_next < from) {
            const qsizetype left = m_bytes.size() - from;
            const void* hit =
                left > 0 ? std::memchr(m_bytes.data() + from, m_wanted, static_cast<size_t>(left)) : nullptr;
            m_next = hit == nullptr ? m_bytes.size() : static_cast<const char*>(hit) - m_bytes.data();
            m_searched += std::min(m_next + 1, m_bytes.size()) - from;
        }
        return m_next;
    }

private:
    QByteArrayView m_bytes;
    char m_wanted;
    qint64& m_searched;
    qsizetype m_next = -1;
};

bool isDigits(QByteArrayView value) {
    return !value.isEmpty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

SseDecoder::SseDecoder(qsizetype limit)
    : m_limit(limit) {}

bool SseDecoder::feedSlice(QByteArrayView bytes, std::vector<Frame>& frames) {
    if (m_gaveUp) {
        return false;
    }
    const qint64 before = settleReceived();
    m_received += bytes.size();
    Finder lineFeed(bytes, '\n', m_searched);
    Finder carriageReturn(bytes, '\r', m_searched);

    qsizetype position = 0;
    while (position < bytes.size()) {
        // "Lines must be separated by either a U+000D CARRIAGE RETURN U+000A LINE FEED (CRLF) character pair,
        // a single U+000A LINE FEED (LF) character, or a single U+000D CARRIAGE RETURN (CR) character." A CR
        // ends its line at once; whether an LF belongs to it shows with the next byte.
        if (std::exchange(m_afterCarriageReturn, false) && bytes.at(position) == '\n') {
            ++position;
            if (m_settled == m_offset) {
                ++m_settled;
            }
            ++m_offset;
            continue;
        }
        const qsizetype end = std::min(lineFeed.next(position), carriageReturn.next(position));
        const QByteArrayView piece = bytes.sliced(position, end - position);
        if (outgrows(static_cast<qsizetype>(m_line.size()) + piece.size())) {
            giveUp();
            return false;
        }
        if (end == bytes.size()) {
            m_line.insert(m_line.end(), piece.begin(), piece.end());
            break;
        }
        m_afterCarriageReturn = bytes.at(end) == '\r';
        m_offset = before + end + 1;
        position = end + 1;
        if (m_line.empty()) {
            takeLine(piece, frames);
        } else {
            m_line.insert(m_line.end(), piece.begin(), piece.end());
            takeLine(m_line, frames);
            m_line.clear();
            if (m_line.capacity() > keptCapacity) {
                m_line.shrink_to_fit();
            }
        }
    }
    if (!m_afterCarriageReturn) {
        grant(m_limit - m_data.size() - m_event.size() - static_cast<qsizetype>(m_line.size()));
    }
    return true;
}

void SseDecoder::finish(std::vector<Frame>& frames) {
    Q_UNUSED(frames)
    // "Once the end of the file is reached, any pending data must be discarded. (If the file ends in the
    // middle of an event, before the final empty line, the incomplete event is not dispatched.)"
    m_line.clear();
    m_data.clear();
    m_event.clear();
}

qsizetype SseDecoder::pendingBytes() const {
    return static_cast<qsizetype>(received() - m_settled);
}

/// The bound holds for what is in memory: the event so far and the line that may become part of it.
bool SseDecoder::outgrows(qsizetype lineBytes) const {
    return m_data.size() + m_event.size() + lineBytes > m_limit;
}

void SseDecoder::takeLine(QByteArrayView line, std::vector<Frame>& frames) {
    // "The UTF-8 decode algorithm strips one leading UTF-8 Byte Order Mark (BOM), if any."
    if (std::exchange(m_atStart, false) && line.startsWith(byteOrderMark)) {
        line = line.sliced(byteOrderMark.size());
    }
    // "If the line is empty (a blank line): Dispatch the event, as defined below."
    if (line.isEmpty()) {
        if (std::exchange(m_blockIsEmpty, true)) {
            ++m_keepAlives;
        }
        m_eventBegun = false;
        m_settled = m_offset;
        dispatch(frames);
        return;
    }
    m_blockIsEmpty = false;
    // "If the line starts with a U+003A COLON character (:): Ignore the line."
    if (line.front() == ':') {
        ++m_keepAlives;
        if (!m_eventBegun) {
            m_settled = m_offset;
        }
        return;
    }
    m_eventBegun = true;
    const qsizetype colon = line.indexOf(':');
    if (colon < 0) {
        // "Otherwise, the string is not empty but does not contain a U+003A COLON character (:): Process the
        // field [...] using the whole line as the field name, and the empty string as the field value."
        takeField(line, {});
        return;
    }
    // "Collect the characters on the line before the first U+003A COLON character (:), and let field be that
    // string. Collect the characters on the line after the first U+003A COLON character (:), and let value be
    // that string. If value starts with a U+0020 SPACE character, remove it from value."
    QByteArrayView value = line.sliced(colon + 1);
    if (value.startsWith(' ')) {
        value = value.sliced(1);
    }
    takeField(line.first(colon), value);
}

void SseDecoder::takeField(QByteArrayView name, QByteArrayView value) {
    // "Field names must be compared literally, with no case folding performed."
    if (name == "data") {
        // "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to
        // the data buffer."
        m_data.append(value);
        m_data.append('\n');
    } else if (name == "event") {
        // "Set the event type buffer to the field value."
        m_event = value.toByteArray();
    } else if (name == "id") {
        // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field
        // value. Otherwise, ignore the field."
        if (!value.contains('\0')) {
            m_id = value.toByteArray();
        }
    } else if (name == "retry") {
        // "If the field value consists of only ASCII digits, then interpret the field value as an integer in
        // base ten, and set the event stream's reconnection time to that integer. Otherwise, ignore the
        // field." An integer that no clock could wait for is ignored too.
        bool fits = false;
        const qint64 time = isDigits(value) ? value.toLongLong(&fits) : 0;
        if (fits) {
            m_reconnectionTime = time;
        }
    }
    // "Otherwise: The field is ignored."
}

void SseDecoder::dispatch(std::vector<Frame>& frames) {
    // "Set the last event ID string of the event source to the value of the last event ID buffer. The buffer
    // does not get reset, so the value remains set" -- hence one buffer serves as both.
    // "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty
    // string and return."
    if (m_data.isEmpty()) {
        m_event.clear();
        return;
    }
    // "If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last
    // character from the data buffer."
    m_data.chop(1);
    // "Set the data buffer and the event type buffer to the empty string." and "dispatch the event".
    frames.push_back({std::exchange(m_event, {}), std::exchange(m_data, {}), m_id, m_offset});
}

void SseDecoder::giveUp() {
    m_gaveUp = true;
    m_line.clear();
    m_data.clear();
    m_event.clear();
}

} // namespace rivulet::wire
