// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicRequest.h"

#include "RequestParts.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace rivulet::providers {

using domain::Effort;

namespace {

/// This API has no default of its own: a request without a limit is refused.
constexpr int defaultAnswerLimit = 8192;
/// "budget_tokens": at least 1024 and less than max_tokens.
constexpr int smallestBudget = 1024;

using Version = std::pair<int, int>;
constexpr Version firstAdaptive{4, 6};
constexpr Version firstThinkingByItself{5, 0};

/// 4.6 for "claude-opus-4-6", 3.7 for "claude-3-7-sonnet-20250219", 4.0 for "claude-opus-4-20250514".
std::optional<Version> claudeVersion(const QString& model) {
    static const QRegularExpression pattern(
        QStringLiteral(R"(claude-(?:[a-z]+-)?(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?)"));
    const auto match = pattern.match(model);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    return Version{match.captured(1).toInt(), match.captured(2).toInt()};
}

int budgetOf(Effort effort) {
    switch (effort) {
    case Effort::Off:
        return 0;
    case Effort::Low:
        return 2048;
    case Effort::Medium:
        return 8192;
    case Effort::High:
        return 16'384;
    }
    return 0;
}

void addBudget(const domain::Prompt& prompt, QJsonObject& body) {
    int budget = prompt.thinkingBudget ? std::max(*prompt.thinkingBudget, smallestBudget)
                                       : budgetOf(prompt.effort.value_or(Effort::Off));
    if (prompt.maxTokens) {
        // The user's limit is for all that is paid for; half of it is left for the answer.
        budget = std::min(budget, *prompt.maxTokens / 2);
    } else {
        body[QStringLiteral("max_tokens")] = defaultAnswerLimit + budget;
    }
    if (budget >= smallestBudget) {
        body[QStringLiteral("thinking")] =
            QJsonObject{{QStringLiteral("type"), QStringLiteral("enabled")},
                        {QStringLiteral("budget_tokens"), budget},
                        {QStringLiteral("display"), QStringLiteral("summarized")}};
    }
}

void addAdaptive(std::optional<Effort> effort, QJsonObject& body) {
    body[QStringLiteral("thinking")] = QJsonObject{{QStringLiteral("type"), QStringLiteral("adaptive")},
                                                   {QStringLiteral("display"), QStringLiteral("summarized")}};
    if (effort) {
        body[QStringLiteral("output_config")] = QJsonObject{{QStringLiteral("effort"), effortName(*effort)}};
    }
}

void addThinking(const domain::Prompt& prompt, QJsonObject& body) {
    const auto effort = askedEffort(prompt);
    switch (claudeThinking(prompt)) {
    case ClaudeThinking::None:
        return;
    case ClaudeThinking::Unknown:
    case ClaudeThinking::Budget:
        if (asksToThink(prompt)) {
            addBudget(prompt, body);
        }
        return;
    case ClaudeThinking::Adaptive:
        if (effort == Effort::Off) {
            body[QStringLiteral("thinking")] =
                QJsonObject{{QStringLiteral("type"), QStringLiteral("disabled")}};
        } else if (effort || thinksByItself(prompt)) {
            // A model that thinks by itself shows nothing of it unless asked to.
            addAdaptive(effort, body);
        }
        return;
    case ClaudeThinking::Always:
        addAdaptive(effort == Effort::Off ? Effort::Low : effort, body);
        return;
    }
}

} // namespace

ClaudeThinking claudeThinking(const domain::Prompt& prompt) {
    if (prompt.thinkingMode == u"none") {
        return ClaudeThinking::None;
    }
    if (prompt.thinkingMode == u"enabled") {
        return ClaudeThinking::Budget;
    }
    if (prompt.thinkingMode == u"adaptive") {
        return ClaudeThinking::Adaptive;
    }
    if (prompt.thinkingMode == u"always") {
        return ClaudeThinking::Always;
    }
    const auto version = claudeVersion(prompt.model);
    if (!version) {
        return ClaudeThinking::Unknown;
    }
    return *version >= firstAdaptive ? ClaudeThinking::Adaptive : ClaudeThinking::Budget;
}

bool asksToThink(const domain::Prompt& prompt) {
    const auto thinking = claudeThinking(prompt);
    const bool byBudget = thinking == ClaudeThinking::Budget || thinking == ClaudeThinking::Unknown;
    // Thinking and a prefilled answer exclude each other where a budget turns thinking on.
    if (thinking == ClaudeThinking::None || (byBudget && prompt.continuesLastTurn)) {
        return false;
    }
    return askedEffort(prompt).value_or(Effort::Off) != Effort::Off;
}

bool thinksByItself(const domain::Prompt& prompt) {
    const auto version = claudeVersion(prompt.model);
    return version && *version >= firstThinkingByItself;
}

QJsonObject anthropicBody(const domain::Prompt& prompt) {
    QJsonArray messages;
    for (const domain::Turn& turn : turnsToSend(prompt)) {
        messages.append(QJsonObject{{QStringLiteral("role"), roleName(turn.role)},
                                    {QStringLiteral("content"), turn.text}});
    }
    // No sampling fields: newer models refuse them.
    QJsonObject body{{QStringLiteral("model"), prompt.model},
                     {QStringLiteral("max_tokens"), prompt.maxTokens.value_or(defaultAnswerLimit)},
                     {QStringLiteral("messages"), messages},
                     {QStringLiteral("stream"), prompt.stream}};
    if (!prompt.system.trimmed().isEmpty()) {
        body[QStringLiteral("system")] = prompt.system;
    }
    addThinking(prompt, body);
    return body;
}

} // namespace rivulet::providers
