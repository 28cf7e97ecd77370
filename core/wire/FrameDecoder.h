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
    [[nodiscard]] virtual bool feed(QByteArrayView bytes, std::vector<Frame>& frames) = 0;
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
};

} // namespace rivulet::wire
