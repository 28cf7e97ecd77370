// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/ResumableAnswer.h"
#include "StreamStage.h"

using namespace rivulet;
using namespace rivulet::domain;
using namespace rivulet::stream;
using namespace rivulet::tests;
using namespace std::chrono_literals;

namespace {

/// Where nothing listens.
QUrl nowhere() {
    loopback::HttpServer server([](loopback::Exchange&) {});
    return server.listen() ? server.url(QStringLiteral("/v1")) : QUrl();
}

} // namespace

/// Going on with an answer that is kept, where that leads to nothing: what was there stays, and nothing is
/// counted that no server has had.
class TestFailedReconnect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatNeverReachedAServerCostsNothing() {
        StreamStage stage({StreamStage::answer(QStringLiteral("never"))});
        stage.request.endpoint.baseUrl = nowhere();
        stage.request.retry.retries = 0;
        stage.controller->continueFrom(stage.request, QStringLiteral("Kept text. "), {});
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Interrupted);
        QCOMPARE(stage.failure(), Failure::Kind::ConnectionRefused);
        QCOMPARE(stage.controller->text(), QStringLiteral("Kept text. "));
        QVERIFY(!stage.controller->stats().usage());
    }

    void whatWasNotSentIsNotCountedByTheAnswerBefore() {
        StreamStage stage({StreamStage::answer(QStringLiteral("more of it"))});
        stage.controller->continueFrom(stage.request, QString(5000, u'x'), {});
        QTRY_VERIFY(stage.hasEnded());
        // A shorter one, whose key is gone.
        stage.request.endpoint.needsKey = true;
        stage.controller->continueFrom(stage.request, QStringLiteral("Short."), {});
        QVERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Interrupted);
        QCOMPARE(stage.failure(), Failure::Kind::MissingKey);
        QVERIFY(!stage.controller->stats().usage());
    }

    void whatWasTakenBeforeTheCutIsCounted() {
        StreamStage stage({StreamStage::cutAfter(StreamStage::says(QStringLiteral("more")))});
        stage.controller->continueFrom(stage.request, QStringLiteral("Kept text. "), {});
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.outcome(), Outcome::Interrupted);
        QVERIFY(stage.controller->stats().usage());
        QVERIFY(*stage.controller->stats().usage()->output > 0);
    }

    /// The server has taken the question and named the answer; then it is away for too long.
    void anAnswerThatIsKeptElsewhereCanStillBeTakenUp() {
        const QString dialect = QStringLiteral("openai-responses");
        const ResumableAnswer answer(dialect, ResumableAnswer::shortPieces());
        StreamStage stage({StreamStage::cutAfter(answer.body().first(answer.ends().front())),
                           [](loopback::Exchange& exchange) { exchange.drop(); }});
        ResumableAnswer::ask(dialect, stage.request.endpoint, stage.request.prompt);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.controller->text().isEmpty());
        QCOMPARE(stage.outcome(), Outcome::Interrupted);
        QVERIFY(!stage.controller->resumeNote().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestFailedReconnect)
#include "tst_failed_reconnect.moc"
