// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Factories.h"
#include "GeminiCheckpoint.h"
#include "GeminiDecoder.h"
#include "GeminiErrors.h"
#include "GeminiList.h"
#include "GeminiParts.h"
#include "GeminiRequest.h"
#include "Json.h"
#include "RequestParts.h"
#include "domain/Redaction.h"

#include <QHash>
#include <QSet>
#include <QUrlQuery>

namespace rivulet::providers {

namespace {

using namespace domain;

/// Sources are told again with each piece of an answer; more than these are not compared.
constexpr qsizetype mostCitations = 1000;
/// A server that calls more tools than these has the results of the others shown apart.
constexpr qsizetype mostCallNames = 1000;

/// Reads one stream (or whole answer) of generateContent. Knows its candidates; how they come and where they
/// go is others' business.
///
/// There is no mark that nothing follows: an answer is whole once a candidate has named a reason to finish,
/// and counts may still come until the connection ends. Without such a reason its end is an interruption.
class Gemini final : public Dialect {
public:
    [[nodiscard]] std::unique_ptr<wire::FrameDecoder> makeDecoder() const override {
        return std::make_unique<GeminiDecoder>();
    }
    [[nodiscard]] HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override {
        return requestWith(prompt, endpoint, {});
    }
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override;
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override;
    [[nodiscard]] Failure readError(const HttpReply& reply) const override { return geminiFailure(reply); }
    /// A trailing turn of the model is history here, and with thinking on it is refused.
    [[nodiscard]] std::optional<Way> continuationWay(const Prompt&, const Endpoint&) const override {
        return Way::Instruction;
    }
    [[nodiscard]] std::optional<ResumePoint> resumePoint(const Prompt&, const Endpoint&) const override;
    [[nodiscard]] std::optional<HttpRequest> resumeRequest(const Prompt& prompt, const Endpoint& endpoint,
                                                           const ResumePoint& point) const override;
    void resumeAt(const ResumePoint& point) override;
    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override;
    [[nodiscard]] Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override {
        return readGeminiList(body);
    }

private:
    [[nodiscard]] HttpRequest requestWith(const Prompt& prompt, const Endpoint& endpoint,
                                          const QString& token) const;
    /// A chunk, or a list of them where the server was asked for no events.
    void readBody(const Json& json, std::vector<StreamEvent>& events);
    void readChunk(const Json& chunk, std::vector<StreamEvent>& events);
    void readCandidate(const Json& candidate, std::vector<StreamEvent>& events);
    void readPart(const Json& part, std::vector<StreamEvent>& events);
    void readText(const Json& part, std::vector<StreamEvent>& events);
    void readTool(ToolActivity tool, const Json& part, std::vector<StreamEvent>& events);
    void readUsage(const Json& usage, std::vector<StreamEvent>& events);
    void readFeedback(const Json& feedback, std::vector<StreamEvent>& events);
    void finish(const Json& candidate, std::vector<StreamEvent>& events);
    void fail(Failure failure, std::vector<StreamEvent>& events);
    void close(std::vector<StreamEvent>& events);

    JsonReader m_reader;
    GeminiCheckpoint m_checkpoint;
    QString m_responseId;
    QHash<QString, QString> m_latestCalls; ///< a tool's name to the id of its call
    QSet<QString> m_citations;
    bool m_started = false;
    bool m_called = false;
    bool m_finished = false;
    bool m_failed = false;
    bool m_closed = false;
    /// The server took the answer away, or its checkpoint leads nowhere.
    bool m_cannotResume = false;

