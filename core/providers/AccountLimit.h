// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "providers/HttpRequest.h"

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace rivulet::providers {

/// One limit of the account that a key belongs to, as the head of a reply tells of it: what is left, and when
/// all of it is there again. Knows no clock: its wait counts from when it was told.
struct AccountLimit {
    enum class Of { Requests, Tokens, InputTokens, OutputTokens };
    enum class Refill {
        AtOnce, ///< nothing, and at the reset all of it
        Evenly, ///< a little all the time, and at the reset it is full
    };

    Of of = Of::Requests;
    /// Which of several, in the server's words: "minute", "project"; empty where it has one alone.
    QByteArray scope;
    /// Unset: not told.
    std::optional<qint64> limit;
    qint64 remaining = 0;
    std::chrono::milliseconds reset{0};
    Refill refill = Refill::AtOnce;

    friend bool operator==(const AccountLimit&, const AccountLimit&) = default;
};

/// What the headers of a reply tell of limits, in all the forms that are known: `x-ratelimit-limit-requests`
/// and `vendor-ratelimit-input-tokens-limit`, of a window (`-minute`) or of none, with a reset that is a
/// duration, a number of seconds, a date or a moment since the epoch. A limit that does not tell what is left
/// and until when is left out: nobody could act on it. `wallTime`: milliseconds since the epoch, used where
/// the reply has no Date.
[[nodiscard]] std::vector<AccountLimit> readAccountLimits(const HttpReply& reply,
                                                          std::chrono::milliseconds wallTime);

} // namespace rivulet::providers
