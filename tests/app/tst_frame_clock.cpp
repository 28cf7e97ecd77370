// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FrameClock.h"

#include <QQuickWindow>
#include <QSignalSpy>
#include <QTest>

#include <vector>

using namespace rivulet;
using app::FrameClock;
using Instant = FrameClock::Instant;

/// Beats come when somebody asked for them, one for all, and a frame apart.
class FrameClockTest : public QObject {
    Q_OBJECT

    domain::SystemClock m_time;

    /// When so many beats came, of a clock that is asked for the next one with each.
    std::vector<Instant> beatsOf(FrameClock& clock, std::size_t count) {
        std::vector<Instant> beats;
        const auto connection = connect(&clock, &FrameClock::beat, this, [&] {
            beats.push_back(m_time.now());
            clock.wake(m_time.now());
        });
        clock.wake(m_time.now());
        const bool all = QTest::qWaitFor([&] { return beats.size() >= count; });
        disconnect(connection);
        return all ? beats : std::vector<Instant>();
    }

private Q_SLOTS:
    void initTestCase() { QQuickWindow::setGraphicsApi(QSGRendererInterface::Software); }

    void nobodyAskedSoItDoesNotBeat() {
        FrameClock clock(m_time);
        QQuickWindow window;
        clock.follow(window);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QSignalSpy beats(&clock, &FrameClock::beat);
        QVERIFY(!beats.wait(60));
    }

    void oneBeatIsForAllWhoAsked() {
        FrameClock clock(m_time);
        QSignalSpy beats(&clock, &FrameClock::beat);
        clock.wake(m_time.now());
        clock.wake(m_time.now());
        QCOMPARE(beats.size(), 0); // whoever asks has other things to do first
        QTRY_COMPARE(beats.size(), 1);
        QVERIFY(!beats.wait(60));
    }

    void theEarliestWishCounts() {
        FrameClock clock(m_time);
        QSignalSpy beats(&clock, &FrameClock::beat);
        clock.wake(m_time.now() + std::chrono::hours(1));
        clock.wake(m_time.now());
        clock.wake(m_time.now() + std::chrono::hours(2));
        QTRY_COMPARE(beats.size(), 1);
    }

    void beatsAreAFrameApart() {
        FrameClock clock(m_time);
        QQuickWindow window;
        clock.follow(window);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto beats = beatsOf(clock, 4);
        QCOMPARE(beats.size(), 4U);
        for (std::size_t beat = 1; beat < beats.size(); ++beat) {
            QVERIFY(beats[beat] - beats[beat - 1] >= FrameClock::period - std::chrono::milliseconds(1));
        }
    }

    void whereNobodySeesTheWindowItBeatsSeldom() {
        FrameClock clock(m_time);
        QQuickWindow window;
        clock.follow(window);
        const auto beats = beatsOf(clock, 3);
        QCOMPARE(beats.size(), 3U);
        QVERIFY(beats[2] - beats[1] >= FrameClock::unseenPeriod - std::chrono::milliseconds(1));
    }

    void aWindowThatIsSeenAgainDoesNotWait() {
        FrameClock clock(m_time);
        QQuickWindow window;
        clock.follow(window);
        QSignalSpy beats(&clock, &FrameClock::beat);
        clock.wake(m_time.now());
        QTRY_COMPARE(beats.size(), 1);
        clock.wake(m_time.now() + std::chrono::hours(1));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        clock.wake(m_time.now());
        QTRY_COMPARE(beats.size(), 2);
    }

    void aWindowThatGoesLeavesTheClockGoing() {
        FrameClock clock(m_time);
        {
            QQuickWindow window;
            clock.follow(window);
        }
        QSignalSpy beats(&clock, &FrameClock::beat);
        clock.wake(m_time.now());
        QTRY_COMPARE(beats.size(), 1);
    }
};

QTEST_MAIN(FrameClockTest)
#include "tst_frame_clock.moc"
