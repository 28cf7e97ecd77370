// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ProseFeed.h"
#include "RichText.h"
#include "text/MarkdownBlocks.h"

#include <QAbstractTextDocumentLayout>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickTextDocument>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>

#include <memory>

using namespace rivulet;
using app::ProseFeed;
using app::RichText;
using app::StyledText;
using text::Run;

namespace {

const RichText::Colours light{QColor(0x0000ff), QColor(0xeeeeee)};
const RichText::Colours dark{QColor(0x88aaff), QColor(0x222222)};

/// A letter's looks and what it is, for every letter.
struct Letter {
    QChar letter;
    QTextCharFormat format;
};

/// What can be seen of a document.
QStringList seen(const QTextDocument& document) {
    QStringList all;
    for (QTextBlock block = document.firstBlock(); block.isValid(); block = block.next()) {
        const auto lines = block.blockFormat();
        all.append(QStringLiteral("paragraph %1 %2 %3 %4")
                       .arg(lines.lineHeight())
                       .arg(lines.lineHeightType())
                       .arg(int(lines.alignment()))
                       .arg(lines.topMargin() + lines.bottomMargin()));
        for (auto at = block.begin(); !at.atEnd(); ++at) {
            const QTextCharFormat format = at.fragment().charFormat();
            const QString look =
                QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8 %9")
                    .arg(format.fontWeight() > QFont::Medium)
                    .arg(format.fontItalic())
                    .arg(format.fontStrikeOut())
                    .arg(format.fontUnderline())
                    .arg(format.fontFamilies().toStringList().join(u','))
                    .arg(format.background().style() == Qt::NoBrush ? QString()
                                                                    : format.background().color().name())
                    .arg(format.foreground().style() == Qt::NoBrush ? QString()
                                                                    : format.foreground().color().name())
                    .arg(format.anchorHref())
                    .arg(int(format.verticalAlignment()));
            for (const QChar letter : at.fragment().text()) {
                all.append(QStringLiteral("%1 %2").arg(letter.unicode(), 4, 16).arg(look));
            }
        }
    }
    return all;
}

const QString mixed =
    QStringLiteral("A paragraph with **strong**, *emphatic* and ***both***, `code <b>` and a [link & "
                   "more](https://a.example/?a=1&b=2), "
                   "~~struck **out**~~ \\\nand the next line, an image ![of a "
                   "ford](https://a.example/ford.png), maths $a_1^{2} + \\frac{x}{y}$ "
                   "and 😀 more words, é, العربية, **[bold link](https://b.example)** to its end");

} // namespace

/// A paragraph that is fed looks as one that is read from its markup, after every piece of it.
class ProseFeedTest : public QObject {
    Q_OBJECT

    QQmlEngine m_engine;
    std::unique_ptr<QQuickItem> m_edit;
    std::unique_ptr<ProseFeed> m_feed;

    [[nodiscard]] QTextDocument* document() const {
        return m_edit->property("textDocument").value<QQuickTextDocument*>()->textDocument();
    }
    [[nodiscard]] static QStringList whole(const std::vector<Run>& runs, const RichText::Colours& colours,
                                           int lineHeight = 150) {
        QTextDocument document;
        document.setHtml(RichText::of(runs, colours, lineHeight));
        return seen(document);
    }
    void feed(const std::vector<Run>& runs, const RichText::Colours& colours = light) const {
        m_feed->setContent({runs, colours});
    }

private Q_SLOTS:
    void init() {
        QQmlComponent component(&m_engine);
        component.setData("import QtQuick\nTextEdit { readOnly: true; textFormat: TextEdit.RichText; "
                          "wrapMode: TextEdit.Wrap; width: 300 }",
                          {});
        m_edit.reset(qobject_cast<QQuickItem*>(component.create()));
        QVERIFY(m_edit);
        m_feed = std::make_unique<ProseFeed>();
        m_feed->setTarget(m_edit.get());
    }

    void everyPrefixLooksAsIfReadFromItsMarkup_data() {
        QTest::addColumn<QString>("source");
        QTest::newRow("mixed") << mixed;
        QTest::newRow("display maths") << QStringLiteral("$$\\sum_{i=1}^n i^2 = x$$");
        QTest::newRow("a display that is none") << QStringLiteral("$$x$$ and more");
        QTest::newRow("heading") << QStringLiteral("## A *heading* of `two` looks");
        QTest::newRow("hidden letters") << QStringLiteral("a\u202eb\u200b c\u0007d **e\u2066f**");
    }

