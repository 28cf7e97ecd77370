// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "FaultScript.h"
#include "loopback/RequestReader.h"

#include <QObject>
#include <QTimer>

#include <cstddef>
#include <optional>

class QTcpSocket;

namespace rivulet::faults {

class FaultServer;

/// One connection of a FaultServer: plays its act, step by step. Owns its socket, goes when that has closed.
class FaultConnection : public QObject {
    Q_OBJECT

public:
    FaultConnection(FaultServer& server, QTcpSocket& socket);
    ~FaultConnection() override;

    void play(Act act);
    /// Whatever comes, and forgets it.
    void drain();

private:
    void read();
    void hear();
    void go();
    /// False where the step goes on later.
    [[nodiscard]] bool take(const Send& step);
    [[nodiscard]] bool take(const Pause& step);
    [[nodiscard]] bool take(const Flood& step);
    [[nodiscard]] bool take(Last step);
    void end(Last last);
    /// Who does not read sees no end: the system is asked.
    void watch();

    FaultServer& m_server;
    QTcpSocket& m_socket;
    loopback::RequestReader m_reader;
    bool m_heard = false;
    std::optional<Act> m_act;
    std::size_t m_step = 0;
    qint64 m_sent = 0; ///< of this step
    bool m_paused = false;
    QTimer m_next;
    QTimer m_watch;
};

} // namespace rivulet::faults
