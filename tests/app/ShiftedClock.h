// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"

/// The machine's own time, of which a test may let some pass at once.
class ShiftedClock final : public rivulet::domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return m_own.now() + m_shift; }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return m_own.wallTime() + m_shift; }
    void pass(std::chrono::milliseconds time) { m_shift += time; }

private:
    rivulet::domain::SystemClock m_own;
    std::chrono::milliseconds m_shift{0};
};
