// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/RateBudget.h"

#include <algorithm>
#include <utility>

namespace rivulet::stream {

using Of = providers::AccountLimit::Of;
using Refill = providers::AccountLimit::Refill;

qint64 RateNeed::of(Of of) const {
    switch (of) {
    case Of::Requests:
        return requests;
    case Of::Tokens:
        return input + output;
    case Of::InputTokens:
        return input;
    case Of::OutputTokens:
        break;
    }
    return output;
}

ServerBudget::ServerBudget(providers::AccountLimit limit, Instant told)
    : m_limit(std::move(limit))
    , m_told(told) {}

std::optional<qint64> ServerBudget::left(Instant now) const {
    if (now >= resetAt()) {
        return m_limit.limit;
    }
    if (m_limit.refill == Refill::AtOnce || !m_limit.limit) {
        return m_limit.remaining;
    }
    const double share =
        std::chrono::duration<double>(now - m_told) / std::chrono::duration<double>(m_limit.reset);
    return m_limit.remaining + static_cast<qint64>(static_cast<double>(*m_limit.limit - m_limit.remaining) *
                                                   std::max(share, 0.0));
}

bool ServerBudget::isFull(Instant now) const {
    const auto there = left(now);
    return !there || (m_limit.limit ? *there >= *m_limit.limit : now >= resetAt());
}

std::optional<ServerBudget::Instant> ServerBudget::when(qint64 amount, Instant now) const {
    const auto there = left(now);
    if (!there || *there >= amount || now >= resetAt()) {
        return std::nullopt;
    }
    if (m_limit.refill == Refill::AtOnce || !m_limit.limit || amount >= *m_limit.limit) {
        return resetAt();
    }
    // A little later than to the point: what has come back is counted in whole units, downwards.
    const double share = static_cast<double>(amount - m_limit.remaining) /
                         static_cast<double>(*m_limit.limit - m_limit.remaining);
    const auto span = std::chrono::duration<double, std::milli>(m_limit.reset) * share;
    const auto at =
        m_told + std::chrono::ceil<std::chrono::milliseconds>(span) + std::chrono::milliseconds(1);
    return std::min(std::max(at, now), resetAt());
}

} // namespace rivulet::stream
