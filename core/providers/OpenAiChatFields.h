// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Outcome.h"
#include "domain/StreamEvent.h"

#include <QString>

#include <optional>
#include <vector>

namespace rivulet::providers {

class Json;

// The fields of a chat chunk under all the names that its relatives give them. Private to this layer.

/// The words of a delta (or of a whole message).
struct ChatWords {
    QString text;
    QString thinking;
    /// It thinks without telling what.
    bool thinksHidden = false;
    QString refusal;
    std::vector<domain::Citation> citations;
};

[[nodiscard]] ChatWords readChatWords(const Json& delta);
/// The counts, costs and times of a chunk, wherever in it they stand.
[[nodiscard]] std::optional<domain::Usage> readChatUsage(const Json& chunk);
/// How much of the prompt was read.
[[nodiscard]] std::optional<domain::Progress> readPromptProgress(const Json& chunk);
[[nodiscard]] domain::StopReason chatStopReason(QStringView raw);
/// There is an error: not null, not false, not an empty text.
[[nodiscard]] bool isChatError(const Json& error);

} // namespace rivulet::providers
