// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "loopback/RequestReader.h"

#include <QList>

#include <utility>

namespace rivulet::loopback {

namespace {

constexpr int badRequest = 400;
constexpr int bodyTooLarge = 413;
constexpr int headTooLarge = 431;

/// A chunk-size line or trailer line longer than this is no honest one.
constexpr qsizetype lineLimit = qsizetype{8} * 1024;

} // namespace

void RequestReader::feed(const QByteArray& bytes) {
    if (m_problem == 0) {
        m_buffer += bytes;
        read();
    }
}

Request RequestReader::take() {
    Request request = std::exchange(m_request, {});
    m_part = Part::Head;
    m_expectsContinue = false;
    read();
    return request;
}

bool RequestReader::takeExpectsContinue() {
    return std::exchange(m_expectsContinue, false);
}

void RequestReader::read() {
    const auto step = [this] {
        switch (m_part) {
        case Part::Head:
            return readHead();
        case Part::Body:
            return readBody();
        case Part::ChunkSize:
            return readChunkSize();
        case Part::ChunkData:
            return readChunkData();
        case Part::Trailer:
            return readTrailer();
        case Part::Complete:
            return false;
        }
        return false;
    };
    while (m_problem == 0 && step()) {
    }
    // A client that pipelines without end must not fill the memory while its first request is answered.
    if (m_part == Part::Complete && m_buffer.size() > bodyLimit) {
        m_problem = bodyTooLarge;
    }
}

bool RequestReader::refuse(int status) {
    m_problem = status;
    m_buffer.clear();
    return false;
}

bool RequestReader::readHead() {
    // RFC 9112, 2.2: "a server [...] SHOULD ignore at least one empty line (CRLF) received prior to the
    // request-line."
    while (m_buffer.startsWith("\r\n")) {
        m_buffer.remove(0, 2);
    }
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end > headLimit || (end < 0 && m_buffer.size() > headLimit)) {
        return refuse(headTooLarge);
    }
    if (end < 0) {
        return false;
    }
    const QByteArray head = m_buffer.first(end);
    m_buffer.remove(0, end + 4);
    parseHead(head);
    if (m_problem == 0) {
        chooseBody();
    }
    return m_problem == 0;
}

void RequestReader::parseHead(const QByteArray& head) {
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    if (words.size() != 3 || words.at(0).isEmpty() || words.at(1).isEmpty() ||
        !words.at(2).startsWith("HTTP/1.")) {
        std::ignore = refuse(badRequest);
        return;
    }
    m_request.method = words.at(0);
    m_request.path = words.at(1);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray& line = lines.at(i);
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0) {
            std::ignore = refuse(badRequest);
            return;
        }
        m_request.headers.insert(line.first(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    const QByteArray connection = m_request.headers.value("connection").toLower();
    m_request.keepsAlive =
        words.at(2) == "HTTP/1.0" ? connection.contains("keep-alive") : !connection.contains("close");
    m_expectsContinue = m_request.headers.value("expect").toLower() == "100-continue";
}

void RequestReader::chooseBody() {
    if (m_request.headers.value("transfer-encoding").toLower().contains("chunked")) {
        m_part = Part::ChunkSize;
        return;
    }
    const QByteArray length = m_request.headers.value("content-length", "0");
    bool ok = false;
    m_left = length.toLongLong(&ok);
    if (!ok || m_left < 0) {
        std::ignore = refuse(badRequest);
    } else if (m_left > bodyLimit) {
        std::ignore = refuse(bodyTooLarge);
    } else {
        m_part = Part::Body;
    }
}

bool RequestReader::readBody() {
    const qsizetype size = qMin<qsizetype>(m_left, m_buffer.size());
    m_request.body += m_buffer.first(size);
    m_buffer.remove(0, size);
    m_left -= size;
    if (m_left > 0) {
        return false;
    }
    m_part = Part::Complete;
    return true;
}

bool RequestReader::readChunkSize() {
    const qsizetype end = m_buffer.indexOf("\r\n");
    if (end < 0) {
        return m_buffer.size() > lineLimit ? refuse(badRequest) : false;
    }
    // RFC 9112, 7.1.1: "A recipient MUST ignore unrecognized chunk extensions."
    const QByteArray digits = m_buffer.first(end).split(';').first().trimmed();
    m_buffer.remove(0, end + 2);
    bool ok = false;
    const qint64 size = digits.toLongLong(&ok, 16);
    if (!ok || size < 0) {
        return refuse(badRequest);
    }
    if (size > bodyLimit - m_request.body.size()) {
        return refuse(bodyTooLarge);
    }
    m_left = size;
    m_part = size == 0 ? Part::Trailer : Part::ChunkData;
    return true;
}

bool RequestReader::readChunkData() {
    const qsizetype size = qMin<qsizetype>(m_left, m_buffer.size());
    m_request.body += m_buffer.first(size);
    m_buffer.remove(0, size);
    m_left -= size;
    if (m_left > 0 || m_buffer.size() < 2) {
        return false;
    }
    if (!m_buffer.startsWith("\r\n")) {
        return refuse(badRequest);
    }
    m_buffer.remove(0, 2);
    m_part = Part::ChunkSize;
    return true;
}

bool RequestReader::readTrailer() {
    const qsizetype end = m_buffer.indexOf("\r\n");
    if (end < 0) {
        return m_buffer.size() > lineLimit ? refuse(badRequest) : false;
    }
    m_buffer.remove(0, end + 2);
    if (end == 0) {
        m_part = Part::Complete;
    }
    return true;
}

} // namespace rivulet::loopback
