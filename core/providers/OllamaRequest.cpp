// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OllamaRequest.h"

#include "RequestParts.h"

#include <QJsonArray>

#include <optional>

namespace rivulet::providers {

using domain::Attachment;
using domain::Effort;

namespace {

/// What this server sets aside for a request unless it is told otherwise: prompt and answer together. A
/// longer prompt loses its beginning there, and nothing is said about it.
constexpr qint64 usualContext = 4096;
/// More is not asked for. No model gets more than it was made for: its server sees to that.
constexpr qint64 largestContext = 1 << 20;

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

/// Rather too many than too few: three bytes of UTF-8 are a sign of Chinese, and less than a token of most
/// else.
qint64 tokensAtMost(const domain::Prompt& prompt) {
    constexpr qint64 bytesPerToken = 3;
    constexpr qint64 framePerTurn = 8;
    constexpr qint64 tokensPerImage = 1500;
    qint64 bytes = prompt.system.toUtf8().size();
    qint64 tokens = framePerTurn;
    for (const domain::Turn& turn : prompt.turns) {
        bytes += turn.text.toUtf8().size();
        tokens += framePerTurn;
        for (const Attachment& file : turn.attachments) {
            bytes += file.kind == Attachment::Kind::Text ? file.bytes.size() : 0;
            tokens += file.kind == Attachment::Kind::Image ? tokensPerImage : 0;
        }
    }
    return tokens + bytes / bytesPerToken;
}

/// Room for prompt and answer, where the server's own is too small; in few sizes, since it loads the model
/// anew for another one.
std::optional<qint64> wantedContext(const domain::Prompt& prompt) {
    const qint64 wanted = tokensAtMost(prompt) + prompt.maxTokens.value_or(0);
    if (wanted <= usualContext) {
        return std::nullopt;
    }
    qint64 size = usualContext;
    while (size < wanted && size < largestContext) {
        const qint64 between = size + size / 2;
        size = wanted <= between ? between : size * 2;
    }
    return size;
}

QJsonObject options(const domain::Prompt& prompt) {
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
    if (const auto context = wantedContext(prompt)) {
        put(QStringLiteral("num_ctx"), *context);
    }
    return options;
}

} // namespace

QJsonObject ollamaBody(const domain::Prompt& prompt) {
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
    if (const QJsonObject wanted = options(prompt); !wanted.isEmpty()) {
        body[QStringLiteral("options")] = wanted;
    }
    if (const QJsonValue wish = thinkingWish(prompt); !wish.isUndefined()) {
        body[QStringLiteral("think")] = wish;
    }
    return body;
}

} // namespace rivulet::providers
