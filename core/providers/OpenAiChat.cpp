// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ErrorBody.h"
#include "Factories.h"
#include "Json.h"
#include "ModelList.h"
#include "OpenAiChatFields.h"
#include "OpenAiChatRequest.h"
#include "RateLimits.h"
#include "ThinkingTags.h"
#include "ToolCalls.h"
#include "wire/SseDecoder.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

namespace rivulet::providers {

namespace {

using namespace domain;

/// Reads one stream of Chat Completions, as its inventor sends it and as its many relatives do. Knows no
/// relative by name: whatever field is there is read.
class OpenAiChat final : public Dialect {
public:
    [[nodiscard]] std::unique_ptr<wire::FrameDecoder> makeDecoder() const override {
        return std::make_unique<wire::SseDecoder>();
    }
    [[nodiscard]] HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override {
        return openAiChatRequest(prompt, endpoint);
    }
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override;
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override;
    [[nodiscard]] Failure readError(const HttpReply& reply) const override;
    /// A trailing assistant message is history, unless the server is known to go on from it.
    [[nodiscard]] std::optional<Way> continuationWay(const Prompt& /*prompt*/,
                                                     const Endpoint& endpoint) const override {
        return endpoint.quirks.prefill.isEmpty() ? Way::Instruction : Way::Prefill;
    }

