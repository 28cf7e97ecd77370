// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/AskPermit.h"

#include <utility>

namespace rivulet::app {
namespace {

/// The reason is the same; how much is left and for how long may differ.
bool isSameReason(const SendGate::Wait& one, const SendGate::Wait& other) {
    return one.limit.has_value() == other.limit.has_value() &&
           one.until.has_value() == other.until.has_value() &&
           (!one.limit || (one.limit->whose == other.limit->whose && one.limit->of == other.limit->of));
}

} // namespace

AskPermit::AskPermit(SendGate& gate, int stream, domain::Endpoint endpoint, const stream::RateNeed& need,
                     Waits waits)
    : m_gate(gate)
    , m_stream(stream)
    , m_endpoint(std::move(endpoint))
    , m_need(need)
    , m_waits(std::move(waits)) {
    QObject::connect(&gate, &SendGate::changed, &m_ear, [this] { look(); });
}

void AskPermit::await(Kind kind, Go go) {
    withdraw();
    m_pass = m_gate.pass({m_stream, m_endpoint, kind == Kind::Question ? m_need : stream::RateNeed{}});
    m_pass.await([go = std::move(go)] { go({}); });
}

void AskPermit::goNow() {
    m_pass.goNow();
}

void AskPermit::withdraw() {
    // What has gone is settled by now; what has not gone takes nothing.
    m_pass.settle({.requests = 0});
    m_told.reset();
}

void AskPermit::settle(const stream::RateNeed& used) {
    m_pass.settle(used);
}

void AskPermit::tell(const std::vector<providers::AccountLimit>& limits) {
    m_pass.tell(limits);
}

void AskPermit::look() {
    const auto wait = m_pass.wait();
    if (wait && (!m_told || !isSameReason(*m_told, *wait))) {
        m_told = wait;
        m_waits(*wait);
    }
}

} // namespace rivulet::app
