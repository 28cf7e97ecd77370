// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <vector>

namespace rivulet::loopback {

class Exchange;

/// Plays timed bytes into one Exchange as its response body: each chunk at its own time, scaled by `speed`
/// (2 plays twice as fast; 0 plays all at once).
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
    void finished();

private:
    void playDue();

    Exchange& m_exchange;
    std::vector<Chunk> m_chunks;
    double m_speed;
    QTimer m_timer;
};

} // namespace rivulet::loopback
