// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"

namespace rivulet::faults {

using Request = stream::StreamRequest;
using Wire = Plan::Wire;

Faults tlsFaults() {
    Faults faults;
    const auto add = [&faults](const QByteArray& name, const std::function<Plan(const QString&)>& make) {
        faults.push_back({"tls", name, [make](const QString& dialect) {
                              Plan plan = make(dialect);
                              plan.asksForTls = true;
                              return std::vector{plan};
                          }});
    };
    const auto certificate = [&add](const QByteArray& name, Wire wire) {
        add(name, [wire](const QString& dialect) {
            Plan plan{{}, {stream(dialect, answer(dialect))}, failed({Kind::TlsCertificate})};
            plan.wire = wire;
            return plan;
        });
    };
    certificate("self-signed", Wire::SelfSigned);
    certificate("expired", Wire::Expired);
    certificate("not yet valid", Wire::NotYetValid);
    certificate("of another host", Wire::OtherHost);
    add("an authority that was added", [](const QString& dialect) {
        Plan plan{{}, {stream(dialect, answer(dialect))}, completed(answer(dialect))};
        plan.wire = Wire::Trusted;
        return plan;
    });
    add("cut mid-answer", [](const QString& dialect) {
        const Frames came = firstOf(answer(dialect), 5);
        Plan plan{{}, {streamThen(dialect, bytesOf(came), Last::Reset)}, ruled(came, Kind::CutOff)};
        plan.wire = Wire::Trusted;
        return plan;
    });
    add("redirect to plain", [](const QString&) {
        Plan plan{{},
                  {replyWith(307, "text/plain", "moved", {{"Location", "http://127.0.0.1:1/thief"}})},
                  failed({Kind::Redirected})};
        plan.wire = Wire::Trusted;
        return plan;
    });
    add("plain text on the port", [](const QString& dialect) {
        return Plan{{},
                    {Act{error(dialect, 400).steps, Act::Begin::Accept}},
                    failedAfterRetries({Kind::TlsHandshake, Kind::ConnectionReset})};
    });
    add("silent in the handshake", [](const QString&) {
        return Plan{{},
                    {Act{{Last::Stay}, Act::Begin::Accept}},
                    failedAfterRetries({Kind::ConnectTimeout}),
                    [](Request& request) { request.timeouts.connect = Milliseconds{100}; }};
    });
    for (const auto& [name, last] : {std::pair{"reset in the handshake", Last::Reset},
                                     std::pair{"closed in the handshake", Last::Close}}) {
        add(name, [last](const QString&) {
            return Plan{{},
                        {Act{{Pause{Milliseconds{5}}, last}, Act::Begin::Accept}},
                        failedAfterRetries({Kind::TlsHandshake})};
        });
    }
    return faults;
}

} // namespace rivulet::faults
