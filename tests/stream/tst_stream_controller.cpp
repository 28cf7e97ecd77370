// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StreamStage.h"

#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>

using namespace rivulet::domain;
using namespace rivulet::stream;
using namespace std::chrono_literals;
using rivulet::loopback::Exchange;

namespace {

using Stage = StreamStage;

} // namespace

class tst_StreamController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatHasComeIsKeptWhenItIsCancelledBeforeItsBeat() {
        FlushClock* beats = nullptr;
        Stage stage({[](Exchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(Stage::says(QStringLiteral("one ")));
            QObject::connect(&exchange, &Exchange::written, &exchange, [&exchange] {
                if (exchange.bytesQueued() == 0 && !exchange.property("said").toBool()) {
                    exchange.setProperty("said", true);
                    QTimer::singleShot(50, &exchange, [&exchange] {
                        exchange.sendBody(Stage::says(QStringLiteral("two")));
                    });
                }
            });
        }});
        FlushClock clock(stage.clock);
        beats = &clock;
        beats->setDrive(FlushClock::Drive::Frames);
        connect(beats, &FlushClock::frameWanted, beats, [&] {
            QCOMPARE(stage.controller->text(), QStringLiteral("one "));
            stage.controller->cancel();
        });
        stage.request.beats = beats;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Cancelled);
        QCOMPARE(stage.observer.text, QStringLiteral("one two"));
        QVERIFY(stage.observer.inOrder);
        QVERIFY(!beats->isAwaited());
    }

    void tellsAnAnswerFromStartToEnd() {
        Stage stage({Stage::stream(Stage::thinks(QStringLiteral("hm")) + Stage::says(QStringLiteral("Hel")) +
                                   Stage::says(QStringLiteral("lo")) + Stage::stops() + Stage::done())});
        QSignalSpy text(stage.controller.get(), &StreamController::textArrived);
        QSignalSpy ended(stage.controller.get(), &StreamController::ended);
        stage.controller->start(stage.request);
        QCOMPARE(stage.controller->state(), StreamState::Connecting);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("Hello"));
        QCOMPARE(stage.controller->thinking(), QStringLiteral("hm"));
        QCOMPARE(stage.controller->ending()->rawStop, QStringLiteral("stop"));
        QCOMPARE(ended.size(), 1);
        QCOMPARE(stage.observer.text, QStringLiteral("Hello"));
        QCOMPARE(stage.observer.notes.first(), QStringLiteral("started 1"));
        QCOMPARE(stage.observer.notes.last(), QStringLiteral("ended completed"));
        QVERIFY(stage.observer.inOrder);
        QCOMPARE(stage.controller->requests(), 1);
        QCOMPARE(stage.controller->attempts(), 1);
        QCOMPARE(stage.server.requestCount(), 1);
    }

    void readsTheOtherDialectsTheSameWay_data() {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("ollama")
            << QStringLiteral("ollama") << QByteArray("application/x-ndjson")
            << QByteArray(R"({"model":"m","message":{"content":"Hello"},"done":false})"
                          "\n"
                          R"({"model":"m","message":{"content":""},"done":true,"done_reason":"stop"})"
                          "\n");
        QTest::newRow("anthropic") << QStringLiteral("anthropic")
                                   << QByteArray("text/event-stream; charset=utf-8")
                                   << QByteArray(R"(event: message_start
data: {"type":"message_start","message":{"id":"i","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}

event: message_stop
data: {"type":"message_stop"}

)");
    }
    void readsTheOtherDialectsTheSameWay() {
        QFETCH(QString, dialect);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        Stage stage({[=](Exchange& exchange) {
            exchange.sendHead(200, type);
            exchange.sendBody(body);
            exchange.finish();
        }});
        stage.request.endpoint.dialect = dialect;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("Hello"));
    }

    void joinsTheTextOfATurn() {
        QByteArray body;
        for (int i = 0; i < 500; ++i) {
            body += Stage::says(QString::number(i) + u' ');
        }
        Stage stage({Stage::stream(body + Stage::stops() + Stage::done())});
        QSignalSpy text(stage.controller.get(), &StreamController::textArrived);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QString joined;
        for (const auto& arguments : text) {
            joined += arguments.at(0).toString();
        }
        QCOMPARE(joined, stage.controller->text());
        QVERIFY2(text.size() < 100, qPrintable(QString::number(text.size())));
    }

    // Outcomes

    void everyFaultHasItsOutcome_data() {
        QTest::addColumn<StreamStage::Script>("script");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("requests");
        const auto row = [](const char* name, Stage::Script script, Outcome outcome, const char* reason,
                            const char* text, int requests) {
            QTest::newRow(name) << script << outcome << QString::fromLatin1(reason)
                                << QString::fromLatin1(text) << requests;
        };
        const QByteArray part = Stage::says(QStringLiteral("par")) + Stage::says(QStringLiteral("tial"));
        row("cut after content", Stage::cutAfter(part), Outcome::Interrupted, "cut_off", "partial", 1);
        row("end of file without an end mark", Stage::stream(part), Outcome::Interrupted, "cut_off",
            "partial", 1);
        row("[DONE] without a finish", Stage::stream(part + Stage::done()), Outcome::Interrupted, "cut_off",
            "partial", 1);
        row("cut in the middle of an event", Stage::cutAfter(part + "data: {\"choices\":[{\"ind"),
            Outcome::Interrupted, "cut_off", "partial", 1);
        row("cut after the end mark", Stage::cutAfter(part + Stage::stops()), Outcome::Completed, "",
            "partial", 1);
        row("error after text", Stage::stream(part + Stage::fails()), Outcome::Interrupted, "overloaded",
            "partial", 1);
        row("error after the end mark", Stage::stream(part + Stage::stops() + Stage::fails()),
            Outcome::Completed, "", "partial", 1);
        row("error before text", Stage::stream(Stage::fails()), Outcome::Failed, "overloaded", "", 3);
        row("cut before content", Stage::cutAfter({}), Outcome::Failed, "cut_off", "", 3);
        row("end of file before content", Stage::stream(": hello\n\n"), Outcome::Failed, "cut_off", "", 3);
        row("reset before the head", Stage::refuseConnection(), Outcome::Failed, "connection_reset", "", 3);
        row("401", Stage::status(401), Outcome::Failed, "unauthorized", "", 1);
        row("503", Stage::status(503), Outcome::Failed, "overloaded", "", 3);
        row("malformed event", Stage::stream("data: {nope\n\n" + part + Stage::stops()), Outcome::Completed,
            "", "partial", 1);
        row(
            "a captive portal",
            [](Exchange& exchange) { exchange.respond(200, "text/html", "<html>Log in</html>"); },
            Outcome::Failed, "wrong_content_type", "", 1);
        row(
            "a whole answer instead of a stream",
            [](Exchange& exchange) {
                exchange.respond(
                    200, "application/json",
                    R"({"id":"i","model":"m","choices":[{"index":0,"message":{"content":"partial"},)"
                    R"("finish_reason":"stop"}]})");
            },
            Outcome::Completed, "", "partial", 1);
        row("content after the end", Stage::stream(part + Stage::stops() + Stage::done() + part),
            Outcome::Completed, "", "partial", 1);
    }
    void everyFaultHasItsOutcome() {
        QFETCH(StreamStage::Script, script);
        QFETCH(Outcome, outcome);
        QFETCH(QString, reason);
        QFETCH(QString, text);
        QFETCH(int, requests);
        Stage stage({script});
        stage.request.retry.retries = 2;
        QSignalSpy ended(stage.controller.get(), &StreamController::ended);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(outcomeName(stage.outcome()), outcomeName(outcome));
        QCOMPARE(stage.controller->text(), text);
        QCOMPARE(stage.controller->ending()->failure ? failureName(stage.failure()) : QString(), reason);
        QCOMPARE(stage.server.requestCount(), requests);
        QCOMPARE(stage.controller->requests(), requests);
        QCOMPARE(stage.observer.ends, 1);
        QCOMPARE(ended.size(), 1);
        QVERIFY(stage.observer.inOrder);
    }

    void aMalformedEventIsSkippedWithAWarning() {
        Stage stage(
            {Stage::stream("data: {nope\n\n" + Stage::says(QStringLiteral("text")) + Stage::stops())});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.observer.notes.contains(QStringLiteral("warning skipped_event")));
    }

    void anEmptyAnswerIsCompletedWithAWarning() {
        Stage stage({Stage::stream(Stage::stops() + Stage::done())});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QVERIFY(stage.observer.notes.contains(QStringLiteral("warning empty_answer")));
    }

    void asksForAWholeWhereStreamingIsOff() {
        Stage stage({[](Exchange& exchange) {
            QVERIFY(
                !QJsonDocument::fromJson(exchange.request().body)[QStringLiteral("stream")].toBool(false));
            exchange.respond(
                200, "application/json",
                R"({"choices":[{"index":0,"message":{"content":"all"},"finish_reason":"length"}]})");
        }});
        stage.request.prompt.stream = false;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), QStringLiteral("all"));
        QVERIFY(stage.controller->ending()->stop == StopReason::TokenLimit);
    }

    void sendsNothingWhereAKeyOrAnAddressIsMissing() {
        Stage stage({Stage::answer(QStringLiteral("x"))});
        stage.request.endpoint.needsKey = true;
        stage.controller->start(stage.request);
        QCOMPARE(stage.controller->state(), StreamState::Failed);
        QVERIFY(stage.failure() == Failure::Kind::MissingKey);
        stage.request.endpoint.needsKey = false;
        stage.request.endpoint.baseUrl = QUrl(QStringLiteral("http://192.0.2.1/"));
        stage.controller->start(stage.request);
        QVERIFY(stage.failure() == Failure::Kind::InvalidSettings);
        stage.request.endpoint.baseUrl = stage.server.url();
        stage.request.endpoint.dialect = QStringLiteral("klingon");
        stage.controller->start(stage.request);
        QVERIFY(stage.failure() == Failure::Kind::Unsupported);
        QCOMPARE(stage.observer.ends, 3);
        QCOMPARE(stage.controller->requests(), 0);
        QCOMPARE(stage.server.connectionCount(), 0);
    }

    void stopsAnAnswerThatIsTooLong() {
        QByteArray body;
        const QByteArray piece = Stage::says(QString(1024 * 1024, u'x'));
        Stage stage({[piece](Exchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            for (int i = 0; i < 33; ++i) {
                exchange.sendBody(piece);
            }
        }});
        stage.controller->start(stage.request);
        QTRY_VERIFY_WITH_TIMEOUT(stage.hasEnded(), 30'000);
        QCOMPARE(stage.controller->state(), StreamState::Interrupted);
        QVERIFY(stage.failure() == Failure::Kind::AnswerTooLong);
        QCOMPARE(stage.controller->text().size(), 16 * 1024 * 1024);
    }

    // Retries

    void retriesUntilTheServerIsBack() {
        Stage stage({Stage::status(503), Stage::refuseConnection(), Stage::answer(QStringLiteral("back"))});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), QStringLiteral("back"));
        QCOMPARE(stage.controller->attempts(), 3);
        QCOMPARE(stage.server.requestCount(), 3);
        QVERIFY(stage.observer.notes.contains(QStringLiteral("retrying 2 overloaded")));
        QVERIFY(stage.observer.notes.contains(QStringLiteral("started 3")));
    }

    void showsAWaitThatCanBeCutShort() {
        Stage stage({Stage::status(503), Stage::answer(QStringLiteral("back"))});
        stage.request.retry.base = 30'000ms;
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->state(), StreamState::Waiting);
        QVERIFY(stage.controller->retryAt() > stage.clock.now() + 5s);
        QVERIFY(stage.controller->retryReason()->kind == Failure::Kind::Overloaded);
        QCOMPARE(stage.controller->requests(), 1);
        stage.controller->reconnect();
        QCOMPARE(stage.controller->state(), StreamState::Connecting);
        QVERIFY(!stage.controller->retryAt());
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
    }

    void leavesOutAFieldThatTheServerRefused() {
        Stage stage({Stage::status(400, R"({"error":{"message":"Unknown field","param":"stream_options",)"
                                        R"("type":"invalid_request_error"}})"),
                     [](Exchange& exchange) {
                         QVERIFY(!exchange.request().body.contains("stream_options"));
                         Stage::answer(QStringLiteral("fine"))(exchange);
                     }});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), QStringLiteral("fine"));
        QVERIFY(stage.observer.notes.contains(QStringLiteral("warning dropped_field")));
    }

    // Cancel and disconnect

    void cancelsAtEveryPhase_data() {
        QTest::addColumn<StreamStage::Script>("script");
        QTest::addColumn<StreamState>("phase");
        QTest::newRow("connecting") << Stage::Script([](Exchange&) {}) << StreamState::Connecting;
        QTest::newRow("waiting") << Stage::status(503) << StreamState::Waiting;
        QTest::newRow("thinking") << Stage::stallAfter(Stage::thinks(QStringLiteral("hm")))
                                  << StreamState::Thinking;
        QTest::newRow("streaming") << Stage::stallAfter(Stage::says(QStringLiteral("te")))
                                   << StreamState::Streaming;
        QTest::newRow("reconnecting")
            << Stage::cutAfter(Stage::says(QStringLiteral("te"))) << StreamState::Reconnecting;
    }
    void cancelsAtEveryPhase() {
        QFETCH(StreamStage::Script, script);
        QFETCH(StreamState, phase);
        Stage stage({script, Stage::status(503)});
        stage.request.retry.base = 30'000ms;
        stage.request.continuation = ContinuePolicy::Always;
        QSignalSpy ended(stage.controller.get(), &StreamController::ended);
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->state(), phase);
        const QString text = stage.controller->text();
        stage.controller->cancel();
        QCOMPARE(stage.controller->state(), StreamState::Cancelled);
        QCOMPARE(ended.size(), 1);
        stage.controller->cancel();
        stage.controller->disconnectFromServer({});
        QCOMPARE(stage.observer.ends, 1);
        QCOMPARE(stage.controller->text(), text);
        QTRY_COMPARE(stage.server.openConnections(), 0);
        QCOMPARE(ended.size(), 1);
    }

    void aDisconnectIsNoCancel() {
        Stage stage({Stage::stallAfter(Stage::says(QStringLiteral("text")))});
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->text(), QStringLiteral("text"));
        Failure reason;
        reason.kind = Failure::Kind::NetworkGone;
        stage.controller->disconnectFromServer(reason);
        QCOMPARE(stage.controller->state(), StreamState::Interrupted);
        QVERIFY(stage.failure() == Failure::Kind::NetworkGone);
        QCOMPARE(stage.controller->text(), QStringLiteral("text"));
    }

    void cancelAfterTheEndMarkLeavesAWholeAnswer() {
        Stage stage({Stage::stallAfter(Stage::says(QStringLiteral("all")) + Stage::stops())});
        QSignalSpy text(stage.controller.get(), &StreamController::textArrived);
        stage.controller->start(stage.request);
        QVERIFY(text.wait());
        stage.controller->cancel();
        QCOMPARE(stage.controller->state(), StreamState::Completed);
    }

    // Going on

    void continuesByItselfOnALocalEndpoint() {
        const QString first = QStringLiteral("The first half of the answer, ");
        Stage stage({Stage::cutAfter(Stage::says(first)), [](Exchange& exchange) {
                         QVERIFY(exchange.request().body.contains("first half"));
                         Stage::answer(QStringLiteral("half of the answer, and the second."))(exchange);
                     }});
        stage.request.continuation = ContinuePolicy::LocalOnly;
        QSignalSpy states(stage.controller.get(), &StreamController::stateChanged);
        stage.controller->start(stage.request);
        QCOMPARE(stage.controller->metadata().resume, QStringLiteral("continue"));
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("The first half of the answer, and the second."));
        QVERIFY(stage.observer.notes.contains(QStringLiteral("seam 30 20")));
        QVERIFY(states.contains(QVariantList{QVariant::fromValue(StreamState::Reconnecting)}));
        QCOMPARE(stage.controller->requests(), 2);
        QVERIFY(stage.observer.inOrder);
    }

    void continuesByItselfAtMostTwice() {
        int pieces = 0;
        Stage stage({[&](Exchange& exchange) {
            Stage::cutAfter(Stage::says(QStringLiteral("piece %1. ").arg(++pieces)))(exchange);
        }});
        stage.request.continuation = ContinuePolicy::Always;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Interrupted);
        QCOMPARE(stage.controller->text(), QStringLiteral("piece 1. piece 2. piece 3. "));
        QCOMPARE(stage.server.requestCount(), 3);
    }

    void aRemoteEndpointWaitsForAClick() {
        Stage stage(
            {Stage::cutAfter(Stage::says(QStringLiteral("half, "))), Stage::answer(QStringLiteral("whole"))});
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->state(), StreamState::Interrupted);
        stage.controller->reconnect();
        QCOMPARE(stage.controller->state(), StreamState::Reconnecting);
        stage.controller->reconnect();
        QTRY_COMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("half, whole"));
        QCOMPARE(stage.observer.ends, 2);
        QCOMPARE(stage.server.requestCount(), 2);
        stage.controller->reconnect();
        QCOMPARE(stage.controller->state(), StreamState::Completed);
    }

    void reconnectFromNothingStartsAgain() {
        Stage stage({Stage::status(401), Stage::answer(QStringLiteral("text"))});
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->state(), StreamState::Failed);
        stage.controller->reconnect();
        QCOMPARE(stage.controller->state(), StreamState::Connecting);
        QTRY_COMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("text"));
    }

    void aContinuationThatFailsKeepsTheText() {
        Stage stage({Stage::cutAfter(Stage::says(QStringLiteral("half"))), Stage::status(401)});
        stage.request.continuation = ContinuePolicy::Always;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Interrupted);
        QVERIFY(stage.failure() == Failure::Kind::Unauthorized);
        QCOMPARE(stage.controller->text(), QStringLiteral("half"));
    }

    // Pause

    void pauseHoldsTheViewAndNotTheWire() {
        Stage stage({Stage::answer(QStringLiteral("text"))});
        QSignalSpy reveals(stage.controller.get(), &StreamController::revealChanged);
        stage.controller->pause();
        QCOMPARE(stage.controller->reveal(), Reveal::Flowing);
        stage.controller->start(stage.request);
        stage.controller->pause();
        stage.controller->pause();
        QTRY_COMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->reveal(), Reveal::Held);
        QCOMPARE(stage.controller->text(), QStringLiteral("text"));
        stage.controller->resume();
        stage.controller->resume();
        QCOMPARE(reveals.size(), 2);
    }

    void aHeldWireReadsNothingUntilItIsReleased() {
        QPointer<Exchange> answer;
        Stage stage({[&answer](Exchange& exchange) {
                         answer = &exchange;
                         exchange.sendHead(200, "text/event-stream");
                         exchange.sendBody(Stage::says(QStringLiteral("one ")));
                     },
                     Stage::answer(QStringLiteral("later"))});
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->text(), QStringLiteral("one "));
        stage.controller->pauseWire();
        answer->sendBody(Stage::says(QStringLiteral("two")) + Stage::stops() + Stage::done());
        QTRY_COMPARE(answer->bytesQueued(), 0);
        // A whole answer that begins after that, over the same pool: there was time to read.
        StreamController other(stage.pool, stage.clock, [] { return 0.5; });
        other.start(stage.request);
        QTRY_COMPARE(other.state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("one "));
        QCOMPARE(stage.controller->state(), StreamState::Streaming);
        answer->finish();
        stage.controller->resume();
        QTRY_COMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("one two"));
    }

    // From within

    void anyVerbMayBeCalledFromAnyCallback() {
        for (const QString& note :
             {QStringLiteral("started 1"), QStringLiteral("text te"), QStringLiteral("ended completed")}) {
            for (int verb = 0; verb < 6; ++verb) {
                Stage stage({Stage::answer(QStringLiteral("te"))});
                bool once = false;
                stage.observer.onNote = [&](const QString& line) {
                    if (line != note || std::exchange(once, true)) {
                        return;
                    }
                    switch (verb) {
                    case 0:
                        return stage.controller->cancel();
                    case 1:
                        return stage.controller->pause();
                    case 2:
                        return stage.controller->reconnect();
                    case 3:
                        return stage.controller->disconnectFromServer({});
                    case 4:
                        return stage.registration.reset();
                    default:
                        stage.controller.reset();
                    }
                };
                stage.controller->start(stage.request);
                QTRY_VERIFY(once && (!stage.controller || stage.hasEnded()));
                QVERIFY(stage.observer.inOrder);
                QCOMPARE(stage.observer.ends, verb == 4 && !note.startsWith(u"ended") ? 0 : 1);
            }
        }
    }

    void mayBeDeletedInAnySignal() {
        const auto deletesIn = [](auto signal) {
            Stage stage({Stage::status(503),
                         Stage::stream(Stage::thinks(QStringLiteral("hm")) +
                                       Stage::says(QStringLiteral("te")) + Stage::stops() + Stage::done())});
            QObject::connect(stage.controller.get(), signal, &stage.server,
                             [&] { stage.controller.reset(); });
            stage.controller->start(stage.request);
            QTRY_VERIFY(!stage.controller);
            QCOMPARE(stage.observer.ends, 1);
            QVERIFY(stage.observer.inOrder);
        };
        deletesIn(&StreamController::stateChanged);
        deletesIn(&StreamController::retryScheduled);
        deletesIn(&StreamController::thinkingArrived);
        deletesIn(&StreamController::textArrived);
        deletesIn(&StreamController::ended);
    }

    void aStreamWhoseControllerGoesHasEnded() {
        Stage stage({Stage::stallAfter(Stage::says(QStringLiteral("text")))});
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.observer.text, QStringLiteral("text"));
        stage.controller.reset();
        QCOMPARE(stage.observer.notes.last(), QStringLiteral("ended interrupted"));
        QCOMPARE(stage.observer.ends, 1);
    }

    // Laws

    /// However verbs and faults are mixed, each asking ends exactly once, and text is only ever appended.
    void lawOneAskingOneEnd() {
        QRandomGenerator random(99);
        for (int round = 0; round < 120; ++round) {
            const QByteArray part =
                Stage::says(QStringLiteral("some text ")) + Stage::says(QStringLiteral("more text "));
            const std::vector<Stage::Script> faults{Stage::answer(QStringLiteral("an answer")),
                                                    Stage::cutAfter(part),
                                                    Stage::stallAfter(part),
                                                    Stage::stallAfter({}),
                                                    Stage::stream(part),
                                                    Stage::stream(part + Stage::fails()),
                                                    Stage::stream(Stage::fails()),
                                                    Stage::status(503),
                                                    Stage::status(401),
                                                    Stage::refuseConnection(),
                                                    Stage::stream("data: {\n\n" + part + Stage::stops()),
                                                    Stage::stallAfter(part + Stage::stops())};
            std::vector<Stage::Script> scripts;
            for (int i = 0; i < 6; ++i) {
                scripts.push_back(faults.at(static_cast<std::size_t>(random.bounded(int(faults.size())))));
            }
            Stage stage(scripts);
            stage.request.continuation = static_cast<ContinuePolicy>(random.bounded(3));
            stage.request.retry.retries = random.bounded(3);
            if (random.bounded(3) == 0) {
                stage.request.endpoint.dialect =
                    QStringLiteral("ollama"); // other words: everything is malformed
            }
            int askings = 0;
            int ends = 0;
            StreamState last = StreamState::Idle;
            QString text;
            connect(stage.controller.get(), &StreamController::ended, this, [&] { ++ends; });
            connect(stage.controller.get(), &StreamController::textArrived, this,
                    [&](const QString& more) { text += more; });
            connect(stage.controller.get(), &StreamController::stateChanged, this, [&](StreamState state) {
                askings += isRunning(state) && !isRunning(last) ? 1 : 0;
                if (state == StreamState::Connecting && !isRunning(last) &&
                    stage.controller->text().isEmpty()) {
                    text.clear();
                }
                last = state;
            });
            for (int step = 0; step < 12; ++step) {
                switch (random.bounded(9)) {
                case 0:
                case 1:
                    if (!isRunning(stage.controller->state())) {
                        stage.observer.text.clear();
                        stage.observer.ends = 0;
                    }
                    stage.controller->start(stage.request);
                    break;
                case 2:
                    stage.controller->pause();
                    break;
                case 3:
                    stage.controller->pauseWire();
                    break;
                case 4:
                    stage.controller->resume();
                    break;
                case 5:
                    if (!isRunning(stage.controller->state())) {
                        stage.observer.ends = 0;
                    }
                    stage.controller->reconnect();
                    break;
                case 6:
                    stage.controller->cancel();
                    break;
                case 7:
                    stage.controller->disconnectFromServer({});
                    break;
                default:
                    QTest::qWait(random.bounded(8));
                }
                QVERIFY(stage.observer.inOrder);
                QCOMPARE(ends, askings - (isRunning(stage.controller->state()) ? 1 : 0));
            }
            stage.controller->resume();
            stage.controller->cancel();
            QCOMPARE(ends, askings);
            QVERIFY(!isRunning(stage.controller->state()));
            QCOMPARE(text, stage.controller->text());
        }
    }
};

QTEST_GUILESS_MAIN(tst_StreamController)
#include "tst_stream_controller.moc"
