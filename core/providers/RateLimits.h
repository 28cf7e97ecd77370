// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "providers/HttpRequest.h"

#include <array>
#include <chrono>
#include <optional>
#include <span>

namespace rivulet::providers {

// When a provider's own rate-limit headers say that a refused request may come again. Private to this layer.

/// The header names of one limit.
struct RateLimit {
    QByteArrayView remaining;
    QByteArrayView reset;
};

/// As they were first named, and as most servers of these protocols name them.
inline constexpr std::array openAiRateLimits{
    RateLimit{"x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"},
    RateLimit{"x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"},
};

/// Gives a failure of kind RateLimited the wait until every limit that is used up is reset, or, where none
/// says so, until the first reset. Leaves alone one that has advice already, and a reply whose general
/// headers (Retry-After and its like) give it.
void addResetAdvice(domain::Failure& failure, const HttpReply& reply, std::span<const RateLimit> limits);

/// What a reset names.
struct Reset {
    enum class Form {
        Span,   ///< a duration such as "6m0s", or seconds
        Moment, ///< a date, or seconds or milliseconds since the epoch
    };
    std::chrono::milliseconds wait{0};
    Form form = Form::Span;
};
/// `now`: milliseconds since the epoch, by the server's own clock where it is known; without it a moment says
/// nothing. A moment that has passed is no wait at all.
[[nodiscard]] std::optional<Reset> readReset(QByteArrayView value,
                                             std::optional<std::chrono::milliseconds> now);

/// The reply's Date, in milliseconds since the epoch.
[[nodiscard]] std::optional<std::chrono::milliseconds> dateOf(const HttpReply& reply);

/// The wait that a reset names: a duration such as "6m0s", plain seconds, or a date against the reply's Date.
[[nodiscard]] std::optional<std::chrono::milliseconds> resetWait(QByteArrayView value, QByteArrayView date);

} // namespace rivulet::providers
