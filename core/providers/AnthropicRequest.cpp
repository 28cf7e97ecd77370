// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicRequest.h"

#include "AnthropicModel.h"
#include "RequestParts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

namespace rivulet::providers {

using domain::Attachment;
using domain::Effort;
using domain::Prompt;

namespace {

/// "budget_tokens": at least 1024 and less than max_tokens.
constexpr int smallestBudget = 1024;

int budgetOf(Effort effort) {
    switch (effort) {
    case Effort::Off:
        return 0;
    case Effort::Low:
        return 2048;
    case Effort::Medium:
        return 8192;
    case Effort::High:
        return 16'384;
    }
    return 0;
}

/// The limit for all that is paid for, where there is one: the user's, or the default where the server
/// refused a larger one, since a request without any is refused too.
std::optional<int> wholeLimit(const Prompt& prompt) {
    return isOmitted(prompt, u"max_tokens") ? defaultAnswerLimit(prompt) : prompt.maxTokens;
}

QJsonObject thinkingOf(const Prompt& prompt, const QString& type) {
    QJsonObject thinking{{QStringLiteral("type"), type}};
    // Newer models show nothing of their thoughts unless they are asked to.
    if (type != u"disabled" && !prompt.omittedFields.contains(QStringLiteral("thinking.display"))) {
        thinking[QStringLiteral("display")] = QStringLiteral("summarized");
    }
    return thinking;
}

void addBudget(const Prompt& prompt, QJsonObject& body) {
    int budget = prompt.thinkingBudget ? std::max(*prompt.thinkingBudget, smallestBudget)
                                       : budgetOf(prompt.effort.value_or(Effort::Off));
    const auto limit = wholeLimit(prompt);
    if (!limit) {
        body[QStringLiteral("max_tokens")] = defaultAnswerLimit(prompt) + budget;
    } else if (!prompt.thinkingBudget || budget >= *limit) {
        budget = std::min(budget, *limit / 2); // half of it is left for the answer
    }
    if (budget >= smallestBudget) {
        QJsonObject thinking = thinkingOf(prompt, QStringLiteral("enabled"));
        thinking[QStringLiteral("budget_tokens")] = budget;
        body[QStringLiteral("thinking")] = thinking;
    }
}

void addEffort(std::optional<Effort> effort, QJsonObject& body) {
    if (effort && *effort != Effort::Off) {
        body[QStringLiteral("output_config")] = QJsonObject{{QStringLiteral("effort"), effortName(*effort)}};
    }
}

void addThinking(const Prompt& prompt, QJsonObject& body) {
    const auto effort = askedEffort(prompt);
    const QString field = QStringLiteral("thinking");
    switch (claudeThinking(prompt)) {
    case ClaudeThinking::None:
        return;
    case ClaudeThinking::Unknown:
    case ClaudeThinking::Budget:
        if (asksToThink(prompt)) {
            addBudget(prompt, body);
        }
        return;
    case ClaudeThinking::Adaptive:
        if (effort == Effort::Off) {
            body[field] = thinkingOf(prompt, QStringLiteral("disabled"));
        } else if (effort || thinksByItself(prompt)) {
            body[field] = thinkingOf(prompt, QStringLiteral("adaptive"));
            addEffort(effort, body);
        }
        return;
    case ClaudeThinking::Always:
        body[field] = thinkingOf(prompt, QStringLiteral("adaptive"));
        addEffort(effort == Effort::Off ? Effort::Low : effort, body);
        return;
    case ClaudeThinking::Effort:
        if (effort == Effort::Off) {
            body[field] = thinkingOf(prompt, QStringLiteral("disabled"));
        }
        addEffort(effort, body);
        return;
    }
}

/// Only what the user set, and of that only what the model takes: any other value is a 400 there.
void addSampling(const Prompt& prompt, QJsonObject& body) {
    const ClaudeSampling taken = claudeSampling(prompt);
    const QString thinking = body.value(u"thinking").toObject().value(u"type").toString();
    if (taken == ClaudeSampling::None) {
        return;
    }
    const bool thinks = !thinking.isEmpty() && thinking != u"disabled";
    std::optional<double> temperature = prompt.temperature;
    std::optional<double> topP = prompt.topP;
    if (temperature && taken != ClaudeSampling::Free) {
        temperature = std::clamp(*temperature, 0.0, 1.0);
    }
    if (thinks) {
        // Beside thinking the temperature is 1, and top_p next to it.
        constexpr double smallestTopP = 0.95;
        temperature = std::nullopt;
        topP = topP && *topP >= smallestTopP ? topP : std::nullopt;
    }
    if (taken == ClaudeSampling::One && temperature && !isOmitted(prompt, u"temperature")) {
        topP = std::nullopt;
    }
    if (temperature) {
        body[QStringLiteral("temperature")] = *temperature;
    }
    if (topP) {
        body[QStringLiteral("top_p")] = *topP;
    }
}

QJsonObject textBlock(const QString& text) {
    return {{QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), text}};
}

QJsonObject bytesBlock(const QString& type, const QByteArray& mediaType, const QByteArray& bytes) {
    return {{QStringLiteral("type"), type},
            {QStringLiteral("source"),
             QJsonObject{{QStringLiteral("type"), QStringLiteral("base64")},
                         {QStringLiteral("media_type"), QString::fromLatin1(mediaType)},
                         {QStringLiteral("data"), QString::fromLatin1(bytes.toBase64())}}}};
}

/// Text goes as text: that every server of this API takes, while few but its inventor's know text documents.
QJsonObject fileBlock(const Attachment& file) {
    switch (file.kind) {
    case Attachment::Kind::Image:
        return bytesBlock(QStringLiteral("image"), file.mediaType, file.bytes);
    case Attachment::Kind::Pdf: {
        QJsonObject block =
            bytesBlock(QStringLiteral("document"), QByteArrayLiteral("application/pdf"), file.bytes);
        if (!file.name.isEmpty()) {
            block[QStringLiteral("title")] = file.name;
        }
        return block;
    }
    case Attachment::Kind::Text:
        break;
    }
    return textBlock(textOfFile(file));
}

/// A turn's files before its words, as the models read them best.
QJsonValue contentOf(const domain::Turn& turn) {
    if (turn.attachments.empty() || turn.role != domain::Role::User) {
        return turn.text;
    }
    QJsonArray blocks;
    for (const Attachment& file : turn.attachments) {
        if (!file.bytes.isEmpty()) {
            blocks.append(fileBlock(file));
        }
    }
    if (!turn.text.trimmed().isEmpty()) {
        blocks.append(textBlock(turn.text));
    }
    return blocks;
}

/// All that the model said before its pauses is one turn of it.
QJsonArray pausedContent(const Prompt& prompt) {
    QJsonArray blocks;
    for (const QByteArray& content : prompt.pausedContents) {
        for (const QJsonValue block : QJsonDocument::fromJson(content).array()) {
            blocks.append(block);
        }
    }
    return blocks;
}

QJsonObject anthropicBody(const Prompt& prompt) {
    QJsonArray messages;
    for (const domain::Turn& turn : turnsToSend(prompt)) {
        messages.append(QJsonObject{{QStringLiteral("role"), roleName(turn.role)},
                                    {QStringLiteral("content"), contentOf(turn)}});
    }
    if (const QJsonArray paused = pausedContent(prompt); !paused.isEmpty()) {
        messages.append(QJsonObject{{QStringLiteral("role"), roleName(domain::Role::Assistant)},
                                    {QStringLiteral("content"), paused}});
    }
    QJsonObject body{{QStringLiteral("model"), prompt.model},
                     {QStringLiteral("max_tokens"), wholeLimit(prompt).value_or(defaultAnswerLimit(prompt))},
                     {QStringLiteral("messages"), messages},
                     {QStringLiteral("stream"), prompt.stream}};
    if (!prompt.system.trimmed().isEmpty()) {
        body[QStringLiteral("system")] = prompt.system;
    }
    addThinking(prompt, body);
    addSampling(prompt, body);
    return body;
}

/// What the shared code may leave out: not what was answered by sending another value.
Prompt withoutReplacedFields(Prompt prompt) {
    prompt.omittedFields.removeIf([](const QString& field) {
        return field == u"max_tokens" || field.startsWith(u"thinking.type.") || field == u"thinking.display";
    });
    return prompt;
}

/// Names as they may stand in a header, with no more than they consist of.
QByteArray betaList(const Prompt& prompt) {
    static const QRegularExpression name(QStringLiteral(R"(\A[A-Za-z0-9][\w.\-]*\z)"));
    QStringList names;
    std::ranges::copy_if(prompt.betas, std::back_inserter(names), [&names](const QString& beta) {
        return name.match(beta).hasMatch() && !names.contains(beta);
    });
    return names.join(u',').toLatin1();
}

/// Servers that offer this API name their base with and without the version.
QString versioned(const domain::Endpoint& endpoint, QStringView path) {
    const QString base = endpoint.baseUrl.path();
    const bool hasVersion = base.endsWith(u"/v1") || base.endsWith(u"/v1/");
    return (hasVersion ? QString() : QStringLiteral("/v1")) + path.toString();
}

void addVersion(HttpRequest& request) {
    request.headers.emplace_back("anthropic-version", "2023-06-01");
}

} // namespace

