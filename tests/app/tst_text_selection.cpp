// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "selection/TextSelection.h"

#include <QRandomGenerator>
#include <QTest>

using namespace rivulet::app;

namespace {

using Unit = TextSelection::Unit;
using Way = TextSelection::Way;

class Lines final : public TextRows {
public:
    explicit Lines(QStringList all)
        : texts(std::move(all)) {}
    [[nodiscard]] int count() const override { return static_cast<int>(texts.size()); }
    [[nodiscard]] QString text(int row) const override { return texts.value(row); }

    QStringList texts;
};

} // namespace

class TextSelectionTest : public QObject {
    Q_OBJECT

private:
    static QString chosen(const TextSelection& selection, const Lines& lines) {
        QStringList parts;
        for (int row = 0; row < lines.count(); ++row) {
            if (const auto share = selection.shareOf(row)) {
                const QString text = lines.text(row);
                parts.append(
                    text.mid(share->from, std::min<qsizetype>(share->to, text.size()) - share->from));
            }
        }
        return parts.join(u'|');
    }

private Q_SLOTS:
    void aDragGoesOverRowsInBothDirections() {
        const Lines lines(
            {QStringLiteral("one two"), QString(), QStringLiteral("three"), QStringLiteral("four")});
        TextSelection selection(lines);
        QVERIFY(selection.isEmpty() && !selection.isPlaced());
        selection.begin({0, 4}, Unit::Character);
        QVERIFY(selection.isEmpty() && selection.isPlaced());
        selection.extendTo({3, 2});
        QCOMPARE(chosen(selection, lines), QStringLiteral("two||three|fo"));
        QVERIFY(selection.contains({2, 0}) && !selection.contains({3, 3}));
        selection.extendTo({0, 1});
        QCOMPARE(chosen(selection, lines), QStringLiteral("ne "));
        selection.extendTo({2, 0});
        QCOMPARE(chosen(selection, lines), QStringLiteral("two|"));
        selection.clear();
        QVERIFY(selection.isEmpty() && !selection.shareOf(0) && !selection.shareOf(-1));
    }

    void whereNothingCanBeSelectedTheTextAboveEnds() {
        Lines lines({QString(), QStringLiteral("one"), QString(), QStringLiteral("two"), QString()});
        TextSelection selection(lines);
        selection.begin({2, 0}, Unit::Character);
        QCOMPARE(selection.head(), (TextPlace{1, 3}));
        selection.extendTo({4, 0});
        QCOMPARE(selection.head(), (TextPlace{3, 3}));
        // Above the first there is only its beginning.
        selection.extendTo({0, 0});
        QCOMPARE(selection.head(), (TextPlace{1, 0}));
        selection.extendTo({9, 9});
        QCOMPARE(selection.head(), (TextPlace{3, 3}));
        lines.texts = {QString()};
        selection.begin({0, 0}, Unit::Word);
        QVERIFY(selection.isEmpty());
        selection.step(Unit::Character, Way::Forth);
        QVERIFY(selection.isEmpty());
    }

    void clicksTakeWordsLinesAndBlocks() {
        const Lines lines({QStringLiteral("The foxes' den,\nnot_far away."), QStringLiteral("a b")});
        TextSelection selection(lines);
        selection.begin({0, 6}, Unit::Word);
        QCOMPARE(chosen(selection, lines), QStringLiteral("foxes"));
        selection.begin({0, 3}, Unit::Word);
        QCOMPARE(chosen(selection, lines), QStringLiteral("The"));
        selection.begin({0, 20}, Unit::Word);
        QCOMPARE(chosen(selection, lines), QStringLiteral("not_far"));
        selection.begin({1, 3}, Unit::Word);
        QCOMPARE(chosen(selection, lines), QStringLiteral("b"));
        selection.begin({0, 6}, Unit::Line);
        QCOMPARE(chosen(selection, lines), QStringLiteral("The foxes' den,"));
        selection.begin({0, 16}, Unit::Line);
        QCOMPARE(chosen(selection, lines), QStringLiteral("not_far away."));
        selection.begin({0, 6}, Unit::Block);
        QCOMPARE(chosen(selection, lines), lines.texts[0]);
        // A drag goes on by what it began with, and never gives that up.
        selection.begin({0, 6}, Unit::Word);
        selection.extendTo({0, 13});
        QCOMPARE(chosen(selection, lines), QStringLiteral("foxes' den"));
        selection.extendTo({0, 1});
        QCOMPARE(chosen(selection, lines), QStringLiteral("The foxes"));
        selection.extendTo({1, 0});
        QCOMPARE(chosen(selection, lines), QStringLiteral("foxes' den,\nnot_far away.|a"));
        // Keys go on from there by characters.
        selection.step(Unit::Character, Way::Forth);
        QCOMPARE(chosen(selection, lines), QStringLiteral("foxes' den,\nnot_far away.|a "));
    }

