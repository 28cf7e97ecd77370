// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Reachability.h"

namespace rivulet::app {

/// What the system says of the network, where it says anything. It is asked in the first turn of the event
/// loop: until then, and where there is nobody to ask, nothing is known.
class SystemReachability final : public Reachability {
    Q_OBJECT

public:
    explicit SystemReachability(QObject* parent = nullptr);

    [[nodiscard]] State state() const override { return m_state; }

private:
    void ask();
    void take();

    State m_state = State::Unknown;
};

} // namespace rivulet::app
