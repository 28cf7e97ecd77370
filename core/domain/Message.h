// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Outcome.h"
#include "domain/Prompt.h"
#include "domain/StreamEvent.h"
#include "domain/Usage.h"

#include <QDateTime>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace rivulet::domain {

using ConversationId = qint64;
using MessageId = qint64;

/// Where an answer was cut and went on.
struct Seam {
    qsizetype at = 0; ///< UTF-16 units of text before the seam
    qsizetype trimmed = 0;
    bool exact = false;
    friend bool operator==(const Seam&, const Seam&) = default;
};

/// One message as it is kept. A user's prompt has no answer part.
struct Message {
    MessageId id = 0;
    ConversationId conversation = 0;
    /// Counts prompts from 0; a prompt and the answers to it share it.
    int turn = 0;
    /// Which pane an answer belongs to, 0 or 1; 0 for prompts.
    int pane = 0;
    /// 0 for the first answer in this turn and pane, counting up; the highest is shown.
    int variant = 0;
    Role role = Role::User;
    QDateTime createdAt;
    QString text;
    /// Prompts only.
    std::vector<Attachment> attachments;

    // Answers only
    QString endpointId;
    QString endpointName;
    QString model;
    QString thinking;
    std::vector<ToolActivity> tools; ///< whole: arguments joined
    std::vector<Citation> citations;
    std::vector<Seam> seams;
    std::vector<Warning> warnings;
    /// Unset while it is being written.
    std::optional<Ending> ending;
    std::optional<Usage> usage;
    std::chrono::milliseconds timeToFirstToken{-1}; ///< -1: none came
    std::chrono::milliseconds thinkingTime{0};
    std::chrono::milliseconds duration{0};
    double tokensPerSecond = 0; ///< 0: not known
    int attempts = 1;

    friend bool operator==(const Message&, const Message&) = default;
};

/// A conversation as a list shows it.
struct ConversationSummary {
    ConversationId id = 0;
    QString title;
    QDateTime createdAt;
    QDateTime updatedAt;
    int panes = 2;
    /// For search results: the place that matched, with U+0002 before and U+0003 after each hit.
    QString snippet;

    friend bool operator==(const ConversationSummary&, const ConversationSummary&) = default;
};

} // namespace rivulet::domain
