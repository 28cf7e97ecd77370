// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/StreamEvent.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <vector>

namespace rivulet::tests {

// The textual form of stream events in golden files: one JSON object an event and line, fields in
// alphabetical order, fields that hold nothing left out.

inline void put(QJsonObject& object, const char* name, const QString& text) {
    if (!text.isEmpty()) {
        object[QLatin1String(name)] = text;
    }
}

inline void put(QJsonObject& object, const char* name, std::optional<qint64> number) {
    if (number) {
        object[QLatin1String(name)] = *number;
    }
}

inline void put(QJsonObject& object, const char* name, std::optional<std::chrono::milliseconds> time) {
    if (time) {
        object[QLatin1String(name)] = static_cast<qint64>(time->count());
    }
}

inline QJsonObject fieldsOf(const domain::Failure& failure) {
    QJsonObject object{{QStringLiteral("kind"), domain::failureName(failure.kind)}};
    put(object, "detail", failure.detail);
    put(object, "code", failure.code);
    put(object, "field", failure.field);
    put(object, "http_status",
        failure.httpStatus == 0 ? std::nullopt : std::optional<qint64>(failure.httpStatus));
    put(object, "retry_after_ms",
        failure.retryAfter ? std::optional<qint64>(failure.retryAfter->count()) : std::nullopt);
    return object;
}

struct EventFields {
    QJsonObject operator()(const domain::Started& event) const {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("started")}};
        put(object, "id", event.responseId);
        put(object, "model", event.model);
        return object;
    }
    QJsonObject operator()(const domain::TextDelta& event) const {
        return {{QStringLiteral("event"), QStringLiteral("text")}, {QStringLiteral("text"), event.text}};
    }
    QJsonObject operator()(const domain::ThinkingDelta& event) const {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("thinking")}};
        put(object, "text", event.text);
        if (event.hidden) {
            object[QStringLiteral("hidden")] = true;
        }
        return object;
    }
    QJsonObject operator()(const domain::ToolActivity& event) const {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("tool")},
                           {QStringLiteral("id"), event.id},
                           {QStringLiteral("state"), domain::toolStateName(event.state)}};
        put(object, "name", event.name);
        put(object, "arguments", event.arguments);
        put(object, "result", event.result);
        return object;
    }
    QJsonObject operator()(const domain::Citation& event) const {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("citation")}};
        put(object, "title", event.title);
        put(object, "url", event.url);
        put(object, "quote", event.quote);
        return object;
    }
    QJsonObject operator()(const domain::Progress& event) const {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("progress")}};
        put(object, "phase", event.phase);
        put(object, "done", event.done);
        put(object, "total", event.total);
        if (event.fraction) {
            object[QStringLiteral("fraction")] = *event.fraction;
        }
        put(object, "remaining_ms",
            event.remaining ? std::optional<qint64>(event.remaining->count()) : std::nullopt);
        return object;
    }
    QJsonObject operator()(const domain::UsageReported& event) const {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("usage")}};
        put(object, "input", event.usage.input);
        put(object, "cached", event.usage.cached);
        put(object, "thinking", event.usage.thinking);
        put(object, "output", event.usage.output);
        put(object, "cache_write", event.usage.cacheWrite);
        if (event.usage.cost) {
            object[QStringLiteral("cost")] = *event.usage.cost;
        }
        put(object, "load_ms", event.usage.loadTime);
        put(object, "prompt_ms", event.usage.promptTime);
        put(object, "answer_ms", event.usage.answerTime);
        return object;
    }
    QJsonObject operator()(const domain::Warning& event) const {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("warning")},
                           {QStringLiteral("kind"), domain::warningName(event.kind)}};
        put(object, "message", event.message);
        return object;
    }
    QJsonObject operator()(const domain::Alive&) const {
        return {{QStringLiteral("event"), QStringLiteral("alive")}};
    }
    QJsonObject operator()(const domain::Finished& event) const {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("finished")},
                           {QStringLiteral("reason"), domain::stopName(event.reason)}};
        put(object, "raw", event.raw);
        return object;
    }
    QJsonObject operator()(const domain::ErrorReported& event) const {
        QJsonObject object = fieldsOf(event.failure);
        object[QStringLiteral("event")] = QStringLiteral("error");
        return object;
    }
    QJsonObject operator()(const domain::Closed&) const {
        return {{QStringLiteral("event"), QStringLiteral("closed")}};
    }
};

inline QByteArray lineOf(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

inline QByteArray eventLines(const std::vector<domain::StreamEvent>& events) {
    QByteArray lines;
    for (const domain::StreamEvent& event : events) {
        lines += lineOf(std::visit(EventFields{}, event));
    }
    return lines;
}

} // namespace rivulet::tests
