// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ManualPermit.h"
#include "StreamStage.h"

#include <QJsonArray>

using namespace rivulet;
using namespace rivulet::domain;
using namespace rivulet::stream;
using rivulet::loopback::Exchange;

namespace {

using Stage = StreamStage;

QByteArray eventOf(const QByteArray& type, const QByteArray& fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + '"' + fields + "}\n\n";
}

QByteArray begins() {
    return eventOf(
        "message_start",
        R"(,"message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":10,"output_tokens":2}})");
}

/// The place for words in a piece of JSON.
QByteArray with(const QByteArray& words, QByteArray json) {
    return json.replace("WORDS", words);
}

QByteArray speaks(const QByteArray& text) {
    return eventOf("content_block_start", R"(,"index":0,"content_block":{"type":"text","text":""})") +
           eventOf("content_block_delta",
                   with(text, R"(,"index":0,"delta":{"type":"text_delta","text":"WORDS"})")) +
           eventOf("content_block_stop", R"(,"index":0)");
}

/// A call in pieces, with a field that means nothing here.
QByteArray searches() {
    return eventOf("content_block_start",
                   R"(,"index":1,"content_block":{"type":"server_tool_use","id":"srvtoolu_1",)"
                   R"("name":"web_search","input":{},"caller":{"type":"direct"}})") +
           eventOf("content_block_delta",
                   R"(,"index":1,"delta":{"type":"input_json_delta","partial_json":"{\u0022query\u0022:"})") +
           eventOf("content_block_delta",
                   R"(,"index":1,"delta":{"type":"input_json_delta","partial_json":"\u0022tide\u0022}"})") +
           eventOf("content_block_stop", R"(,"index":1)");
}

QByteArray endsWith(const QByteArray& reason) {
    return eventOf("message_delta",
                   with(reason, R"(,"delta":{"stop_reason":"WORDS"},"usage":{"output_tokens":20})")) +
           eventOf("message_stop", {});
}

QByteArray pauses(const QByteArray& text) {
    return begins() + speaks(text) + searches() + endsWith("pause_turn");
}

QByteArray contentOfPause(const QByteArray& text) {
    return with(text, R"({"text":"WORDS","type":"text"},{"caller":{"type":"direct"},"id":"srvtoolu_1",)"
                      R"("input":{"query":"tide"},"name":"web_search","type":"server_tool_use"})");
}

/// The turns of a request, canonical.
QByteArray messagesOf(const Exchange& exchange) {
    const QJsonObject body = QJsonDocument::fromJson(exchange.request().body).object();
    return QJsonDocument(body.value(u"messages").toArray()).toJson(QJsonDocument::Compact);
}

struct PauseStage : Stage {
    explicit PauseStage(std::vector<Script> scripts)
        : Stage(std::move(scripts)) {
        request.endpoint.dialect = QStringLiteral("anthropic");
        request.retry.retries = 0;
    }
};

} // namespace

