// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/StreamLog.h"

#include <QStringList>
#include <QTest>

using namespace rivulet;
using namespace rivulet::metrics;
using namespace std::chrono_literals;

/// A stream's life as lines, without a word of the conversation.
class StreamLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsALifeInLines();
    void tellsRatesWhileItStreamsOnly();
    void tellsASilenceOnceAndItsLengthAtItsEnd();
    void tellsAFailureByItsKind();
    void goesOnThroughRetries();
    void anEndBeforeAnyRequestHasSumsOfItsOwn();
    void neverTellsAnyText();
};

namespace {

class ManualClock final : public domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant(m_since); }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return m_since; }
    void advance(std::chrono::milliseconds span) { m_since += span; }

private:
    std::chrono::milliseconds m_since{5000};
};

domain::StreamMetadata metadata(int attempt = 1) {
    return {QStringLiteral("demo"),  QStringLiteral("Demo"),  QStringLiteral("assist"),
            QStringLiteral("brook"), QStringLiteral("exact"), attempt};
}

domain::Ending completed() {
    domain::Ending ending;
    ending.outcome = domain::Outcome::Completed;
    return ending;
}

struct Scene {
    ManualClock clock;
    QStringList lines;
    StreamLog log{QStringLiteral("pane 1"), clock, [this](const QString& line) { lines.append(line); }};
};

} // namespace

void StreamLogTest::tellsALifeInLines() {
    Scene scene;
    scene.log.started(metadata());
    scene.clock.advance(400ms);
    scene.log.thinking(QStringLiteral("hm"));
    scene.clock.advance(100ms);
    scene.log.delta(QStringLiteral("hello"), 0);
    scene.log.seam(5, 2, false);
    scene.clock.advance(1500ms);
    scene.log.ended(completed(), QStringLiteral("hello"));
    QCOMPARE(scene.lines,
             (QStringList{
                 QStringLiteral("pane 1: started demo:brook dialect assist, resume exact, attempt 1"),
                 QStringLiteral("pane 1: seam at 5, 2 trimmed, continued"),
                 QStringLiteral(
                     "pane 1: completed: end_turn, after 2.0 s, first content 0.4 s, 5 characters, 2 of "
                     "thinking, 2 deltas, longest silence 1.5 s, 0 retries"),
             }));
}

void StreamLogTest::tellsRatesWhileItStreamsOnly() {
    Scene scene;
    scene.log.setInterval(1ms);
    QVERIFY(!scene.log.isLooking());
    scene.log.started(metadata());
    QVERIFY(scene.log.isLooking());
    for (int i = 0; i < 10; ++i) {
        scene.log.delta(QString(20, u'x'), qsizetype{20} * i);
    }
    scene.clock.advance(5s);
    QTRY_VERIFY(scene.lines.size() >= 2);
    QCOMPARE(scene.lines.at(1),
             QStringLiteral("pane 1: 40.0 characters/s, 2.0 deltas/s, 200 characters so far"));
    scene.log.ended(completed(), {});
    QVERIFY(!scene.log.isLooking());
    QCOMPARE(scene.lines.size(), 3);
}

void StreamLogTest::tellsASilenceOnceAndItsLengthAtItsEnd() {
    Scene scene;
    scene.log.setInterval(0ms);
    const auto told = [&](const char* what) { return scene.lines.filter(QLatin1String(what)).size(); };
    scene.log.started(metadata());
    int silences = 0;
    for (const auto silence : {12s, 30s}) {
        ++silences;
        scene.clock.advance(silence - 1s);
        QTRY_COMPARE(told("quiet for"), silences);
        scene.clock.advance(1s);
        for (int looks = 0; looks < 5; ++looks) {
            QCoreApplication::processEvents();
        }
        QCOMPARE(told("quiet for"), silences);
        scene.log.delta(QStringLiteral("x"), 0);
        QVERIFY(
            scene.lines.contains(QStringLiteral("pane 1: content again after %1.0 s").arg(silence.count())));
        scene.log.delta(QStringLiteral("y"), 1);
        QCOMPARE(told("again"), silences);
    }
    scene.clock.advance(9999ms);
    scene.log.delta(QStringLiteral("z"), 2);
    QCOMPARE(told("again"), 2);
    scene.log.ended(completed(), {});
    QVERIFY(scene.lines.last().contains(u"longest silence 30.0 s"));
}

void StreamLogTest::tellsAFailureByItsKind() {
    Scene scene;
    scene.log.started(metadata());
    domain::Ending ending;
    ending.failure.emplace();
    ending.failure->kind = domain::Failure::Kind::RateLimited;
    ending.failure->httpStatus = 429;
    ending.failure->detail = QStringLiteral("secret words of a server");
    scene.log.ended(ending, {});
    QVERIFY2(scene.lines.last().startsWith(QStringLiteral("pane 1: failed: rate_limited (429), ")),
             qPrintable(scene.lines.last()));
    QVERIFY(scene.lines.last().contains(u"first content never"));
}

void StreamLogTest::goesOnThroughRetries() {
    Scene scene;
    scene.log.started(metadata());
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::ConnectionRefused;
    scene.log.retrying(2, 1500ms, failure);
    scene.clock.advance(2s);
    scene.log.started(metadata(2));
    scene.log.delta(QStringLiteral("x"), 0);
    scene.log.ended(completed(), {});
    QCOMPARE(scene.lines.at(1),
             QStringLiteral("pane 1: retry: attempt 2 in 1.5 s, because of connection_refused"));
    QVERIFY(scene.lines.last().contains(u"after 2.0 s, first content 2.0 s"));
    QVERIFY(scene.lines.last().endsWith(u"1 retries"));
}

void StreamLogTest::anEndBeforeAnyRequestHasSumsOfItsOwn() {
    Scene scene;
    scene.log.started(metadata());
    scene.log.delta(QStringLiteral("hello"), 0);
    scene.log.ended(completed(), {});
    scene.clock.advance(60s);
    domain::Ending ending;
    ending.failure.emplace();
    ending.failure->kind = domain::Failure::Kind::MissingKey;
    scene.log.ended(ending, {});
    QVERIFY2(scene.lines.last().contains(u", after 0.0 s, first content never, 0 characters, 0 of thinking"),
             qPrintable(scene.lines.last()));
    QVERIFY(!scene.log.isLooking());
}

void StreamLogTest::neverTellsAnyText() {
    const QString canary = QStringLiteral("canary");
    Scene scene;
    scene.log.setInterval(1ms);
    scene.log.started(metadata());
    scene.log.delta(canary, 0);
    scene.log.thinking(canary);
    scene.log.tool({canary, QStringLiteral("search"), {}, canary, canary});
    scene.log.citation({canary, canary, canary});
    scene.log.warning({domain::Warning::Kind::Provider, canary});
    domain::Failure failure;
    failure.detail = canary;
    failure.code = canary;
    scene.log.retrying(2, 1s, failure);
    scene.clock.advance(5s);
    QTRY_VERIFY(scene.lines.filter(QStringLiteral("characters/s")).size() == 1);
    domain::Ending ending;
    ending.rawStop = canary;
    ending.failure = failure;
    scene.log.ended(ending, canary);
    QVERIFY(scene.lines.contains(QStringLiteral("pane 1: tool search running")));
    QCOMPARE(scene.lines.filter(canary), QStringList());
}

QTEST_GUILESS_MAIN(StreamLogTest)
#include "tst_streamlog.moc"
