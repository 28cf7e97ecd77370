// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/Retelling.h"

#include <QTest>

using rivulet::domain::ToolActivity;
using rivulet::stream::Retelling;

class TestRetelling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lawInAnyPiecesOnlyWhatIsNewIsNew() {
        const QString whole = QStringLiteral("A river \U0001F600 and a sea.");
        for (qsizetype told = 0; told <= whole.size(); ++told) {
            for (qsizetype piece = 1; piece <= whole.size(); ++piece) {
                Retelling retelling({whole.first(told), {}, {}, 0});
                QString fresh;
                for (qsizetype at = 0; at < whole.size(); at += piece) {
                    fresh += retelling.text(whole.mid(at, piece));
                }
                QCOMPARE(fresh, whole.sliced(told));
                QVERIFY(!retelling.differs() && retelling.isCaughtUp() && !retelling.rest());
            }
        }
    }

    void otherWordsAreDroppedByPlaceAndNoted() {
        Retelling retelling({QStringLiteral("abcd"), {}, {}, 0});
        QCOMPARE(retelling.text(QStringLiteral("abXdef")), QStringLiteral("ef"));
        QVERIFY(retelling.differs());
    }

    void otherWordsDoNotLeaveHalfACharacter() {
        Retelling retelling({QStringLiteral("abc"), {}, {}, 0});
        QCOMPARE(retelling.text(QStringLiteral("ab\U0001F600d")), QStringLiteral("d"));
        Retelling half({QStringLiteral("ab") + QChar(0xD83D), {}, {}, 0});
        QCOMPARE(half.text(QStringLiteral("ab\U0001F600d")), QString(QChar(0xDE00)) + u'd');
    }

    void lessThanBeforeIsNotCaughtUp() {
        Retelling retelling({QStringLiteral("abcd"), {}, {}, 0});
        QCOMPARE(retelling.text(QStringLiteral("ab")), QString());
        QVERIFY(!retelling.isCaughtUp());
        QCOMPARE(retelling.rest()->text, QStringLiteral("cd"));
    }

    void anOverlapThatWasLeftOutIsLeftOutAgain() {
        Retelling retelling({QStringLiteral("new"), {}, {}, 4});
        QCOMPARE(retelling.text(QStringLiteral("old")), QString());
        QCOMPARE(retelling.text(QStringLiteral(" newer")), QStringLiteral("er"));
        QVERIFY(!retelling.differs());
    }

    void thinkingIsOnlyCounted() {
        Retelling retelling({{}, QStringLiteral("so"), {}, 0});
        QCOMPARE(retelling.thinking(QStringLiteral("Hm so")), QStringLiteral(" so"));
        QVERIFY(!retelling.differs());
    }

    void argumentsAreToldOnce() {
        Retelling retelling({{}, {}, {{QStringLiteral("a"), 3}}, 0});
        const auto told = [&](const QString& id, const QString& arguments) {
            return retelling.tool({id, {}, ToolActivity::State::Running, arguments, {}}).arguments;
        };
        QCOMPARE(told(QStringLiteral("a"), QStringLiteral("{\"")), QString());
        QCOMPARE(told(QStringLiteral("b"), QStringLiteral("{}")), QStringLiteral("{}"));
        QCOMPARE(told(QStringLiteral("a"), QStringLiteral("x\"}")), QStringLiteral("\"}"));
        QVERIFY(!retelling.rest());
    }
};

QTEST_APPLESS_MAIN(TestRetelling)
#include "tst_retelling.moc"
