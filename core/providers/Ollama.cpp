// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ErrorBody.h"
#include "Factories.h"
#include "Json.h"
#include "RequestParts.h"
#include "ToolCalls.h"
#include "wire/NdjsonDecoder.h"

#include <QJsonArray>

namespace rivulet::providers {

namespace {

using namespace domain;

/// Models that can't think answer the wish with a 400 that names no field but says so in words.
Failure withField(Failure failure) {
    if (failure.kind == Failure::Kind::BadRequest && failure.detail.contains(u"does not support thinking")) {
        failure.field = QStringLiteral("think");
    }
    return failure;
}

/// Reads one answer of /api/chat, a JSON object a line. Knows its fields; how lines come is others' business.
class Ollama final : public Dialect {
public:
    [[nodiscard]] std::unique_ptr<wire::FrameDecoder> makeDecoder() const override {
        return std::make_unique<wire::NdjsonDecoder>();
    }
    [[nodiscard]] HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override;
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override;
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override;
    [[nodiscard]] Failure readError(const HttpReply& reply) const override {
        return withField(failureOf(reply));
    }
    /// The template goes on from a trailing assistant message.
    [[nodiscard]] std::optional<Way> continuationWay(const Prompt&, const Endpoint&) const override {
        return Way::Prefill;
    }
    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override {
        return getRequest(endpoint, u"/api/tags");
    }
    [[nodiscard]] Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override;

private:
    void readLine(const Json& line, std::vector<StreamEvent>& events);
    void finish(const Json& line, std::vector<StreamEvent>& events);

    JsonReader m_reader;
    ToolCalls m_calls;
    bool m_started = false;
    bool m_ended = false;
};

HttpRequest Ollama::request(const Prompt& prompt, const Endpoint& endpoint) const {
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
    if (prompt.maxTokens) {
        body[QStringLiteral("options")] = QJsonObject{{QStringLiteral("num_predict"), *prompt.maxTokens}};
    }
    if (const auto effort = askedEffort(prompt); effort && prompt.thinkingMode != u"none") {
        body[QStringLiteral("think")] =
            *effort == Effort::Off ? QJsonValue(false) : QJsonValue(effortName(*effort));
    }
    return chatRequest(prompt, endpoint, u"/api/chat", body, "application/x-ndjson");
}

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
        events.emplace_back(ErrorReported{withField(failureOf(0, readErrorBody(line)))});
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
        events.emplace_back(TextDelta{text});
    }
    m_calls.read(message, events);
    if (line["done"].truth() == true) {
        finish(line, events);
    }
}

void Ollama::finish(const Json& line, std::vector<StreamEvent>& events) {
    m_ended = true;
    m_calls.complete(events);
    // Counts that are zero are left out; a prompt without a count was read from the cache whole.
    Usage usage;
    usage.input = line["prompt_eval_count"].integer();
    usage.output = line["eval_count"].integer();
    if (usage.input || usage.output) {
        events.emplace_back(UsageReported{usage});
    }
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
        // Only newer servers tell what a model can do.
        bool chats = true;
        if (const Json capabilities = row["capabilities"]; capabilities.isArray()) {
            chats = false;
            model.thinks = false;
            const auto items = capabilities.items();
            for (const Json capability : items) {
                chats = chats || capability.view() == "completion";
                model.thinks = *model.thinks || capability.view() == "thinking";
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
