// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ErrorBody.h"
#include "Factories.h"
#include "Json.h"
#include "ModelList.h"
#include "RateLimits.h"
#include "RequestParts.h"
#include "ToolCalls.h"
#include "wire/SseDecoder.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace rivulet::providers {

namespace {

using namespace domain;

constexpr std::array rateLimits{
    RateLimit{"x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"},
    RateLimit{"x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"},
};

StopReason stopReasonOf(QStringView raw) {
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

/// The text of a delta's content, which is a string or a list of typed parts; thinking parts apart.
struct Content {
    QString text;
    QString thinking;
};

Content contentOf(const Json& content) {
    Content parts{content.text(), {}};
    for (const Json part : content.items()) {
        const Json thinking = part["thinking"];
        parts.thinking += thinking.text();
        for (const Json thought : thinking.items()) {
            parts.thinking += thought["text"].text();
        }
        parts.text += part["text"].text();
    }
    return parts;
}

/// `reasoning_content` and `reasoning` hold the same words where both are sent; details only stand in for
/// them.
QString thinkingOf(const Json& delta) {
    for (const char* const name : {"reasoning_content", "reasoning"}) {
        if (const QString thinking = delta[name].text(); !thinking.isEmpty()) {
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

Usage usageOf(const Json& json) {
    Usage usage;
    usage.input = json["prompt_tokens"].integer();
    usage.output = json["completion_tokens"].integer();
    usage.cached = json["prompt_tokens_details"]["cached_tokens"].integer();
    if (!usage.cached) {
        usage.cached = json["prompt_cache_hit_tokens"].integer();
    }
    usage.thinking = json["completion_tokens_details"]["reasoning_tokens"].integer();
    return usage;
}

/// Reads one stream of Chat Completions, as its inventor sends it and as its many relatives do. Knows no
/// relative by name: whatever field is there is read.
class OpenAiChat final : public Dialect {
public:
    [[nodiscard]] std::unique_ptr<wire::FrameDecoder> makeDecoder() const override {
        return std::make_unique<wire::SseDecoder>();
    }
    [[nodiscard]] HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override;
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override;
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override;
    [[nodiscard]] Failure readError(const HttpReply& reply) const override;
    /// A trailing assistant message is history here, not a beginning to go on from.
    [[nodiscard]] std::optional<Way> continuationWay(const Prompt&, const Endpoint&) const override {
        return Way::Instruction;
    }
    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override {
        return getRequest(endpoint, u"/models");
    }
    [[nodiscard]] Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override {
        return readOpenAiList(body);
    }

private:
    void readChunk(const Json& chunk, std::vector<StreamEvent>& events);
    void readChoice(const Json& choice, std::vector<StreamEvent>& events);
    void readDelta(const Json& delta, std::vector<StreamEvent>& events);
    void finish(const QString& reason, std::vector<StreamEvent>& events);
    void fail(Failure failure, std::vector<StreamEvent>& events);
    void close(std::vector<StreamEvent>& events);

    JsonReader m_reader;
    ToolCalls m_calls;
    bool m_started = false;
    bool m_refused = false;
    bool m_finished = false;
    bool m_failed = false;
    bool m_closed = false;
};

HttpRequest OpenAiChat::request(const Prompt& prompt, const Endpoint& endpoint) const {
    QJsonArray messages;
    if (!prompt.system.trimmed().isEmpty()) {
        messages.append(QJsonObject{{QStringLiteral("role"), QStringLiteral("system")},
                                    {QStringLiteral("content"), prompt.system}});
    }
    for (const Turn& turn : turnsToSend(prompt)) {
        messages.append(QJsonObject{{QStringLiteral("role"), roleName(turn.role)},
                                    {QStringLiteral("content"), turn.text}});
    }
    QJsonObject body{{QStringLiteral("model"), prompt.model},
                     {QStringLiteral("messages"), messages},
                     {QStringLiteral("stream"), prompt.stream}};
    if (prompt.stream && endpoint.quirks.streamOptions) {
        body[QStringLiteral("stream_options")] = QJsonObject{{QStringLiteral("include_usage"), true}};
    }
    if (prompt.maxTokens) {
        // Two names for one limit: where a server refused the one, it takes the other.
        const QString older = QStringLiteral("max_tokens");
        const QString newer = QStringLiteral("max_completion_tokens");
        QString field = endpoint.quirks.tokenLimitField.isEmpty() ? older : endpoint.quirks.tokenLimitField;
        if (isOmitted(prompt, field)) {
            field = field == older ? newer : older;
        }
        body[field] = *prompt.maxTokens;
    }
    if (const auto effort = askedEffort(prompt); effort && prompt.thinkingMode != u"none") {
        body[QStringLiteral("reasoning_effort")] = effortName(*effort);
    }
    return chatRequest(prompt, endpoint, u"/chat/completions", body, "text/event-stream");
}

void OpenAiChat::read(const wire::Frame& frame, std::vector<StreamEvent>& events) {
    if (frame.data.trimmed() == "[DONE]") {
        // Says that nothing follows, not that the answer is whole: some servers send it after an error.
        close(events);
        return;
    }
    if (m_failed) {
        return;
    }
    if (frame.event == "error") {
        fail(failureOf(HttpReply{0, {}, frame.data}), events);
        return;
    }
    const Json chunk = m_reader.read(frame.data);
    if (chunk.isArray() && !chunk.isEmpty()) {
        fail(failureInsteadOf(chunk, QStringLiteral("a chunk")), events);
    } else if (chunk.isObject()) {
        readChunk(chunk, events);
    } else {
        events.emplace_back(Warning{Warning::Kind::SkippedEvent, QStringLiteral("an event that is no JSON")});
    }
}

void OpenAiChat::readWhole(const QByteArray& body, std::vector<StreamEvent>& events) {
    const Json json = m_reader.read(body.trimmed());
    if (json["error"] || json["choices"].isArray()) {
        readChunk(json, events);
    } else {
        fail(failureInsteadOf(json, QStringLiteral("a chat completion")), events);
    }
    if (!m_failed) {
        close(events);
    }
}

void OpenAiChat::readChunk(const Json& chunk, std::vector<StreamEvent>& events) {
    if (chunk["error"]) {
        fail(failureOf(0, readErrorBody(chunk)), events);
        return;
    }
    const Json gateway = chunk["x_groq"];
    if (gateway["error"]) {
        fail(failureOf(0, readErrorBody(gateway)), events);
        return;
    }
    const QString id = chunk["id"].text();
    const QString model = chunk["model"].text();
    // A first chunk about the prompt alone has neither.
    if (!m_started && !(id.isEmpty() && model.isEmpty())) {
        m_started = true;
        events.emplace_back(Started{id, model});
    }
    if (const Json prompt = chunk["prompt_progress"]; prompt.isObject()) {
        Progress progress{
            QStringLiteral("prefill"), {}, prompt["processed"].integer(), prompt["total"].integer(), {}};
        if (progress.done && progress.total && *progress.total > 0) {
            progress.fraction = std::clamp(
                static_cast<double>(*progress.done) / static_cast<double>(*progress.total), 0.0, 1.0);
        }
        events.emplace_back(progress);
    }
    for (const Json choice : chunk["choices"].items()) {
        // One answer was asked for; others are not of it.
        if (choice["index"].integer().value_or(0) == 0) {
            readChoice(choice, events);
        }
    }
    if (m_failed) {
        return;
    }
    const Json usage = chunk["usage"].isObject() ? chunk["usage"] : gateway["usage"];
    if (usage.isObject()) {
        events.emplace_back(UsageReported{usageOf(usage)});
    }
}

void OpenAiChat::readChoice(const Json& choice, std::vector<StreamEvent>& events) {
    if (choice["error"]) {
        fail(failureOf(0, readErrorBody(choice)), events);
        return;
    }
    readDelta(choice["delta"].isObject() ? choice["delta"] : choice["message"], events);
    if (const QString reason = choice["finish_reason"].text(); !reason.isEmpty()) {
        finish(reason, events);
    }
}

void OpenAiChat::readDelta(const Json& delta, std::vector<StreamEvent>& events) {
    const Content content = contentOf(delta["content"]);
    const QString thinking = thinkingOf(delta);
    if (!thinking.isEmpty() || !content.thinking.isEmpty()) {
        events.emplace_back(ThinkingDelta{thinking.isEmpty() ? content.thinking : thinking, false});
    } else if (hasHiddenThinking(delta)) {
        events.emplace_back(ThinkingDelta{{}, true});
    }
    if (!content.text.isEmpty()) {
        events.emplace_back(TextDelta{content.text});
    }
    if (const QString refusal = delta["refusal"].text(); !refusal.isEmpty()) {
        m_refused = true;
        events.emplace_back(TextDelta{refusal});
    }
    m_calls.read(delta, events);
    for (const Json annotation : delta["annotations"].items()) {
        const Json citation = annotation["url_citation"];
        if (citation.isObject()) {
            events.emplace_back(
                Citation{citation["title"].text(), citation["url"].text(), citation["content"].text()});
        }
    }
}

void OpenAiChat::finish(const QString& reason, std::vector<StreamEvent>& events) {
    // Two reasons are errors under another name: the provider behind a gateway, or the machine, gave up.
    if (reason == u"error" || reason == u"insufficient_system_resource") {
        ErrorBody body;
        body.codes.append(reason);
        body.message = QStringLiteral("finish_reason: %1").arg(reason);
        fail(failureOf(0, body), events);
        return;
    }
    if (m_finished) {
        return;
    }
    m_finished = true;
    m_calls.complete(events);
    StopReason stop = stopReasonOf(reason);
    if (stop == StopReason::EndTurn && m_refused) {
        stop = StopReason::Refusal;
    } else if (stop == StopReason::EndTurn && !m_calls.isEmpty()) {
        stop = StopReason::ToolUse;
    }
    events.emplace_back(Finished{stop, reason});
}

void OpenAiChat::fail(Failure failure, std::vector<StreamEvent>& events) {
    m_failed = true;
    events.emplace_back(ErrorReported{std::move(failure)});
}

void OpenAiChat::close(std::vector<StreamEvent>& events) {
    if (!m_closed) {
        m_closed = true;
        events.emplace_back(Closed{});
    }
}

Failure OpenAiChat::readError(const HttpReply& reply) const {
    Failure failure = failureOf(reply);
    addResetAdvice(failure, reply, rateLimits);
    return failure;
}

} // namespace

std::unique_ptr<Dialect> makeOpenAiChat() {
    return std::make_unique<OpenAiChat>();
}

} // namespace rivulet::providers
