// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/SearchWords.h"
#include "store/StoredText.h"

#include <QTest>

using namespace rivulet::store;

/// What people type becomes an FTS5 query; what models send becomes text that SQLite keeps.
class SearchWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quotesEachWordAndOpensTheLast_data();
    void quotesEachWordAndOpensTheLast();
    void keepsTextThatIsWhole_data();
    void keepsTextThatIsWhole();
    void replacesWhatCantBeStoredUnitForUnit();
};

void SearchWordsTest::quotesEachWordAndOpensTheLast_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expression");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("blanks") << QStringLiteral(" \t\n") << QString();
    QTest::newRow("one") << QStringLiteral("brook") << QStringLiteral("\"brook\"*");
    QTest::newRow("two") << QStringLiteral("  deep   br ") << QStringLiteral("\"deep\" \"br\"*");
    QTest::newRow("quote") << QStringLiteral("a\"b") << QStringLiteral("\"a\"\"b\"*");
    QTest::newRow("operators") << QStringLiteral("NOT a") << QStringLiteral("\"NOT\" \"a\"*");
    QTest::newRow("no token") << QStringLiteral("a ( *") << QStringLiteral("\"a\"*");
    QTest::newRow("only signs") << QStringLiteral("+-*/ ()\"") << QString();
}

void SearchWordsTest::quotesEachWordAndOpensTheLast() {
    QFETCH(const QString, typed);
    QFETCH(const QString, expression);
    QCOMPARE(searchExpression(typed), expression);
}

void SearchWordsTest::keepsTextThatIsWhole_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("plain") << QStringLiteral("a\tb\n");
    QTest::newRow("accents") << QStringLiteral("äöü é ñ");
    QTest::newRow("pairs") << QStringLiteral("😀🏳️‍🌈𝄞");
}

void SearchWordsTest::keepsTextThatIsWhole() {
    QFETCH(const QString, text);
    QCOMPARE(storedText(text), text);
}

void SearchWordsTest::replacesWhatCantBeStoredUnitForUnit() {
    const QChar high(0xD83D);
    const QChar low(0xDE00);
    QString text = QStringLiteral("a");
    text += QChar(0);
    text += low;
    text += high;
    text += high;
    text += low;
    text += high;
    QString expected = QStringLiteral("a\uFFFD\uFFFD\uFFFD");
    expected += high;
    expected += low;
    expected += QChar(0xFFFD);
    QCOMPARE(storedText(text), expected);
}

QTEST_APPLESS_MAIN(SearchWordsTest)
#include "tst_searchwords.moc"
