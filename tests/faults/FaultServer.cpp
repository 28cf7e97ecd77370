// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FaultServer.h"

#include "FaultConnection.h"

#include <QTcpSocket>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace rivulet::faults {

namespace {

constexpr qint64 mostQueued = qint64{256} * 1024;

bool takesUpAgain(const loopback::Request& request) {
    return request.method != "POST" || request.headers.contains("last-event-id") ||
           request.path.contains("last-event-id") || request.body.contains("\"resume_token\"") ||
           request.body.contains("\"continuationToken\"");
}

} // namespace

FaultServer::FaultServer(FaultScript script, std::unique_ptr<QTcpServer> server)
    : m_script(std::move(script))
    , m_server(server ? std::move(server) : std::make_unique<QTcpServer>()) {
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &FaultServer::accept);
}

FaultServer::~FaultServer() {
    if (m_reserved >= 0) {
        ::close(m_reserved);
    }
}

bool FaultServer::reserve() {
    // Bound and not listening: whoever connects is refused, and nobody else gets the port.
    m_reserved = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (act(0).begin == Act::Begin::Accept) {
        // Little room, so that what is not read is soon not sent any more.
        constexpr int room = 4096;
        ::setsockopt(m_reserved, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    }
    if (::bind(m_reserved, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::getsockname(m_reserved, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        return false;
    }
    m_port = ntohs(address.sin_port);
    return true;
}

bool FaultServer::open() {
    constexpr int backlog = 50;
    return ::listen(m_reserved, backlog) == 0 && m_server->setSocketDescriptor(std::exchange(m_reserved, -1));
}

void FaultServer::accept() {
    while (QTcpSocket* const socket = m_server->nextPendingConnection()) {
        ++m_connections;
        ++m_open;
        auto* const connection = new FaultConnection(*this, *socket);
        connect(connection, &QObject::destroyed, this, [this] {
            --m_open;
            Q_EMIT closed();
        });
        if (act(m_acts).begin == Act::Begin::Accept) {
            connection->play(act(m_acts++));
        }
    }
}

void FaultServer::welcome(const QByteArray& key, const Act& act) {
    m_guestKey = key;
    m_guestAct = act;
}

void FaultServer::readAll() {
    for (FaultConnection* const connection : findChildren<FaultConnection*>(Qt::FindDirectChildrenOnly)) {
        connection->drain();
    }
}

const Act& FaultServer::act(int number) const {
    return m_script.at(std::min(static_cast<std::size_t>(number), m_script.size() - 1));
}

Act FaultServer::answerTo(const loopback::Request& request) {
    if (!m_guestKey.isEmpty() && request.headers.value("authorization").endsWith(m_guestKey)) {
        m_guests.push_back(request);
        return m_guestAct;
    }
    if (takesUpAgain(request)) {
        ++m_resumes;
        return {{Send{reply(404, "application/json", R"({"error":{"message":"no such answer"}})")}}};
    }
    m_requests.push_back(request);
    return act(m_acts++);
}

FaultConnection::FaultConnection(FaultServer& server, QTcpSocket& socket)
    : QObject(&server)
    , m_server(server)
    , m_socket(socket) {
    socket.setParent(this);
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &FaultConnection::go);
    constexpr int patience = 5;
    m_watch.setInterval(patience);
    connect(&m_watch, &QTimer::timeout, this, &FaultConnection::watch);
    connect(&socket, &QTcpSocket::readyRead, this, &FaultConnection::read);
    connect(&socket, &QTcpSocket::disconnected, this, &FaultConnection::deleteLater);
    connect(&socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_act && !m_next.isActive()) {
            m_next.start(0);
        }
    });
    read(); // what came before this was connected
}

FaultConnection::~FaultConnection() {
    m_socket.disconnect(this);
}

void FaultConnection::hear() {
    if (m_socket.bytesAvailable() > 0 && !std::exchange(m_heard, true)) {
        ++m_server.m_heard;
    }
}

void FaultConnection::read() {
    hear();
    if (m_act) {
        if (m_socket.readBufferSize() == 0) {
            m_socket.readAll(); // one request a connection: whatever more comes is not listened to
        }
        return;
    }
    m_reader.feed(m_socket.readAll());
    if (m_reader.isComplete()) {
        play(m_server.answerTo(m_reader.take()));
    }
}

void FaultConnection::play(Act act) {
    if (act.begin == Act::Begin::Accept) {
        m_socket.setReadBufferSize(1);
    }
    m_act = std::move(act);
    m_next.start(0);
}

void FaultConnection::drain() {
    m_socket.setReadBufferSize(0);
    m_socket.readAll();
}

void FaultConnection::go() {
    if (m_socket.state() != QAbstractSocket::ConnectedState) {
        return;
    }
    while (m_step < m_act->steps.size()) {
        const Step& step = m_act->steps.at(m_step);
        if (!std::visit([this](const auto& kind) { return take(kind); }, step)) {
            return;
        }
        ++m_step;
        m_sent = 0;
    }
    if (m_step++ == m_act->steps.size()) {
        end(Last::Close);
    }
}

bool FaultConnection::take(const Send& step) {
    const qsizetype size = step.segment > 0 ? step.segment : step.bytes.size();
    m_server.m_bytesSent += m_socket.write(step.bytes.mid(m_sent, size));
    m_socket.flush();
    m_sent += size;
    if (m_sent >= step.bytes.size()) {
        return true;
    }
    m_next.start(0);
    return false;
}

bool FaultConnection::take(const Pause& step) {
    if (!std::exchange(m_paused, true)) {
        m_next.start(step.duration);
        return false;
    }
    if (m_next.isActive()) { // called by something else
        return false;
    }
    m_paused = false;
    return true;
}

bool FaultConnection::take(const Flood& step) {
    // A bounded piece a turn: the other pane's server lives on this thread too.
    if (m_sent < step.bytes && m_socket.bytesToWrite() < mostQueued) {
        m_server.m_bytesSent += m_socket.write(step.unit);
        m_sent += step.unit.size();
        m_socket.flush();
    }
    if (m_sent >= step.bytes) {
        return true;
    }
    if (m_socket.bytesToWrite() < mostQueued) {
        m_next.start(0);
    }
    return false;
}

bool FaultConnection::take(Last step) {
    m_step = m_act->steps.size() + 1;
    end(step);
    return false;
}

void FaultConnection::end(Last last) {
    Q_EMIT m_server.played();
    const int descriptor = static_cast<int>(m_socket.socketDescriptor());
    switch (last) {
    case Last::Close:
        m_socket.disconnectFromHost();
        break;
    case Last::Reset: {
        m_socket.flush();
        // Closing with nothing to linger for makes the system send RST instead of FIN.
        const linger atOnce{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        m_socket.abort();
        break;
    }
    case Last::Half:
        ::shutdown(descriptor, SHUT_WR);
        break;
    case Last::Stay:
        break;
    }
    if (m_act->begin == Act::Begin::Accept) {
        m_watch.start();
    }
}

void FaultConnection::watch() {
    tcp_info info{};
    socklen_t size = sizeof info;
    const int descriptor = static_cast<int>(m_socket.socketDescriptor());
    if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
        (info.tcpi_state == TCP_CLOSE_WAIT || info.tcpi_state == TCP_CLOSE)) {
        m_watch.stop();
        m_socket.abort();
    }
}

} // namespace rivulet::faults
