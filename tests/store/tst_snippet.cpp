// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Snippet.h"

#include <QTest>

using rivulet::store::Snippet;

/// What of a text is shown for a search.
class SnippetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void marksEachHit_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char* name, const char16_t* typed, const char16_t* text,
                            const char16_t* shown) {
            QTest::newRow(name) << QString::fromUtf16(typed) << QString::fromUtf16(text)
                                << QString::fromUtf16(shown).replace(u'[', QChar(2)).replace(u']', QChar(3));
        };
        row("words", u"quick fox", u"the quick brown fox", u"the [quick] brown [fox]");
        row("beginning of the last", u"brown qui", u"the quick brown quilt", u"the [quick] [brown] [quilt]");
        row("no beginning of others", u"qui brown", u"the quick brown", u"the quick [brown]");
        row("case and accents", u"CAFE", u"Un café, s'il vous plaît.", u"Un [café], s'il vous plaît.");
        row("marks of their own", u"cafe", u"cafe\u0301!", u"[cafe\u0301]!");
        row("other letters", u"東京", u"in 東京 now", u"in [東京] now");
        row("signs before", u"b", u"<i>b</i>", u"<i>[b]</i>");
        row("far in", u"nine", u"one two three four five six seven eight nine ten",
            u"…five six seven eight [nine] ten");
        row("long behind", u"a", u"a 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22",
            u"[a] 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20…");
        row("by rules unknown", u"zebra", u"one two", u"one two");
        row("nothing", u"", u"one", u"one");
        row("no words", u"a", u"...", u"...");
        row("empty", u"a", u"", u"");
        row("half a pair", u"a", u"\xD83D a", u"\xD83D [a]");
    }

    void marksEachHit() {
        QFETCH(const QString, typed);
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        QCOMPARE(Snippet(typed).of(text), shown);
    }
};

QTEST_APPLESS_MAIN(SnippetTest)
#include "tst_snippet.moc"
