// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/MessageJson.h"

#include <algorithm>
#include <array>

namespace rivulet::store {

namespace {

using domain::ToolActivity;
using domain::Warning;

constexpr std::array toolStates{ToolActivity::State::Running, ToolActivity::State::Completed,
                                ToolActivity::State::Failed};
constexpr std::array warningKinds{Warning::Kind::SkippedEvent,   Warning::Kind::EmptyAnswer,
                                  Warning::Kind::Provider,       Warning::Kind::DroppedField,
                                  Warning::Kind::HistoryTrimmed, Warning::Kind::NotStreamed,
                                  Warning::Kind::Fallback};

void set(QJsonObject& json, const QString& name, const QString& text) {
    if (!text.isEmpty()) {
        json.insert(name, text);
    }
}

void set(QJsonObject& json, const QString& name, const std::optional<qint64>& number) {
    if (number) {
        json.insert(name, *number);
    }
}

void set(QJsonObject& json, const QString& name, const std::optional<std::chrono::milliseconds>& span) {
    if (span) {
        json.insert(name, static_cast<qint64>(span->count()));
    }
}

std::optional<qint64> number(const QJsonValue& value) {
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

std::optional<std::chrono::milliseconds> span(const QJsonValue& value) {
    return value.isDouble() ? std::optional(std::chrono::milliseconds(value.toInteger())) : std::nullopt;
}

const QString id = QStringLiteral("id");
const QString name = QStringLiteral("name");
const QString state = QStringLiteral("state");
const QString arguments = QStringLiteral("arguments");
const QString result = QStringLiteral("result");
const QString duration = QStringLiteral("duration_ms");
const QString title = QStringLiteral("title");
const QString url = QStringLiteral("url");
const QString quote = QStringLiteral("quote");
const QString at = QStringLiteral("at");
const QString trimmed = QStringLiteral("trimmed");
const QString exact = QStringLiteral("exact");
const QString kind = QStringLiteral("kind");
const QString message = QStringLiteral("message");
const QString input = QStringLiteral("input");
const QString cached = QStringLiteral("cached");
const QString thinking = QStringLiteral("thinking");
const QString output = QStringLiteral("output");
const QString estimated = QStringLiteral("estimated");
const QString cacheWrite = QStringLiteral("cache_write");
const QString cost = QStringLiteral("cost");
const QString loadTime = QStringLiteral("load_ms");
const QString promptTime = QStringLiteral("prompt_ms");
const QString answerTime = QStringLiteral("answer_ms");
const QString code = QStringLiteral("code");
const QString retryAfter = QStringLiteral("retry_after_ms");
const QString shouldRetry = QStringLiteral("should_retry");
const QString target = QStringLiteral("target");
const QString field = QStringLiteral("field");

} // namespace

QJsonObject toJson(const ToolActivity& tool) {
    QJsonObject json{{state, domain::toolStateName(tool.state)}};
    set(json, id, tool.id);
    set(json, name, tool.name);
    set(json, arguments, tool.arguments);
    set(json, result, tool.result);
    set(json, duration, tool.duration);
    if (tool.at > 0) {
        json.insert(at, static_cast<qint64>(tool.at));
    }
    return json;
}

QJsonObject toJson(const domain::Citation& citation) {
    QJsonObject json;
    set(json, title, citation.title);
    set(json, url, citation.url);
    set(json, quote, citation.quote);
    return json;
}

QJsonObject toJson(const domain::Seam& seam) {
    return {{at, static_cast<qint64>(seam.at)},
            {trimmed, static_cast<qint64>(seam.trimmed)},
            {exact, seam.exact}};
}

QJsonObject toJson(const Warning& warning) {
    QJsonObject json{{kind, domain::warningName(warning.kind)}};
    set(json, message, warning.message);
    return json;
}

QJsonObject toJson(const domain::Usage& usage) {
    QJsonObject json = restToJson(usage);
    set(json, input, usage.input);
    set(json, cached, usage.cached);
    set(json, thinking, usage.thinking);
    set(json, output, usage.output);
    if (usage.source == domain::Usage::Source::Estimated) {
        json.insert(estimated, true);
    }
    return json;
}

QJsonObject restToJson(const domain::Usage& usage) {
    QJsonObject json;
    set(json, cacheWrite, usage.cacheWrite);
    if (usage.cost) {
        json.insert(cost, *usage.cost);
    }
    set(json, loadTime, usage.loadTime);
    set(json, promptTime, usage.promptTime);
    set(json, answerTime, usage.answerTime);
    return json;
}

QJsonObject restToJson(const domain::Failure& failure) {
    QJsonObject json;
    set(json, code, failure.code);
    if (failure.retryAfter) {
        json.insert(retryAfter, static_cast<qint64>(failure.retryAfter->count()));
    }
    if (failure.shouldRetry) {
        json.insert(shouldRetry, *failure.shouldRetry);
    }
    set(json, target, failure.target.toString(QUrl::FullyEncoded));
    set(json, field, failure.field);
    return json;
}

void fromJson(const QJsonObject& json, ToolActivity& tool) {
    tool.id = json.value(id).toString();
    tool.name = json.value(name).toString();
    tool.arguments = json.value(arguments).toString();
    tool.result = json.value(result).toString();
    tool.duration = span(json.value(duration));
    tool.at = std::max<qsizetype>(0, json.value(at).toInteger());
    for (const auto value : toolStates) {
        if (domain::toolStateName(value) == json.value(state).toString()) {
            tool.state = value;
        }
    }
}

void fromJson(const QJsonObject& json, domain::Citation& citation) {
    citation.title = json.value(title).toString();
    citation.url = json.value(url).toString();
    citation.quote = json.value(quote).toString();
}

void fromJson(const QJsonObject& json, domain::Seam& seam) {
    seam.at = json.value(at).toInteger();
    seam.trimmed = json.value(trimmed).toInteger();
    seam.exact = json.value(exact).toBool();
}

void fromJson(const QJsonObject& json, Warning& warning) {
    warning.message = json.value(message).toString();
    for (const auto value : warningKinds) {
        if (domain::warningName(value) == json.value(kind).toString()) {
            warning.kind = value;
        }
    }
}

void fromJson(const QJsonObject& json, domain::Usage& usage) {
    usage.input = number(json.value(input));
    usage.cached = number(json.value(cached));
    usage.thinking = number(json.value(thinking));
    usage.output = number(json.value(output));
    usage.source =
        json.value(estimated).toBool() ? domain::Usage::Source::Estimated : domain::Usage::Source::Reported;
    restFromJson(json, usage);
}

void restFromJson(const QJsonObject& json, domain::Usage& usage) {
    usage.cacheWrite = number(json.value(cacheWrite));
    const QJsonValue told = json.value(cost);
    usage.cost = told.isDouble() ? std::optional(told.toDouble()) : std::nullopt;
    usage.loadTime = span(json.value(loadTime));
    usage.promptTime = span(json.value(promptTime));
    usage.answerTime = span(json.value(answerTime));
}

void restFromJson(const QJsonObject& json, domain::Failure& failure) {
    failure.code = json.value(code).toString();
    if (const auto wait = number(json.value(retryAfter))) {
        failure.retryAfter = std::chrono::milliseconds(*wait);
    }
    if (json.contains(shouldRetry)) {
        failure.shouldRetry = json.value(shouldRetry).toBool();
    }
    failure.target = QUrl(json.value(target).toString());
    failure.field = json.value(field).toString();
}

QString jsonText(const QJsonObject& json) {
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QJsonObject jsonObject(const QString& text) {
    if (text.isEmpty()) {
        return {};
    }
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

} // namespace rivulet::store
