// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "providers/AccountLimit.h"
#include "stream/RateBudget.h"

#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace rivulet::stream {

/// Says whether a request may go now or has to wait, and until when: by what servers told of their limits,
/// and by what a person lets an account take in a minute. Requests on their way count with what they are
/// expected to take, until it is known. A value without a clock: what it is told comes with its time. An
/// account is a name that its user makes up of an endpoint and its origin; no key is known here.
class RateLimiter {
public:
    using Instant = domain::Clock::Instant;
    using Ticket = quint64;
    using Of = providers::AccountLimit::Of;

    static constexpr std::chrono::minutes minute{1};

    /// What one waits for.
    struct Wait {
        enum class Whose { Server, User };
        Whose whose = Whose::Server;
        Of of = Of::Requests;
        qint64 needed = 0;
        qint64 left = 0;
        /// Nothing: until a request that is on its way has ended.
        std::optional<Instant> until;
    };

    void setBudget(const QString& account, const MinuteBudget& budget);
    /// Something is known that may hold a request of this account.
    [[nodiscard]] bool isLimited(const QString& account) const;

    /// Nothing: it may go now. What would take more than nine tenths of what is left waits: tokens before
    /// they are sent are an estimate, and others may use the same key. A person's own count of requests is
    /// exact and taken to its end. What is more than all there ever is goes when nothing is taken: it is for
    /// the server to say that it is too much.
    [[nodiscard]] std::optional<Wait> wait(const QString& account, const RateNeed& need, Instant now) const;
    /// It goes.
    Ticket reserve(const QString& account, const RateNeed& need, Instant now);
    /// The head of its answer is there: the server has counted it.
    void tell(Ticket ticket, const std::vector<providers::AccountLimit>& limits, Instant now);
    /// It has ended, having taken so much.
    void settle(Ticket ticket, const RateNeed& used, Instant now);

private:
    struct Running {
        Ticket ticket = 0;
        RateNeed need;
        bool told = false;
    };
    struct Spent {
        Ticket ticket = 0;
        Instant at;
        RateNeed what;
    };
    struct Account {
        MinuteBudget budget;
        std::vector<ServerBudget> limits;
        std::vector<Running> running;
        /// In the last minute, by time.
        std::vector<Spent> spent;
    };

    [[nodiscard]] static std::optional<Wait> serverWait(const Account& account, const ServerBudget& limit,
                                                        const RateNeed& need, Instant now);
    [[nodiscard]] static std::optional<Wait> minuteWait(const Account& account, Of of, qint64 budget,
                                                        const RateNeed& need, Instant now);
    [[nodiscard]] Account* accountOf(Ticket ticket);

    std::map<QString, Account> m_accounts;
    Ticket m_last = 0;
};

} // namespace rivulet::stream
