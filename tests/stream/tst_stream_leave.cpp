// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/ResumableAnswer.h"
#include "ManualPermit.h"
#include "StreamStage.h"

using namespace rivulet;
using namespace std::chrono_literals;
using domain::Failure;
using domain::Outcome;
using stream::RateNeed;
using stream::SendPermit;
using stream::StreamState;
using Stage = StreamStage;

namespace {

/// Time that a test may let pass at once.
class ShiftedClock final : public domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return domain::SystemClock{}.now() + shift; }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override {
        return domain::SystemClock{}.wallTime();
    }
    std::chrono::milliseconds shift{0};
};

QString keyOf(const loopback::Exchange& exchange) {
    return QString::fromLatin1(exchange.request().headers.value("authorization"));
}

} // namespace

/// Each request of a stream but the first asks for leave.
class StreamLeaveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstRequestHasItsLeaveAlready() {
        Stage stage({Stage::answer(QStringLiteral("Yes."))});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Completed);
        QVERIFY(permit.asked.empty());
        QCOMPARE(permit.taken.size(), std::size_t{1});
        QCOMPARE(permit.taken.front().requests, 1);
        QVERIFY(permit.taken.front().input > 0);
        QVERIFY(permit.taken.front().output > 0);
    }

    void aRetryWaitsForItsLeave() {
        Stage stage({Stage::status(503), Stage::answer(QStringLiteral("Yes."))});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        QCOMPARE(permit.asked, std::vector{SendPermit::Kind::Question});
        // What a server refuses takes no tokens.
        QCOMPARE(permit.taken, std::vector{RateNeed{}});
        QCOMPARE(stage.controller->state(), StreamState::Waiting);
        QVERIFY(!stage.controller->retryAt());
        QCOMPARE(stage.server.requestCount(), 1);
        permit.letGo();
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Completed);
        QCOMPARE(stage.server.requestCount(), 2);
        QCOMPARE(permit.taken.size(), std::size_t{2});
        QCOMPARE(permit.taken.back().requests, 1);
    }

    void aContinuationWaitsForItsLeave() {
        Stage stage({Stage::cutAfter(Stage::says(QStringLiteral("One two three four "))),
                     Stage::answer(QStringLiteral("five."))});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.request.continuation = stream::ContinuePolicy::Always;
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        QCOMPARE(permit.asked, std::vector{SendPermit::Kind::Question});
        QCOMPARE(stage.controller->state(), StreamState::Reconnecting);
        QVERIFY(permit.taken.front().input > 0);
        QVERIFY(permit.taken.front().output > 0);
        permit.letGo();
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("One two three four five."));
    }

    void nowSkipsTheDelayAndTheWait() {
        Stage stage({Stage::status(503), Stage::answer(QStringLiteral("Yes."))});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.request.retry.base = 1h;
        stage.request.retry.longestBackoff = 1h;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.controller->retryAt());
        stage.controller->reconnect();
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Completed);
        QCOMPARE(permit.hurried, 1);
        QCOMPARE(permit.asked.size(), std::size_t{1});
    }

    void nowSkipsAWaitThatIsOn() {
        Stage stage({Stage::status(503), Stage::answer(QStringLiteral("Yes."))});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        stage.controller->reconnect();
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Completed);
        QCOMPARE(permit.asked.size(), std::size_t{1});
    }

    void whoeverStopsWaitsNoMore() {
        Stage stage({Stage::status(503), Stage::answer(QStringLiteral("Yes."))});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        stage.controller->cancel();
        QCOMPARE(stage.controller->state(), StreamState::Cancelled);
        QCOMPARE(permit.withdrawn, 1);
        QVERIFY(!permit.isAsked());
        QCOMPARE(stage.server.requestCount(), 1);
    }

    void aStreamThatGoesWaitsNoMore() {
        Stage stage({Stage::status(503)});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        stage.controller.reset();
        QCOMPARE(permit.withdrawn, 1);
    }

    void waitingForLeaveCostsNoTries() {
        Stage stage({Stage::status(503), Stage::status(503), Stage::status(503),
                     Stage::answer(QStringLiteral("Yes."))});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.request.retry.retries = 3;
        stage.controller->start(stage.request);
        for (int wait = 0; wait < 3; ++wait) {
            QTRY_VERIFY(permit.isAsked());
            QCOMPARE(stage.controller->attempts(), wait + 2);
            permit.letGo();
        }
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Completed);
        QCOMPARE(stage.controller->attempts(), 4);
    }

    /// A machine that is offline for an hour at a time.
    void aWaitIsNoneOfTheMinuteThatAnAnswerIsTakenUpIn() {
        const QString dialect = QStringLiteral("openai-responses");
        const tests::ResumableAnswer answer(dialect, tests::ResumableAnswer::shortPieces());
        const qsizetype half = answer.ends().at(answer.ends().size() / 2);
        const auto refuse = Stage::status(503);
        Stage stage({Stage::cutAfter(answer.body().first(half)), refuse, refuse, refuse,
                     Stage::stream(answer.body())});
        ShiftedClock clock;
        stream::StreamController controller(stage.pool, clock, [] { return 0.5; });
        tests::ResumableAnswer::ask(dialect, stage.request.endpoint, stage.request.prompt);
        ManualPermit permit;
        stage.request.permit = &permit;
        controller.start(stage.request);
        for (int wait = 0; wait < 4; ++wait) {
            QTRY_VERIFY(permit.isAsked());
            QCOMPARE(permit.asked.back(), SendPermit::Kind::TakeUp);
            QCOMPARE(controller.state(), StreamState::Reconnecting);
            clock.shift += 1h;
            permit.letGo();
        }
        QTRY_VERIFY(isEnded(controller.state()));
        QCOMPARE(controller.state(), StreamState::Completed);
        QCOMPARE(controller.text(), answer.text());
        // What is taken up is a request, and nothing that was asked.
        QCOMPARE(permit.taken.size(), std::size_t{5});
        for (std::size_t request = 1; request < permit.taken.size(); ++request) {
            QCOMPARE(permit.taken[request].requests, 1);
            QCOMPARE(permit.taken[request].input, 0);
        }
    }

    void afterAWaitItGoesWithTheKeyOfThen() {
        QStringList keys;
        const auto failing = [&](loopback::Exchange& exchange) {
            keys.append(keyOf(exchange));
            Stage::status(503)(exchange);
        };
        Stage stage({failing, failing, [&](loopback::Exchange& exchange) {
                         keys.append(keyOf(exchange));
                         Stage::answer(QStringLiteral("Yes."))(exchange);
                     }});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.request.endpoint.needsKey = true;
        stage.request.endpoint.credential = {"Authorization", "Bearer "};
        stage.request.key = domain::Secret("first-key");
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        permit.letGo(); // no wait
        QTRY_VERIFY(permit.isAsked());
        permit.letGo(domain::Result<domain::Secret>(domain::Secret("second-key")));
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(keys, QStringList({QStringLiteral("Bearer first-key"), QStringLiteral("Bearer first-key"),
                                    QStringLiteral("Bearer second-key")}));
    }

    void whereThereIsNoKeyAfterAWaitItEnds() {
        Stage stage({Stage::status(503)});
        ManualPermit permit;
        stage.request.permit = &permit;
        stage.controller->start(stage.request);
        QTRY_VERIFY(permit.isAsked());
        Failure locked;
        locked.kind = Failure::Kind::KeychainLocked;
        permit.letGo(domain::Result<domain::Secret>(locked));
        QVERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Failed);
        QCOMPARE(stage.failure(), Failure::Kind::KeychainLocked);
        QCOMPARE(stage.observer.ends, 1);
        QCOMPARE(permit.withdrawn, 0);
    }

    void anEndedStreamKeepsNoKey_data() {
        QTest::addColumn<bool>("cancelled");
        QTest::newRow("interrupted") << false;
        QTest::newRow("cancelled") << true;
    }
    void anEndedStreamKeepsNoKey() {
        QFETCH(const bool, cancelled);
        QStringList keys;
        const auto noting = [&](const Stage::Script& script) {
            return [&keys, script](loopback::Exchange& exchange) {
                keys.append(keyOf(exchange));
                script(exchange);
            };
        };
        const QByteArray half = Stage::says(QStringLiteral("One two three four "));
        Stage stage({noting(cancelled ? Stage::stallAfter(half) : Stage::cutAfter(half)),
                     noting(Stage::answer(QStringLiteral("five.")))});
        stage.request.endpoint.needsKey = true;
        stage.request.endpoint.credential = {"Authorization", "Bearer "};
        stage.request.key = domain::Secret("first-key");
        stage.controller->start(stage.request);
        QTRY_VERIFY(!stage.controller->text().isEmpty());
        if (cancelled) {
            stage.controller->cancel();
        }
        QTRY_VERIFY(stage.hasEnded());
        stage.controller->reconnect();
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.failure(), Failure::Kind::MissingKey);
        stage.controller->reconnect(domain::Secret("second-key"));
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("One two three four five."));
        QCOMPARE(keys,
                 QStringList({QStringLiteral("Bearer first-key"), QStringLiteral("Bearer second-key")}));
    }

    void timeCountsFromWhenItWasAskedFirst() {
        ShiftedClock clock;
        Stage stage({Stage::answer(QStringLiteral("Yes."))});
        stream::StreamController controller(stage.pool, clock, [] { return 0.5; });
        stage.request.askedSince = clock.now() - 30s;
        controller.start(stage.request);
        QTRY_COMPARE(controller.state(), StreamState::Completed);
        QVERIFY(controller.stats().timeToFirstToken() >= 30s);
        QVERIFY(controller.stats().elapsed(clock.now()) >= 30s);
    }
};

QTEST_GUILESS_MAIN(StreamLeaveTest)
#include "tst_stream_leave.moc"
