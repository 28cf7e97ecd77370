// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"

#include <QString>

#include <optional>

namespace rivulet::domain {

/// How a stream ended. Exactly one of these, exactly once.
enum class Outcome { Completed, Cancelled, Interrupted, Failed };

/// Why the model stopped, told by its server.
enum class StopReason {
    EndTurn,
    TokenLimit, ///< cut by the answer limit
    StopSequence,
    ToolUse,
    PauseTurn,
    Refusal,
    ContentFilter,
    ContextFull,
    Other, ///< a reason that is not known here; `raw` holds it
};

/// The end of a stream: its outcome, and whichever of the reasons belongs to it.
struct Ending {
    Outcome outcome = Outcome::Failed;
    /// For Completed: why the model stopped, and the server's own word for it.
    StopReason stop = StopReason::EndTurn;
    QString rawStop;
    /// For Interrupted and Failed.
    std::optional<Failure> failure;

    friend bool operator==(const Ending&, const Ending&) = default;
};

/// Stable lower-case names: "completed", "cancelled", "interrupted", "failed".
[[nodiscard]] QString outcomeName(Outcome outcome);
[[nodiscard]] std::optional<Outcome> outcomeFromName(QStringView name);
/// "end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", "content_filter",
/// "context_full", "other".
[[nodiscard]] QString stopName(StopReason reason);
[[nodiscard]] std::optional<StopReason> stopFromName(QStringView name);

} // namespace rivulet::domain
