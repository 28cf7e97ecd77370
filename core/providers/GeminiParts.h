// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <optional>
#include <vector>

namespace rivulet::providers {

class Json;

// What the parts and metadata of a Gemini candidate mean, each for itself. Private to Gemini.cpp.

/// A call, its result, or code and what it printed, as something to show. Without an id where the part has
/// none; nothing for a part of another type.
[[nodiscard]] std::optional<domain::ToolActivity> geminiTool(const Json& part);
/// A picture, sound or file that the answer holds and that is not shown: its type; else empty.
[[nodiscard]] QString geminiMedia(const Json& part);
/// The sources that a candidate names, in its order.
[[nodiscard]] std::vector<domain::Citation> geminiCitations(const Json& candidate);
/// "STOP" and its like.
[[nodiscard]] domain::StopReason geminiStopReason(QStringView raw);

} // namespace rivulet::providers
