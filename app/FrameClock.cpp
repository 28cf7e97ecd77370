// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FrameClock.h"

#include <QQuickWindow>

#include <algorithm>

namespace rivulet::app {

FrameClock::FrameClock(const domain::Clock& clock, QObject* parent)
    : FlushClock(parent)
    , m_clock(clock) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &FrameClock::strike);
}

void FrameClock::follow(QWindow& window) {
    if (m_window) {
        m_window->disconnect(this);
    }
    m_window = &window;
    if (auto* const drawn = qobject_cast<QQuickWindow*>(&window)) {
        // Frames may be drawn on another thread; what is told of them then comes a little late.
        connect(drawn, &QQuickWindow::frameSwapped, this, &FrameClock::frameShown);
    }
    schedule();
}

void FrameClock::wake(Instant due) {
    if (m_due && *m_due <= due) {
        return;
    }
    m_due = due;
    schedule();
}

void FrameClock::frameShown() {
    m_lastFrame = m_clock.now();
}

void FrameClock::schedule() {
    if (!m_due) {
        return;
    }
    Instant at = *m_due;
    const bool seen = !m_window || m_window->isExposed();
    if (m_lastBeat) {
        at = std::max(at, *m_lastBeat + (seen ? period : unseenPeriod));
    }
    if (m_lastFrame) {
        at = std::max(at, *m_lastFrame + rest);
    }
    const auto wait = std::chrono::ceil<Milliseconds>(at - m_clock.now());
    m_timer.start(std::max(Milliseconds{0}, wait));
}

void FrameClock::strike() {
    m_lastBeat = m_clock.now();
    m_due.reset();
    Q_EMIT beat();
}

} // namespace rivulet::app
