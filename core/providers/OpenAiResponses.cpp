// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ErrorBody.h"
#include "Factories.h"
#include "Json.h"
#include "ModelList.h"
#include "OpenAiResponsesReader.h"
#include "OpenAiResponsesRequest.h"
#include "RateLimits.h"
#include "RequestParts.h"
#include "wire/SseDecoder.h"

#include <QUrlQuery>

#include <algorithm>

namespace rivulet::providers {

namespace {

using namespace domain;

/// An answer's name goes into the path of later requests: only what can't lead elsewhere.
bool isSafeName(const QString& id) {
    constexpr qsizetype longest = 512;
    const auto isPlain = [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_' || c == u'-');
    };
    return !id.isEmpty() && id.size() <= longest && std::ranges::all_of(id, isPlain);
}

/// The path of the API, or that of one answer below it.
QString pathOf(const Endpoint& endpoint, const QString& below = {}) {
    const QString path =
        endpoint.quirks.chatPath.isEmpty() ? QStringLiteral("/responses") : endpoint.quirks.chatPath;
    return below.isEmpty() ? path : QStringLiteral("%1/%2").arg(path, below);
}

/// Speaks the Responses API: its requests, also those about an answer that the server goes on with by itself.
/// What the events mean is its reader's business.
class OpenAiResponses final : public Dialect {
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

    [[nodiscard]] bool promisesResume(const Prompt& prompt, const Endpoint&) const override {
        return isInBackground(prompt);
    }
    [[nodiscard]] std::optional<ResumePoint> resumePoint(const Prompt& prompt,
                                                         const Endpoint&) const override;
    [[nodiscard]] std::optional<HttpRequest> resumeRequest(const Prompt& prompt, const Endpoint& endpoint,
                                                           const ResumePoint& point) const override;
    void resumeAt(const ResumePoint& point) override;
    [[nodiscard]] std::optional<HttpRequest> pollRequest(const Endpoint& endpoint,
                                                         const ResumePoint& point) const override;
    [[nodiscard]] std::optional<HttpRequest> cancelRequest(const Endpoint& endpoint,
                                                           const ResumePoint& point) const override;

    [[nodiscard]] std::optional<HttpRequest> listRequest(const Endpoint& endpoint) const override {
        return getRequest(endpoint, u"/models");
    }
    [[nodiscard]] Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override {
        return readOpenAiList(body);
    }

private:
    JsonReader m_json;
    OpenAiResponsesReader m_reader;
};

HttpRequest OpenAiResponses::request(const Prompt& prompt, const Endpoint& endpoint) const {
    Prompt asked = prompt;
    asked.omittedFields.removeAll(QStringLiteral("reasoning.summary")); // left out of the body already
    return chatRequest(asked, endpoint, pathOf(endpoint), responsesBody(prompt), "text/event-stream");
}

void OpenAiResponses::read(const wire::Frame& frame, std::vector<StreamEvent>& events) {
    if (m_reader.isOver()) {
        return;
    }
    if (frame.data.trimmed() == "[DONE]") {
        // Not promised by this protocol, yet sent: says that nothing follows, not that the answer is whole.
        events.emplace_back(Closed{});
        return;
    }
    const Json event = m_json.read(frame.data);
    if (!event.isObject()) {
        if (frame.event == "error") {
            m_reader.fail(failureOf(HttpReply{0, {}, frame.data}), events);
        } else {
            events.emplace_back(
                Warning{Warning::Kind::SkippedEvent, QStringLiteral("an event that is no JSON")});
        }
        return;
    }
    // The name of the event is the type again; one of them may be missing.
    const std::string_view type = event["type"].view();
    const std::string_view name(frame.event.constData(), static_cast<size_t>(frame.event.size()));
    m_reader.read(type.empty() || name == "error" ? name : type, event, events);
}

void OpenAiResponses::readWhole(const QByteArray& body, std::vector<StreamEvent>& events) {
    const Json response = m_json.read(body.trimmed());
    if (response["output"].isArray() || (response["status"].isString() && response["id"].isString())) {
        m_reader.readWhole(response, events);
    } else {
        m_reader.fail(failureInsteadOf(response, QStringLiteral("a response")), events);
    }
}

Failure OpenAiResponses::readError(const HttpReply& reply) const {
    Failure failure = failureOf(reply);
    addResetAdvice(failure, reply, openAiRateLimits);
    return failure;
}

std::optional<ResumePoint> OpenAiResponses::resumePoint(const Prompt& prompt,
                                                        const Endpoint& /*endpoint*/) const {
    if (!isInBackground(prompt) || m_reader.isOver() || !isSafeName(m_reader.id())) {
        return std::nullopt;
    }
    const auto number = m_reader.number();
    return ResumePoint{m_reader.id(), number ? QString::number(*number) : QString()};
}

std::optional<HttpRequest> OpenAiResponses::resumeRequest(const Prompt& prompt, const Endpoint& endpoint,
                                                          const ResumePoint& point) const {
    // Only an answer that was asked for as a stream can be streamed again.
    if (!prompt.stream || !isSafeName(point.id) || point.cursor.isEmpty()) {
        return std::nullopt;
    }
    HttpRequest request = getRequest(endpoint, pathOf(endpoint, point.id));
    for (auto& [name, value] : request.headers) {
        if (name == "Accept") {
            value = "text/event-stream";
        }
    }
    QUrlQuery query(request.url);
    query.addQueryItem(QStringLiteral("stream"), QStringLiteral("true"));
    query.addQueryItem(QStringLiteral("starting_after"), point.cursor);
    request.url.setQuery(query);
    return request;
}

void OpenAiResponses::resumeAt(const ResumePoint& point) {
    bool isNumber = false;
    const qint64 number = point.cursor.toLongLong(&isNumber);
    m_reader.continueAfter(point.id, isNumber ? std::optional(number) : std::nullopt);
}

std::optional<HttpRequest> OpenAiResponses::pollRequest(const Endpoint& endpoint,
                                                        const ResumePoint& point) const {
    return isSafeName(point.id) ? std::optional(getRequest(endpoint, pathOf(endpoint, point.id)))
                                : std::nullopt;
}

std::optional<HttpRequest> OpenAiResponses::cancelRequest(const Endpoint& endpoint,
                                                          const ResumePoint& point) const {
    if (!isSafeName(point.id)) {
        return std::nullopt;
    }
    HttpRequest request = getRequest(endpoint, pathOf(endpoint, point.id + QStringLiteral("/cancel")));
    request.method = HttpRequest::Method::Post;
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = "{}";
    return request;
}

} // namespace

std::unique_ptr<Dialect> makeOpenAiResponses() {
    return std::make_unique<OpenAiResponses>();
}

} // namespace rivulet::providers