/// Answers that the server pauses, and answers of it that are cut.
class tst_StreamPause : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPausedAnswerGoesOnToItsEnd() {
        QByteArrayList asked;
        const auto say = [&asked](const QByteArray& body) {
            return [&asked, body](Exchange& exchange) {
                asked.append(messagesOf(exchange));
                Stage::stream(body)(exchange);
            };
        };
        PauseStage stage({say(pauses("One, ")), say(pauses("two, ")),
                          say(begins() + speaks("three.") + endsWith("end_turn"))});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->ending()->stop, StopReason::EndTurn);
        QCOMPARE(stage.controller->text(), QStringLiteral("One, two, three."));
        QVERIFY(stage.observer.inOrder);
        QCOMPARE(stage.observer.ends, 1);
        QCOMPARE(stage.server.requestCount(), 3);
        QCOMPARE(stage.controller->requests(), 3);
        QCOMPARE(stage.controller->attempts(), 3);
        // The same turns, and what was said before each pause as it came.
        const QByteArray question = R"({"content":"Hello?","role":"user"})";
        const auto paused = [&question](const QByteArray& content) {
            return '[' + question + ',' + with(content, R"({"content":[WORDS],"role":"assistant"}])");
        };
        QCOMPARE(asked.value(0), '[' + question + ']');
        QCOMPARE(asked.value(1), paused(contentOfPause("One, ")));
        QCOMPARE(asked.value(2), paused(contentOfPause("One, ") + ',' + contentOfPause("two, ")));
        // Each request is paid for.
        const auto& usage = stage.controller->stats().usage();
        QCOMPARE(usage->input, 30);
        QCOMPARE(usage->output, 60);
        QCOMPARE(usage->source, Usage::Source::Reported);
    }

    void whatFollowsAPauseWaitsForItsLeave() {
        ManualPermit permit;
        PauseStage stage({Stage::stream(pauses("One, ")),
                          Stage::stream(begins() + speaks("two.") + endsWith("end_turn"))});
        stage.request.permit = &permit;
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        QCOMPARE(stage.server.requestCount(), 1);
        QCOMPARE(stage.controller->state(), StreamState::Waiting);
        QCOMPARE(permit.taken, std::vector<RateNeed>({{1, 10, 20}}));
        permit.letGo();
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), QStringLiteral("One, two."));
        QCOMPARE(permit.taken, std::vector<RateNeed>({{1, 10, 20}, {1, 10, 20}}));
    }

    void aPausedAnswerThatIsStoppedWhileItWaitsIsNotWhole() {
        ManualPermit permit;
        PauseStage stage({Stage::stream(pauses("One, "))});
        stage.request.permit = &permit;
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        stage.controller->cancel();
        QCOMPARE(stage.controller->state(), StreamState::Cancelled);
        QCOMPARE(stage.controller->text(), QStringLiteral("One, "));
        QCOMPARE(permit.withdrawn, 1);
    }

    void theSixthPauseIsTheEnd() {
        PauseStage stage({Stage::stream(pauses("On. "))});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->ending()->stop, StopReason::PauseTurn);
        QCOMPARE(stage.server.requestCount(), 6);
        QCOMPARE(stage.controller->text(), QStringLiteral("On. ").repeated(6));
    }

    void whatCannotBeGivenBackWholeIsTheEnd() {
        const QByteArray unknown =
            eventOf("content_block_delta", R"(,"index":0,"delta":{"type":"later_delta","x":1})");
        PauseStage stage({Stage::stream(begins() + speaks("So far.") + unknown + endsWith("pause_turn"))});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->ending()->stop, StopReason::PauseTurn);
        QCOMPARE(stage.server.requestCount(), 1);
    }

    void aPausedAnswerCanBeCancelled() {
        PauseStage stage({Stage::stream(pauses("One, ")), [](Exchange&) {}});
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.server.requestCount(), 2);
        stage.controller->cancel();
        QCOMPARE(stage.controller->state(), StreamState::Cancelled);
        QCOMPARE(stage.controller->text(), QStringLiteral("One, "));
        QCOMPARE(stage.observer.ends, 1);
    }

    void anAnswerThatBreaksAfterAPauseKeepsWhatCame() {
        PauseStage stage({Stage::stream(pauses("One, ")), Stage::status(500)});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Interrupted);
        QCOMPARE(stage.controller->text(), QStringLiteral("One, "));
    }

    void theMissingCountOfACutAnswerIsEstimated() {
        PauseStage stage({Stage::cutAfter(begins() + speaks("The river rises"))});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Interrupted);
        const auto& usage = stage.controller->stats().usage();
        QCOMPARE(usage->input, 10); // as told
        // Not the number that comes with the beginning.
        QVERIFY(usage->output.value_or(0) >= 3);
        QCOMPARE(usage->source, Usage::Source::Estimated);
        QVERIFY(stage.controller->stats().tokensEstimated());
    }

    void afterAPauseOnlyWhatIsMissingIsEstimated() {
        PauseStage stage(
            {Stage::stream(pauses("One, ")), Stage::cutAfter(begins() + speaks("two more words"))});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        const auto& usage = stage.controller->stats().usage();
        QCOMPARE(usage->input, 20);
        QVERIFY(usage->output > 20 && usage->output < 30);
        QCOMPARE(usage->source, Usage::Source::Estimated);
    }
};

QTEST_GUILESS_MAIN(tst_StreamPause)
#include "tst_stream_pause.moc"
