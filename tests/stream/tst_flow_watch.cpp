// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/FlowWatch.h"

#include <QTest>

using namespace rivulet::stream;
using namespace std::chrono_literals;
using Flow = FlowWatch::Flow;

namespace {

const FlowWatch::Instant start{};

/// Looks at the clock each second, as long as nothing comes.
FlowWatch waiting(std::chrono::milliseconds until, std::chrono::milliseconds longWait = 10s) {
    FlowWatch watch(start, longWait);
    for (auto at = 0ms; at < until; at += 1s) {
        watch.look(start + at);
    }
    return watch;
}

FlowWatch burstAt(std::chrono::milliseconds first, std::chrono::milliseconds span, int pieces,
                  qsizetype characters) {
    FlowWatch watch = waiting(first);
    watch.headCame();
    watch.bytesCame(start + first);
    watch.contentCame(pieces / 2, characters / 2, start + first);
    watch.bytesCame(start + first + span);
    watch.contentCame(pieces - pieces / 2, characters - characters / 2, start + first + span);
    return watch;
}

} // namespace

class tst_FlowWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBurstAfterALongSilenceWasHeldBack() {
        QCOMPARE(burstAt(12s, 40ms, 100, 2000).flow(), Flow::Burst);
        QCOMPARE(burstAt(10s, 250ms, 20, 800).flow(), Flow::Burst);
    }

    void whatASlowModelDoesIsNoBurst() {
        QCOMPARE(burstAt(9s, 40ms, 100, 2000).flow(), Flow::Flowed);   // not long
        QCOMPARE(burstAt(12s, 300ms, 100, 2000).flow(), Flow::Flowed); // it took its time
        QCOMPARE(burstAt(40s, 5ms, 2, 5000).flow(), Flow::Flowed);     // in few pieces: made at once
        QCOMPARE(burstAt(40s, 5ms, 30, 60).flow(), Flow::Flowed);      // short
    }

    void bytesThatCameEarlierShowThatBytesGetThrough() {
        FlowWatch watch = waiting(20s);
        watch.headCame();
        watch.bytesCame(start + 1s); // a comment to keep the connection alive
        watch.bytesCame(start + 20s);
        watch.contentCame(100, 2000, start + 20s);
        QCOMPARE(watch.flow(), Flow::Flowed);
    }

    void whoDidNotLookDoesNotJudge() {
        FlowWatch held = burstAt(12s, 40ms, 100, 2000);
        held.disturb();
        QCOMPARE(held.flow(), Flow::Flowed);
        FlowWatch slept(start, 10s);
        slept.look(start + 1s);
        slept.headCame();
        slept.bytesCame(start + 30s);
        slept.contentCame(100, 2000, start + 30s);
        QCOMPARE(slept.flow(), Flow::Flowed);
    }

    void aHeadAloneIsSilence() {
        FlowWatch watch = waiting(60s);
        QCOMPARE(watch.flow(), Flow::Flowed); // nothing at all: that is no proxy's doing
        watch.headCame();
        QCOMPARE(watch.flow(), Flow::Silent);
        watch.bytesCame(start + 60s);
        QCOMPARE(watch.flow(), Flow::Flowed);
    }

    void aWholeBodyIsNoStream() {
        FlowWatch soon = waiting(2s);
        soon.wholeCame(start + 2s);
        QCOMPARE(soon.flow(), Flow::Whole);
        FlowWatch late = waiting(11s);
        late.wholeCame(start + 11s);
        QCOMPARE(late.flow(), Flow::LateWhole);
        late.disturb();
        QCOMPARE(late.flow(), Flow::Whole);
    }
};

QTEST_GUILESS_MAIN(tst_FlowWatch)
#include "tst_flow_watch.moc"
