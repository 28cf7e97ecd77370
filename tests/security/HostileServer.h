// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loopback/HttpServer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

/// A server that says one text in every place of an answer that a model or a server has the words of: its
/// thoughts, the use of tools, the text, its sources, an error.
class HostileServer {
public:
    explicit HostileServer(QString text)
        : m_text(std::move(text)) {
        m_listening = m_server.listen();
    }

    [[nodiscard]] QString url() const { return m_server.url().toString(); }
    [[nodiscard]] int requests() const { return m_server.requestCount(); }
    [[nodiscard]] bool isListening() const { return m_listening; }
    /// From here on it only fails, in these words.
    void failFromNowOn() { m_fails = true; }
    void answerFromNowOn() { m_fails = false; }

private:
    using Object = QJsonObject;

    void event(const char* name, Object data) {
        data.insert(QStringLiteral("type"), QString::fromLatin1(name));
        m_body += "event: " + QByteArray(name) +
                  "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) + "\n\n";
    }
    void block(const Object& start, const QList<Object>& deltas) {
        event("content_block_start",
              {{QStringLiteral("index"), m_index}, {QStringLiteral("content_block"), start}});
        for (const Object& delta : deltas) {
            event("content_block_delta",
                  {{QStringLiteral("index"), m_index}, {QStringLiteral("delta"), delta}});
        }
        event("content_block_stop", {{QStringLiteral("index"), m_index}});
        ++m_index;
    }
    static Object of(const char* type, const char* field, const QJsonValue& value) {
        return {{QStringLiteral("type"), QString::fromLatin1(type)}, {QString::fromLatin1(field), value}};
    }
    QByteArray answer() {
        m_body.clear();
        m_index = 0;
        event("message_start",
              {{QStringLiteral("message"),
                Object{{QStringLiteral("id"), m_text.left(200)},
                       {QStringLiteral("type"), QStringLiteral("message")},
                       {QStringLiteral("role"), QStringLiteral("assistant")},
                       {QStringLiteral("model"), m_text.left(200)},
                       {QStringLiteral("usage"), Object{{QStringLiteral("input_tokens"), 1}}}}}});
        block(of("thinking", "thinking", QString()), {of("thinking_delta", "thinking", m_text)});
        Object call = of("tool_use", "name", m_text.left(2000));
        call.insert(QStringLiteral("id"), QStringLiteral("toolu_1"));
        call.insert(QStringLiteral("input"), Object());
        const QByteArray arguments =
            QJsonDocument(Object{{QStringLiteral("command"), m_text}}).toJson(QJsonDocument::Compact);
        block(call, {of("input_json_delta", "partial_json", QString::fromUtf8(arguments))});
        Object citation = of("web_search_result_location", "url", m_text.left(300));
        citation.insert(QStringLiteral("title"), m_text.left(500));
        citation.insert(QStringLiteral("cited_text"), m_text);
        block(of("text", "text", QString()),
              {of("text_delta", "text", m_text), of("citations_delta", "citation", citation)});
        event("message_delta",
              {{QStringLiteral("delta"), Object{{QStringLiteral("stop_reason"), QStringLiteral("tool_use")}}},
               {QStringLiteral("usage"), Object{{QStringLiteral("output_tokens"), 7}}}});
        event("message_stop", {});
        return m_body;
    }

    rivulet::loopback::HttpServer m_server{[this](rivulet::loopback::Exchange& exchange) {
        if (m_fails) {
            const Object error{{QStringLiteral("type"), QStringLiteral("invalid_request_error")},
                               {QStringLiteral("message"), m_text}};
            exchange.respond(400, "application/json",
                             QJsonDocument(Object{{QStringLiteral("type"), QStringLiteral("error")},
                                                  {QStringLiteral("error"), error}})
                                 .toJson());
            return;
        }
        exchange.respond(200, "text/event-stream", answer());
    }};
    QString m_text;
    QByteArray m_body;
    int m_index = 0;
    bool m_fails = false;
    bool m_listening = false;
};
