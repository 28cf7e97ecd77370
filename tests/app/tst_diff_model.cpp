// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "diff/DiffModel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace rivulet::app;
using Relation = DiffModel::Relation;

namespace {

const QString common =
    QStringLiteral("The handshake of a connection costs a round trip before anything is said.");

/// A model of two answers that the test writes.
struct Pair {
    DiffModel::Answer left;
    DiffModel::Answer right;
    DiffModel model{[this] { return left; }, [this] { return right; }};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QSignalSpy compared{&model, &DiffModel::compared};

    void write(const QString& one, const QString& other, bool isWhole = true) {
        left = {one, isWhole};
        right = {other, isWhole};
        model.invalidate();
    }
    [[nodiscard]] QList<Relation> relations() const {
        QList<Relation> found;
        for (int row = 0; row < model.rowCount(); ++row) {
            found.append(model.data(model.index(row), DiffModel::RelationRole).value<Relation>());
        }
        return found;
    }
    [[nodiscard]] QString at(int row, int role) const {
        return model.data(model.index(row), role).toString();
    }
};

} // namespace

class tst_DiffModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsComparedWhileNobodyLooks() {
        Pair pair;
        pair.write(common, common);
        QVERIFY(!pair.compared.wait(50));
        QCOMPARE(pair.model.rowCount(), 0);
        QVERIFY(pair.model.similarity().isEmpty());
    }

    void equalAnswersHaveNoDifference() {
        Pair pair;
        pair.write(common, common);
        pair.model.setActive(true);
        QTRY_COMPARE(pair.relations(), QList<Relation>{Relation::Same});
        QCOMPARE(pair.model.similarity(), QStringLiteral("100 % the same"));
        QCOMPARE(pair.model.tally(), QStringLiteral("No differences"));
        QCOMPARE(pair.model.next(-1), -1);
    }

    void aChangedWordIsMarkedOnBothSidesAndGoneTo() {
        Pair pair;
        QString other = common;
        other.replace(QStringLiteral("round trip"), QStringLiteral("<moment>"));
        pair.write(QStringLiteral("# Same\n\n") + common, QStringLiteral("# Same\n\n") + other);
        pair.model.setMarkColour(QColor(0x12, 0x34, 0x56));
        pair.model.setActive(true);
        QTRY_COMPARE(pair.relations(), (QList<Relation>{Relation::Same, Relation::Changed}));
        QVERIFY2(pair.at(1, DiffModel::LeftRole)
                     .contains(QStringLiteral("#123456; text-decoration:underline\">round trip</span>")),
                 qPrintable(pair.at(1, DiffModel::LeftRole)));
        QVERIFY(pair.at(1, DiffModel::RightRole).contains(QStringLiteral("\">&lt;moment&gt;</span>")));
        QCOMPARE(pair.at(1, DiffModel::LeftPlainRole), common);
        QCOMPARE(pair.model.next(-1), 1);
        QCOMPARE(pair.model.previous(2), 1);
        QCOMPARE(pair.model.next(1), -1);
        QCOMPARE(pair.model.tally(), QStringLiteral("1 difference"));
    }

    void whatIsStillBeingWrittenIsFollowed() {
        Pair pair;
        const QString rest = QStringLiteral("\n\nBoats drift under willow branches every warm evening.");
        pair.left = {common + rest, true};
        pair.right = {common.left(40), false};
        pair.model.setActive(true);
        QTRY_COMPARE(pair.relations(), (QList<Relation>{Relation::Same, Relation::Awaited}));
        QCOMPARE(pair.model.differences(), 0);
        pair.right = {common + rest, true};
        pair.model.invalidate();
        QTRY_COMPARE(pair.relations(), (QList<Relation>{Relation::Same, Relation::Same}));
        QCOMPARE(pair.model.similarity(), QStringLiteral("100 % the same"));
    }

    void aCutAnswerLacksWhatItNeverSaid() {
        Pair pair;
        pair.write(common + QStringLiteral("\n\nBoats drift under willow branches."), common);
        pair.model.setActive(true);
        QTRY_COMPARE(pair.relations(), (QList<Relation>{Relation::Same, Relation::OnlyLeft}));
    }

    void anotherAnswerIsComparedAnew() {
        Pair pair;
        pair.write(common, common);
        pair.model.setActive(true);
        QTRY_COMPARE(pair.model.rowCount(), 1);
        pair.write(QStringLiteral("Cheese ripens slowly beneath cold stone."), common);
        QTRY_COMPARE(pair.relations(), QList<Relation>{Relation::Different});
        QCOMPARE(pair.model.similarity(), QStringLiteral("0 % the same"));
    }

    void codeThatDiffersAtItsBeginningIsComparedPieceByPiece() {
        QString body;
        for (int function = 0; function < 60; ++function) {
            body += QStringLiteral("int f%1(int value) {\n").arg(function);
            for (int line = 0; line < 10; ++line) {
                body += QStringLiteral("    value += %1 * %2;\n").arg(function).arg(line);
            }
            body += QStringLiteral("    return value;\n}\n\n");
        }
        QString head;
        for (int line = 0; line < 70; ++line) {
            head += QStringLiteral("#include <header%1>\n").arg(line);
        }
        Pair pair;
        pair.write(QStringLiteral("```cpp\n") + body + QStringLiteral("```\n"),
                   QStringLiteral("```cpp\n") + head + u'\n' + body + QStringLiteral("```\n"));
        pair.model.setActive(true);
        QTRY_VERIFY(pair.model.rowCount() > 5);
        QVERIFY2(pair.model.differences() <= 2, qPrintable(pair.model.tally()));
        QCOMPARE(pair.relations().last(), Relation::Same);
    }

    void growingInAnyStepsEndsAsComparedAtOnce() {
        const QString one =
            QStringLiteral("# A\n\n- item one\n- item two\n\n```sh\nls -l\n\npwd\n```\n\n| a | b |\n"
                           "|---|---|\n| 1 | 2 |\n\n> quoted words here\n\n") +
            common;
        QString other = one;
        other.replace(QStringLiteral("item two"), QStringLiteral("item three\n- item four"));
        Pair atOnce;
        atOnce.write(one, other);
        atOnce.model.setActive(true);
        QTRY_VERIFY(atOnce.model.rowCount() > 0);
        DiffReader reader;
        std::shared_ptr<const Comparison> last;
        connect(&reader, &DiffReader::compared, this, [&last](const auto& comparison) { last = comparison; });
        for (qsizetype length = 0; length < other.size() + 20; length += 7) {
            reader.read({one.left(length), length >= one.size()},
                        {other.left(length), length >= other.size()});
        }
        QCOMPARE(last->lines.size(), static_cast<size_t>(atOnce.model.rowCount()));
        for (int row = 0; row < atOnce.model.rowCount(); ++row) {
            const DiffLine& line = *last->lines[static_cast<size_t>(row)];
            QCOMPARE(static_cast<int>(line.relation), static_cast<int>(atOnce.relations().at(row)));
            QCOMPARE(line.left.unit.text, atOnce.at(row, DiffModel::LeftPlainRole));
            QCOMPARE(line.right.unit.text, atOnce.at(row, DiffModel::RightPlainRole));
        }
    }

    void nothingIsKeptOnceNobodyLooks() {
        Pair pair;
        pair.write(common, common);
        pair.model.setActive(true);
        QTRY_COMPARE(pair.model.rowCount(), 1);
        pair.model.setActive(false);
        QCOMPARE(pair.model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_DiffModel)
#include "tst_diff_model.moc"
