// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/RequestParameters.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <utility>

namespace rivulet::app {

namespace {

using domain::Effort;
using stream::StreamChoice;

constexpr std::array efforts{std::pair{Effort::Off, u"off"}, std::pair{Effort::Low, u"low"},
                             std::pair{Effort::Medium, u"medium"}, std::pair{Effort::High, u"high"}};
constexpr std::array choices{std::pair{StreamChoice::Auto, u"auto"},
                             std::pair{StreamChoice::Always, u"always"},
                             std::pair{StreamChoice::Never, u"never"}};

template <typename Table, typename Value>
QString nameIn(const Table& table, Value value) {
    for (const auto& [known, name] : table) {
        if (known == value) {
            return QString::fromUtf16(name);
        }
    }
    return {};
}

template <typename Table>
auto valueIn(const Table& table, const QString& name)
    -> std::optional<std::decay_t<decltype(table.front().first)>> {
    for (const auto& [known, text] : table) {
        if (name == QStringView(text)) {
            return known;
        }
    }
    return std::nullopt;
}

const QString system_ = QStringLiteral("system");
const QString effort_ = QStringLiteral("effort");
const QString budget_ = QStringLiteral("thinking_budget");
const QString limit_ = QStringLiteral("answer_limit");
const QString temperature_ = QStringLiteral("temperature");
const QString topP_ = QStringLiteral("top_p");
const QString streaming_ = QStringLiteral("streaming");
const QString wholeShort_ = QStringLiteral("ask_short_whole");
const QString background_ = QStringLiteral("background");

std::optional<int> tokens(const QJsonValue& value) {
    return value.toInt() > 0 ? std::optional(value.toInt()) : std::nullopt;
}

std::optional<double> number(const QJsonValue& value) {
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

} // namespace

QString RequestParameters::toText() const {
    QJsonObject json;
    const auto set = [&json](const QString& name, const auto& value) {
        if (value) {
            json.insert(name, *value);
        }
    };
    if (!system.isEmpty()) {
        json.insert(system_, system);
    }
    if (effort) {
        json.insert(effort_, nameIn(efforts, *effort));
    }
    set(budget_, thinkingBudget);
    set(limit_, answerLimit);
    set(temperature_, temperature);
    set(topP_, topP);
    json.insert(streaming_, nameIn(choices, streaming.choice));
    json.insert(wholeShort_, streaming.shortPrompts == stream::ShortPrompts::AskWhole);
    json.insert(background_, background);
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

RequestParameters RequestParameters::fromText(const QString& text) {
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    RequestParameters parameters;
    parameters.system = json.value(system_).toString();
    parameters.effort = valueIn(efforts, json.value(effort_).toString());
    parameters.thinkingBudget = tokens(json.value(budget_));
    parameters.answerLimit = tokens(json.value(limit_));
    parameters.temperature = number(json.value(temperature_));
    parameters.topP = number(json.value(topP_));
    parameters.streaming.choice =
        valueIn(choices, json.value(streaming_).toString()).value_or(StreamChoice::Auto);
    parameters.streaming.shortPrompts =
        json.value(wholeShort_).toBool() ? stream::ShortPrompts::AskWhole : stream::ShortPrompts::Stream;
    parameters.background = json.value(background_).toBool();
    return parameters;
}

} // namespace rivulet::app
