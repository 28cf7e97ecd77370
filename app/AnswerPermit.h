// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Endpoints.h"
#include "request/SendGate.h"
#include "stream/SendPermit.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace rivulet::app {

/// One answer's way through the gate: its first request and each that follows has a place of its own there,
/// and one that had to wait goes with the key of then. Knows no stream, no prompt and no journal.
class AnswerPermit final : public stream::SendPermit {
public:
    /// What the next question is expected to take.
    using Need = std::function<stream::RateNeed()>;

    AnswerPermit(SendGate& gate, Endpoints& endpoints, int pane);

    /// An answer begins, of this endpoint.
    void begin(const domain::Endpoint& endpoint, Need need);
    void await(Kind kind, Go go) override;
    void goNow() override;
    void withdraw() override;
    void settle(const stream::RateNeed& used) override;
    /// What the head of the present request's answer told.
    void tell(const std::vector<providers::AccountLimit>& limits);

    /// Why the next request has not gone yet; nothing where none waits.
    [[nodiscard]] std::optional<SendGate::Wait> wait() const { return m_pass.wait(); }
    /// As it was at the beginning, or when the first request had waited: all the others go there too.
    [[nodiscard]] const domain::Endpoint& endpoint() const { return m_endpoint; }

private:
    void findKey(Go go);

    SendGate& m_gate;
    Endpoints& m_endpoints;
    int m_pane;
    domain::Endpoint m_endpoint;
    Need m_need;
    SendGate::Pass m_pass;
    bool m_isFirst = true;
    /// Goes when nobody waits for a key any more.
    std::shared_ptr<std::monostate> m_asked;
};

} // namespace rivulet::app
