// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loopback/Request.h"

#include <QByteArray>

namespace rivulet::loopback {

/// Reads HTTP/1.1 requests out of bytes that come in any pieces. Knows framing and its bounds; no socket.
class RequestReader {
public:
    static constexpr qsizetype headLimit = qsizetype{64} * 1024;
    static constexpr qint64 bodyLimit = qint64{64} * 1024 * 1024;

    void feed(const QByteArray& bytes);
    /// A request is there, whole: take() it.
    [[nodiscard]] bool isComplete() const { return m_part == Part::Complete; }
    /// Hands out the request and goes on with the bytes behind it.
    [[nodiscard]] Request take();
    /// The status to refuse the client with, or 0 where nothing is wrong. Nothing is read any more after it.
    [[nodiscard]] int problem() const { return m_problem; }
    /// The client waits for a "100 Continue" before it sends the body. True once for a request.
    [[nodiscard]] bool takeExpectsContinue();

private:
    enum class Part { Head, Body, ChunkSize, ChunkData, Trailer, Complete };

    void read();
    [[nodiscard]] bool readHead();
    [[nodiscard]] bool readBody();
    [[nodiscard]] bool readChunkSize();
    [[nodiscard]] bool readChunkData();
    [[nodiscard]] bool readTrailer();
    void parseHead(const QByteArray& head);
    void chooseBody();
    [[nodiscard]] bool refuse(int status);

    Part m_part = Part::Head;
    QByteArray m_buffer;
    Request m_request;
    qint64 m_left = 0; ///< of the body, or of the chunk with its line end
    int m_problem = 0;
    bool m_expectsContinue = false;
};

} // namespace rivulet::loopback
