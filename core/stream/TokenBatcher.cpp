// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TokenBatcher.h"

namespace rivulet::stream {

TokenBatcher::TokenBatcher(const domain::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TokenBatcher::tick);
}

domain::Result<std::monostate> TokenBatcher::setSettings(const BatchSettings& settings) {
    auto valid = settings.validate();
    if (valid) {
        m_backlog.setSettings(settings);
        schedule();
    }
    return valid;
}

void TokenBatcher::setFlushClock(FlushClock* clock) {
    if (m_flushClock == clock) {
        return;
    }
    if (m_flushClock) {
        m_flushClock->disconnect(this);
    }
    m_flushClock = clock;
    m_backlog.setSpacing(clock != nullptr ? TextBacklog::Spacing::Beats : TextBacklog::Spacing::Frame);
    m_timer.stop();
    if (m_flushClock) {
        connect(m_flushClock, &FlushClock::beat, this, &TokenBatcher::tick);
        connect(m_flushClock, &QObject::destroyed, this, [this] {
            m_backlog.setSpacing(TextBacklog::Spacing::Frame);
            schedule();
        });
    }
    schedule();
}

void TokenBatcher::append(const QString& text) {
    if (text.isEmpty()) {
        return;
    }
    m_finishing = false;
    const auto now = m_clock.now();
    m_backlog.append(text, now);
    const QPointer<TokenBatcher> alive(this);
    Q_EMIT waitingChanged();
    if (!alive || m_held) {
        return;
    }
    // Immediately means in this turn, where the last flush is a frame ago.
    if (waiting() > mostWaiting) {
        flushAll();
    } else if (m_backlog.settings().mode == BatchSettings::Mode::Immediate && !m_flushClock) {
        tick();
    } else {
        schedule();
    }
}

void TokenBatcher::finish() {
    m_finishing = true;
    m_backlog.close();
    schedule();
    drainIfDone();
}

void TokenBatcher::setHeld(bool held) {
    if (m_held == held) {
        return;
    }
    m_held = held;
    if (!held) {
        m_backlog.release(m_clock.now());
    }
    schedule();
}

void TokenBatcher::flushAll() {
    flush(m_backlog.takeAll());
}

void TokenBatcher::clear() {
    m_finishing = false;
    const BatchSettings settings = m_backlog.settings();
    const auto spacing = m_backlog.spacing();
    const bool waited = waiting() > 0;
    m_backlog = {};
    m_backlog.setSettings(settings);
    m_backlog.setSpacing(spacing);
    m_timer.stop();
    if (waited) {
        Q_EMIT waitingChanged();
    }
}

void TokenBatcher::tick() {
    if (!m_held) {
        flush(m_backlog.take(m_clock.now()));
    }
}

void TokenBatcher::flush(const QString& text) {
    schedule();
    if (text.isEmpty()) {
        return;
    }
    const QPointer<TokenBatcher> alive(this);
    Q_EMIT flushed(text);
    if (alive) {
        Q_EMIT waitingChanged();
    }
    if (alive) {
        drainIfDone();
    }
}

void TokenBatcher::schedule() {
    const auto due = m_held ? std::nullopt : m_backlog.due();
    if (!due) {
        m_timer.stop();
        return;
    }
    if (m_flushClock) {
        m_flushClock->wake(*due);
        return;
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*due - m_clock.now());
    m_timer.start(std::max(std::chrono::milliseconds{0}, wait));
}

void TokenBatcher::drainIfDone() {
    if (m_finishing && waiting() == 0) {
        m_finishing = false;
        Q_EMIT drained();
    }
}

} // namespace rivulet::stream
