// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/RetryPolicy.h"

#include <algorithm>
#include <cmath>

namespace rivulet::stream {

namespace {

using domain::Failure;
using Kind = Failure::Kind;
using Milliseconds = RetryPolicy::Milliseconds;

/// What no advice can turn into a retry: a person has to act, or the same question gets the same answer.
bool isFinal(const Failure& failure) {
    switch (failure.kind) {
    case Kind::BadRequest:
    case Kind::Unauthorized:
    case Kind::Forbidden:
    case Kind::PaymentRequired: // also a 429 about credit, quota or a spend limit
    case Kind::NotFound:
    case Kind::ContextTooLong: // also a 429 about size
    case Kind::RequestTooLarge:
    case Kind::Unprocessable:
    case Kind::PrefillRefused:
    case Kind::ContentBlocked:
    case Kind::TlsCertificate:
    case Kind::Redirected:
    case Kind::MissingKey:
    case Kind::KeychainUnavailable:
    case Kind::KeychainLocked:
    case Kind::StoreUnavailable:
    case Kind::InvalidSettings:
    case Kind::InvalidInput:
    case Kind::Unsupported:
    case Kind::AttachmentRefused:
    case Kind::AppClosed:
        return true;
    default:
        break;
    }
    switch (failure.httpStatus) {
    case 400:
    case 401:
    case 402:
    case 403:
    case 404:
    case 413:
    case 422:
        return true;
    default:
        return false;
    }
}

} // namespace

bool RetryPolicy::isTransient(const Failure& failure) {
    switch (failure.kind) {
    case Kind::NameNotFound:
    case Kind::ConnectionRefused:
    case Kind::ConnectTimeout:
    case Kind::TlsHandshake:
    case Kind::ConnectionReset:
    case Kind::RateLimited:
    case Kind::Overloaded:
    case Kind::Conflict:
        return true;
    default:
        break;
    }
    const int status = failure.httpStatus;
    return status == 408 || status == 409 || status == 425 || status == 429 || status == 500 ||
           (status >= 502 && status <= 504) || (status >= 520 && status <= 524) || status == 529;
}

std::optional<Milliseconds> RetryPolicy::delay(const Failure& failure, int attempt, double chance) const {
    if (attempt < 1 || attempt > retries || isFinal(failure) ||
        !failure.shouldRetry.value_or(isTransient(failure))) {
        return std::nullopt;
    }
    if (failure.retryAfter && *failure.retryAfter >= Milliseconds{0}) {
        return *failure.retryAfter <= longestAdvice ? failure.retryAfter : std::nullopt;
    }
    const double spread = 0.5 + std::clamp(chance, 0.0, 1.0);
    const double wait = static_cast<double>(base.count()) * std::exp2(attempt - 1) * spread;
    const double longest = static_cast<double>(longestBackoff.count());
    return Milliseconds{std::llround(std::clamp(wait, 0.0, longest))};
}

} // namespace rivulet::stream
