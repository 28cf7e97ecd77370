// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "HeaderLines.h"
#include "Input.h"
#include "Law.h"

#include "providers/RateLimits.h"
#include "stream/RetryPolicy.h"

using rivulet::domain::Failure;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;
using namespace rivulet::providers;
using namespace rivulet::stream;
using namespace std::chrono_literals;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const HttpReply reply = rivulet::fuzz::replyOf(input.bytes());
    const auto wallTime = std::chrono::milliseconds(1'795'000'000'000);
    const auto advice = retryAdvice(reply, wallTime);
    require(!advice || (*advice >= 0ms && *advice <= std::chrono::hours(366 * 24)),
            "advice is a span one could wait");
    require(advice == retryAdvice(reply, wallTime), "the same headers give the same advice");

    Failure failure;
    failure.kind = Failure::Kind::RateLimited;
    failure.httpStatus = 429;
    addResetAdvice(failure, reply, openAiRateLimits);
    require(!failure.retryAfter ||
                (*failure.retryAfter >= 0ms && *failure.retryAfter <= std::chrono::hours(7 * 24)),
            "a reset is within a week");
    for (const auto& [name, value] : reply.headers) {
        const auto wait = resetWait(value, reply.header("date"));
        require(!wait || (*wait >= 0ms && *wait <= std::chrono::hours(7 * 24)), "a reset is within a week");
    }

    failure.httpStatus = reply.status;
    failure.retryAfter = advice;
    failure.shouldRetry = shouldRetryAdvice(reply);
    const RetryPolicy policy;
    for (int attempt = 1; attempt <= 5; ++attempt) {
        const auto delay = policy.delay(failure, attempt, static_cast<double>(input.choose(1000)) / 1000);
        require(!delay || attempt <= policy.retries, "retries are counted");
        require(!delay || (*delay >= 0ms && *delay <= policy.longestAdvice), "a wait is bounded");
        require(!delay || !advice || *advice <= policy.longestAdvice, "longer advice ends the stream");
    }
    return 0;
}
