// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/StreamCollector.h"

#include <QTest>

using namespace rivulet;
using namespace rivulet::metrics;
using namespace std::chrono_literals;
using Kind = domain::Failure::Kind;
using Way = domain::Recovery::Way;

/// One record of one stream, whatever befalls it.
class StreamCollectorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhomAndHowLong();
    void aStreamThatAskedNothingIsNone();
    void aFaultLastsUntilTheAnswerFlowsAgain();
    void eachWayIsToldApart_data();
    void eachWayIsToldApart();
    void whatNobodyIsToBlameForIsNoFault();
    void theFaultThatEndsAStreamIsMetAndNotGotOver();
    void pausesOfTheWireAndFaultsAreLeftOutOfRates();
    void aWholeHasNoTimesOfItsOwn();
    void aContinuedAnswerHasEstimatedTokens();
    void theNextStreamBeginsAnew();
    void noWordAndNoKeyIsKept();
};

namespace {

class ManualClock final : public domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant(m_since); }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return 1'700'000'000s + m_since; }
    void advance(std::chrono::milliseconds span) { m_since += span; }

private:
    std::chrono::milliseconds m_since{5000};
};

domain::Ending ending(domain::Outcome outcome, std::optional<Kind> kind = {}) {
    domain::Ending result;
    result.outcome = outcome;
    if (kind) {
        result.failure.emplace();
        result.failure->kind = *kind;
    }
    return result;
}

domain::Usage usage(std::optional<qint64> input, std::optional<qint64> cached, std::optional<qint64> output) {
    domain::Usage told;
    told.input = input;
    told.cached = cached;
    told.output = output;
    return told;
}

/// A stream and its sums, told together as StreamController tells them.
struct Scene {
    ManualClock clock;
    domain::StreamStats stats;
    StreamCollector collector{clock};

    void start(const char* rung = "none", int attempt = 1) {
        if (attempt == 1) {
            stats.start(clock.now());
        }
        collector.started({QStringLiteral("demo"), QStringLiteral("Demo"), QStringLiteral("assist"),
                           QStringLiteral("brook"), QLatin1String(rung), attempt});
    }
    void say(qsizetype characters) {
        stats.addText(characters, clock.now());
        collector.delta(QString(characters, u'x'), 0);
    }
    void lose(Kind kind) {
        domain::Failure failure;
        failure.kind = kind;
        collector.retrying(2, 1s, failure);
    }
    void end(domain::Outcome outcome = domain::Outcome::Completed, std::optional<Kind> kind = {}) {
        stats.finish(clock.now());
        collector.ended(ending(outcome, kind), {});
    }
    [[nodiscard]] domain::StreamRecord record() const {
        return collector.record(stats, 1).value_or(domain::StreamRecord{});
    }
};

} // namespace

void StreamCollectorTest::tellsWhomAndHowLong() {
    Scene scene;
    scene.start();
    QVERIFY(!scene.collector.record(scene.stats, 1)); // it has not ended
    scene.clock.advance(400ms);
    scene.say(400);
    scene.clock.advance(2s);
    scene.say(400);
    scene.clock.advance(100ms);
    scene.stats.setUsage(usage(12, 3, 200));
    scene.end();
    const auto record = scene.collector.record(scene.stats, 3);
    QVERIFY(record);
    domain::StreamRecord expected;
    expected.beganAt = 1'700'000'005s;
    expected.endpointId = QStringLiteral("demo");
    expected.endpointName = QStringLiteral("Demo");
    expected.model = QStringLiteral("brook");
    expected.dialect = QStringLiteral("assist");
    expected.timeToFirstToken = 400ms;
    expected.duration = 2500ms;
    expected.streamingTime = 2s;
    expected.tokens = usage(12, 3, 200);
    expected.requests = 3;
    QCOMPARE(*record, expected);
    QCOMPARE(record->tokensPerSecond(), std::optional(100.0));
}

