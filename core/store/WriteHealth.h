// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace rivulet::store {

/// Whether one database can be written at present, as those who write to it have told. While it can't, they
/// keep what they have and leave the trying to this one, so that a lock is waited for once and not by each of
/// them. Knows not what waits.
class WriteHealth : public QObject {
    Q_OBJECT

public:
    /// Tried again so much later, then twice as long each time, up to the longest.
    static constexpr std::chrono::milliseconds firstRetry{250};
    static constexpr std::chrono::milliseconds longestRetry{4000};

    /// Writes a little and takes it back or not; says why it could not.
    using Probe = std::function<std::optional<domain::Failure>()>;

    explicit WriteHealth(Probe probe, QObject* parent = nullptr);

    [[nodiscard]] bool isFailing() const { return m_failure.has_value(); }
    /// Why, since the last try; nothing where all is well.
    [[nodiscard]] const std::optional<domain::Failure>& failure() const { return m_failure; }
    void reportFailure(const domain::Failure& failure);
    /// Tries now, without waiting for its time.
    void retry();

Q_SIGNALS:
    /// It can be written again, as far as is known: whoever waits writes now, and reports where that fails.
    void retried();
    /// It fails from now on, or otherwise than before, or no more.
    void changed();

private:
    void take(const std::optional<domain::Failure>& failure);

    Probe m_probe;
    QTimer m_timer;
    std::chrono::milliseconds m_delay{firstRetry};
    std::optional<domain::Failure> m_failure;
    bool m_failedAgain = false;
};

} // namespace rivulet::store
