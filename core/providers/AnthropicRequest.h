// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Prompt.h"

#include <QJsonObject>

namespace rivulet::providers {

// What the Messages API is sent, and what of it depends on the model. Private to Anthropic.cpp.

/// How a model of this API takes the wish to think.
enum class ClaudeThinking {
    Unknown,
    None,
    Budget,   ///< up to 4.5: {"type":"enabled","budget_tokens":N}
    Adaptive, ///< 4.6 and newer: {"type":"adaptive"} and an effort
    Always,   ///< adaptive, and "disabled" is refused
};

/// By the model table where it told (Prompt::thinkingMode), else by the version in the model's name.
[[nodiscard]] ClaudeThinking claudeThinking(const domain::Prompt& prompt);
/// Whether the request will ask for thinking.
[[nodiscard]] bool asksToThink(const domain::Prompt& prompt);
/// Whether the model thinks unless it is told not to.
[[nodiscard]] bool thinksByItself(const domain::Prompt& prompt);

[[nodiscard]] QJsonObject anthropicBody(const domain::Prompt& prompt);

} // namespace rivulet::providers