    [[nodiscard]] bool promisesResume(const Prompt& prompt, const Endpoint& endpoint) const override {
        return !sessionName(prompt, endpoint).isEmpty();
    }
    [[nodiscard]] std::optional<ResumePoint> resumePoint(const Prompt& prompt,
                                                         const Endpoint& endpoint) const override;
    [[nodiscard]] std::optional<HttpRequest> resumeRequest(const Prompt& prompt, const Endpoint& endpoint,
                                                           const ResumePoint& point) const override;
    void resumeAt(const ResumePoint& point) override;
    [[nodiscard]] std::optional<HttpRequest> cancelRequest(const Endpoint& endpoint,
                                                           const ResumePoint& point) const override;
    [[nodiscard]] std::optional<HttpRequest> readyRequest(const Endpoint& endpoint) const override;

    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override {
        const QString& path = endpoint.quirks.listPath;
        return openAiRequest(endpoint, HttpRequest::Method::Get,
                             path.isEmpty() ? QStringLiteral("models") : path);
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
    [[nodiscard]] QString cursor() const;

    JsonReader m_reader;
    ThinkingTags m_tags;
    ToolCalls m_calls;
    bool m_started = false;
    bool m_refused = false;
    bool m_finished = false;
    bool m_failed = false;
    bool m_closed = false;
};

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
    if (isChatError(json["error"]) || json["choices"].isArray()) {
        readChunk(json, events);
    } else {
        fail(failureInsteadOf(json, QStringLiteral("a chat completion")), events);
    }
    if (!m_failed) {
        close(events);
    }
}

void OpenAiChat::readChunk(const Json& chunk, std::vector<StreamEvent>& events) {
    if (isChatError(chunk["error"])) {
        fail(failureOf(0, readErrorBody(chunk)), events);
        return;
    }
    const Json gateway = chunk["x_groq"];
    if (isChatError(gateway["error"])) {
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
    if (const auto progress = readPromptProgress(chunk)) {
        events.emplace_back(*progress);
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
    if (const auto usage = readChatUsage(chunk)) {
        events.emplace_back(UsageReported{*usage});
    }
}

void OpenAiChat::readChoice(const Json& choice, std::vector<StreamEvent>& events) {
    if (isChatError(choice["error"])) {
        fail(failureOf(0, readErrorBody(choice)), events);
        return;
    }
    readDelta(choice["delta"].isObject() ? choice["delta"] : choice["message"], events);
    if (const QString reason = choice["finish_reason"].text(); !reason.isEmpty()) {
        finish(reason, events);
    }
}

void OpenAiChat::readDelta(const Json& delta, std::vector<StreamEvent>& events) {
    const ChatWords words = readChatWords(delta);
    if (!words.thinking.isEmpty() || words.thinksHidden) {
        events.emplace_back(ThinkingDelta{words.thinking, words.thinksHidden});
    }
    m_tags.read(words.text).tell(events);
    if (!words.refusal.isEmpty()) {
        m_refused = true;
        events.emplace_back(TextDelta{words.refusal});
    }
    m_calls.read(delta, events);
    for (const Citation& citation : words.citations) {
        events.emplace_back(citation);
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
    m_tags.finish().tell(events);
    m_calls.complete(events);
    StopReason stop = chatStopReason(reason);
    if (stop == StopReason::EndTurn && m_refused) {
        stop = StopReason::Refusal;
    } else if (stop == StopReason::EndTurn && !m_calls.isEmpty()) {
        stop = StopReason::ToolUse;
    }
    events.emplace_back(Finished{stop, reason});
}

void OpenAiChat::fail(Failure failure, std::vector<StreamEvent>& events) {
    m_failed = true;
    m_tags.finish().tell(events);
    events.emplace_back(ErrorReported{std::move(failure)});
}

void OpenAiChat::close(std::vector<StreamEvent>& events) {
    if (!m_closed) {
        m_closed = true;
        m_tags.finish().tell(events);
        events.emplace_back(Closed{});
    }
}

Failure OpenAiChat::readError(const HttpReply& reply) const {
    Failure failure = failureOf(reply);
    addResetAdvice(failure, reply, openAiRateLimits);
    return failure;
}

// Some servers keep an answer under a name of the client's choice, as the bytes that were sent, and go on
// with it when the connection breaks.

std::optional<ResumePoint> OpenAiChat::resumePoint(const Prompt& prompt, const Endpoint& endpoint) const {
    const QByteArray session = sessionName(prompt, endpoint);
    // Also before anything came: closing the connection alone would not stop the server.
    return session.isEmpty() ? std::nullopt
                             : std::optional(ResumePoint{QString::fromLatin1(session), cursor(), 0});
}

/// What is known of the answer besides the place in its bytes.
QString OpenAiChat::cursor() const {
    if (m_calls.isEmpty() && !m_refused) {
        return m_tags.cursor();
    }
    const QJsonObject all{{QStringLiteral("tags"), m_tags.cursor()},
                          {QStringLiteral("calls"), m_calls.cursor()},
                          {QStringLiteral("refused"), m_refused}};
    return QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact));
}

/// Beside "chat/completions", where the base URL has no version of its own.
HttpRequest sessionRequest(const Endpoint& endpoint, HttpRequest::Method method, const ResumePoint& point) {
    const bool versioned = QStringView(endpoint.baseUrl.path()).contains(u"/v1");
    HttpRequest request =
        openAiRequest(endpoint, method, versioned ? QStringLiteral("stream") : QStringLiteral("v1/stream"));
    QUrlQuery query(request.url);
    query.addQueryItem(QStringLiteral("conv_id"), QString::fromLatin1(QUrl::toPercentEncoding(point.id)));
    request.url.setQuery(query);
    return request;
}

std::optional<HttpRequest> OpenAiChat::resumeRequest(const Prompt& /*prompt*/, const Endpoint& endpoint,
                                                     const ResumePoint& point) const {
    if (endpoint.quirks.sessionHeader.isEmpty() || point.id.isEmpty()) {
        return std::nullopt;
    }
    HttpRequest request = sessionRequest(endpoint, HttpRequest::Method::Get, point);
    QUrlQuery query(request.url);
    query.addQueryItem(QStringLiteral("from"), QString::number(point.bytes));
    request.url.setQuery(query);
    for (auto& [name, value] : request.headers) {
        if (name == "Accept") {
            value = "text/event-stream";
        }
    }
    return request;
}

void OpenAiChat::resumeAt(const ResumePoint& point) {
    m_started = point.bytes > 0;
    if (!point.cursor.startsWith(u'{')) {
        m_tags.goOnFrom(point.cursor);
        return;
    }
    const QJsonObject all = QJsonDocument::fromJson(point.cursor.toUtf8()).object();
    m_tags.goOnFrom(all.value(QStringLiteral("tags")).toString());
    m_calls.goOnFrom(all.value(QStringLiteral("calls")).toArray());
    m_refused = all.value(QStringLiteral("refused")).toBool();
}

std::optional<HttpRequest> OpenAiChat::cancelRequest(const Endpoint& endpoint,
                                                     const ResumePoint& point) const {
    if (endpoint.quirks.sessionHeader.isEmpty() || point.id.isEmpty()) {
        return std::nullopt;
    }
    return sessionRequest(endpoint, HttpRequest::Method::Delete, point);
}

std::optional<HttpRequest> OpenAiChat::readyRequest(const Endpoint& endpoint) const {
    if (endpoint.quirks.healthPath.isEmpty()) {
        return std::nullopt;
    }
    return openAiRequest(endpoint, HttpRequest::Method::Get, endpoint.quirks.healthPath);
}

} // namespace

std::unique_ptr<Dialect> makeOpenAiChat() {
    return std::make_unique<OpenAiChat>();
}

} // namespace rivulet::providers
