// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/TextDiff.h"

#include <QRandomGenerator>
#include <QStringList>
#include <QTest>

using namespace rivulet::compare;
using Relation = DiffRow::Relation;

namespace {

DiffBlock prose(const QString& text) {
    return {text, Grain::Words, 0, false};
}

DiffBlock code(const QString& text) {
    return {text, Grain::Lines, 1, false};
}

DiffBlock written(const QString& text) {
    return {text, Grain::Words, 0, true};
}

TextDiff between(const std::vector<DiffBlock>& left, const std::vector<DiffBlock>& right) {
    TextDiff diff;
    diff.replace(0, 0, left);
    diff.replace(1, 0, right);
    return diff;
}

QStringList marked(const QString& text, const std::vector<DiffRow::Mark>& marks) {
    QStringList parts;
    for (const auto& mark : marks) {
        parts.append(text.sliced(mark.from, mark.size));
    }
    return parts;
}

const QString tcp = QStringLiteral("The handshake of the old protocol takes two round trips in all.");
const QString quic = QStringLiteral("The handshake of the new protocol takes one round trip in all.");
const QString cheese = QStringLiteral("Cheese ripens slowly beneath cold stone cellars near Lyon.");
const QString boats = QStringLiteral("Boats drift under willow branches every warm evening.");

} // namespace

class tst_TextDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLikeNothing() {
        TextDiff diff;
        QVERIFY(diff.rows().empty());
        QCOMPARE(diff.similarity(), 1.0);
    }

    void equalAnswersAreTheSameInEveryRow() {
        TextDiff diff =
            between({prose(tcp), code(QStringLiteral("a\nb"))}, {prose(tcp), code(QStringLiteral("a\nb"))});
        QCOMPARE(diff.rows().size(), size_t{2});
        QCOMPARE(diff.rows()[0].relation, Relation::Same);
        QCOMPARE(diff.rows()[1].relation, Relation::Same);
        QCOMPARE(diff.similarity(), 1.0);
    }

    void whiteSpaceInProseIsNoDifference() {
        TextDiff diff = between({prose(QStringLiteral("one  two"))}, {prose(QStringLiteral("one two "))});
        QCOMPARE(diff.rows().at(0).relation, Relation::Same);
    }

    void likeBlocksAreMarkedWordByWord() {
        TextDiff diff = between({prose(tcp)}, {prose(quic)});
        const DiffRow& row = diff.rows().at(0);
        QCOMPARE(row.relation, Relation::Changed);
        QCOMPARE(marked(tcp, row.leftMarks),
                 (QStringList{QStringLiteral("old"), QStringLiteral("two"), QStringLiteral("trips")}));
        QCOMPARE(marked(quic, row.rightMarks),
                 (QStringList{QStringLiteral("new"), QStringLiteral("one"), QStringLiteral("trip")}));
        QVERIFY(diff.similarity() > 0.5 && diff.similarity() < 1);
    }

    void codeIsMarkedLineByLine() {
        const QString left = QStringLiteral("int main() {\n    return 0;\n}");
        const QString right = QStringLiteral("int main() {\n    run();\n    return 0;\n}");
        TextDiff diff = between({code(left)}, {code(right)});
        const DiffRow& row = diff.rows().at(0);
        QVERIFY(row.leftMarks.empty());
        QCOMPARE(marked(right, row.rightMarks), QStringList{QStringLiteral("    run();")});
    }

    void whatOneSideHasStandsAloneAndTwoUnlikeStandOpposite() {
        TextDiff diff = between({prose(tcp), prose(cheese), prose(boats)}, {prose(quic), prose(boats)});
        QCOMPARE(diff.rows().size(), size_t{3});
        QCOMPARE(diff.rows()[1].relation, Relation::OnlyLeft);
        QCOMPARE(diff.rows()[1].right, -1);
        TextDiff unlike = between({prose(cheese)}, {prose(boats)});
        QCOMPARE(unlike.rows().size(), size_t{1});
        QCOMPARE(unlike.rows()[0].relation, Relation::Different);
        QCOMPARE(unlike.similarity(), 0.0);
    }

    void whatAWriterHasNotReachedIsAwaitedAndNoDifference() {
        TextDiff diff = between({prose(tcp), prose(cheese), prose(boats)}, {written(tcp.left(36))});
        QCOMPARE(diff.rows().at(0).relation, Relation::Same);
        QCOMPARE(diff.rows().at(1).relation, Relation::Awaited);
        QCOMPARE(diff.rows().at(2).relation, Relation::Awaited);
        QCOMPARE(diff.similarity(), 1.0);
        diff.replace(1, 0, std::vector{prose(tcp.left(36))});
        QCOMPARE(diff.rows().at(0).relation, Relation::Changed);
        QCOMPARE(diff.rows().at(1).relation, Relation::OnlyLeft);
        QVERIFY(diff.similarity() < 0.5);
    }

    void aRowsVersionChangesWithEitherText() {
        TextDiff diff = between({prose(cheese)}, {});
        const quint64 before = diff.rows().at(0).version;
        diff.replace(0, 0, std::vector{prose(cheese + u'!')});
        QVERIFY(diff.rows().at(0).version != before);
        const quint64 after = diff.rows().at(0).version;
        diff.replace(0, 0, std::vector{prose(cheese + u'!')});
        QCOMPARE(diff.rows().at(0).version, after);
    }

    void anyWayOfGrowingGivesWhatComparingAtOnceGives() {
        QRandomGenerator random(5);
        const QStringList parts{tcp, quic, cheese, boats, tcp + cheese};
        for (int round = 0; round < 200; ++round) {
            std::array<std::vector<DiffBlock>, 2> sides;
            TextDiff grown;
            for (int step = 0; step < 25; ++step) {
                const int side = random.bounded(2);
                auto& mine = sides.at(static_cast<size_t>(side));
                const auto first = static_cast<size_t>(random.bounded(static_cast<int>(mine.size()) + 1));
                mine.resize(first);
                for (int count = random.bounded(4); count > 0; --count) {
                    const QString text = parts.at(random.bounded(static_cast<int>(parts.size())));
                    mine.push_back(random.bounded(4) == 0 ? code(text) : prose(text));
                }
                grown.replace(side, static_cast<qsizetype>(first), std::span(mine).subspan(first));
                if (random.bounded(3) == 0) {
                    QVERIFY(!grown.rows().empty() || (sides[0].empty() && sides[1].empty()));
                }
            }
            TextDiff whole = between(sides[0], sides[1]);
            QCOMPARE(grown.similarity(), whole.similarity());
            QCOMPARE(grown.rows().size(), whole.rows().size());
            for (size_t i = 0; i < whole.rows().size(); ++i) {
                DiffRow mine = grown.rows()[i];
                mine.version = whole.rows()[i].version;
                QVERIFY(mine == whole.rows()[i]);
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_TextDiff)
#include "tst_text_diff.moc"
