// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/OpenMetrics.h"
#include "metrics/Statistics.h"
#include "metrics/StatisticsCsv.h"
#include "metrics/StatisticsJson.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace rivulet;
using namespace rivulet::metrics;
using namespace std::chrono_literals;
using domain::Outcome;
using domain::StreamRecord;
using Way = domain::Recovery::Way;

/// What many streams come to, with nothing made of what is not known.
class StatisticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void percentilesAreOfWhatWasThere();
    void percentilesKeepTheirLaws();
    void streamsStandByEndpointAndModel();
    void daysAreThoseOfThePerson();
    void whatIsUnknownIsNotZero();
    void sharesAreOfWhatThereWas();
    void whatRunsIsToldWithTheRest();
    void jsonTellsNullForUnknown();
    void csvHasALineOfEach();
    void namesFromOutsideAreHarmless();
    void openMetricsOfNothingIsWhole();
};

namespace {

StreamRecord record(const char* endpoint, const char* model, Outcome outcome = Outcome::Completed) {
    StreamRecord made;
    made.beganAt = 1'700'000'000s; // 14 November 2023, 22:13:20 UTC
    made.endpointId = QLatin1String(endpoint);
    made.endpointName = QLatin1String(endpoint).toString().toUpper();
    made.model = QLatin1String(model);
    made.outcome = outcome;
    made.duration = 2s;
    made.requests = 1;
    return made;
}

} // namespace

void StatisticsTest::percentilesAreOfWhatWasThere() {
    Spread spread;
    QVERIFY(!spread.percentile(0.5));
    spread.add(3);
    QCOMPARE(spread.percentile(0.5), std::optional(3.0));
    QCOMPARE(spread.percentile(0.95), std::optional(3.0));
    for (const double value : {1.0, 4.0, 2.0}) {
        spread.add(value);
    }
    QCOMPARE(spread.percentile(0.5), std::optional(2.0));
    QCOMPARE(spread.percentile(0.95), std::optional(4.0));
    QCOMPARE(spread.percentile(0.25), std::optional(1.0));
    QCOMPARE(spread.sum(), 10.0);
    spread.add(std::nan(""));
    QCOMPARE(spread.count(), std::size_t(4));
}

/// Law: at least that share of the values is not above a percentile, and fewer are below it; whatever their
/// order.
void StatisticsTest::percentilesKeepTheirLaws() {
    QRandomGenerator random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<double> values;
        Spread spread;
        const int count = random.bounded(1, 60);
        for (int i = 0; i < count; ++i) {
            values.push_back(random.bounded(20));
            spread.add(values.back());
        }
        double before = -1;
        for (const double share : {0.01, 0.25, 0.5, 0.9, 0.95, 1.0}) {
            const double found = spread.percentile(share).value();
            const auto notAbove = std::ranges::count_if(values, [&](double value) { return value <= found; });
            const auto below = std::ranges::count_if(values, [&](double value) { return value < found; });
            QVERIFY(static_cast<double>(notAbove) >= share * count - 1e-9);
            QVERIFY(static_cast<double>(below) < share * count);
            QVERIFY(found >= before);
            before = found;
        }
    }
}

void StatisticsTest::streamsStandByEndpointAndModel() {
    const auto all = byModel({record("b", "m"), record("a", "n", Outcome::Failed), record("a", "m"),
                              record("b", "m", Outcome::Interrupted), record("b", "m", Outcome::Cancelled)});
    QCOMPARE(all.size(), std::size_t(3));
    QCOMPARE(all.at(0).endpointId + all.at(0).model, QStringLiteral("am"));
    QCOMPARE(all.at(1).endpointId + all.at(1).model, QStringLiteral("an"));
    const Summary& last = all.at(2);
    QCOMPARE(last.endpointName, QStringLiteral("B"));
    QCOMPARE(last.streams, 3);
    QCOMPARE(last.of(Outcome::Completed), 1);
    QCOMPARE(last.of(Outcome::Interrupted), 1);
    QCOMPARE(last.of(Outcome::Cancelled), 1);
    QCOMPARE(last.of(Outcome::Failed), 0);
    qint64 sum = 0;
    for (const auto outcome : allOutcomes) {
        sum += last.of(outcome);
    }
    QCOMPARE(sum, last.streams);
}

void StatisticsTest::daysAreThoseOfThePerson() {
    StreamRecord later = record("a", "m");
    later.beganAt += 2h;
    const auto utc = byModelAndDay({later, record("a", "m")}, QTimeZone::utc());
    QCOMPARE(utc.size(), std::size_t(2));
    QCOMPARE(utc.at(0).day, QDate(2023, 11, 14));
    QCOMPARE(utc.at(1).day, QDate(2023, 11, 15));
    constexpr int west = -5 * 3600;
    const auto away = byModelAndDay({later, record("a", "m")}, QTimeZone(west));
    QCOMPARE(away.size(), std::size_t(1));
    QCOMPARE(away.at(0).streams, 2);
}

