// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "view/RowEstimate.h"
#include "view/RowPlaces.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using namespace rivulet::app;

/// Where rows stand while they come, go and turn out to be higher than was thought.
class RowPlacesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void heightsAgreeWithASumOfAll() {
        QRandomGenerator random(7);
        RowHeights heights;
        std::vector<double> model;
        for (int step = 0; step < 3'000; ++step) {
            const int rows = static_cast<int>(model.size());
            const int at = static_cast<int>(random.bounded(rows + 1));
            const int way = static_cast<int>(random.bounded(4));
            if (way == 0 || rows == 0) {
                const std::vector<double> added(1 + random.bounded(4), random.bounded(1, 90));
                heights.insert(at, added);
                model.insert(model.begin() + at, added.begin(), added.end());
            } else if (way == 1 && at < rows) {
                const int count = 1 + static_cast<int>(random.bounded(std::min(3, rows - at)));
                heights.remove(at, count);
                model.erase(model.begin() + at, model.begin() + at + count);
            } else if (at < rows) {
                const double height = random.bounded(1, 90);
                QCOMPARE(heights.set(at, height), height - model[static_cast<std::size_t>(at)]);
                model[static_cast<std::size_t>(at)] = height;
            }
            const int asked = static_cast<int>(random.bounded(static_cast<int>(model.size()) + 1));
            QCOMPARE(heights.top(asked), std::accumulate(model.begin(), model.begin() + asked, 0.0));
            QCOMPARE(heights.total(), std::accumulate(model.begin(), model.end(), 0.0));
            if (!model.empty()) {
                const double y = random.bounded(static_cast<int>(heights.total()));
                const int row = heights.rowAt(y);
                QVERIFY(heights.top(row) <= y && y < heights.top(row) + heights.height(row));
            }
        }
    }

    void whatAReaderLooksAtStaysWhereItIs() {
        QRandomGenerator random(11);
        RowPlaces places;
        places.insert(0, std::vector<double>(40, 50.0));
        places.keep(20);
        double top = places.top(20);
        const double end = places.end();
        for (int step = 0; step < 500; ++step) {
            const int kept = places.kept();
            switch (random.bounded(3)) {
            case 0:
                places.measure(static_cast<int>(random.bounded(places.count())), random.bounded(10, 300));
                break;
            case 1:
                places.insert(static_cast<int>(random.bounded(places.count())), {30, 70});
                break;
            default:
                if (const int row = static_cast<int>(random.bounded(places.count() - 1)); row != kept) {
                    places.remove(row, 1);
                }
            }
            QCOMPARE(places.top(places.kept()), top);
        }
        QVERIFY(places.start() != 0 && places.end() != end);
    }

    void whereTheKeptRowGoesTheNextOneTakesItsPlace() {
        RowPlaces places;
        places.insert(0, {10, 20, 30, 40, 50});
        places.keep(2);
        places.remove(1, 2);
        QCOMPARE(places.kept(), 1);
        QCOMPARE(places.height(1), 40.0);
        QCOMPARE(places.top(1), 30.0); // where the kept row was
    }

    void whatComesAtTheEndMovesNothing() {
        RowPlaces places;
        places.insert(0, {10, 20, 30});
        places.keep(0);
        places.insert(3, {40});
        QCOMPARE(places.start(), 0.0);
        QCOMPARE(places.top(3), 60.0);
        QCOMPARE(places.end(), 100.0);
    }

    void theHandleGoesDownWithTheReaderWhateverRowsTurnOutToBe() {
        QRandomGenerator random(3);
        RowPlaces places;
        places.insert(0, std::vector<double>(300, 60.0));
        double y = places.end() - 800;
        double before = places.depth(y, 24);
        while (y > places.start()) {
            y -= 60;
            places.keep(places.rowAt(y) + 1 < places.count() ? places.rowAt(y) + 1 : 0);
            // Rows that come into sight are five times as high as was thought, or a fifth of it.
            places.measure(places.rowAt(y), random.bounded(2) == 0 ? 300 : 12);
            const double now = places.depth(y, 24);
            QVERIFY2(now <= before + 1e-9, qPrintable(QString::number(y)));
            before = now;
        }
        QCOMPARE(places.depth(places.start(), 24), 0.0);
        QCOMPARE(places.depth(places.end() + 24, 24), 1.0);
    }

    void aDepthIsThePlaceItCameFrom() {
        RowPlaces places;
        places.insert(0, {60, 60, 60, 60});
        places.measure(1, 200);
        places.setEarlier(500);
        for (double y = places.start(); y <= places.end() + 24; y += 7) {
            QVERIFY(qAbs(places.atDepth(places.depth(y, 24), 24) - y) < 1e-6);
        }
    }

    void anotherGuessOfARowThatWasMeasuredAddsWhatIsNew() {
        RowPlaces places;
        places.insert(0, {50, 50});
        places.measure(1, 70);
        places.guess(1, 65);
        QCOMPARE(places.height(1), 85.0);
    }

    void aLongerTextIsGuessedToBeHigher() {
        const RowEstimate estimate(560, 21, 7);
        TranscriptModel::RowLength length;
        double before = 0;
        for (const int characters : {0, 100, 400, 4'000}) {
            length.characters = characters;
            QVERIFY(estimate.height(length) > before);
            before = estimate.height(length);
        }
        length.characters = 0;
        length.kind = TranscriptModel::RowKind::Code;
        length.lines = 100;
        QVERIFY(estimate.height(length) > 1'500);
    }
};

QTEST_GUILESS_MAIN(RowPlacesTest)
#include "tst_row_places.moc"
