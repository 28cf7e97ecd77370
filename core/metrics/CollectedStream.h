// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/StreamRecord.h"

#include <optional>

namespace rivulet::metrics {

/// What a StreamCollector has collected of one stream so far.
struct CollectedStream {
    using Instant = domain::Clock::Instant;

    /// A fault, as long as it lasts.
    struct Fault {
        Instant since{};
        bool hadContent = false;
        /// Where the answer went on after it.
        std::optional<domain::Recovery::Way> seam{};
    };

    domain::StreamRecord record{};
    Instant began{};
    bool runs = false;
    bool isContinued = false;
    bool hasContent = false;
    /// The rung that was told last is the exact one.
    bool standsExactly = false;
    std::optional<Fault> fault{};
    std::optional<Instant> firstText{};
    std::optional<Instant> lastText{};
    std::optional<Instant> stoppedSince{};
    /// Since the last text: it is left out when more text comes.
    Instant::duration stopped{0};
    Instant::duration leftOut{0};
};

} // namespace rivulet::metrics
