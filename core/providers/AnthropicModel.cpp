// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicModel.h"

#include "RequestParts.h"

#include <QRegularExpression>

#include <array>
#include <compare>
#include <utility>

namespace rivulet::providers {

using domain::Effort;
using domain::Prompt;

namespace {

/// 4.6 for "claude-opus-4-6", 3.7 for "claude-3-7-sonnet-20250219", 4.0 for "claude-opus-4-20250514".
struct Version {
    int major = 0;
    int minor = 0;

    friend auto operator<=>(const Version&, const Version&) = default;
};

constexpr Version firstWithLongAnswers{3, 5};
constexpr Version firstThinking{3, 7};
constexpr Version firstWithOneSampling{4, 1};
constexpr Version firstAdaptive{4, 6};
constexpr Version firstWithoutSampling{4, 7};
constexpr Version firstThinkingByItself{5, 0};
constexpr Version firstOpusThinkingAlways{5, 5};

std::optional<Version> claudeVersion(const Prompt& prompt) {
    static const QRegularExpression pattern(
        QStringLiteral(R"(claude-(?:[a-z]+-)?v?(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?)"));
    const auto match = pattern.match(prompt.model);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    return Version{match.captured(1).toInt(), match.captured(2).toInt()};
}

bool isOfFamily(const Prompt& prompt, QStringView family) {
    return prompt.model.contains(QStringLiteral("claude-%1").arg(family));
}

ClaudeThinking thinkingByName(const Prompt& prompt) {
    const auto version = claudeVersion(prompt);
    if (isOfFamily(prompt, u"fable") || isOfFamily(prompt, u"mythos") ||
        (isOfFamily(prompt, u"opus") && version && *version >= firstOpusThinkingAlways)) {
        return ClaudeThinking::Always;
    }
    if (!version) {
        return ClaudeThinking::Unknown;
    }
    return *version >= firstAdaptive   ? ClaudeThinking::Adaptive
           : *version >= firstThinking ? ClaudeThinking::Budget
                                       : ClaudeThinking::None;
}

ClaudeThinking knownThinking(const Prompt& prompt) {
    constexpr std::array modes{
        std::pair{u"none", ClaudeThinking::None},         std::pair{u"enabled", ClaudeThinking::Budget},
        std::pair{u"adaptive", ClaudeThinking::Adaptive}, std::pair{u"always", ClaudeThinking::Always},
        std::pair{u"effort", ClaudeThinking::Effort},
    };
    for (const auto& [mode, thinking] : modes) {
        if (prompt.thinkingMode == QStringView(mode)) {
            return thinking;
        }
    }
    return thinkingByName(prompt);
}

} // namespace

ClaudeThinking claudeThinking(const Prompt& prompt) {
    const auto known = knownThinking(prompt);
    // A kind of thinking that the server refused stands for the other kind, until that is refused too.
    const bool noBudget = prompt.omittedFields.contains(QStringLiteral("thinking.type.enabled"));
    const bool noAdaptive = prompt.omittedFields.contains(QStringLiteral("thinking.type.adaptive"));
    if (noBudget && noAdaptive) {
        return ClaudeThinking::None;
    }
    switch (known) {
    case ClaudeThinking::Unknown:
    case ClaudeThinking::Budget:
        if (prompt.omittedFields.contains(QStringLiteral("thinking"))) {
            return ClaudeThinking::None;
        }
        return noBudget ? ClaudeThinking::Adaptive : known;
    case ClaudeThinking::Adaptive:
    case ClaudeThinking::Always:
        return noAdaptive ? ClaudeThinking::Budget
               : prompt.omittedFields.contains(QStringLiteral("thinking.type.disabled"))
                   ? ClaudeThinking::Always
                   : known;
    case ClaudeThinking::None:
    case ClaudeThinking::Effort:
        break;
    }
    return known;
}

bool asksToThink(const Prompt& prompt) {
    const auto thinking = claudeThinking(prompt);
    const bool byBudget = thinking == ClaudeThinking::Budget || thinking == ClaudeThinking::Unknown;
    // Thinking and a prefilled answer exclude each other where a budget turns thinking on.
    if (thinking == ClaudeThinking::None || (byBudget && prompt.continuesLastTurn)) {
        return false;
    }
    return askedEffort(prompt).value_or(Effort::Off) != Effort::Off;
}

bool thinksByItself(const Prompt& prompt) {
    const auto version = claudeVersion(prompt);
    return claudeThinking(prompt) == ClaudeThinking::Always || (version && *version >= firstThinkingByItself);
}

bool refusesPrefill(const Prompt& prompt) {
    const auto thinking = claudeThinking(prompt);
    const auto version = claudeVersion(prompt);
    return thinking == ClaudeThinking::Adaptive || thinking == ClaudeThinking::Always ||
           (version && *version >= firstAdaptive);
}

ClaudeSampling claudeSampling(const Prompt& prompt) {
    const auto version = claudeVersion(prompt);
    if (thinkingByName(prompt) == ClaudeThinking::Always || (version && *version >= firstWithoutSampling)) {
        return ClaudeSampling::None;
    }
    if (!version) {
        return ClaudeSampling::Free;
    }
    return *version >= firstWithOneSampling ? ClaudeSampling::One : ClaudeSampling::Both;
}

int defaultAnswerLimit(const Prompt& prompt) {
    const auto version = claudeVersion(prompt);
    return version && *version < firstWithLongAnswers ? 4096 : 8192;
}

} // namespace rivulet::providers
