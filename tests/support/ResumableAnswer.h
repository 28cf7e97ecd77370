// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Prompt.h"
#include "loopback/Request.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QUrlQuery>

#include <optional>
#include <vector>

namespace rivulet::tests {

/// An answer that a server keeps, in one of the protocols that can go on with it exactly: its events as
/// bytes, and which of them a request to go on asks for. Knows no socket.
class ResumableAnswer {
public:
    struct Event {
        QByteArray bytes;
        /// Its sequence number, its id or its continuation token, as a request to go on names it.
        QByteArray name;
    };

    /// `name` is what the answer is called, where the server names it.
    ResumableAnswer(const QString& dialect, QStringList pieces, QByteArray name = "resp_1")
        : m_dialect(dialect)
        , m_pieces(std::move(pieces))
        , m_name(std::move(name)) {
        if (dialect == u"openai-responses") {
            makeResponses();
        } else if (dialect == u"openai-chat") {
            makeChat();
        } else if (dialect == u"assist") {
            makeAssist();
        } else {
            makeGemini();
        }
    }

    static QStringList dialects() {
        return {QStringLiteral("openai-responses"), QStringLiteral("openai-chat"), QStringLiteral("assist"),
                QStringLiteral("gemini")};
    }
    static QStringList shortPieces() {
        return {QStringLiteral("A "), QStringLiteral("river, "), QStringLiteral("caf\u00e9 \U0001F600"),
                QStringLiteral(" a "), QStringLiteral("sea.")};
    }

    [[nodiscard]] QString text() const { return m_pieces.join(QString()); }
    [[nodiscard]] QString thinking() const { return m_thinking; }
    [[nodiscard]] const std::vector<Event>& events() const { return m_events; }
    [[nodiscard]] QByteArray body() const { return from(0); }
    /// The events from this one on.
    [[nodiscard]] QByteArray from(std::size_t first) const {
        QByteArray bytes;
        for (std::size_t i = first; i < m_events.size(); ++i) {
            bytes += m_events[i].bytes;
        }
        return bytes;
    }
    /// Where each event ends.
    [[nodiscard]] std::vector<qsizetype> ends() const {
        std::vector<qsizetype> ends;
        ends.reserve(m_events.size());
        qsizetype end = 0;
        for (const Event& event : m_events) {
            ends.push_back(end += event.bytes.size());
        }
        return ends;
    }
    /// As a server tells it that is asked for all of it.
    [[nodiscard]] QByteArray whole(const QByteArray& status = "completed") const {
        return wholeWith(status, text());
    }
    [[nodiscard]] QByteArray wholeWith(const QByteArray& status, const QString& words) const {
        const bool over = status == "completed";
        return R"({"id":")" + m_name + R"(","object":"response","status":")" + status +
               R"(","model":"m","error":null,"incomplete_details":null,"output":[)" +
               (over
                    ? R"({"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":")" +
                          m_thinking.toUtf8() +
                          R"("}]},{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":)" +
                          json(words) + R"(,"annotations":[]}]}])"
                    : QByteArray("]")) +
               R"(,"usage":)" + (over ? usage() : QByteArray("null")) + "}";
    }

    /// Where a request to go on wants to begin: the number of an event, or nothing where it is no such
    /// request.
    [[nodiscard]] std::optional<qsizetype> start(const loopback::Request& request) const {
        const QUrlQuery query(QString::fromUtf8(request.path.mid(request.path.indexOf('?') + 1)));
        if (m_dialect == u"openai-chat") {
            bool ok = false;
            const qint64 offset = query.queryItemValue(QStringLiteral("from")).toLongLong(&ok);
            return ok && request.method == "GET" ? std::optional<qsizetype>(offset) : std::nullopt;
        }
        QByteArray after;
        if (m_dialect == u"openai-responses") {
            after = query.queryItemValue(QStringLiteral("starting_after")).toUtf8();
        } else if (m_dialect == u"assist") {
            after = request.headers.value("last-event-id");
        } else {
            after = QJsonDocument::fromJson(request.body)
                        .object()
                        .value(QStringLiteral("continuationToken"))
                        .toString()
                        .toUtf8();
        }
        if (after.isEmpty()) {
            return std::nullopt;
        }
        qsizetype begin = 0;
        for (const Event& event : m_events) {
            begin += event.bytes.size();
            if (event.name == after) {
                return begin;
            }
        }
        return std::nullopt;
    }

    /// An endpoint and a prompt that have such an answer come as one to go on with.
    static void ask(const QString& dialect, domain::Endpoint& endpoint, domain::Prompt& prompt) {
        endpoint.dialect = dialect;
        prompt.background = dialect == u"openai-responses";
        if (dialect == u"openai-chat") {
            endpoint.quirks.sessionHeader = "X-Conversation-Id";
            prompt.session = QStringLiteral("session");
        }
    }

