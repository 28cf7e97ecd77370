// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicRequest.h"
#include "ErrorBody.h"
#include "Factories.h"
#include "Json.h"
#include "RateLimits.h"
#include "RequestParts.h"
#include "domain/Redaction.h"
#include "wire/SseDecoder.h"

#include <array>
#include <map>

namespace rivulet::providers {

namespace {

using namespace domain;

constexpr std::array rateLimits{
    RateLimit{"anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"},
    RateLimit{"anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"},
    RateLimit{"anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"},
    RateLimit{"anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"},
};

/// A tool's result is shown, not used; this much of one is enough to see what it was.
constexpr qsizetype longestResult = 4000;

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

/// What a server tool brought back, as lines to read.
QString resultWords(const Json& content) {
    QStringList lines;
    const auto addLine = [&lines](const Json& value) {
        if (const QString line = value.text(); !line.isEmpty()) {
            lines.append(line);
        }
    };
    for (const Json item : content.items()) {
        const QString title = item["title"].text();
        const QString url = item["url"].text();
        if (!url.isEmpty()) {
            lines.append(title.isEmpty() ? url : QStringLiteral("%1 <%2>").arg(title, url));
        } else {
            addLine(item["text"]);
        }
    }
    if (content.isString()) {
        addLine(content);
    }
    for (const char* const part : {"error_code", "url", "stdout", "stderr"}) {
        addLine(content[part]);
    }
    if (lines.isEmpty() && content.isObject()) {
        lines.append(content.compact());
    }
    return redacted(lines.join(u'\n'), longestResult);
}

/// Documents have a title of another name, search results a source in place of an address.
Citation citationOf(const Json& citation) {
    const QString title = citation["title"].text();
    const QString url = citation["url"].text();
    return {title.isEmpty() ? citation["document_title"].text() : title,
            url.isEmpty() ? citation["source"].text() : url, citation["cited_text"].text()};
}

/// Reads one stream of the Messages API. Knows its events and blocks; how they come and where they go is
/// others' business.
class Anthropic final : public Dialect {
public:
    [[nodiscard]] std::unique_ptr<wire::FrameDecoder> makeDecoder() const override {
        return std::make_unique<wire::SseDecoder>();
    }
    [[nodiscard]] HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override;
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override;
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override;
    [[nodiscard]] Failure readError(const HttpReply& reply) const override;
    [[nodiscard]] std::optional<Way> continuationWay(const Prompt& prompt, const Endpoint&) const override;
    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override;
    [[nodiscard]] Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override;

private:
    /// What is open under an index of `content`.
    struct Block {
        QString toolId;
        bool clientTool = false;
        bool toldThinking = false; ///< words of it came, or that it has none
        bool thinking = false;
    };

    void startMessage(const Json& message, std::vector<StreamEvent>& events);
    void startBlock(qint64 index, const Json& block, std::vector<StreamEvent>& events);
    void readDelta(qint64 index, const Json& delta, std::vector<StreamEvent>& events);
    void stopBlock(qint64 index, std::vector<StreamEvent>& events);
    void readEnding(const Json& message, std::vector<StreamEvent>& events);
    /// What the counts of a message are worth: at its beginning there is a number of output tokens that says
    /// nothing.
    enum class Count { Beginning, Whole };
    void readUsage(const Json& usage, Count worth, std::vector<StreamEvent>& events);
    void stopMessage(std::vector<StreamEvent>& events);
    void fail(Failure failure, std::vector<StreamEvent>& events);

    JsonReader m_reader;
    std::map<qint64, Block> m_blocks;
    QString m_stopReason;
    bool m_failed = false;
    bool m_stopped = false;

