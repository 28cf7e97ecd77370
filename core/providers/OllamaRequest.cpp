// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OllamaRequest.h"

#include "RequestParts.h"

#include <QJsonArray>

namespace rivulet::providers {

using domain::Attachment;
using domain::Effort;

namespace {

/// What this server sets aside for a request unless it is told otherwise. A longer prompt loses its beginning
/// there, and nothing is said about it.
constexpr int usualContext = 4096;

/// One family takes an effort and does not hear yes or no; the others take yes or no, and refuse an effort.
bool takesEffort(const domain::Prompt& prompt) {
    return prompt.thinkingMode == u"effort" || prompt.thinkingMode == u"always" ||
           (prompt.thinkingMode.isEmpty() && prompt.model.contains(u"gpt-oss", Qt::CaseInsensitive));
}

/// Undefined: the model's own habit.
QJsonValue thinkingWish(const domain::Prompt& prompt) {
    const auto effort = askedEffort(prompt);
    if (!effort || prompt.thinkingMode == u"none") {
        return QJsonValue::Undefined;
    }
    if (!takesEffort(prompt)) {
        return *effort != Effort::Off;
    }
    // It can't be turned off there.
    return effortName(*effort == Effort::Off ? Effort::Low : *effort);
}

/// A file's text between fences that are longer than any of its own.
QString fenced(const Attachment& file) {
    QString text = QString::fromUtf8(file.bytes);
    QString fence = QStringLiteral("```");
    while (text.contains(fence)) {
        fence += u'`';
    }
    if (!text.endsWith(u'\n')) {
        text += u'\n';
    }
    return QStringLiteral("%1:\n").arg(file.name) + fence + u'\n' + text + fence;
}

QJsonObject messageOf(const domain::Turn& turn) {
    QStringList pieces;
    QJsonArray images;
    for (const Attachment& file : turn.attachments) {
        switch (file.kind) {
        case Attachment::Kind::Image:
            images.append(QString::fromLatin1(file.bytes.toBase64())); // bare, not a data: URL
            break;
        case Attachment::Kind::Text:
            pieces.append(fenced(file));
            break;
        case Attachment::Kind::Pdf:
            // This protocol has no place for one. Offered none by ModelTraits::takesPdf; where one comes all
            // the same, the model is told rather than left to guess.
            pieces.append(QStringLiteral("[%1 is a PDF file and could not be attached.]").arg(file.name));
            break;
        }
    }
    if (!turn.text.trimmed().isEmpty()) {
        pieces.append(turn.text);
    }
    QJsonObject message{{QStringLiteral("role"), roleName(turn.role)},
                        {QStringLiteral("content"), pieces.join(QStringLiteral("\n\n"))}};
    if (!images.isEmpty()) {
        message[QStringLiteral("images")] = images;
    }
    return message;
}

/// Room for all of it, where the server's own is too small. Nothing where it is not: the model is loaded anew
/// for another size.
std::optional<int> wantedContext(const domain::Prompt& prompt, const domain::Endpoint& endpoint) {
    const int usual = endpoint.quirks.usualContext > 0 ? endpoint.quirks.usualContext : usualContext;
    return prompt.contextTokens.value_or(0) > usual ? prompt.contextTokens : std::nullopt;
}

QJsonObject options(const domain::Prompt& prompt, const domain::Endpoint& endpoint) {
    QJsonObject options;
    const auto put = [&](const QString& name, const QJsonValue& value) {
        if (!isOmitted(prompt, name)) {
            options[name] = value;
        }
    };
    if (prompt.maxTokens) {
        put(QStringLiteral("num_predict"), *prompt.maxTokens);
    }
    if (prompt.temperature) {
        put(QStringLiteral("temperature"), *prompt.temperature);
    }
    if (prompt.topP) {
        put(QStringLiteral("top_p"), *prompt.topP);
    }
    if (const auto context = wantedContext(prompt, endpoint)) {
        put(QStringLiteral("num_ctx"), *context);
    }
    return options;
}

} // namespace

QJsonObject ollamaBody(const domain::Prompt& prompt, const domain::Endpoint& endpoint) {
    QJsonArray messages;
    if (!prompt.system.trimmed().isEmpty()) {
        messages.append(QJsonObject{{QStringLiteral("role"), QStringLiteral("system")},
                                    {QStringLiteral("content"), prompt.system}});
    }
    for (const domain::Turn& turn : turnsToSend(prompt)) {
        messages.append(messageOf(turn));
    }
    // Nothing about keep_alive: how long a model stays in memory is its server's setting.
    QJsonObject body{{QStringLiteral("model"), prompt.model},
                     {QStringLiteral("messages"), messages},
                     {QStringLiteral("stream"), prompt.stream}};
    if (const QJsonObject wanted = options(prompt, endpoint); !wanted.isEmpty()) {
        body[QStringLiteral("options")] = wanted;
    }
    if (const QJsonValue wish = thinkingWish(prompt); !wish.isUndefined()) {
        body[QStringLiteral("think")] = wish;
    }
    return body;
}

} // namespace rivulet::providers
