// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Answers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace rivulet::scenes {

namespace {

QByteArray event(const char* name, QJsonObject data) {
    data.insert(QStringLiteral("type"), QString::fromLatin1(name));
    return "event: " + QByteArray(name) + "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) +
           "\n\n";
}

QByteArray blockStart(int index, const QJsonObject& block) {
    return event("content_block_start",
                 {{QStringLiteral("index"), index}, {QStringLiteral("content_block"), block}});
}

QByteArray blockDelta(int index, const QJsonObject& delta) {
    return event("content_block_delta", {{QStringLiteral("index"), index}, {QStringLiteral("delta"), delta}});
}

QByteArray messageStart() {
    const QJsonObject usage{{QStringLiteral("input_tokens"), 42}, {QStringLiteral("output_tokens"), 1}};
    const QJsonObject message{{QStringLiteral("id"), QStringLiteral("msg_scene")},
                              {QStringLiteral("type"), QStringLiteral("message")},
                              {QStringLiteral("role"), QStringLiteral("assistant")},
                              {QStringLiteral("model"), QStringLiteral("scene")},
                              {QStringLiteral("usage"), usage}};
    return event("message_start", {{QStringLiteral("message"), message}});
}

void begin(loopback::Exchange& exchange) {
    exchange.sendHead(200, "text/event-stream");
}

/// Sends `text` in pieces of a few words, a piece every few milliseconds, as a model would; then calls
/// `done`.
void flow(loopback::Exchange& exchange, const QString& text,
          const std::function<void(loopback::Exchange&)>& done) {
    constexpr qsizetype pieceLength = 12;
    constexpr int interval = 4;
    auto* timer = new QTimer(&exchange);
    timer->setInterval(interval);
    auto sent = std::make_shared<qsizetype>(0);
    QObject::connect(timer, &QTimer::timeout, &exchange, [&exchange, timer, text, sent, done] {
        if (*sent >= text.size()) {
            timer->stop();
            done(exchange);
            return;
        }
        exchange.sendBody(textPiece(text.mid(*sent, pieceLength)));
        *sent += pieceLength;
    });
    timer->start();
}

} // namespace

QByteArray streamHead() {
    return messageStart() + blockStart(0, {{QStringLiteral("type"), QStringLiteral("text")},
                                           {QStringLiteral("text"), QString()}});
}

QByteArray textPiece(const QString& text) {
    return blockDelta(
        0, {{QStringLiteral("type"), QStringLiteral("text_delta")}, {QStringLiteral("text"), text}});
}

QByteArray streamEnd(int outputTokens) {
    return event("content_block_stop", {{QStringLiteral("index"), 0}}) +
           event("message_delta",
                 {{QStringLiteral("delta"),
                   QJsonObject{{QStringLiteral("stop_reason"), QStringLiteral("end_turn")}}},
                  {QStringLiteral("usage"), QJsonObject{{QStringLiteral("output_tokens"), outputTokens}}}}) +
           event("message_stop", {});
}

Handler answering(const QString& text) {
    return [text](loopback::Exchange& exchange) {
        begin(exchange);
        exchange.sendBody(streamHead());
        flow(exchange, text, [text](loopback::Exchange& same) {
            same.sendBody(streamEnd(static_cast<int>(text.size() / 4)));
            same.finish();
        });
    };
}

Handler stalling(const QString& text) {
    return [text](loopback::Exchange& exchange) {
        begin(exchange);
        exchange.sendBody(streamHead());
        flow(exchange, text, [](loopback::Exchange&) {});
    };
}

Handler thinking(const QString& thoughts) {
    return [thoughts](loopback::Exchange& exchange) {
        begin(exchange);
        exchange.sendBody(messageStart() +
                          blockStart(0, {{QStringLiteral("type"), QStringLiteral("thinking")},
                                         {QStringLiteral("thinking"), QString()}}));
        exchange.sendBody(blockDelta(0, {{QStringLiteral("type"), QStringLiteral("thinking_delta")},
                                         {QStringLiteral("thinking"), thoughts}}));
    };
}

Handler dropping(const QString& text, Then then) {
    auto requests = std::make_shared<int>(0);
    return [text, then, requests](loopback::Exchange& exchange) {
        if (++*requests > 1 && then == Then::Silence) {
            return;
        }
        begin(exchange);
        exchange.sendBody(streamHead());
        // A continuation adds nothing: the answer stays as it was cut.
        flow(exchange, *requests == 1 ? text : QString(), [](loopback::Exchange& same) { same.drop(); });
    };
}

