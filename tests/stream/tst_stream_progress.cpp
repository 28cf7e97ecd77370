// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StreamStage.h"

using namespace rivulet;
using namespace rivulet::domain;
using namespace rivulet::stream;
using rivulet::loopback::Exchange;

namespace {

using Stage = StreamStage;

QByteArray reads(int done) {
    return R"(data: {"choices":[],"prompt_progress":{"total":100,"cache":0,"processed":)" +
           QByteArray::number(done) + ",\"time_ms\":500}}\n\n";
}

QByteArray calls() {
    return R"(data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1",)"
           R"("function":{"name":"look","arguments":"{}"}}]}}]})"
           "\n\n";
}

QByteArray counts(int answer) {
    return R"(data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":)" +
           QByteArray::number(answer) + "}}\n\n";
}

QByteArray wholeAnswer() {
    return R"({"id":"i","model":"m","choices":[{"index":0,"message":{"content":"All"},)"
           R"("finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}})";
}

} // namespace

/// What a stream says of how far it is, and when that no longer holds.
class tst_StreamProgress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatComesBeforeTheAnswerIsOverWhenItComes_data() {
        QTest::addColumn<QByteArray>("first");
        QTest::newRow("text") << Stage::says(QStringLiteral("Yes"));
        QTest::newRow("thinking") << Stage::thinks(QStringLiteral("Hm"));
        QTest::newRow("a tool") << calls();
    }
    void whatComesBeforeTheAnswerIsOverWhenItComes() {
        QFETCH(const QByteArray, first);
        Exchange* open = nullptr;
        Stage stage({[&open](Exchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(reads(61));
            open = &exchange;
        }});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.controller->progress().has_value());
        QCOMPARE(stage.controller->state(), StreamState::Connecting);
        QCOMPARE(stage.controller->progress()->phase, QStringLiteral("prefill"));
        QCOMPARE(stage.controller->progress()->fraction, 0.61);
        QVERIFY(stage.controller->progress()->remaining.has_value());
        open->sendBody(first);
        QTRY_VERIFY(stage.controller->state() != StreamState::Connecting);
        QVERIFY(!stage.controller->progress());
        // What a server repeats while it answers is no news.
        open->sendBody(reads(100) + Stage::says(QStringLiteral("!")));
        QTRY_VERIFY(stage.controller->text().endsWith(u'!'));
        QVERIFY(!stage.controller->progress());
        stage.controller->cancel();
    }

    void progressEndsWithItsAttempt() {
        Stage stage({Stage::cutAfter(reads(61)), [](Exchange&) {}});
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.server.requestCount(), 2);
        QVERIFY(!stage.controller->progress());
        stage.controller->cancel();
    }

    void aWholeAnswerIsWaitedForAndHasNoFirstToken() {
        Exchange* open = nullptr;
        Stage stage({[&open](Exchange& exchange) { open = &exchange; }});
        stage.request.prompt.stream = false;
        stage.controller->start(stage.request);
        QVERIFY(!stage.controller->waitsForWholeSince()); // it has not gone out yet
        QTRY_VERIFY(open != nullptr);
        QTRY_VERIFY(stage.controller->waitsForWholeSince().has_value());
        QCOMPARE(stage.controller->state(), StreamState::Connecting);
        open->respond(200, "application/json", wholeAnswer());
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QVERIFY(!stage.controller->waitsForWholeSince());
        QVERIFY(!stage.controller->stats().timeToFirstToken());
    }

    void aStreamThatComesAsAWholeHasNoFirstTokenEither() {
        Stage stage({[](Exchange& exchange) { exchange.respond(200, "application/json", wholeAnswer()); }});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(!stage.controller->stats().timeToFirstToken());
        // But a stream has.
        Stage streams({Stage::answer(QStringLiteral("Hi"))});
        streams.controller->start(streams.request);
        QVERIFY(!streams.controller->waitsForWholeSince());
        QTRY_VERIFY(streams.hasEnded());
        QVERIFY(streams.controller->stats().timeToFirstToken());
    }

    void equalCountsAreToldOnce() {
        Stage stage({Stage::stream(counts(1) + Stage::says(QStringLiteral("a")) + counts(1) +
                                   Stage::says(QStringLiteral("b")) + counts(2) + Stage::stops() + counts(2) +
                                   Stage::done())});
        QList<std::optional<qint64>> told;
        QObject::connect(stage.controller.get(), &StreamController::usageChanged, &stage.server,
                         [&told](const Usage& usage) { told.append(usage.output); });
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(!told.isEmpty());
        QCOMPARE(told.last(), std::optional<qint64>(2));
        QVERIFY(std::adjacent_find(told.cbegin(), told.cend()) == told.cend());
    }

    void countsDoNotPartTheText() {
        // Text and counts of one turn of the event loop: the text in one piece, the last count once.
        QByteArray body;
        for (int i = 1; i <= 50; ++i) {
            body += Stage::says(QStringLiteral("word ")) + counts(i);
        }
        Stage stage({Stage::stream(body + Stage::stops() + Stage::done())});
        int told = 0;
        int pieces = 0;
        QObject::connect(stage.controller.get(), &StreamController::usageChanged, &stage.server,
                         [&told] { ++told; });
        QObject::connect(stage.controller.get(), &StreamController::textArrived, &stage.server,
                         [&pieces] { ++pieces; });
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY2(told <= pieces + 1, qPrintable(QString::number(told)));
        QVERIFY(told < 25);
        QCOMPARE(stage.controller->stats().usage()->output, std::optional<qint64>(50));
    }
};

QTEST_GUILESS_MAIN(tst_StreamProgress)
#include "tst_stream_progress.moc"
