// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "request/Reachability.h"

/// A network that is there or not as a test says.
class FakeReachability final : public rivulet::app::Reachability {
    Q_OBJECT

public:
    [[nodiscard]] State state() override { return m_state; }
    void become(State state) {
        m_state = state;
        Q_EMIT changed();
    }

private:
    State m_state = State::Unknown;
};
