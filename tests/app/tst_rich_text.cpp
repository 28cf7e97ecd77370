// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RichText.h"

#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFragment>

using namespace rivulet;
using app::RichText;
using text::Run;

namespace {

constexpr auto hostile = "<img src=\"http://127.0.0.1/x\"><b>\"&lt;'</p><a href='x'>&#60;";

/// Takes note of whatever a document would load.
class WatchingDocument : public QTextDocument {
public:
    QStringList asked;

protected:
    QVariant loadResource(int, const QUrl& name) override {
        asked.append(name.toString());
        return {};
    }
};

QString html(const Run& run) {
    return RichText::of({run}, {QColor(0x0000ff), QColor(0xeeeeee)}, 150);
}

} // namespace

/// Rich text shows exactly its runs, whatever they hold, and loads nothing.
class RichTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyTextIsShownAsItIs_data() {
        QTest::addColumn<uint>("styles");
        QTest::addColumn<QString>("target");
        for (uint styles = 0; styles < 16; ++styles) {
            QTest::addRow("styles %u", styles) << styles << QString();
            QTest::addRow("styles %u, a link", styles) << styles << QString::fromLatin1(hostile);
        }
    }

    void anyTextIsShownAsItIs() {
        QFETCH(const uint, styles);
        QFETCH(const QString, target);
        const QString text = QString::fromLatin1(hostile) + QStringLiteral(" a  b\tc");
        WatchingDocument document;
        document.setHtml(html({text, styles, target}));
        QCOMPARE(document.toPlainText(), text);
        QCOMPARE(document.asked, QStringList());
        const auto fragment = document.firstBlock().begin().fragment();
        QCOMPARE(fragment.charFormat().anchorHref(), target);
        QCOMPARE(fragment.charFormat().fontWeight() > QFont::Normal, (styles & Run::Strong) != 0);
        QCOMPARE(fragment.charFormat().fontItalic(), (styles & Run::Emphasis) != 0);
        QCOMPARE(fragment.charFormat().fontStrikeOut(), (styles & Run::Strikethrough) != 0);
        QCOMPARE(fragment.charFormat().background().style() != Qt::NoBrush, (styles & Run::Code) != 0);
    }

    void anImageIsAnInertMark() {
        const QString target = QStringLiteral("http://127.0.0.1/x.png");
        WatchingDocument document;
        document.setHtml(html({QStringLiteral("a <cat>"), Run::Image, target}));
        QVERIFY(document.toPlainText().contains(QStringLiteral("a <cat>")));
        document.setHtml(html({{}, Run::Image, target}));
        QVERIFY(document.toPlainText().contains(target));
        QCOMPARE(document.firstBlock().begin().fragment().charFormat().anchorHref(), QString());
        QCOMPARE(document.asked, QStringList());
    }

    void mathsIsReadAndKeepsNoMarkupOfItsOwn() {
        WatchingDocument document;
        document.setHtml(html({QStringLiteral("$x^2 \\leq \\text{<img src=x>}$"), Run::Math, {}}));
        QCOMPARE(document.toPlainText(), QStringLiteral("x2 \u2264 <img src=x>"));
        QCOMPARE(document.asked, QStringList());
        QVERIFY(document.firstBlock().begin().fragment().charFormat().fontItalic());
    }

    void aHardBreakIsALine() {
        WatchingDocument document;
        document.setHtml(RichText::of({{QStringLiteral("a"), Run::Plain, {}},
                                       {{}, Run::LineBreak, {}},
                                       {QStringLiteral("b"), Run::Plain, {}}},
                                      {QColor(Qt::blue), QColor(Qt::gray)}, 150));
        QCOMPARE(document.toPlainText(), QStringLiteral("a\nb"));
    }

    void hitsAreBoldAndAllElseIsText() {
        WatchingDocument document;
        document.setHtml(RichText::highlighted(QString::fromLatin1(hostile) + QChar(2) +
                                               QStringLiteral("hit") + QChar(3)));
        QCOMPARE(document.toPlainText(), QString::fromLatin1(hostile) + QStringLiteral("hit"));
        QCOMPARE(document.asked, QStringList());
        QVERIFY(document.toHtml().contains(QStringLiteral("font-weight")));
    }
};

QTEST_MAIN(RichTextTest)
#include "tst_rich_text.moc"
