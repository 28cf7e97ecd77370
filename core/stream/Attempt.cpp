// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/Attempt.h"

#include "domain/Redaction.h"
#include "stream/BodyLook.h"
#include "stream/RetryPolicy.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rivulet::stream {

namespace {

using domain::Failure;

constexpr std::chrono::milliseconds longestTakeUp{60'000};
/// 204: all of the answer was sent before.
constexpr int nothingLeft = 204;

QByteArray mediaType(const providers::HttpReply& reply) {
    const QByteArray value = reply.header("content-type");
    return value.split(';').first().trimmed().toLower();
}

/// Servers label their streams in many ways; the end mark decides about those, not the label.
bool mayStream(const QByteArray& type) {
    return type.isEmpty() || type == "text/event-stream" || type == "text/plain" ||
           type == "application/octet-stream" || type.contains("ndjson") || type.contains("jsonl") ||
           type.contains("json-seq") || type.contains("stream+json");
}

Failure failed(Failure::Kind kind, const QString& detail, int status = 0) {
    Failure failure;
    failure.kind = kind;
    failure.detail = detail;
    failure.httpStatus = status;
    return failure;
}

} // namespace

Attempt::Attempt(ConnectionPool& pool, const domain::Clock& clock,
                 std::unique_ptr<providers::Dialect> dialect)
    : m_clock(clock)
    , m_dialect(std::move(dialect))
    , m_decoder(m_dialect->makeDecoder())
    , m_exchange(pool, clock)
    , m_sentAt(clock.now()) {
    connect(&m_exchange, &HttpExchange::headReceived, this, [this](const providers::HttpReply& reply) {
        tellLimits(reply);
        if (const auto failure = m_over ? std::nullopt : readHead(reply)) {
            end(failure);
        }
    });
    connect(&m_look, &QTimer::timeout, this, [this] { m_flow->look(m_clock.now()); });
    connect(&m_exchange, &HttpExchange::received, this, &Attempt::readBytes);
    connect(&m_exchange, &HttpExchange::finished, this, &Attempt::readEnd);
    connect(&m_exchange, &HttpExchange::failed, this, &Attempt::readFailure);
}

Attempt::~Attempt() = default;

void Attempt::send(const domain::Prompt& prompt, const domain::Endpoint& endpoint, const domain::Secret& key,
                   HttpExchange::Options options) {
    m_sentAt = m_clock.now();
    m_prompt = prompt;
    m_endpoint = endpoint;
    options.whole = !prompt.stream;
    if (prompt.stream) {
        m_flow.emplace(m_sentAt, std::min(options.timeouts.quiet, options.timeouts.firstByte));
        m_look.start(FlowWatch::lookEach);
    } else {
        // Its first byte is its last.
        options.timeouts.firstByte *= Timeouts::wholeFactor;
    }
    begin(m_dialect->request(prompt, endpoint), key, options);
}

bool Attempt::takeUp(const domain::Prompt& prompt, const domain::Endpoint& endpoint,
                     const domain::Secret& key, HttpExchange::Options options,
                     const providers::ResumePoint& point, TakeUp how) {
    const auto request = how == TakeUp::Stream ? m_dialect->resumeRequest(prompt, endpoint, point)
                                               : m_dialect->pollRequest(endpoint, point);
    if (!request) {
        return false;
    }
    m_dialect->resumeAt(point);
    m_takesUp = true;
    m_bytesBefore = point.bytes;
    m_sentAt = m_clock.now();
    m_prompt = prompt;
    m_endpoint = endpoint;
    options.whole = how == TakeUp::Whole;
    // What is there already, or has begun, is not thought about for long. And what is told again comes all at
    // once, so the flow is not judged.
    options.timeouts.firstByte = std::min(options.timeouts.firstByte, longestTakeUp);
    begin(*request, key, options);
    return true;
}

void Attempt::begin(const providers::HttpRequest& request, const domain::Secret& key,
                    HttpExchange::Options options) {
    options.wholeLimit = wholeLimit;
    m_keyMask.emplace(key, m_endpoint.baseUrl);
    m_exchange.send(request, key, options);
}

void Attempt::cancel() {
    m_over = true;
    m_look.stop();
    m_exchange.cancel();
}

void Attempt::setHeld(bool held) {
    if (m_flow && held) {
        m_flow->disturb();
    }
    m_exchange.setHeld(held);
}

std::optional<FlowWatch::Flow> Attempt::flow() const {
    return m_flow ? std::optional(m_flow->flow()) : std::nullopt;
}

std::optional<providers::ResumePoint> Attempt::resumePoint() const {
    auto point = m_dialect->resumePoint(m_prompt, m_endpoint);
    if (point) {
        point->bytes = m_bytesBefore + m_bytesRead;
    }
    return point;
}

domain::Clock::Instant Attempt::lastSignOfLife() const {
    return std::max(m_sentAt, m_exchange.lastByteAt());
}

void Attempt::tellLimits(const providers::HttpReply& reply) {
    const auto limits = m_dialect->accountLimits(reply, m_clock.wallTime());
    if (!limits.empty()) {
        Q_EMIT limitsTold(limits);
    }
}

std::optional<Failure> Attempt::readHead(const providers::HttpReply& reply) {
    const QByteArray type = mediaType(reply);
    if (mayStream(type)) {
        m_body = Body::Stream;
        if (m_flow) {
            m_flow->headCame();
        }
        return std::nullopt;
    }
    if (type == "application/json" || type.endsWith("+json")) {
        m_body = Body::Whole;
        return std::nullopt;
    }
    // A captive portal's page, most often.
    return failed(Failure::Kind::WrongContentType, domain::redactedUtf8(type, 200), reply.status);
}

void Attempt::readBytes(const QByteArray& bytes) {
    if (!m_over && !m_looked) {
        look(bytes);
    }
    if (m_over) {
        return;
    }
    if (m_body == Body::Whole) {
        if (m_whole.size() + bytes.size() > wholeLimit) {
            end(failed(Failure::Kind::AnswerTooLong, {}));
            return;
        }
        m_whole += bytes;
        return;
    }
    if (m_flow) {
        m_flow->bytesCame(m_clock.now());
        m_look.stop();
    }
    std::vector<wire::Frame> frames;
    const bool fits = m_decoder->feed(bytes, frames);
    pass(frames);
    if (!fits) {
        end(failed(Failure::Kind::FrameTooLong, {}));
    }
}

void Attempt::look(const QByteArray& bytes) {
    const BodyLook found = bodyLook(m_whole + bytes);
    m_looked = found != BodyLook::Unknown;
    if (found == BodyLook::Page) {
        end(failed(Failure::Kind::WrongContentType, QStringLiteral("a page")));
    } else if (found == BodyLook::Fields && m_body == Body::Whole) {
        readKept();
    }
}

void Attempt::readKept() {
    m_body = Body::Stream;
    if (m_flow) {
        m_flow->headCame();
    }
    readBytes(std::exchange(m_whole, {}));
}

void Attempt::readLastLine() {
    if (m_body == Body::Whole && isJsonLines(m_whole)) {
        readKept();
    }
    if (m_over || m_body != Body::Stream) {
        return;
    }
    std::vector<wire::Frame> frames;
    m_decoder->finish(frames);
    // Half of a line says nothing.
    std::erase_if(frames, [](const wire::Frame& frame) { return !frame.data.trimmed().endsWith('}'); });
    pass(frames);
}

void Attempt::readEnd(const providers::HttpReply& reply) {
    if (m_over) {
        return;
    }
    if (m_body == Body::Unknown) {
        if (const auto failure = readHead(reply)) {
            end(failure);
            return;
        }
    }
    if (m_body == Body::Whole && isJsonLines(m_whole)) {
        readKept();
    }
    if (m_over) {
        return;
    }
    if (m_body == Body::Whole) {
        if (m_flow) {
            m_flow->wholeCame(m_clock.now());
        }
        const QByteArray body = m_whole + reply.body;
        std::vector<domain::StreamEvent> events;
        m_dialect->readWhole(body, events);
        m_stillWritten = events.size() == 1 && std::holds_alternative<domain::Alive>(events.front());
        pass(events);
    } else {
        if (!reply.body.isEmpty()) { // a stream, although a whole was asked for
            readBytes(reply.body);
        }
        std::vector<wire::Frame> frames;
        m_decoder->finish(frames);
        pass(frames);
    }
    end(std::nullopt);
}

void Attempt::readFailure(const Failure& failure, const providers::HttpReply& reply) {
    if (failure.kind != Failure::Kind::UnexpectedStatus) {
        readLastLine();
        end(failure);
        return;
    }
    tellLimits(reply);
    if (m_over) {
        return;
    }
    if (m_takesUp && reply.status == nothingLeft) {
        std::vector<domain::StreamEvent> events;
        m_dialect->readWhole({}, events);
        pass(events);
        end(std::nullopt);
        return;
    }
    Failure told = m_dialect->readError(reply);
    told.httpStatus = reply.status;
    if (const auto advice = retryAdvice(reply, m_clock.wallTime())) {
        told.retryAfter = advice;
    }
    if (const auto advice = shouldRetryAdvice(reply)) {
        told.shouldRetry = advice;
    }
    end(told);
}

void Attempt::pass(const std::vector<wire::Frame>& frames) {
    if (m_over || frames.empty()) {
        return;
    }
    std::vector<domain::StreamEvent> events;
    for (const wire::Frame& frame : frames) {
        m_dialect->read(frame, events);
        m_bytesRead = frame.endOffset;
        if (!events.empty() && std::holds_alternative<domain::Closed>(events.back())) {
            break; // what a server says after that is no part of the answer
        }
    }
    watch(events);
    flow(events);
    pass(events);
}

void Attempt::pass(const std::vector<domain::StreamEvent>& events) {
    if (m_over || events.empty()) {
        return;
    }
    const auto isOfServersWords = [](const domain::StreamEvent& event) {
        return std::holds_alternative<domain::ErrorReported>(event) ||
               std::holds_alternative<domain::Warning>(event);
    };
    if (std::ranges::any_of(events, isOfServersWords)) {
        std::vector<domain::StreamEvent> clean;
        std::ranges::transform(events, std::back_inserter(clean),
                               [this](const domain::StreamEvent& event) { return withoutKey(event); });
        Q_EMIT eventsRead(clean);
    } else {
        Q_EMIT eventsRead(events);
    }
    if (std::holds_alternative<domain::Closed>(events.back())) {
        end(std::nullopt);
    }
}

domain::StreamEvent Attempt::withoutKey(const domain::StreamEvent& event) const {
    if (const auto* const error = std::get_if<domain::ErrorReported>(&event); error != nullptr && m_keyMask) {
        domain::ErrorReported clean = *error;
        clean.failure = m_keyMask->masked(clean.failure);
        return clean;
    }
    if (const auto* const warning = std::get_if<domain::Warning>(&event); warning != nullptr && m_keyMask) {
        domain::Warning clean = *warning;
        clean.message = m_keyMask->masked(clean.message);
        return clean;
    }
    return event;
}

void Attempt::flow(const std::vector<domain::StreamEvent>& events) {
    const auto isContent = [](const domain::StreamEvent& event) {
        return std::holds_alternative<domain::TextDelta>(event) ||
               std::holds_alternative<domain::ThinkingDelta>(event);
    };
    if (!m_flows && std::ranges::any_of(events, isContent)) {
        m_flows = true;
        m_exchange.readAtBeats();
    }
}

void Attempt::watch(const std::vector<domain::StreamEvent>& events) {
    if (!m_flow) {
        return;
    }
    int pieces = 0;
    qsizetype characters = 0;
    for (const domain::StreamEvent& event : events) {
        const auto* const text = std::get_if<domain::TextDelta>(&event);
        const auto* const thinking = std::get_if<domain::ThinkingDelta>(&event);
        if (text != nullptr || thinking != nullptr) {
            ++pieces;
            characters += text != nullptr ? text->text.size() : thinking->text.size();
        }
    }
    if (pieces > 0) {
        m_flow->contentCame(pieces, characters, m_clock.now());
    }
}

void Attempt::end(const std::optional<Failure>& failure) {
    if (m_over) {
        return;
    }
    cancel();
    Q_EMIT over(failure && m_keyMask ? std::optional(m_keyMask->masked(*failure)) : failure);
}

} // namespace rivulet::stream
