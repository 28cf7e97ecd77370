// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AssistReader.h"

#include "ErrorBody.h"
#include "Json.h"
#include "domain/Redaction.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rivulet::providers {

using namespace domain;
using State = ToolActivity::State;

namespace {

/// Tools beyond these are told without being kept apart.
constexpr std::size_t mostTools = 1000;

/// By the error's own type; what is not one of them is read like any server's error.
Failure failureOfEvent(const Json& event) {
    Failure failure = failureOf(0, readErrorBody(event));
    const QString type = event["error_type"].text();
    if (type == u"network_timeout") {
        failure.kind = Failure::Kind::ServerError;
    } else if (type == u"model_overload") {
        failure.kind = Failure::Kind::Overloaded;
    } else if (type == u"token_limit") {
        failure.kind = Failure::Kind::ContextTooLong;
    } else if (type == u"rate_limit") {
        failure.kind = Failure::Kind::RateLimited;
    }
    return failure;
}

QByteArrayView unitsOf(QStringView text) {
    return {reinterpret_cast<const char*>(text.utf16()), text.size() * qsizetype{sizeof(char16_t)}};
}

Progress progressOf(const Json& event) {
    Progress progress;
    progress.phase = QStringLiteral("answer");
    progress.done = event["tokens_sent"].integer();
    progress.total = event["estimated_total"].integer();
    if (const auto percentage = event["progress_percentage"].number();
        percentage && std::isfinite(*percentage)) {
        progress.fraction = std::clamp(*percentage / 100, 0.0, 1.0);
    }
    constexpr double longest = 7.0 * 24 * 3600;
    const auto seconds = event["estimated_time_remaining"].number();
    if (seconds && *seconds >= 0 && *seconds <= longest) {
        progress.remaining = std::chrono::milliseconds(static_cast<qint64>(std::llround(*seconds * 1000)));
    }
    return progress;
}

} // namespace

void AssistReader::continueAt(const AssistPlace& place, const QString& resumeToken) {
    m_place = place;
    m_resumeToken = resumeToken;
    m_lastId = place.eventId;
    m_continues = true;
}

void AssistReader::read(const wire::Frame& frame, const Json& event, std::vector<StreamEvent>& events) {
    const QByteArray id = sendableId(frame.id);
    if (m_isOver || isLastOneAgain(id, event)) {
        return;
    }
    if (const QString token = event["resume_token"].text(); !token.isEmpty()) {
        m_resumeToken = token;
    }
    const std::string_view type = event["type"].view();
    if (type != "error" && !event["error"]) {
        start(event, events);
    }
    if (type == "token") {
        if (!readToken(event, events)) {
            return;
        }
    } else if (type == "progress") {
        events.emplace_back(progressOf(event));
    } else if (type == "thinking") {
        // A line of what it is at; the next replaces it, and together they are how it came to its answer.
        if (const QString message = event["message"].text(); !message.isEmpty()) {
            events.emplace_back(ThinkingDelta{message + u'\n', false});
        }
    } else if (type == "tool_use") {
        readTool(event, events);
    } else if (type == "warning") {
        const QString message = event["message"].text();
        events.emplace_back(
            Warning{Warning::Kind::Provider, redacted(message.isEmpty() ? event["code"].text() : message)});
    } else if (type == "error" || event["error"]) {
        readError(event, events);
    } else if (type == "done") {
        finish(event, events);
    } else if (type == "ping" || type == "keepalive" || type == "heartbeat") {
        events.emplace_back(Alive{});
    }
    // A stream that goes on need not name the last event again before it sends one with a name of its own.
    if (!id.isEmpty() || !m_continues) {
        m_place.eventId = id;
    }
}

void AssistReader::readWhole(const Json& answer, std::vector<StreamEvent>& events) {
    if (answer["type"].view() == "error") {
        readError(answer, events);
    } else if (!answer["error"] && answer["content"].isString()) {
        start(answer, events);
        addText(answer["content"].text(), events);
        finish(answer, events);
    } else {
        m_isFinal = true;
        fail(failureInsteadOf(answer, QStringLiteral("an assist answer")), events);
    }
}

void AssistReader::readNothingLeft(std::vector<StreamEvent>& events) {
    m_isOver = true;
    m_isFinal = true;
    events.emplace_back(Finished{StopReason::EndTurn, {}});
    events.emplace_back(Closed{});
}

/// This protocol has no event for the beginning; names of the answer and its model may stand in any.
void AssistReader::start(const Json& event, std::vector<StreamEvent>& events) {
    if (!m_started && !m_continues) {
        m_started = true;
        events.emplace_back(Started{event["answer_id"].text(), event["model"].text()});
    }
}

/// A server may begin with the last event instead of the one after it. A token tells so by its index.
bool AssistReader::isLastOneAgain(const QByteArray& id, const Json& event) {
    if (m_lastId.isEmpty() || id != m_lastId) {
        return false;
    }
    m_lastId.clear(); // events without an id of their own bear this one too
    return !(event["type"].view() == "token" && event["index"].integer());
}

bool AssistReader::readToken(const Json& event, std::vector<StreamEvent>& events) {
    const qint64 index = event["index"].integer().value_or(m_place.nextIndex);
    if (index < m_place.nextIndex) {
        return false; // came before
    }
    if (index > m_place.nextIndex) {
        if (m_place.ahead > 0) {
            m_place.ahead = 0; // what was told ahead is what these indexes skip
        } else if (!acceptGap(index, events)) {
            return false;
        }
    }
    m_place.nextIndex = index + 1;
    m_place.afterGap = false;
    QString text = event["content"].text();
    const auto known = std::min<qint64>(m_place.ahead, text.size());
    m_place.ahead -= known;
    addText(text.remove(0, known), events);
    return true;
}

