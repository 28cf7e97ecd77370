// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <vector>

namespace rivulet::wire {

/// One protocol frame: an SSE event or an NDJSON line. All parts are UTF-8 as received (a decoder has
/// replaced nothing; invalid bytes are the reader's business).
struct Frame {
    QByteArray event; ///< SSE event type; empty where the stream named none (the standard's "message")
    QByteArray data;
    QByteArray id;        ///< SSE last event ID at the time of this frame
    qint64 endOffset = 0; ///< stream bytes up to and including this frame's end

    friend bool operator==(const Frame&, const Frame&) = default;
};

/// Bytes to frames. Knows framing and nothing else: no JSON, no HTTP, no time. Takes bytes in any slicing
/// with the same result and linear cost.
class FrameDecoder {
public:
    /// The most one line or event may hold before the stream is given up.
    static constexpr qsizetype defaultLimit = qsizetype{16} * 1024 * 1024;

    virtual ~FrameDecoder() = default;
    FrameDecoder(const FrameDecoder&) = delete;
    FrameDecoder& operator=(const FrameDecoder&) = delete;

    /// Appends the frames that these bytes complete. False once a line or event grew over the limit; from
    /// then on nothing is decoded any more. Frames completed before that point are still handed out.
    [[nodiscard]] bool feed(QByteArrayView bytes, std::vector<Frame>& frames) {
        // A byte alone that ends nothing, as slow servers and hostile ones send them: only kept.
        if (bytes.size() == 1 && m_room > 0 && bytes.front() != '\n' && bytes.front() != '\r') {
            m_line.push_back(bytes.front());
            --m_room;
            return true;
        }
        return feedSlice(bytes, frames);
    }
    /// The stream has ended. By the SSE standard an event without its blank line is discarded; an NDJSON line
    /// without its line feed is handed out, since a line's end is not part of its meaning.
    virtual void finish(std::vector<Frame>& frames) = 0;

    /// Keep-alive comments and blank lines seen: signs of life that carry nothing.
    [[nodiscard]] virtual qint64 keepAlives() const = 0;
    /// Bytes that were received but belong to no complete frame yet.
    [[nodiscard]] virtual qsizetype pendingBytes() const = 0;
    /// The SSE reconnection time in milliseconds where the stream set one, else -1.
    [[nodiscard]] virtual qint64 reconnectionTime() const { return -1; }

protected:
    FrameDecoder() = default;

    /// Before a slice: how many bytes were fed so far.
    qint64 settleReceived() {
        m_received += m_granted - m_room;
        m_granted = m_room = 0;
        return m_received;
    }
    /// After a slice: the line may grow by so much without another look.
    void grant(qsizetype room) { m_granted = m_room = room > 0 ? room : 0; }
    [[nodiscard]] qint64 received() const { return m_received + m_granted - m_room; }

    /// Any slice. Grants in the end how many bytes the line in m_line may still grow by without another look:
    /// 0 where the next byte decides something.
    [[nodiscard]] virtual bool feedSlice(QByteArrayView bytes, std::vector<Frame>& frames) = 0;

    std::vector<char> m_line; ///< the part of an unfinished line that earlier slices brought
    qint64 m_received = 0;    ///< bytes fed up to the last grant

private:
    qsizetype m_granted = 0;
    qsizetype m_room = 0; ///< what is left of it
};

} // namespace rivulet::wire