void StreamCollectorTest::aStreamThatAskedNothingIsNone() {
    Scene scene;
    scene.end(domain::Outcome::Failed, Kind::MissingKey);
    QVERIFY(!scene.collector.record(scene.stats, 0));
    scene.start();
    scene.end();
    QVERIFY(scene.collector.record(scene.stats, 1));
    scene.end(domain::Outcome::Failed, Kind::MissingKey);
    QVERIFY(!scene.collector.record(scene.stats, 0));
}

void StreamCollectorTest::aFaultLastsUntilTheAnswerFlowsAgain() {
    Scene scene;
    scene.start("exact");
    scene.say(10);
    scene.lose(Kind::CutOff);
    for (int attempt = 2; attempt <= 4; ++attempt) {
        scene.clock.advance(1s);
        scene.start("exact", attempt);
        scene.lose(Kind::ConnectionRefused);
    }
    scene.clock.advance(500ms);
    scene.start("exact", 5);
    scene.collector.seam(10, 0, true);
    scene.say(10);
    scene.lose(Kind::CutOff);
    scene.clock.advance(250ms);
    scene.end(); // the rest was nothing but its end
    const auto record = scene.record();
    QCOMPARE(record.cuts, 2);
    QCOMPARE(record.earlyFaults, 0);
    QCOMPARE(record.recoveries, (std::vector<domain::Recovery>{{Way::Exact, 3500ms}, {Way::Exact, 250ms}}));
}

void StreamCollectorTest::eachWayIsToldApart_data() {
    QTest::addColumn<bool>("hadText");
    QTest::addColumn<int>("seam"); // 0: none
    QTest::addColumn<Way>("way");
    QTest::newRow("before any text") << false << 0 << Way::Retry;
    QTest::newRow("exactly") << true << 1 << Way::Exact;
    QTest::newRow("by the model") << true << 2 << Way::Continue;
}

void StreamCollectorTest::eachWayIsToldApart() {
    QFETCH(const bool, hadText);
    QFETCH(const int, seam);
    QFETCH(const Way, way);
    Scene scene;
    scene.start();
    if (hadText) {
        scene.say(10);
    }
    scene.lose(hadText ? Kind::CutOff : Kind::Overloaded);
    scene.clock.advance(2s);
    scene.start("none", 2);
    if (seam > 0) {
        scene.collector.seam(10, 0, seam == 1);
    }
    scene.say(10);
    scene.end();
    QCOMPARE(scene.record().cuts, hadText ? 1 : 0);
    QCOMPARE(scene.record().earlyFaults, hadText ? 0 : 1);
    QCOMPARE(scene.record().recoveries, (std::vector<domain::Recovery>{{way, 2000ms}}));
}

void StreamCollectorTest::whatNobodyIsToBlameForIsNoFault() {
    Scene scene;
    scene.start();
    scene.lose(Kind::BadRequest); // a field is left out
    scene.start("none", 2);
    scene.say(10);
    scene.end(domain::Outcome::Interrupted, Kind::AppClosed);
    QCOMPARE(scene.record().cuts + scene.record().earlyFaults, 0);
    QCOMPARE(scene.record().failure, std::optional(Kind::AppClosed));
    scene.start();
    scene.end(domain::Outcome::Failed, Kind::Unauthorized);
    QCOMPARE(scene.record().cuts + scene.record().earlyFaults, 0);
}

void StreamCollectorTest::theFaultThatEndsAStreamIsMetAndNotGotOver() {
    Scene scene;
    scene.start();
    scene.say(10);
    scene.end(domain::Outcome::Interrupted, Kind::CutOff);
    QCOMPARE(scene.record().cuts, 1);
    scene.start();
    scene.lose(Kind::ServerError);
    scene.start("none", 2);
    scene.end(domain::Outcome::Failed, Kind::ServerError);
    QCOMPARE(scene.record().earlyFaults, 1); // it is the same one
    QVERIFY(scene.record().recoveries.empty());
    scene.start();
    scene.say(10);
    scene.lose(Kind::CutOff);
    scene.clock.advance(3s);
    scene.end(domain::Outcome::Cancelled);
    QCOMPARE(scene.record().cuts, 1);
    QVERIFY(scene.record().recoveries.empty());
}

