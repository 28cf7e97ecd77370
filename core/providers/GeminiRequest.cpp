// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "GeminiRequest.h"

#include "RequestParts.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace rivulet::providers {

using domain::Attachment;
using domain::Effort;

namespace {

using Version = std::pair<int, int>;
constexpr Version firstWithBudget{2, 5};
constexpr Version firstWithLevel{3, 0};
/// What the model is to choose by itself.
constexpr int automaticBudget = -1;

/// 2.5 for "gemini-2.5-pro", 3.0 for "models/gemini-3-flash-preview".
std::optional<Version> geminiVersion(const QString& model) {
    static const QRegularExpression pattern(QStringLiteral(R"(gemini-(\d{1,2})(?!\d)(?:\.(\d{1,2}))?)"));
    const auto match = pattern.match(model);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    return Version{match.captured(1).toInt(), match.captured(2).toInt()};
}

/// Models that answer in sound or pictures, made before those could think.
bool onlySpeaksOrDraws(const QString& model, Version version) {
    return model.contains(u"-tts") || model.contains(u"-transcribe") ||
           (model.contains(u"-image") && version < firstWithLevel);
}

/// Of the models that take a budget, the large one can't be told not to think at all.
bool cannotStop(const QString& model) {
    return model.contains(u"-pro");
}

int boundedBudget(int tokens, const QString& model) {
    if (tokens < 0) {
        return automaticBudget;
    }
    if (cannotStop(model)) {
        return std::clamp(tokens, 128, 32'768);
    }
    const int least = model.contains(u"-lite") && tokens > 0 ? 512 : 0;
    return std::clamp(tokens, least, 24'576);
}

int budgetOf(Effort effort) {
    switch (effort) {
    case Effort::Off:
        return 0;
    case Effort::Low:
        return 1024;
    case Effort::Medium:
        return 8192;
    case Effort::High:
        return 24'576;
    }
    return 0;
}

/// The limit holds for thoughts and answer together: of one that was set, an effort leaves half for the
/// answer.
int wantedBudget(const domain::Prompt& prompt, Effort effort) {
    if (prompt.thinkingBudget) {
        return *prompt.thinkingBudget;
    }
    const int budget = budgetOf(effort);
    return prompt.maxTokens && !isOmitted(prompt, u"maxOutputTokens")
               ? std::min(budget, *prompt.maxTokens / 2)
               : budget;
}

QString levelOf(Effort effort, const domain::Prompt& prompt) {
    switch (effort) {
    case Effort::Off:
        // The nearest to nothing that the model takes.
        return cannotStop(prompt.model) || prompt.thinkingMode == u"always" ? QStringLiteral("LOW")
                                                                            : QStringLiteral("MINIMAL");
    case Effort::Low:
        return QStringLiteral("LOW");
    case Effort::Medium:
        return QStringLiteral("MEDIUM");
    case Effort::High:
        return QStringLiteral("HIGH");
    }
    return {};
}

/// Empty: nothing is said about thinking.
QJsonObject thinkingConfig(const domain::Prompt& prompt) {
    const QString include = QStringLiteral("includeThoughts");
    const auto effort = askedEffort(prompt);
    QJsonObject config;
    switch (geminiThinking(prompt)) {
    case GeminiThinking::None:
        return {};
    case GeminiThinking::Budget: {
        if (effort) {
            const int budget = boundedBudget(wantedBudget(prompt, *effort), prompt.model);
            config[QStringLiteral("thinkingBudget")] = budget;
            if (budget == 0) {
                return config; // asking to see the thoughts of a model that has none is refused
            }
        }
        break;
    }
    case GeminiThinking::Unknown:
        if (!effort || effort == Effort::Off) {
            return {};
        }
        [[fallthrough]];
    case GeminiThinking::Level:
        if (effort) {
            // A budget below zero leaves it to the model, as saying nothing does.
            if (!prompt.thinkingBudget || *prompt.thinkingBudget >= 0) {
                config[QStringLiteral("thinkingLevel")] = levelOf(*effort, prompt);
            }
        }
        break;
    }
    config[include] = true;
    return config;
}

QJsonObject textPart(const QString& text) {
    return {{QStringLiteral("text"), text}};
}

QJsonObject partOf(const Attachment& file) {
    if (file.kind == Attachment::Kind::Text) {
        return textPart(QStringLiteral("%1:\n\n%2").arg(file.name, QString::fromUtf8(file.bytes)));
    }
    const QByteArray type = file.kind == Attachment::Kind::Pdf ? QByteArray("application/pdf")
                            : file.mediaType.isEmpty()         ? QByteArray("image/png")
                                                               : file.mediaType;
    return {{QStringLiteral("inlineData"),
             QJsonObject{{QStringLiteral("mimeType"), QString::fromLatin1(type)},
                         {QStringLiteral("data"), QString::fromLatin1(file.bytes.toBase64())}}}};
}

/// Files stand before the words about them.
QJsonObject contentOf(const domain::Turn& turn, const QString& preface) {
    QJsonArray parts;
    if (!preface.isEmpty()) {
        parts.append(textPart(preface));
    }
    for (const Attachment& file : turn.attachments) {
        parts.append(partOf(file));
    }
    if (!turn.text.trimmed().isEmpty()) {
        parts.append(textPart(turn.text));
    }
    const bool byUser = turn.role == domain::Role::User;
    return {{QStringLiteral("role"), byUser ? QStringLiteral("user") : QStringLiteral("model")},
            {QStringLiteral("parts"), parts}};
}

QJsonObject generationConfig(const domain::Prompt& prompt) {
    QJsonObject config;
    const auto put = [&](const QString& name, const QJsonValue& value) {
        if (!isOmitted(prompt, name)) {
            config[name] = value;
        }
    };
    if (prompt.maxTokens) {
        put(QStringLiteral("maxOutputTokens"), *prompt.maxTokens);
    }
    if (prompt.temperature) {
        put(QStringLiteral("temperature"), *prompt.temperature);
    }
    if (prompt.topP) {
        put(QStringLiteral("topP"), *prompt.topP);
    }
    if (const QJsonObject thinking = thinkingConfig(prompt); !thinking.isEmpty()) {
        put(QStringLiteral("thinkingConfig"), thinking);
    }
    return config;
}

} // namespace

GeminiThinking geminiThinking(const domain::Prompt& prompt) {
    const QString& mode = prompt.thinkingMode;
    if (mode == u"none") {
        return GeminiThinking::None;
    }
    if (mode == u"enabled") {
        return GeminiThinking::Budget;
    }
    if (mode == u"adaptive" || mode == u"always" || mode == u"effort") {
        return GeminiThinking::Level;
    }
    const auto version = geminiVersion(prompt.model);
    if (!version) {
        return GeminiThinking::Unknown;
    }
    if (*version < firstWithBudget || onlySpeaksOrDraws(prompt.model, *version)) {
        return GeminiThinking::None;
    }
    return *version < firstWithLevel ? GeminiThinking::Budget : GeminiThinking::Level;
}

QJsonObject geminiBody(const domain::Prompt& prompt) {
    const QString systemField = QStringLiteral("systemInstruction");
    const QString system = prompt.system.trimmed().isEmpty() ? QString() : prompt.system;
    // A model that takes no instruction of its own place is told in the first turn.
    QString preface = isOmitted(prompt, systemField) ? system : QString();
    QJsonArray contents;
    for (const domain::Turn& turn : turnsToSend(prompt)) {
        contents.append(contentOf(turn, std::exchange(preface, {})));
    }
    QJsonObject body{{QStringLiteral("contents"), contents}};
    if (!system.isEmpty()) {
        body[systemField] = QJsonObject{{QStringLiteral("parts"), QJsonArray{textPart(system)}}};
    }
    if (const QJsonObject config = generationConfig(prompt); !config.isEmpty()) {
        body[QStringLiteral("generationConfig")] = config;
    }
    return body;
}

QString geminiPath(const domain::Endpoint& endpoint, QStringView path) {
    static const QRegularExpression version(QStringLiteral(R"(/v\d+(?:alpha|beta)?\d*(?:/|$))"));
    const bool hasVersion = version.match(endpoint.baseUrl.path()).hasMatch();
    return (hasVersion ? QString() : QStringLiteral("/v1beta")) + path.toString();
}

QString geminiModelPath(const QString& model) {
    return model.contains(u'/') ? model : QStringLiteral("models/") + model;
}

} // namespace rivulet::providers
