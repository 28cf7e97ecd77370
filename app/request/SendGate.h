// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Endpoint.h"
#include "providers/AccountLimit.h"
#include "request/Reachability.h"
#include "stream/RateLimiter.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace rivulet::app {

/// Where every request stands before it goes: until the network is there, and until its account
/// has room. Two panes on one account share its room, the focused one comes first. Knows no prompt, no key
/// and no stream.
class SendGate : public QObject {
    Q_OBJECT

public:
    using Instant = domain::Clock::Instant;

    struct Request {
        int pane = 0;
        domain::Endpoint endpoint;
        /// As it is expected.
        stream::RateNeed need;
    };

    struct Wait {
        /// Nothing: for the network.
        std::optional<stream::RateLimiter::Wait> limit;
        /// Nothing: nobody knows.
        std::optional<Instant> until;
    };

    /// A request's place at the gate, and what its account owes it until it has ended. Dropped, it leaves the
    /// queue, or has ended without a word.
    class Pass {
    public:
        Pass() = default;
        Pass(Pass&& other) noexcept;
        Pass& operator=(Pass&& other) noexcept;
        ~Pass();

        /// Calls `go` when the request may go: in here, where nothing is known that could hold it.
        void await(std::function<void()> go);
        /// Why it has not gone yet; nothing where it has.
        [[nodiscard]] std::optional<Wait> wait() const;
        /// A person does not want to wait.
        void goNow();
        void tell(const std::vector<providers::AccountLimit>& limits);
        /// The request has ended.
        void settle(const stream::RateNeed& used);

    private:
        friend class SendGate;
        Pass(SendGate& gate, quint64 id);

        QPointer<SendGate> m_gate;
        quint64 m_id = 0;
    };

    /// What a person lets an endpoint take in a minute.
    using Budgets = std::function<stream::MinuteBudget(const QString& endpointId)>;

    SendGate(Budgets budgets, const domain::Clock& clock, Reachability& reachability,
             QObject* parent = nullptr);

    [[nodiscard]] Pass pass(Request request);
    /// Something that went another way took so much of this endpoint's account, and had ended by then.
    void count(const domain::Endpoint& endpoint, const stream::RateNeed& used, Instant ended);
    void setFocusedPane(int pane);
    /// The budgets are others by now.
    void takeBudgets();

Q_SIGNALS:
    /// Somebody waits, or for something else than before.
    void changed();

private:
    struct Place {
        Request request;
        std::function<void()> go;
        std::optional<Wait> wait;
        /// It has gone.
        std::optional<stream::RateLimiter::Ticket> ticket;
        [[nodiscard]] bool isWaiting() const { return go && !ticket; }
    };

    [[nodiscard]] static QString accountOf(const domain::Endpoint& endpoint);
    [[nodiscard]] bool isOffline(const domain::Endpoint& endpoint);
    void takeBudget(const domain::Endpoint& endpoint);
    /// Who waits, in the order to be let through.
    [[nodiscard]] std::vector<quint64> queue() const;
    /// Lets through who may go, and tells the others how long they wait.
    void look();
    void letThrough(quint64 id);
    void leave(quint64 id);

    Budgets m_budgets;
    const domain::Clock& m_clock;
    Reachability& m_reachability;
    stream::RateLimiter m_limiter;
    std::map<quint64, Place> m_places;
    quint64 m_last = 0;
    int m_focusedPane = 0;
    QTimer m_next;
};

} // namespace rivulet::app