private:
    static QByteArray json(const QString& text) {
        return QJsonDocument(QJsonObject{{QStringLiteral("t"), text}})
            .toJson(QJsonDocument::Compact)
            .sliced(5)
            .chopped(1);
    }
    static QByteArray usage() { return R"({"input_tokens":7,"output_tokens":50,"total_tokens":57})"; }

    void number(const QByteArray& type, const QByteArray& fields) {
        const QByteArray number = QByteArray::number(m_events.size());
        m_events.push_back({"event: " + type + "\ndata: {\"type\":\"" + type +
                                "\",\"sequence_number\":" + number + "," + fields + "}\n\n",
                            number});
    }
    void makeResponses() {
        m_thinking = QStringLiteral("Hm, so.");
        number("response.created",
               R"("response":{"id":")" + m_name + R"(","status":"in_progress","model":"m"})");
        number("response.output_item.added", R"("output_index":0,"item":{"id":"rs_1","type":"reasoning"})");
        number("response.reasoning_summary_text.delta",
               R"("item_id":"rs_1","output_index":0,"summary_index":0,"delta":"Hm,")");
        number("response.reasoning_summary_text.delta",
               R"("item_id":"rs_1","output_index":0,"summary_index":0,"delta":" so.")");
        number(
            "response.output_item.done",
            R"("output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm, so."}]})");
        number("response.output_item.added",
               R"("output_index":1,"item":{"id":"msg_1","type":"message","content":[]})");
        for (const QString& piece : m_pieces) {
            number("response.output_text.delta",
                   R"("item_id":"msg_1","output_index":1,"content_index":0,"delta":)" + json(piece));
        }
        number("response.output_text.done",
               R"("item_id":"msg_1","output_index":1,"content_index":0,"text":)" + json(text()));
        number("response.completed", R"("response":)" + whole());
    }

    void chunk(const QByteArray& choice) {
        m_events.push_back(
            {R"(data: {"id":"c","model":"m","choices":[{"index":0,)" + choice + "}]}\n\n", {}});
    }
    void makeChat() {
        m_thinking = QStringLiteral("Hm, so.");
        chunk(R"("delta":{"role":"assistant","content":null})");
        m_events.push_back({": \n\n", {}});
        // Thinking as tags in the text: where in them a stream is cut must not matter either.
        for (const char* const piece : {"<thi", "nk>Hm,", " so.</th", "ink>\\n"}) {
            chunk(R"("delta":{"content":")" + QByteArray(piece) + "\"}");
        }
        for (const QString& piece : m_pieces) {
            chunk(R"("delta":{"content":)" + json(piece) + "}");
        }
        chunk(R"("delta":{},"finish_reason":"stop")");
        m_events.push_back({R"(data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":50}})"
                            "\n\n",
                            {}});
        m_events.push_back({"data: [DONE]\n\n", {}});
    }

    void identify(const QByteArray& fields) {
        const QByteArray id = "a1-" + QByteArray::number(m_events.size());
        m_events.push_back({"id: " + id + "\ndata: {" + fields + "}\n\n", id});
    }
    void makeAssist() {
        m_thinking = QStringLiteral("Reading\n");
        identify(R"("type":"thinking","message":"Reading")");
        int index = 0;
        for (const QString& piece : m_pieces) {
            identify(R"("type":"token","content":)" + json(piece) + R"(,"index":)" +
                     QByteArray::number(index++));
            if (index == 2) {
                m_events.back().bytes += ": keep-alive\n\n";
            }
        }
        identify(R"("type":"done","usage":{"input_tokens":7,"output_tokens":50})");
    }

    void makeGemini() {
        m_thinking = QStringLiteral("Hm, so.");
        const auto event = [this](const QByteArray& part, const QByteArray& rest, const QByteArray& token) {
            const QByteArray checkpoint =
                token.isEmpty() ? QByteArray() : R"(,"continuationToken":")" + token + '"';
            m_events.push_back({R"(data: {"candidates":[{"content":{"role":"model","parts":[)" + part +
                                    "]},\"index\":0" + checkpoint + rest + R"(}],"responseId":"r1"})" +
                                    "\r\n\r\n",
                                token});
        };
        event(R"({"text":"Hm, so.","thought":true})", {}, "t0");
        int number = 0;
        for (const QString& piece : m_pieces) {
            ++number;
            // Not every piece is a checkpoint: what came after one is told again.
            event(R"({"text":)" + json(piece) + "}", {},
                  number % 2 == 0 ? "t" + QByteArray::number(number) : QByteArray());
        }
        event(R"({"text":""})", R"(,"finishReason":"STOP")", {});
    }

    QString m_dialect;
    QStringList m_pieces;
    QByteArray m_name;
    QString m_thinking;
    std::vector<Event> m_events;
};

} // namespace rivulet::tests
