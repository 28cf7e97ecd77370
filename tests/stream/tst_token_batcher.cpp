// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Clock.h"
#include "stream/TokenBatcher.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using rivulet::domain::Failure;
using rivulet::domain::SystemClock;
using rivulet::stream::BatchSettings;
using rivulet::stream::FlushClock;
using rivulet::stream::TokenBatcher;
using namespace std::chrono_literals;

namespace {

QString joined(const QSignalSpy& spy) {
    QString all;
    for (const auto& arguments : spy) {
        all += arguments.at(0).toString();
    }
    return all;
}

/// Beats when the test says so.
class ManualFlushClock : public FlushClock {
public:
    using FlushClock::FlushClock;
    void wake(Instant due) override { asked.push_back(due); }

    std::vector<Instant> asked;
};

} // namespace

class tst_TokenBatcher : public QObject {
    Q_OBJECT

    SystemClock m_clock;

private Q_SLOTS:
    void showsWhatCameAndThenRests() {
        TokenBatcher batcher(m_clock);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QVERIFY(!batcher.isTimerRunning());
        batcher.append(QStringLiteral("one "));
        batcher.append(QStringLiteral("two"));
        QCOMPARE(batcher.waiting(), 7);
        QVERIFY(batcher.isTimerRunning());
        QVERIFY(flushed.wait());
        QCOMPARE(joined(flushed), QStringLiteral("one two"));
        QCOMPARE(flushed.size(), 1);
        QCOMPARE(batcher.waiting(), 0);
        QVERIFY(!batcher.isTimerRunning());
    }

    void emptyTextWakesNobody() {
        TokenBatcher batcher(m_clock);
        batcher.append(QString());
        QVERIFY(!batcher.isTimerRunning());
    }

    void immediateShowsInTheSameTurn() {
        TokenBatcher batcher(m_clock);
        QVERIFY(batcher.setSettings(BatchSettings::instant()).ok());
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        batcher.append(QStringLiteral("a"));
        QCOMPARE(flushed.size(), 1);
        batcher.append(QStringLiteral("b"));
        QCOMPARE(flushed.size(), 1);
        QTRY_COMPARE(joined(flushed), QStringLiteral("ab"));
    }

    void aClockIsAskedAtOnceAndItsBeatShowsAllThatCame() {
        ManualFlushClock clock;
        TokenBatcher one(m_clock);
        TokenBatcher other(m_clock);
        one.setFlushClock(&clock);
        other.setFlushClock(&clock);
        QSignalSpy ofOne(&one, &TokenBatcher::flushed);
        QSignalSpy ofOther(&other, &TokenBatcher::flushed);
        QVERIFY(clock.asked.empty());
        one.append(QStringLiteral("a"));
        QCOMPARE(clock.asked.size(), 1U);
        QVERIFY(clock.asked.back() <= m_clock.now());
        one.append(QStringLiteral("b"));
        other.append(QStringLiteral("c"));
        QVERIFY(!one.isTimerRunning() && !other.isTimerRunning());
        QCOMPARE(ofOne.size(), 0);
        Q_EMIT clock.beat();
        QCOMPARE(joined(ofOne), QStringLiteral("ab"));
        QCOMPARE(joined(ofOther), QStringLiteral("c"));
        // However soon the next beat is, it is the clock's to say.
        one.append(QStringLiteral("d"));
        Q_EMIT clock.beat();
        QCOMPARE(joined(ofOne), QStringLiteral("abd"));
        const auto asked = clock.asked.size();
        Q_EMIT clock.beat();
        QCOMPARE(ofOne.size(), 2);
        QCOMPARE(clock.asked.size(), asked);
    }

    void whoWaitsLongerThanAFrameAsksForALaterBeat() {
        ManualFlushClock clock;
        TokenBatcher batcher(m_clock);
        batcher.setFlushClock(&clock);
        QVERIFY(batcher.setSettings(BatchSettings::economical()).ok());
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        const auto before = m_clock.now();
        batcher.append(QStringLiteral("word"));
        QVERIFY(clock.asked.back() >= before + BatchSettings::economical().delay);
        Q_EMIT clock.beat();
        QCOMPARE(flushed.size(), 0);
        QVERIFY(clock.asked.size() > 1); // it came for others, and this one still waits
        batcher.finish();
        Q_EMIT clock.beat();
        QCOMPARE(joined(flushed), QStringLiteral("word"));
    }

