// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Result.h"
#include "stream/BatchSettings.h"
#include "stream/FlushClock.h"
#include "stream/TextBacklog.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <chrono>
#include <variant>

namespace rivulet::stream {

/// Collects arriving text and hands it on in batches, on a timer or at the beats of a clock: at most one
/// flush a frame, none while held, and no timer while there is nothing to show. The sum of all flushes is the
/// sum of all appends.
class TokenBatcher : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds frame = TextBacklog::frame;
    /// More than this does not wait for a timer that may come late, unless it is held: what a flood leaves
    /// waiting is memory that is needed twice.
    static constexpr qsizetype mostWaiting = 1'000'000;

    explicit TokenBatcher(const domain::Clock& clock, QObject* parent = nullptr);

    /// Refuses, and changes nothing, where validate() fails.
    [[nodiscard]] domain::Result<std::monostate> setSettings(const BatchSettings& settings);
    [[nodiscard]] const BatchSettings& settings() const { return m_backlog.settings(); }

    /// From now on it flushes at the beats of this clock, together with others; null: on a timer of its own.
    void setFlushClock(FlushClock* clock);

    void append(const QString& text);
    /// No more is coming: what is left is revealed by the same rules, then drained() follows. Held: after
    /// release. An append after this begins anew.
    void finish();
    void setHeld(bool held);
    [[nodiscard]] bool isHeld() const { return m_held; }
    /// Characters (UTF-16 units) that wait to be shown.
    [[nodiscard]] qsizetype waiting() const { return m_backlog.size(); }
    /// True while something is due: an idle or held batcher wakes nobody.
    [[nodiscard]] bool isTimerRunning() const { return m_timer.isActive(); }
    /// Flushes everything at once, held or not (a pane is closed, another conversation opened).
    void flushAll();
    /// Forgets what waits and starts anew.
    void clear();

Q_SIGNALS:
    void flushed(const QString& text);
    /// finish() was called and everything has been flushed.
    void drained();
    void waitingChanged();

private:
    void tick();
    void flush(const QString& text);
    /// Sets the timer for the next flush, or stops it where there is none.
    void schedule();
    void drainIfDone();

    const domain::Clock& m_clock;
    QPointer<FlushClock> m_flushClock;
    TextBacklog m_backlog;
    QTimer m_timer;
    bool m_held = false;
    bool m_finishing = false;
};

} // namespace rivulet::stream
