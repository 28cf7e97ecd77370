// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RichText.h"
#include "text/BlockReader.h"
#include "text/MarkdownBlocks.h"

#include <QTest>

using namespace rivulet;

namespace {

/// What a text becomes on its way to the screen, in numbers that do not depend on the machine.
struct Cost {
    qsizetype read = 0;   ///< units looked at
    qsizetype blocks = 0; ///< rows of the view
    qsizetype cells = 0;  ///< items of the largest of them
    qsizetype html = 0;   ///< units of rich text in all of them
    qsizetype widest = 0; ///< units of rich text in the largest of them
};

Cost costOf(const QString& text, qsizetype piece) {
    text::MarkdownBlocks blocks;
    for (qsizetype at = 0; at < text.size(); at += piece) {
        blocks.append(QStringView(text).mid(at, piece));
    }
    blocks.finish();
    Cost cost;
    cost.read = blocks.unitsRead();
    cost.blocks = static_cast<qsizetype>(blocks.blocks().size());
    const app::RichText::Colours colours{Qt::blue, Qt::gray};
    const auto count = [&](const std::vector<text::Run>& runs) {
        const qsizetype size = app::RichText::of(runs, colours, 150).size();
        cost.html += size;
        cost.widest = std::max(cost.widest, size);
    };
    for (const auto& block : blocks.blocks()) {
        count(block.runs);
        qsizetype cells = 0;
        for (const auto& row : block.rows) {
            cells += static_cast<qsizetype>(row.size());
            for (const auto& cell : row) {
                count(cell.runs);
            }
        }
        cost.cells = std::max(cost.cells, cells);
    }
    return cost;
}

} // namespace

