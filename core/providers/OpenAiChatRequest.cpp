// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenAiChatRequest.h"

#include "RequestParts.h"

#include <QJsonArray>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace rivulet::providers {

using domain::Attachment;
using domain::Effort;
using domain::Endpoint;
using domain::Prompt;
using domain::Turn;

namespace {

using Object = QJsonObject;

QString key(const char* name) {
    return QString::fromLatin1(name);
}

QUrl placed(const Endpoint& endpoint, const QString& path) {
    QUrl base = endpoint.baseUrl;
    QUrlQuery query(base);
    base.setQuery(QString());
    if (!base.path().endsWith(u'/')) {
        base.setPath(base.path() + u'/');
    }
    QUrl relative;
    relative.setPath(path, QUrl::TolerantMode);
    QUrl url = base.resolved(relative);
    const auto items = QUrlQuery(endpoint.quirks.query).queryItems(QUrl::FullyEncoded);
    for (const auto& [name, value] : items) {
        // What the user wrote into the base URL is the later word.
        if (!query.hasQueryItem(name)) {
            query.addQueryItem(name, value);
        }
    }
    if (!query.isEmpty()) {
        url.setQuery(query);
    }
    return url;
}

Object textPart(const QString& text) {
    return {{key("type"), key("text")}, {key("text"), text}};
}

Object partOf(const Attachment& attachment) {
    switch (attachment.kind) {
    case Attachment::Kind::Image:
        return {{key("type"), key("image_url")},
                {key("image_url"), Object{{key("url"), dataUrl(attachment)}}}};
    case Attachment::Kind::Pdf:
        return {{key("type"), key("file")},
                {key("file"),
                 Object{{key("filename"), attachment.name}, {key("file_data"), dataUrl(attachment)}}}};
    case Attachment::Kind::Text:
        break;
    }
    return textPart(textOfFile(attachment));
}

/// A text alone stays a text: not every server takes parts.
QJsonValue contentOf(const Turn& turn) {
    if (turn.attachments.empty()) {
        return turn.text;
    }
    QJsonArray parts;
    for (const Attachment& attachment : turn.attachments) {
        parts.append(partOf(attachment));
    }
    if (!turn.text.trimmed().isEmpty()) {
        parts.append(textPart(turn.text));
    }
    return parts;
}

QJsonArray messagesOf(const Prompt& prompt, const Endpoint& endpoint) {
    QJsonArray messages;
    if (!prompt.system.trimmed().isEmpty()) {
        messages.append(Object{{key("role"), key("system")}, {key("content"), prompt.system}});
    }
    for (const Turn& turn : turnsToSend(prompt)) {
        messages.append(Object{{key("role"), roleName(turn.role)}, {key("content"), contentOf(turn)}});
    }
    if (isPrefilled(prompt) && endpoint.quirks.prefill == u"prefix") {
        Object last = messages.last().toObject();
        last[key("prefix")] = true;
        messages.replace(messages.size() - 1, last);
    }
    return messages;
}

/// Two names for one limit: where a server refused the one, it takes the other.
void putTokenLimit(Object& body, const Prompt& prompt, const Endpoint& endpoint) {
    if (!prompt.maxTokens) {
        return;
    }
    const QString older = key("max_tokens");
    const QString newer = key("max_completion_tokens");
    QString field = endpoint.quirks.tokenLimitField.isEmpty() ? older : endpoint.quirks.tokenLimitField;
    if (isOmitted(prompt, field)) {
        field = field == older ? newer : older;
    }
    body[field] = *prompt.maxTokens;
}

// How thinking is asked for, a function a style. Each is called only where the user asked for some or none.

void askByEffort(Object& body, const Prompt& /*prompt*/, Effort effort) {
    body[key("reasoning_effort")] = effortName(effort);
}

void askByObject(Object& body, const Prompt& prompt, Effort effort) {
    Object reasoning;
    if (effort == Effort::Off) {
        reasoning[key("enabled")] = false;
    } else if (prompt.thinkingBudget) {
        reasoning[key("max_tokens")] = *prompt.thinkingBudget;
    } else {
        reasoning[key("effort")] = effortName(effort);
    }
    body[key("reasoning")] = reasoning;
}

void askByType(Object& body, const Prompt& prompt, Effort effort) {
    const bool off = effort == Effort::Off;
    body[key("thinking")] = Object{{key("type"), off ? key("disabled") : key("enabled")}};
    if (!off) {
        askByEffort(body, prompt, effort);
    }
}

void askByTemplate(Object& body, const Prompt& prompt, Effort effort) {
    // An answer that has begun has its thinking behind it; these servers refuse to open a new one.
    const bool thinks = effort != Effort::Off && !isPrefilled(prompt);
    body[key("chat_template_kwargs")] = Object{{key("enable_thinking"), thinks}};
}

void askByFormat(Object& body, const Prompt& prompt, Effort effort) {
    askByEffort(body, prompt, effort);
    if (effort != Effort::Off) {
        body[key("reasoning_format")] = key("parsed");
    }
}

void askByConfiguration(Object& body, const Prompt& prompt, Effort effort) {
    Object configuration;
    if (effort == Effort::Off) {
        configuration[key("thinking_budget")] = 0;
    } else {
        if (prompt.thinkingBudget) {
            configuration[key("thinking_budget")] = *prompt.thinkingBudget;
        } else {
            configuration[key("thinking_level")] = effortName(effort);
        }
        configuration[key("include_thoughts")] = true;
    }
    body[key("extra_body")] = Object{{key("google"), Object{{key("thinking_config"), configuration}}}};
}

void askNothing(Object& /*body*/, const Prompt& /*prompt*/, Effort /*effort*/) {}

struct ThinkingStyle {
    QStringView name;
    void (*ask)(Object& body, const Prompt& prompt, Effort effort);
};

constexpr std::array thinkingStyles{
    ThinkingStyle{u"", askByEffort},
    ThinkingStyle{u"effort", askByEffort},
    ThinkingStyle{u"reasoning", askByObject},
    ThinkingStyle{u"thinking", askByType},
    ThinkingStyle{u"template", askByTemplate},
    ThinkingStyle{u"format", askByFormat},
    ThinkingStyle{u"google", askByConfiguration},
    ThinkingStyle{u"none", askNothing},
};

void putThinking(Object& body, const Prompt& prompt, const Endpoint& endpoint) {
    auto effort = askedEffort(prompt);
    const auto style =
        std::ranges::find(thinkingStyles, QStringView(endpoint.quirks.thinkingStyle), &ThinkingStyle::name);
    if (prompt.thinkingMode == u"none" || style == thinkingStyles.end()) {
        return;
    }
    if (!effort && isPrefilled(prompt) && style->ask == askByTemplate) {
        effort = Effort::Off;
    }
    if (effort) {
        style->ask(body, prompt, *effort);
    }
}

/// Without what is put into the request here, after its path is known.
Endpoint plain(Endpoint endpoint) {
    endpoint.quirks.query.clear();
    endpoint.quirks.headers.clear();
    return endpoint;
}

void place(HttpRequest& request, const Endpoint& endpoint, const QString& path) {
    request.url = placed(endpoint, path);
    for (const auto& header : endpoint.quirks.headers) {
        request.headers.push_back(header);
    }
}

QString chatPath(const Prompt& prompt, const Endpoint& endpoint) {
    const auto& quirks = endpoint.quirks;
    QString path = isPrefilled(prompt) && !quirks.prefillPath.isEmpty() ? quirks.prefillPath
                   : quirks.chatPath.isEmpty()                          ? key("chat/completions")
                                                                        : quirks.chatPath;
    return path.replace(QStringLiteral("{model}"),
                        QString::fromLatin1(QUrl::toPercentEncoding(prompt.model)));
}

} // namespace

