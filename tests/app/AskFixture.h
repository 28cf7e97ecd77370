// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ShiftedClock.h"
#include "ask/AskCommand.h"
#include "domain/Clock.h"
#include "loopback/HttpServer.h"
#include "request/Reachability.h"
#include "store/ConversationStore.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <vector>

namespace rivulet::app::tests {

enum class Ending { Whole, Open };

inline QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

inline QByteArray headOf(const QString& dialect) {
    return dialect == QStringLiteral("ollama") ? "application/x-ndjson" : "text/event-stream";
}

/// A body that says `text` in this dialect, one character a delta; Open leaves out how it ends.
inline QByteArray bodyOf(const QString& dialect, const QString& text, Ending ending = Ending::Whole) {
    using O = QJsonObject;
    const auto key = [](const char* name) { return QString::fromLatin1(name); };
    const auto sse = [&](const O& event) {
        return "event: " + event.value(key("type")).toString().toUtf8() + "\ndata: " + compact(event) +
               "\n\n";
    };
    const bool anthropic = dialect == QStringLiteral("anthropic");
    const bool ollama = dialect == QStringLiteral("ollama");
    const auto delta = [&](const QString& piece) -> QByteArray {
        if (anthropic) {
            return sse({{key("type"), key("content_block_delta")},
                        {key("index"), 0},
                        {key("delta"), O{{key("type"), key("text_delta")}, {key("text"), piece}}}});
        }
        if (ollama) {
            return compact({{key("model"), key("m")},
                            {key("message"), O{{key("role"), key("assistant")}, {key("content"), piece}}},
                            {key("done"), false}}) +
                   '\n';
        }
        return "data: " +
               compact({{key("id"), key("c")},
                        {key("choices"),
                         QJsonArray{O{{key("index"), 0}, {key("delta"), O{{key("content"), piece}}}}}}}) +
               "\n\n";
    };
    QByteArray body;
    if (anthropic) {
        body += sse(
            {{key("type"), key("message_start")},
             {key("message"), O{{key("id"), key("msg_1")},
                                {key("type"), key("message")},
                                {key("role"), key("assistant")},
                                {key("model"), key("m")},
                                {key("content"), QJsonArray()},
                                {key("usage"), O{{key("input_tokens"), 5}, {key("output_tokens"), 1}}}}}});
        body += sse({{key("type"), key("content_block_start")},
                     {key("index"), 0},
                     {key("content_block"), O{{key("type"), key("text")}, {key("text"), QString()}}}});
    }
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto width = text[i].isHighSurrogate() ? 2 : 1;
        body += delta(text.sliced(i, width));
        i += width - 1;
    }
    if (ending == Ending::Open) {
        return body;
    }
    if (anthropic) {
        return body + sse({{key("type"), key("content_block_stop")}, {key("index"), 0}}) +
               sse({{key("type"), key("message_delta")},
                    {key("delta"), O{{key("stop_reason"), key("end_turn")}}},
                    {key("usage"), O{{key("output_tokens"), 9}}}}) +
               sse({{key("type"), key("message_stop")}});
    }
    if (ollama) {
        return body +
               R"({"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop",)"
               R"("prompt_eval_count":5,"eval_count":9,"eval_duration":1000000})" +
               '\n';
    }
    return body + R"(data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})" +
           "\n\ndata: [DONE]\n\n";
}

/// `--model own:m` in this dialect at this server.
inline QStringList modelAt(const loopback::HttpServer& server, const QString& dialect,
                           const QString& name = QStringLiteral("own")) {
    const auto base =
        dialect == QStringLiteral("openai-chat") ? server.url(QStringLiteral("/v1")) : server.url();
    return {QStringLiteral("--model"),    name + QStringLiteral(":m"),
            QStringLiteral("--dialect"),  dialect,
            QStringLiteral("--base-url"), base.toString()};
}

inline loopback::HttpServer::Handler answering(const QString& dialect, const QString& text) {
    return
        [=](loopback::Exchange& exchange) { exchange.respond(200, headOf(dialect), bodyOf(dialect, text)); };
}

inline QJsonObject onlyEndOf(const std::vector<QJsonObject>& events, int stream) {
    QJsonObject end;
    int ends = 0;
    QString last;
    for (const auto& event : events) {
        if (event.value(QStringLiteral("stream")) == stream) {
            last = event.value(QStringLiteral("type")).toString();
            if (last == QStringLiteral("end")) {
                end = event;
                ++ends;
            }
        }
    }
    return ends == 1 && last == QStringLiteral("end")
               ? end
               : QJsonObject{
                     {QStringLiteral("state"), QStringLiteral("%1 ends, last %2").arg(ends).arg(last)}};
}