/// Whether the stream is read on though tokens are missing: where it can't be taken up again before them, or
/// was already in vain.
bool AssistReader::acceptGap(qint64 index, std::vector<StreamEvent>& events) {
    const QString words =
        QStringLiteral("tokens %1 to %2 did not come").arg(m_place.nextIndex).arg(index - 1);
    if (namesItsPlace() && !m_place.afterGap) {
        m_place.afterGap = true;
        Failure gap;
        gap.kind = Failure::Kind::CutOff;
        gap.detail = words;
        gap.code = QStringLiteral("gap");
        fail(gap, events);
        return false;
    }
    events.emplace_back(Warning{Warning::Kind::SkippedEvent, words});
    return true;
}

void AssistReader::addText(QString text, std::vector<StreamEvent>& events) {
    if (text.isEmpty()) {
        return;
    }
    m_place.units += text.size();
    m_told.addData(unitsOf(text));
    m_toldUnits += text.size();
    if (text.front().isLowSurrogate()) {
        text.remove(0, 1); // the server, telling the text anew, had told its other half as something else
    }
    if (!text.isEmpty()) {
        events.emplace_back(TextDelta{std::move(text)});
    }
}

void AssistReader::readTool(const Json& event, std::vector<StreamEvent>& events) {
    const QString name = event["tool"].text();
    const QString query = event["query"].isString() ? event["query"].text()
                          : event["query"]          ? event["query"].compact()
                                                    : QString();
    const QString status = event["status"].text();
    const State state = status == u"completed" ? State::Completed
                        : status == u"failed"  ? State::Failed
                                               : State::Running;
    // Nothing names a call but what it asks for.
    QString key = event["id"].text();
    if (key.isEmpty()) {
        key = QStringLiteral("%1:%2").arg(name, query);
    }
    const auto known = m_tools.find(key);
    const bool isNew =
        known == m_tools.end() || (known->second.state != State::Running && state == State::Running);
    Tool tool = isNew ? Tool{} : known->second;
    if (isNew) {
        tool.id = known == m_tools.end() ? key : known->second.id + u'\'';
    }
    tool.state = state;
    const bool isOwnWord = state == State::Running && status != u"running";
    // Where a call began before this stream was taken up again, its end does not tell its arguments twice.
    const bool tellsArguments = isNew && !(m_continues && state != State::Running);
    const QString result = isOwnWord || tool.showsStatus ? redacted(status, 200) : QString();
    tool.showsStatus = tool.showsStatus || isOwnWord;
    if (known != m_tools.end() || m_tools.size() < mostTools) {
        m_tools[key] = tool;
    }
    events.emplace_back(
        ToolActivity{tool.id, isNew ? name : QString(), state, tellsArguments ? query : QString(), result});
}

void AssistReader::readError(const Json& event, std::vector<StreamEvent>& events) {
    addPartial(event["partial_response"].text(), events);
    m_isFinal = event["resumable"].truth() != true;
    Failure failure = failureOfEvent(event);
    if (!m_isFinal && namesItsPlace()) {
        failure.shouldRetry = true; // whatever the error is
    }
    fail(std::move(failure), events);
}

/// The whole text so far, by the server. What of it did not come as tokens is told now, if it goes on from
/// what did.
void AssistReader::addPartial(const QString& partial, std::vector<StreamEvent>& events) {
    if (partial.size() <= m_place.units) {
        return;
    }
    const QStringView told = QStringView(partial).mid(m_place.units - m_toldUnits, m_toldUnits);
    if (QCryptographicHash::hash(unitsOf(told), QCryptographicHash::Sha1) == m_told.result()) {
        const QString rest = partial.mid(m_place.units);
        m_place.ahead += rest.size();
        addText(rest, events);
    } else {
        events.emplace_back(Warning{Warning::Kind::SkippedEvent,
                                    QStringLiteral("a partial_response that differs from what came before")});
    }
}

void AssistReader::finish(const Json& event, std::vector<StreamEvent>& events) {
    m_isFinal = true;
    Usage usage;
    usage.input = event["usage"]["input_tokens"].integer();
    usage.output = event["usage"]["output_tokens"].integer();
    if (!usage.output && usage.input && event["total_tokens"].integer()) {
        usage.output = std::max<qint64>(0, *event["total_tokens"].integer() - *usage.input);
    }
    if (usage.input || usage.output) {
        events.emplace_back(UsageReported{usage});
    }
    const QString raw = event["finish_reason"].text();
    if (raw == u"cancelled") {
        // Given up on somebody's word: not whole, and not to be asked for again.
        Failure failure;
        failure.kind = Failure::Kind::CutOff;
        failure.code = raw;
        failure.shouldRetry = false;
        fail(failure, events);
        return;
    }
    m_isOver = true;
    const StopReason reason = raw == u"length"                  ? StopReason::TokenLimit
                              : raw.isEmpty() || raw == u"stop" ? StopReason::EndTurn
                                                                : StopReason::Other;
    events.emplace_back(Finished{reason, raw});
    events.emplace_back(Closed{});
}

void AssistReader::fail(Failure failure, std::vector<StreamEvent>& events) {
    m_isOver = true;
    events.emplace_back(ErrorReported{std::move(failure)});
}

} // namespace rivulet::providers
