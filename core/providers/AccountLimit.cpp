// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/AccountLimit.h"

#include "RateLimits.h"

#include <QByteArrayList>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace rivulet::providers {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;
using Of = AccountLimit::Of;
using Refill = AccountLimit::Refill;

/// More is no head of an honest server.
constexpr std::size_t mostLimits = 32;
/// Within this it is waited for the reset itself: that is certain. Farther off, a limit that fills all the
/// time has room long before.
constexpr milliseconds surelyWaited = 60s;

enum class Word { Limit, Remaining, Reset };

/// The limit that a header belongs to, and what of it it tells.
struct Name {
    Of of = Of::Requests;
    QByteArray scope;
    Word word = Word::Limit;
    bool namesResource = false;
};

struct Window {
    QByteArrayView name;
    milliseconds length;
};
constexpr std::array windows{Window{"second", 1s}, Window{"minute", 1min}, Window{"hour", 1h},
                             Window{"day", 24h}};

std::optional<milliseconds> windowOf(const QByteArray& scope) {
    const auto* const found =
        std::ranges::find_if(windows, [&](const Window& window) { return scope == window.name; });
    return found == windows.end() ? std::nullopt : std::optional(found->length);
}

/// "x-ratelimit-limit-requests", "anthropic-ratelimit-input-tokens-reset",
/// "x-ratelimit-remaining-req-minute", "ratelimit-reset": the words after "ratelimit", in whatever order.
/// Nothing for a word that is not known: it may mean anything.
std::optional<Name> readName(const QByteArray& header) {
    static const QByteArray mark = "ratelimit";
    const auto at = header.indexOf(mark);
    if (at < 0) {
        return std::nullopt;
    }
    Name name;
    std::optional<Word> word;
    for (const QByteArray& each : header.sliced(at + mark.size()).split('-')) {
        if (each == "limit") {
            word = Word::Limit;
        } else if (each == "remaining") {
            word = Word::Remaining;
        } else if (each == "reset") {
            word = Word::Reset;
        } else if (each == "requests" || each == "request" || each == "req") {
            name.namesResource = true;
        } else if (each == "tokens" || each == "token") {
            name.namesResource = true;
            name.of = name.of == Of::Requests ? Of::Tokens : name.of;
        } else if (each == "input" || each == "prompt") {
            name.of = Of::InputTokens;
        } else if (each == "output" || each == "generated" || each == "completion") {
            name.of = Of::OutputTokens;
        } else if (name.scope.isEmpty() &&
                   (each == "project" || each == "organization" || each == "month" || windowOf(each))) {
            name.scope = each;
        } else if (!each.isEmpty()) {
            return std::nullopt;
        }
    }
    if (!word) {
        return std::nullopt;
    }
    name.word = *word;
    return name;
}

/// A count that is none (negative, a word, beyond all sense) is not told.
std::optional<qint64> countOf(const QByteArray& value) {
    bool isNumber = false;
    const double count = value.trimmed().toDouble(&isNumber);
    constexpr double most = 1e15;
    return isNumber && count >= 0 && count <= most ? std::optional(static_cast<qint64>(count)) : std::nullopt;
}

struct Told {
    std::optional<qint64> limit;
    std::optional<qint64> remaining;
    std::optional<Reset> reset;
    bool namesResource = false;
};

std::optional<AccountLimit> limitOf(Of of, const QByteArray& scope, const Told& told) {
    const auto reset = told.reset ? std::optional(told.reset->wait) : windowOf(scope);
    if (!told.remaining || !reset) {
        return std::nullopt;
    }
    AccountLimit limit;
    limit.of = of;
    limit.scope = scope;
    limit.limit = told.limit.value_or(0) > 0 ? told.limit : std::nullopt;
    limit.remaining = limit.limit ? std::min(*told.remaining, *limit.limit) : *told.remaining;
    limit.reset = *reset;
    const bool isBucket = told.reset && told.reset->form == Reset::Form::Span && told.namesResource &&
                          scope.isEmpty() && limit.limit;
    limit.refill = isBucket && *reset > surelyWaited ? Refill::Evenly : Refill::AtOnce;
    return limit;
}

} // namespace

std::vector<AccountLimit> readAccountLimits(const HttpReply& reply, milliseconds wallTime) {
    const milliseconds now = dateOf(reply).value_or(wallTime);
    std::map<std::pair<Of, QByteArray>, Told> all;
    for (const auto& [header, value] : reply.headers) {
        const auto name = readName(header);
        if (!name || (all.size() >= mostLimits && !all.contains({name->of, name->scope}))) {
            continue;
        }
        Told& told = all[{name->of, name->scope}];
        told.namesResource = told.namesResource || name->namesResource;
        switch (name->word) {
        case Word::Limit:
            told.limit = countOf(value);
            break;
        case Word::Remaining:
            told.remaining = countOf(value);
            break;
        case Word::Reset:
            told.reset = readReset(value, now);
            break;
        }
    }
    std::vector<AccountLimit> limits;
    for (const auto& [key, told] : all) {
        if (const auto limit = limitOf(key.first, key.second, told)) {
            limits.push_back(*limit);
        }
    }
    return limits;
}

} // namespace rivulet::providers
