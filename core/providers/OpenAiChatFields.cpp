// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenAiChatFields.h"

#include "Json.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace rivulet::providers {

using domain::Progress;
using domain::StopReason;
using domain::Usage;
using Milliseconds = std::chrono::milliseconds;

namespace {

/// A time that a server measured; nothing for what is none.
std::optional<Milliseconds> timeOf(std::optional<double> milliseconds) {
    if (!milliseconds || !std::isfinite(*milliseconds) || *milliseconds < 0 || *milliseconds > 1e10) {
        return std::nullopt;
    }
    return Milliseconds(std::llround(*milliseconds));
}

std::optional<Milliseconds> timeOfSeconds(std::optional<double> seconds) {
    return seconds ? timeOf(*seconds * 1000) : std::nullopt;
}

std::optional<qint64> sum(std::optional<qint64> a, std::optional<qint64> b) {
    return a && b ? std::optional(*a + *b) : std::nullopt;
}

template <typename Value>
void fill(std::optional<Value>& value, const std::optional<Value>& other) {
    if (!value) {
        value = other;
    }
}

Usage usageOf(const Json& json) {
    Usage usage;
    const Json input = json["prompt_tokens_details"];
    const auto hit = json["prompt_cache_hit_tokens"].integer();
    usage.input = json["prompt_tokens"].integer();
    fill(usage.input, sum(hit, json["prompt_cache_miss_tokens"].integer()));
    usage.cached = input["cached_tokens"].integer();
    fill(usage.cached, hit);
    usage.cacheWrite = input["cache_write_tokens"].integer();
    usage.output = json["completion_tokens"].integer();
    usage.thinking = json["completion_tokens_details"]["reasoning_tokens"].integer();
    usage.promptTime = timeOfSeconds(json["prompt_time"].number());
    usage.answerTime = timeOfSeconds(json["completion_time"].number());
    if (const auto cost = json["cost"].number(); cost && std::isfinite(*cost) && *cost >= 0) {
        // With a key of the user's own for the provider behind a gateway, that provider's bill comes on top.
        const auto upstream = json["cost_details"]["upstream_inference_cost"].number();
        const bool ownKey = json["is_byok"].truth().value_or(false);
        usage.cost = *cost + (ownKey ? std::max(upstream.value_or(0), 0.0) : 0);
    }
    return usage;
}

Usage usageOfTimings(const Json& timings) {
    Usage usage;
    usage.cached = timings["cache_n"].integer();
    usage.input = sum(timings["prompt_n"].integer(), usage.cached.value_or(0));
    usage.output = timings["predicted_n"].integer();
    usage.promptTime = timeOf(timings["prompt_ms"].number());
    usage.answerTime = timeOf(timings["predicted_ms"].number());
    return usage;
}

/// Content is a string or a list of typed parts, of which some are thinking.
void readContent(const Json& content, ChatWords& words) {
    words.text = content.text();
    for (const Json part : content.items()) {
        const Json thinking = part["thinking"];
        words.thinking += thinking.text();
        for (const Json thought : thinking.items()) {
            words.thinking += thought["text"].text();
        }
        if (part["type"].view() == "tool_reference") {
            words.citations.push_back({part["title"].text(), part["url"].text(), part["description"].text()});
        } else {
            words.text += part["text"].text();
        }
    }
}

/// `reasoning_content` and `reasoning` hold the same words where both are sent; details only stand in for
/// them.
QString thinkingOf(const Json& delta) {
    for (const char* const name : {"reasoning_content", "reasoning"}) {
        if (QString thinking = delta[name].text(); !thinking.isEmpty()) {
            return thinking;
        }
    }
    QString thinking;
    for (const Json detail : delta["reasoning_details"].items()) {
        thinking += detail["text"].text() + detail["summary"].text();
    }
    return thinking;
}

bool hasHiddenThinking(const Json& delta) {
    const auto details = delta["reasoning_details"].items();
    for (const Json detail : details) {
        if (detail["type"].view() == "reasoning.encrypted") {
            return true;
        }
    }
    return false;
}

} // namespace

ChatWords readChatWords(const Json& delta) {
    ChatWords words;
    readContent(delta["content"], words);
    if (QString thinking = thinkingOf(delta); !thinking.isEmpty()) {
        words.thinking = std::move(thinking);
    }
    words.thinksHidden = words.thinking.isEmpty() && hasHiddenThinking(delta);
    words.refusal = delta["refusal"].text();
    for (const Json annotation : delta["annotations"].items()) {
        const Json citation = annotation["url_citation"];
        if (citation.isObject()) {
            words.citations.push_back(
                {citation["title"].text(), citation["url"].text(), citation["content"].text()});
        }
    }
    return words;
}

std::optional<Usage> readChatUsage(const Json& chunk) {
    const Json plain = chunk["usage"];
    const Json usage = plain.isObject() ? plain : chunk["x_groq"]["usage"];
    const Json timings = chunk["timings"];
    if (!usage.isObject() && !timings.isObject()) {
        return std::nullopt;
    }
    Usage all = usageOfTimings(timings);
    all.overwriteWith(usageOf(usage));
    return all;
}

std::optional<Progress> readPromptProgress(const Json& chunk) {
    const Json prompt = chunk["prompt_progress"];
    if (!prompt.isObject()) {
        return std::nullopt;
    }
    Progress progress{
        QStringLiteral("prefill"), {}, prompt["processed"].integer(), prompt["total"].integer(), {}};
    if (!progress.done || !progress.total || *progress.total <= 0) {
        return progress;
    }
    const auto done = static_cast<double>(*progress.done);
    const auto total = static_cast<double>(*progress.total);
    progress.fraction = std::clamp(done / total, 0.0, 1.0);
    // What was kept from before took no time: only the rest tells how fast it goes.
    const double work = done - static_cast<double>(prompt["cache"].integer().value_or(0));
    if (const auto time = prompt["time_ms"].number(); time && work > 0 && done <= total) {
        progress.remaining = timeOf(*time * (total - done) / work);
    }
    return progress;
}

StopReason chatStopReason(QStringView raw) {
    constexpr std::array known{
        std::pair{u"stop", StopReason::EndTurn},
        std::pair{u"length", StopReason::TokenLimit},
        std::pair{u"tool_calls", StopReason::ToolUse},
        std::pair{u"function_call", StopReason::ToolUse},
        std::pair{u"content_filter", StopReason::ContentFilter},
        std::pair{u"model_length", StopReason::ContextFull},
    };
    for (const auto& [name, reason] : known) {
        if (raw == name) {
            return reason;
        }
    }
    return StopReason::Other;
}

bool isChatError(const Json& error) {
    return error && error.truth() != std::optional(false) && !(error.isString() && error.view().empty());
}

} // namespace rivulet::providers
