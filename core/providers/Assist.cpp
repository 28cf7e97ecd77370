// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AssistPlace.h"
#include "AssistReader.h"
#include "ErrorBody.h"
#include "Factories.h"
#include "Json.h"
#include "ModelList.h"
#include "RequestParts.h"
#include "wire/SseDecoder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

namespace rivulet::providers {

namespace {

using namespace domain;

QJsonArray attachmentsOf(const Turn& turn) {
    QJsonArray attachments;
    for (const Attachment& attachment : turn.attachments) {
        attachments.append(QJsonObject{
            {QStringLiteral("name"), attachment.name},
            {QStringLiteral("media_type"), QString::fromLatin1(attachment.mediaType)},
            {QStringLiteral("data"), QString::fromLatin1(attachment.bytes.toBase64())},
        });
    }
    return attachments;
}

/// Speaks the assist dialect, whose answers can be taken up again after any event. What the events mean is
/// its reader's business.
class Assist final : public Dialect {
public:
    [[nodiscard]] std::unique_ptr<wire::FrameDecoder> makeDecoder() const override {
        return std::make_unique<wire::SseDecoder>();
    }
    [[nodiscard]] HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override;
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override;
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override;
    [[nodiscard]] Failure readError(const HttpReply& reply) const override;
    [[nodiscard]] std::optional<Way> continuationWay(const Prompt&, const Endpoint&) const override {
        return Way::Instruction;
    }

    [[nodiscard]] bool promisesResume(const Prompt& prompt, const Endpoint&) const override {
        return prompt.stream;
    }
    [[nodiscard]] std::optional<ResumePoint> resumePoint(const Prompt& prompt,
                                                         const Endpoint&) const override;
    [[nodiscard]] std::optional<HttpRequest> resumeRequest(const Prompt& prompt, const Endpoint& endpoint,
                                                           const ResumePoint& point) const override;
    void resumeAt(const ResumePoint& point) override {
        m_reader.continueAt(AssistPlace::fromCursor(point.cursor), point.id);
    }

    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override {
        return getRequest(endpoint, u"/models");
    }
    [[nodiscard]] Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override {
        return readOpenAiList(body);
    }

private:
    JsonReader m_json;
    AssistReader m_reader;
};

HttpRequest Assist::request(const Prompt& prompt, const Endpoint& endpoint) const {
    QJsonArray messages;
    if (!prompt.system.trimmed().isEmpty()) {
        messages.append(QJsonObject{{QStringLiteral("role"), QStringLiteral("system")},
                                    {QStringLiteral("content"), prompt.system}});
    }
    for (const Turn& turn : turnsToSend(prompt)) {
        QJsonObject message{{QStringLiteral("role"), roleName(turn.role)},
                            {QStringLiteral("content"), turn.text}};
        if (!turn.attachments.empty()) {
            message[QStringLiteral("attachments")] = attachmentsOf(turn);
        }
        messages.append(message);
    }
    QJsonObject body{{QStringLiteral("model"), prompt.model},
                     {QStringLiteral("messages"), messages},
                     {QStringLiteral("stream"), prompt.stream}};
    if (prompt.maxTokens) {
        body[QStringLiteral("max_tokens")] = *prompt.maxTokens;
    }
    if (const auto effort = askedEffort(prompt); effort && prompt.thinkingMode != u"none") {
        body[QStringLiteral("effort")] = effortName(*effort);
    }
    if (prompt.temperature) {
        body[QStringLiteral("temperature")] = *prompt.temperature;
    }
    if (prompt.topP) {
        body[QStringLiteral("top_p")] = *prompt.topP;
    }
    const QString path =
        endpoint.quirks.chatPath.isEmpty() ? QStringLiteral("/chat") : endpoint.quirks.chatPath;
    return chatRequest(prompt, endpoint, path, body, "text/event-stream");
}

void Assist::read(const wire::Frame& frame, std::vector<StreamEvent>& events) {
    if (m_reader.isOver()) {
        return;
    }
    if (const Json event = m_json.read(frame.data); event.isObject()) {
        m_reader.read(frame, event, events);
    } else {
        events.emplace_back(Warning{Warning::Kind::SkippedEvent, QStringLiteral("an event that is no JSON")});
    }
}

void Assist::readWhole(const QByteArray& body, std::vector<StreamEvent>& events) {
    if (body.trimmed().isEmpty() && m_reader.continues()) {
        m_reader.readNothingLeft(events); // a 204
    } else {
        m_reader.readWhole(m_json.read(body.trimmed()), events);
    }
}

Failure Assist::readError(const HttpReply& reply) const {
    Failure failure = failureOf(reply);
    if (reply.status == 410) {
        failure.kind = Failure::Kind::NotFound; // what was kept of the answer is gone
    }
    return failure;
}

std::optional<ResumePoint> Assist::resumePoint(const Prompt& prompt, const Endpoint& /*endpoint*/) const {
    if (!prompt.stream || !m_reader.canResume()) {
        return std::nullopt;
    }
    return ResumePoint{m_reader.resumeToken(), m_reader.place().cursor()};
}

/// The same question again, with the place: servers take it in the header, in the query, or either. The quirk
/// `session_header` names the one where only one will do, as "Last-Event-ID" or "?last-event-id"; empty is
/// both.
std::optional<HttpRequest> Assist::resumeRequest(const Prompt& prompt, const Endpoint& endpoint,
                                                 const ResumePoint& point) const {
    const AssistPlace place = AssistPlace::fromCursor(point.cursor);
    if (place.eventId.isEmpty() && point.id.isEmpty()) {
        return std::nullopt;
    }
    HttpRequest again = request(prompt, endpoint);
    if (!place.eventId.isEmpty()) {
        const QByteArray& only = endpoint.quirks.sessionHeader;
        if (!only.startsWith('?')) {
            again.headers.emplace_back(only.isEmpty() ? QByteArray("Last-Event-ID") : only, place.eventId);
        }
        if (only.isEmpty() || only.startsWith('?')) {
            const QString name =
                only.isEmpty() ? QStringLiteral("last-event-id") : QString::fromLatin1(only.sliced(1));
            QUrlQuery query(again.url);
            query.addQueryItem(
                name, QString::fromLatin1(QUrl::toPercentEncoding(QString::fromUtf8(place.eventId))));
            again.url.setQuery(query);
        }
    }
    if (!point.id.isEmpty()) {
        QJsonObject body = QJsonDocument::fromJson(again.body).object();
        body[QStringLiteral("resume_token")] = point.id;
        again.body = bodyOf(body);
    }
    return again;
}

} // namespace

std::unique_ptr<Dialect> makeAssist() {
    return std::make_unique<Assist>();
}

} // namespace rivulet::providers