    void everyPrefixLooksAsIfReadFromItsMarkup() {
        QFETCH(const QString, source);
        for (qsizetype length = 1; length <= source.size(); ++length) {
            text::MarkdownBlocks blocks;
            blocks.append(source.first(length));
            if (blocks.blocks().empty()) {
                continue;
            }
            const auto& runs = blocks.blocks().front().runs;
            feed(runs);
            const auto now = seen(*document());
            const auto expected = whole(runs, light);
            QVERIFY2(now == expected || runs.empty(), qPrintable(source.first(length)));
            if (now != expected) {
                QCOMPARE(now.size(), 1); // nothing but the paragraph itself
            }
        }
    }

    void whatItShowsAlreadyIsNotWrittenAgain() {
        feed({{QStringLiteral("one two "), Run::Plain, {}}, {QStringLiteral("three"), Run::Strong, {}}});
        int from = -1;
        int removed = -1;
        int added = -1;
        connect(document(), &QTextDocument::contentsChange, this, [&](int at, int gone, int came) {
            from = at;
            removed = gone;
            added = came;
        });
        feed({{QStringLiteral("one two "), Run::Plain, {}}, {QStringLiteral("three four"), Run::Strong, {}}});
        QCOMPARE(from, 13);
        QCOMPARE(removed, 0);
        QCOMPARE(added, 5);
        feed({{QStringLiteral("one two "), Run::Plain, {}}, {QStringLiteral("three**"), Run::Plain, {}}});
        QCOMPARE(from, 8);
        feed({});
        QCOMPARE(document()->toPlainText(), QString());
        feed({{QStringLiteral("anew"), Run::Plain, {}}});
        QCOMPARE(document()->toPlainText(), QStringLiteral("anew"));
    }

    void aCharacterOfTwoHalvesIsWrittenWhole() {
        feed({{QStringLiteral("a😀"), Run::Plain, {}}});
        feed({{QStringLiteral("a😁b"), Run::Plain, {}}});
        QCOMPARE(document()->toPlainText(), QStringLiteral("a😁b"));
    }

    void otherColoursAreTakenEverywhere() {
        const std::vector<Run> runs{{QStringLiteral("see "), Run::Plain, {}},
                                    {QStringLiteral("here"), Run::Plain, QStringLiteral("https://a.example")},
                                    {QStringLiteral(" and "), Run::Plain, {}},
                                    {QStringLiteral("code"), Run::Code, {}}};
        feed(runs, light);
        feed(runs, dark);
        QCOMPARE(seen(*document()), whole(runs, dark));
    }

    void itsLinesAreAsHighAsTheyAreToBe() {
        const std::vector<Run> runs{{QStringLiteral("words"), Run::Plain, {}}};
        feed(runs);
        m_feed->setLineHeight(125);
        QCOMPARE(seen(*document()), whole(runs, light, 125));
        feed({{QStringLiteral("words and more"), Run::Plain, {}}});
        QCOMPARE(seen(*document()).front(), whole(runs, light, 125).front());
    }

    void whatIsSelectedStaysSelectedWhileItGrows() {
        feed({{QStringLiteral("one two"), Run::Plain, {}}});
        QVERIFY(QMetaObject::invokeMethod(m_edit.get(), "select", Q_ARG(int, 0), Q_ARG(int, 3)));
        feed({{QStringLiteral("one two three"), Run::Plain, {}}});
        QCOMPARE(m_edit->property("selectedText").toString(), QStringLiteral("one"));
    }

    void anotherTargetIsFedAllOfIt() {
        feed({{QStringLiteral("one two"), Run::Plain, {}}});
        const auto before = std::move(m_edit);
        QQmlComponent component(&m_engine);
        component.setData("import QtQuick\nTextEdit { textFormat: TextEdit.RichText }", {});
        m_edit.reset(qobject_cast<QQuickItem*>(component.create()));
        m_feed->setTarget(m_edit.get());
        QCOMPARE(document()->toPlainText(), QStringLiteral("one two"));
    }
};

QTEST_MAIN(ProseFeedTest)
#include "tst_prose_feed.moc"
