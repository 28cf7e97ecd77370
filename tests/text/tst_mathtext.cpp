// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "BlockText.h"
#include "text/MarkdownBlocks.h"
#include "text/MathText.h"

#include <QRandomGenerator>
#include <QTest>

using namespace rivulet::text;

namespace {

QString found(const QString& text) {
    QStringList parts;
    for (const auto& span : MathText::find(text))
        parts.append(text.sliced(span.start, span.length));
    return parts.join(u' ');
}

} // namespace

/// What is maths and what is not, and how it is read.
class MathTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mathsIsFoundAndMoneyIsNot_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("let $x$ be", "$x$");
        row("$a^2 + b^2 = c^2$.", "$a^2 + b^2 = c^2$");
        row("**$\\alpha$** and $f(x)$, ($n$)", "$\\alpha$ $f(x)$ $n$");
        row("by \\(x_i\\) and \\[y\\]", "\\(x_i\\) \\[y\\]");
        row("so $$x = 1$$ then", "$$x = 1$$");
        row("at $0$ and $(a, b)$", "$0$ $(a, b)$");
        row("it costs $5", "");
        row("from $5 to $10", "");
        row("$5-$10, or $5/$6", "");
        row("US$5 and CA$7", "");
        row("costs 5$ or 6$ each", "");
        row("I have $20 (or so), she has $30.", "");
        row("paid $5, which is half of 10$", "");
        row("paid ($5 = 5 euros, and 6$)", "");
        row("$HOME/bin and $PATH", "");
        row("`$x$` and ``$y`$``", "");
        row("`a` $x$ `b`", "$x$");
        row("\\$x\\$ and \\\\(x\\\\)", "");
        row("$ x $", "");
        row("$x", "");
        row("\\(x", "");
        row("\\(\\)", "");
        row("$$ $$", "");
        row("$$$x$$$", "");
    }
    void mathsIsFoundAndMoneyIsNot() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(found(text), expected);
    }

    void mathsIsReadable_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* source, const char* expected) {
            QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(expected);
        };
        row("$x$", "x");
        row("\\(a+b\\)", "a + b");
        row("$$x^2$$", "x^2");
        row("$x^{n+1}$", "x^(n+1)");
        row("$a_i$", "a_i");
        row("$\\alpha \\leq \\beta$", "\u03b1 \u2264 \u03b2");
        row("$\\frac{1}{2}$", "1/2");
        row("$\\frac{a+b}{2c}$", "(a + b)/2c");
        row("$-b \\pm \\sqrt{b^2-4ac}$", "\u2212b \u00b1 \u221a(b^2 \u2212 4ac)");
        row("$\\sqrt[3]{x}$", "\u221bx");
        row("$\\sum_{i=1}^n i$", "\u2211_(i=1)^ni");
        row("$\\int_0^\\infty e^{-x}\\,dx$", "\u222b_0^\u221ee^(\u2212x) dx");
        row("$e^{-x^2}, e^{a_{ij}}$", "e^(\u2212x\u00b2), e^(a_ij)");
        row("$x \\in \\mathbb{R}$", "x \u2208 \u211d");
        row("$\\text{if } x$", "if x");
        row("$\\sin\\theta$", "sin\u03b8");
        row("$\\hat{x}$", "x\u0302");
        row("$\\left(\\frac{a}{b}\\right)$", "(a/b)");
        row("$\\{1, 2\\}$", "{1, 2}");
        row("$\\unknown{x}$", "\\unknownx");
        row("$$a \\\\ b$$", "a\nb");
        row("$\\begin{pmatrix} a & b \\end{pmatrix}$", "(ab)");
        row("$f'(x)$", "f\u2032(x)");
        row("$\\overline{AB}$", "AB\u0305");
    }
    void mathsIsReadable() {
        QFETCH(QString, source);
        QFETCH(QString, expected);
        QCOMPARE(MathText::plain(source), expected);
    }

    void anythingEnds() {
        static const QStringList signs{
            QStringLiteral("\\"),     QStringLiteral("{"),        QStringLiteral("}"),
            QStringLiteral("^"),      QStringLiteral("_"),        QStringLiteral("$"),
            QStringLiteral("\\frac"), QStringLiteral("\\sqrt["),  QStringLiteral("]"),
            QStringLiteral("\\hat"),  QStringLiteral("\\begin{"), QStringLiteral("x"),
            QStringLiteral("\\left"), QStringLiteral("\\mathbb"), QStringLiteral(" "),
            QStringLiteral("\\\\"),   QStringLiteral("\\text{"),  QStringLiteral("`")};
        for (std::uint32_t seed = 0; seed < 3000; ++seed) {
            QRandomGenerator random(seed);
            QString text;
            const int count = random.bounded(1, 30);
            for (int i = 0; i < count; ++i)
                text += signs[random.bounded(static_cast<int>(signs.size()))];
            (void)MathText::plain(text);
            (void)found(text);
        }
        QVERIFY(MathText::plain(QStringLiteral("\\frac").repeated(2000)).size() < 100'000);
        QVERIFY(MathText::plain(QStringLiteral("\\sqrt{").repeated(2000)).size() < 100'000);
        QVERIFY(MathText::plain(QStringLiteral("{").repeated(4000)).isEmpty());
    }

    void mathsInProseKeepsItsSource() {
        MarkdownBlocks blocks;
        blocks.append(u"Let $a_1 * b_1 * c$ be **\\(x_{i}\\)**, [a $y$](/u$z$v), `$c$` and ![of $x$](p).\n");
        const Block& block = blocks.blocks().front();
        QCOMPARE(
            runsText(block.runs),
            QStringLiteral(
                "<0:Let ><64:$a_1 * b_1 * c$><0: be ><65:\\(x_{i}\\)><0:, ><0:a ->/u$z$v><64:$y$->/u$z$v>"
                "<0: and ><8:$c$><0: and ><32:of $x$->p><0:.>")
                .replace(QStringLiteral("<0: and ><8:$c$>"), QStringLiteral("<0:, ><8:$c$>")));
        QVERIFY(plainText(block).startsWith(QStringLiteral("Let $a_1 * b_1 * c$ be \\(x_{i}\\)")));
    }

    void aCharacterByItsNumberIsNoMaths() {
        MarkdownBlocks blocks;
        blocks.append(u"$x$ and &#x100000;\n");
        QVERIFY(!plainText(blocks.blocks().front()).endsWith(QStringLiteral("$x$")));
    }

    void displayedMathsIsABlock() {
        MarkdownBlocks blocks;
        blocks.append(u"Text\n$$\na\n= b\n+ c\n- d\n$$\nmore\n\\[ x^2 \\]\n- item\n  \\[\n  y\n  \\]\n");
        blocks.finish();
        QCOMPARE(
            blocksText(blocks.blocks()),
            QStringLiteral("Paragraph <0:Text>\nParagraph <64:$$\na\n= b\n+ c\n- d\n$$>\nParagraph <0:more>\n"
                           "Paragraph <64:\\[ x^2 \\]>\nParagraph- '\u2022' <0:item>\n"
                           "Paragraph- tight <64:\\[\ny\n\\]>\n"));
    }

    void mathsThatIsNeverClosedEndsAtABlankLine() {
        MarkdownBlocks blocks;
        blocks.append(u"$$\nx\n\n# Heading\n\n$$ is a shell's own number\n");
        blocks.finish();
        QCOMPARE(blocksText(blocks.blocks()), QStringLiteral("Paragraph <64:$$\nx>\nHeading1 <0:Heading>\n"
                                                             "Paragraph <0:$$ is a shell's own number>\n"));
    }

    void aFootnoteIsText() {
        MarkdownBlocks blocks;
        blocks.append(u"Words[^1].\n\n[^1]: /source\n");
        blocks.finish();
        QCOMPARE(blocksText(blocks.blocks()),
                 QStringLiteral("Paragraph <0:Words[^1].>\nParagraph <0:[^1]: /source>\n"));
    }
};

QTEST_GUILESS_MAIN(MathTextTest)
#include "tst_mathtext.moc"
