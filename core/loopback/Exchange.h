// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loopback/Request.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPointer>

#include <utility>

class QTcpSocket;

namespace rivulet::loopback {

/// One accepted request's way to answer. Keep a QPointer to answer later: it goes with its connection, or
/// with the next request on it. Every function does nothing once the answer has ended or the client has
/// gone. Belongs to the server.
class Exchange : public QObject {
    Q_OBJECT

public:
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    Exchange(QTcpSocket& socket, Request request, QObject* parent);

    [[nodiscard]] const Request& request() const { return m_request; }
    /// Sends the head. `contentLength` < 0: the body is chunked.
    void sendHead(int status, const QByteArray& contentType, qint64 contentLength = -1,
                  const Headers& headers = {});
    /// A piece of body, as one chunk where the body is chunked.
    void sendBody(const QByteArray& bytes);
    /// Bytes exactly as they are, below HTTP: for faults. The connection ends with this answer.
    void sendRaw(const QByteArray& bytes);
    /// Ends the body properly. The connection stays where the client keeps it alive and all that was
    /// promised was sent, else it closes.
    void finish();
    /// Sends what is queued and closes, without ending the body.
    void drop();
    /// Closes with a TCP reset, after what the kernel takes at once of the bytes that are queued.
    void reset();
    /// A whole answer at once.
    void respond(int status, const QByteArray& contentType, const QByteArray& body,
                 const Headers& headers = {});
    /// More can be sent.
    [[nodiscard]] bool isOpen() const { return m_open; }
    /// Body bytes handed over so far, whether or not the client took them yet.
    [[nodiscard]] qint64 bodyBytesSent() const { return m_bodyBytesSent; }
    /// Of all bytes handed over, those that the system has not taken yet: the client does not read.
    [[nodiscard]] qint64 bytesQueued() const;
    /// After the end: whether the connection goes on to the next request.
    [[nodiscard]] bool keepsConnection() const { return m_keepsConnection; }

Q_SIGNALS:
    /// The answer is over, once: this side ended it, or the client closed or reset.
    void closed();
    /// The system took bytes: room to send more.
    void written();

private:
    void end();

    QPointer<QTcpSocket> m_socket;
    Request m_request;
    bool m_open = true;
    bool m_chunked = false;
    bool m_keepsConnection = false;
    bool m_raw = false;
    qint64 m_promised = 0; ///< of body bytes, where the body is not chunked
    qint64 m_bodyBytesSent = 0;
};

} // namespace rivulet::loopback
