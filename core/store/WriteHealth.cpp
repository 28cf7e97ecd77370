// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/WriteHealth.h"

#include "store/StoreProblem.h"

#include <algorithm>
#include <utility>

namespace rivulet::store {

WriteHealth::WriteHealth(Probe probe, QObject* parent)
    : QObject(parent)
    , m_probe(std::move(probe)) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &WriteHealth::retry);
}

void WriteHealth::reportFailure(const domain::Failure& failure) {
    m_failedAgain = true;
    if (!m_timer.isActive()) {
        m_timer.start(m_delay);
    }
    take(failure);
}

void WriteHealth::retry() {
    m_timer.stop();
    if (!isFailing()) {
        return;
    }
    m_delay = std::min(m_delay * 2, longestRetry);
    m_failedAgain = false;
    if (const auto failure = m_probe()) {
        reportFailure(*failure);
        return;
    }
    Q_EMIT retried();
    if (!m_failedAgain) {
        m_delay = firstRetry;
        take(std::nullopt);
    }
}

void WriteHealth::take(const std::optional<domain::Failure>& failure) {
    const bool same = m_failure.has_value() == failure.has_value() &&
                      (!failure || problemOf(*m_failure) == problemOf(*failure));
    m_failure = failure;
    if (!same) {
        Q_EMIT changed();
    }
}

} // namespace rivulet::store