    // The provider's own counts: of output there are two that exclude each other.
    std::optional<qint64> m_candidates;
    Usage m_usage;
};

HttpRequest Gemini::requestWith(const Prompt& prompt, const Endpoint& endpoint, const QString& token) const {
    const QString verb =
        prompt.stream ? QStringLiteral(":streamGenerateContent") : QStringLiteral(":generateContent");
    const QString path = u'/' + geminiModelPath(prompt.model) + verb;
    QJsonObject body = geminiBody(prompt);
    if (!token.isEmpty()) {
        body[QStringLiteral("continuationToken")] = token;
    }
    HttpRequest request =
        chatRequest(prompt, endpoint, geminiPath(endpoint, path), body, "text/event-stream");
    if (prompt.stream) {
        QUrlQuery query(request.url);
        query.addQueryItem(QStringLiteral("alt"), QStringLiteral("sse"));
        request.url.setQuery(query);
    }
    return request;
}

void Gemini::read(const wire::Frame& frame, std::vector<StreamEvent>& events) {
    if (m_failed || m_closed) {
        return;
    }
    if (frame.data.trimmed() == "[DONE]") {
        // Not of this protocol; some servers that speak several end all of them so.
        close(events);
        return;
    }
    const Json json = m_reader.read(frame.data);
    if (json.isObject() || json.isArray()) {
        readBody(json, events);
    } else {
        events.emplace_back(Warning{Warning::Kind::SkippedEvent, QStringLiteral("an event that is no JSON")});
    }
}

void Gemini::readWhole(const QByteArray& body, std::vector<StreamEvent>& events) {
    const Json json = m_reader.read(body.trimmed());
    const bool isAnswer = json["candidates"] || json["promptFeedback"] || json["usageMetadata"] ||
                          (json.isArray() && !json.isEmpty());
    if (isAnswer) {
        readBody(json, events);
    } else {
        fail(geminiFailure(json), events);
    }
    if (!m_failed) {
        close(events);
    }
}

void Gemini::readBody(const Json& json, std::vector<StreamEvent>& events) {
    if (!json.isArray()) {
        readChunk(json, events);
        return;
    }
    for (const Json chunk : json.items()) {
        if (!m_failed && !m_closed) {
            readChunk(chunk, events);
        }
    }
}

void Gemini::readChunk(const Json& chunk, std::vector<StreamEvent>& events) {
    if (chunk["error"]) {
        fail(geminiFailure(chunk), events);
        return;
    }
    const QString id = chunk["responseId"].text();
    const QString model = chunk["modelVersion"].text();
    if (!m_started && !(id.isEmpty() && model.isEmpty())) {
        m_started = true;
        m_responseId = id;
        events.emplace_back(Started{id, model});
    }
    // One answer was asked for; others are not of it. The first has no index in some versions.
    Json answer;
    qint64 position = 0;
    for (const Json candidate : chunk["candidates"].items()) {
        if (!answer && candidate["index"].integer().value_or(position) == 0) {
            answer = candidate;
        }
        ++position;
    }
    readCandidate(answer, events);
    if (m_failed) {
        return;
    }
    readUsage(chunk["usageMetadata"], events);
    readFeedback(chunk["promptFeedback"], events);
    if (!m_failed) {
        finish(answer, events);
    }
}

void Gemini::readCandidate(const Json& candidate, std::vector<StreamEvent>& events) {
    for (const Json part : candidate["content"]["parts"].items()) {
        if (!m_failed) {
            readPart(part, events);
        }
    }
    if (m_failed) {
        return;
    }
    for (const Citation& citation : geminiCitations(candidate)) {
        const QString key = citation.url + u'\n' + citation.title;
        if (m_citations.size() < mostCitations && !m_citations.contains(key)) {
            m_citations.insert(key);
            events.emplace_back(citation);
        }
    }
    // It stands for all of this chunk and what came before.
    if (const QString token = candidate["continuationToken"].text(); !token.isEmpty()) {
        m_checkpoint.reach(token);
    }
}

void Gemini::readPart(const Json& part, std::vector<StreamEvent>& events) {
    if (part["text"].isString()) {
        readText(part, events);
    } else if (auto tool = geminiTool(part)) {
        readTool(std::move(*tool), part, events);
    } else if (const QString media = geminiMedia(part); !media.isEmpty()) {
        const auto place = m_checkpoint.takeTool();
        if (place.isNew) {
            events.emplace_back(
                Warning{Warning::Kind::Provider,
                        redacted(QStringLiteral("a part of type %1 is not shown").arg(media), 200)});
        }
    }
}

void Gemini::readText(const Json& part, std::vector<StreamEvent>& events) {
    const QString text = part["text"].text();
    if (part["thought"].truth() == true) {
        const QString thinking = m_checkpoint.takeThinking(text);
        if (text.isEmpty() || !thinking.isEmpty()) {
            events.emplace_back(ThinkingDelta{thinking, text.isEmpty()});
        }
        return;
    }
    const auto fresh = m_checkpoint.takeText(text);
    if (!fresh) {
        Failure failure;
        failure.kind = Failure::Kind::Malformed;
        failure.detail = QStringLiteral("the server went on with another text than the one it was cut in");
        fail(std::move(failure), events);
    } else if (!fresh->isEmpty()) {
        events.emplace_back(TextDelta{*fresh});
    }
}

void Gemini::readTool(ToolActivity tool, const Json& part, std::vector<StreamEvent>& events) {
    // Words after the result of a call are an answer again.
    m_called = part["functionCall"] || (m_called && !part["functionResponse"]);
    const auto place = m_checkpoint.takeTool();
    const bool isResult = part["functionResponse"] || part["toolResponse"] || part["codeExecutionResult"];
    if (tool.id.isEmpty()) {
        // A result without an id is of the latest call of that name.
        const QString latest = isResult ? m_latestCalls.value(tool.name) : QString();
        tool.id = latest.isEmpty() ? QStringLiteral("call-%1").arg(place.number) : latest;
    }
    if (!isResult && m_latestCalls.size() < mostCallNames) {
        m_latestCalls[tool.name] = tool.id;
    }
    if (place.isNew) {
        events.emplace_back(std::move(tool));
    }
}

void Gemini::readUsage(const Json& usage, std::vector<StreamEvent>& events) {
    if (!usage.isObject()) {
        return;
    }
    // Running totals; a count that is missing keeps its value.
    if (const auto prompt = usage["promptTokenCount"].integer()) {
        m_usage.input = *prompt + usage["toolUsePromptTokenCount"].integer().value_or(0);
    }
    const auto take = [](std::optional<qint64>& count, const Json& value) {
        if (const auto number = value.integer()) {
            count = number;
        }
    };
    take(m_usage.cached, usage["cachedContentTokenCount"]);
    take(m_usage.thinking, usage["thoughtsTokenCount"]);
    take(m_candidates, usage["candidatesTokenCount"]);
    if (m_candidates || m_usage.thinking) {
        m_usage.output = m_candidates.value_or(0) + m_usage.thinking.value_or(0);
    }
    events.emplace_back(UsageReported{m_checkpoint.sum(m_usage)});
}

/// A prompt that was found unwelcome has no answer, under a status that says that all is well.
void Gemini::readFeedback(const Json& feedback, std::vector<StreamEvent>& events) {
    const QString reason = feedback["blockReason"].text();
    if (reason.isEmpty()) {
        return;
    }
    m_cannotResume = true;
    Failure failure;
    failure.kind = Failure::Kind::ContentBlocked;
    failure.code = redacted(reason, 100);
    failure.detail = redacted(feedback["blockReasonMessage"].text());
    fail(std::move(failure), events);
}

void Gemini::finish(const Json& candidate, std::vector<StreamEvent>& events) {
    const QString raw = candidate["finishReason"].text();
    if (raw.isEmpty() || raw == u"FINISH_REASON_UNSPECIFIED" || m_finished) {
        return;
    }
    if (raw == u"CONTINUATION") {
        // The end of this connection, not of the answer. The token it began with would lead here again.
        m_cannotResume = !m_checkpoint.isFresh();
        close(events);
        return;
    }
    if (!m_checkpoint.isCaughtUp()) {
        Failure failure;
        failure.kind = Failure::Kind::Malformed;
        failure.detail = QStringLiteral("the server went on with less text than it was cut in");
        fail(std::move(failure), events);
        return;
    }
    if (const QString words = candidate["finishMessage"].text(); !words.isEmpty()) {
        events.emplace_back(Warning{Warning::Kind::Provider, redacted(words)});
    }
    m_finished = true;
    const StopReason reason = geminiStopReason(raw);
    events.emplace_back(
        Finished{reason == StopReason::EndTurn && m_called ? StopReason::ToolUse : reason, raw});
}

void Gemini::fail(Failure failure, std::vector<StreamEvent>& events) {
    m_failed = true;
    // An answer that came out otherwise would do so again.
    m_cannotResume = m_cannotResume || failure.kind == Failure::Kind::Malformed;
    events.emplace_back(ErrorReported{std::move(failure)});
}

void Gemini::close(std::vector<StreamEvent>& events) {
    m_closed = true;
    events.emplace_back(Closed{});
}

std::optional<ResumePoint> Gemini::resumePoint(const Prompt& /*prompt*/, const Endpoint& /*endpoint*/) const {
    if (!m_checkpoint.isReached() || m_finished || m_cannotResume) {
        return std::nullopt;
    }
    return ResumePoint{m_responseId, m_checkpoint.cursor(m_checkpoint.sum(m_usage)), 0};
}

std::optional<HttpRequest> Gemini::resumeRequest(const Prompt& prompt, const Endpoint& endpoint,
                                                 const ResumePoint& point) const {
    const QString token = GeminiCheckpoint::tokenIn(point.cursor);
    return token.isEmpty() ? std::nullopt : std::optional(requestWith(prompt, endpoint, token));
}

void Gemini::resumeAt(const ResumePoint& point) {
    if (m_checkpoint.restore(point.cursor)) {
        m_responseId = point.id;
    }
}

std::optional<HttpRequest> Gemini::listRequest(const Endpoint& endpoint) const {
    HttpRequest request = getRequest(endpoint, geminiPath(endpoint, u"/models"));
    QUrlQuery query(request.url);
    // All in one page: the default is 50.
    query.addQueryItem(QStringLiteral("pageSize"), QStringLiteral("1000"));
    request.url.setQuery(query);
    return request;
}

} // namespace

std::unique_ptr<Dialect> makeGemini() {
    return std::make_unique<Gemini>();
}

} // namespace rivulet::providers