    void whatIsHeldLetsBeatsPass() {
        ManualFlushClock clock;
        TokenBatcher batcher(m_clock);
        batcher.setFlushClock(&clock);
        batcher.setHeld(true);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        batcher.append(QStringLiteral("a"));
        Q_EMIT clock.beat();
        QVERIFY(clock.asked.empty());
        QCOMPARE(flushed.size(), 0);
        batcher.setHeld(false);
        QCOMPARE(clock.asked.size(), 1U);
        Q_EMIT clock.beat();
        QCOMPARE(joined(flushed), QStringLiteral("a"));
    }

    void withoutItsClockItGoesByItsTimer() {
        auto clock = std::make_unique<ManualFlushClock>();
        TokenBatcher batcher(m_clock);
        batcher.setFlushClock(clock.get());
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        batcher.append(QStringLiteral("a"));
        batcher.setFlushClock(nullptr);
        QVERIFY(batcher.isTimerRunning());
        QTRY_COMPARE(joined(flushed), QStringLiteral("a"));
        batcher.setFlushClock(clock.get());
        batcher.append(QStringLiteral("b"));
        clock.reset();
        batcher.append(QStringLiteral("c"));
        QTRY_COMPARE(joined(flushed), QStringLiteral("abc"));
    }

    void aFloodDoesNotWaitForTheTimer() {
        TokenBatcher batcher(m_clock);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QString all;
        for (int piece = 0; piece < 50; ++piece) {
            const QString text(60'000, QChar(u'a' + piece % 26));
            all += text;
            batcher.append(text);
            QVERIFY(batcher.waiting() <= TokenBatcher::mostWaiting);
        }
        QVERIFY(!flushed.isEmpty());
        batcher.flushAll();
        QCOMPARE(joined(flushed), all);
        // What is held is asked for.
        batcher.setHeld(true);
        batcher.append(QString(2 * TokenBatcher::mostWaiting, u'x'));
        QCOMPARE(batcher.waiting(), 2 * TokenBatcher::mostWaiting);
    }

    void heldCountsAndShowsNothing() {
        TokenBatcher batcher(m_clock);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QSignalSpy waitingChanged(&batcher, &TokenBatcher::waitingChanged);
        batcher.setHeld(true);
        for (int i = 0; i < 50; ++i) {
            batcher.append(QString(100, u'x'));
        }
        QCOMPARE(batcher.waiting(), 5000);
        QCOMPARE(waitingChanged.size(), 50);
        QVERIFY(!batcher.isTimerRunning());
        QCOMPARE(flushed.size(), 0);
        batcher.setHeld(false);
        QTRY_COMPARE(batcher.waiting(), 0);
        QVERIFY2(flushed.size() > 5, "flows out, and does not jump");
        QCOMPARE(joined(flushed).size(), 5000);
    }

    void drainsOnceAfterTheLastOfIt() {
        TokenBatcher batcher(m_clock);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        QString shown;
        connect(&batcher, &TokenBatcher::flushed, &batcher, [&](const QString& text) {
            QCOMPARE(drained.size(), 0);
            shown += text;
        });
        batcher.append(QStringLiteral("text"));
        batcher.finish();
        QCOMPARE(drained.size(), 0);
        QVERIFY(drained.wait());
        QCOMPARE(shown, QStringLiteral("text"));
        QCOMPARE(drained.size(), 1);
    }

    void drainsAtOnceWhereNothingWaits() {
        TokenBatcher batcher(m_clock);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        batcher.finish();
        QCOMPARE(drained.size(), 1);
    }

    void heldAtTheEndDrainsAfterRelease() {
        TokenBatcher batcher(m_clock);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        batcher.append(QStringLiteral("text"));
        batcher.setHeld(true);
        batcher.finish();
        QVERIFY(!batcher.isTimerRunning());
        QCOMPARE(drained.size(), 0);
        batcher.setHeld(false);
        QVERIFY(drained.wait());
        QCOMPARE(batcher.waiting(), 0);
    }

    void anAppendAfterTheEndBeginsAnew() {
        TokenBatcher batcher(m_clock);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        batcher.append(QStringLiteral("a"));
        batcher.finish();
        QVERIFY(drained.wait());
        batcher.append(QStringLiteral("b"));
        QTRY_COMPARE(batcher.waiting(), 0);
        QCOMPARE(drained.size(), 1);
        batcher.finish();
        QCOMPARE(drained.size(), 2);
    }

    void flushAllLeavesNothingEvenWhileHeld() {
        TokenBatcher batcher(m_clock);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        QSignalSpy drained(&batcher, &TokenBatcher::drained);
        batcher.setHeld(true);
        batcher.append(QStringLiteral("text"));
        batcher.finish();
        batcher.flushAll();
        QCOMPARE(joined(flushed), QStringLiteral("text"));
        QCOMPARE(drained.size(), 1);
        QVERIFY(batcher.isHeld());
    }

    void clearForgets() {
        TokenBatcher batcher(m_clock);
        QVERIFY(batcher.setSettings(BatchSettings::economical()).ok());
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        batcher.append(QStringLiteral("text"));
        batcher.clear();
        QCOMPARE(batcher.waiting(), 0);
        QVERIFY(!batcher.isTimerRunning());
        QCOMPARE(batcher.settings(), BatchSettings::economical());
        batcher.append(QStringLiteral("new "));
        QTRY_COMPARE(joined(flushed), QStringLiteral("new "));
    }

    void mayBeChangedAndDeletedWhileItFlushes() {
        auto batcher = std::make_unique<TokenBatcher>(m_clock);
        QVERIFY(batcher->setSettings(BatchSettings::instant()).ok());
        int flushes = 0;
        connect(batcher.get(), &TokenBatcher::flushed, this, [&] {
            ++flushes;
            batcher->append(QStringLiteral("again"));
            batcher->setHeld(true);
            batcher.reset();
        });
        batcher->append(QStringLiteral("text"));
        QVERIFY(!batcher);
        QCOMPARE(flushes, 1);
    }

    void refusesSettingsByNameValueAndRange_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("delay");
        QTest::addColumn<int>("rate");
        QTest::addColumn<QString>("detail");
        const auto row = [](int size, int delay, int rate, const char* detail) {
            QTest::addRow("%d %d %d", size, delay, rate)
                << size << delay << rate << QString::fromLatin1(detail);
        };
        row(1, 0, 0, "");
        row(65536, 2000, 1'000'000, "");
        row(0, 16, 0, "size is 0; it must be between 1 and 65536");
        row(65537, 16, 0, "size is 65537; it must be between 1 and 65536");
        row(1, -1, 0, "delay is -1; it must be between 0 and 2000");
        row(1, 2001, 0, "delay is 2001; it must be between 0 and 2000");
        row(1, 16, -1, "highestRate is -1; it must be between 0 and 1000000");
        row(1, 16, 1'000'001, "highestRate is 1000001; it must be between 0 and 1000000");
    }
    void refusesSettingsByNameValueAndRange() {
        QFETCH(int, size);
        QFETCH(int, delay);
        QFETCH(int, rate);
        QFETCH(QString, detail);
        TokenBatcher batcher(m_clock);
        BatchSettings settings;
        settings.size = size;
        settings.delay = std::chrono::milliseconds{delay};
        settings.highestRate = rate;
        const auto result = batcher.setSettings(settings);
        QCOMPARE(result.ok(), detail.isEmpty());
        if (result.ok()) {
            QCOMPARE(batcher.settings(), settings);
        } else {
            QCOMPARE(result.failure().detail, detail);
            QVERIFY(result.failure().kind == Failure::Kind::InvalidSettings);
            QCOMPARE(batcher.settings(), BatchSettings{});
        }
    }

    void profilesAreValid() {
        QVERIFY(BatchSettings::smooth().validate().ok());
        QVERIFY(BatchSettings::instant().validate().ok());
        QVERIFY(BatchSettings::economical().validate().ok());
    }
};

QTEST_GUILESS_MAIN(tst_TokenBatcher)
#include "tst_token_batcher.moc"
