// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "loopback/HttpServer.h"

#include "loopback/Connection.h"

#include <QTcpSocket>

#include <algorithm>
#include <utility>

namespace rivulet::loopback {

HttpServer::HttpServer(Handler handler, QObject* parent)
    : QObject(parent)
    , m_handler(std::move(handler)) {
    connect(&m_server, &QTcpServer::newConnection, this, &HttpServer::accept);
}

HttpServer::~HttpServer() {
    close();
}

bool HttpServer::listen(quint16 port) {
    return m_server.listen(QHostAddress::LocalHost, port);
}

void HttpServer::close() {
    m_server.close();
    const auto connections = findChildren<Connection*>(Qt::FindDirectChildrenOnly);
    for (Connection* const connection : connections) {
        connection->drop();
    }
}

quint16 HttpServer::port() const {
    return m_server.serverPort();
}

QUrl HttpServer::url(const QString& path) const {
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(port());
    // Parsed, so that a query in the path is one.
    return path.isEmpty() ? url : url.resolved(QUrl(path));
}

QString HttpServer::errorString() const {
    return m_server.errorString();
}

int HttpServer::openConnections() const {
    const auto connections = findChildren<Connection*>(Qt::FindDirectChildrenOnly);
    return static_cast<int>(std::ranges::count_if(connections, &Connection::isOpen));
}

void HttpServer::accept() {
    while (QTcpSocket* const socket = m_server.nextPendingConnection()) {
        ++m_connectionCount;
        new Connection(
            *socket, [this] { return ++m_requestCount; }, [this](Exchange& exchange) { m_handler(exchange); },
            this);
    }
}

} // namespace rivulet::loopback
