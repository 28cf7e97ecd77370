// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <memory>

class QTcpSocket;

namespace rivulet::loopback {

/// A request as it was received, whole.
struct Request {
    QByteArray method;
    QByteArray path;                       ///< with query
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    int number = 0; ///< counts from 1 over the server's life
};

/// One accepted request's way to answer. Lives as long as its connection; every function does nothing once
/// the client has gone. Belongs to the server.
class Exchange : public QObject {
    Q_OBJECT

public:
    Exchange(QTcpSocket& socket, Request request, QObject* parent);

    [[nodiscard]] const Request& request() const { return m_request; }
    /// Sends the head. `contentLength` < 0: the body is chunked.
    void sendHead(int status, const QByteArray& contentType, qint64 contentLength = -1,
                  const QList<std::pair<QByteArray, QByteArray>>& headers = {});
    /// A piece of body, as one chunk where the body is chunked.
    void sendBody(const QByteArray& bytes);
    /// Bytes exactly as they are, below HTTP: for faults.
    void sendRaw(const QByteArray& bytes);
    /// Ends the body properly and closes.
    void finish();
    /// Closes without ending the body.
    void drop();
    /// Closes with a TCP reset.
    void reset();
    /// A whole answer at once.
    void respond(int status, const QByteArray& contentType, const QByteArray& body,
                 const QList<std::pair<QByteArray, QByteArray>>& headers = {});
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] qint64 bodyBytesSent() const { return m_bodyBytesSent; }

Q_SIGNALS:
    /// The client closed or reset, or this side closed.
    void closed();

private:
    QPointer<QTcpSocket> m_socket;
    Request m_request;
    bool m_chunked = false;
    qint64 m_bodyBytesSent = 0;
};

/// A small HTTP/1.1 server on 127.0.0.1 (a free port), for the demo and the tests. Framing only: what is
/// answered is the handler's business. Requests are bounded (64 KiB of headers, 64 MiB of body).
class HttpServer : public QObject {
    Q_OBJECT

public:
    using Handler = std::function<void(Exchange&)>;

    explicit HttpServer(Handler handler, QObject* parent = nullptr);
    ~HttpServer() override;

    /// Listens; `port` 0 takes a free one. False, with errorString(), where that is not possible.
    [[nodiscard]] bool listen(quint16 port = 0);
    /// Stops listening and drops every connection.
    void close();
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] QUrl url(const QString& path = {}) const;
    [[nodiscard]] QString errorString() const;
    [[nodiscard]] int requestCount() const { return m_requestCount; }

private:
    Handler m_handler;
    QTcpServer m_server;
    int m_requestCount = 0;
};

} // namespace rivulet::loopback
