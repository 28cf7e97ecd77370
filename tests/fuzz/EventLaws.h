// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <QString>

#include <vector>

namespace rivulet::fuzz {

/// What a failure may hold, whatever a server said.
void holdFailure(const domain::Failure& failure);
/// What events may hold, whatever a server said.
void holdEvents(const std::vector<domain::StreamEvent>& events);

/// The text and the thinking of events, each joined.
[[nodiscard]] QString wordsOf(const std::vector<domain::StreamEvent>& events);
/// Nothing ended the answer yet.
[[nodiscard]] bool isRunning(const std::vector<domain::StreamEvent>& events);

} // namespace rivulet::fuzz
