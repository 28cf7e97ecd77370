// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Clock.h"
#include "stream/FlushClock.h"
#include "stream/TokenBatcher.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

using rivulet::domain::SystemClock;
using rivulet::stream::FlushClock;
using rivulet::stream::TokenBatcher;
using namespace std::chrono_literals;

namespace {

/// Stands still until it is moved.
class ManualClock final : public rivulet::domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return m_now; }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return 0ms; }
    void advance(std::chrono::milliseconds by) { m_now += by; }

private:
    Instant m_now = Instant{} + 1h;
};

/// Does what it is told at each of its beats, and leaves when it goes.
class Listener final : public FlushClock::Listener {
public:
    explicit Listener(FlushClock& beats, std::function<void()> atBeat = {})
        : m_beats(beats)
        , m_atBeat(std::move(atBeat)) {}
    ~Listener() { m_beats.leave(*this); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    void beat(FlushClock::Instant now) override {
        times.push_back(now);
        if (m_atBeat) {
            m_atBeat();
        }
    }
    [[nodiscard]] qsizetype beats() const { return std::ssize(times); }

    std::vector<FlushClock::Instant> times;

private:
    FlushClock& m_beats;
    std::function<void()> m_atBeat;
};

constexpr auto reading = FlushClock::Part::Read;
constexpr auto showing = FlushClock::Part::Show;

} // namespace

class tst_FlushClock : public QObject {
    Q_OBJECT

    SystemClock m_clock;

private Q_SLOTS:
    void oneBeatServesAllThatWaitAndThenRests() {
        FlushClock beats(m_clock);
        Listener one(beats);
        Listener other(beats);
        beats.await(one, showing, m_clock.now());
        beats.await(other, showing, m_clock.now());
        QTRY_COMPARE(one.beats(), 1);
        QCOMPARE(other.beats(), 1);
        QCOMPARE(one.times, other.times);
        QVERIFY(!beats.isAwaited());
    }

    void whatIsReadAtABeatIsShownAtIt() {
        FlushClock beats(m_clock);
        beats.setDrive(FlushClock::Drive::Frames);
        TokenBatcher batcher(beats);
        QSignalSpy flushed(&batcher, &TokenBatcher::flushed);
        Listener reader(beats, [&] { batcher.append(QStringLiteral("token")); });
        beats.await(reader, reading, m_clock.now());
        beats.beat();
        QCOMPARE(reader.beats(), 1);
        QCOMPARE(flushed.size(), 1);
    }

    void beatsAreAFrameApartButTheRestOfOneIsNot() {
        ManualClock clock;
        FlushClock beats(clock);
        beats.setDrive(FlushClock::Drive::Frames);
        Listener rest(beats);
        Listener other(beats);
        beats.await(other, showing, clock.now());
        beats.beat();
        QCOMPARE(other.beats(), 1);
        beats.awaitTurn(rest, showing);
        beats.await(other, showing, clock.now() + 10s);
        QTRY_COMPARE(rest.beats(), 1);
        QCOMPARE(other.beats(), 1);
    }

    void whoLeavesOrGoesWithinABeatIsNotCalled() {
        FlushClock beats(m_clock);
        auto gone = std::make_unique<Listener>(beats);
        Listener left(beats);
        Listener first(beats, [&] {
            gone.reset();
            beats.leave(left);
        });
        Listener last(beats);
        beats.await(first, showing, m_clock.now());
        beats.await(*gone, showing, m_clock.now());
        beats.await(left, showing, m_clock.now());
        beats.await(last, showing, m_clock.now());
        QTRY_COMPARE(last.beats(), 1);
        QVERIFY(!gone);
        QCOMPARE(left.beats(), 0);
    }

    void whatTakesTooLongGoesOnInTheNextTurn() {
        ManualClock clock;
        FlushClock beats(clock);
        beats.setDrive(FlushClock::Drive::Frames);
        std::vector<std::unique_ptr<Listener>> all;
        for (int i = 0; i < 6; ++i) {
            all.push_back(std::make_unique<Listener>(beats, [&] { clock.advance(5ms); }));
            beats.await(*all.back(), showing, clock.now());
        }
        const auto served = [&] {
            return std::ranges::count_if(all, [](const auto& listener) { return listener->beats() == 1; });
        };
        beats.beat();
        QCOMPARE(served(), 2);
        QCoreApplication::processEvents();
        QVERIFY2(served() < 6, "each turn has its bound");
        QTRY_COMPARE(served(), 6);
        QVERIFY(!beats.isAwaited());
    }

    void aCrowdBeatsLessOften() {
        ManualClock clock;
        FlushClock beats(clock);
        std::vector<std::unique_ptr<Listener>> crowd;
        for (int i = 0; i < 100; ++i) {
            crowd.push_back(std::make_unique<Listener>(beats));
            beats.await(*crowd.back(), showing, clock.now());
        }
        QTRY_COMPARE(crowd.back()->beats(), 1);
        const auto first = clock.now();
        beats.await(*crowd.front(), showing, clock.now());
        // Its timer runs by the machine's clock: what counts is the time that it finds when it wakes.
        clock.advance(FlushClock::frame * FlushClock::longestBeat);
        QTRY_COMPARE(crowd.front()->beats(), 2);
        QVERIFY(crowd.front()->times.back() - first >= FlushClock::frame * FlushClock::longestBeat);
    }

    void aViewMayBeatByItsFrames() {
        FlushClock beats(m_clock);
        beats.setDrive(FlushClock::Drive::Frames);
        QSignalSpy wanted(&beats, &FlushClock::frameWanted);
        Listener listener(beats);
        qsizetype shownAtFrame = 0;
        connect(&beats, &FlushClock::frameWanted, &beats, [&] {
            beats.beat();
            shownAtFrame = listener.beats();
        });
        beats.await(listener, showing, m_clock.now());
        QTRY_COMPARE(listener.beats(), 1);
        QCOMPARE(shownAtFrame, 1);
        QCOMPARE(wanted.size(), 1);
    }

    void withoutAFrameItBeatsByItself() {
        FlushClock beats(m_clock);
        beats.setDrive(FlushClock::Drive::Frames);
        QSignalSpy wanted(&beats, &FlushClock::frameWanted);
        Listener listener(beats);
        beats.await(listener, showing, m_clock.now());
        QTRY_COMPARE(listener.beats(), 1);
        QCOMPARE(wanted.size(), 1);
    }

    void aFrameBringsWhatIsDueByThen() {
        ManualClock clock;
        FlushClock beats(clock);
        beats.setDrive(FlushClock::Drive::Frames);
        Listener soon(beats);
        Listener later(beats);
        beats.await(soon, showing, clock.now() + FlushClock::frameSlack);
        beats.await(later, showing, clock.now() + FlushClock::frame);
        beats.beat();
        QCOMPARE(soon.beats(), 1);
        QCOMPARE(later.beats(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_FlushClock)
#include "tst_flush_clock.moc"
