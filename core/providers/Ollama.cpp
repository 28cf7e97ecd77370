// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ErrorBody.h"
#include "Factories.h"
#include "Json.h"
#include "OllamaRequest.h"
#include "RequestParts.h"
#include "ThinkingTags.h"
#include "ToolCalls.h"
#include "domain/Redaction.h"
#include "wire/NdjsonDecoder.h"

#include <QUrl>

#include <chrono>

namespace rivulet::providers {

namespace {

using namespace domain;

/// What the words of this server's errors mean beyond their status.
Failure refined(Failure failure) {
    if (failure.kind == Failure::Kind::BadRequest &&
        (failure.detail.contains(u"does not support thinking") || failure.detail.contains(u"think value") ||
         failure.detail.contains(u"invalid think"))) {
        failure.field = QStringLiteral("think");
    } else if (failure.detail.contains(u"requires more system memory")) {
        failure.shouldRetry = false; // as a fault of the server it would be asked again
        // The context is part of what a model takes: without a larger one there may be room for it.
        failure.kind = Failure::Kind::Unprocessable;
        failure.field = QStringLiteral("num_ctx");
    }
    return failure;
}

/// With the address to sign in at, for models that run elsewhere. Its query names this machine's key.
Failure failureIn(int status, const Json& root) {
    Failure failure = refined(failureOf(status, readErrorBody(root)));
    if (const QUrl url(root["signin_url"].text()); url.isValid() && !url.host().isEmpty()) {
        const QString address = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveUserInfo).toString();
        failure.detail = redacted(failure.detail + u' ' + address);
    }
    return failure;
}

std::optional<std::chrono::milliseconds> durationOf(const Json& nanoseconds) {
    const auto count = nanoseconds.integer();
    if (!count || *count < 0) {
        return std::nullopt;
    }
    return std::chrono::round<std::chrono::milliseconds>(std::chrono::nanoseconds(*count));
}

/// Reads one answer of /api/chat, a JSON object a line. Knows its fields; how lines come is others' business.
class Ollama final : public Dialect {
public:
    [[nodiscard]] std::unique_ptr<wire::FrameDecoder> makeDecoder() const override {
        return std::make_unique<wire::NdjsonDecoder>();
    }
    [[nodiscard]] HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override {
        return chatRequest(prompt, endpoint, u"/api/chat", ollamaBody(prompt), "application/x-ndjson");
    }
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override;
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override;
    [[nodiscard]] Failure readError(const HttpReply& reply) const override;
    /// The template goes on from a trailing assistant message.
    [[nodiscard]] std::optional<Way> continuationWay(const Prompt&, const Endpoint&) const override {
        return Way::Prefill;
    }
    /// A server that runs answers this at once, whatever it is loading.
    [[nodiscard]] std::optional<HttpRequest> readyRequest(const Endpoint& endpoint) const override {
        return getRequest(endpoint, u"/api/ps");
    }
    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override {
        return getRequest(endpoint, u"/api/tags");
    }
    [[nodiscard]] Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override;

private:
    void readLine(const Json& line, std::vector<StreamEvent>& events);
    void readUsage(const Json& line, std::vector<StreamEvent>& events);
    void finish(const Json& line, std::vector<StreamEvent>& events);

