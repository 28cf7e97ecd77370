// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "providers/HttpRequest.h"

#include <chrono>
#include <optional>

namespace rivulet::stream {

/// Whether and when to try again, as a pure function. `chance` is a uniform random number in [0, 1).
struct RetryPolicy {
    using Milliseconds = std::chrono::milliseconds;

    int retries = 3;
    Milliseconds base{1000};
    Milliseconds longestBackoff{30'000};
    /// Server advice beyond this ends the stream instead of waiting.
    Milliseconds longestAdvice{60'000};

    /// The wait before retry number `attempt` (1 for the first), or nothing: do not retry. Only for failures
    /// before any content. Precedence: the never-list, then x-should-retry, then the list of kinds and
    /// statuses.
    [[nodiscard]] std::optional<Milliseconds> delay(const domain::Failure& failure, int attempt,
                                                    double chance) const;

    /// A failure that comes and goes: of the line, or of a server that has too much to do. Whether it is
    /// tried again is another question.
    [[nodiscard]] static bool isTransient(const domain::Failure& failure);

    friend bool operator==(const RetryPolicy&, const RetryPolicy&) = default;
};

/// The server's advice in general headers: retry-after-ms, Retry-After (seconds, decimals, or a date against
/// the reply's own Date), then rate-limit resets. Negative, "inf", "nan", huge or unparsable advice is no
/// advice. `wallTime`: milliseconds since the epoch, used where the reply has no Date.
[[nodiscard]] std::optional<std::chrono::milliseconds> retryAdvice(const providers::HttpReply& reply,
                                                                   std::chrono::milliseconds wallTime);
[[nodiscard]] std::optional<bool> shouldRetryAdvice(const providers::HttpReply& reply);

} // namespace rivulet::stream