    // The provider's own counts: of input there are three that exclude each other.
    std::optional<qint64> m_freshInput;
    std::optional<qint64> m_cacheWrites;
    std::optional<qint64> m_cacheReads;
    Usage m_usage;
};

/// Servers that offer this API name their base with and without the version.
QString versioned(const Endpoint& endpoint, QStringView path) {
    const QString base = endpoint.baseUrl.path();
    const bool hasVersion = base.endsWith(u"/v1") || base.endsWith(u"/v1/");
    return (hasVersion ? QString() : QStringLiteral("/v1")) + path.toString();
}

void addVersion(HttpRequest& request) {
    request.headers.emplace_back("anthropic-version", "2023-06-01");
}

HttpRequest Anthropic::request(const Prompt& prompt, const Endpoint& endpoint) const {
    HttpRequest request = chatRequest(prompt, endpoint, versioned(endpoint, u"/messages"),
                                      anthropicBody(prompt), "text/event-stream");
    addVersion(request);
    return request;
}

void Anthropic::read(const wire::Frame& frame, std::vector<StreamEvent>& events) {
    if (m_failed) {
        return;
    }
    if (frame.data == "[DONE]") {
        // Not of this protocol; some servers that speak several end all of them so.
        events.emplace_back(Closed{});
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
    if (type == "error" || json["error"]) {
        fail(failureOf(0, readErrorBody(json)), events);
    } else if (type == "content_block_delta") {
        readDelta(json["index"].integer().value_or(0), json["delta"], events);
    } else if (type == "content_block_start") {
        startBlock(json["index"].integer().value_or(0), json["content_block"], events);
    } else if (type == "content_block_stop") {
        stopBlock(json["index"].integer().value_or(0), events);
    } else if (type == "message_start") {
        startMessage(json["message"], events);
    } else if (type == "message_delta") {
        readEnding(json["delta"], events);
        readUsage(json["usage"], Count::Whole, events);
    } else if (type == "message_stop") {
        stopMessage(events);
    } else if (type == "ping") {
        events.emplace_back(Alive{});
    }
}

void Anthropic::readWhole(const QByteArray& body, std::vector<StreamEvent>& events) {
    const Json json = m_reader.read(body.trimmed());
    if (json["error"] || !json["content"].isArray()) {
        fail(failureInsteadOf(json, QStringLiteral("a message")), events);
        return;
    }
    startMessage(json, events);
    qint64 index = 0;
    for (const Json block : json["content"].items()) {
        startBlock(index, block, events);
        stopBlock(index, events);
        ++index;
    }
    readEnding(json, events);
    stopMessage(events);
}

void Anthropic::startMessage(const Json& message, std::vector<StreamEvent>& events) {
    events.emplace_back(Started{message["id"].text(), message["model"].text()});
    readUsage(message["usage"], message["stop_reason"] ? Count::Whole : Count::Beginning, events);
}

void Anthropic::startBlock(qint64 index, const Json& block, std::vector<StreamEvent>& events) {
    Block& open = m_blocks[index];
    open = {};
    const std::string_view type = block["type"].view();
    if (type == "text") {
        for (const Json citation : block["citations"].items()) {
            events.emplace_back(citationOf(citation));
        }
        if (const QString text = block["text"].text(); !text.isEmpty()) {
            events.emplace_back(TextDelta{text});
        }
    } else if (type == "thinking") {
        // Said even while it has no words yet: with omitted thinking none will come, only a long silence.
        const QString thinking = block["thinking"].text();
        open.thinking = true;
        open.toldThinking = !thinking.isEmpty();
        events.emplace_back(ThinkingDelta{thinking, false});
    } else if (type == "redacted_thinking") {
        events.emplace_back(ThinkingDelta{{}, true});
    } else if (type.ends_with("tool_use")) {
        open.toolId = block["id"].text();
        open.clientTool = type == "tool_use";
        const Json input = block["input"];
        events.emplace_back(ToolActivity{open.toolId,
                                         block["name"].text(),
                                         ToolActivity::State::Running,
                                         input.isEmpty() ? QString() : input.compact(),
                                         {}});
    } else if (type.ends_with("tool_result")) {
        const Json content = block["content"];
        const bool failed = content["type"].view().ends_with("_error") || block["is_error"].truth() == true;
        events.emplace_back(
            ToolActivity{block["tool_use_id"].text(),
                         {},
                         failed ? ToolActivity::State::Failed : ToolActivity::State::Completed,
                         {},
                         resultWords(content)});
    }
}

void Anthropic::readDelta(qint64 index, const Json& delta, std::vector<StreamEvent>& events) {
    const std::string_view type = delta["type"].view();
    if (type == "text_delta") {
        if (const QString text = delta["text"].text(); !text.isEmpty()) {
            events.emplace_back(TextDelta{text});
        }
    } else if (type == "thinking_delta") {
        const QString thinking = delta["thinking"].text();
        m_blocks[index].toldThinking = true;
        events.emplace_back(ThinkingDelta{thinking, thinking.isEmpty()});
    } else if (type == "input_json_delta") {
        const QString piece = delta["partial_json"].text();
        const QString id = m_blocks[index].toolId;
        if (!piece.isEmpty() && !id.isEmpty()) {
            events.emplace_back(ToolActivity{id, {}, ToolActivity::State::Running, piece, {}});
        }
    } else if (type == "citations_delta") {
        events.emplace_back(citationOf(delta["citation"]));
    }
}

void Anthropic::stopBlock(qint64 index, std::vector<StreamEvent>& events) {
    const auto open = m_blocks.find(index);
    if (open == m_blocks.end()) {
        return;
    }
    if (open->second.thinking && !open->second.toldThinking) {
        events.emplace_back(ThinkingDelta{{}, true});
    }
    if (open->second.clientTool) {
        // The call is whole; it is shown and never run, so nothing else will end it.
        events.emplace_back(ToolActivity{open->second.toolId, {}, ToolActivity::State::Completed, {}, {}});
    }
    m_blocks.erase(open);
}

/// From a `message_delta`, or a whole message.
void Anthropic::readEnding(const Json& message, std::vector<StreamEvent>& events) {
    if (const QString reason = message["stop_reason"].text(); !reason.isEmpty()) {
        m_stopReason = reason;
    }
    const Json details = message["stop_details"];
    const QString explanation = details["explanation"].text();
    const QString category = details["category"].text();
    if (!explanation.isEmpty() || !category.isEmpty()) {
        events.emplace_back(
            Warning{Warning::Kind::Provider, redacted(explanation.isEmpty() ? category : explanation)});
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
    if (m_freshInput) {
        m_usage.input = *m_freshInput + m_cacheWrites.value_or(0) + m_cacheReads.value_or(0);
    }
    events.emplace_back(UsageReported{m_usage});
}

void Anthropic::stopMessage(std::vector<StreamEvent>& events) {
    if (m_stopped) {
        return;
    }
    m_stopped = true;
    // Without a reason the model has not said that it stopped: the end of the connection, not of the answer.
    if (!m_stopReason.isEmpty()) {
        events.emplace_back(Finished{stopReasonOf(m_stopReason), m_stopReason});
    }
    events.emplace_back(Closed{});
}

void Anthropic::fail(Failure failure, std::vector<StreamEvent>& events) {
    m_failed = true;
    events.emplace_back(ErrorReported{std::move(failure)});
}

Failure Anthropic::readError(const HttpReply& reply) const {
    Failure failure = failureOf(reply);
    addResetAdvice(failure, reply, rateLimits);
    return failure;
}

std::optional<Dialect::Way> Anthropic::continuationWay(const Prompt& prompt,
                                                       const Endpoint& /*endpoint*/) const {
    switch (claudeThinking(prompt)) {
    case ClaudeThinking::Adaptive:
    case ClaudeThinking::Always:
        return Way::Instruction;
    case ClaudeThinking::Unknown:
    case ClaudeThinking::None:
    case ClaudeThinking::Budget:
        break;
    }
    return asksToThink(prompt) ? Way::Instruction : Way::Prefill;
}

std::optional<HttpRequest> Anthropic::listRequest(const Endpoint& endpoint) const {
    HttpRequest request = getRequest(endpoint, versioned(endpoint, u"/models"));
    request.url.setQuery(QStringLiteral("limit=1000"));
    addVersion(request);
    return request;
}

Result<std::vector<ModelTraits>> Anthropic::readList(const QByteArray& body) const {
    JsonReader reader;
    const Json json = reader.read(body);
    if (!json["data"].isArray()) {
        return failureInsteadOf(json, QStringLiteral("a list of models"));
    }
    std::vector<ModelTraits> models;
    for (const Json row : json["data"].items()) {
        const QString id = row["id"].text();
        if (id.isEmpty() || row["lifecycle"].view() == "retired") {
            continue;
        }
        const QString name = row["display_name"].text();
        ModelTraits model;
        model.id = id;
        model.name = name.isEmpty() ? id : name;
        model.contextTokens = row["max_input_tokens"].integer();
        model.maxOutputTokens = row["max_tokens"].integer();
        model.thinks = row["capabilities"]["thinking"]["supported"].truth();
        models.push_back(std::move(model));
    }
    return models;
}

} // namespace

std::unique_ptr<Dialect> makeAnthropic() {
    return std::make_unique<Anthropic>();
}

} // namespace rivulet::providers
