// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CodeColours.h"
#include "text/CodeSpans.h"

#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickTextDocument>
#include <QSet>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <memory>

using namespace rivulet;
using app::CodeColours;

namespace {

/// A TextEdit as the window has it, and the colours of its code.
struct Fixture {
    QQmlEngine engine;
    std::unique_ptr<QQuickItem> edit;
    CodeColours colours;
    int first = 0;   ///< of the places that changed
    int changes = 0; ///< how often any did

    Fixture() {
        QQmlComponent component(&engine);
        component.setData("import QtQuick\nTextEdit { textFormat: TextEdit.PlainText; readOnly: true }", {});
        edit.reset(qobject_cast<QQuickItem*>(component.create()));
        if (edit == nullptr) {
            qFatal("no TextEdit: %s", qPrintable(component.errorString()));
        }
        QObject::connect(document(), &QTextDocument::contentsChange, [this](int at, int, int) {
            first = std::min(first, at);
            ++changes;
        });
    }

    [[nodiscard]] QTextDocument* document() const {
        return edit->property("textDocument").value<QQuickTextDocument*>()->textDocument();
    }
    [[nodiscard]] QString text() const { return document()->toPlainText(); }
    /// The colour at the first place of `part`, or none.
    [[nodiscard]] QColor colourOf(const QString& part) const {
        for (auto block = document()->begin(); block.isValid(); block = block.next()) {
            const auto at = block.text().indexOf(part);
            if (at < 0) {
                continue;
            }
            const auto formats = block.layout()->formats();
            for (const auto& range : formats) {
                if (range.start <= at && at < range.start + range.length) {
                    return range.format.foreground().color();
                }
            }
            return {};
        }
        return {};
    }
    /// As QML makes it: in any order, then the event loop.
    void show(const QString& language, const QString& code) {
        colours.setTarget(edit.get());
        colours.setLanguage(language);
        colours.setCode(code);
    }
};

const QString code = QStringLiteral("int main() {\n    return 42; // all\n}");

} // namespace

/// Code that streams in is appended and coloured, and never shown anew.
class CodeColoursTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codeIsShownAndColoured() {
        Fixture f;
        f.show(QStringLiteral("cpp"), code);
        QTRY_COMPARE(f.text(), code);
        QTRY_VERIFY(f.colourOf(QStringLiteral("return")).isValid());
        QSet<QRgb> seen;
        for (const char* part : {"return", "42", "// all"}) {
            seen.insert(f.colourOf(QString::fromLatin1(part)).rgb());
        }
        QCOMPARE(seen.size(), 3);
    }

    void codeIsThereAtOnce() {
        // A row that got its lines later would push what stands below it.
        Fixture f;
        f.show(QStringLiteral("cpp"), code);
        QCOMPARE(f.text(), code);
        QVERIFY(f.colourOf(QStringLiteral("return")).isValid());
    }

    void whatGoesOnFromTheRowAboveIsColoured() {
        Fixture f;
        std::vector<text::CodeSpan> spans;
        f.colours.setFirstState(text::CodeSpans(u"cpp").scan(u"/* a comment", 0, spans));
        f.show(QStringLiteral("cpp"), QStringLiteral("goes on */ return"));
        const QColor comment = f.colourOf(QStringLiteral("goes on"));
        QVERIFY(comment.isValid());
        f.colours.setFirstState(0);
        QVERIFY(comment != f.colourOf(QStringLiteral("goes on")));
        QVERIFY(f.colourOf(QStringLiteral("return")).isValid());
    }

    void anUnknownLanguageIsPlain() {
        Fixture f;
        f.show(QStringLiteral("no such language"), code);
        QCOMPARE(f.text(), code);
        QVERIFY(!f.colourOf(QStringLiteral("return")).isValid());
    }

    void whatIsAppendedResetsNothing() {
        Fixture f;
        f.show(QStringLiteral("cpp"), code.left(1));
        QTRY_COMPARE(f.text(), code.left(1));
        for (qsizetype length = 2; length <= code.size(); ++length) {
            const auto line = static_cast<int>(code.left(length - 1).lastIndexOf(u'\n')) + 1;
            f.first = static_cast<int>(length);
            f.colours.setCode(code.left(length));
            QCOMPARE(f.text(), code.left(length));
            QVERIFY(f.first >= line); // where a line's colours change it is laid out again; no other is
        }
        QVERIFY(f.colourOf(QStringLiteral("// all")).isValid());
        // And the same once more is nothing at all.
        f.changes = 0;
        f.colours.setCode(code);
        QCOMPARE(f.changes, 0);
    }

    void codeThatIsAnotherIsShownAnew() {
        Fixture f;
        f.show(QStringLiteral("cpp"), code);
        QTRY_COMPARE(f.text(), code);
        f.colours.setCode(QStringLiteral("return 1;"));
        QCOMPARE(f.text(), QStringLiteral("return 1;"));
        f.colours.setCode({});
        QCOMPARE(f.text(), QString());
        f.colours.setCode(code);
        QCOMPARE(f.text(), code);
    }

    void aThemeIsChangedWithTheText() {
        Fixture f;
        f.show(QStringLiteral("cpp"), code);
        QTRY_VERIFY(f.colourOf(QStringLiteral("return")).isValid());
        const QColor light = f.colourOf(QStringLiteral("return"));
        f.colours.setDark(true);
        QTRY_COMPARE(f.text(), code);
        QTRY_VERIFY(f.colourOf(QStringLiteral("return")).isValid());
        const QColor dark = f.colourOf(QStringLiteral("return"));
        QVERIFY(dark.lightness() > light.lightness());
        // To and fro within one turn of the event loop.
        f.colours.setDark(false);
        f.colours.setDark(true);
        f.colours.setDark(false);
        QTRY_COMPARE(f.text(), code);
        QTRY_COMPARE(f.colourOf(QStringLiteral("return")), light);
    }

    void aLanguageThatBecomesKnownColoursWhatIsThere() {
        // The info string of a fence streams in as well: "c", "cp", "cpp".
        Fixture f;
        f.show({}, code);
        QCOMPARE(f.text(), code);
        f.colours.setLanguage(QStringLiteral("cpp"));
        QTRY_COMPARE(f.text(), code);
        QTRY_VERIFY(f.colourOf(QStringLiteral("return")).isValid());
        f.colours.setLanguage({});
        QTRY_COMPARE(f.text(), code);
        QVERIFY(!f.colourOf(QStringLiteral("return")).isValid());
    }

    void textAndColoursMayGoInAnyOrder() {
        auto colours = std::make_unique<CodeColours>();
        {
            Fixture f;
            colours->setTarget(f.edit.get());
            colours->setLanguage(QStringLiteral("cpp"));
            colours->setCode(code);
            QTRY_COMPARE(f.text(), code);
        }
        colours->setCode(code + code); // the text is gone
        colours->setDark(true);
        QVERIFY(colours->target() == nullptr);
        Fixture f;
        colours->setTarget(f.edit.get());
        QTRY_COMPARE(f.text(), code + code);
        colours.reset(); // the colours go, the text stays
        QCOMPARE(f.text(), code + code);
    }
};

QTEST_MAIN(CodeColoursTest)
#include "tst_code_colours.moc"
