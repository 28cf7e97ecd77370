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
};

QTEST_GUILESS_MAIN(tst_StreamPair)
#include "tst_stream_pair.moc"
