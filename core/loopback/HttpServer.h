// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loopback/Exchange.h"
#include "loopback/Request.h"

#include <QObject>
#include <QString>
#include <QTcpServer>
#include <QUrl>

#include <functional>

namespace rivulet::loopback {

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
    /// `path` begins with a slash.
    [[nodiscard]] QUrl url(const QString& path = {}) const;
    [[nodiscard]] QString errorString() const;
    /// Whole requests so far.
    [[nodiscard]] int requestCount() const { return m_requestCount; }
    /// Connections accepted so far.
    [[nodiscard]] int connectionCount() const { return m_connectionCount; }
    /// Connections that are open now.
    [[nodiscard]] int openConnections() const;

private:
    void accept();

    Handler m_handler;
    QTcpServer m_server;
    int m_requestCount = 0;
    int m_connectionCount = 0;
};

} // namespace rivulet::loopback