HttpRequest anthropicRequest(const Prompt& prompt, const domain::Endpoint& endpoint) {
    const QString& ownPath = endpoint.quirks.chatPath;
    HttpRequest request = chatRequest(withoutReplacedFields(prompt), endpoint,
                                      ownPath.isEmpty() ? versioned(endpoint, u"/messages") : ownPath,
                                      anthropicBody(prompt), "text/event-stream");
    addVersion(request);
    if (const QByteArray betas = betaList(prompt);
        !betas.isEmpty() && !isOmitted(prompt, u"anthropic-beta")) {
        request.headers.emplace_back("anthropic-beta", betas);
    }
    return request;
}

HttpRequest anthropicListRequest(const domain::Endpoint& endpoint) {
    const QString& ownPath = endpoint.quirks.listPath;
    HttpRequest request = getRequest(endpoint, ownPath.isEmpty() ? versioned(endpoint, u"/models") : ownPath);
    QUrlQuery query(request.url);
    query.addQueryItem(QStringLiteral("limit"), QStringLiteral("1000"));
    request.url.setQuery(query);
    addVersion(request);
    return request;
}

QString refusedField(const QString& words) {
    // About a part of the conversation, which is no option.
    static const QRegularExpression conversation(QStringLiteral(R"(^(?:messages|system|tools|model)\b)"));
    if (conversation.match(words).hasMatch()) {
        return {};
    }
    static const QRegularExpression kind(QStringLiteral(R"(thinking\.type\.[a-z_]+)"));
    if (const auto match = kind.match(words); match.hasMatch()) {
        return match.captured();
    }
    const auto says = [&words](QStringView part) { return words.contains(part, Qt::CaseInsensitive); };
    if (says(u"adaptive thinking is not supported")) {
        return QStringLiteral("thinking.type.adaptive");
    }
    static const QRegularExpression display(QStringLiteral(R"(thinking\.(?:\w+\.)?display)"));
    if (display.match(words).hasMatch()) {
        return QStringLiteral("thinking.display");
    }
    if (says(u"effort parameter")) {
        return QStringLiteral("output_config");
    }
    if (says(u"top_p") && says(u"both")) { // "`temperature` and `top_p` cannot both be specified"
        return QStringLiteral("top_p");
    }
    static const QRegularExpression option(
        QStringLiteral(R"(\b(?:temperature|top_p|thinking|output_config|anthropic-beta)\b|^`?max_tokens\b)"));
    QString field = option.match(words).captured();
    field.remove(u'`');
    return field;
}

} // namespace rivulet::providers
