// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Certificates.h"
#include "Fault.h"
#include "FaultServer.h"
#include "StreamNotes.h"
#include "domain/Clock.h"
#include "stream/ConnectionPool.h"
#include "stream/FlushClock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace rivulet::faults {

/// One cell of the matrix: two panes side by side, the left one's server faulty and the right one's well, and
/// the judgement of what became of both. Done once both streams have ended and their connections are gone.
class Cell : public QObject {
    Q_OBJECT

public:
    struct World {
        stream::ConnectionPool& pool;
        const domain::Clock& clock;
        const Certificates& certificates;
    };
    /// What takes longer is looked at: where its servers still send, it is slow and not stuck. A stream whose
    /// every byte is a turn of the event loop takes as many turns, each of them shared with all other cells.
    static constexpr std::chrono::seconds limit{12};
    /// However much is still sent.
    static constexpr std::chrono::seconds patience{100};

    Cell(World world, QString dialect, Plan plan, int number);
    ~Cell() override;

    void start();
    /// What is not as the rules say: none, and the cell is as it should be.
    [[nodiscard]] const QStringList& problems() const { return m_problems; }
    [[nodiscard]] QString state() const;
    [[nodiscard]] int requests() const;
    [[nodiscard]] qsizetype kept() const { return m_left.controller->text().size(); }
    /// From a cancel to the closed socket, where there was one.
    [[nodiscard]] std::optional<double> cancelMilliseconds() const { return m_cancelTook; }

Q_SIGNALS:
    void done();

private:
    struct Pane {
        Pane(World world, FaultScript script, std::unique_ptr<QTcpServer> kind);
        FaultServer server;
        QByteArray key;
        std::unique_ptr<stream::StreamController> controller;
        StreamNotes notes{*controller};
        stream::StreamController::Registration registration;
    };

    [[nodiscard]] stream::StreamRequest requestTo(const Pane& pane) const;
    void openDoor();
    void watchForCancel();
    void cancel();
    void look();
    void runOut();
    void judge();
    void judgeLeft();
    void judgeRight();
    void judgeKeys(const Pane& pane, const std::vector<loopback::Request>& requests);
    void expect(bool holds, const QString& problem);

    World m_world;
    /// What flows is read at these, as the window reads it.
    const std::unique_ptr<stream::FlushClock> m_beats;
    QString m_dialect;
    Plan m_plan;
    Frames m_healthy;
    Pane m_left;
    Pane m_right;
    std::vector<std::unique_ptr<QObject>> m_crowd;
    std::optional<quint16> m_crowdedPort;
    std::optional<Milliseconds> m_firstDelay;
    QElapsedTimer m_since;
    QElapsedTimer m_cancelled;
    std::optional<double> m_cancelTook;
    QTimer m_limit;
    qint64 m_sent = 0; ///< when the limit was looked at
    QTimer m_settle;
    QStringList m_problems;
    bool m_judged = false;
    bool m_seesItsEnd = true; ///< the server reads, so that it sees when its client goes
};

} // namespace rivulet::faults
