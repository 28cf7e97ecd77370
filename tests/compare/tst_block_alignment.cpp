// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/BlockAlignment.h"

#include <QRandomGenerator>
#include <QStringList>
#include <QTest>

using namespace rivulet::compare;
using Sketch = BlockAlignment::Sketch;

namespace {

Sketch sketch(const QString& text, int kind = 0) {
    return BlockAlignment::sketchOf(piecesOf(text, Grain::Words), kind);
}

std::vector<Sketch> sketches(const QStringList& texts) {
    std::vector<Sketch> made;
    for (const QString& text : texts) {
        made.push_back(sketch(text));
    }
    return made;
}

QString told(const std::vector<BlockAlignment::Pair>& pairs) {
    QStringList parts;
    for (const auto& pair : pairs) {
        const auto name = [](qsizetype index) {
            return index < 0 ? QStringLiteral("-") : QString::number(index);
        };
        parts.append(name(pair.left) + u'|' + name(pair.right));
    }
    return parts.join(u' ');
}

QString aligned(const QStringList& left, const QStringList& right) {
    BlockAlignment alignment;
    alignment.replace(0, 0, sketches(left));
    alignment.replace(1, 0, sketches(right));
    return told(alignment.pairs());
}

const QString handshake = QStringLiteral("The handshake of the old protocol takes two round trips in all");
const QString folded = QStringLiteral("The handshake of the new protocol takes one round trip in all");
const QString cheese = QStringLiteral("Cheese ripens slowly beneath cold stone cellars near Lyon");
const QString boats = QStringLiteral("Boats drift under willow branches every warm evening");

} // namespace

class tst_BlockAlignment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatSaysTheSameIsTheMostAlike() {
        QCOMPARE(BlockAlignment::likeness(sketch(boats), sketch(boats)), 31);
        QCOMPARE(BlockAlignment::likeness(sketch(boats), sketch(cheese)), 0);
        QVERIFY(BlockAlignment::likeness(sketch(handshake), sketch(folded)) >= BlockAlignment::leastAlike);
    }

    void blocksOfDifferentKindsAreNeverAlike() {
        QCOMPARE(BlockAlignment::likeness(sketch(boats, 0), sketch(boats, 1)), 0);
    }

    void whatIsBeingWrittenIsAlikeToWhatItBecomes() {
        Sketch begun = sketch(handshake.left(30));
        QCOMPARE(BlockAlignment::likeness(begun, sketch(handshake.repeated(3) + cheese)), 0);
        begun.open = true;
        QVERIFY(BlockAlignment::likeness(begun, sketch(handshake.repeated(3) + cheese)) > 20);
        Sketch oneWord = sketch(QStringLiteral("The"));
        oneWord.open = true;
        QCOMPARE(BlockAlignment::likeness(oneWord, sketch(handshake)), 0);
    }

    void likeBlocksStandOppositeEachOther() {
        QCOMPARE(aligned({handshake, boats}, {folded, boats}), QStringLiteral("0|0 1|1"));
        QCOMPARE(aligned({cheese, handshake, boats}, {folded, boats}), QStringLiteral("0|- 1|0 2|1"));
        QCOMPARE(aligned({handshake, boats}, {folded, cheese, boats}), QStringLiteral("0|0 -|1 1|2"));
        QCOMPARE(aligned({handshake}, {cheese}), QStringLiteral("0|- -|0"));
        QCOMPARE(aligned({}, {cheese}), QStringLiteral("-|0"));
        QCOMPARE(aligned({}, {}), QString());
    }

    void whatChangedPlacesKeepsTheOrderOfBoth() {
        const QString pairs = aligned({handshake, boats, cheese}, {cheese, handshake, boats});
        QCOMPARE(pairs, QStringLiteral("-|0 0|1 1|2 2|-"));
    }

    void anyWayOfGrowingGivesTheSamePairs() {
        QRandomGenerator random(11);
        const QStringList words{QStringLiteral("reed"), QStringLiteral("mill"), QStringLiteral("ford"),
                                QStringLiteral("weir"), QStringLiteral("lock"), QStringLiteral("silt")};
        const auto block = [&] {
            QStringList chosen;
            for (int i = 0; i < 5; ++i) {
                chosen.append(words.at(random.bounded(static_cast<int>(words.size()))));
            }
            return sketch(chosen.join(u' '));
        };
        for (int round = 0; round < 200; ++round) {
            std::array<std::vector<Sketch>, 2> sides;
            BlockAlignment grown;
            for (int step = 0; step < 30; ++step) {
                const int side = random.bounded(2);
                auto& mine = sides.at(static_cast<size_t>(side));
                const auto first = static_cast<size_t>(random.bounded(static_cast<int>(mine.size()) + 1));
                std::vector<Sketch> blocks(static_cast<size_t>(random.bounded(6)));
                std::generate(blocks.begin(), blocks.end(), block);
                mine.resize(first);
                mine.insert(mine.end(), blocks.begin(), blocks.end());
                grown.replace(side, first, blocks);
            }
            BlockAlignment whole;
            whole.replace(1, 0, sides[1]);
            whole.replace(0, 0, sides[0]);
            QCOMPARE(told(grown.pairs()), told(whole.pairs()));
        }
    }

    void everyBlockComesOnceAndInOrderHoweverMany() {
        std::vector<Sketch> many;
        for (size_t i = 0; i < BlockAlignment::mostBlocks + 100; ++i) {
            many.push_back(sketch(QStringLiteral("block number %1").arg(i)));
        }
        BlockAlignment alignment;
        alignment.replace(0, 0, many);
        alignment.replace(1, 0, many);
        qsizetype left = 0;
        qsizetype right = 0;
        size_t paired = 0;
        for (const auto& pair : alignment.pairs()) {
            QVERIFY(pair.left < 0 || pair.left == left);
            QVERIFY(pair.right < 0 || pair.right == right);
            left += pair.left < 0 ? 0 : 1;
            right += pair.right < 0 ? 0 : 1;
            paired += pair.left >= 0 && pair.right >= 0 ? 1 : 0;
        }
        QCOMPARE(left, static_cast<qsizetype>(many.size()));
        QCOMPARE(right, static_cast<qsizetype>(many.size()));
        QCOMPARE(paired, BlockAlignment::mostBlocks);
    }
};

QTEST_GUILESS_MAIN(tst_BlockAlignment)
#include "tst_block_alignment.moc"