    JsonReader m_reader;
    ToolCalls m_calls;
    ThinkingTags m_tags;
    bool m_started = false;
    bool m_ended = false;
};

void Ollama::read(const wire::Frame& frame, std::vector<StreamEvent>& events) {
    if (m_ended) {
        return;
    }
    const Json line = m_reader.read(frame.data);
    if (line.isObject()) {
        readLine(line, events);
    } else {
        events.emplace_back(Warning{Warning::Kind::SkippedEvent, QStringLiteral("a line that is no JSON")});
    }
}

void Ollama::readWhole(const QByteArray& body, std::vector<StreamEvent>& events) {
    const Json answer = m_reader.read(body.trimmed());
    if (answer["error"] || answer["message"].isObject()) {
        readLine(answer, events);
    } else {
        m_ended = true;
        events.emplace_back(ErrorReported{failureInsteadOf(answer, QStringLiteral("a chat answer"))});
    }
}

void Ollama::readLine(const Json& line, std::vector<StreamEvent>& events) {
    if (line["error"]) {
        m_ended = true;
        events.emplace_back(ErrorReported{failureIn(0, line)});
        return;
    }
    if (!m_started) {
        m_started = true;
        // This protocol names no answer; a model that runs elsewhere is named by its own host.
        const QString remote = line["remote_model"].text();
        events.emplace_back(Started{{}, remote.isEmpty() ? line["model"].text() : remote});
    }
    const Json message = line["message"];
    if (const QString thinking = message["thinking"].text(); !thinking.isEmpty()) {
        events.emplace_back(ThinkingDelta{thinking, false});
    }
    if (const QString text = message["content"].text(); !text.isEmpty()) {
        m_tags.read(text).tell(events);
    }
    m_calls.read(message, events);
    if (line["done_reason"].view() == "load") {
        events.emplace_back(Progress{QStringLiteral("loading"), {}, {}, {}, {}});
    }
    if (line["done"].truth() == true) {
        finish(line, events);
    }
}

void Ollama::readUsage(const Json& line, std::vector<StreamEvent>& events) {
    // Counts that are zero are left out; a prompt without a count was read from the cache whole.
    Usage usage;
    usage.input = line["prompt_eval_count"].integer();
    usage.output = line["eval_count"].integer();
    usage.loadTime = durationOf(line["load_duration"]);
    usage.promptTime = durationOf(line["prompt_eval_duration"]);
    usage.answerTime = durationOf(line["eval_duration"]);
    if (usage != Usage{}) {
        events.emplace_back(UsageReported{usage});
    }
}

void Ollama::finish(const Json& line, std::vector<StreamEvent>& events) {
    m_ended = true;
    m_tags.finish().tell(events);
    m_calls.complete(events);
    readUsage(line, events);
    const QString raw = line["done_reason"].text();
    StopReason reason = StopReason::Other;
    if (raw == u"length") {
        reason = StopReason::TokenLimit;
    } else if (raw == u"stop" || raw.isEmpty()) {
        reason = m_calls.isEmpty() ? StopReason::EndTurn : StopReason::ToolUse;
    }
    events.emplace_back(Finished{reason, raw});
    events.emplace_back(Closed{});
}

Failure Ollama::readError(const HttpReply& reply) const {
    JsonReader reader;
    const Json root = reader.read(reply.body.trimmed());
    return root.isObject() ? failureIn(reply.status, root) : refined(failureOf(reply));
}

Result<std::vector<ModelTraits>> Ollama::readList(const QByteArray& body) const {
    JsonReader reader;
    const Json json = reader.read(body);
    if (!json["models"].isArray()) {
        return failureInsteadOf(json, QStringLiteral("a list of models"));
    }
    std::vector<ModelTraits> models;
    for (const Json row : json["models"].items()) {
        QString id = row["model"].text();
        if (id.isEmpty()) {
            id = row["name"].text();
        }
        ModelTraits model;
        model.id = id;
        model.name = row["name"].text();
        model.contextTokens = row["details"]["context_length"].integer();
        model.takesPdf = false; // the protocol has no place for one
        // Only newer servers tell what a model can do.
        bool chats = true;
        if (const Json capabilities = row["capabilities"]; capabilities.isArray()) {
            chats = false;
            model.thinks = false;
            model.takesImages = false;
            model.usesTools = false;
            const auto items = capabilities.items();
            for (const Json capability : items) {
                chats = chats || capability.view() == "completion";
                model.thinks = *model.thinks || capability.view() == "thinking";
                model.takesImages = *model.takesImages || capability.view() == "vision";
                model.usesTools = *model.usesTools || capability.view() == "tools";
            }
        }
        if (!id.isEmpty() && chats) {
            models.push_back(std::move(model));
        }
    }
    return models;
}

} // namespace

std::unique_ptr<Dialect> makeOllama() {
    return std::make_unique<Ollama>();
}

} // namespace rivulet::providers
