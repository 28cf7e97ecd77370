// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicBlocks.h"
#include "AnthropicContent.h"
#include "AnthropicList.h"
#include "AnthropicModel.h"
#include "AnthropicRequest.h"
#include "ErrorBody.h"
#include "Factories.h"
#include "Json.h"
#include "RateLimits.h"
#include "domain/Redaction.h"
#include "wire/SseDecoder.h"

#include <array>

namespace rivulet::providers {

namespace {

using namespace domain;

constexpr std::array rateLimits{
    RateLimit{"anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"},
    RateLimit{"anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"},
    RateLimit{"anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"},
    RateLimit{"anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"},
    RateLimit{"anthropic-priority-input-tokens-remaining", "anthropic-priority-input-tokens-reset"},
    RateLimit{"anthropic-priority-output-tokens-remaining", "anthropic-priority-output-tokens-reset"},
    RateLimit{"anthropic-fast-input-tokens-remaining", "anthropic-fast-input-tokens-reset"},
    RateLimit{"anthropic-fast-output-tokens-remaining", "anthropic-fast-output-tokens-reset"},
};

StopReason stopReasonOf(QStringView raw) {
    constexpr std::array known{
        std::pair{u"end_turn", StopReason::EndTurn},
        std::pair{u"max_tokens", StopReason::TokenLimit},
        std::pair{u"stop_sequence", StopReason::StopSequence},
        std::pair{u"tool_use", StopReason::ToolUse},
        std::pair{u"pause_turn", StopReason::PauseTurn},
        std::pair{u"refusal", StopReason::Refusal},
        std::pair{u"model_context_window_exceeded", StopReason::ContextFull},
    };
    for (const auto& [name, reason] : known) {
        if (raw == name) {
            return reason;
        }
    }
    return StopReason::Other;
}

/// An error without its wrapper, as some local servers send it: words, and the status or the type of an
/// error.
bool isBareError(const Json& json) {
    return json["message"].isString() &&
           (json["code"].integer().value_or(0) >= 400 || json["type"].view().ends_with("error"));
}

/// Reads one answer of the Messages API. Knows its events and what a message is apart from its blocks; how
/// they come and where they go is others' business.
class Anthropic final : public Dialect {
public:
    [[nodiscard]] std::unique_ptr<wire::FrameDecoder> makeDecoder() const override {
        return std::make_unique<wire::SseDecoder>();
    }
    [[nodiscard]] HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override {
        return anthropicRequest(prompt, endpoint);
    }
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override;
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override;
    [[nodiscard]] Failure readError(const HttpReply& reply) const override;
    [[nodiscard]] std::optional<Way> continuationWay(const Prompt& prompt, const Endpoint&) const override;
    [[nodiscard]] std::optional<QByteArray> pausedContent() const override {
        return stopReasonOf(m_stopReason) == StopReason::PauseTurn ? m_content.bytes() : std::nullopt;
    }
    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override {
        return anthropicListRequest(endpoint);
    }
    [[nodiscard]] Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override {
        return readAnthropicList(body);
    }

private:
    void readEvent(std::string_view type, const Json& json, std::vector<StreamEvent>& events);
    void readMessage(const Json& message, std::vector<StreamEvent>& events);
    void startMessage(const Json& message, std::vector<StreamEvent>& events);
    void readEnding(const Json& message, std::vector<StreamEvent>& events);
    /// What the counts of a message are worth: at its beginning there is a number of output tokens that says
    /// nothing.
    enum class Count { Beginning, Whole };
    void readUsage(const Json& usage, Count worth, std::vector<StreamEvent>& events);
    void stopMessage(std::vector<StreamEvent>& events);
    void close(std::vector<StreamEvent>& events);
    void fail(Failure failure, std::vector<StreamEvent>& events);

    JsonReader m_reader;
    AnthropicBlocks m_blocks;
    AnthropicContent m_content;
    QString m_stopReason;
    bool m_explained = false;
    bool m_failed = false;
    bool m_closed = false;

