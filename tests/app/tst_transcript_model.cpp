// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "TranscriptFixture.h"
#include "models/TranscriptPrompt.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using app::TranscriptModel;

/// Whatever happens to a conversation, a view that listens shows what the model holds.
class TranscriptModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anySlicingShowsTheStoredRows_data() {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 40; ++seed) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }

    void anySlicingShowsTheStoredRows() {
        QFETCH(const quint32, seed);
        Watched streamed;
        streamed.model.addPrompt(prompt());
        streamed.model.beginAnswer(answer());
        for (const auto& piece : slices(markdownText(), seed)) {
            streamed.model.appendText(piece);
            QCOMPARE(mirrored(streamed), QString());
        }
        const auto last = ended(answer(), markdownText());
        streamed.model.endAnswer(last);
        QCOMPARE(mirrored(streamed), QString());

        Watched stored;
        stored.model.addPrompt(prompt());
        stored.model.addAnswer(last);
        QCOMPARE(mirrored(stored), QString());
        QCOMPARE(difference(looks(streamed.model), looks(stored.model)), QString());
        QCOMPARE(streamed.model.markdown(1), markdownText());
    }

    void aReconnectedAnswerShowsTheStoredRows_data() {
        QTest::addColumn<int>("cut");
        for (int cut = 1; cut < markdownText().size(); cut += 11) {
            QTest::addRow("cut at %d", cut) << cut;
        }
        // Within a fence what follows is code still.
        QTest::addRow("in the fence") << static_cast<int>(markdownText().indexOf(u"return"));
    }

    void aReconnectedAnswerShowsTheStoredRows() {
        QFETCH(const int, cut);
        const QString text = markdownText();
        const domain::Seam seam{cut, 0, false};
        Watched streamed;
        streamed.model.addPrompt(prompt());
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(text.left(cut));
        const auto interrupted = ended(answer(), text.left(cut), domain::Outcome::Interrupted);
        streamed.model.endAnswer(interrupted);
        QVERIFY(streamed.at(streamed.model.rowCount() - 1, TranscriptModel::CanReconnectRole).toBool());
        streamed.model.beginAnswer(interrupted);
        QCOMPARE(mirrored(streamed), QString());
        streamed.model.addSeam(seam);
        for (const auto& piece : slices(text.mid(cut), static_cast<quint32>(cut))) {
            streamed.model.appendText(piece);
        }
        auto whole = ended(answer(), text);
        whole.seams = {seam};
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());

        TranscriptModel stored;
        stored.addPrompt(prompt());
        stored.addAnswer(whole);
        QCOMPARE(difference(looks(streamed.model), looks(stored)), QString());
        QCOMPARE(streamed.model.markdown(1), text);
    }

    void richTextHoldsNoMarkupOfTheModel() {
        Watched watched;
        watched.model.beginAnswer(answer());
        watched.model.appendText(markdownText() +
                                 QStringLiteral("\n\n<a href=x>y</a> <style>*{}</style> &lt;img "
                                                "src=z&gt; <img src=http://127.0.0.1/z>\n"
                                                "[<img src=a>](javascript:alert(\"1\"))\n"));
        watched.model.endAnswer(ended(answer(), {}));
        // All that our own rich text may hold.
        static const QRegularExpression ours(QStringLiteral(
            "<(/?(b|i|s|p|a|span|sup|sub)|br/|"
            "p style=\"margin:0; white-space:pre-wrap; line-height:\\d+%\"( align=\"center\")?|"
            "span style=\"background-color:#[0-9a-f]{6}\"|"
            "a href=\"[^\"<>]*\" style=\"color:#[0-9a-f]{6}\"|"
            "span style=\"font-family:monospace; background-color:#[0-9a-f]{6}\")>"));
        int seen = 0;
        const auto check = [&](QString html) {
            QVERIFY2(!html.contains(u"<img"), qPrintable(html));
            html.remove(ours);
            QVERIFY2(!html.contains(u'<') && !html.contains(u'>'), qPrintable(html));
            ++seen;
        };
        for (int row = 0; row < watched.model.rowCount(); ++row) {
            const Kind kind = watched.kind(row);
            if (kind == Kind::Prose || kind == Kind::Heading) {
                check(watched.at(row, TranscriptModel::TextRole).toString());
            }
            if (auto* table = watched.at(row, TranscriptModel::TableRole).value<app::TableModel*>()) {
                for (int r = 0; r < table->rows(); ++r) {
                    for (int c = 0; c < table->columns(); ++c) {
                        check(table->cellText(r, c));
                    }
                }
            }
        }
        QVERIFY(seen > 10);
    }

    void aGrowingTableTellsItsView() {
        TranscriptModel model;
        model.beginAnswer(answer());
        model.appendText(QStringLiteral("| a | b |\n|---|--:|\n"));
        auto* table = model.data(model.index(0), TranscriptModel::TableRole).value<app::TableModel*>();
        QVERIFY(table != nullptr);
        const QAbstractItemModelTester tester(table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy inserted(table, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(table, &QAbstractItemModel::modelReset);
        const QString rows = QStringLiteral("| **x** | 1 |\n| y | 2 |\n| z");
        for (const QChar c : rows) {
            model.appendText(c);
        }
        QCOMPARE(model.data(model.index(0), TranscriptModel::TableRole).value<app::TableModel*>(), table);
        QCOMPARE(table->rowCount(), 4);
        QCOMPARE(inserted.count(), 3);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(table->cellPlain(1, 0), QStringLiteral("x"));
        QVERIFY(table->cellText(1, 0).contains(QStringLiteral("<b>x</b>")));
        QCOMPARE(table->cellAlign(1), static_cast<int>(Qt::AlignRight));
        QVERIFY(!table->data({}, app::TableModel::CellsRole).isValid());
    }

    void onlyTheOpenBlocksRowChanges() {
        Watched watched;
        watched.model.addPrompt(prompt());
        watched.model.beginAnswer(answer());
        watched.model.appendText(QStringLiteral("First.\n\nSecond.\n\nThird"));
        QSignalSpy changed(&watched.model, &QAbstractItemModel::dataChanged);
        watched.model.appendText(QStringLiteral(" grows"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 3);
        QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 3);
    }

    void thinkingStandsAboveToolsAndText() {
        Watched watched;
        watched.model.addPrompt(prompt());
        watched.model.beginAnswer(answer());
        watched.model.appendText(QStringLiteral("One.\n\nTwo."));
        watched.model.setTool(tool(domain::ToolActivity::State::Running, QStringLiteral("{\"q\":")));
        watched.model.appendThinking(QStringLiteral("Hm. "));
        watched.model.setThinkingTime(std::chrono::milliseconds(1500), true);
        watched.model.appendThinking(QStringLiteral("Yes."));
        watched.model.setTool(tool(domain::ToolActivity::State::Running, QStringLiteral("1}")));
        watched.model.appendText(QStringLiteral("\n\nThree."));
        QCOMPARE(mirrored(watched), QString());
        const QList<int> expected{static_cast<int>(Kind::Prompt), static_cast<int>(Kind::Thinking),
                                  static_cast<int>(Kind::Tool),   static_cast<int>(Kind::Prose),
                                  static_cast<int>(Kind::Prose),  static_cast<int>(Kind::Prose),
                                  static_cast<int>(Kind::Footer)};
        QCOMPARE(watched.kinds(), expected);
        watched.model.setExpanded(1, true);
        QCOMPARE(watched.at(1, TranscriptModel::TextRole).toString(), QStringLiteral("Hm. Yes."));
        watched.model.setExpanded(1, false);
        QCOMPARE(watched.at(1, TranscriptModel::TitleRole).toString(), QStringLiteral("Thinking 1.5 s"));
        QVERIFY(watched.at(1, TranscriptModel::ActiveRole).toBool());
        QCOMPARE(watched.at(2, TranscriptModel::DetailRole).toString(), QStringLiteral("{\"q\":1}"));

        auto last = ended(answer(), QStringLiteral("One.\n\nTwo.\n\nThree."));
        last.thinking = QStringLiteral("Hm. Yes.");
        last.thinkingTime = std::chrono::milliseconds(2000);
        last.tools = {tool(domain::ToolActivity::State::Failed, QStringLiteral("{\"q\":1}"),
                           QStringLiteral("no network"))};
        watched.model.endAnswer(last);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.at(1, TranscriptModel::TitleRole).toString(), QStringLiteral("Thought for 2.0 s"));
        QVERIFY(!watched.at(1, TranscriptModel::ActiveRole).toBool());
        QVERIFY(!watched.at(2, TranscriptModel::ActiveRole).toBool());

        TranscriptModel stored;
        stored.addPrompt(prompt());
        stored.addAnswer(last);
        QCOMPARE(difference(looks(watched.model), looks(stored)), QString());
    }

    void anAnswerOfThinkingAloneIsShown() {
        Watched watched;
        watched.model.beginAnswer(answer());
        watched.model.appendThinking(QStringLiteral("Only <thought>."));
        watched.model.endAnswer(ended(answer(), {}));
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.rowCount(), 2);
        QCOMPARE(watched.at(1, TranscriptModel::ToneRole).value<TranscriptModel::Tone>(),
                 TranscriptModel::Tone::Attention);
    }

    void aRetryTakesTheLastAnswersRowsAway() {
        Watched watched;
        watched.model.addPrompt(prompt());
        watched.model.addAnswer(ended(answer(), markdownText()));
        watched.model.addPrompt(prompt(1));
        watched.model.beginAnswer(answer(1));
        watched.model.appendThinking(QStringLiteral("Hm."));
        watched.model.appendText(QStringLiteral("Half"));
        watched.model.endAnswer(ended(answer(1), QStringLiteral("Half"), domain::Outcome::Interrupted));
        const int before = watched.model.rowCount();
        watched.model.dropLastAnswer();
        QCOMPARE(watched.model.rowCount(), before - 3);
        QCOMPARE(mirrored(watched), QString());
        watched.model.beginAnswer(answer(1, 1));
        watched.model.appendText(QStringLiteral("Whole"));
        watched.model.endAnswer(ended(answer(1, 1), QStringLiteral("Whole")));
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.rowCount(), before - 1);
        QCOMPARE(watched.at(watched.model.rowCount() - 2, TranscriptModel::PlainRole).toString(),
                 QStringLiteral("Whole"));
    }

    void foldsOpenAndClose() {
        Watched watched;
        watched.model.addPrompt(prompt());
        watched.model.beginAnswer(answer());
        watched.model.appendThinking(QStringLiteral("Hm."));
        watched.model.setTool(tool(domain::ToolActivity::State::Completed, QStringLiteral("{}")));
        for (const Kind kind : {Kind::Thinking, Kind::Tool}) {
            const int row = watched.find(kind);
            QVERIFY(!watched.at(row, TranscriptModel::ExpandedRole).toBool());
            watched.model.setExpanded(row, true);
            QVERIFY(watched.at(row, TranscriptModel::ExpandedRole).toBool());
            QCOMPARE(mirrored(watched), QString());
        }
        const int changes = watched.mirror.changes();
        for (const int row : {-1, 0, watched.model.rowCount() - 1, watched.model.rowCount()}) {
            watched.model.setExpanded(row, true);
        }
        QCOMPARE(watched.mirror.changes(), changes);
        // What is open stays open while the answer goes on.
        watched.model.appendText(QStringLiteral("Text"));
        watched.model.endAnswer(ended(answer(), QStringLiteral("Text")));
        QVERIFY(watched.at(watched.find(Kind::Thinking), TranscriptModel::ExpandedRole).toBool());
    }

    void aLongPromptIsFolded_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("rows");
        QString lines;
        for (int line = 1; line <= 7400; ++line) {
            lines += QStringLiteral("line %1 of what was pasted, as long as such lines are\n").arg(line);
        }
        lines.chop(1);
        QTest::newRow("one word") << QStringLiteral("Why?") << QString() << 1;
        QTest::newRow("sixteen lines") << QStringLiteral("a\n").repeated(15) + u'a' << QString() << 1;
        QTest::newRow("seventeen lines")
            << QStringLiteral("a\n").repeated(16) + u'a' << QStringLiteral("Show all (17 lines)") << 1;
        QTest::newRow("a paragraph") << QStringLiteral("word ").repeated(500)
                                     << QStringLiteral("Show all (2,500 characters)") << 1;
        QTest::newRow("a log") << lines << QStringLiteral("Show all (7,400 lines)") << 185;
        QTest::newRow("one line without an end")
            << QString(300'000, u'x') << QStringLiteral("Show all (300,000 characters)") << 100;
        QTest::newRow("signs of two units") << QStringLiteral("x") + QStringLiteral("😀").repeated(10'000)
                                            << QStringLiteral("Show all (20,001 characters)") << 7;
        QTest::newRow("empty lines") << QString(3000, u'\n') << QStringLiteral("Show all (3,001 lines)")
                                     << 75;
    }

    void aLongPromptIsFolded() {
        QFETCH(const QString, text);
        QFETCH(const QString, words);
        QFETCH(const int, rows);
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        auto asked = prompt();
        asked.text = text;
        asked.attachments.emplace_back();
        Watched watched;
        watched.model.addPrompt(asked);
        watched.model.addAnswer(ended(answer(), QStringLiteral("So.")));
        const int after = watched.model.rowCount() - 1;
        const auto shown = [&](int row) { return watched.at(row, TranscriptModel::TextRole).toString(); };
        QCOMPARE(watched.at(0, TranscriptModel::TitleRole).toString(), words);
        QVERIFY(!watched.at(0, TranscriptModel::ActiveRole).toBool());
        if (words.isEmpty()) {
            QCOMPARE(shown(0), text);
            watched.model.setExpanded(0, true);
            QVERIFY(!watched.at(0, TranscriptModel::ExpandedRole).toBool());
            return;
        }
        const auto isSmall = [&](int row) {
            return shown(row).size() <= app::TranscriptPrompt::rowCharacters &&
                   shown(row).count(u'\n') <= app::TranscriptPrompt::rowLines;
        };
        QVERIFY(shown(0).size() <= app::TranscriptPrompt::foldedCharacters + 1);
        QVERIFY(shown(0).count(u'\n') < app::TranscriptPrompt::foldedLines);
        QVERIFY(text.startsWith(shown(0).chopped(1)) && shown(0).endsWith(u'…'));
        QCOMPARE(watched.model.markdown(0), text);

        watched.model.setExpanded(0, true);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.rowCount(), rows + after);
        QString whole;
        for (int row = 0; row < rows; ++row) {
            QVERIFY(isSmall(row));
            QVERIFY(!shown(row).endsWith(QChar(0xd83d)));
            QCOMPARE(watched.at(row, TranscriptModel::LevelRole).toInt(), row);
            QCOMPARE(watched.at(row, TranscriptModel::GoesOnRole).toBool(), row + 1 < rows);
            QCOMPARE(watched.at(row, TranscriptModel::TightRole).toBool(), row > 0);
            QCOMPARE(watched.at(row, TranscriptModel::TitleRole).toString(),
                     row == 0 || row + 1 == rows ? QStringLiteral("Show less") : QString());
            QCOMPARE(watched.at(row, TranscriptModel::FilesRole).toStringList().size(), row == 0 ? 1 : 0);
            QCOMPARE(watched.model.markdown(row), text);
            whole += shown(row);
            if (whole.size() < text.size() && text[whole.size()] == u'\n') {
                whole += u'\n';
            }
        }
        QCOMPARE(whole, text);
        // Folded from its last row.
        watched.model.setExpanded(rows - 1, false);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.rowCount(), 1 + after);
        QCOMPARE(watched.at(0, TranscriptModel::TitleRole).toString(), words);
        // What comes below does not mind.
        watched.model.setExpanded(0, true);
        watched.model.addPrompt(prompt(1));
        watched.model.beginAnswer(answer(1));
        watched.model.appendText(markdownText());
        QCOMPARE(mirrored(watched), QString());
        watched.model.setExpanded(0, false);
        watched.model.appendText(QStringLiteral(" More."));
        QCOMPARE(mirrored(watched), QString());
    }

    void newColoursReachProseAndTables() {
        Watched watched;
        watched.model.addAnswer(ended(answer(), QStringLiteral("[a](https://example.org)\n\n"
                                                               "| `c` |\n|---|\n| [t](https://e.org) |\n")));
        const QString before = watched.at(0, TranscriptModel::TextRole).toString();
        auto* table = watched.at(1, TranscriptModel::TableRole).value<app::TableModel*>();
        QSignalSpy content(table, &app::TableModel::contentChanged);
        watched.model.setColours(QColor(0x123456), QColor(0x654321));
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(content.count(), 1);
        QVERIFY(before != watched.at(0, TranscriptModel::TextRole).toString());
        QVERIFY(watched.at(0, TranscriptModel::TextRole).toString().contains(u"#123456"));
        QVERIFY(table->cellText(1, 0).contains(u"#123456"));
        QVERIFY(table->cellText(0, 0).contains(u"#654321"));
        const int changes = watched.mirror.changes();
        watched.model.setColours(QColor(0x123456), QColor(0x654321));
        QCOMPARE(watched.mirror.changes(), changes);
    }

    void nothingRunsAfterTheEnd() {
        Watched watched;
        watched.model.addAnswer(ended(answer(), QStringLiteral("Text")));
        const auto before = readRows(watched.model);
        watched.model.appendText(QStringLiteral("late"));
        watched.model.appendThinking(QStringLiteral("late"));
        watched.model.setTool(tool(domain::ToolActivity::State::Running, {}));
        watched.model.addSeam({});
        watched.model.setThinkingTime(std::chrono::milliseconds(1), true);
        watched.model.endAnswer(ended(answer(), {}));
        QCOMPARE(difference(readRows(watched.model), before), QString());
    }

    void askingOutsideTheRowsIsHarmless() {
        Watched watched;
        watched.model.dropLastAnswer();
        QCOMPARE(watched.model.markdown(0), QString());
        watched.model.addPrompt(prompt());
        QCOMPARE(watched.model.markdown(-1), QString());
        QCOMPARE(watched.model.markdown(0), prompt().text);
        QVERIFY(!watched.model.data(watched.model.index(5), TranscriptModel::TextRole).isValid());
        watched.model.reset();
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.rowCount(), 0);
    }

    /// Any order of what can be told to a model leaves mirror and model the same.
    void anyStoryIsMirrored_data() {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 60; ++seed) {
            QTest::addRow("story %u", seed) << seed;
        }
    }

    void anyStoryIsMirrored() {
        QFETCH(const quint32, seed);
        QRandomGenerator random(seed);
        Watched watched;
        const auto pieces = slices(markdownText().repeated(3), seed);
        QString text;
        domain::Message current = answer();
        int turn = 0;
        watched.model.addPrompt(prompt());
        watched.model.beginAnswer(current);
        for (int step = 0; step < 150; ++step) {
            switch (random.bounded(12)) {
            case 0:
                watched.model.appendThinking(QStringLiteral("hm "));
                break;
            case 1:
                watched.model.setThinkingTime(std::chrono::milliseconds(100 * step), random.bounded(2) == 0);
                break;
            case 2:
                watched.model.setTool({QString::number(random.bounded(3)),
                                       QStringLiteral("tool"),
                                       static_cast<domain::ToolActivity::State>(random.bounded(3)),
                                       QStringLiteral("x"),
                                       {},
                                       {},
                                       random.bounded(2) == 0 ? text.size() : text.size() + 20});
                break;
            case 3:
                watched.model.addSeam({text.size(), 0, random.bounded(2) == 0});
                break;
            case 4:
                watched.model.setExpanded(random.bounded(watched.model.rowCount()), random.bounded(2) == 0);
                break;
            case 5:
                watched.model.setColours(QColor::fromRgb(random.generate()), QColor(Qt::white));
                break;
            case 6:
                current = ended(current, text, domain::Outcome::Interrupted);
                if (random.bounded(2) == 0) {
                    current.citations = {{QStringLiteral("A"), QStringLiteral("https://a.example/"), {}}};
                }
                watched.model.endAnswer(current);
                watched.model.beginAnswer(current);
                break;
            case 7:
                if (random.bounded(3) == 0) {
                    watched.model.endAnswer(ended(current, text));
                    text.clear();
                    if (random.bounded(2) == 0) {
                        watched.model.dropLastAnswer();
                        current = answer(turn, current.variant + 1);
                    } else {
                        watched.model.addPrompt(prompt(++turn));
                        current = answer(turn);
                    }
                    watched.model.beginAnswer(current);
                }
                break;
            default:
                const QString& piece = pieces.at(step % pieces.size());
                text += piece;
                watched.model.appendText(piece);
            }
            const QString wrong = mirrored(watched);
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("step %1: %2").arg(step).arg(wrong)));
        }
    }

    void aLongAnswerIsReadInSlices() {
        const QString text = (markdownText() + QStringLiteral("\n\n")).repeated(200);
        TranscriptModel whole;
        whole.addPrompt(prompt());
        whole.addAnswer(ended(answer(), text));
        Watched watched;
        watched.model.show({prompt(), ended(answer(), text)});
        QCOMPARE(watched.model.rowCount(), 0);
        QCOMPARE(watched.model.earlier().messages, 2);
        int turns = 0;
        while (watched.model.earlier().messages > 0) {
            watched.model.showEarlier();
            ++turns;
        }
        QCOMPARE(watched.model.rowCount(), whole.rowCount());
        QCOMPARE(mirrored(watched), QString());
        const int last = whole.rowCount() - 2;
        QCOMPARE(readRow(watched.model, last).value(TranscriptModel::TextRole),
                 readRow(whole, last).value(TranscriptModel::TextRole));
        // What is done with the last answer does not wait for anybody to look at it.
        watched.model.show({prompt(), ended(answer(), text)});
        watched.model.dropLastAnswer();
        QCOMPARE(watched.model.rowCount(), 1);
        QCOMPARE(mirrored(watched), QString());
    }

    void whatIsNotInMemoryIsReadWhenItIsAskedFor() {
        std::vector<domain::Message> conversation;
        for (int turn = 0; turn < 60; ++turn) {
            conversation.push_back(prompt(turn));
            conversation.push_back(ended(answer(turn), QStringLiteral("%1\n\n").arg(turn) + markdownText()));
        }
        TranscriptModel whole;
        whole.show(conversation);
        while (whole.earlier().messages > 0) {
            whole.showEarlier();
        }
        // All of it but the last forty messages comes in pieces of six.
        auto rest = conversation;
        const std::vector<domain::Message> end(rest.end() - 40, rest.end());
        rest.resize(rest.size() - 40);
        int reads = 0;
        const auto takeLast = [&] {
            ++reads;
            TranscriptModel::Unread::Last last;
            const auto size = std::min<std::ptrdiff_t>(6, std::ssize(rest));
            last.messages.assign(rest.end() - size, rest.end());
            rest.resize(rest.size() - static_cast<std::size_t>(size));
            last.isAll = rest.empty();
            return last;
        };
        Watched watched;
        watched.model.show(end, {77, takeLast}); // about so many: it was a guess
        QCOMPARE(reads, 0);
        QVERIFY(watched.model.rowCount() > 0);
        QVERIFY(watched.model.earlier().messages > 77 && watched.model.earlier().characters > 0);
        QVERIFY(watched.model.earlier().messages < 77 + 40);
        int rows = watched.model.rowCount();
        while (watched.model.earlier().messages > 0) {
            watched.model.showEarlier();
            QVERIFY(watched.model.rowCount() >= rows);
            rows = watched.model.rowCount();
            QCOMPARE(mirrored(watched), QString());
        }
        QCOMPARE(reads, 14); // and not once more
        QCOMPARE(watched.model.rowCount(), whole.rowCount());
        for (int row = 0; row < rows; ++row) {
            QCOMPARE(readRow(watched.model, row).value(TranscriptModel::TextRole),
                     readRow(whole, row).value(TranscriptModel::TextRole));
        }
        // Where it can't be read, nobody waits for it.
        watched.model.show(end, {100, [] { return TranscriptModel::Unread::Last(); }});
        while (watched.model.earlier().messages > 0) {
            watched.model.showEarlier();
        }
        QVERIFY(watched.model.rowCount() > 0);
    }

    void aLongConversationIsThereAtItsEndAndTheRestComesWhenAskedFor() {
        std::vector<domain::Message> conversation;
        TranscriptModel whole;
        const auto nameOf = [](const domain::Message& of) { return QStringLiteral("Model %1").arg(of.turn); };
        for (int turn = 0; turn < 120; ++turn) {
            conversation.push_back(prompt(turn));
            conversation.push_back(ended(answer(turn), QStringLiteral("%1\n\n").arg(turn) + markdownText()));
            whole.addPrompt(conversation[conversation.size() - 2]);
            whole.addAnswer(conversation.back());
        }
        whole.nameAuthors(nameOf);
        Watched watched;
        watched.model.show(conversation);
        watched.model.nameAuthors(nameOf);
        const auto isTheEnd = [&] {
            const int hidden = whole.rowCount() - watched.model.rowCount();
            for (int row = 0; row < watched.model.rowCount(); ++row) {
                auto here = readRow(watched.model, row);
                auto there = readRow(whole, row + hidden);
                for (const int own : {TranscriptModel::TableRole, TranscriptModel::CodeRole}) {
                    here.remove(own);
                    there.remove(own);
                }
                if (here != there || watched.model.turn(row) != whole.turn(row + hidden)) {
                    return false;
                }
            }
            return true;
        };
        QVERIFY(watched.model.rowCount() < whole.rowCount() / 2);
        QVERIFY(watched.model.earlier().messages % 2 == 0 && watched.model.earlier().messages > 100);
        QVERIFY(isTheEnd());
        while (watched.model.earlier().messages > 0) {
            const int rows = watched.model.rowCount();
            watched.model.showEarlier();
            QVERIFY(watched.model.rowCount() >= rows);
            QVERIFY(isTheEnd());
            QCOMPARE(mirrored(watched), QString());
        }
        QCOMPARE(watched.model.rowCount(), whole.rowCount());
        QCOMPARE(watched.model.earlier().characters, 0);
        // What comes after is as ever.
        watched.model.addPrompt(prompt(120));
        watched.model.addAnswer(ended(answer(120), markdownText()));
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.model.turn(watched.model.firstRowOf(60)), 60);
        QCOMPARE(watched.model.firstRowOf(121), watched.model.rowCount());
    }
};

QTEST_GUILESS_MAIN(TranscriptModelTest)
#include "tst_transcript_model.moc"
