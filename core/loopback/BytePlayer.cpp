// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "loopback/BytePlayer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rivulet::loopback {

BytePlayer::BytePlayer(Exchange& exchange, std::vector<Chunk> chunks, double speed, QObject* parent)
    : QObject(parent)
    , m_exchange(&exchange)
    , m_chunks(std::move(chunks))
    , m_speed(speed) {
    // In order as a rule already; chunks of one time keep theirs.
    for (auto chunk = m_chunks.begin(); chunk != m_chunks.end(); ++chunk) {
        const auto place = std::ranges::upper_bound(m_chunks.begin(), chunk, chunk->at, {}, &Chunk::at);
        std::rotate(place, chunk, chunk + 1);
    }
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &BytePlayer::playDue);
    connect(&exchange, &Exchange::closed, &m_timer, &QTimer::stop);
}

void BytePlayer::start() {
    if (!m_started) {
        m_started = true;
        m_running.start();
        playDue();
    }
}

void BytePlayer::hold() {
    if (!m_held) {
        m_playedBefore = position();
        m_held = true;
        m_timer.stop();
    }
}

void BytePlayer::release() {
    if (m_held) {
        m_held = false;
        m_running.start();
        playDue();
    }
}

double BytePlayer::position() const {
    const bool runs = m_started && !m_held;
    return m_playedBefore + (runs ? static_cast<double>(m_running.elapsed()) * m_speed : 0);
}

void BytePlayer::playDue() {
    if (!m_started || m_held || m_finished) {
        return;
    }
    const double now = position();
    const QPointer<BytePlayer> self = this;
    while (m_next < m_chunks.size()) {
        if (!m_exchange || !m_exchange->isOpen()) {
            return;
        }
        const double wait = static_cast<double>(m_chunks[m_next].at.count()) - now;
        if (m_speed > 0 && wait > 0) {
            m_timer.start(std::chrono::milliseconds{std::llround(std::ceil(wait / m_speed))});
            return;
        }
        m_exchange->sendBody(m_chunks[m_next++].bytes);
        if (!self || m_held) {
            return;
        }
    }
    m_finished = true;
    Q_EMIT finished();
}

} // namespace rivulet::loopback
