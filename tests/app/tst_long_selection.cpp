// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "TranscriptFixture.h"
#include "selection/TranscriptSelection.h"

#include <QTest>

using namespace rivulet;
using namespace rivulet::app;

namespace {

using Unit = TextSelection::Unit;

/// One answer, and what is selected of it by places in what all its rows show together.
struct Answer {
    TranscriptModel model;
    TranscriptSelection selection;
    /// Of each row, where it begins in `all`.
    std::vector<int> starts;
    QString all;

    /// `joint` stands between two rows.
    explicit Answer(const QString& text, const QString& joint) {
        selection.setModel(&model);
        model.addAnswer(ended(answer(), text));
        for (int row = 0; row + 1 < model.rowCount(); ++row) { // the last one is the footer
            all += row == 0 ? QString() : joint;
            starts.push_back(static_cast<int>(all.size()));
            all += selection.text(row);
        }
    }
    [[nodiscard]] int rows() const { return static_cast<int>(starts.size()); }
    [[nodiscard]] TextPlace placeOf(int position) const {
        int row = 0;
        while (row + 1 < rows() && starts[static_cast<std::size_t>(row) + 1] <= position) {
            ++row;
        }
        return {row, position - starts[static_cast<std::size_t>(row)]};
    }
    void select(int from, int to) {
        selection.begin(placeOf(from), Unit::Character);
        selection.extendTo(placeOf(to));
    }
    void select(const QString& from, const QString& to) {
        const auto begin = static_cast<int>(all.indexOf(from));
        select(begin, static_cast<int>(all.indexOf(to, begin) + to.size()));
    }
    void selectAll() { select(0, static_cast<int>(all.size())); }
};

QString codeOf(int lines) {
    QStringList code;
    for (int line = 0; line < lines; ++line) {
        // Empty lines and ones of blanks where rows meet, too.
        code.append(line % 100 == 99   ? QString()
                    : line % 100 == 0  ? QStringLiteral("\t")
                    : line % 100 == 50 ? QStringLiteral("    ")
                                       : QStringLiteral("\tvalue_%1 = %1  ").arg(line));
    }
    return code.join(u'\n');
}

QString tableOf(int rows, int columns) {
    QString table;
    for (int row = -2; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            table += row == -2   ? QStringLiteral("| h%1 ").arg(column)
                     : row == -1 ? QStringLiteral("|---")
                                 : QStringLiteral("| r%1c%2 ").arg(row).arg(column);
        }
        table += QStringLiteral("|\n");
    }
    return table.chopped(1);
}

QString lettersOf(QString words) {
    words.removeIf([](QChar c) { return !c.isLetterOrNumber(); });
    return words;
}

/// What this Markdown shows, read anew.
QString shownBy(const QString& markdown) {
    Answer again(markdown, QStringLiteral("\n"));
    again.selection.selectAll();
    return again.selection.shown();
}

} // namespace

