// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Prompt.h"

#include <QJsonObject>

namespace rivulet::providers {

// What the Gemini API is sent, and what of it depends on the model. Private to Gemini.cpp.

/// How a model of this API takes the wish to think.
enum class GeminiThinking {
    Unknown,
    None,
    Budget, ///< 2.5: thinkingBudget in tokens
    Level,  ///< 3 and newer: thinkingLevel, and it can't be turned off
};

/// By the model table where it told (Prompt::thinkingMode), else by the version in the model's name.
[[nodiscard]] GeminiThinking geminiThinking(const domain::Prompt& prompt);

[[nodiscard]] QJsonObject geminiBody(const domain::Prompt& prompt);

/// The path below the base URL, which may or may not name the API's version.
[[nodiscard]] QString geminiPath(const domain::Endpoint& endpoint, QStringView path);
/// "models/NAME", also for a name that says which collection it is of.
[[nodiscard]] QString geminiModelPath(const QString& model);

} // namespace rivulet::providers
