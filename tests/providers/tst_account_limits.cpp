// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/AccountLimit.h"
#include "providers/Dialect.h"

#include <QTest>

using namespace rivulet::providers;
using namespace std::chrono_literals;
using Of = AccountLimit::Of;
using Refill = AccountLimit::Refill;
using Headers = std::vector<std::pair<QByteArray, QByteArray>>;
using Limits = std::vector<AccountLimit>;

Q_DECLARE_METATYPE(Headers)
Q_DECLARE_METATYPE(Limits)

namespace {

/// 2026-11-21T10:00:00Z
constexpr std::chrono::milliseconds wall{1'795'255'200'000};

} // namespace

class AccountLimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKnownForm_data() {
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<Limits>("limits");
        const QByteArray date = "Sat, 21 Nov 2026 10:00:00 GMT";
        QTest::newRow("none") << Headers{{"retry-after", "5"}, {"date", date}} << Limits{};
        QTest::newRow("dates of each resource")
            << Headers{{"date", date},
                       {"anthropic-ratelimit-requests-limit", "4000"},
                       {"anthropic-ratelimit-requests-remaining", "3999"},
                       {"anthropic-ratelimit-requests-reset", "2026-11-21T10:00:17Z"},
                       {"anthropic-ratelimit-tokens-limit", "80000"},
                       {"anthropic-ratelimit-tokens-remaining", "79000"},
                       {"anthropic-ratelimit-tokens-reset", "2026-11-21T10:00:20Z"},
                       {"anthropic-ratelimit-input-tokens-limit", "50000"},
                       {"anthropic-ratelimit-input-tokens-remaining", "49000"},
                       {"anthropic-ratelimit-input-tokens-reset", "2026-11-21T10:00:01.5Z"},
                       {"anthropic-ratelimit-output-tokens-limit", "8000"},
                       {"anthropic-ratelimit-output-tokens-remaining", "0"},
                       {"anthropic-ratelimit-output-tokens-reset", "2026-11-21T10:00:30Z"},
                       {"anthropic-priority-input-tokens-remaining", "1"}}
            << Limits{{Of::Requests, {}, 4000, 3999, 17s, Refill::AtOnce},
                      {Of::Tokens, {}, 80000, 79000, 20s, Refill::AtOnce},
                      {Of::InputTokens, {}, 50000, 49000, 1500ms, Refill::AtOnce},
                      {Of::OutputTokens, {}, 8000, 0, 30s, Refill::AtOnce}};
        QTest::newRow("a date without the server's clock")
            << Headers{{"anthropic-ratelimit-requests-remaining", "3"},
                       {"anthropic-ratelimit-requests-reset", "2026-11-21T10:00:17Z"}}
            << Limits{{Of::Requests, {}, std::nullopt, 3, 17s, Refill::AtOnce}};
        QTest::newRow("a date that has passed")
            << Headers{{"anthropic-ratelimit-requests-remaining", "0"},
                       {"anthropic-ratelimit-requests-reset", "2026-11-21T09:59:00Z"}}
            << Limits{{Of::Requests, {}, std::nullopt, 0, 0s, Refill::AtOnce}};
        QTest::newRow("durations") << Headers{{"x-ratelimit-limit-requests", "5000"},
                                              {"x-ratelimit-remaining-requests", "4999"},
                                              {"x-ratelimit-reset-requests", "12ms"},
                                              {"x-ratelimit-limit-tokens", "800000"},
                                              {"x-ratelimit-remaining-tokens", "799983"},
                                              {"x-ratelimit-reset-tokens", "1m0.5s"},
                                              {"x-ratelimit-limit-project-tokens", "9000"}}
                                   << Limits{{Of::Requests, {}, 5000, 4999, 12ms, Refill::AtOnce},
                                             {Of::Tokens, {}, 800000, 799983, 60500ms, Refill::Evenly}};
        QTest::newRow("seconds, and what is no number")
            << Headers{{"x-ratelimit-limit-tokens", "1000"}, {"x-ratelimit-remaining-tokens", "400"},
                       {"x-ratelimit-reset-tokens", "30"},   {"x-ratelimit-remaining-requests", "-1"},
                       {"x-ratelimit-reset-requests", "0"},  {"x-ratelimit-limit-requests", "many"}}
            << Limits{{Of::Tokens, {}, 1000, 400, 30s, Refill::AtOnce}};
        QTest::newRow("a limit of none is not told")
            << Headers{{"x-ratelimit-limit-tokens", "0"},
                       {"x-ratelimit-remaining-tokens", "0"},
                       {"x-ratelimit-reset-tokens", "0"}}
            << Limits{{Of::Tokens, {}, std::nullopt, 0, 0s, Refill::AtOnce}};
        QTest::newRow("milliseconds since the epoch, of requests that are not named")
            << Headers{{"x-ratelimit-limit", "20"},
                       {"x-ratelimit-remaining", "0"},
                       {"x-ratelimit-reset", "1795255245000"}}
            << Limits{{Of::Requests, {}, 20, 0, 45s, Refill::AtOnce}};
        QTest::newRow("seconds since the epoch") << Headers{{"ratelimit-limit", "20"},
                                                            {"ratelimit-remaining", "7"},
                                                            {"ratelimit-reset", "1795255500"}}
                                                 << Limits{{Of::Requests, {}, 20, 7, 5min, Refill::AtOnce}};
        QTest::newRow("windows in the name")
            << Headers{{"x-ratelimit-limit-req-minute", "720"},
                       {"x-ratelimit-remaining-req-minute", "717"},
                       {"x-ratelimit-limit-tokens-minute", "5000000"},
                       {"x-ratelimit-remaining-tokens-minute", "4999911"},
                       {"x-ratelimit-limit-tokens-month", "10"},
                       {"x-ratelimit-remaining-tokens-month", "0"},
                       {"x-ratelimit-reset-requests-day", "33011.38"},
                       {"x-ratelimit-remaining-requests-day", "1"},
                       {"x-ratelimit-tokens-query-cost", "52"}}
            << Limits{{Of::Requests, "day", std::nullopt, 1, 33'011'380ms, Refill::AtOnce},
                      {Of::Requests, "minute", 720, 717, 1min, Refill::AtOnce},
                      {Of::Tokens, "minute", 5000000, 4999911, 1min, Refill::AtOnce}};
        QTest::newRow("a bucket that is full far off")
            << Headers{{"x-ratelimit-limit-requests", "14400"},
                       {"x-ratelimit-remaining-requests", "14370"},
                       {"x-ratelimit-reset-requests", "2m59.56s"}}
            << Limits{{Of::Requests, {}, 14400, 14370, 179'560ms, Refill::Evenly}};
        QTest::newRow("prompt and answer")
            << Headers{{"x-ratelimit-remaining-tokens-prompt", "5"},
                       {"x-ratelimit-reset-tokens-prompt", "1s"},
                       {"x-ratelimit-remaining-tokens-generated", "6"},
                       {"x-ratelimit-reset-tokens-generated", "2s"}}
            << Limits{{Of::InputTokens, {}, std::nullopt, 5, 1s, Refill::AtOnce},
                      {Of::OutputTokens, {}, std::nullopt, 6, 2s, Refill::AtOnce}};
        QTest::newRow("words that may mean anything")
            << Headers{{"anthropic-ratelimit-unified-5h-remaining", "0"},
                       {"anthropic-ratelimit-unified-5h-reset", "1795255500"},
                       {"x-ratelimit-remaining-images", "0"},
                       {"x-ratelimit-reset-images", "60"},
                       {"x-ratelimit-over-limit", "no"}}
            << Limits{};
        QTest::newRow("without an end nobody could wait for it")
            << Headers{{"x-ratelimit-remaining-requests", "0"},
                       {"x-ratelimit-reset-requests", "soon"},
                       {"x-ratelimit-remaining-tokens", "0"}}
            << Limits{};
        QTest::newRow("nonsense") << Headers{{"x-ratelimit-remaining-requests", "nan"},
                                             {"x-ratelimit-reset-requests", "inf"},
                                             {"x-ratelimit-remaining-tokens", "1e300"},
                                             {"x-ratelimit-reset-tokens", "-5s"}}
                                  << Limits{};
    }
    void readsEveryKnownForm() {
        QFETCH(const Headers, headers);
        QFETCH(const Limits, limits);
        const HttpReply reply{200, headers, {}};
        const auto read = readAccountLimits(reply, wall);
        QVERIFY2(read == limits, qPrintable(described(read)));
    }

    void theServersOwnClockCounts() {
        const HttpReply reply{200,
                              {{"date", "Sat, 21 Nov 2026 09:00:00 GMT"},
                               {"anthropic-ratelimit-requests-remaining", "0"},
                               {"anthropic-ratelimit-requests-reset", "2026-11-21T09:00:17Z"}},
                              {}};
        const auto limits = readAccountLimits(reply, wall);
        QCOMPARE(limits.size(), std::size_t{1});
        QCOMPARE(limits.front().reset, 17s);
    }

    void everyDialectReadsThem() {
        const HttpReply reply{
            429, {{"x-ratelimit-remaining-requests", "0"}, {"x-ratelimit-reset-requests", "6m0s"}}, {}};
        for (const QString& name : dialectNames()) {
            const auto limits = makeDialect(name)->accountLimits(reply, wall);
            QCOMPARE(limits.size(), std::size_t{1});
            QCOMPARE(limits.front().reset, 6min);
        }
    }

    void manyMadeUpNamesAreBounded() {
        Headers headers;
        for (int i = 0; i < 1000; ++i) {
            headers.emplace_back("x-ratelimit-remaining-" + QByteArray::number(i), "0");
            headers.emplace_back("x-ratelimit-remaining", QByteArray::number(i));
        }
        headers.emplace_back("x-ratelimit-reset", "5");
        QCOMPARE(readAccountLimits({200, headers, {}}, wall).size(), std::size_t{1});
    }

private:
    static QString described(const Limits& limits) {
        QStringList lines;
        for (const auto& limit : limits) {
            lines.append(QStringLiteral("of %1 '%2' limit %3 left %4 in %5 ms refill %6")
                             .arg(static_cast<int>(limit.of))
                             .arg(QString::fromLatin1(limit.scope))
                             .arg(limit.limit.value_or(-1))
                             .arg(limit.remaining)
                             .arg(limit.reset.count())
                             .arg(static_cast<int>(limit.refill)));
        }
        return lines.join(u'\n');
    }
};

QTEST_GUILESS_MAIN(AccountLimitsTest)
#include "tst_account_limits.moc"
