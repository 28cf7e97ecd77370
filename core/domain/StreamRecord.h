// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "domain/Outcome.h"
#include "domain/Usage.h"

#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace rivulet::domain {

/// How a fault of a stream was got over.
struct Recovery {
    enum class Way {
        Retry,    ///< asked again, before anything of the answer had come
        Exact,    ///< the server went on where it stopped
        Continue, ///< the model went on from the text
    };

    Way way = Way::Retry;
    /// From the fault to when the answer flowed again.
    std::chrono::milliseconds time{0};

    friend bool operator==(const Recovery&, const Recovery&) = default;
};

/// One stream as it is counted after its end: whom it asked, how it went, and figures. Holds no word of the
/// conversation, no key and no address, and does not know the conversation it was part of. What is not known
/// is unset, never zero.
struct StreamRecord {
    /// Recoveries that are kept of one stream; the others are forgotten.
    static constexpr std::size_t mostRecoveries = 200;

    std::chrono::milliseconds beganAt{0}; ///< since the epoch
    QString endpointId;
    QString endpointName;
    QString model;
    QString dialect;
    Outcome outcome = Outcome::Completed;
    std::optional<Failure::Kind> failure;
    /// Nothing where the answer came as a whole, or none came.
    std::optional<std::chrono::milliseconds> timeToFirstToken;
    std::chrono::milliseconds duration{0};
    /// From the first text to the last, without the time that is left out.
    std::optional<std::chrono::milliseconds> streamingTime;
    /// Between the first text and the last: pauses that held the connection, and faults until the answer
    /// flowed again.
    std::chrono::milliseconds leftOut{0};
    /// In the accounting of Usage. Where several requests brought the answer, the input is the last one's.
    Usage tokens = {};
    /// In `currency`.
    std::optional<double> cost;
    QString currency = QStringLiteral("USD");
    int requests = 0;
    /// Faults that a connection or a server was to blame for: after something of the answer had come, and
    /// before. One lasts until the answer flows again, however often it was tried meanwhile.
    int cuts = 0;
    int earlyFaults = 0;
    /// Of those, the ones that were got over.
    std::vector<Recovery> recoveries;

    /// Tokens of text a second of streamingTime. Nothing over too little of either.
    [[nodiscard]] std::optional<double> tokensPerSecond() const;

    friend bool operator==(const StreamRecord&, const StreamRecord&) = default;
};

/// "retry", "exact", "continue".
[[nodiscard]] QString wayName(Recovery::Way way);
[[nodiscard]] std::optional<Recovery::Way> wayFromName(QStringView name);

/// A connection or a server is to blame, and another try may end otherwise: not a key that is wrong, a
/// request that can't be, or a person.
[[nodiscard]] bool isFault(Failure::Kind kind);

} // namespace rivulet::domain
