// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "stream/BatchSettings.h"
#include "stream/FlushClock.h"
#include "stream/TextBacklog.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <optional>
#include <variant>

namespace rivulet::stream {

/// Collects arriving text and hands it on in batches at the beats of a clock that it shares with others: one
/// flush a beat, none while held, and nobody is woken while there is nothing to show. What is more than one
/// flush may show follows between the beats, a turn of the event loop each. The sum of all flushes is the sum
/// of all appends.
class TokenBatcher : public QObject, private FlushClock::Listener {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds frame = TextBacklog::frame;
    /// More than this does not wait for a beat that may come late, unless it is held: what a flood leaves
    /// waiting is memory that is needed twice.
    static constexpr qsizetype mostWaiting = 1'000'000;

    explicit TokenBatcher(FlushClock& beats, QObject* parent = nullptr);
    ~TokenBatcher() override;
    TokenBatcher(const TokenBatcher&) = delete;
    TokenBatcher& operator=(const TokenBatcher&) = delete;

    /// Refuses, and changes nothing, where validate() fails.
    [[nodiscard]] domain::Result<std::monostate> setSettings(const BatchSettings& settings);
    [[nodiscard]] const BatchSettings& settings() const { return m_backlog.settings(); }

    void append(const QString& text);
    /// No more is coming: what is left is revealed by the same rules, then drained() follows. Held: after
    /// release. An append after this begins anew.
    void finish();
    void setHeld(bool held);
    [[nodiscard]] bool isHeld() const { return m_held; }
    /// Characters (UTF-16 units) that wait to be shown.
    [[nodiscard]] qsizetype waiting() const { return m_backlog.size(); }
    /// True while something is due: an idle or held batcher wakes nobody.
    [[nodiscard]] bool isAwaiting() const { return m_awaits; }
    /// Flushes everything in one, held or not (a pane is closed, another conversation opened).
    void flushAll();
    /// Forgets what waits and starts anew.
    void clear();

Q_SIGNALS:
    void flushed(const QString& text);
    /// finish() was called and everything has been flushed.
    void drained();
    void waitingChanged();

private:
    void beat(FlushClock::Instant now) override;
    void flush(const QString& text);
    /// Waits for the beat of the next flush, or for none.
    void schedule();
    void leave();
    void drainIfDone();

    FlushClock& m_beats;
    TextBacklog m_backlog;
    /// What it waits for; nothing: the next turn.
    std::optional<FlushClock::Instant> m_due;
    bool m_awaits = false;
    bool m_held = false;
    bool m_finishing = false;
};

} // namespace rivulet::stream
