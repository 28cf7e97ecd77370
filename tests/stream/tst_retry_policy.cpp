// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/RetryPolicy.h"

#include <QTest>

using namespace rivulet;
using namespace std::chrono_literals;
using Kind = domain::Failure::Kind;
using Milliseconds = std::chrono::milliseconds;
using stream::RetryPolicy;

namespace {

domain::Failure failure(Kind kind, int status = 0) {
    domain::Failure result;
    result.kind = kind;
    result.httpStatus = status;
    return result;
}

qint64 count(std::optional<Milliseconds> span) {
    return span ? span->count() : -1;
}

/// 2026-11-21T10:00:00Z
constexpr Milliseconds wallTime{1'795'255'200'000};

} // namespace

class RetryPolicyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitStaysWithinItsBounds() {
        const RetryPolicy policy{.retries = 10};
        for (int attempt = 1; attempt <= 10; ++attempt) {
            qint64 before = -1;
            for (double chance = 0; chance < 1; chance += 0.125) {
                const qint64 wait = count(policy.delay(failure(Kind::ConnectionRefused), attempt, chance));
                const qint64 centre = 1000LL << (attempt - 1);
                QVERIFY(wait >= std::min<qint64>(centre / 2, 30'000));
                QVERIFY(wait <= std::min<qint64>(centre * 3 / 2, 30'000));
                QVERIFY(wait >= before);
                before = wait;
            }
        }
        QCOMPARE(count(policy.delay(failure(Kind::ConnectionRefused), 1, 0)), 500);
        QCOMPARE(count(policy.delay(failure(Kind::ConnectionRefused), 2, 0.5)), 2000);
    }

    void endsAfterItsRetries() {
        const RetryPolicy policy;
        QVERIFY(policy.delay(failure(Kind::Overloaded, 529), 3, 0));
        QVERIFY(!policy.delay(failure(Kind::Overloaded, 529), 4, 0));
        QVERIFY(!policy.delay(failure(Kind::Overloaded, 529), 0, 0));
        QVERIFY(!RetryPolicy{.retries = 0}.delay(failure(Kind::Overloaded, 529), 1, 0));
    }

    void retriesTheKindsOfItsList() {
        const QSet<Kind> listed{Kind::NameNotFound, Kind::ConnectionRefused, Kind::ConnectTimeout,
                                Kind::TlsHandshake, Kind::ConnectionReset,   Kind::RateLimited,
                                Kind::Overloaded,   Kind::Conflict};
        for (int i = 0; i <= static_cast<int>(Kind::AppClosed); ++i) {
            const Kind kind = static_cast<Kind>(i);
            QVERIFY2(RetryPolicy{}.delay(failure(kind), 1, 0).has_value() == listed.contains(kind),
                     qPrintable(domain::failureName(kind)));
        }
    }

    void retriesTheStatusesOfItsList() {
        const QSet<int> listed{408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529};
        for (int status = 300; status < 600; ++status) {
            QVERIFY2(RetryPolicy{}.delay(failure(Kind::UnexpectedStatus, status), 1, 0).has_value() ==
                         listed.contains(status),
                     QByteArray::number(status).constData());
        }
    }

    void neverListBeatsAdviceBeatsList() {
        for (const int status : {400, 401, 402, 403, 404, 413, 422}) {
            auto never = failure(Kind::UnexpectedStatus, status);
            never.shouldRetry = true;
            never.retryAfter = 1s;
            QVERIFY(!RetryPolicy{}.delay(never, 1, 0));
        }
        for (const Kind kind : {Kind::PaymentRequired, Kind::RequestTooLarge, Kind::ContextTooLong}) {
            auto aboutMoneyOrSize = failure(kind, 429);
            aboutMoneyOrSize.shouldRetry = true;
            QVERIFY(!RetryPolicy{}.delay(aboutMoneyOrSize, 1, 0));
        }
        auto certificate = failure(Kind::TlsCertificate);
        certificate.shouldRetry = true;
        QVERIFY(!RetryPolicy{}.delay(certificate, 1, 0));
        auto advised = failure(Kind::ServerError, 501);
        QVERIFY(!RetryPolicy{}.delay(advised, 1, 0));
        advised.shouldRetry = true;
        QVERIFY(RetryPolicy{}.delay(advised, 1, 0));
        auto warned = failure(Kind::Overloaded, 529);
        warned.shouldRetry = false;
        QVERIFY(!RetryPolicy{}.delay(warned, 1, 0));
    }

    void honoursAdviceUpToItsBound() {
        auto limited = failure(Kind::RateLimited, 429);
        for (const Milliseconds advice : {0ms, 1ms, 17'000ms, 60'000ms}) {
            limited.retryAfter = advice;
            QCOMPARE(count(RetryPolicy{}.delay(limited, 1, 0.9)), advice.count());
        }
        limited.retryAfter = 60'001ms;
        QVERIFY(!RetryPolicy{}.delay(limited, 1, 0));
    }

    void readsEveryFormOfAdvice_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<qint64>("advice");
        const auto row = [](int status, const char* headers, qint64 advice) {
            QTest::addRow("%d %s", status, headers) << status << QByteArray(headers) << advice;
        };
        row(429, "", -1);
        row(429, "retry-after: 17", 17'000);
        row(503, "retry-after: 0", 0);
        row(503, "retry-after: 1.5", 1500);
        row(503, "retry-after-ms: 1530", 1530);
        row(503, "retry-after-ms: 20.5", 21);
        row(503, "retry-after: 9|retry-after-ms: 1530", 1530);
        row(503, "retry-after: 9|retry-after-ms: soon", 9000);
        row(503, "retry-after: Sat, 21 Nov 2026 10:00:17 GMT", 17'000);
        row(503, "retry-after: Sat, 21 Nov 2026 10:00:17 GMT|date: Sat, 21 Nov 2026 10:00:10 GMT", 7000);
        row(503, "retry-after: Sat, 21 Nov 2026 09:59:00 GMT", -1);
        for (const char* bad : {"-1", "inf", "nan", "1e99", "0x10", "99999999999", "soon", "+3", "1.2.3",
                                "Sat, 99 Nov 2026 10:00:17 GMT"}) {
            row(429, QByteArray("retry-after: ").append(bad).constData(), -1);
            row(429, QByteArray("retry-after-ms: ").append(bad).append("9999").constData(), -1);
            row(429, QByteArray("x-ratelimit-reset-tokens: -").append(bad).constData(), -1);
        }
        row(429,
            "anthropic-ratelimit-requests-remaining: 0|anthropic-ratelimit-requests-reset: "
            "2026-11-21T10:00:17Z",
            17'000);
        row(429,
            "anthropic-ratelimit-tokens-remaining: 0|anthropic-ratelimit-tokens-reset: "
            "2026-11-21T10:00:05.5Z|"
            "anthropic-ratelimit-requests-remaining: 7|anthropic-ratelimit-requests-reset: "
            "2026-11-21T10:00:17Z",
            5500);
        row(429, "x-ratelimit-reset-requests: 12ms", 12);
        row(429, "x-ratelimit-reset-tokens: 6m0s", 360'000);
        row(429, "x-ratelimit-reset-tokens: 1h2m3.5s", 3'723'500);
        row(429, "x-ratelimit-reset-tokens: 2m59.56s", 179'560);
        row(429, "x-ratelimit-reset-tokens: 250us", 1);
        row(429, "x-ratelimit-reset-tokens: 30", 30'000);
        row(429, "x-ratelimit-reset-tokens: -1", -1);
        row(429, "x-ratelimit-reset-tokens: 3x", -1);
        row(429, "x-ratelimit-reset-tokens: 2s|x-ratelimit-reset-requests: 1s", 2000);
        row(429,
            "x-ratelimit-reset-tokens: 2s|x-ratelimit-remaining-tokens: 10|x-ratelimit-reset-requests: 1s|"
            "x-ratelimit-remaining-requests: 0",
            1000);
        row(429, "retry-after: 3|x-ratelimit-reset-tokens: 2s", 3000);
        // Resets come with every answer and mean nothing here.
        row(503, "x-ratelimit-reset-tokens: 2s|x-ratelimit-remaining-tokens: 0", -1);
    }

    void readsEveryFormOfAdvice() {
        QFETCH(int, status);
        QFETCH(QByteArray, headers);
        QFETCH(qint64, advice);
        providers::HttpReply reply;
        reply.status = status;
        for (const QByteArray& line : headers.split('|')) {
            const qsizetype colon = line.indexOf(": ");
            if (colon > 0) {
                reply.headers.emplace_back(line.first(colon), line.mid(colon + 2));
            }
        }
        QCOMPARE(count(stream::retryAdvice(reply, wallTime)), advice);
    }

    void readsShouldRetry() {
        providers::HttpReply reply;
        QVERIFY(!stream::shouldRetryAdvice(reply));
        reply.headers = {{"x-should-retry", "True"}};
        QCOMPARE(stream::shouldRetryAdvice(reply), std::optional(true));
        reply.headers = {{"x-should-retry", "false"}};
        QCOMPARE(stream::shouldRetryAdvice(reply), std::optional(false));
        reply.headers = {{"x-should-retry", "maybe"}};
        QVERIFY(!stream::shouldRetryAdvice(reply));
    }
};

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "tst_retry_policy.moc"
