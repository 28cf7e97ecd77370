// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "request/Reachability.h"

namespace rivulet::app {

/// What the system says of the network, where it says anything. It is asked when somebody wants to know, and
/// tells of changes from then on: finding out takes some milliseconds that a start has not to spare.
class SystemReachability final : public Reachability {
    Q_OBJECT

public:
    explicit SystemReachability(QObject* parent = nullptr)
        : Reachability(parent) {}

    [[nodiscard]] State state() override;

private:
    void take();

    bool m_asked = false;
    State m_state = State::Unknown;
};

} // namespace rivulet::app
