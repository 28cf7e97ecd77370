// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "request/SendGate.h"
#include "stream/SendPermit.h"

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace rivulet::app {

/// One answer's way through the gate in a terminal: it goes by itself when there is room, with the key that
/// it came with, and somebody is told why it waits. Knows no stream.
class AskPermit final : public stream::SendPermit {
public:
    /// Why the next request waits: once where it begins to, and where that changes.
    using Waits = std::function<void(const SendGate::Wait& wait)>;

    /// `need`: what asking is expected to take.
    AskPermit(SendGate& gate, int stream, domain::Endpoint endpoint, const stream::RateNeed& need,
              Waits waits);

    void await(Kind kind, Go go) override;
    void goNow() override;
    void withdraw() override;
    void settle(const stream::RateNeed& used) override;
    /// What the head of the present request's answer told.
    void tell(const std::vector<providers::AccountLimit>& limits);

private:
    void look();

    SendGate& m_gate;
    int m_stream;
    domain::Endpoint m_endpoint;
    stream::RateNeed m_need;
    Waits m_waits;
    SendGate::Pass m_pass;
    std::optional<SendGate::Wait> m_told;
    /// Hears of the gate; goes with this.
    QObject m_ear;
};

} // namespace rivulet::app
