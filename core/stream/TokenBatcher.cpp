// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TokenBatcher.h"

#include <QPointer>

#include <utility>

namespace rivulet::stream {

TokenBatcher::TokenBatcher(FlushClock& beats, QObject* parent)
    : QObject(parent)
    , m_beats(beats) {}

TokenBatcher::~TokenBatcher() {
    leave();
}

domain::Result<std::monostate> TokenBatcher::setSettings(const BatchSettings& settings) {
    auto valid = settings.validate();
    if (valid) {
        m_backlog.setSettings(settings);
        schedule();
    }
    return valid;
}

void TokenBatcher::append(const QString& text) {
    if (text.isEmpty()) {
        return;
    }
    m_finishing = false;
    const auto now = m_beats.time().now();
    m_backlog.append(text, now);
    const QPointer<TokenBatcher> alive(this);
    Q_EMIT waitingChanged();
    if (!alive || m_held) {
        return;
    }
    while (alive && !m_held && waiting() > mostWaiting) {
        flush(m_backlog.takeSome());
    }
    if (!alive) {
        return;
    }
    // Immediately means in this turn, where the last flush is a frame ago.
    if (!m_held && m_backlog.settings().mode == BatchSettings::Mode::Immediate && !m_backlog.isCut()) {
        flush(m_backlog.take(now));
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
        m_backlog.release(m_beats.time().now());
    }
    schedule();
}

void TokenBatcher::flushAll() {
    flush(m_backlog.takeAll());
}

void TokenBatcher::clear() {
    m_finishing = false;
    const BatchSettings settings = m_backlog.settings();
    const bool waited = waiting() > 0;
    m_backlog = {};
    m_backlog.setSettings(settings);
    leave();
    if (waited) {
        Q_EMIT waitingChanged();
    }
}

void TokenBatcher::beat(FlushClock::Instant now) {
    m_awaits = false;
    if (!m_held) {
        flush(m_backlog.take(now));
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
        leave();
    } else if (m_backlog.isCut()) {
        m_awaits = true;
        m_due.reset();
        m_beats.awaitTurn(*this, FlushClock::Part::Show);
    } else if (!m_awaits || m_due != due) {
        m_awaits = true;
        m_due = due;
        m_beats.await(*this, FlushClock::Part::Show, *due);
    }
}

void TokenBatcher::leave() {
    if (std::exchange(m_awaits, false)) {
        m_beats.leave(*this);
    }
}

void TokenBatcher::drainIfDone() {
    if (m_finishing && waiting() == 0) {
        m_finishing = false;
        Q_EMIT drained();
    }
}

} // namespace rivulet::stream
