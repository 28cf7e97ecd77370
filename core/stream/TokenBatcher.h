// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Result.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <variant>

namespace rivulet::stream {

/// How arriving text is batched for the view.
struct BatchSettings {
    enum class Mode {
        Token,     ///< as it came
        Word,      ///< whole words; the last part of one waits for its end or for `delay`
        Character, ///< evenly by characters (grapheme clusters are never split)
        Immediate, ///< each arrival at once, still at most once a frame
    };

    Mode mode = Mode::Token;
    /// Characters that cause a flush before `delay` is over. 1..65536.
    int size = 4096;
    /// The longest that text waits. 0..2000 ms; a frame (16 ms) is the least for every mode.
    std::chrono::milliseconds delay{16};
    /// Characters a second that are shown at most; 0: no limit. 0..1,000,000. A backlog over two seconds is
    /// let go faster, so that the view never falls far behind.
    int highestRate = 0;

    /// The profiles by name: smooth, instant, economical.
    [[nodiscard]] static BatchSettings smooth();
    [[nodiscard]] static BatchSettings instant();
    [[nodiscard]] static BatchSettings economical();
    /// Fails with Failure::Kind::InvalidSettings and a detail that names the field, its value and its range.
    [[nodiscard]] domain::Result<std::monostate> validate() const;

    friend bool operator==(const BatchSettings&, const BatchSettings&) = default;
};

/// Collects arriving text and hands it on in batches on a timer: at most one flush a frame, none while held,
/// and no timer while there is nothing to show. The sum of all flushes is the sum of all appends.
class TokenBatcher : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds frame{16};

    explicit TokenBatcher(const domain::Clock& clock, QObject* parent = nullptr);

    /// Refuses, and changes nothing, where validate() fails.
    [[nodiscard]] domain::Result<std::monostate> setSettings(const BatchSettings& settings);
    [[nodiscard]] const BatchSettings& settings() const { return m_settings; }

    void append(const QString& text);
    /// No more is coming: what is left is revealed by the same rules, then drained() follows. Held: after
    /// release.
    void finish();
    void setHeld(bool held);
    [[nodiscard]] bool isHeld() const { return m_held; }
    /// Characters that wait to be shown.
    [[nodiscard]] qsizetype waiting() const;
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
    const domain::Clock& m_clock;
    BatchSettings m_settings;
    bool m_held = false;
};

} // namespace rivulet::stream
