// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "loopback/Connection.h"

#include "loopback/Exchange.h"

#include <QTcpSocket>

#include <utility>

namespace rivulet::loopback {

Connection::Connection(QTcpSocket& socket, Numbered numbered, Handler handler, QObject* parent)
    : QObject(parent)
    , m_socket(socket)
    , m_numbered(std::move(numbered))
    , m_handler(std::move(handler)) {
    socket.setParent(this);
    // Each piece goes out as it is handed over: what the tests time is not the system's gathering.
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(&socket, &QTcpSocket::readyRead, this, &Connection::readSocket);
    connect(&socket, &QTcpSocket::disconnected, this, &Connection::deleteLater);
}

Connection::~Connection() {
    // The socket dies as a child, after this class's own members: nothing of it may call back by then.
    m_socket.disconnect(this);
}

void Connection::drop() {
    m_socket.abort(); // says disconnected(), which deletes this later
}

bool Connection::isOpen() const {
    return m_socket.state() == QAbstractSocket::ConnectedState;
}

void Connection::readSocket() {
    m_reader.feed(m_socket.readAll());
    if (m_reader.takeExpectsContinue() && !m_reader.isComplete() && !m_exchange) {
        m_socket.write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    answerNext();
}

void Connection::answerNext() {
    if (m_exchange && m_exchange->isOpen()) {
        return;
    }
    if (m_reader.problem() != 0) {
        refuse(m_reader.problem());
        return;
    }
    if (!m_reader.isComplete() || m_socket.state() != QAbstractSocket::ConnectedState) {
        return;
    }
    if (m_exchange) {
        m_exchange->deleteLater();
    }
    Request request = m_reader.take();
    request.number = m_numbered();
    auto* exchange = new Exchange(m_socket, std::move(request), this);
    m_exchange = exchange;
    // Queued: whoever ends an answer is still inside the exchange, and the next must not begin in there.
    connect(exchange, &Exchange::closed, this, &Connection::answerNext, Qt::QueuedConnection);
    m_handler(*exchange);
}

void Connection::refuse(int status) {
    m_socket.disconnect(this);
    connect(&m_socket, &QTcpSocket::disconnected, this, &Connection::deleteLater);
    m_socket.write("HTTP/1.1 " + QByteArray::number(status) +
                   " Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    m_socket.disconnectFromHost();
    if (m_socket.state() == QAbstractSocket::UnconnectedState) {
        deleteLater();
    }
}

} // namespace rivulet::loopback
