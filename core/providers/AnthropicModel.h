// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Prompt.h"

namespace rivulet::providers {

// What a request of the Messages API has to know of the model it is for. By the model table where it told
// (Prompt::thinkingMode), by what the server refused before, else by the version in the model's name. Private
// to this dialect.

/// How a model of this API takes the wish to think.
enum class ClaudeThinking {
    Unknown,
    None,
    Budget,   ///< up to 4.6: {"type":"enabled","budget_tokens":N}
    Adaptive, ///< 4.6 and newer: {"type":"adaptive"} and an effort
    Always,   ///< adaptive, and "disabled" is refused
    Effort,   ///< nothing but an effort
};

[[nodiscard]] ClaudeThinking claudeThinking(const domain::Prompt& prompt);
/// Whether the request will ask for thinking.
[[nodiscard]] bool asksToThink(const domain::Prompt& prompt);
/// Whether the model thinks unless it is told not to.
[[nodiscard]] bool thinksByItself(const domain::Prompt& prompt);
/// Whether a conversation has to end with a turn of the user (4.6 and newer).
[[nodiscard]] bool refusesPrefill(const domain::Prompt& prompt);

/// What a model takes of temperature and top_p.
enum class ClaudeSampling {
    Free, ///< no model of this family: whatever it takes
    Both, ///< temperature up to 1 and top_p
    One,  ///< either of them
    None, ///< only the values that it has anyway
};
[[nodiscard]] ClaudeSampling claudeSampling(const domain::Prompt& prompt);

/// The answer limit where none was asked for: this API has no default of its own.
[[nodiscard]] int defaultAnswerLimit(const domain::Prompt& prompt);

} // namespace rivulet::providers
