// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/RateLimiter.h"

#include <QTest>

using namespace rivulet::stream;
using namespace std::chrono_literals;
using rivulet::providers::AccountLimit;
using Of = AccountLimit::Of;
using Refill = AccountLimit::Refill;
using Whose = RateLimiter::Wait::Whose;

class RateLimiterTest : public QObject {
    Q_OBJECT

private:
    using Instant = RateLimiter::Instant;

    const Instant start{1h};
    const QString account = QStringLiteral("one https://one.example:443");

    /// Asked and answered: the head of its answer tells of these limits.
    static RateLimiter::Ticket told(RateLimiter& limiter, const QString& account,
                                    const std::vector<AccountLimit>& limits, Instant now) {
        const auto ticket = limiter.reserve(account, {}, now);
        limiter.tell(ticket, limits, now);
        return ticket;
    }

private Q_SLOTS:
    void nothingKnownHoldsNobody() {
        RateLimiter limiter;
        QVERIFY(!limiter.isLimited(account));
        for (int i = 0; i < 100; ++i) {
            QVERIFY(!limiter.wait(account, {1, 1'000'000, 1'000'000}, start));
            limiter.reserve(account, {1, 1'000'000, 1'000'000}, start);
        }
    }

    void whatTakesNineTenthsOfWhatIsLeftGoes_data() {
        QTest::addColumn<qint64>("input");
        QTest::addColumn<bool>("goes");
        QTest::newRow("a little") << qint64{10} << true;
        QTest::newRow("nine tenths") << qint64{900} << true;
        QTest::newRow("more") << qint64{901} << false;
    }
    void whatTakesNineTenthsOfWhatIsLeftGoes() {
        QFETCH(const qint64, input);
        QFETCH(const bool, goes);
        RateLimiter limiter;
        const auto ticket =
            told(limiter, account, {{Of::InputTokens, {}, 10'000, 1000, 30s, Refill::AtOnce}}, start);
        limiter.settle(ticket, {}, start);
        const auto wait = limiter.wait(account, {1, input, 0}, start + 1s);
        QCOMPARE(!wait, goes);
        if (wait) {
            QCOMPARE(wait->whose, Whose::Server);
            QCOMPARE(wait->of, Of::InputTokens);
            QCOMPARE(wait->needed, input);
            QCOMPARE(wait->left, 1000);
            QVERIFY(wait->until == start + 30s);
            QVERIFY(!limiter.wait(account, {1, input, 0}, *wait->until));
        }
    }

    void theLongestOfSeveralLimitsDecides() {
        RateLimiter limiter;
        told(limiter, account,
             {{Of::Requests, {}, 50, 0, 10s, Refill::AtOnce},
              {Of::InputTokens, {}, 10'000, 0, 40s, Refill::AtOnce},
              {Of::OutputTokens, {}, 10'000, 9000, 50s, Refill::AtOnce}},
             start);
        const auto wait = limiter.wait(account, {1, 100, 100}, start);
        QVERIFY(wait && wait->until == start + 40s);
        QCOMPARE(wait->of, Of::InputTokens);
    }

    void aBucketThatFillsAllTheTimeHasRoomBeforeItIsFull() {
        RateLimiter limiter;
        // 600 in ten minutes: one a second.
        told(limiter, account, {{Of::Requests, {}, 600, 0, 600s, Refill::Evenly}}, start);
        const auto wait = limiter.wait(account, {}, start);
        QVERIFY(wait && wait->until);
        QVERIFY(*wait->until >= start + 2s);
        QVERIFY(*wait->until < start + 3s);
        QVERIFY(limiter.wait(account, {}, *wait->until - 1s));
        QVERIFY(!limiter.wait(account, {}, *wait->until));
    }

    void afterItsResetALimitIsFullAgainAndOneOfUnknownSizeIsForgotten() {
        RateLimiter limiter;
        told(limiter, account,
             {{Of::Requests, {}, 2, 0, 10s, Refill::AtOnce},
              {Of::Tokens, {}, std::nullopt, 0, 20s, Refill::AtOnce}},
             start);
        QVERIFY(limiter.wait(account, {1, 5, 5}, start + 15s));
        QVERIFY(!limiter.wait(account, {1, 5, 5}, start + 20s));
        limiter.reserve(account, {1, 5, 5}, start + 20s);
        // One of two is taken by a request whose answer has told nothing yet.
        const auto wait = limiter.wait(account, {1, 5, 5}, start + 20s);
        QVERIFY(wait);
        QCOMPARE(wait->of, Of::Requests);
        QCOMPARE(wait->left, 1);
        QVERIFY(!wait->until);
    }

    void requestsOnTheirWayCountUntilTheServerHasCountedThem() {
        RateLimiter limiter;
        const AccountLimit plenty{Of::InputTokens, {}, 1000, 1000, 60s, Refill::AtOnce};
        limiter.settle(told(limiter, account, {plenty}, start), {}, start);
        const auto running = limiter.reserve(account, {1, 600, 0}, start);
        QVERIFY(limiter.wait(account, {1, 600, 0}, start));
        QVERIFY(!limiter.wait(account, {1, 300, 0}, start));
        AccountLimit less = plenty;
        less.remaining = 700;
        limiter.tell(running, {less}, start + 1s);
        QVERIFY(!limiter.wait(account, {1, 600, 0}, start + 1s));
    }

    void anAnswerCountsUntilItsEndAndThenWithWhatItTook() {
        RateLimiter limiter;
        const AccountLimit output{Of::OutputTokens, {}, 10'000, 5000, 60s, Refill::AtOnce};
        const auto running = limiter.reserve(account, {1, 0, 4000}, start);
        limiter.tell(running, {output}, start);
        QVERIFY(limiter.wait(account, {1, 0, 1000}, start));
        limiter.settle(running, {1, 0, 500}, start + 1s);
        QVERIFY(!limiter.wait(account, {1, 0, 4000}, start + 1s));
        const auto wait = limiter.wait(account, {1, 0, 4100}, start + 1s);
        QVERIFY(wait);
        QCOMPARE(wait->left, 4500);
    }

    void whatIsMoreThanThereEverIsGoesWhenNothingIsTaken() {
        RateLimiter limiter;
        told(limiter, account, {{Of::InputTokens, {}, 1000, 900, 30s, Refill::AtOnce}}, start);
        const auto wait = limiter.wait(account, {1, 5000, 0}, start);
        QVERIFY(wait && wait->until == start + 30s);
        QVERIFY(!limiter.wait(account, {1, 5000, 0}, start + 30s));
        limiter.reserve(account, {1, 100, 0}, start + 30s);
        QVERIFY(limiter.wait(account, {1, 5000, 0}, start + 30s));

        RateLimiter minute;
        minute.setBudget(account, {std::nullopt, 1000, std::nullopt});
        QVERIFY(!minute.wait(account, {1, 5000, 0}, start));
        minute.reserve(account, {1, 5000, 0}, start);
        const auto next = minute.wait(account, {1, 5000, 0}, start + 1s);
        QVERIFY(next && next->until == start + 60s);
        QVERIFY(!minute.wait(account, {1, 5000, 0}, start + 60s));
    }

    void aMinuteSlides() {
        RateLimiter limiter;
        limiter.setBudget(account, {2, std::nullopt, std::nullopt});
        QVERIFY(limiter.isLimited(account));
        limiter.settle(limiter.reserve(account, {}, start), {}, start + 1s);
        QVERIFY(!limiter.wait(account, {}, start + 20s));
        limiter.settle(limiter.reserve(account, {}, start + 20s), {}, start + 21s);
        const auto wait = limiter.wait(account, {}, start + 30s);
        QVERIFY(wait);
        QCOMPARE(wait->whose, Whose::User);
        QCOMPARE(wait->of, Of::Requests);
        QCOMPARE(wait->left, 0);
        QVERIFY(wait->until == start + 60s);
        QVERIFY(!limiter.wait(account, {}, start + 60s));
        limiter.reserve(account, {}, start + 60s);
        const auto next = limiter.wait(account, {}, start + 60s);
        QVERIFY(next && next->until == start + 80s);
    }

    void aMinuteOfTokensCountsWhatWasReported() {
        RateLimiter limiter;
        limiter.setBudget(account, {std::nullopt, 1000, 1000});
        const auto running = limiter.reserve(account, {1, 800, 100}, start);
        QVERIFY(limiter.wait(account, {1, 500, 0}, start));
        limiter.settle(running, {1, 200, 700}, start + 10s);
        QVERIFY(!limiter.wait(account, {1, 500, 0}, start + 10s));
        const auto wait = limiter.wait(account, {1, 0, 500}, start + 10s);
        QVERIFY(wait);
        QCOMPARE(wait->of, Of::OutputTokens);
        // What was answered counts from its end on.
        QVERIFY(wait->until == start + 70s);
    }

    void aRetryCountsAsOneMoreRequest() {
        RateLimiter limiter;
        limiter.setBudget(account, {3, std::nullopt, std::nullopt});
        limiter.settle(limiter.reserve(account, {}, start), {3, 0, 0}, start + 5s);
        QVERIFY(limiter.wait(account, {}, start + 6s));
    }

    void aLongAnswerHoldsABudgetUntilItsEnd() {
        RateLimiter limiter;
        limiter.setBudget(account, {std::nullopt, std::nullopt, 1000});
        const auto running = limiter.reserve(account, {1, 0, 900}, start);
        const auto wait = limiter.wait(account, {1, 0, 500}, start + 5min);
        QVERIFY(wait);
        QVERIFY(!wait->until);
        limiter.settle(running, {1, 0, 10}, start + 5min);
        QVERIFY(!limiter.wait(account, {1, 0, 500}, start + 5min));
    }

    void accountsAreApart() {
        const QString other = QStringLiteral("two https://one.example:443");
        RateLimiter limiter;
        limiter.setBudget(account, {1, std::nullopt, std::nullopt});
        limiter.reserve(account, {}, start);
        told(limiter, other, {{Of::Tokens, {}, 10, 0, 10s, Refill::AtOnce}}, start);
        QCOMPARE(limiter.wait(account, {}, start)->of, Of::Requests);
        QCOMPARE(limiter.wait(other, {1, 5, 0}, start)->of, Of::Tokens);
        limiter.setBudget(account, {});
        QVERIFY(!limiter.wait(account, {}, start));
        QVERIFY(!limiter.isLimited(account));
    }

    void strangersAndRepetitionsChangeNothing() {
        RateLimiter limiter;
        limiter.setBudget(account, {5, std::nullopt, std::nullopt});
        limiter.settle(77, {1, 1, 1}, start);
        limiter.tell(77, {{Of::Requests, {}, 1, 0, 10s, Refill::AtOnce}}, start);
        const auto ticket = limiter.reserve(account, {}, start);
        limiter.settle(ticket, {1, 5, 5}, start);
        limiter.settle(ticket, {9, 5, 5}, start);
        QVERIFY(!limiter.wait(account, {4, 0, 0}, start));
        QVERIFY(limiter.wait(account, {5, 0, 0}, start));
    }
};

QTEST_GUILESS_MAIN(RateLimiterTest)
#include "tst_rate_limiter.moc"
