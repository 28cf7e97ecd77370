// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "DialectLaws.h"

#include "EventLaws.h"
#include "Law.h"

#include "providers/Dialect.h"
#include "providers/Json.h"

#include <array>

namespace rivulet::fuzz {

namespace {

using namespace providers;
using domain::Endpoint;
using domain::Failure;
using domain::Prompt;
using domain::StreamEvent;

using Events = std::vector<StreamEvent>;
using Slices = std::vector<QByteArrayView>;

Endpoint endpointOf(QStringView dialect) {
    Endpoint endpoint;
    endpoint.id = QStringLiteral("x");
    endpoint.dialect = dialect.toString();
    endpoint.baseUrl = QUrl(QStringLiteral("https://server.example:8443/v1"));
    endpoint.credential = {"Authorization", "Bearer "};
    if (dialect == u"openai-chat") {
        endpoint.quirks.sessionHeader = "X-Conversation";
    }
    return endpoint;
}

Prompt promptOf(const QString& text) {
    Prompt prompt;
    prompt.model = QStringLiteral("model");
    prompt.system = text.left(20);
    prompt.turns = {{domain::Role::User, text.isEmpty() ? QStringLiteral("Hello") : text}};
    prompt.background = true;
    prompt.session = QStringLiteral("session");
    return prompt;
}

/// Frames as they come out of slices, in the stream's order.
std::vector<wire::Frame> framesOf(const Dialect& dialect, const Slices& slices) {
    const auto decoder = dialect.makeDecoder();
    std::vector<wire::Frame> frames;
    for (const QByteArrayView slice : slices) {
        if (!decoder->feed(slice, frames)) {
            return frames;
        }
    }
    decoder->finish(frames);
    return frames;
}

void holdRequest(const HttpRequest& request, const Endpoint& endpoint) {
    Endpoint at = endpoint;
    at.baseUrl = request.url;
    require(at.baseUrl.isValid() && at.origin() == endpoint.origin() && at.problem().isEmpty(),
            "a request, and the key with it, goes to its endpoint", request.url.toString());
    for (const auto& [name, value] : request.headers) {
        const auto ends = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
        require(std::ranges::none_of(name, ends) && std::ranges::none_of(value, ends),
                "a header ends nothing", QString::fromLatin1(name));
    }
    if (request.method == HttpRequest::Method::Post) {
        JsonReader reader;
        require(reader.read(request.body).isObject() && mendedJson(request.body) == request.body,
                "a body is proper JSON", QString::fromUtf8(request.body));
    }
}

void holdRequestsAbout(const Dialect& dialect, const ResumePoint& point, const Prompt& prompt,
                       const Endpoint& endpoint) {
    for (const auto& request :
         {dialect.resumeRequest(prompt, endpoint, point), dialect.pollRequest(endpoint, point),
          dialect.cancelRequest(endpoint, point)}) {
        if (request) {
            holdRequest(*request, endpoint);
        }
    }
}

/// A stream that is kept as bytes and taken up again behind any of its frames goes on with the same words.
void goOnBehind(QStringView name, const std::vector<wire::Frame>& frames, std::size_t at,
                QByteArrayView stream, const Prompt& prompt, const Endpoint& endpoint) {
    const auto first = makeDialect(name);
    Events events;
    for (std::size_t i = 0; i <= at; ++i) {
        first->read(frames.at(i), events);
    }
    auto point = first->resumePoint(prompt, endpoint);
    if (!point || !isRunning(events)) {
        return;
    }
    point->bytes = frames.at(at).endOffset;
    const QByteArrayView rest = stream.sliced(point->bytes);
    if (rest.startsWith("\xEF\xBB\xBF")) {
        return; // a byte order mark counts at the start of a stream only
    }
    const auto whole = makeDialect(name);
    Events expected;
    for (const wire::Frame& frame : frames) {
        whole->read(frame, expected);
    }
    const auto second = makeDialect(name);
    second->resumeAt(*point);
    Events later;
    for (wire::Frame frame : framesOf(*second, {rest})) {
        second->read(frame, later);
    }
    events.insert(events.end(), later.begin(), later.end());
    require(wordsOf(events) == wordsOf(expected), "a stream that was taken up again says the same words",
            wordsOf(events) + u'\n' + wordsOf(expected));
}

void readStream(QStringView name, Input& input, const Prompt& prompt, const Endpoint& endpoint) {
    const QByteArrayView stream = input.bytes();
    const auto dialect = makeDialect(name);
    const std::vector<wire::Frame> frames = framesOf(*dialect, {stream});
    if (input.isOneOf(2, 0)) {
        require(framesOf(*dialect, input.slices(stream)) == frames, "any slices, the same frames");
    }
    Events events;
    const std::size_t place = input.choose(frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        dialect->read(frames.at(i), events);
        if (i == place) {
            if (const auto point = dialect->resumePoint(prompt, endpoint)) {
                holdRequestsAbout(*dialect, *point, prompt, endpoint);
                makeDialect(name)->resumeAt(*point);
            }
        }
    }
    holdEvents(events);
    require(events.size() <= static_cast<std::size_t>(stream.size()) + 16, "events are bounded by bytes");
    if (!endpoint.quirks.sessionHeader.isEmpty() && !frames.empty()) {
        goOnBehind(name, frames, place, stream, prompt, endpoint);
    }
    if (const auto paused = dialect->pausedContent()) {
        Prompt next = prompt;
        next.pausedContents = {*paused};
        holdRequest(dialect->request(next, endpoint), endpoint);
    }
}

/// Where a stream stands may come from a database that was meddled with, and its server may say anything
/// then.
void resumeAnywhere(QStringView name, Input& input, const Prompt& prompt, const Endpoint& endpoint) {
    const QByteArrayView stream = input.bytes();
    const ResumePoint any{QString::fromUtf8(stream.first(stream.size() / 2)), input.text(), stream.size()};
    const auto resumed = makeDialect(name);
    resumed->resumeAt(any);
    holdRequestsAbout(*resumed, any, prompt, endpoint);
    Events events;
    for (const wire::Frame& frame : framesOf(*resumed, {stream})) {
        resumed->read(frame, events);
    }
    holdEvents(events);
}

void readReplies(QStringView name, Input& input) {
    const QByteArray body = input.bytes().toByteArray();
    Events events;
    makeDialect(name)->readWhole(body, events);
    holdEvents(events);

    static constexpr std::array statuses{200, 400, 401, 402, 403, 404, 409, 410,
                                         413, 422, 429, 500, 503, 529, 599};
    HttpReply reply{statuses.at(input.choose(statuses.size())), {{"content-type", "application/json"}}, body};
    reply.headers.emplace_back("x-ratelimit-reset-requests", body.left(12));
    holdFailure(makeDialect(name)->readError(reply));

    if (const auto list = makeDialect(name)->readList(body)) {
        for (const domain::ModelTraits& traits : list.value()) {
            require(!traits.id.isEmpty() && traits.id.isValidUtf16(), "a model has a name");
        }
    } else {
        holdFailure(list.failure());
    }
}

void ask(QStringView name, Input& input, const Prompt& prompt, const Endpoint& endpoint) {
    const auto dialect = makeDialect(name);
    holdRequest(dialect->request(prompt, endpoint), endpoint);
    for (const auto way : {Dialect::Way::Prefill, Dialect::Way::Instruction}) {
        holdRequest(dialect->request(continuationPrompt(prompt, input.text(), way), endpoint), endpoint);
    }
}

} // namespace

/// The stream always. The rest, which mostly has to do with other bytes than a stream's, where they look like
/// it and now and then: building requests costs several times what reading a stream does.
void readAsDialect(QStringView name, Input& input) {
    static const Endpoint endpoint = endpointOf(name); // a program reads as one dialect
    const Prompt prompt = promptOf(input.text());
    readStream(name, input, prompt, endpoint);
    const QByteArrayView bytes = input.bytes();
    const bool looksWhole = bytes.startsWith('{') || bytes.startsWith('[');
    if (input.isOneOf(looksWhole ? 2 : 16, 1)) {
        readReplies(name, input);
    }
    if (input.isOneOf(16, 2)) {
        resumeAnywhere(name, input, prompt, endpoint);
    }
    if (input.isOneOf(32, 3)) {
        ask(name, input, prompt, endpoint);
    }
}

} // namespace rivulet::fuzz
