// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "loopback/Exchange.h"

#include <QTcpSocket>

#include <sys/socket.h>

namespace rivulet::loopback {

namespace {

QByteArray reason(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 404:
        return "Not Found";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

} // namespace

Exchange::Exchange(QTcpSocket& socket, Request request, QObject* parent)
    : QObject(parent)
    , m_socket(&socket)
    , m_request(std::move(request)) {
    connect(&socket, &QTcpSocket::disconnected, this, &Exchange::end);
    connect(&socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_open) {
            Q_EMIT written();
        }
    });
}

void Exchange::sendHead(int status, const QByteArray& contentType, qint64 contentLength,
                        const Headers& headers) {
    if (!m_open) {
        return;
    }
    m_chunked = contentLength < 0;
    m_promised = contentLength;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status) + "\r\n";
    if (!contentType.isEmpty()) {
        head += "Content-Type: " + contentType + "\r\n";
    }
    head += m_chunked ? QByteArray("Transfer-Encoding: chunked\r\n")
                      : "Content-Length: " + QByteArray::number(contentLength) + "\r\n";
    head += m_request.keepsAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    for (const auto& [name, value] : headers) {
        head += name + ": " + value + "\r\n";
    }
    m_socket->write(head + "\r\n");
}

void Exchange::sendBody(const QByteArray& bytes) {
    // An empty chunk would be the end of the body.
    if (!m_open || bytes.isEmpty()) {
        return;
    }
    m_bodyBytesSent += bytes.size();
    m_socket->write(m_chunked ? QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n" : bytes);
}

void Exchange::sendRaw(const QByteArray& bytes) {
    if (m_open) {
        m_raw = true;
        m_socket->write(bytes);
    }
}

void Exchange::finish() {
    if (!m_open) {
        return;
    }
    if (m_chunked) {
        m_socket->write("0\r\n\r\n");
    }
    const bool whole = m_chunked || m_bodyBytesSent == m_promised;
    m_keepsConnection = m_request.keepsAlive && whole && !m_raw;
    if (m_keepsConnection) {
        end();
    } else {
        drop();
    }
}

void Exchange::drop() {
    if (m_open) {
        const QPointer<QTcpSocket> socket = m_socket; // whoever hears closed() may take this away
        end();
        if (socket) {
            socket->disconnectFromHost();
        }
    }
}

void Exchange::reset() {
    if (m_open) {
        m_socket->flush();
        // Closing with nothing to linger for makes the system send RST instead of FIN.
        const linger atOnce{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                     sizeof atOnce);
        m_socket->abort(); // says disconnected(), and so end()
    }
}

void Exchange::respond(int status, const QByteArray& contentType, const QByteArray& body,
                       const Headers& headers) {
    sendHead(status, contentType, body.size(), headers);
    sendBody(body);
    finish();
}

qint64 Exchange::bytesQueued() const {
    return m_socket ? m_socket->bytesToWrite() : 0;
}

void Exchange::end() {
    if (m_open) {
        m_open = false;
        Q_EMIT closed();
    }
}

} // namespace rivulet::loopback