Handler usingTool(const QString& before) {
    return [before](loopback::Exchange& exchange) {
        begin(exchange);
        exchange.sendBody(streamHead());
        flow(exchange, before, [](loopback::Exchange& same) {
            same.sendBody(event("content_block_stop", {{QStringLiteral("index"), 0}}) +
                          blockStart(1, {{QStringLiteral("type"), QStringLiteral("server_tool_use")},
                                         {QStringLiteral("id"), QStringLiteral("srvtoolu_1")},
                                         {QStringLiteral("name"), QStringLiteral("web_search")},
                                         {QStringLiteral("input"), QJsonObject{}}}) +
                          blockDelta(1, {{QStringLiteral("type"), QStringLiteral("input_json_delta")},
                                         {QStringLiteral("partial_json"),
                                          QStringLiteral("{\"query\": \"QUIC connection migration\"}")}}));
        });
    };
}

Handler citing(const QString& before, const QString& after, const QList<Source>& sources) {
    return [=](loopback::Exchange& exchange) {
        begin(exchange);
        exchange.sendBody(streamHead());
        flow(exchange, before, [=](loopback::Exchange& same) {
            QJsonArray pages;
            QByteArray citations;
            for (const auto& [title, url] : sources) {
                pages.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("web_search_result")},
                                         {QStringLiteral("title"), title},
                                         {QStringLiteral("url"), url}});
                const QJsonObject citation{
                    {QStringLiteral("type"), QStringLiteral("web_search_result_location")},
                    {QStringLiteral("title"), title},
                    {QStringLiteral("url"), url}};
                citations += blockDelta(3, {{QStringLiteral("type"), QStringLiteral("citations_delta")},
                                            {QStringLiteral("citation"), citation}});
            }
            const auto stop = [](int index) {
                return event("content_block_stop", {{QStringLiteral("index"), index}});
            };
            same.sendBody(stop(0) +
                          blockStart(1, {{QStringLiteral("type"), QStringLiteral("server_tool_use")},
                                         {QStringLiteral("id"), QStringLiteral("srvtoolu_1")},
                                         {QStringLiteral("name"), QStringLiteral("web_search")},
                                         {QStringLiteral("input"), QJsonObject{}}}) +
                          stop(1) +
                          blockStart(2, {{QStringLiteral("type"), QStringLiteral("web_search_tool_result")},
                                         {QStringLiteral("tool_use_id"), QStringLiteral("srvtoolu_1")},
                                         {QStringLiteral("content"), pages}}) +
                          stop(2) +
                          blockStart(3, {{QStringLiteral("type"), QStringLiteral("text")},
                                         {QStringLiteral("text"), QString()}}) +
                          blockDelta(3, {{QStringLiteral("type"), QStringLiteral("text_delta")},
                                         {QStringLiteral("text"), after}}) +
                          citations + stop(3) + streamEnd(static_cast<int>(after.size() / 4)));
            same.finish();
        });
    };
}

Handler callingTool(const QString& before) {
    return [before](loopback::Exchange& exchange) {
        begin(exchange);
        exchange.sendBody(streamHead());
        flow(exchange, before, [](loopback::Exchange& same) {
            QByteArray end = streamEnd(40);
            end.replace("end_turn", "tool_use");
            same.sendBody(event("content_block_stop", {{QStringLiteral("index"), 0}}) +
                          blockStart(1, {{QStringLiteral("type"), QStringLiteral("tool_use")},
                                         {QStringLiteral("id"), QStringLiteral("toolu_1")},
                                         {QStringLiteral("name"), QStringLiteral("measure_latency")},
                                         {QStringLiteral("input"), QJsonObject{}}}) +
                          event("content_block_stop", {{QStringLiteral("index"), 1}}) + end);
            same.finish();
        });
    };
}

Handler breakingOff(const QString& text) {
    return [text](loopback::Exchange& exchange) {
        begin(exchange);
        exchange.sendBody(streamHead());
        flow(exchange, text, [](loopback::Exchange& same) {
            const QJsonObject error{{QStringLiteral("type"), QStringLiteral("api_error")},
                                    {QStringLiteral("message"), QStringLiteral("Internal server error")}};
            same.sendBody(event("error", {{QStringLiteral("error"), error}}));
            same.finish();
        });
    };
}

Handler redirecting(const QByteArray& address) {
    return [address](loopback::Exchange& exchange) {
        exchange.respond(302, "text/plain", {}, {{"location", address}});
    };
}

Handler failing(int status, const QByteArray& contentType, const QByteArray& body,
                const QByteArray& retryAfter) {
    return [=](loopback::Exchange& exchange) {
        QList<std::pair<QByteArray, QByteArray>> headers;
        if (!retryAfter.isEmpty()) {
            headers.append({"retry-after", retryAfter});
        }
        exchange.respond(status, contentType, body, headers);
    };
}

} // namespace rivulet::scenes