    void keysStepOverCharactersWordsLinesAndRows() {
        const Lines lines(
            {QStringLiteral("ab cd"), QString(), QString::fromUtf8("e\u0301\U0001F469\u200d\U0001F680x")});
        TextSelection selection(lines);
        selection.begin({0, 3}, Unit::Character);
        selection.step(Unit::Character, Way::Forth);
        QCOMPARE(chosen(selection, lines), QStringLiteral("c"));
        selection.step(Unit::Word, Way::Forth);
        QCOMPARE(chosen(selection, lines), QStringLiteral("cd"));
        selection.step(Unit::Character, Way::Forth);
        QCOMPARE(selection.head(), (TextPlace{2, 0}));
        // What is one character to a reader is one step.
        selection.step(Unit::Character, Way::Forth);
        QCOMPARE(selection.head(), (TextPlace{2, 2}));
        selection.step(Unit::Character, Way::Forth);
        QCOMPARE(selection.head(), (TextPlace{2, 7}));
        selection.step(Unit::Line, Way::Forth);
        QCOMPARE(selection.head(), (TextPlace{2, 8}));
        selection.step(Unit::Character, Way::Forth);
        QCOMPARE(selection.head(), (TextPlace{2, 8}));
        selection.step(Unit::Line, Way::Back);
        selection.step(Unit::Character, Way::Back);
        QCOMPARE(selection.head(), (TextPlace{0, 5}));
        selection.step(Unit::Word, Way::Back);
        selection.step(Unit::Word, Way::Back);
        QCOMPARE(chosen(selection, lines), QStringLiteral("ab "));
        selection.step(Unit::Block, Way::Forth);
        QCOMPARE(selection.head(), (TextPlace{2, 8}));
        selection.step(Unit::Block, Way::Back);
        QCOMPARE(selection.head(), (TextPlace{0, 0}));
    }

    void allOfSomeRowsIsSelected() {
        const Lines lines({QString(), QStringLiteral("one"), QString(), QStringLiteral("two"), QString()});
        TextSelection selection(lines);
        selection.selectRows(0, 4);
        QCOMPARE(chosen(selection, lines), QStringLiteral("one||two"));
        selection.selectRows(0, 2);
        QCOMPARE(chosen(selection, lines), QStringLiteral("one"));
        selection.selectRows(2, 2);
        QVERIFY(selection.isEmpty());
    }