/// What is selected over blocks that are too long for one row, and over maths, is copied as it is seen, and
/// as the Markdown that it was made of.
class LongSelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codeInSeveralRowsIsOnePieceOfCode() {
        const QString code = codeOf(350);
        const QString source = QStringLiteral("```python\n%1\n```").arg(code);
        Answer answer(source, QStringLiteral("\n"));
        QVERIFY(answer.rows() >= 3);
        QCOMPARE(answer.all, code);
        answer.selectAll();
        QCOMPARE(answer.selection.shown(), code);
        QCOMPARE(answer.selection.markdown(), source);
        // A part of it is the code alone, for an editor.
        QRandomGenerator random(7);
        for (int i = 0; i < 300; ++i) {
            const int from = static_cast<int>(random.bounded(code.size() - 1));
            const int to = from + 1 + static_cast<int>(random.bounded(code.size() - from));
            answer.select(from, to);
            QCOMPARE(answer.selection.shown(), code.sliced(from, to - from));
            if (from > 0 || to < code.size()) {
                QCOMPARE(answer.selection.markdown(), code.sliced(from, to - from));
            }
        }
    }

    /// From where one row ends to where another begins.
    void rowsOfCodeAreSelectedFromEdgeToEdge() {
        const QString code = codeOf(350);
        Answer answer(QStringLiteral("```\n%1\n```").arg(code), QStringLiteral("\n"));
        for (int first = 0; first < answer.rows(); ++first) {
            for (int last = first; last < answer.rows(); ++last) {
                const int end = answer.starts[static_cast<std::size_t>(last)] +
                                static_cast<int>(answer.selection.text(last).size());
                const int start = answer.starts[static_cast<std::size_t>(first)];
                answer.selection.begin({first, 0}, Unit::Character);
                answer.selection.extendTo({last, end - answer.starts[static_cast<std::size_t>(last)]});
                QCOMPARE(answer.selection.shown(), code.sliced(start, end - start));
                if (first > 0 || last + 1 < answer.rows()) {
                    QCOMPARE(answer.selection.markdown(), code.sliced(start, end - start));
                }
            }
        }
    }

    void codeInSeveralRowsAndItsNeighbours() {
        const QString code = codeOf(250);
        const QString source = QStringLiteral("Before it.\n\n```cpp\n%1\n```\n\nBehind it.").arg(code);
        Answer answer(source, QStringLiteral("\n"));
        answer.select(QStringLiteral("it."), QStringLiteral("value_220"));
        const qsizetype end = code.indexOf(QStringLiteral("value_220")) + 9;
        QCOMPARE(answer.selection.shown(), QStringLiteral("it.\n\n") + code.first(end));
        QCOMPARE(answer.selection.markdown(), QStringLiteral("it.\n\n```cpp\n%1\n```").arg(code.first(end)));
        answer.select(QStringLiteral("value_120"), QStringLiteral("Behind"));
        const qsizetype begin = code.indexOf(QStringLiteral("value_120"));
        QCOMPARE(answer.selection.shown(), code.sliced(begin) + QStringLiteral("\n\nBehind"));
        QCOMPARE(answer.selection.markdown(),
                 QStringLiteral("```cpp\n%1\n```\n\nBehind").arg(code.sliced(begin)));
        answer.select(QStringLiteral("Before"), QStringLiteral("Behind it."));
        QCOMPARE(answer.selection.markdown(), source);
    }

    /// It is shown folded, and is one line all the same.
    void aLineThatIsCutWithinIsOneLine() {
        QString line;
        for (int i = 0; line.size() < 20'000; ++i) {
            line += QStringLiteral("word%1,").arg(i);
        }
        const QString source = QStringLiteral("```\n%1\nlast\n```").arg(line);
        Answer answer(source, {});
        QVERIFY(answer.rows() >= 2);
        answer.selection.selectAll();
        QCOMPARE(answer.selection.shown().remove(u'\n'), line + QStringLiteral("last"));
        QCOMPARE(answer.selection.markdown(), source);
        for (int from = 0; from < line.size(); from += 611) {
            const auto first = QStringLiteral("word%1,").arg(line.left(from).count(u','));
            for (int to = from + 300; to < line.size(); to += 1733) {
                const auto last = QStringLiteral("word%1,").arg(line.left(to).count(u','));
                const auto begin = answer.all.indexOf(first);
                const auto end = answer.all.indexOf(last);
                if (begin < 0 || end < 0) {
                    continue; // folded within
                }
                answer.select(static_cast<int>(begin), static_cast<int>(end + last.size()));
                const auto start = line.indexOf(first);
                QCOMPARE(answer.selection.markdown(),
                         line.sliced(start, line.indexOf(last) + last.size() - start));
            }
        }
    }

    void aTableInSeveralRows_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("long") << 150 << 3;
        QTest::newRow("wide") << 12 << 28;
        QTest::newRow("long and wide") << 80 << 20;
    }
    void aTableInSeveralRows() {
        QFETCH(const int, rows);
        QFETCH(const int, columns);
        const QString source = tableOf(rows, columns);
        const QStringList lines = source.split(u'\n');
        Answer answer(source, QStringLiteral("\n"));
        QVERIFY(answer.rows() >= 2);
        answer.selectAll();
        QStringList seen;
        for (const QString& line : lines) {
            if (!line.startsWith(QStringLiteral("|---"))) {
                seen.append(line.sliced(2).chopped(2).replace(QStringLiteral(" | "), QStringLiteral("\t")));
            }
        }
        QCOMPARE(answer.selection.shown(), seen.join(u'\n'));
        QCOMPARE(answer.selection.markdown(), source);
        // From its head to a row's end is a table; from anywhere else it is all of it.
        const int last = rows - 2;
        const QString lastCell = QStringLiteral("r%1c%2").arg(last).arg(columns - 1);
        answer.select(QStringLiteral("h0"), lastCell);
        QCOMPARE(answer.selection.shown(), seen.first(last + 2).join(u'\n'));
        QCOMPARE(shownBy(answer.selection.markdown()), answer.selection.shown());
        QVERIFY(source.startsWith(answer.selection.markdown()));
        answer.select(QStringLiteral("r1c1"), lastCell);
        QCOMPARE(answer.selection.shown(),
                 seen.sliced(2, last).join(u'\n').sliced(QStringLiteral("r1c0\t").size()));
        QCOMPARE(answer.selection.markdown(), source);
    }

    void aTableInSeveralRowsAndItsNeighbours() {
        const QString table = tableOf(100, 4);
        const QString source = QStringLiteral("Before it.\n\n%1\n\nBehind it.").arg(table);
        Answer answer(source, QStringLiteral("\n"));
        answer.select(QStringLiteral("it."), QStringLiteral("r70c1"));
        QVERIFY(answer.selection.shown().startsWith(QStringLiteral("it.\n\nh0\th1")));
        QVERIFY(answer.selection.shown().endsWith(QStringLiteral("\nr70c0\tr70c1")));
        QCOMPARE(answer.selection.markdown(), QStringLiteral("it.\n\n") + table);
        answer.select(QStringLiteral("r70c1"), QStringLiteral("Behind"));
        QVERIFY(answer.selection.shown().startsWith(QStringLiteral("r70c1\tr70c2\tr70c3\nr71c0")));
        QCOMPARE(answer.selection.markdown(), table + QStringLiteral("\n\nBehind"));
    }

    void aParagraphInSeveralRowsIsOneParagraph() {
        QStringList words;
        for (int i = 0; i < 1500; ++i) {
            words.append(QStringLiteral("word%1").arg(i));
        }
        const QString text = words.join(u' ');
        Answer answer(text, QStringLiteral(" "));
        QVERIFY(answer.rows() >= 3);
        QCOMPARE(answer.all, text);
        QRandomGenerator random(11);
        for (int i = 0; i < 60; ++i) {
            const int from = static_cast<int>(random.bounded(text.size() - 1));
            const int to = from + 1 + static_cast<int>(random.bounded(text.size() - from));
            answer.select(from, to);
            QCOMPARE(answer.selection.shown(), text.sliced(from, to - from));
            QCOMPARE(answer.selection.markdown().simplified(), text.sliced(from, to - from).simplified());
        }
    }

    void mathsIsCopiedAsItIsSeenAndAsTeX() {
        const QString source = QStringLiteral(
            "The sum $x^2 + \\alpha_1$ is **small**.\n\n$$\n\\int_0^1 f(t)\\,dt \\leq \\sqrt{2}\n$$\n\n"
            "And \\(a \\neq b\\) ends it.");
        Answer answer(source, QStringLiteral("\n"));
        answer.selectAll();
        QVERIFY2(answer.selection.shown().contains(QStringLiteral("x2 + α")),
                 qPrintable(answer.selection.shown()));
        QVERIFY(answer.selection.shown().contains(u'≠'));
        QVERIFY(!answer.selection.shown().contains(u'$'));
        QCOMPARE(answer.selection.markdown(), source);
        // All of a formula, and words around it.
        const int begin = static_cast<int>(answer.all.indexOf(QStringLiteral("x2")));
        const int end = static_cast<int>(answer.all.indexOf(QStringLiteral(" is small")));
        answer.select(begin, end);
        QCOMPARE(answer.selection.shown(), answer.all.sliced(begin, end - begin));
        QCOMPARE(answer.selection.markdown(), QStringLiteral("$x^2 + \\alpha_1$"));
        answer.select(static_cast<int>(answer.all.indexOf(QStringLiteral("sum"))), end + 3);
        QCOMPARE(answer.selection.markdown(), QStringLiteral("sum $x^2 + \\alpha_1$ is"));
        answer.select(end + 1, end + 9);
        QCOMPARE(answer.selection.markdown(), QStringLiteral("is **small**"));
    }

    /// Whatever is selected of formulas and their neighbours: its Markdown, read again, shows at least that.
    void noMarkdownOfMathsLosesWhatIsSelected() {
        Answer answer(QStringLiteral("A $x^2$ and *$y_1 \\to z$* cost $5 or $6.\n\n"
                                     "- item \\(\\frac{a}{b}\\)\n- $\\beta$\n\n\\[ E = mc^2 \\]\n\nend"),
                      QStringLiteral("\n"));
        const auto size = static_cast<int>(answer.all.size());
        for (int from = 0; from < size; ++from) {
            for (int to = from + 1; to <= size; to += 1 + (to - from) / 6) {
                answer.select(from, to);
                const QString wanted = lettersOf(answer.selection.shown());
                const QString markdown = answer.selection.markdown();
                QVERIFY2(lettersOf(shownBy(markdown)).contains(wanted),
                         qPrintable(answer.selection.shown() + QStringLiteral(" is not in ") + markdown));
            }
        }
    }
};

QTEST_MAIN(LongSelectionTest)

#include "tst_long_selection.moc"
