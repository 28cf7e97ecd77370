// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Outcome.h"

#include <array>
#include <utility>

namespace rivulet::domain {

namespace {

constexpr std::array outcomes{
    std::pair{Outcome::Completed, u"completed"},
    std::pair{Outcome::Cancelled, u"cancelled"},
    std::pair{Outcome::Interrupted, u"interrupted"},
    std::pair{Outcome::Failed, u"failed"},
};

constexpr std::array stops{
    std::pair{StopReason::EndTurn, u"end_turn"},
    std::pair{StopReason::TokenLimit, u"max_tokens"},
    std::pair{StopReason::StopSequence, u"stop_sequence"},
    std::pair{StopReason::ToolUse, u"tool_use"},
    std::pair{StopReason::PauseTurn, u"pause_turn"},
    std::pair{StopReason::Refusal, u"refusal"},
    std::pair{StopReason::ContentFilter, u"content_filter"},
    std::pair{StopReason::ContextFull, u"context_full"},
    std::pair{StopReason::Other, u"other"},
};

} // namespace

QString outcomeName(Outcome outcome) {
    for (const auto& [value, name] : outcomes) {
        if (value == outcome) {
            return QString::fromUtf16(name);
        }
    }
    return {};
}

std::optional<Outcome> outcomeFromName(QStringView name) {
    for (const auto& [value, text] : outcomes) {
        if (name == text) {
            return value;
        }
    }
    return std::nullopt;
}

QString stopName(StopReason reason) {
    for (const auto& [value, name] : stops) {
        if (value == reason) {
            return QString::fromUtf16(name);
        }
    }
    return {};
}

std::optional<StopReason> stopFromName(QStringView name) {
    for (const auto& [value, text] : stops) {
        if (name == text) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace rivulet::domain