    // The provider's own counts: of input there are three that exclude each other.
    std::optional<qint64> m_freshInput;
    std::optional<qint64> m_cacheWrites;
    std::optional<qint64> m_cacheReads;
    Usage m_usage;
};

void Anthropic::read(const wire::Frame& frame, std::vector<StreamEvent>& events) {
    if (m_failed) {
        return;
    }
    if (frame.data == "[DONE]") {
        // Not of this protocol; some servers that speak several end all of them so.
        close(events);
        return;
    }
    if (frame.event == "error") {
        fail(failureOf(HttpReply{0, {}, frame.data}), events);
        return;
    }
    const Json json = m_reader.read(frame.data);
    if (!json.isObject()) {
        events.emplace_back(Warning{Warning::Kind::SkippedEvent, QStringLiteral("an event that is no JSON")});
        return;
    }
    // The name of the event is the type again; one of them may be missing.
    const std::string_view type =
        json["type"].isString() && !json["type"].view().empty()
            ? json["type"].view()
            : std::string_view(frame.event.constData(), static_cast<size_t>(frame.event.size()));
    readEvent(type, json, events);
}

void Anthropic::readEvent(std::string_view type, const Json& json, std::vector<StreamEvent>& events) {
    if (type == "error" || json["error"] || isBareError(json)) {
        fail(failureOf(0, readErrorBody(json)), events);
    } else if (type == "content_block_delta") {
        const qint64 index = json["index"].integer().value_or(0);
        m_blocks.readDelta(index, json["delta"], events);
        m_content.readDelta(index, json["delta"]);
    } else if (type == "content_block_start") {
        const qint64 index = json["index"].integer().value_or(0);
        m_blocks.start(index, json["content_block"], events);
        m_content.start(index, json["content_block"]);
    } else if (type == "content_block_stop") {
        m_blocks.stop(json["index"].integer().value_or(0), events);
    } else if (type == "message_start") {
        startMessage(json["message"], events);
    } else if (type == "message_delta") {
        readEnding(json["delta"], events);
        readUsage(json["usage"], Count::Whole, events);
    } else if (type == "message_stop") {
        stopMessage(events);
    } else if (type == "ping") {
        events.emplace_back(Alive{});
    } else if (type == "message" && json["content"].isArray()) {
        readMessage(json, events); // a whole answer as the only event
    }
}

void Anthropic::readWhole(const QByteArray& body, std::vector<StreamEvent>& events) {
    const Json json = m_reader.read(body.trimmed());
    if (json["error"] || !json["content"].isArray()) {
        fail(failureInsteadOf(json, QStringLiteral("a message")), events);
    } else {
        readMessage(json, events);
    }
}

void Anthropic::readMessage(const Json& message, std::vector<StreamEvent>& events) {
    startMessage(message, events);
    qint64 index = 0;
    for (const Json block : message["content"].items()) {
        m_blocks.start(index, block, events);
        m_content.start(index, block);
        m_blocks.stop(index, events);
        ++index;
    }
    readEnding(message, events);
    stopMessage(events);
}

void Anthropic::startMessage(const Json& message, std::vector<StreamEvent>& events) {
    events.emplace_back(Started{message["id"].text(), message["model"].text()});
    readUsage(message["usage"], message["stop_reason"] ? Count::Whole : Count::Beginning, events);
}

/// From a `message_delta`, or a whole message.
void Anthropic::readEnding(const Json& message, std::vector<StreamEvent>& events) {
    if (const QString reason = message["stop_reason"].text(); !reason.isEmpty()) {
        m_stopReason = reason;
    }
    const Json details = message["stop_details"];
    const QString explanation = details["explanation"].text();
    const QString category = details["category"].text();
    if (!m_explained && !(explanation.isEmpty() && category.isEmpty())) {
        m_explained = true;
        events.emplace_back(
            Warning{Warning::Kind::Provider,
                    redacted(explanation.isEmpty() ? QStringLiteral("refused, category: ") + category
                                                   : explanation)});
    }
}

void Anthropic::readUsage(const Json& usage, Count worth, std::vector<StreamEvent>& events) {
    if (!usage.isObject()) {
        return;
    }
    // Cumulative, and a field that is null or missing keeps its value.
    const auto take = [](std::optional<qint64>& count, const Json& value) {
        if (const auto number = value.integer()) {
            count = number;
        }
    };
    take(m_freshInput, usage["input_tokens"]);
    take(m_cacheWrites, usage["cache_creation_input_tokens"]);
    take(m_cacheReads, usage["cache_read_input_tokens"]);
    if (worth == Count::Whole) {
        take(m_usage.output, usage["output_tokens"]);
        take(m_usage.thinking, usage["output_tokens_details"]["thinking_tokens"]);
    }
    m_usage.cached = m_cacheReads;
    m_usage.cacheWrite = m_cacheWrites;
    const qint64 input = m_freshInput.value_or(0) + m_cacheWrites.value_or(0) + m_cacheReads.value_or(0);
    if (m_freshInput && input > 0) { // some local servers send a 0 that means nothing
        m_usage.input = input;
    }
    if (m_usage != Usage{}) {
        events.emplace_back(UsageReported{m_usage});
    }
}

void Anthropic::stopMessage(std::vector<StreamEvent>& events) {
    // Without a reason the model has not said that it stopped: the end of the connection, not of the answer.
    if (!m_closed && !m_stopReason.isEmpty()) {
        m_blocks.stopAll(events);
        events.emplace_back(Finished{stopReasonOf(m_stopReason), m_stopReason});
    }
    close(events);
}

void Anthropic::close(std::vector<StreamEvent>& events) {
    if (!m_closed) {
        m_closed = true;
        events.emplace_back(Closed{});
    }
}

void Anthropic::fail(Failure failure, std::vector<StreamEvent>& events) {
    m_failed = true;
    events.emplace_back(ErrorReported{std::move(failure)});
}

Failure Anthropic::readError(const HttpReply& reply) const {
    Failure failure = failureOf(reply);
    if (failure.kind == Failure::Kind::BadRequest && failure.field.isEmpty()) {
        failure.field = refusedField(failure.detail);
    }
    addResetAdvice(failure, reply, rateLimits);
    return failure;
}

std::optional<Dialect::Way> Anthropic::continuationWay(const Prompt& prompt,
                                                       const Endpoint& /*endpoint*/) const {
    return refusesPrefill(prompt) || asksToThink(prompt) ? Way::Instruction : Way::Prefill;
}

} // namespace

std::unique_ptr<Dialect> makeAnthropic() {
    return std::make_unique<Anthropic>();
}

} // namespace rivulet::providers