/// S7: the worst case of the renderer is bounded, counted in steps and sizes.
class RenderBoundsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hostileShapesCostWhatTheirLengthCosts_data() {
        QTest::addColumn<QString>("text");
        constexpr qsizetype size = 40'000;
        const auto row = [](const char* name, const char* unit) {
            const QString one = QString::fromUtf8(unit);
            QTest::newRow(name) << one.repeated(size / one.size());
        };
        row("quotes", "> ");
        row("quotes without spaces", ">");
        row("quotes, a level a line", "> > > > > > > > > > > > > > > > > > > > > > > > x\n");
        row("lists", "- ");
        row("list, a level a line", "- - - - - - - - - - - - - - - - - - - - - - - - x\n");
        row("numbers", "1. ");
        row("brackets", "[");
        row("brackets, closed", "[]");
        row("brackets, answered", "](");
        row("links in links", "[a](");
        row("images", "![");
        row("pointed brackets", "<");
        row("comments", "<!--");
        row("instructions", "<?");
        row("declarations", "<!A ");
        row("tags", "<a ");
        row("stars", "*");
        row("stars and letters", "*a");
        row("two stars and letters", "**a *b ");
        row("underscores", "_a_ _");
        row("tildes", "~~a ~b ");
        row("backticks", "`");
        row("backticks of all lengths", "` `` ``` ```` ````` ");
        row("backslashes", "\\");
        row("entities", "&#x41;&amp;&notanentity;");
        row("at signs", "a@b.");
        row("addresses", "http://a.b/(");
        row("www", "www.");
        row("fences", "```\n");
        row("headings", "# \n");
        row("underlines", "a\n=\n");
        row("rules", "***\n");
        row("definitions", "[a]: b\n");
        row("references", "[a][a]");
        row("pipes", "|");
        row("table rows", "|a|b|c|\n|-|-|-|\n");
        row("breaks", "a<br>");
        row("one word", "w");
        row("tabs", "\t");
        row("combining marks", "a\u0301\u0301\u0301\u0301\u0301\u0301");
    }

    void hostileShapesCostWhatTheirLengthCosts() {
        QFETCH(const QString, text);
        const Cost cost = costOf(text, 2'000);
        // Every piece may have the open block read again, which is bounded itself.
        const qsizetype appends = text.size() / 2'000 + 1;
        QVERIFY2(cost.read <= 4 * text.size() + appends * 4 * text::BlockReader::longestProse,
                 qPrintable(QString::number(cost.read)));
        QVERIFY2(cost.blocks <= text.size(), qPrintable(QString::number(cost.blocks)));
        // A character is at most one run of its own in all looks: some tags, some entities.
        QVERIFY2(cost.html <= 400 * text.size(), qPrintable(QString::number(cost.html)));
        QVERIFY2(cost.widest <= 400 * text::BlockReader::longestProse,
                 qPrintable(QString::number(cost.widest)));
        QVERIFY(cost.cells <= static_cast<qsizetype>(text::BlockReader::mostCells));
    }

    void aTableOfAnySizeIsManyTables() {
        for (const int columns : {1, 2, 7, 30}) {
            const QString row = QStringLiteral("|x").repeated(columns) + QStringLiteral("|\n");
            const int rows = 20'000 / columns;
            text::MarkdownBlocks blocks;
            blocks.append(row + QStringLiteral("|-").repeated(columns) + QStringLiteral("|\n"));
            for (int i = 0; i < rows; ++i) {
                blocks.append(row);
            }
            blocks.finish();
            qsizetype found = 0;
            for (const auto& block : blocks.blocks()) {
                QCOMPARE(block.kind, text::Block::Kind::Table);
                QVERIFY(block.rows.size() * block.aligns.size() <= text::BlockReader::mostCells);
                found += static_cast<qsizetype>(block.rows.size());
            }
            QCOMPARE(found, static_cast<qsizetype>(rows) + 1); // one header
        }
    }

    void codeOfAnyLengthIsManyBlocks() {
        using text::BlockReader;
        const QString lines = QStringLiteral("line\n").repeated(BlockReader::mostLines * 3 + 7);
        const QString line(BlockReader::longestLiteral * 2 + 7, u'w');
        for (const QString& literal : {lines, line}) {
            for (const qsizetype piece : {qsizetype{999}, literal.size()}) {
                text::MarkdownBlocks blocks;
                const QString all = QStringLiteral("```py\n") + literal;
                for (qsizetype at = 0; at < all.size(); at += piece) {
                    blocks.append(QStringView(all).mid(at, piece));
                }
                blocks.finish();
                QString together;
                for (const auto& block : blocks.blocks()) {
                    QCOMPARE(block.kind, text::Block::Kind::Code);
                    QCOMPARE(block.language, QStringLiteral("py"));
                    QVERIFY(!block.open);
                    QVERIFY(block.literal.count(u'\n') < BlockReader::mostLines);
                    QVERIFY(block.literal.size() <= BlockReader::longestLiteral + BlockReader::longestProse);
                    together += block.literal;
                }
                QCOMPARE(QString(together).remove(u'\n'), QString(literal).remove(u'\n'));
                QVERIFY(blocks.blocks().size() >= 2);
            }
        }
    }

    void anyNumberOfBlocksIsBounded() {
        using text::BlockReader;
        const QString one = QStringLiteral("a\n\n***\n- x\n# h\n");
        const QString all = one.repeated(20'000);
        text::MarkdownBlocks blocks;
        for (qsizetype at = 0; at < all.size(); at += 20'000) {
            blocks.append(QStringView(all).mid(at, 20'000));
        }
        blocks.finish();
        const auto& rows = blocks.blocks();
        QVERIFY(rows.size() >= BlockReader::mostBlocks);
        // The rest is there, as text: five lines a time, two thousand of them a block.
        QVERIFY(rows.size() <= BlockReader::mostBlocks + 20'000 * 5 / BlockReader::mostLines + 2);
        QVERIFY(rows.back().literal.endsWith(QStringLiteral("# h")));
    }

    void onlyAnOpenTableGrows() {
        // Row by row: what is shown already is never touched again.
        text::MarkdownBlocks blocks;
        blocks.append(u"|a|b|\n|-|-|\n");
        qsizetype highest = 0;
        for (int i = 0; i < 2'000; ++i) {
            const auto change = blocks.append(u"|c|d|\n");
            QVERIFY(change.first >= highest - 1);
            QVERIFY(change.replaced + change.added <= 3);
            highest = std::max(highest, change.first);
        }
    }
};

QTEST_MAIN(RenderBoundsTest)
#include "tst_render_bounds.moc"
