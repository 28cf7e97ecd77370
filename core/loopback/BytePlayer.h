// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loopback/Exchange.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <vector>

namespace rivulet::loopback {

/// Plays timed bytes into one Exchange as its response body: each chunk at its own time, scaled by `speed`
/// (2 plays twice as fast; 0 plays all at once). Sends neither head nor end, and stops for good when the
/// client goes.
class BytePlayer : public QObject {
    Q_OBJECT

public:
    struct Chunk {
        std::chrono::milliseconds at;
        QByteArray bytes;
    };

    BytePlayer(Exchange& exchange, std::vector<Chunk> chunks, double speed, QObject* parent = nullptr);

    void start();
    /// Stops where it is, and goes on from there.
    void hold();
    void release();

Q_SIGNALS:
    /// The last chunk was played, once.
    void finished();

private:
    [[nodiscard]] double position() const;
    void playDue();

    QPointer<Exchange> m_exchange;
    std::vector<Chunk> m_chunks;
    std::size_t m_next = 0;
    double m_speed;
    bool m_started = false;
    bool m_held = false;
    bool m_finished = false;
    double m_playedBefore = 0; ///< recording time up to the last hold, in milliseconds
    QElapsedTimer m_running;
    QTimer m_timer;
};

} // namespace rivulet::loopback