bool isPrefilled(const Prompt& prompt) {
    return prompt.continuesLastTurn && !prompt.turns.empty() &&
           prompt.turns.back().role == domain::Role::Assistant &&
           !prompt.turns.back().text.trimmed().isEmpty();
}

QByteArray sessionName(const Prompt& prompt, const Endpoint& endpoint) {
    return endpoint.quirks.sessionHeader.isEmpty() || !prompt.stream
               ? QByteArray()
               : QUrl::toPercentEncoding(prompt.session);
}

HttpRequest openAiRequest(const Endpoint& endpoint, HttpRequest::Method method, const QString& path) {
    HttpRequest request = getRequest(plain(endpoint), {});
    request.method = method;
    place(request, endpoint, path);
    return request;
}

HttpRequest openAiChatRequest(const Prompt& prompt, const Endpoint& endpoint) {
    const auto& quirks = endpoint.quirks;
    Object body{{key("model"), prompt.model},
                {key("messages"), messagesOf(prompt, endpoint)},
                {key("stream"), prompt.stream}};
    if (prompt.stream && quirks.streamOptions) {
        body[key("stream_options")] = Object{{key("include_usage"), true}};
    }
    if (prompt.stream && !quirks.progressField.isEmpty()) {
        body[quirks.progressField] = true;
    }
    putTokenLimit(body, prompt, endpoint);
    putThinking(body, prompt, endpoint);
    if (prompt.temperature) {
        body[key("temperature")] = *prompt.temperature;
    }
    if (prompt.topP) {
        body[key("top_p")] = *prompt.topP;
    }
    if (isPrefilled(prompt) && quirks.prefill == u"final_message") {
        body[key("continue_final_message")] = true;
        body[key("add_generation_prompt")] = false;
    }
    HttpRequest request = chatRequest(prompt, plain(endpoint), {}, body, "text/event-stream");
    place(request, endpoint, chatPath(prompt, endpoint));
    if (const QByteArray session = sessionName(prompt, endpoint); !session.isEmpty()) {
        request.headers.emplace_back(quirks.sessionHeader, session);
    }
    return request;
}

} // namespace rivulet::providers
