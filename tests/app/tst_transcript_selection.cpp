// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "TranscriptFixture.h"
#include "selection/TextSelector.h"

#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using namespace rivulet::app;

class TranscriptSelectionTest : public QObject {
    Q_OBJECT

private:
    using Unit = TextSelection::Unit;

    /// A prompt and an answer, and what is selected of them.
    struct Talk {
        TranscriptModel model;
        TranscriptSelection selection;

        explicit Talk(const QString& text, const QString& asked = QStringLiteral("Why?")) {
            selection.setModel(&model);
            domain::Message question = prompt();
            question.text = asked;
            model.addPrompt(question);
            model.addAnswer(ended(answer(), text));
        }
        /// From behind one stretch of words to behind another, each the first of its kind.
        void select(const QString& from, const QString& to) {
            selection.begin(find(from, 0), Unit::Character);
            selection.extendTo(find(to, static_cast<int>(to.size())));
        }
        [[nodiscard]] TextPlace find(const QString& words, int more) const {
            for (int row = 0; row < model.rowCount(); ++row) {
                if (const auto at = selection.text(row).indexOf(words); at >= 0) {
                    return {row, static_cast<int>(at) + more};
                }
            }
            return {};
        }
    };

    static QString text() {
        return QStringLiteral("# Rivers\n"
                              "\n"
                              "A *small* river\n"
                              "becomes a **very big** one; see [the map](https://maps.example/a_b).\n"
                              "\n"
                              "- [x] springs\n"
                              "- rain\n"
                              "  1. warm `rain()`\n"
                              "\n"
                              "| name | length |\n"
                              "|------|-------:|\n"
                              "| Elbe | 1,094 |\n"
                              "| Oder | 840 |\n"
                              "\n"
                              "```cpp\n"
                              "int flow() {\n"
                              "    return 1;\n"
                              "}\n"
                              "```\n"
                              "\n"
                              "> quoted *words*\n"
                              "\n"
                              "---\n"
                              "\n"
                              "The end.");
    }

private Q_SLOTS:
    void everythingIsCopiedAsItIsSeen() {
        Talk talk(text());
        talk.selection.selectAll();
        QCOMPARE(talk.selection.shown(), QStringLiteral("Why?\n"
                                                        "\n"
                                                        "Rivers\n"
                                                        "\n"
                                                        "A small river becomes a very big one; see the map.\n"
                                                        "\n"
                                                        "\u2611 springs\n"
                                                        "\u2022 rain\n"
                                                        "  1. warm rain()\n"
                                                        "\n"
                                                        "name\tlength\n"
                                                        "Elbe\t1,094\n"
                                                        "Oder\t840\n"
                                                        "\n"
                                                        "int flow() {\n"
                                                        "    return 1;\n"
                                                        "}\n"
                                                        "\n"
                                                        "quoted words\n"
                                                        "\n"
                                                        "The end."));
        QCOMPARE(talk.selection.markdown(), QStringLiteral("Why?\n\n") + text());
        QVERIFY(talk.selection.words().startsWith(QStringLiteral("Selected: Why? Rivers A small")));
        talk.selection.clear();
        QCOMPARE(talk.selection.shown(), QString());
        QCOMPARE(talk.selection.markdown(), QString());
        QCOMPARE(talk.selection.words(), QString());
    }

