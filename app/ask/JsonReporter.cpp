// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/JsonReporter.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

using std::chrono::milliseconds;

template <typename Number>
QJsonValue orNull(const std::optional<Number>& number) {
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

QJsonValue orNull(const std::optional<milliseconds>& time) {
    return time ? QJsonValue(static_cast<qint64>(time->count())) : QJsonValue(QJsonValue::Null);
}

QJsonValue rate(const std::optional<double>& perSecond) {
    return perSecond ? QJsonValue(std::round(*perSecond * 10) / 10) : QJsonValue(QJsonValue::Null);
}

QString reasonName(const domain::Ending& ending) {
    switch (ending.outcome) {
    case domain::Outcome::Completed:
        return domain::stopName(ending.stop);
    case domain::Outcome::Cancelled:
        return u"cancelled"_s;
    case domain::Outcome::Interrupted:
    case domain::Outcome::Failed:
        break;
    }
    return ending.failure ? domain::failureName(ending.failure->kind) : QString();
}

} // namespace

QByteArray jsonLine(const QJsonObject& object) {
    // QJsonDocument escapes what is below U+0020. DEL and C1, which a terminal may obey too, are one byte 7F
    // or the two bytes C2 80..9F, in strings only.
    const auto plain = QJsonDocument(object).toJson(QJsonDocument::Compact);
    QByteArray line;
    line.reserve(plain.size() + 1);
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const auto byte = static_cast<unsigned char>(plain[i]);
        const auto next = i + 1 < plain.size() ? static_cast<unsigned char>(plain[i + 1]) : 0U;
        if (byte == 0x7F) {
            line += "\\u007f";
        } else if (byte == 0xC2 && next < 0xA0) {
            line += "\\u00" + QByteArray::number(next, 16);
            ++i;
        } else {
            line += plain[i];
        }
    }
    return line + '\n';
}

JsonReporter::JsonReporter(int stream, const domain::Clock& clock, domain::Clock::Instant start,
                           std::optional<domain::ModelTraits> facts, Sink sink)
    : m_stream(stream)
    , m_clock(clock)
    , m_start(start)
    , m_facts(std::move(facts))
    , m_sink(std::move(sink)) {}

void JsonReporter::emitEvent(const QString& type, QJsonObject fields) {
    if (m_finished) {
        return;
    }
    const auto sinceStart = std::chrono::duration_cast<milliseconds>(m_clock.now() - m_start);
    fields.insert("type"_L1, type);
    fields.insert("stream"_L1, m_stream);
    fields.insert("t"_L1, static_cast<qint64>(sinceStart.count()));
    m_sink(jsonLine(fields));
}

void JsonReporter::started(const domain::StreamMetadata& metadata) {
    emitEvent(u"start"_s, {{u"provider"_s, metadata.endpointId},
                           {u"model"_s, metadata.model},
                           {u"dialect"_s, metadata.dialect},
                           {u"resume"_s, metadata.resume},
                           {u"attempt"_s, metadata.attempt}});
}

void JsonReporter::delta(const QString& text, qsizetype) {
    emitEvent(u"text"_s, {{u"text"_s, text}});
}

void JsonReporter::thinking(const QString& text) {
    emitEvent(u"thinking"_s, {{u"text"_s, text}});
}

void JsonReporter::tool(const domain::ToolActivity& activity) {
    auto& whole = m_tools[activity.id];
    whole.name = activity.name.isEmpty() ? whole.name : activity.name;
    whole.arguments += activity.arguments;
    whole.result = activity.result.isEmpty() ? whole.result : activity.result;
    // While it runs, its arguments come as they arrive, a piece an event; what has ended is told whole.
    const bool runs = activity.state == domain::ToolActivity::State::Running;
    emitEvent(u"tool"_s, {{u"id"_s, activity.id},
                          {u"name"_s, whole.name},
                          {u"state"_s, domain::toolStateName(activity.state)},
                          {u"arguments"_s, runs ? activity.arguments : whole.arguments},
                          {u"result"_s, whole.result}});
}

