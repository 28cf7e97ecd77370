// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/StreamPair.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <array>

using rivulet::compare::StreamPair;

class tst_StreamPair : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allowsNothingBeforeAnythingArrived() {
        const StreamPair pair;
        QCOMPARE(pair.allowance(0), 0);
        QCOMPARE(pair.allowance(1), 0);
    }

    void independentSidesShowWhatTheyHaveAndNeverMore() {
        QRandomGenerator random(7);
        StreamPair pair;
        std::array<qsizetype, 2> arrived{};
        for (int i = 0; i < 1000; ++i) {
            const int side = random.bounded(2);
            auto& mine = arrived.at(static_cast<std::size_t>(side));
            mine += random.bounded(50);
            pair.arrived(side, mine);
            QCOMPARE(pair.allowance(0), arrived[0]);
            QCOMPARE(pair.allowance(1), arrived[1]);
        }
    }

    void inStepBothShowWhatTheSlowerHas() {
        StreamPair pair;
        pair.setPolicy(StreamPair::Policy::InStep);
        pair.begin(0);
        pair.begin(1);
        pair.arrived(0, 500);
        QCOMPARE(pair.allowance(0), 0);
        pair.arrived(1, 120);
        QCOMPARE(pair.allowance(0), 120);
        QCOMPARE(pair.allowance(1), 120);
        pair.arrived(1, 800);
        QCOMPARE(pair.allowance(0), 500);
        QCOMPARE(pair.allowance(1), 500);
    }

    void theRestFollowsWhenTheOtherHasEnded() {
        StreamPair pair;
        pair.setPolicy(StreamPair::Policy::InStep);
        pair.begin(0);
        pair.begin(1);
        pair.arrived(0, 500);
        pair.arrived(1, 100);
        pair.end(1);
        QCOMPARE(pair.allowance(0), 500);
        QCOMPARE(pair.allowance(1), 100);
        // The slower one ended first; now it is alone.
        pair.begin(1);
        pair.arrived(1, 30);
        QCOMPARE(pair.allowance(0), 500);
        QCOMPARE(pair.allowance(1), 30);
    }

    void oneThatAnswersAloneWaitsForNobody() {
        StreamPair pair;
        pair.setPolicy(StreamPair::Policy::InStep);
        pair.begin(0);
        pair.arrived(0, 40);
        QCOMPARE(pair.allowance(0), 40);
    }

    void nothingThatDidNotArriveIsShownAndNothingIsTakenBack() {
        using Policy = StreamPair::Policy;
        QRandomGenerator random(3);
        for (int round = 0; round < 300; ++round) {
            StreamPair pair;
            std::array<qsizetype, 2> arrived{};
            std::array<qsizetype, 2> shown{};
            for (int i = 0; i < 60; ++i) {
                const int side = random.bounded(2);
                const auto index = static_cast<std::size_t>(side);
                switch (random.bounded(8)) {
                case 0:
                    pair.begin(side);
                    arrived.at(index) = shown.at(index) = 0;
                    break;
                case 1:
                    pair.end(side);
                    break;
                case 2:
                    pair.setPolicy(random.bounded(2) == 0 ? Policy::Independent : Policy::InStep);
                    break;
                default:
                    arrived.at(index) += random.bounded(50);
                    pair.arrived(side, arrived.at(index));
                    break;
                }
                for (const std::size_t each : {0U, 1U}) {
                    const qsizetype allowed = pair.allowance(static_cast<int>(each));
                    QVERIFY(allowed <= arrived.at(each));
                    QVERIFY(allowed >= shown.at(each));
                    shown.at(each) = allowed;
                }
            }
            pair.end(0);
            pair.end(1);
            QCOMPARE(pair.allowance(0), arrived[0]);
            QCOMPARE(pair.allowance(1), arrived[1]);
        }
    }
};

QTEST_GUILESS_MAIN(tst_StreamPair)
#include "tst_stream_pair.moc"
