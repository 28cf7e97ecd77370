// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "loopback/HttpServer.h"
#include "stream/ConnectionPool.h"
#include "stream/StreamController.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#include <functional>
#include <memory>
#include <vector>

/// Writes down what it is told, one line each.
class NoteObserver : public rivulet::domain::StreamObserver {
public:
    QStringList notes;
    QString text;
    QString thought;
    int ends = 0;
    std::function<void(const QString& note)> onNote;

    void started(const rivulet::domain::StreamMetadata& metadata) override {
        note(QStringLiteral("started %1").arg(metadata.attempt));
    }
    void delta(const QString& piece, qsizetype index) override {
        inOrder = inOrder && index == text.size() && ends == 0;
        text += piece;
        note(QStringLiteral("text ") + piece);
    }
    void thinking(const QString& piece) override {
        thought += piece;
        note(QStringLiteral("thinking ") + piece);
    }
    void tool(const rivulet::domain::ToolActivity& tool) override {
        note(QStringLiteral("tool ") + tool.name);
    }
    void warning(const rivulet::domain::Warning& warning) override {
        note(QStringLiteral("warning ") + rivulet::domain::warningName(warning.kind));
    }
    void retrying(int attempt, std::chrono::milliseconds, const rivulet::domain::Failure& reason) override {
        note(QStringLiteral("retrying %1 %2").arg(attempt).arg(rivulet::domain::failureName(reason.kind)));
    }
    void seam(qsizetype at, qsizetype trimmed, bool) override {
        note(QStringLiteral("seam %1 %2").arg(at).arg(trimmed));
    }
    void ended(const rivulet::domain::Ending& ending, const QString& fullText) override {
        ++ends;
        inOrder = inOrder && fullText == text;
        note(QStringLiteral("ended ") + rivulet::domain::outcomeName(ending.outcome));
    }
    /// Deltas came with the right index, none after an end, and the end held their sum.
    bool inOrder = true;

private:
    void note(const QString& line) {
        notes.append(line);
        if (onNote) {
            onNote(line);
        }
    }
};

/// A server of the Chat Completions protocol that does as each request's script says, and a controller to ask
/// it. The last script stands for all requests after it.
class StreamStage {
public:
    using Script = std::function<void(rivulet::loopback::Exchange&)>;

    explicit StreamStage(std::vector<Script> scripts)
        : m_scripts(std::move(scripts))
        , server([this](rivulet::loopback::Exchange& exchange) {
            const auto number = static_cast<std::size_t>(exchange.request().number);
            m_scripts.at(std::min(number, m_scripts.size()) - 1)(exchange);
        })
        , controller(std::make_unique<rivulet::stream::StreamController>(pool, clock, [] { return 0.5; })) {
        if (!server.listen()) {
            qFatal("no port to listen on");
        }
        registration = controller->addObserver(observer);
        request.endpoint.id = QStringLiteral("test");
        request.endpoint.dialect = QStringLiteral("openai-chat");
        request.endpoint.baseUrl = server.url(QStringLiteral("/v1"));
        request.prompt.model = QStringLiteral("model");
        request.prompt.turns = {{rivulet::domain::Role::User, QStringLiteral("Hello?")}};
        request.retry.base = std::chrono::milliseconds{1};
        request.continuation = rivulet::stream::ContinuePolicy::Never;
    }

    [[nodiscard]] rivulet::domain::Outcome outcome() const { return controller->ending()->outcome; }
    [[nodiscard]] rivulet::domain::Failure::Kind failure() const {
        return controller->ending()->failure->kind;
    }
    [[nodiscard]] bool hasEnded() const { return isEnded(controller->state()); }

    static QByteArray json(const char* field, const QString& text) {
        const QByteArray value = QJsonDocument(QJsonObject{{QStringLiteral("t"), text}})
                                     .toJson(QJsonDocument::Compact)
                                     .sliced(5)
                                     .chopped(1);
        return QByteArray("data: {\"choices\":[{\"index\":0,\"delta\":{\"") + field + "\":" + value +
               "}}]}\n\n";
    }
    static QByteArray says(const QString& text) { return json("content", text); }
    static QByteArray thinks(const QString& text) { return json("reasoning_content", text); }
    static QByteArray stops() {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    }
    static QByteArray done() { return "data: [DONE]\n\n"; }
    static QByteArray fails() {
        return "data: "
               "{\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\",\"code\":503}}\n\n";
    }

    static Script stream(const QByteArray& body) {
        return [body](rivulet::loopback::Exchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(body);
            exchange.finish();
        };
    }
    static Script answer(const QString& text) { return stream(says(text) + stops() + done()); }
    /// Sends this much, and then the line is cut.
    static Script cutAfter(const QByteArray& body) {
        return [body](rivulet::loopback::Exchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            if (!body.isEmpty()) {
                exchange.sendBody(body);
            }
            exchange.drop();
        };
    }
    /// Sends this much, and then nothing more.
    static Script stallAfter(const QByteArray& body) {
        return [body](rivulet::loopback::Exchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            if (!body.isEmpty()) {
                exchange.sendBody(body);
            }
        };
    }
    static Script status(int code, const QByteArray& body = "{\"error\":{\"message\":\"no\"}}") {
        return [code, body](rivulet::loopback::Exchange& exchange) {
            exchange.respond(code, "application/json", body);
        };
    }
    static Script refuseConnection() {
        return [](rivulet::loopback::Exchange& exchange) { exchange.reset(); };
    }

private:
    std::vector<Script> m_scripts;

public:
    rivulet::domain::SystemClock clock;
    rivulet::stream::ConnectionPool pool;
    rivulet::loopback::HttpServer server;
    std::unique_ptr<rivulet::stream::StreamController> controller;
    NoteObserver observer;
    rivulet::stream::StreamController::Registration registration;
    rivulet::stream::StreamRequest request;
};
