// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/RateLimiter.h"

#include <algorithm>
#include <array>

namespace rivulet::stream {

namespace {

using Instant = RateLimiter::Instant;
using Of = RateLimiter::Of;
using Wait = RateLimiter::Wait;

/// Nine tenths, in whole numbers.
constexpr qint64 tenths = 9;

bool fits(qint64 amount, qint64 left) {
    return amount * 10 <= left * tenths;
}

/// The least that has to be left for `amount` to fit.
qint64 roomFor(qint64 amount) {
    return (amount * 10 + tenths - 1) / tenths;
}

bool isLater(const Wait& one, const Wait& other) {
    return other.until && (!one.until || *one.until > *other.until);
}

} // namespace

void RateLimiter::setBudget(const QString& account, const MinuteBudget& budget) {
    if (!budget.isEmpty() || m_accounts.contains(account)) {
        m_accounts[account].budget = budget;
    }
}

bool RateLimiter::isLimited(const QString& account) const {
    const auto found = m_accounts.find(account);
    return found != m_accounts.end() && (!found->second.budget.isEmpty() || !found->second.limits.empty());
}

std::optional<Wait> RateLimiter::wait(const QString& account, const RateNeed& need, Instant now) const {
    const auto found = m_accounts.find(account);
    if (found == m_accounts.end()) {
        return std::nullopt;
    }
    const Account& known = found->second;
    std::optional<Wait> longest;
    const auto take = [&](const std::optional<Wait>& wait) {
        if (wait && (!longest || isLater(*wait, *longest))) {
            longest = wait;
        }
    };
    for (const ServerBudget& limit : known.limits) {
        take(serverWait(known, limit, need, now));
    }
    const std::array budgets{std::pair{Of::Requests, known.budget.requests},
                             std::pair{Of::InputTokens, known.budget.input},
                             std::pair{Of::OutputTokens, known.budget.output}};
    for (const auto& [of, budget] : budgets) {
        if (budget) {
            take(minuteWait(known, of, *budget, need, now));
        }
    }
    return longest;
}

std::optional<Wait> RateLimiter::serverWait(const Account& account, const ServerBudget& limit,
                                            const RateNeed& need, Instant now) {
    const auto there = limit.left(now);
    if (!there) {
        return std::nullopt;
    }
    qint64 pending = 0;
    for (const Running& running : account.running) {
        // What an answer takes is counted while it comes; all the rest when the server has said its first
        // word.
        if (!running.told || limit.of() == Of::OutputTokens) {
            pending += running.need.of(limit.of());
        }
    }
    const qint64 amount = need.of(limit.of());
    const qint64 left = std::max<qint64>(*there - pending, 0);
    if (amount == 0 || fits(amount, left) || (pending == 0 && limit.isFull(now))) {
        return std::nullopt;
    }
    return Wait{Wait::Whose::Server, limit.of(), amount, left, limit.when(roomFor(amount) + pending, now)};
}

std::optional<Wait> RateLimiter::minuteWait(const Account& account, Of of, qint64 budget,
                                            const RateNeed& need, Instant now) {
    const qint64 amount = need.of(of);
    const auto mayGo = [&](qint64 used) {
        return used == 0 || (of == Of::Requests ? amount <= budget - used : fits(amount, budget - used));
    };
    qint64 used = 0;
    std::vector<std::pair<Instant, qint64>> leaving;
    for (const Spent& spent : account.spent) {
        if (const qint64 took = spent.what.of(of); took > 0 && spent.at + minute > now) {
            used += took;
            leaving.emplace_back(spent.at + minute, took);
        }
    }
    if (of == Of::OutputTokens) {
        for (const Running& running : account.running) {
            used += running.need.output;
        }
    }
    if (amount == 0 || mayGo(used)) {
        return std::nullopt;
    }
    Wait wait{Wait::Whose::User, of, amount, std::max<qint64>(budget - used, 0), std::nullopt};
    std::ranges::sort(leaving);
    for (const auto& [at, took] : leaving) {
        used -= took;
        if (mayGo(used)) {
            wait.until = at;
            break;
        }
    }
    return wait;
}

RateLimiter::Ticket RateLimiter::reserve(const QString& account, const RateNeed& need, Instant now) {
    Account& known = m_accounts[account];
    std::erase_if(known.spent, [&](const Spent& spent) { return spent.at + minute <= now; });
    known.running.push_back({++m_last, need, false});
    // What it is asked counts from now on, what it answers from its end on.
    known.spent.push_back({m_last, now, {need.requests, need.input, 0}});
    return m_last;
}

RateLimiter::Account* RateLimiter::accountOf(Ticket ticket) {
    const auto found = std::ranges::find_if(m_accounts, [&](const auto& each) {
        return std::ranges::any_of(each.second.running,
                                   [&](const Running& running) { return running.ticket == ticket; });
    });
    return found == m_accounts.end() ? nullptr : &found->second;
}

void RateLimiter::tell(Ticket ticket, const std::vector<providers::AccountLimit>& limits, Instant now) {
    Account* const account = accountOf(ticket);
    if (account == nullptr || limits.empty()) {
        return;
    }
    for (Running& running : account->running) {
        running.told = running.told || running.ticket == ticket;
    }
    for (const auto& limit : limits) {
        std::erase_if(account->limits, [&](const ServerBudget& known) {
            return known.of() == limit.of && known.scope() == limit.scope;
        });
        account->limits.emplace_back(limit, now);
    }
}

void RateLimiter::settle(Ticket ticket, const RateNeed& used, Instant now) {
    Account* const account = accountOf(ticket);
    if (account == nullptr) {
        return;
    }
    std::erase_if(account->running, [&](const Running& running) { return running.ticket == ticket; });
    for (Spent& spent : account->spent) {
        if (spent.ticket == ticket) {
            spent.what = {used.requests, used.input, 0};
        }
    }
    if (used.output > 0) {
        account->spent.push_back({ticket, now, {0, 0, used.output}});
        for (ServerBudget& limit : account->limits) {
            if (limit.of() == Of::OutputTokens) {
                limit.spend(used.output);
            }
        }
    }
}

} // namespace rivulet::stream
