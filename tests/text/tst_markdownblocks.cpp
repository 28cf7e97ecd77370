// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "BlockText.h"
#include "MarkdownCorpus.h"
#include "text/MarkdownBlocks.h"

#include <QRandomGenerator>
#include <QTest>

#include <functional>

using namespace rivulet::text;

namespace {

/// A list that knows the blocks only by what the changes say.
class Mirror {
public:
    void apply(const BlockChange& change, const std::vector<Block>& now) {
        const auto first = m_blocks.begin() + change.first;
        m_blocks.erase(first + change.replaced, first + change.replaced + change.removed);
        for (qsizetype i = 0; i < change.replaced + change.added; ++i) {
            const Block& block = now[static_cast<std::size_t>(change.first + i)];
            if (i < change.replaced)
                m_blocks[static_cast<std::size_t>(change.first + i)] = block;
            else
                m_blocks.insert(m_blocks.begin() + change.first + i, block);
        }
    }
    [[nodiscard]] const std::vector<Block>& blocks() const { return m_blocks; }

private:
    std::vector<Block> m_blocks;
};

/// The texts of blocks that are one leaf, put together again.
QString joined(const std::vector<Block>& blocks) {
    QString text;
    for (const Block& block : blocks)
        text += (&block == &blocks.front() ? QString() : textOf(block.joint)) + plainText(block);
    return text;
}

QString whole(const QString& text) {
    MarkdownBlocks blocks;
    blocks.append(text);
    blocks.finish();
    return blocksText(blocks.blocks());
}

std::vector<Block> prefixBlocks(const QString& text) {
    MarkdownBlocks blocks;
    blocks.append(text);
    return blocks.blocks();
}

QStringList randomSlices(const QString& text, QRandomGenerator& random, int longest) {
    QStringList slices;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype length = random.bounded(0, longest + 1);
        slices.append(text.mid(at, length));
        at += length;
    }
    return slices;
}

/// Feeds the slices and holds every law after each.
void checkLaws(const QStringList& slices) {
    MarkdownBlocks blocks;
    Mirror mirror;
    QString so;
    for (const QString& slice : slices) {
        const std::vector<Block> before = blocks.blocks();
        const BlockChange change = blocks.append(slice);
        so += slice;
        mirror.apply(change, blocks.blocks());
        QVERIFY2(mirror.blocks() == blocks.blocks(), qPrintable(so));
        // Minimal: the first row that is named differs, and nothing is named if nothing differs.
        QCOMPARE(change.isEmpty(), before == blocks.blocks());
        if (change.replaced > 0)
            QVERIFY(before[static_cast<std::size_t>(change.first)] !=
                    blocks.blocks()[static_cast<std::size_t>(change.first)]);
        QCOMPARE(blocksText(blocks.blocks()), blocksText(prefixBlocks(so)));
    }
    mirror.apply(blocks.finish(), blocks.blocks());
    QVERIFY(mirror.blocks() == blocks.blocks());
    QCOMPARE(blocksText(blocks.blocks()), whole(so));
    QCOMPARE(blocks.source(), so);
    QVERIFY(blocks.finish().isEmpty());
}

/// The most units that one append had looked at while a text was fed in tokens.
qsizetype mostWorkOfAnAppend(const QString& text, qsizetype token) {
    MarkdownBlocks blocks;
    qsizetype most = 0;
    for (qsizetype at = 0; at < text.size(); at += token) {
        const qsizetype before = blocks.unitsRead();
        blocks.append(QStringView(text).sliced(at, std::min(token, text.size() - at)));
        most = std::max(most, blocks.unitsRead() - before);
    }
    return most;
}

} // namespace

class MarkdownBlocksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Laws

    void anySplitOfASmallDocumentGivesTheSame_data() { documents(); }
    void anySplitOfASmallDocumentGivesTheSame() {
        QFETCH(QString, text);
        const QString expected = whole(text);
        for (qsizetype cut = 0; cut <= text.size(); ++cut) {
            MarkdownBlocks blocks;
            blocks.append(QStringView(text).first(cut));
            blocks.append(QStringView(text).sliced(cut));
            blocks.finish();
            QCOMPARE(blocksText(blocks.blocks()), expected);
        }
    }

    void lawsHoldCharacterByCharacter_data() { documents(); }
    void lawsHoldCharacterByCharacter() {
        QFETCH(QString, text);
        QStringList slices;
        for (const QChar c : text)
            slices.append(QString(c));
        checkLaws(slices);
    }

    void lawsHoldForRandomDocumentsInRandomSlices() {
        for (std::uint32_t seed = 0; seed < 400; ++seed) {
            QRandomGenerator random(seed + 1000);
            checkLaws(randomSlices(randomDocument(seed), random, 12));
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    void lawsHoldForRandomMaths() {
        for (std::uint32_t seed = 0; seed < 150; ++seed) {
            QRandomGenerator random(seed + 2000);
            QString text = randomDocument(seed);
            text.replace(QStringLiteral("word more"), QStringLiteral("$a_1$ \\(b\\)"))
                .replace(QStringLiteral("\n==="), QStringLiteral("\n$$\n"))
                .replace(QStringLiteral("\n# "), QStringLiteral("\n\\[\n"))
                .replace(QStringLiteral("&lt;"), QStringLiteral("$"))
                .replace(QStringLiteral("***"), QStringLiteral("$$"));
            checkLaws(randomSlices(text, random, 8));
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    void lawsHoldForLongLinesAndLongProse() {
        const QString words = QStringLiteral("some *words* go on ").repeated(1400);
        const QString lines = QStringLiteral("a line of **prose** ends here\n").repeated(900);
        const QString solid = QStringLiteral("\U0001F600x").repeated(8000);
        const QString row = QStringLiteral("| a | b |\n|---|---|\n| ") +
                            QStringLiteral("cell ").repeated(3000) + QStringLiteral("| x |\nnext | row\n");
        const QString definitions = QStringLiteral("[a]: /u\n[b]:\n/v 'title'\n").repeated(700);
        const QStringList texts{words,
                                lines,
                                solid,
                                QStringLiteral("# ") + words,
                                QStringLiteral("- item\n\n  ") + words + QStringLiteral("\n  > ") + lines,
                                QStringLiteral("```\n") + solid + QStringLiteral("\n```\n"),
                                QStringLiteral("    ") + solid + QString(12000, u' ') + QStringLiteral("x\n"),
                                QStringLiteral("<div>") + words + QStringLiteral("\n\n"),
                                QString(25000, u' ') + QStringLiteral("x"),
                                QString(9999, u'a') + QStringLiteral("\r\nb\r\n"),
                                QString(10000, u'a') + QStringLiteral("\r\nb\r\n"),
                                QString(10001, u'a') + QStringLiteral("\n\n\nb"),
                                row,
                                definitions + QStringLiteral("text [a]")};
        QRandomGenerator random(7);
        for (const QString& text : texts) {
            checkLaws(randomSlices(text, random, 3000));
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(text.left(80)));
        }
    }

    void aBlockIsFinalOnceALaterOneBeganOnAWholeLine_data() { documents(); }
    void aBlockIsFinalOnceALaterOneBeganOnAWholeLine() {
        QFETCH(QString, text);
        MarkdownBlocks blocks;
        std::vector<Block> final;
        for (const QChar c : text) {
            blocks.append(QStringView(&c, 1));
            for (std::size_t i = 0; i < final.size(); ++i)
                QCOMPARE(blockText(blocks.blocks()[i]), blockText(final[i]));
            if (c == u'\n' && !blocks.blocks().empty())
                final.assign(blocks.blocks().begin(), blocks.blocks().end() - 1);
        }
    }

    // Cost

    void workPerAppendIsBounded_data() {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<qsizetype>("bound");
        const qsizetype prose = 2'400;
        const qsizetype line = 10'000; // that has not ended
        QTest::newRow("mixed prose")
            << QStringLiteral("# Title\n\nSome *prose* with `code`.\n\n- item\n- item\n\n> quote\n\n")
            << qsizetype{200};
        QTest::newRow("fence") << QStringLiteral("\tint x = 0; // more\n") << qsizetype{100};
        QTest::newRow("table") << QStringLiteral("| a cell | **another** | third |\n") << qsizetype{200};
        QTest::newRow("list") << QStringLiteral("- an item of some length\n") << qsizetype{100};
        QTest::newRow("nested list") << QStringLiteral("  - an item of some length\n    - deeper\n")
                                     << qsizetype{100};
        QTest::newRow("quote") << QStringLiteral("> a line of some length\n") << prose + 200;
        QTest::newRow("paragraph") << QStringLiteral("a line of some length\n") << prose + 200;
        QTest::newRow("paragraph of one line") << QStringLiteral("words without a line feed ") << 4 * prose;
        QTest::newRow("line in a fence") << QStringLiteral("words without a line feed ") << prose + 200;
        QTest::newRow("definitions") << QStringLiteral("[label]: /target\n") << line + 200;
        QTest::newRow("blank lines") << QStringLiteral("\n  \n") << qsizetype{100};
        QTest::newRow("html") << QStringLiteral("<b>some</b>\n") << qsizetype{100};
    }
    void workPerAppendIsBounded() {
        QFETCH(QString, unit);
        QFETCH(qsizetype, bound);
        const QByteArray shape = QTest::currentDataTag();
        QString text = shape == "table"          ? QStringLiteral("| a | b | c |\n|---|---|---|\n")
                       : shape.endsWith("fence") ? QStringLiteral("```cpp\n")
                       : shape == "nested list"  ? QStringLiteral("- top\n")
                       : shape == "html"         ? QStringLiteral("<div>\n")
                                                 : QString();
        text += unit.repeated(static_cast<int>(30'000 / unit.size()));
        const qsizetype most = mostWorkOfAnAppend(text, 16);
        QVERIFY2(most <= bound, qPrintable(QString::number(most)));
    }

    void nestingIsCapped() {
        for (const QString& sign : {QStringLiteral("> "), QStringLiteral("- "), QStringLiteral("1. ")}) {
            const QString text = sign.repeated(3000) + QStringLiteral("deep");
            MarkdownBlocks blocks;
            blocks.append(text);
            blocks.finish();
            const Block& last = blocks.blocks().back();
            QVERIFY(last.quoteDepth + last.listDepth <= 20);
            QVERIFY(plainText(last).endsWith(QStringLiteral("deep")));
        }
    }

    void hostileInlinesEndAndLoseNothing() {
        for (const char* piece :
             {"[", "![", "*a ", "**a_", "`", "<", "[a](", "\\[", "&", "~~", "_a", "<!--", "www.", "a@"}) {
            const QString text = QString::fromLatin1(piece).repeated(20'000);
            MarkdownBlocks blocks;
            blocks.append(text);
            blocks.finish();
            QVERIFY(!blocks.blocks().empty());
        }
    }

    void aShortReferenceCannotUnfoldIntoMegabytes() {
        const QString text = QStringLiteral("[a]: /") + QString(1900, u'x') + QStringLiteral("\n\n") +
                             QStringLiteral("[a] ").repeated(100'000);
        MarkdownBlocks blocks;
        blocks.append(text);
        blocks.finish();
        qsizetype shared = 0;
        const void* last = nullptr;
        for (const Block& block : blocks.blocks())
            for (const Run& run : block.runs)
                if (!run.target.isEmpty() &&
                    std::exchange(last, run.target.constData()) != run.target.constData())
                    shared += run.target.size();
        QVERIFY2(shared < 2 * text.size(), qPrintable(QString::number(shared)));
    }

    void aReferenceInManyParagraphsKeepsItsTargetOnce() {
        const QString text = QStringLiteral("[a]: /") + QString(1900, u'x') +
                             QStringLiteral("\n\n[b]: /b\n\n") +
                             QStringLiteral("[a]\n\n[b]\n\n![][a]\n\n").repeated(500);
        MarkdownBlocks blocks;
        blocks.append(text);
        blocks.finish();
        QCOMPARE(blocks.blocks().size(), std::size_t{1500});
        QSet<const void*> strings;
        for (const Block& block : blocks.blocks()) {
            QCOMPARE(block.runs.size(), std::size_t{1});
            strings.insert(block.runs.front().target.constData());
            if (block.runs.front().styles == Run::Image)
                strings.insert(block.runs.front().text.constData());
        }
        QCOMPARE(strings.size(), 2);
    }

    // Rules of our own

    void signsWaitUntilTheySaySomething_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("sign");
        for (const char* sign :
             {"-", "=", "#", "##", "```", "```py", "1", "1.", "- ", "> ", "|", "|--", "**", "* *"})
            QTest::newRow(sign) << QStringLiteral("text\n") << QString::fromLatin1(sign);
        QTest::newRow("closing fence") << QStringLiteral("```\ncode\n") << QStringLiteral("``");
    }
    void signsWaitUntilTheySaySomething() {
        QFETCH(QString, before);
        QFETCH(QString, sign);
        MarkdownBlocks blocks;
        blocks.append(before);
        QVERIFY(blocks.append(sign).isEmpty());
        blocks.finish();
        QCOMPARE(blocksText(blocks.blocks()), whole(before + sign));
    }

    void tightnessGoesByTheLineAbove() {
        QCOMPARE(
            whole(QStringLiteral("text\n- a\n- b\n\n- c\n  - d\n\n    e\n- f\n")),
            QStringLiteral("Paragraph <0:text>\nParagraph- '\u2022' <0:a>\nParagraph- '\u2022' tight <0:b>\n"
                           "Paragraph- '\u2022' <0:c>\nParagraph-- '\u2022' tight <0:d>\nParagraph-- <0:e>\n"
                           "Paragraph- '\u2022' tight <0:f>\n"));
    }

    void aDefinitionAppliesToWhatFollowsIt() {
        QCOMPARE(whole(QStringLiteral("[a]\n\n[a]: /u\n\n[a]\n")),
                 QStringLiteral("Paragraph <0:[a]>\nParagraph <0:a->/u>\n"));
    }

    void anOpenFenceSaysSo() {
        MarkdownBlocks blocks;
        blocks.append(u"```js\nlet");
        QVERIFY(blocks.blocks().front().open);
        blocks.append(u"\n```");
        QVERIFY(blocks.blocks().front().open);
        blocks.append(u"\n");
        QVERIFY(!blocks.blocks().front().open);
        blocks.clear();
        blocks.append(u"~~~\nx");
        blocks.finish();
        QVERIFY(!blocks.blocks().front().open);
    }

    void aTablesDelimiterTurnsTheParagraphAboveIntoItsHeader() {
        MarkdownBlocks blocks;
        blocks.append(u"intro\n| a | b |\n");
        QCOMPARE(blocks.blocks().size(), std::size_t{1});
        QCOMPARE(blocks.append(u"|---|---|\n"), (BlockChange{0, 1, 1, 0}));
        QCOMPARE(blocks.append(u"| 1 | 2"), (BlockChange{1, 1, 0, 0}));
        QCOMPARE(blocks.append(u"\n"), (BlockChange{}));
        QCOMPARE(blocks.append(u"\nafter"), (BlockChange{2, 0, 1, 0}));
    }

    void blocksThatTurnOutFewerAreRemoved() {
        MarkdownBlocks blocks;
        blocks.append(u"text\n```a");
        blocks.append(u" b\n");
        QCOMPARE(blocks.blocks().size(), std::size_t{2});
        blocks.clear();
        blocks.append(u"[a]: x");
        QCOMPARE(blocks.append(u" y"), (BlockChange{0, 0, 1, 0}));
        QCOMPARE(blocks.append(u"\n"), (BlockChange{}));
        blocks.clear();
        blocks.append(u"[a]:");
        QCOMPARE(blocks.append(u" /x"), (BlockChange{0, 0, 0, 1}));
    }

    void imagesAreTextWithATarget() {
        MarkdownBlocks blocks;
        blocks.append(u"![a *b*](http://evil.example/p.png?q=secret)");
        QCOMPARE(blocks.blocks().front().runs,
                 (std::vector<Run>{{QStringLiteral("a b"), Run::Image,
                                    QStringLiteral("http://evil.example/p.png?q=secret")}}));
    }

    void rawHtmlIsText() {
        QCOMPARE(whole(QStringLiteral("a <img src=x> b\n\n<script>alert(1)</script>\n")),
                 QStringLiteral("Paragraph <0:a <img src=x> b>\nHtml {<script>alert(1)</script>}\n"));
    }

    void aWiderTableThanTheCapIsText() {
        const QString text = QStringLiteral("|a").repeated(31) + u'\n' + QStringLiteral("|-").repeated(31);
        MarkdownBlocks blocks;
        blocks.append(text);
        blocks.finish();
        QCOMPARE(blocks.blocks().front().kind, Block::Kind::Paragraph);
    }

    void longProseIsCutAtASpaceAndKeptWhole() {
        const QString text = QStringLiteral("word ").repeated(5000).trimmed();
        MarkdownBlocks blocks;
        blocks.append(text);
        blocks.finish();
        QCOMPARE(blocks.blocks().size(), std::size_t{11});
        QCOMPARE(joined(blocks.blocks()), text);
        QVERIFY(!blocks.blocks()[0].tight);
        QVERIFY(blocks.blocks()[1].tight);
        QVERIFY(blocks.blocks()[0].goesOn);
        QVERIFY(!blocks.blocks().back().goesOn);
    }

    void longProseIsCutBehindASentenceAndOutsideOfItsMarks() {
        const QString text =
            QStringLiteral("A sentence of `code. And` more, (an aside. Here) and **bold. Words** end. ")
                .repeated(100)
                .trimmed();
        MarkdownBlocks blocks;
        blocks.append(text);
        blocks.finish();
        QVERIFY(blocks.blocks().size() > 2);
        for (const Block& block : blocks.blocks())
            QVERIFY2(plainText(block).endsWith(QStringLiteral("Words end.")), qPrintable(plainText(block)));
    }

    void aTableUnderLongProseKeepsItsHeader() {
        const QString text = QStringLiteral("A line of words. ").repeated(150).left(2390) +
                             QStringLiteral("\n| one | two |\n|---|---|\n| 1 | 2 |\n");
        MarkdownBlocks blocks;
        blocks.append(text);
        blocks.finish();
        QCOMPARE(blocks.blocks().back().kind, Block::Kind::Table);
        QCOMPARE(plainText(blocks.blocks().back()), QStringLiteral("one\ttwo\n1\t2"));
    }

    void longCodeGoesOnInOtherBlocksAndIsKeptWhole_data() {
        QTest::addColumn<QString>("code");
        QString lines;
        for (int i = 0; i < 450; ++i)
            lines +=
                QStringLiteral("line %1%2\n").arg(i).arg(i % 50 == 49 ? QStringLiteral("\n\n") : QString());
        QTest::newRow("lines") << lines.trimmed();
        QTest::newRow("blank lines") << QString(350, u'\n') + u'x';
        QTest::newRow("one long line") << QStringLiteral("0123456789").repeated(5000);
    }
    void longCodeGoesOnInOtherBlocksAndIsKeptWhole() {
        QFETCH(QString, code);
        MarkdownBlocks blocks;
        blocks.append(QStringLiteral("```js\n") + code + QStringLiteral("\n```\n"));
        QVERIFY(blocks.blocks().size() > 3);
        QCOMPARE(joined(blocks.blocks()), code);
        for (const Block& block : blocks.blocks()) {
            QCOMPARE(block.language, QStringLiteral("js"));
            QVERIFY(block.literal.count(u'\n') < 100);
        }
        // The same, indented.
        if (code.startsWith(u'\n'))
            return;
        blocks.clear();
        blocks.append(QStringLiteral("    ") + QString(code).replace(u'\n', QStringLiteral("\n    ")));
        blocks.finish();
        QCOMPARE(joined(blocks.blocks()), code);
    }

    void aLongTableGoesOnWithoutAnotherHeader() {
        QString text = QStringLiteral("| a | b |\n|---|--:|\n");
        for (int i = 0; i < 100; ++i)
            text += QStringLiteral("| %1 | x |\n").arg(i);
        MarkdownBlocks blocks;
        blocks.append(text);
        blocks.finish();
        QVERIFY(blocks.blocks().size() > 2);
        std::size_t rows = 0;
        for (const Block& block : blocks.blocks()) {
            rows += block.rows.size();
            QCOMPARE(block.aligns, blocks.blocks().front().aligns);
            QCOMPARE(block.joint != Block::Joint::None, &block != &blocks.blocks().front());
            QCOMPARE(block.goesOn, &block != &blocks.blocks().back());
        }
        QCOMPARE(rows, std::size_t{101});
    }

    void plainTextOfATableHasTabsAndLineFeeds() {
        MarkdownBlocks blocks;
        blocks.append(u"| a | **b**<br>c |\n|---|---|\n| 1 | ![x](y) |\n");
        QCOMPARE(plainText(blocks.blocks().front()), QStringLiteral("a\tb c\n1\tx"));
    }

private:
    static void documents() {
        QTest::addColumn<QString>("text");
        for (const Document& document : smallDocuments())
            QTest::newRow(document.name) << document.text;
        QTest::newRow("maths") << QStringLiteral(
            "Let $x_1$ cost $5, *a* \\(y^2\\)\n$$\n- a\n= b\n$$\nand\n\\[ z \\]\n"
            "> $$\n> q\n> $$\n\n- \\[\n  i\n\n$$ no\n");
        QTest::newRow("long table") << QStringLiteral("| a |\n|--|\n") +
                                           QStringLiteral("| c |\n").repeated(70) + QStringLiteral("\nend\n");
    }
};

QTEST_GUILESS_MAIN(MarkdownBlocksTest)
#include "tst_markdownblocks.moc"
