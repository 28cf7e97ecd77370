// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "demo/DemoRequest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

/// An instruction to go on quotes the end of the text: so much of it tells one from a new question.
constexpr qsizetype quotedTail = 16;

/// The text of a message, written as one string or as a list of blocks.
QString textOf(const QJsonObject& message) {
    const auto content = message.value("content"_L1);
    if (content.isString()) {
        return content.toString();
    }
    QString text;
    for (const auto& block : content.toArray()) {
        text += block.toObject().value("text"_L1).toString();
    }
    return text;
}

bool quotesTheEndOf(const QString& instruction, const QString& answer) {
    const auto tail = answer.trimmed().right(quotedTail);
    return !tail.isEmpty() && instruction.contains(tail);
}

} // namespace

std::optional<DemoRequest> parseDemoRequest(const QByteArray& body) {
    const auto root = QJsonDocument::fromJson(body).object();
    std::vector<QJsonObject> turns;
    for (const auto& message : root.value("messages"_L1).toArray()) {
        if (message.toObject().value("role"_L1) != u"system"_s) {
            turns.push_back(message.toObject());
        }
    }
    const auto isUser = [](const QJsonObject& turn) { return turn.value("role"_L1) == u"user"_s; };
    if (std::ranges::none_of(turns, isUser)) {
        return std::nullopt;
    }
    DemoRequest request;
    request.model = root.value("model"_L1).toString();
    request.stream = root.value("stream"_L1).toBool(true);
    const auto count = turns.size();
    if (!isUser(turns.back())) { // prefill: the last turn is the unfinished answer
        request.partial = textOf(turns.back());
        turns.pop_back();
    } else if (count >= 3 && !isUser(turns[count - 2]) &&
               quotesTheEndOf(textOf(turns[count - 1]), textOf(turns[count - 2]))) {
        request.partial = textOf(turns[count - 2]);
        turns.resize(count - 2);
    }
    const auto last = std::find_if(turns.rbegin(), turns.rend(), isUser);
    request.prompt = last != turns.rend() ? textOf(*last) : QString();
    return request;
}

} // namespace rivulet::app