    void rowsThatComeAndGoTakeItAlong() {
        Lines lines({QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")});
        TextSelection selection(lines);
        selection.begin({1, 1}, Unit::Character);
        selection.extendTo({2, 2});
        lines.texts.prepend(QStringLiteral("zero"));
        selection.rowsInserted(0, 1);
        QCOMPARE(chosen(selection, lines), QStringLiteral("wo|th"));
        // Within it: that is selected too.
        lines.texts.insert(3, QStringLiteral("and"));
        selection.rowsInserted(3, 1);
        QCOMPARE(chosen(selection, lines), QStringLiteral("wo|and|th"));
        lines.texts.append(QStringLiteral("last"));
        selection.rowsInserted(5, 1);
        QCOMPARE(chosen(selection, lines), QStringLiteral("wo|and|th"));
        lines.texts.remove(0, 2);
        selection.rowsRemoved(0, 2);
        QCOMPARE(chosen(selection, lines), QStringLiteral("wo|and|th"));
        // Its last row goes: it ends where what is left ends.
        lines.texts.remove(2, 1);
        selection.rowsRemoved(2, 1);
        QCOMPARE(chosen(selection, lines), QStringLiteral("wo|and"));
        // Its first row goes.
        lines.texts.removeFirst();
        selection.rowsRemoved(0, 1);
        QCOMPARE(chosen(selection, lines), QStringLiteral("and"));
        lines.texts.clear();
        selection.rowsRemoved(0, 2);
        QVERIFY(selection.isEmpty() && !selection.isPlaced());
    }

    void aGrowingTextKeepsWhatWasSelected() {
        Lines lines({QStringLiteral("Water **runs dow")});
        TextSelection selection(lines);
        selection.begin({0, 6}, Unit::Character);
        selection.extendTo({0, 16});
        lines.texts[0] = QStringLiteral("Water **runs down");
        QVERIFY(selection.textChanged(0));
        QCOMPARE(chosen(selection, lines), QStringLiteral("**runs dow"));
        // The marks are a look now.
        lines.texts[0] = QStringLiteral("Water runs down to");
        QVERIFY(selection.textChanged(0));
        QCOMPARE(chosen(selection, lines), QStringLiteral("runs dow"));
        QVERIFY(!selection.textChanged(1));
    }

    void aPlaceIsFoundAgain() {
        const auto moved = [](const char* before, const char* after, int position) {
            return TextSelection::moved(QString::fromUtf8(before), QString::fromUtf8(after), position);
        };
        QCOMPARE(moved("abc", "abcdef", 3), 3);
        QCOMPARE(moved("abcdef", "abc", 5), 3);
        QCOMPARE(moved("say *hi", "say hi there", 7), 6);
        QCOMPARE(moved("a [b](c) d", "a b d", 10), 5);
        QCOMPARE(moved("a [b](c) d", "a b d", 9), 4);
        QCOMPARE(moved("old", "new", 2), 0);
        QCOMPARE(moved("", "x", 0), 0);
    }

    /// Whatever happens, in whatever order: it never points outside, and its ends are in order.
    void anythingMayHappenToIt() {
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            Lines lines({QStringLiteral("a b"), QStringLiteral("c\nd"), QString(), QStringLiteral("efg")});
            TextSelection selection(lines);
            for (int deed = 0; deed < 60; ++deed) {
                const int row = static_cast<int>(random.bounded(lines.count() + 2)) - 1;
                const TextPlace place{row, static_cast<int>(random.bounded(5))};
                const auto unit = static_cast<Unit>(random.bounded(4));
                const auto way = static_cast<Way>(random.bounded(2));
                switch (random.bounded(9)) {
                case 0:
                    selection.begin(place, unit);
                    break;
                case 1:
                    selection.extendTo(place);
                    break;
                case 2:
                    selection.step(unit, way);
                    break;
                case 3:
                    lines.texts.insert(std::max(0, row), QString(static_cast<int>(random.bounded(4)), u'x'));
                    if (row <= lines.count() - 1) {
                        selection.rowsInserted(std::max(0, row), 1);
                    }
                    break;
                case 4:
                    if (row >= 0 && row < lines.count()) {
                        lines.texts.removeAt(row);
                        selection.rowsRemoved(row, 1);
                    }
                    break;
                case 5:
                    if (row >= 0 && row < lines.count()) {
                        lines.texts[row] = QString(static_cast<int>(random.bounded(4)), u'y');
                        selection.textChanged(row);
                    }
                    break;
                case 6:
                    selection.selectRows(0, lines.count() - 1);
                    break;
                case 7:
                    selection.moveHead(place);
                    break;
                default:
                    selection.clear();
                }
                const TextStretch all = selection.stretch();
                QVERIFY(all.from <= all.to);
                for (const TextPlace& end : {all.from, all.to}) {
                    QVERIFY(end.row < lines.count());
                    QVERIFY(end.row < 0 || (end.position >= 0 && end.position <= lines.text(end.row).size()));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TextSelectionTest)

#include "tst_text_selection.moc"
