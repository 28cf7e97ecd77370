// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace rivulet::stream {

/// A stream's clocks. All steady; any byte is a sign of life for `idle`.
struct Timeouts {
    using Milliseconds = std::chrono::milliseconds;

    /// A whole answer's first byte is its last: it may take so many times `firstByte`.
    static constexpr int wholeFactor = 3;

    Milliseconds connect{10'000};
    Milliseconds upload{30'000};
    Milliseconds slot{10'000};
    Milliseconds firstByte{120'000};
    Milliseconds idle{600'000};
    /// From when on silence is shown.
    Milliseconds quiet{10'000};
    /// Between two looks at a server that is loading its model.
    Milliseconds loading{1'500};

    [[nodiscard]] static Timeouts forCloud() { return {}; }
    [[nodiscard]] static Timeouts forLocal() {
        Timeouts timeouts;
        timeouts.firstByte = Milliseconds{300'000};
        return timeouts;
    }

    friend bool operator==(const Timeouts&, const Timeouts&) = default;
};

} // namespace rivulet::stream
