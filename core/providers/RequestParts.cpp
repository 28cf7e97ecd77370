// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RequestParts.h"

#include "Json.h"

#include <QJsonDocument>

#include <algorithm>

namespace rivulet::providers {

using domain::Effort;

namespace {

QStringView topLevel(QStringView field) {
    const auto end = std::ranges::find_if(field, [](QChar c) { return c == u'.' || c == u'['; });
    return field.first(end - field.begin());
}

QString withoutTrailingSpace(QString text) {
    while (!text.isEmpty() && text.back().isSpace()) {
        text.chop(1);
    }
    return text;
}

bool hasContent(const domain::Turn& turn) {
    return !turn.text.trimmed().isEmpty() ||
           std::ranges::any_of(turn.attachments,
                               [](const domain::Attachment& file) { return !file.bytes.isEmpty(); });
}

void append(const domain::Turn& turn, domain::Turn& before) {
    const bool both = !before.text.trimmed().isEmpty() && !turn.text.trimmed().isEmpty();
    before.text += both ? QStringLiteral("\n\n") + turn.text : turn.text;
    before.attachments.insert(before.attachments.end(), turn.attachments.begin(), turn.attachments.end());
}

/// What an endpoint has with every request.
void addQuirks(HttpRequest& request, const domain::Quirks& quirks) {
    if (!quirks.query.isEmpty()) {
        const QString own = request.url.query();
        request.url.setQuery(own.isEmpty() ? quirks.query : own + u'&' + quirks.query);
    }
    request.headers.insert(request.headers.end(), quirks.headers.begin(), quirks.headers.end());
}

} // namespace

QUrl appended(const QUrl& base, QStringView path) {
    QUrl url = base;
    QString start = url.path();
    while (start.endsWith(u'/')) {
        start.chop(1);
    }
    url.setPath(start + path.toString());
    url.setFragment({});
    return url;
}

QByteArray bodyOf(const QJsonObject& json) {
    const QByteArray body = QJsonDocument(json).toJson(QJsonDocument::Compact);
    // Whole pairs are written as what they are, so most bodies hold no such escape and are not read again.
    return body.contains("\\ud") ? mendedJson(body) : body;
}

HttpRequest chatRequest(const domain::Prompt& prompt, const domain::Endpoint& endpoint, QStringView path,
                        QJsonObject body, const QByteArray& streamType) {
    for (const QString& field : prompt.omittedFields) {
        const QString name = topLevel(field).toString();
        if (name != u"model" && name != u"messages" && name != u"stream") {
            body.remove(name);
        }
    }
    HttpRequest request;
    request.method = HttpRequest::Method::Post;
    request.url = appended(endpoint.baseUrl, path);
    // A compressed stream would wait in the compressor; whatever answers in another coding is refused.
    request.headers = {{"Content-Type", "application/json"},
                       {"Accept", prompt.stream ? streamType : QByteArray("application/json")},
                       {"Accept-Encoding", "identity"}};
    request.body = bodyOf(body);
    request.credential = endpoint.credential;
    addQuirks(request, endpoint.quirks);
    return request;
}

HttpRequest getRequest(const domain::Endpoint& endpoint, QStringView path) {
    HttpRequest request;
    request.method = HttpRequest::Method::Get;
    request.url = appended(endpoint.baseUrl, path);
    request.headers = {{"Accept", "application/json"}, {"Accept-Encoding", "identity"}};
    request.credential = endpoint.credential;
    addQuirks(request, endpoint.quirks);
    return request;
}

std::vector<domain::Turn> turnsToSend(const domain::Prompt& prompt) {
    std::vector<domain::Turn> turns;
    turns.reserve(prompt.turns.size());
    for (const domain::Turn& turn : prompt.turns) {
        if (!hasContent(turn)) {
            continue;
        }
        if (!turns.empty() && turns.back().role == turn.role) {
            append(turn, turns.back());
        } else {
            turns.push_back(turn);
        }
    }
    if (prompt.continuesLastTurn && !turns.empty() && turns.back().role == domain::Role::Assistant) {
        turns.back().text = withoutTrailingSpace(turns.back().text);
    }
    return turns;
}

QString textOfFile(const domain::Attachment& file) {
    QString name = file.name;
    name.remove(u'"').remove(u'\n');
    QString text = QString::fromUtf8(file.bytes);
    if (text.startsWith(QChar::ByteOrderMark)) {
        text.remove(0, 1);
    }
    const QString end = text.endsWith(u'\n') ? QString() : QStringLiteral("\n");
    // Joined, not filled into a pattern: the file may hold what looks like a place to fill.
    return QStringLiteral("<file name=\"") + name + QStringLiteral("\">\n") + text + end +
           QStringLiteral("</file>");
}

QString dataUrl(const domain::Attachment& file) {
    return QString::fromLatin1("data:" + file.mediaType + ";base64," + file.bytes.toBase64());
}

bool isOmitted(const domain::Prompt& prompt, QStringView field) {
    return std::ranges::any_of(prompt.omittedFields,
                               [field](const QString& omitted) { return topLevel(omitted) == field; });
}

QString roleName(domain::Role role) {
    return role == domain::Role::User ? QStringLiteral("user") : QStringLiteral("assistant");
}

Effort effortOfBudget(int tokens) {
    if (tokens <= 0) {
        return Effort::Off;
    }
    return tokens < 4096 ? Effort::Low : tokens < 16'384 ? Effort::Medium : Effort::High;
}

std::optional<Effort> askedEffort(const domain::Prompt& prompt) {
    return prompt.thinkingBudget ? effortOfBudget(*prompt.thinkingBudget) : prompt.effort;
}

QString effortName(Effort effort) {
    switch (effort) {
    case Effort::Off:
        return QStringLiteral("none");
    case Effort::Low:
        return QStringLiteral("low");
    case Effort::Medium:
        return QStringLiteral("medium");
    case Effort::High:
        return QStringLiteral("high");
    }
    return {};
}

} // namespace rivulet::providers
