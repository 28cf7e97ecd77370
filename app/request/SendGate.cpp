// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/SendGate.h"

#include <algorithm>
#include <utility>

namespace rivulet::app {

SendGate::SendGate(Budgets budgets, const domain::Clock& clock, Reachability& reachability, QObject* parent)
    : QObject(parent)
    , m_budgets(std::move(budgets))
    , m_clock(clock)
    , m_reachability(reachability) {
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &SendGate::look);
    connect(&reachability, &Reachability::changed, this, [this] { m_next.start(0); });
}

void SendGate::takeBudgets() {
    for (const auto& [id, place] : m_places) {
        takeBudget(place.request.endpoint);
    }
    m_next.start(0);
}

QString SendGate::accountOf(const domain::Endpoint& endpoint) {
    return endpoint.id + u' ' + endpoint.origin();
}

/// A name without a dot is a machine of the local network, whatever its address is.
bool SendGate::isOffline(const domain::Endpoint& endpoint) {
    const QString host = endpoint.baseUrl.host();
    const bool isNear = endpoint.isLocal() || (!host.contains(u'.') && !host.contains(u':'));
    return !isNear && m_reachability.state() == Reachability::State::Offline;
}

void SendGate::takeBudget(const domain::Endpoint& endpoint) {
    m_limiter.setBudget(accountOf(endpoint), m_budgets(endpoint.id));
}

SendGate::Pass SendGate::pass(Request request) {
    takeBudget(request.endpoint);
    m_places.emplace(++m_last, Place{std::move(request), {}, {}, {}});
    return {*this, m_last};
}

void SendGate::count(const domain::Endpoint& endpoint, const stream::RateNeed& used, Instant ended) {
    const QString account = accountOf(endpoint);
    m_limiter.settle(m_limiter.reserve(account, used, ended), used, ended);
}

void SendGate::setFocusedPane(int pane) {
    if (pane != m_focusedPane) {
        m_focusedPane = pane;
        m_next.start(0);
    }
}

std::vector<quint64> SendGate::queue() const {
    std::vector<quint64> focused;
    std::vector<quint64> others;
    for (const auto& [id, place] : m_places) {
        if (place.isWaiting()) {
            (place.request.pane == m_focusedPane ? focused : others).push_back(id);
        }
    }
    focused.insert(focused.end(), others.begin(), others.end());
    return focused;
}

void SendGate::look() {
    const Instant now = m_clock.now();
    // Those behind wait for what will be left by those before them.
    stream::RateLimiter ahead = m_limiter;
    std::map<QString, Wait> before;
    std::vector<quint64> free;
    std::optional<Instant> next;
    const auto waiting = queue();
    for (const quint64 id : waiting) {
        Place& place = m_places.at(id);
        if (isOffline(place.request.endpoint)) {
            place.wait = Wait{};
            continue;
        }
        const QString account = accountOf(place.request.endpoint);
        const auto first = before.find(account);
        const bool isFirst = first == before.end();
        const Instant from = isFirst ? now : first->second.until.value_or(now);
        auto limit = ahead.wait(account, place.request.need, from);
        if (isFirst && !limit) {
            ahead.reserve(account, place.request.need, now);
            free.push_back(id);
            continue;
        }
        Wait wait;
        wait.limit = limit ? limit : first->second.limit;
        wait.until = limit ? limit->until : first->second.until;
        if (!isFirst && !first->second.until) {
            wait.until.reset();
        }
        place.wait = wait;
        if (wait.until) {
            next = std::min(next.value_or(*wait.until), *wait.until);
        }
        ahead.reserve(account, place.request.need, wait.until.value_or(now));
        before.insert_or_assign(account, wait);
    }
    if (next) {
        m_next.start(std::max(std::chrono::ceil<std::chrono::milliseconds>(*next - now),
                              std::chrono::milliseconds(1)));
    }
    for (const quint64 id : free) {
        letThrough(id);
    }
    if (!waiting.empty()) {
        Q_EMIT changed();
    }
}

void SendGate::letThrough(quint64 id) {
    const auto found = m_places.find(id);
    if (found == m_places.end() || !found->second.isWaiting()) {
        return;
    }
    Place& place = found->second;
    place.wait.reset();
    place.ticket = m_limiter.reserve(accountOf(place.request.endpoint), place.request.need, m_clock.now());
    // Whoever goes may end at once, and its place with it.
    const auto go = std::exchange(place.go, {});
    go();
}

void SendGate::leave(quint64 id) {
    const auto found = m_places.find(id);
    if (found == m_places.end()) {
        return;
    }
    if (found->second.ticket) {
        m_limiter.settle(*found->second.ticket, found->second.request.need, m_clock.now());
    }
    m_places.erase(found);
    m_next.start(0);
}

SendGate::Pass::Pass(SendGate& gate, quint64 id)
    : m_gate(&gate)
    , m_id(id) {}

SendGate::Pass::Pass(Pass&& other) noexcept
    : m_gate(std::exchange(other.m_gate, nullptr))
    , m_id(std::exchange(other.m_id, 0)) {}

SendGate::Pass& SendGate::Pass::operator=(Pass&& other) noexcept {
    if (this != &other) {
        if (m_gate) {
            m_gate->leave(m_id);
        }
        m_gate = std::exchange(other.m_gate, nullptr);
        m_id = std::exchange(other.m_id, 0);
    }
    return *this;
}

SendGate::Pass::~Pass() {
    if (m_gate) {
        m_gate->leave(m_id);
    }
}

void SendGate::Pass::await(std::function<void()> go) {
    if (!m_gate) {
        return;
    }
    Place& place = m_gate->m_places.at(m_id);
    place.go = std::move(go);
    if (!m_gate->isOffline(place.request.endpoint) &&
        !m_gate->m_limiter.isLimited(accountOf(place.request.endpoint))) {
        m_gate->letThrough(m_id);
    } else {
        // In the next turn: the focused pane's request may come in this one.
        m_gate->m_next.start(0);
    }
}

std::optional<SendGate::Wait> SendGate::Pass::wait() const {
    return m_gate ? m_gate->m_places.at(m_id).wait : std::nullopt;
}

void SendGate::Pass::goNow() {
    if (m_gate) {
        m_gate->letThrough(m_id);
    }
}

void SendGate::Pass::tell(const std::vector<providers::AccountLimit>& limits) {
    if (!m_gate) {
        return;
    }
    if (const auto& ticket = m_gate->m_places.at(m_id).ticket) {
        m_gate->m_limiter.tell(*ticket, limits, m_gate->m_clock.now());
        m_gate->m_next.start(0);
    }
}

void SendGate::Pass::settle(const stream::RateNeed& used) {
    if (!m_gate) {
        return;
    }
    Place& place = m_gate->m_places.at(m_id);
    if (const auto ticket = std::exchange(place.ticket, {})) {
        m_gate->m_limiter.settle(*ticket, used, m_gate->m_clock.now());
    }
    std::exchange(m_gate, nullptr)->leave(m_id);
}

} // namespace rivulet::app