void JsonReporter::usage(const domain::Usage& usage) {
    const bool reported = usage.source == domain::Usage::Source::Reported;
    emitEvent(u"usage"_s, {{u"input_tokens"_s, orNull(usage.input)},
                           {u"cached_tokens"_s, orNull(usage.cached)},
                           {u"thinking_tokens"_s, orNull(usage.thinking)},
                           {u"output_tokens"_s, orNull(usage.output)},
                           {u"cost"_s, orNull(m_facts ? domain::costOf(usage, *m_facts) : usage.cost)},
                           {u"source"_s, reported ? u"reported"_s : u"estimated"_s}});
}

void JsonReporter::warning(const domain::Warning& warning) {
    emitEvent(u"warning"_s,
              {{u"kind"_s, domain::warningName(warning.kind)}, {u"message"_s, warning.message}});
}

void JsonReporter::retrying(int attempt, milliseconds delay, const domain::Failure& reason) {
    emitEvent(u"retry"_s, {{u"attempt"_s, attempt},
                           {u"delay_ms"_s, static_cast<qint64>(delay.count())},
                           {u"reason"_s, domain::failureName(reason.kind)}});
}

void JsonReporter::seam(qsizetype at, qsizetype trimmed, bool exact) {
    emitEvent(u"seam"_s,
              {{u"kind"_s, exact ? u"exact"_s : u"continue"_s}, {u"at"_s, at}, {u"trimmed"_s, trimmed}});
}

void JsonReporter::stateChanged(stream::StreamState state, stream::Reveal reveal) {
    emitEvent(u"state"_s,
              {{u"state"_s, stream::stateName(state)}, {u"reveal"_s, stream::revealName(reveal)}});
}

void JsonReporter::noticed(const AskNotice& notice) {
    emitEvent(u"warning"_s, {{u"kind"_s, notice.kind}, {u"message"_s, notice.message}});
}

void JsonReporter::measured(const AskProgress& progress) {
    QJsonObject fields{{u"tokens"_s, progress.tokens},
                       {u"tokens_per_second"_s, rate(progress.tokensPerSecond)},
                       {u"elapsed_ms"_s, static_cast<qint64>(progress.elapsed.count())},
                       {u"phase"_s, progress.phase}};
    if (progress.fraction) {
        fields.insert("percent"_L1, std::round(*progress.fraction * 1000) / 10);
    }
    if (progress.remaining) {
        fields.insert("remaining_ms"_L1, orNull(progress.remaining));
    }
    emitEvent(u"progress"_s, fields);
}

void JsonReporter::finished(const AskEnd& end) {
    const auto& failure = end.ending.failure;
    const int status = failure ? failure->httpStatus : 200;
    const bool answered = end.ending.outcome != domain::Outcome::Cancelled && status != 0;
    emitEvent(u"end"_s, {{u"state"_s, domain::outcomeName(end.ending.outcome)},
                         {u"reason"_s, reasonName(end.ending)},
                         {u"message"_s, failure ? failure->detail : QString()},
                         {u"http_status"_s, answered ? QJsonValue(status) : QJsonValue(QJsonValue::Null)},
                         {u"text"_s, end.text},
                         {u"thinking"_s, end.thinking},
                         {u"ttft_ms"_s, orNull(end.timeToFirstToken)},
                         {u"duration_ms"_s, static_cast<qint64>(end.duration.count())},
                         {u"tokens_per_second"_s, rate(end.tokensPerSecond)},
                         {u"attempts"_s, end.attempts},
                         {u"requests"_s, end.requests},
                         {u"stored_id"_s,
                          end.storedId != 0 ? QJsonValue(end.storedId) : QJsonValue(QJsonValue::Null)}});
    m_finished = true;
}

} // namespace rivulet::app
