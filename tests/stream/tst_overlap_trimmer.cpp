// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/OverlapTrimmer.h"

#include <QRandomGenerator>
#include <QTest>

using rivulet::stream::OverlapTrimmer;
using Start = OverlapTrimmer::Start;

namespace {

/// The text after a continuation that came in slices of this length.
QString continued(const QString& text, const QString& more, Start start, qsizetype slice = 1000) {
    OverlapTrimmer trimmer(text, start);
    QString all = text;
    bool decided = false;
    for (qsizetype at = 0; at < more.size(); at += slice) {
        const QString piece = more.mid(at, slice);
        if (decided) {
            all += piece;
        } else if (const auto decision = trimmer.feed(piece)) {
            decided = true;
            all += decision->text;
        }
    }
    if (!decided) {
        if (const auto decision = trimmer.finish()) {
            all += decision->text;
        }
    }
    return all;
}

} // namespace

class tst_OverlapTrimmer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void trimsWhatIsRepeated_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("more");
        QTest::addColumn<bool>("quoted");
        QTest::addColumn<QString>("whole");
        const auto row = [](const char* name, const char* text, const char* more, bool quoted,
                            const char* whole) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(more) << quoted
                                << QString::fromUtf8(whole);
        };
        row("nothing repeated", "The first half, ", "and the second.", false,
            "The first half, and the second.");
        row("a sentence again", "One. Two and three, ", "Two and three, four.", true,
            "One. Two and three, four.");
        row("the same after a prefill", "One. Two and three", "Two and three, four.", false,
            "One. Two and three, four.");
        row("white space that a prefill leaves out", "Hello ", " world", false, "Hello world");
        row("white space that differs", "Hello\n", "\n\nworld", false, "Hello\n\nworld");
        row("a word begun again", "I ate a bana", "banana today", true, "I ate a banana today");
        row("a cut word that goes on", "I ate a bana", "na today", true, "I ate a banana today");
        row("the same letters after a prefill are new", "ha", "ha ha", false, "haha ha");
        row("a short repetition is new", "go go ", "go go on", true, "go go go go on");
        row("all of it a repetition", "The whole answer.", "The whole answer.", true, "The whole answer.");
        row("nothing came", "text", "", true, "text");
        row("from an empty text", "", "text", true, "text");
    }
    void trimsWhatIsRepeated() {
        QFETCH(QString, text);
        QFETCH(QString, more);
        QFETCH(bool, quoted);
        QFETCH(QString, whole);
        for (const qsizetype slice : {1, 2, 5, 1000}) {
            QCOMPARE(continued(text, more, quoted ? Start::FromQuote : Start::AtTheEnd, slice), whole);
        }
    }

    /// Whatever the repetition's length and the slicing: the text is as if it had never been cut.
    void lawARepetitionLeavesNoTrace() {
        QRandomGenerator random(5);
        QString source;
        for (int i = 0; i < 3000; ++i) {
            source += QChar(u'a' + random.bounded(26));
        }
        for (int round = 0; round < 300; ++round) {
            const auto cut = qsizetype{random.bounded(500, 2000)};
            const auto back =
                qsizetype{random.bounded(int(OverlapTrimmer::leastOverlap), int(OverlapTrimmer::reach))};
            QCOMPARE(
                continued(source.first(cut), source.mid(cut - back), Start::FromQuote, random.bounded(1, 80)),
                source);
        }
    }

    void decidesAsSoonAsItCan() {
        OverlapTrimmer trimmer(QStringLiteral("Some text that was there."), Start::FromQuote);
        const auto decision = trimmer.feed(QStringLiteral("Zebra"));
        QVERIFY(decision);
        QCOMPARE(decision->text, QStringLiteral("Zebra"));
        QCOMPARE(decision->trimmed, 0);
    }
};

QTEST_GUILESS_MAIN(tst_OverlapTrimmer)
#include "tst_overlap_trimmer.moc"
