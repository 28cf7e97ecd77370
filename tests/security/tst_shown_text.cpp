// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "text/ShownText.h"

#include <QTest>

using rivulet::text::ShownText;

namespace {

QString of(char32_t c) {
    QString text;
    text.append(QChar::fromUcs4(c)); // QString::fromUcs4 takes U+FEFF for a byte order mark
    return text;
}

QString mark(char32_t c) {
    return QStringLiteral("⟨U+%1⟩").arg(
        QString::number(static_cast<uint>(c), 16).toUpper().rightJustified(4, u'0'));
}

} // namespace

/// S8: what is hidden in a stranger's text is seen, and nothing in it is obeyed.
class ShownTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hiddenCharactersAreSeenInCode_data() {
        QTest::addColumn<uint>("character");
        for (const uint c :
             {0xadU,    0x34fU,   0x61cU,   0x115fU,  0x180eU,  0x200bU,  0x200cU, 0x200dU, 0x200eU,
              0x200fU,  0x2028U,  0x2029U,  0x202aU,  0x202bU,  0x202cU,  0x202dU, 0x202eU, 0x2060U,
              0x2063U,  0x2066U,  0x2067U,  0x2068U,  0x2069U,  0x206aU,  0x3164U, 0xfeffU, 0xffa0U,
              0xfff9U,  0xfffcU,  0xfdd0U,  0xfdd1U,  0xfe00U,  0xfe0fU,  0x85U,   0x9bU,   0xe0001U,
              0xe0041U, 0xe007fU, 0xe0100U, 0xe01efU, 0x1d173U, 0x10ffffU}) {
            QTest::addRow("U+%04X", c) << c;
        }
    }

    void hiddenCharactersAreSeenInCode() {
        QFETCH(const uint, character);
        const auto c = static_cast<char32_t>(character);
        const QString shown = ShownText::code(QStringLiteral("a") + of(c) + QStringLiteral("b"));
        QCOMPARE(shown, QStringLiteral("a") + mark(c) + QStringLiteral("b"));
        // And it may stand at either end.
        QCOMPARE(ShownText::code(of(c)), mark(c));
    }

    void controlsAreSeenAndNeverObeyed_data() {
        QTest::addColumn<uint>("character");
        for (uint c = 0; c < 0xa0; ++c) {
            if ((c < 0x20 && c != '\n' && c != '\t') || c >= 0x7f) {
                QTest::addRow("U+%04X", c) << c;
            }
        }
    }

    void controlsAreSeenAndNeverObeyed() {
        QFETCH(const uint, character);
        const QString c = of(static_cast<char32_t>(character));
        for (const QString& shown : {ShownText::prose(c), ShownText::code(c)}) {
            QVERIFY(!shown.isEmpty() && !shown.contains(c));
        }
        QCOMPARE(ShownText::label(c), QString());
    }

    void honestTextIsLeftAlone_data() {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"", "int main() {\n\treturn 0;\n}", "Ärger, 水, שלום, नमस्ते",
              "👩‍👩‍👧 ❤️ 🏳️‍🌈", "می‌خواهم", "क्‍ष", "a\u00a0b"}) {
            QTest::newRow(text) << QString::fromUtf8(text);
        }
        QTest::newRow("Scotland") << QString::fromUcs4(U"\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063"
                                                       U"\U000E0074\U000E007F!");
    }

    void honestTextIsLeftAlone() {
        QFETCH(const QString, text);
        QCOMPARE(ShownText::prose(text), text);
        if (QString::fromLatin1(QTest::currentDataTag()) != u"Scotland") {
            QCOMPARE(ShownText::code(text), text);
        }
    }

    void wordsSmuggledIntoProseAreSeen() {
        const QString hidden = QString::fromUcs4(U"\U000E0068\U000E0069");
        QCOMPARE(ShownText::prose(QStringLiteral("ok") + hidden),
                 QStringLiteral("ok") + mark(0xe0068) + mark(0xe0069));
        // Selectors that are piled up carry bytes; one is an emoji's look.
        const QString pile = QString::fromUcs4(U"\U0001F600\U000E0148\U000E0149");
        QVERIFY(ShownText::prose(pile).endsWith(mark(0xe0149)));
        // A flag ends with its mark: what follows is no part of it.
        const QString after = QString::fromUcs4(U"\U0001F3F4\U000E0067\U000E007F\U000E0068");
        QVERIFY(ShownText::prose(after).endsWith(mark(0xe0068)));
    }

    void directionControlsStayInProse() {
        const QString text = QStringLiteral("a \u202egpj.exe\u202c b");
        QCOMPARE(ShownText::prose(text), text);
    }

    void aDocumentsOwnMarksAreNoText() {
        for (const char32_t c : {0x2028, 0x2029, 0xfffc, 0xfdd0, 0xfdd1, 0xfdef, 0xfffe, 0xffff}) {
            QVERIFY(!ShownText::prose(of(c)).contains(of(c)));
        }
    }

    void aLabelIsOneLineThatNothingReachesOutOf() {
        QCOMPARE(ShownText::label(QStringLiteral(" a\n b\u202e\u200bc\x1b[31m ")),
                 QStringLiteral("a bc[31m"));
        QCOMPARE(ShownText::label(QString(1000, u'x')).size(), ShownText::longestLabel + 1);
        QVERIFY(ShownText::label(QString(10'000'000, u'x'), 20).size() <= 21);
        // Names that run to the left are isolated from what stands beside them.
        const QString name = QStringLiteral("שלום");
        QCOMPARE(ShownText::label(name), u'\u2068' + name + u'\u2069');
        QCOMPARE(ShownText::label(name + QStringLiteral("\u2069\u2069")), u'\u2068' + name + u'\u2069');
    }

    void growingTextGivesGrowingText() {
        QString text = QStringLiteral("x = '\u202e'; /* \u200b */ 👩‍👧 \x1b[0m ❤️");
        text += QString(ShownText::longestLine * 2, u'y') + u'\u200b' + QStringLiteral("\nend");
        QString before;
        for (qsizetype length = 0; length <= text.size(); ++length) {
            if (length > 100 && length % 997 != 0 && length % ShownText::longestLine > 100) {
                continue;
            }
            const QString now = ShownText::code(text.first(length));
            QVERIFY2(now.startsWith(before), qPrintable(QString::number(length)));
            if (length == 0 || !text[length - 1].isHighSurrogate()) {
                before = now;
            }
        }
    }

    void longLinesAreFolded() {
        const QString word(1'000'000, u'w');
        for (const QString& shown : {ShownText::code(word), ShownText::folded(word)}) {
            qsizetype longest = 0;
            for (const auto& line : shown.split(u'\n')) {
                longest = std::max(longest, line.size());
            }
            QCOMPARE(longest, ShownText::longestLine);
            QCOMPARE(QString(shown).remove(u'\n'), word);
        }
        const QString pairs = QString::fromUtf8("😀").repeated(ShownText::longestLine);
        QVERIFY(!ShownText::folded(u'x' + pairs).contains(QChar::ReplacementCharacter));
        QCOMPARE(QString(ShownText::folded(u'x' + pairs)).remove(u'\n'), u'x' + pairs);
    }

    void whatIsShownIsBoundedByWhatCame() {
        // The worst a character can become is its number written out.
        const QString worst = of(0xe0041).repeated(100'000);
        QVERIFY(ShownText::code(worst).size() <= worst.size() * 5);
        QVERIFY(ShownText::prose(worst).size() <= worst.size() * 5);
    }
};

QTEST_GUILESS_MAIN(ShownTextTest)
#include "tst_shown_text.moc"
