// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "FaultScript.h"
#include "loopback/Request.h"

#include <QObject>
#include <QTcpServer>

#include <memory>
#include <vector>

namespace rivulet::faults {

/// Plays a fault script on 127.0.0.1 and remembers what it was asked. A request that takes an answer up again
/// (by its number, its event or its token) is told 404 and counted apart: it asks for no other answer.
class FaultServer : public QObject {
    Q_OBJECT

public:
    /// `server`: another kind than plain TCP, not listening yet.
    explicit FaultServer(FaultScript script, std::unique_ptr<QTcpServer> server = nullptr);
    ~FaultServer() override;

    /// Takes a free port, where nobody is answered yet.
    [[nodiscard]] bool reserve();
    /// Answers there.
    [[nodiscard]] bool open();
    [[nodiscard]] quint16 port() const { return m_port; }
    /// Reads what acts have left unread, so that the end of it shows.
    void readAll();

    /// Whoever shows this key is served well, and counted apart.
    void welcome(const QByteArray& key, const Act& act);
    [[nodiscard]] const std::vector<loopback::Request>& guests() const { return m_guests; }
    /// Requests that came whole, without those that take an answer up again.
    [[nodiscard]] const std::vector<loopback::Request>& requests() const { return m_requests; }
    [[nodiscard]] int resumes() const { return m_resumes; }
    /// However little was said on them, and those of guests too.
    [[nodiscard]] int connections() const { return m_connections; }
    /// Connections that brought anything at all, if only the beginning of a request. Those of guests are not
    /// among them.
    [[nodiscard]] int heard() const { return m_heard - static_cast<int>(m_guests.size()); }
    [[nodiscard]] int openConnections() const { return m_open; }
    /// Grows with whatever is sent.
    [[nodiscard]] qint64 bytesSent() const { return m_bytesSent; }

Q_SIGNALS:
    /// An act has come to its Last.
    void played();
    /// A client has gone, or was closed.
    void closed();

private:
    friend class FaultConnection;
    void accept();
    [[nodiscard]] const Act& act(int number) const;
    /// The act for this request.
    [[nodiscard]] Act answerTo(const loopback::Request& request);

    FaultScript m_script;
    std::unique_ptr<QTcpServer> m_server;
    std::vector<loopback::Request> m_requests;
    QByteArray m_guestKey;
    Act m_guestAct;
    std::vector<loopback::Request> m_guests;
    int m_reserved = -1; ///< its descriptor
    quint16 m_port = 0;
    int m_acts = 0;
    int m_resumes = 0;
    int m_connections = 0;
    int m_heard = 0;
    qint64 m_bytesSent = 0;
    int m_open = 0;
};

} // namespace rivulet::faults
