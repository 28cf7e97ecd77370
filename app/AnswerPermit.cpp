// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnswerPermit.h"

#include <utility>

namespace rivulet::app {

AnswerPermit::AnswerPermit(SendGate& gate, Endpoints& endpoints, int pane)
    : m_gate(gate)
    , m_endpoints(endpoints)
    , m_pane(pane) {}

void AnswerPermit::begin(const domain::Endpoint& endpoint, Need need) {
    withdraw();
    m_endpoint = endpoint;
    m_need = std::move(need);
    m_isFirst = true;
}

void AnswerPermit::await(Kind kind, Go go) {
    withdraw();
    m_asked = std::make_shared<std::monostate>();
    m_pass = m_gate.pass({m_pane, m_endpoint, kind == Kind::Question ? m_need() : stream::RateNeed{}});
    const auto waited = std::make_shared<bool>(false);
    m_pass.await([this, waited, go = std::move(go)] {
        if (*waited) {
            findKey(go);
        } else {
            m_isFirst = false;
            go({});
        }
    });
    *waited = true;
}

/// It may be long since: the key may be another one by now, and so may the address of what was not sent
/// anywhere yet.
void AnswerPermit::findKey(Go go) {
    if (std::exchange(m_isFirst, false)) {
        const auto now = m_endpoints.endpoint(m_endpoint.id);
        if (!now) {
            domain::Failure gone;
            gone.kind = domain::Failure::Kind::InvalidSettings;
            gone.detail = QStringLiteral("there is no such model here");
            go(domain::Result<domain::Secret>(gone));
            return;
        }
        m_endpoint = *now;
    }
    m_endpoints.findKey(m_endpoint, [asked = std::weak_ptr(m_asked),
                                     go = std::move(go)](const domain::Result<domain::Secret>& key) {
        if (!asked.expired()) {
            go(key);
        }
    });
}

void AnswerPermit::goNow() {
    m_pass.goNow();
}

void AnswerPermit::withdraw() {
    m_asked.reset();
    // What has gone is settled by now; what has not gone takes nothing.
    m_pass.settle({.requests = 0});
}

void AnswerPermit::settle(const stream::RateNeed& used) {
    m_pass.settle(used);
}

void AnswerPermit::tell(const std::vector<providers::AccountLimit>& limits) {
    m_pass.tell(limits);
}

} // namespace rivulet::app
