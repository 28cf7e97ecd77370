// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "loopback/HttpServer.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QString>

/// A model's server that speaks the Anthropic protocol and says what a test tells it to, when it tells it.
class AnswerServer {
public:
    AnswerServer() { m_listening = m_server.listen(); }

    [[nodiscard]] QString url() const { return m_server.url().toString(); }
    [[nodiscard]] int requests() const { return m_server.requestCount(); }
    /// A request is there and waits for words.
    [[nodiscard]] bool isAsked() const { return m_listening && m_exchange && m_exchange->isOpen(); }
    [[nodiscard]] QByteArray lastBody() const { return m_lastBody; }

    /// From here on every request is answered with this, whole and at once.
    void answerAll(const QString& text) { m_whole = text; }

    /// How long every prompt is from here on, as this server counts.
    void countInput(int tokens) { m_inputTokens = tokens; }

    void say(const QString& text) {
        open(Block::Text);
        delta({{QStringLiteral("type"), QStringLiteral("text_delta")}, {QStringLiteral("text"), text}});
    }
    void think(const QString& text) {
        open(Block::Thinking);
        delta(
            {{QStringLiteral("type"), QStringLiteral("thinking_delta")}, {QStringLiteral("thinking"), text}});
    }
    void finish(const QString& reason = QStringLiteral("end_turn")) {
        open(m_block == Block::None ? Block::Text : m_block);
        event("content_block_stop", {{QStringLiteral("index"), m_index}});
        event("message_delta",
              {{QStringLiteral("delta"), QJsonObject{{QStringLiteral("stop_reason"), reason}}},
               {QStringLiteral("usage"), QJsonObject{{QStringLiteral("output_tokens"), 7}}}});
        event("message_stop", {});
        m_exchange->finish();
    }
    void drop() { m_exchange->drop(); }
    void fail(int status) { m_exchange->respond(status, "application/json", "{}"); }

private:
    enum class Block { None, Text, Thinking };

    void event(const char* name, QJsonObject data) {
        data.insert(QStringLiteral("type"), QString::fromLatin1(name));
        m_exchange->sendBody("event: " + QByteArray(name) +
                             "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) + "\n\n");
    }
    void open(Block block) {
        if (m_index < 0) {
            m_exchange->sendHead(200, "text/event-stream");
            const QJsonObject usage{{QStringLiteral("input_tokens"), m_inputTokens},
                                    {QStringLiteral("output_tokens"), 1}};
            event("message_start", {{QStringLiteral("message"),
                                     QJsonObject{{QStringLiteral("id"), QStringLiteral("msg_test")},
                                                 {QStringLiteral("type"), QStringLiteral("message")},
                                                 {QStringLiteral("role"), QStringLiteral("assistant")},
                                                 {QStringLiteral("model"), QStringLiteral("test")},
                                                 {QStringLiteral("usage"), usage}}}});
        }
        if (block == m_block) {
            return;
        }
        if (m_block != Block::None) {
            event("content_block_stop", {{QStringLiteral("index"), m_index}});
        }
        m_block = block;
        const QString type = block == Block::Text ? QStringLiteral("text") : QStringLiteral("thinking");
        event("content_block_start", {{QStringLiteral("index"), ++m_index},
                                      {QStringLiteral("content_block"),
                                       QJsonObject{{QStringLiteral("type"), type}, {type, QString()}}}});
    }
    void delta(const QJsonObject& delta) {
        event("content_block_delta", {{QStringLiteral("index"), m_index}, {QStringLiteral("delta"), delta}});
    }

    rivulet::loopback::HttpServer m_server{[this](rivulet::loopback::Exchange& exchange) {
        m_exchange = &exchange;
        m_lastBody = exchange.request().body;
        m_block = Block::None;
        m_index = -1;
        if (!m_whole.isNull()) {
            say(m_whole);
            finish();
        }
    }};
    QPointer<rivulet::loopback::Exchange> m_exchange;
    QByteArray m_lastBody;
    QString m_whole;
    Block m_block = Block::None;
    int m_index = -1;
    int m_inputTokens = 3;
    bool m_listening = false;
};