    void aPartIsTrimmedWhereThatIsExact_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("markdown");
        const auto row = [](const char* name, const char* from, const char* to, const char* shown,
                            const char* markdown) {
            QTest::newRow(name) << QString::fromUtf8(from) << QString::fromUtf8(to)
                                << QString::fromUtf8(shown) << QString::fromUtf8(markdown);
        };
        row("plain words", "river becomes", "becomes", "river becomes", "river\nbecomes");
        row("a word and the space behind it", "small ", "small ", "small ", "*small*");
        row("a bold word", "very big", "very big", "very big", "**very big**");
        row("half of a bold word", "big", "big", "big", "**big**");
        row("from plain to bold", "becomes", "very", "becomes a very", "becomes a **very**");
        row("a link", "the map", "the map", "the map", "[the map](https://maps.example/a_b)");
        row("half of a link", "map", "map", "map", "[map](<https://maps.example/a_b>)");
        row("a task from its start", "spri", "spring", "\u2611 spring", "- [x] spring");
        row("a task from its middle", "ings", "ings", "ings", "ings");
        row("over items", "ings", "rai", "ings\n\u2022 rai", "ings\n- rai");
        row("code spans", "warm", "rain(", "  1. warm rain(", "  1. warm `rain(`");
        row("a table to a row's end", "name", "1,094", "name\tlength\nElbe\t1,094",
            "| name | length |\n|------|-------:|\n| Elbe | 1,094");
        row("a table's middle: all of it", "Elbe", "1,0", "Elbe\t1,0",
            "| name | length |\n|------|-------:|\n| Elbe | 1,094 |\n| Oder | 840 |");
        row("a part of code", "return", "1;", "return 1;", "return 1;");
        row("into code", "840", "flow()", "840\n\nint flow()",
            "| name | length |\n|------|-------:|\n| Elbe | 1,094 |\n| Oder | 840 |\n\n```cpp\nint "
            "flow()\n```");
        row("out of code", "return", "quoted", "return 1;\n}\n\nquoted",
            "```cpp\nreturn 1;\n}\n```\n\n> quoted");
        row("over a rule", "words", "The", "words\n\nThe", "*words*\n\n---\n\nThe");
        row("a heading from its middle", "vers", "A", "vers\n\nA", "vers\n\nA");
        row("a heading's start", "Riv", "Riv", "Riv", "# Riv");
        row("from a prompt", "hy?", "Rivers", "hy?\n\nRivers", "hy?\n\n# Rivers");
    }
    void aPartIsTrimmedWhereThatIsExact() {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        Talk talk(text());
        talk.select(from, to);
        QTEST(talk.selection.shown(), "shown");
        QTEST(talk.selection.markdown(), "markdown");
    }

    /// Whatever is selected: read again, its Markdown shows at least that.
    void noMarkdownLosesASelectedWord() {
        Talk talk(text());
        const auto letters = [](QString words) {
            words.removeIf([](QChar c) { return !c.isLetterOrNumber(); });
            return words;
        };
        for (int row = 1; row + 1 < talk.model.rowCount(); ++row) {
            const int length = static_cast<int>(talk.selection.text(row).size());
            for (int from = 0; from < length; from += 3) {
                talk.selection.begin({row, from}, Unit::Character);
                for (int other = row; other + 1 < talk.model.rowCount(); other += 2) {
                    const int limit = static_cast<int>(talk.selection.text(other).size());
                    talk.selection.extendTo({other, std::min(limit, other == row ? from + 5 : 4)});
                    Talk copy(talk.selection.markdown());
                    copy.selection.selectMessage(1);
                    const QString wanted = letters(talk.selection.shown());
                    const QString found = letters(copy.selection.shown());
                    QVERIFY2(found.contains(wanted),
                             qPrintable(wanted + QStringLiteral(" is not in ") + talk.selection.markdown()));
                }
            }
        }
    }

    void hiddenCharactersAreCopiedAsTheyAreSeen() {
        Talk talk(
            QStringLiteral("one\u0007two\n\n```\nif (a\u202e b)\n```\n\n![a cat](http://x.example/c.png)"));
        talk.selection.selectMessage(1);
        QCOMPARE(talk.selection.shown(),
                 QStringLiteral("one\u2407two\n\nif (a\u27e8U+202E\u27e9 b)\n\n\u00a0\u25a3 a cat\u00a0"));
    }

    void aFoldedPromptThatIsAllSelectedIsTheWholePrompt() {
        const QString asked = QStringLiteral("A line of a long question.\n").repeated(60).trimmed();
        Talk talk(QStringLiteral("So."), asked);
        talk.selection.selectMessage(0);
        QCOMPARE(talk.selection.shown(), asked);
        QCOMPARE(talk.selection.markdown(), asked);
        talk.selection.begin({0, 0}, Unit::Character);
        talk.selection.extendTo({0, 6});
        QCOMPARE(talk.selection.shown(), QStringLiteral("A line"));
        // Unfolded it is several rows, and the same words are selected.
        talk.model.setExpanded(0, true);
        QCOMPARE(talk.selection.shown(), QStringLiteral("A line"));
        talk.selection.selectMessage(0);
        QCOMPARE(talk.selection.shown(), asked);
        talk.model.setExpanded(0, false);
        QVERIFY(asked.startsWith(talk.selection.shown().left(100)));
    }

    void whatTheTextIsNotPartOfIsNotCopied() {
        Talk talk(QStringLiteral("A."));
        domain::Message second = answer(1);
        talk.model.addPrompt(prompt(1));
        second.thinking = QStringLiteral("Hm.");
        talk.model.beginAnswer(second);
        talk.model.appendText(QStringLiteral("Let me see.\n\n"));
        talk.model.setTool(tool(domain::ToolActivity::State::Running, QStringLiteral("{\"q\": 1}")));
        talk.model.addSeam({11, false});
        talk.model.appendText(QStringLiteral("It is so."));
        talk.selection.selectAll();
        QCOMPARE(talk.selection.shown(),
                 QStringLiteral("Why?\n\nA.\n\nWhy <b>so</b>?\n\nLet me see.\n\nIt is so."));
        QCOMPARE(talk.selection.markdown(),
                 QStringLiteral("Why?\n\nA.\n\nWhy <b>so</b>?\n\nLet me see.\n\nIt is so."));
        talk.selection.selectMessage(talk.model.rowCount() - 1);
        QCOMPARE(talk.selection.shown(), QStringLiteral("Let me see.\n\nIt is so."));
        QVERIFY(talk.selection.isPrompt(0) && !talk.selection.isPrompt(1));
    }

    /// In any slices, with a selection that was made at any time: what was selected stays so until the end.
    void itIsKeptWhileTextStreamsAndWhenItEnds() {
        const QString all = text();
        for (quint32 seed = 1; seed <= 40; ++seed) {
            TranscriptModel model;
            TranscriptSelection selection;
            selection.setModel(&model);
            domain::Message question = prompt();
            model.addPrompt(question);
            model.beginAnswer(answer());
            QString wanted;
            int number = 0;
            for (const QString& slice : slices(all, seed)) {
                model.appendText(slice);
                ++number;
                // From the heading, which is done, to the last letter of what is there.
                if (number == 8 + static_cast<int>(seed % 25)) {
                    selection.begin({1, 2}, Unit::Character);
                    selection.extendTo({model.rowCount(), 0});
                    wanted = selection.shown();
                    wanted.removeIf([](QChar c) { return !c.isLetter(); });
                }
            }
            model.endAnswer(ended(answer(), all));
            QString kept = selection.shown();
            kept.removeIf([](QChar c) { return !c.isLetter(); });
            QVERIFY2(!wanted.isEmpty(), qPrintable(QStringLiteral("%1: %2 slices").arg(seed).arg(number)));
            // A link's address was seen until the link was whole, and a fence's word until its line was.
            for (const char* sign : {"httpsmapsexampleab", "cpp"}) {
                for (QString part = QString::fromLatin1(sign); part.size() > 1; part.chop(1)) {
                    if (!kept.startsWith(wanted) && wanted.endsWith(part)) {
                        wanted.chop(part.size());
                    }
                }
            }
            QVERIFY2(kept.startsWith(wanted), qPrintable(wanted + QStringLiteral(" / ") + kept));
        }
    }

    void rowsThatAreNotSelectedAreNotToldOf() {
        Talk talk(QStringLiteral("One.\n\nTwo."));
        talk.select(QStringLiteral("One"), QStringLiteral("ne"));
        const QSignalSpy changed(&talk.selection, &TranscriptSelection::changed);
        const QSignalSpy row(&talk.selection, &TranscriptSelection::rowChanged);
        talk.model.addPrompt(prompt(1));
        talk.model.beginAnswer(answer(1));
        for (const QString& slice : slices(text(), 3)) {
            talk.model.appendText(slice);
        }
        QCOMPARE(changed.size(), 0);
        QCOMPARE(row.size(), 0);
    }

    /// Of a long conversation only the end has rows at first.
    void allIsAllOfALongConversation() {
        std::vector<domain::Message> conversation;
        QStringList all;
        for (int turn = 0; turn < 400; ++turn) {
            conversation.push_back(prompt(turn));
            conversation.back().text = QStringLiteral("Question %1").arg(turn);
            conversation.push_back(
                ended(answer(turn), QStringLiteral("Answer %1. ").arg(turn).repeated(40).trimmed()));
            all.append(conversation[conversation.size() - 2].text);
            all.append(conversation.back().text);
        }
        TranscriptModel model;
        TranscriptSelection selection;
        selection.setModel(&model);
        model.show(conversation);
        QVERIFY(model.earlier().messages > 0);
        selection.selectAll();
        QVERIFY(model.earlier().messages > 0);
        model.showEarlier();
        QCOMPARE(selection.text().stretch().from, (TextPlace{0, 0}));
        QCOMPARE(selection.shown(), all.join(QStringLiteral("\n\n")));
        QCOMPARE(selection.markdown(), selection.shown());
    }

    void itGoesWithTheConversation() {
        Talk talk(QStringLiteral("One."));
        talk.selection.selectAll();
        QSignalSpy changed(&talk.selection, &TranscriptSelection::changed);
        talk.model.reset();
        QVERIFY(talk.selection.isEmpty());
        QCOMPARE(changed.size(), 1);
        TranscriptModel other;
        other.addPrompt(prompt());
        talk.selection.setModel(&other);
        talk.selection.selectAll();
        QCOMPARE(talk.selection.shown(), QStringLiteral("Why <b>so</b>?"));
        // An answer that is dropped takes what was selected in it along.
        other.addAnswer(ended(answer(), QStringLiteral("A.\n\nB.")));
        talk.selection.selectMessage(1);
        other.dropLastAnswer();
        QVERIFY(talk.selection.isEmpty());
    }
};

QTEST_MAIN(TranscriptSelectionTest)

#include "tst_transcript_selection.moc"