/// The user's own endpoint "own", in the settings.
inline domain::Endpoint ownAt(const loopback::HttpServer& server) {
    domain::Endpoint own;
    own.id = QStringLiteral("own");
    own.name = QStringLiteral("Own");
    own.dialect = QStringLiteral("ollama");
    own.baseUrl = server.url();
    return own;
}

/// As a terminal sees it.
class UnknownNetwork final : public Reachability {
public:
    [[nodiscard]] State state() override { return State::Unknown; }
};

/// A terminal for one `rivulet ask`: what goes in, and what came out.
class AskFixture {
    QTemporaryDir m_folder; // first: other members are made from it

public:
    QByteArray input;
    QHash<QString, QByteArray> variables;
    std::vector<domain::Endpoint> endpoints;
    QStringList lastUsed;
    std::vector<AskOptions::Model> remembered;
    secrets::SecretStore* keychain = nullptr;
    QString databaseFile = m_folder.filePath(QStringLiteral("rivulet.db"));
    std::function<void(const QByteArray&)> onOutput;
    /// Of each endpoint.
    stream::MinuteBudget budget;
    ShiftedClock clock;
    std::function<void(AskCommand&, SendGate&)> onWait;
    std::vector<SendGate::Wait> waits;

    Experience experience;
    std::optional<domain::ModelTraits> listed;
    std::vector<domain::Message> learnt;

    QByteArray output;
    std::vector<QByteArray> lines;
    QByteArray errors;
    QString logged;
    int databasesOpened = 0;

    int run(const QStringList& arguments) {
        stream::ConnectionPool pool;
        const auto catalog = providers::Catalog::parse(resource("providers.json"), resource("models.json"));
        UnknownNetwork network;
        SendGate gate([this](const QString&) { return budget; }, clock, network);
        AskCommand* running = nullptr;
        AskServices services{
            .catalog = catalog.value(),
            .clock = clock,
            .pool = pool,
            .random = [] { return 0.5; },
            .endpoints = endpoints,
            .keychain = keychain,
            .environment = [this](const QString& name) { return variables.value(name); },
            .openDatabase = [this] { return open(); },
            .readInput = [this](qint64 limit) { return input.first(std::min<qint64>(limit, input.size())); },
            .output = [this](const QByteArray& bytes) { take(bytes); },
            .errors = [this](const QByteArray& bytes) { errors += bytes; },
            .log = [this](const QString& line) { logged += line + u'\n'; },
            .listed = [this](const QString&, const QString&) { return listed; },
            .experience = [this](const QString&, const QString&) { return experience; },
            .learn = [this](const domain::Message& told) { learnt.push_back(told); },
            .describe = [](const domain::Failure& failure) { return domain::failureName(failure.kind); },
            .gate = &gate,
            .describeWait =
                [&](const SendGate::Wait& wait, const QString& endpointName) {
                    waits.push_back(wait);
                    if (onWait) {
                        // Not within what tells of it.
                        QMetaObject::invokeMethod(
                            &gate, [&] { onWait(*running, gate); }, Qt::QueuedConnection);
                    }
                    return QStringLiteral("waits for ") + endpointName;
                },
            .remember = [this](const std::vector<AskOptions::Model>& models) { remembered = models; }};
        AskCommand command(std::move(services));
        running = &command;
        return command.run(arguments, lastUsed);
    }

    /// Standard output as the JSON objects it holds, one a line.
    [[nodiscard]] std::vector<QJsonObject> events() const {
        std::vector<QJsonObject> all;
        for (const auto& line : output.split('\n')) {
            if (!line.isEmpty()) {
                all.push_back(QJsonDocument::fromJson(line).object());
            }
        }
        return all;
    }

    /// The messages of the one conversation in the history.
    [[nodiscard]] std::vector<domain::Message> stored() {
        store::ConversationStore store(open().value());
        const auto conversations = store.list(10, 0).value();
        return conversations.size() == 1 ? store.messages(conversations.front().id).value()
                                         : std::vector<domain::Message>();
    }

    [[nodiscard]] QStringList titles() {
        const auto conversations = store::ConversationStore(open().value()).list(10, 0).value();
        QStringList all;
        for (const auto& conversation : conversations) {
            all << conversation.title;
        }
        return all;
    }

private:
    static QByteArray resource(const char* name) {
        QFile file(QStringLiteral(RIVULET_RESOURCES "/") + QString::fromLatin1(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    domain::Result<std::shared_ptr<store::Database>> open() {
        ++databasesOpened;
        store::DatabaseOptions options;
        options.migrations = QStringLiteral(RIVULET_RESOURCES "/sql");
        return store::Database::open(databaseFile, options);
    }

    void take(const QByteArray& bytes) {
        output += bytes;
        lines.push_back(bytes);
        if (onOutput) {
            onOutput(bytes);
        }
    }
};

} // namespace rivulet::app::tests
