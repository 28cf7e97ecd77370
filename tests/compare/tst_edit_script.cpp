// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/EditScript.h"

#include <QRandomGenerator>
#include <QStringList>
#include <QTest>

#include <algorithm>

using namespace rivulet::compare;
using Side = EditRun::Side;

namespace {

std::vector<Piece> words(const QString& text) {
    return piecesOf(text, Grain::Words);
}

QString told(const std::vector<EditRun>& script) {
    QStringList parts;
    for (const EditRun& run : script) {
        const char sign = run.side == Side::Both ? '=' : run.side == Side::Left ? '-' : '+';
        parts.append(QChar::fromLatin1(sign) + QString::number(run.count));
    }
    return parts.join(u' ');
}

/// The pieces of the right side, put together as the script says; empty where it says something untrue.
std::vector<size_t> applied(const std::vector<EditRun>& script, const std::vector<Piece>& left,
                            const std::vector<Piece>& right) {
    std::vector<size_t> made;
    size_t atLeft = 0;
    size_t atRight = 0;
    for (const EditRun& run : script) {
        for (qsizetype i = 0; i < run.count; ++i) {
            if (run.side != Side::Left) {
                made.push_back(right.at(atRight).id);
            }
            if (run.side == Side::Both && left.at(atLeft).id != right.at(atRight).id) {
                return {};
            }
            atLeft += run.side == Side::Right ? 0 : 1;
            atRight += run.side == Side::Left ? 0 : 1;
        }
    }
    return atLeft == left.size() && atRight == right.size() ? made : std::vector<size_t>{};
}

std::vector<size_t> idsOf(const std::vector<Piece>& pieces) {
    std::vector<size_t> ids;
    for (const Piece& piece : pieces) {
        ids.push_back(piece.id);
    }
    return ids;
}

/// By the textbook, whatever it costs.
size_t longestCommon(const std::vector<Piece>& a, const std::vector<Piece>& b) {
    std::vector<std::vector<size_t>> best(a.size() + 1, std::vector<size_t>(b.size() + 1));
    for (size_t i = 0; i < a.size(); ++i) {
        for (size_t j = 0; j < b.size(); ++j) {
            best[i + 1][j + 1] =
                a[i].id == b[j].id ? best[i][j] + 1 : std::max(best[i][j + 1], best[i + 1][j]);
        }
    }
    return best[a.size()][b.size()];
}

size_t sameIn(const std::vector<EditRun>& script) {
    size_t same = 0;
    for (const EditRun& run : script) {
        same += run.side == Side::Both ? static_cast<size_t>(run.count) : 0;
    }
    return same;
}

std::vector<Piece> chosen(QRandomGenerator& random, int count, int kinds) {
    std::vector<Piece> pieces;
    for (int i = 0; i < count; ++i) {
        pieces.push_back({i, 1, static_cast<size_t>(random.bounded(kinds))});
    }
    return pieces;
}

} // namespace

class tst_EditScript : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAreFoundWithoutTheirSpaces() {
        const QString text = QStringLiteral("  Don't  stop, 3.14 \u6c34\u6e90!");
        QStringList found;
        for (const Piece& piece : words(text)) {
            found.append(text.sliced(piece.from, piece.size));
        }
        QCOMPARE(found, (QStringList{QStringLiteral("Don't"), QStringLiteral("stop"), QStringLiteral(","),
                                     QStringLiteral("3.14"), QStringLiteral("\u6c34"),
                                     QStringLiteral("\u6e90"), QStringLiteral("!")}));
    }

    void linesKeepTheirIndentAndLoseWhatIsBehindThem() {
        const QString text = QStringLiteral("a \n  b\n\nc");
        QStringList found;
        for (const Piece& piece : piecesOf(text, Grain::Lines)) {
            found.append(text.sliced(piece.from, piece.size));
        }
        QCOMPARE(found,
                 (QStringList{QStringLiteral("a"), QStringLiteral("  b"), QString(), QStringLiteral("c")}));
        QVERIFY(piecesOf(u"", Grain::Lines).empty());
    }

    void scriptsAreAsShortAsTheyCanBe_data() {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("script");
        QTest::newRow("nothing") << QString() << QString() << QString();
        QTest::newRow("the same") << QStringLiteral("one two") << QStringLiteral("one two")
                                  << QStringLiteral("=2");
        QTest::newRow("only left") << QStringLiteral("one two") << QString() << QStringLiteral("-2");
        QTest::newRow("only right") << QString() << QStringLiteral("one") << QStringLiteral("+1");
        QTest::newRow("a word replaced")
            << QStringLiteral("the old mill stands") << QStringLiteral("the new mill stands")
            << QStringLiteral("=1 -1 +1 =2");
        QTest::newRow("a word put in")
            << QStringLiteral("a river") << QStringLiteral("a wide river") << QStringLiteral("=1 +1 =1");
        QTest::newRow("a word left out")
            << QStringLiteral("a wide river") << QStringLiteral("a river") << QStringLiteral("=1 -1 =1");
        QTest::newRow("nothing in common")
            << QStringLiteral("a b c") << QStringLiteral("d e") << QStringLiteral("-3 +2");
    }
    void scriptsAreAsShortAsTheyCanBe() {
        QFETCH(const QString, left);
        QFETCH(const QString, right);
        QTEST(told(editScript(words(left), words(right))), "script");
    }

    void anyScriptMakesTheRightSideOfTheLeft() {
        QRandomGenerator random(42);
        for (int round = 0; round < 3000; ++round) {
            const auto left = chosen(random, random.bounded(90), 1 + random.bounded(60));
            const auto right = chosen(random, random.bounded(90), 1 + random.bounded(60));
            const auto script = editScript(left, right);
            QCOMPARE(applied(script, left, right), idsOf(right));
            const auto calm = withoutSplinters(script, left, right);
            QCOMPARE(applied(calm, left, right), idsOf(right));
            QVERIFY(sameIn(calm) <= sameIn(script));
            for (size_t i = 1; i < calm.size(); ++i) {
                QVERIFY(calm[i - 1].side != calm[i].side);
                QVERIFY(calm[i - 1].side != Side::Right || calm[i].side == Side::Both);
            }
        }
    }

    void shortSequencesAreComparedAtTheirBest() {
        QRandomGenerator random(7);
        for (int round = 0; round < 1000; ++round) {
            const auto left = chosen(random, random.bounded(30), 6);
            const auto right = chosen(random, random.bounded(30), 6);
            QCOMPARE(sameIn(editScript(left, right)), longestCommon(left, right));
        }
    }

    void whatHasNothingUniqueAndTooManyEditsIsReplaced() {
        QRandomGenerator random(3);
        const auto left = chosen(random, 20'000, 50);
        const auto right = chosen(random, 20'000, 50);
        const auto script = editScript(left, right);
        QCOMPARE(applied(script, left, right), idsOf(right));
        QVERIFY(sameIn(script) < 100);
    }

    void aWordBetweenTwoChangedPhrasesIsChangedWithThem() {
        const auto left = words(QStringLiteral("Water runs downhill of its own weight and so it goes"));
        const auto right = words(QStringLiteral("Water pumped uphill of whatever source and so it goes"));
        const auto script = editScript(left, right);
        QCOMPARE(told(script), QStringLiteral("=1 -2 +2 =1 -3 +2 =4"));
        QCOMPARE(told(withoutSplinters(script, left, right)), QStringLiteral("=1 -6 +5 =4"));
    }
};

QTEST_GUILESS_MAIN(tst_EditScript)
#include "tst_edit_script.moc"
