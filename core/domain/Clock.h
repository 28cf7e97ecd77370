// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace rivulet::domain {

/// Time as an argument: whoever measures is handed one of these, so that tests decide what time it is.
class Clock {
public:
    using Instant = std::chrono::steady_clock::time_point;

    virtual ~Clock() = default;
    /// Steady: never jumps, for spans.
    [[nodiscard]] virtual Instant now() const = 0;
    /// Milliseconds since the epoch, for timestamps and for dates in headers.
    [[nodiscard]] virtual std::chrono::milliseconds wallTime() const = 0;

protected:
    Clock() = default;
    Clock(const Clock&) = default;
    Clock& operator=(const Clock&) = default;
};

/// The machine's own clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now().time_since_epoch());
    }
};

} // namespace rivulet::domain
