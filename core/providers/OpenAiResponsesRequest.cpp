// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenAiResponsesRequest.h"

#include "RequestParts.h"

#include <QJsonArray>

namespace rivulet::providers {

using domain::Attachment;
using domain::Effort;
using domain::Prompt;
using domain::Turn;

namespace {

QJsonObject textPart(domain::Role role, const QString& text) {
    const QString type =
        role == domain::Role::User ? QStringLiteral("input_text") : QStringLiteral("output_text");
    return {{QStringLiteral("type"), type}, {QStringLiteral("text"), text}};
}

QJsonObject partOf(const Attachment& attachment) {
    switch (attachment.kind) {
    case Attachment::Kind::Image:
        return {{QStringLiteral("type"), QStringLiteral("input_image")},
                {QStringLiteral("detail"), QStringLiteral("auto")},
                {QStringLiteral("image_url"), dataUrl(attachment)}};
    case Attachment::Kind::Pdf:
        return {{QStringLiteral("type"), QStringLiteral("input_file")},
                {QStringLiteral("filename"), attachment.name},
                {QStringLiteral("file_data"), dataUrl(attachment)}};
    case Attachment::Kind::Text:
        break;
    }
    return textPart(domain::Role::User, textOfFile(attachment));
}

/// Words alone are sent as a plain string, which every server of this API takes.
QJsonValue contentOf(const Turn& turn) {
    if (turn.attachments.empty()) {
        return turn.text;
    }
    QJsonArray parts;
    for (const Attachment& attachment : turn.attachments) {
        parts.append(partOf(attachment));
    }
    if (!turn.text.trimmed().isEmpty()) {
        parts.append(textPart(turn.role, turn.text));
    }
    return parts;
}

/// Without a summary asked for, nothing of a model's thinking is ever shown; a model that has none takes no
/// such field.
QJsonObject reasoningOf(const Prompt& prompt) {
    QJsonObject reasoning;
    const auto effort = askedEffort(prompt);
    if (prompt.thinkingMode == u"none" || (!effort && prompt.thinkingMode.isEmpty())) {
        return reasoning;
    }
    if (effort) {
        reasoning[QStringLiteral("effort")] = effortName(*effort);
    }
    // Some accounts may think but not see a summary of it: that one field goes, the effort stays.
    const bool mayShow = !prompt.omittedFields.contains(QStringLiteral("reasoning.summary"));
    if (mayShow && effort != Effort::Off) {
        reasoning[QStringLiteral("summary")] = QStringLiteral("auto");
    }
    return reasoning;
}

} // namespace

bool isInBackground(const Prompt& prompt) {
    return prompt.background && !isOmitted(prompt, u"background") && !isOmitted(prompt, u"store");
}

QJsonObject responsesBody(const Prompt& prompt) {
    QJsonArray input;
    for (const Turn& turn : turnsToSend(prompt)) {
        input.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("message")},
                                 {QStringLiteral("role"), roleName(turn.role)},
                                 {QStringLiteral("content"), contentOf(turn)}});
    }
    // Kept by the server only where the answer is to be fetched again. No stream_options: the padding of the
    // deltas hides from onlookers how long the words are, and costs little.
    QJsonObject body{{QStringLiteral("model"), prompt.model},
                     {QStringLiteral("input"), input},
                     {QStringLiteral("stream"), prompt.stream},
                     {QStringLiteral("store"), isInBackground(prompt)}};
    if (isInBackground(prompt)) {
        body[QStringLiteral("background")] = true;
    }
    if (!prompt.system.trimmed().isEmpty()) {
        body[QStringLiteral("instructions")] = prompt.system;
    }
    if (prompt.maxTokens) {
        body[QStringLiteral("max_output_tokens")] = *prompt.maxTokens;
    }
    if (const QJsonObject reasoning = reasoningOf(prompt); !reasoning.isEmpty()) {
        body[QStringLiteral("reasoning")] = reasoning;
    }
    if (prompt.temperature) {
        body[QStringLiteral("temperature")] = *prompt.temperature;
    }
    if (prompt.topP) {
        body[QStringLiteral("top_p")] = *prompt.topP;
    }
    return body;
}

} // namespace rivulet::providers