void StatisticsTest::whatIsUnknownIsNotZero() {
    StreamRecord known = record("a", "m");
    known.tokens.input = 10;
    known.tokens.output = 0;
    known.cost = 0.5;
    StreamRecord foreign = record("a", "m");
    foreign.cost = 7;
    foreign.currency = QStringLiteral("EUR");
    const auto all = byModel({known, foreign, record("a", "m"), record("b", "m")});
    QCOMPARE(all.at(0).input.known(), std::optional(10.0));
    QCOMPARE(all.at(0).input.streams, 1);
    QCOMPARE(all.at(0).output.known(), std::optional(0.0));
    QVERIFY(!all.at(0).thinking.known());
    QCOMPARE(all.at(0).cost.known(), std::optional(0.5));
    QVERIFY(!all.at(1).cost.known());
    QVERIFY(!all.at(1).firstToken.percentile(0.5));
    QVERIFY(!all.at(1).shareRecovered());
    QVERIFY(!all.at(1).active);
    QVERIFY(!Summary{}.errorRate());
}

void StatisticsTest::sharesAreOfWhatThereWas() {
    StreamRecord cut = record("a", "m");
    cut.cuts = 2;
    cut.earlyFaults = 1;
    cut.recoveries = {{Way::Exact, 200ms}, {Way::Retry, 1s}};
    const auto all = byModel({cut, record("a", "m", Outcome::Failed), record("a", "m", Outcome::Failed),
                              record("a", "m", Outcome::Interrupted)});
    const Summary& summary = all.at(0);
    QCOMPARE(summary.errorRate(), std::optional(0.5));
    QCOMPARE(summary.interruptionRate(), std::optional(0.25));
    QCOMPARE(summary.reconnectionRate(), std::optional(0.5));
    QCOMPARE(summary.shareRecovered(), std::optional(2.0 / 3.0));
    QCOMPARE(summary.of(Way::Exact), 1);
    QCOMPARE(summary.of(Way::Continue), 0);
    QCOMPARE(summary.timeToMend.percentile(0.5), std::optional(0.2));
    QCOMPARE(summary.timeToMend.percentile(0.95), std::optional(1.0));
}

void StatisticsTest::whatRunsIsToldWithTheRest() {
    auto all = byModel({record("a", "m")});
    addActive(all, {{QStringLiteral("b"), QStringLiteral("B"), QStringLiteral("n")},
                    {QStringLiteral("b"), QStringLiteral("B"), QStringLiteral("n")}});
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all.at(0).active, std::optional<qint64>(0));
    QCOMPARE(all.at(1).active, std::optional<qint64>(2));
    QCOMPARE(all.at(1).streams, 0);
    QVERIFY(openMetricsText(all).contains("rivulet_active_streams{provider=\"b\",model=\"n\"} 2\n"));
    QVERIFY(!openMetricsText(all).contains("rivulet_requests{provider=\"b\""));
}

void StatisticsTest::jsonTellsNullForUnknown() {
    const QJsonObject json = statisticsJson(byModel({record("a", "m")}).front());
    QCOMPARE(json.value(u"streams").toInt(), 1);
    QVERIFY(json.value(u"active").isNull());
    QVERIFY(json.value(u"tokens").toObject().value(u"input").isNull());
    QVERIFY(json.value(u"first_token_s").toObject().value(u"p50").isNull());
    QCOMPARE(json.value(u"duration_s").toObject().value(u"p95").toDouble(), 2.0);
    const QJsonObject day = statisticsJson(byModelAndDay({record("a", "m")}, QTimeZone::utc()).front());
    QCOMPARE(day.value(u"day").toString(), QStringLiteral("2023-11-14"));
    QVERIFY(!day.contains(u"active"));
}

void StatisticsTest::csvHasALineOfEach() {
    QCOMPARE(statisticsCsv({}).count("\r\n"), 1);
    const QByteArray text =
        statisticsCsv(byModelAndDay({record("a", "say \"m\", n"), record("b", "m")}, QTimeZone::utc()));
    const auto lines = text.split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY2(
        lines.at(1).startsWith("2023-11-14,a,A,\"say \"\"m\"\", n\",1,1,0,0,0,1,,,,,0,,0,0,0,0,0,0,2,,,"),
        lines.at(1).constData());
    QCOMPARE(lines.at(2).count(','), lines.at(0).count(','));
}

void StatisticsTest::namesFromOutsideAreHarmless() {
    StreamRecord odd = record("a", "m");
    odd.model = QStringLiteral("a\"b\\c\nd\r\x1b[31m\u009b1m\u202e\u2028");
    const auto all = byModelAndDay({odd}, QTimeZone::utc());
    for (const QByteArray& text : {openMetricsText(all), statisticsCsv(all)}) {
        const QString shown = QString::fromUtf8(text);
        for (const QChar sign : QStringLiteral("\x1b\u009b\u202e\u2028")) {
            QVERIFY(!shown.contains(sign));
        }
    }
    QVERIFY(openMetricsText(all).contains("model=\"a\\\"b\\\\c"));
    for (const QByteArray& line : openMetricsText(all).split('\n')) {
        QVERIFY2(line.isEmpty() || line.startsWith('#') || line.startsWith("rivulet_"), line.constData());
    }
}

void StatisticsTest::openMetricsOfNothingIsWhole() {
    QCOMPARE(openMetricsText({}), QByteArray("# EOF\n"));
}

QTEST_GUILESS_MAIN(StatisticsTest)
#include "tst_statistics.moc"