void StreamCollectorTest::pausesOfTheWireAndFaultsAreLeftOutOfRates() {
    Scene scene;
    scene.start();
    scene.collector.holdWire(); // before any text: of no rate
    scene.clock.advance(1s);
    scene.collector.releaseWire();
    scene.say(200);
    scene.clock.advance(1s);
    scene.collector.holdWire();
    scene.clock.advance(10s);
    scene.lose(Kind::CutOff); // while it is held
    scene.collector.releaseWire();
    scene.clock.advance(5s);
    scene.collector.seam(200, 0, true);
    scene.say(200);
    scene.collector.holdWire(); // behind all text: of no rate either
    scene.clock.advance(30s);
    scene.collector.releaseWire();
    scene.stats.setUsage(usage({}, {}, 100));
    scene.end();
    QCOMPARE(scene.record().streamingTime, std::optional(1000ms));
    QCOMPARE(scene.record().leftOut, 15'000ms);
    QCOMPARE(scene.record().tokensPerSecond(), std::optional(100.0));
    QCOMPARE(scene.record().duration, 47'000ms);
}

void StreamCollectorTest::aWholeHasNoTimesOfItsOwn() {
    Scene scene;
    scene.start();
    scene.clock.advance(5s);
    scene.stats.setWhole();
    scene.say(4000);
    scene.stats.setUsage(usage({}, {}, 1000));
    scene.end();
    QVERIFY(!scene.record().timeToFirstToken);
    QVERIFY(!scene.record().streamingTime);
    QVERIFY(!scene.record().tokensPerSecond());
    QCOMPARE(scene.record().tokens.output, std::optional<qint64>(1000));
}

void StreamCollectorTest::aContinuedAnswerHasEstimatedTokens() {
    Scene scene;
    scene.start();
    scene.say(400);
    scene.lose(Kind::CutOff);
    scene.stats.resume(scene.clock.now());
    scene.start("none", 2);
    scene.collector.seam(400, 0, false);
    scene.say(40);
    scene.stats.setUsage(usage(120, {}, 11));
    scene.end();
    QCOMPARE(scene.record().tokens.output, std::optional<qint64>(111));
    QCOMPARE(scene.record().tokens.source, domain::Usage::Source::Estimated);
}

void StreamCollectorTest::theNextStreamBeginsAnew() {
    Scene scene;
    scene.start();
    scene.say(10);
    scene.lose(Kind::CutOff);
    scene.end(domain::Outcome::Interrupted, Kind::CutOff);
    scene.clock.advance(60s);
    scene.start();
    scene.clock.advance(100ms);
    scene.say(10);
    scene.end();
    QCOMPARE(scene.record().cuts, 0);
    QCOMPARE(scene.record().timeToFirstToken, std::optional(100ms));
    QCOMPARE(scene.record().outcome, domain::Outcome::Completed);
    QVERIFY(!scene.record().failure);
}

void StreamCollectorTest::noWordAndNoKeyIsKept() {
    const QString key = QStringLiteral("sk-ant-api03-0123456789abcdefghijklmnop");
    Scene scene;
    scene.stats.start(scene.clock.now());
    scene.collector.started({QStringLiteral("x"), QStringLiteral("Mine %1\n\x1b[31m").arg(key),
                             QStringLiteral("assist"), QString(1000, u'm'), QStringLiteral("none"), 1});
    scene.say(10);
    scene.end();
    QVERIFY2(!scene.record().endpointName.contains(key), qPrintable(scene.record().endpointName));
    QVERIFY(!scene.record().endpointName.contains(u'\x1b'));
    QVERIFY(!scene.record().endpointName.contains(u'\n'));
    QVERIFY(scene.record().model.size() <= 200);
}

QTEST_GUILESS_MAIN(StreamCollectorTest)
#include "tst_streamcollector.moc"
