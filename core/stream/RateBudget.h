// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "providers/AccountLimit.h"

#include <chrono>
#include <optional>

namespace rivulet::stream {

/// What a request takes of an account: expected before it is sent, and known when it has ended.
struct RateNeed {
    qint64 requests = 1;
    qint64 input = 0;
    qint64 output = 0;

    [[nodiscard]] qint64 of(providers::AccountLimit::Of of) const;

    friend bool operator==(const RateNeed&, const RateNeed&) = default;
};

/// What a person lets an account take in any minute. Unset: as much as it likes.
struct MinuteBudget {
    std::optional<qint64> requests;
    std::optional<qint64> input;
    std::optional<qint64> output;

    [[nodiscard]] bool isEmpty() const { return !requests && !input && !output; }

    friend bool operator==(const MinuteBudget&, const MinuteBudget&) = default;
};

/// A limit that a server told of, as it stands by now: what was left then, and what has come back since.
class ServerBudget {
public:
    using Instant = domain::Clock::Instant;

    ServerBudget(providers::AccountLimit limit, Instant told);

    [[nodiscard]] providers::AccountLimit::Of of() const { return m_limit.of; }
    [[nodiscard]] const QByteArray& scope() const { return m_limit.scope; }
    /// Nothing: it is not known any more, and holds nobody.
    [[nodiscard]] std::optional<qint64> left(Instant now) const;
    [[nodiscard]] bool isFull(Instant now) const;
    /// When at least so much is there, or all that ever is. Nothing: it is by now.
    [[nodiscard]] std::optional<Instant> when(qint64 amount, Instant now) const;
    /// Taken since it was told.
    void spend(qint64 amount) { m_limit.remaining -= amount; }

private:
    [[nodiscard]] Instant resetAt() const { return m_told + m_limit.reset; }

    providers::AccountLimit m_limit;
    Instant m_told;
};

} // namespace rivulet::stream
