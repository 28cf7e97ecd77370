// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/StreamStats.h"

#include <QTest>

using rivulet::domain::StreamStats;
using rivulet::domain::Usage;
using namespace std::chrono_literals;

namespace {

const StreamStats::Instant origin{};

StreamStats::Instant at(std::chrono::milliseconds time) {
    return origin + time;
}

Usage counted(qint64 output, std::optional<qint64> thinking = {}) {
    Usage usage;
    usage.output = output;
    usage.thinking = thinking;
    return usage;
}

} // namespace

class tst_StreamStats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingBeforeItStarts() {
        const StreamStats stats;
        QVERIFY(!stats.timeToFirstToken());
        QCOMPARE(stats.elapsed(at(5s)), 0ms);
        QCOMPARE(stats.thinkingTime(at(5s)), 0ms);
        QVERIFY(!stats.answerRate(at(5s)));
        QVERIFY(!stats.thinkingRate(at(5s)));
        QVERIFY(!stats.remaining(at(5s), {1, 2, 3}));
        QVERIFY(!stats.fraction());
    }

    void firstTokenIsTheFirstContentOfEitherKind() {
        StreamStats stats;
        stats.start(at(100ms));
        stats.addThinking(4, at(350ms));
        stats.addText(4, at(900ms));
        QCOMPARE(stats.timeToFirstToken(), 250ms);
    }

    void hidesARateUnder200MillisecondsOr40Tokens() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.addText(4000, at(0ms)); // 1,000 tokens by the estimate
        QVERIFY(!stats.answerRate(at(199ms)));
        QVERIFY(stats.answerRate(at(200ms)));
        QCOMPARE(*stats.answerRate(at(200ms)), 5000.0);

        StreamStats few;
        few.start(at(0ms));
        few.addText(156, at(0ms)); // 39 tokens
        QVERIFY(!few.answerRate(at(10s)));
        few.addText(4, at(1s));
        QVERIFY(few.answerRate(at(10s)));
    }

    void keepsThinkingAndAnswerApart() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.addThinking(400, at(1s));
        stats.addThinking(400, at(2s));
        QCOMPARE(stats.thinkingTime(at(2500ms)), 1500ms);
        QVERIFY(!stats.answerRate(at(3s)));
        stats.addText(1600, at(3s));
        QCOMPARE(stats.thinkingTime(at(60s)), 2000ms);
        QCOMPARE(*stats.thinkingRate(at(60s)), 100.0); // 200 tokens in the 2 s before the answer
        QCOMPARE(*stats.answerRate(at(5s)), 200.0);    // 400 tokens in 2 s, none of them thinking
        QCOMPARE(stats.characters(), 1600);
    }

    void believesTheServersCountOnlyAtTheEnd() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.addText(400, at(0ms));
        stats.setUsage(counted(1)); // what message_start counts
        QCOMPARE(stats.answerTokens(), 100);
        QVERIFY(stats.tokensEstimated());
        stats.setUsage(counted(150, 30));
        stats.addText(4, at(1s));
        stats.finish(at(2s));
        QCOMPARE(stats.answerTokens(), 120); // without the thinking that `output` holds
        QCOMPARE(stats.thinkingTokens(), 30);
        QVERIFY(!stats.tokensEstimated());
        QCOMPARE(*stats.answerRate(at(99s)), 120.0); // to the last text, not to the end
        QCOMPARE(stats.elapsed(at(99s)), 2000ms);
    }

    void remainingIsHiddenWithoutATotalOrThreeEarlierAnswers() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.addText(400, at(0ms));
        QVERIFY(stats.answerRate(at(1s)));
        QVERIFY(!stats.remaining(at(1s), {}));
        QVERIFY(!stats.remaining(at(1s), {500, 600}));
        QVERIFY(stats.remaining(at(1s), {500, 600, 700}));
    }

    void remainingIsARangeFromEarlierAnswers() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.addText(400, at(0ms)); // 100 tokens a second at 1 s
        const auto range = stats.remaining(at(1s), {300, 200, 700});
        QVERIFY(range);
        QCOMPARE(range->shortest, 1000ms);
        QCOMPARE(range->longest, 6000ms);
        QVERIFY(!stats.remaining(at(1s), {50, 60, 100})); // longer than any before
        const auto shorter = stats.remaining(at(1s), {50, 60, 200});
        QCOMPARE(shorter->shortest, 0ms); // never below nothing
    }

    void remainingFollowsAnAnnouncedTotal() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.setAnnouncedTotal(200);
        stats.addText(400, at(0ms));
        const auto range = stats.remaining(at(1s), {});
        QVERIFY(range);
        QCOMPARE(range->shortest, 1000ms);
        QCOMPARE(range->longest, 1000ms);
        QCOMPARE(*stats.fraction(), 0.5);
        stats.addText(4000, at(1s));
        QCOMPARE(*stats.fraction(), 1.0);
        stats.finish(at(2s));
        QVERIFY(!stats.remaining(at(2s), {1, 2, 3}));
    }

    void remainingIsHiddenWhileTheRateIs() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.setAnnouncedTotal(2000);
        stats.addText(20, at(0ms));
        QVERIFY(!stats.remaining(at(5s), {1000, 1000, 1000}));
    }

    void aGapBetweenEndAndResumeDoesNotCount() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.addText(400, at(1s));
        stats.addText(400, at(2s));
        stats.finish(at(2s));
        stats.resume(at(62s));
        QCOMPARE(stats.elapsed(at(63s)), 3000ms);
        QCOMPARE(stats.timeToFirstToken(), 1000ms);
        stats.addText(400, at(63s));
        QCOMPARE(*stats.answerRate(at(63s)), 150.0); // 300 tokens in 2 s
        QCOMPARE(stats.sinceContent(at(64s)), 1000ms);
    }

    void countsOfTwoRequestsForOneAnswerAreJoined() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.addText(400, at(1s));
        stats.setUsage(counted(7));
        stats.resume(at(2s));
        stats.addText(40, at(3s));
        stats.setUsage(counted(10));
        stats.finish(at(4s));
        QCOMPARE(stats.answerTokens(), 110);
        QVERIFY(stats.tokensEstimated());
    }

    void countsOfOneRequestThatGoesOnStayAsTheyAre() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.addText(400, at(1s));
        stats.finish(at(2s));
        stats.goOn(at(60s));
        stats.addText(400, at(61s));
        stats.setUsage(counted(210));
        stats.finish(at(61s));
        QCOMPARE(stats.answerTokens(), 210);
        QVERIFY(!stats.tokensEstimated());
        QCOMPARE(stats.elapsed(at(70s)), 3000ms);
    }

    void whatCameBeforeIsNoPartOfThisStreamsRate() {
        StreamStats stats;
        stats.start(at(0ms));
        stats.leaveOut(100);
        stats.addText(200, at(1s));
        stats.addText(200, at(2s));
        stats.setUsage(counted(200));
        stats.finish(at(2s));
        QCOMPARE(stats.answerTokens(), 100);
        QCOMPARE(*stats.answerRate(at(2s)), 100.0);
        QCOMPARE(*stats.usage()->output, 200);
    }

    void clocksThatStandStillOrGoBackDoNoHarm() {
        StreamStats stats;
        stats.start(at(10s));
        stats.addText(4000, at(5s));
        QCOMPARE(stats.timeToFirstToken(), 0ms);
        QVERIFY(!stats.answerRate(at(1s)));
        QCOMPARE(stats.elapsed(at(1s)), 0ms);
    }
};

QTEST_GUILESS_MAIN(tst_StreamStats)
#include "tst_stream_stats.moc"
