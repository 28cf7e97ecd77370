// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "TranscriptFixture.h"

#include <QTest>

using namespace rivulet;
using app::TranscriptModel;

/// What stands between and below the blocks of an answer: seams, tools and sources, each in its place however
/// the text comes.
class TranscriptMarksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSeamStandsAfterTheBlockThatWasCut_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("rows");
        const auto row = [](const char* name, const char* before, const char* after, const char* rows) {
            QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(after)
                                << QString::fromLatin1(rows);
        };
        row("in a paragraph", "One.\n\nTwo is", " cut.\n\nThree.\n\nFour.", "pp|pp.");
        row("between paragraphs", "One.\n\n", "Two.\n\nThree.", "p|pp.");
        row("in a fence", "One.\n\n```\nint a;\n", "int b;\n```\n\nThree.", "pc|p.");
        row("in the last block", "One.\n\nTwo", " is all.", "pp|.");
        row("in signs that say nothing yet", "One.\n\n-", " two\n- three\n\nFour.", "p|ppp.");
        row("before any text", "", "One.\n\nTwo.", "|pp.");
    }

    void aSeamStandsAfterTheBlockThatWasCut() {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const QString, rows);
        const domain::Seam seam{before.size(), 3, false};
        const auto cut = ended(answer(), before, domain::Outcome::Cancelled);
        auto whole = ended(answer(), before + after);
        whole.seams = {seam};

        // Gone on with by a click, letter by letter
        Watched streamed;
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(before);
        streamed.model.endAnswer(cut);
        streamed.model.beginAnswer(cut);
        streamed.model.addSeam(seam);
        for (const QChar letter : after) {
            streamed.model.appendText(letter);
            QCOMPARE(mirrored(streamed), QString());
        }
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), rows);

        // Gone on by itself: the view is behind when it is told of the seam
        Watched behind;
        behind.model.beginAnswer(answer());
        behind.model.appendText(before.left(2));
        behind.model.addSeam(seam);
        behind.model.appendText(before.mid(2) + after);
        behind.model.endAnswer(whole);
        QCOMPARE(mirrored(behind), QString());
        QCOMPARE(outline(behind.model), rows);

        // Told of late
        Watched late;
        late.model.beginAnswer(answer());
        late.model.appendText(before + after);
        late.model.addSeam(seam);
        late.model.endAnswer(whole);
        QCOMPARE(mirrored(late), QString());
        QCOMPARE(outline(late.model), rows);

        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(mirrored(stored), QString());
        QCOMPARE(outline(stored.model), rows);
    }

    void seamsOfOneBlockAreOneMark() {
        const QStringList parts{QStringLiteral("One is"), QStringLiteral(" cut"), QStringLiteral(" and cut"),
                                QStringLiteral(" again.\n\nTwo"), QStringLiteral(" as well.")};
        auto whole = ended(answer(), parts.join(QString()));
        Watched streamed;
        streamed.model.beginAnswer(answer());
        QString text;
        for (const QString& part : parts) {
            if (!text.isEmpty()) {
                // Two tries; only the second brings something.
                for (int attempt = 0; attempt < 2; ++attempt) {
                    whole.seams.push_back({text.size(), 0, false});
                    streamed.model.addSeam(whole.seams.back());
                    QCOMPARE(mirrored(streamed), QString());
                }
            }
            for (const QChar letter : part) {
                streamed.model.appendText(letter);
                QCOMPARE(mirrored(streamed), QString());
            }
            text += part;
        }
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), QStringLiteral("p|p|."));
        QCOMPARE(streamed.at(1, TranscriptModel::TitleRole).toString(),
                 QStringLiteral("Continued after a cut · 3 times"));
        QCOMPARE(streamed.at(1, TranscriptModel::LevelRole).toInt(), 18);
        QCOMPARE(streamed.at(1, TranscriptModel::TextRole).toString().count(u'\n'), 2);
        QCOMPARE(streamed.at(3, TranscriptModel::TitleRole).toString(),
                 QStringLiteral("Continued after a cut"));
        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(mirrored(stored), QString());
        QCOMPARE(difference(looks(streamed.model), looks(stored.model)), QString());
    }

    void aToolStandsBetweenTheSeamsBeforeAndAfterIt() {
        auto whole = ended(answer(), QStringLiteral("One, two, three, four."));
        whole.seams = {{4, 0, false}, {9, 0, false}, {16, 0, true}};
        auto search = tool(domain::ToolActivity::State::Completed, {});
        search.at = 10;
        whole.tools = {search};
        Watched watched;
        watched.model.addAnswer(whole);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(outline(watched.model), QStringLiteral("p|t|."));
        QCOMPARE(watched.at(1, TranscriptModel::TitleRole).toString(),
                 QStringLiteral("Continued after a cut · 2 times"));
        QCOMPARE(watched.at(3, TranscriptModel::TitleRole).toString(), QStringLiteral("Resumed after a cut"));
        // Exactly gone on with: there is nothing to take back.
        QVERIFY(!watched.at(3, TranscriptModel::CanRetryRole).toBool());
        QVERIFY(watched.at(1, TranscriptModel::CanRetryRole).toBool());
    }

    void aSeamSaysWhenWhereAndHow() {
        auto whole = ended(answer(), QStringLiteral("The quick brown fox jumps over the lazy dog."));
        whole.seams = {{19, 0, false}};
        Watched watched;
        const auto time = QDateTime(QDate(2026, 3, 4), QTime(15, 16));
        watched.model.setSeamTimes([&](const domain::Message& of, const domain::Seam& seam) {
            return of.turn == whole.turn && seam == whole.seams.front() ? time : QDateTime();
        });
        watched.model.addAnswer(whole);
        const QString words = watched.at(1, TranscriptModel::TextRole).toString();
        QVERIFY2(words.contains(QLocale().toString(time, QLocale::ShortFormat)), qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("after “…The quick brown fox”")), qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("the model went on")), qPrintable(words));
        const QString plain = watched.at(1, TranscriptModel::PlainRole).toString();
        QVERIFY(plain.startsWith(QStringLiteral("Continued after a cut")) && plain.endsWith(words));
        const QString undo = watched.at(1, TranscriptModel::DetailRole).toString();
        QVERIFY2(undo.contains(QStringLiteral("25 characters")), qPrintable(undo));
        // Once something stands on it, it stays.
        watched.model.addPrompt(prompt(1));
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(watched.at(1, TranscriptModel::DetailRole).toString(), QString());
        QVERIFY(!watched.at(1, TranscriptModel::CanRetryRole).toBool());
    }

    void whatWasTakenBackIsOfferedUntilSomethingElseIsDone() {
        Watched watched;
        watched.model.addAnswer(ended(answer(), QStringLiteral("One."), domain::Outcome::Interrupted));
        const auto footer = [&](int role) { return watched.at(watched.find(Kind::Footer), role); };
        QVERIFY(!footer(TranscriptModel::CanPutBackRole).toBool());
        watched.model.setTakenBack(1234);
        QCOMPARE(mirrored(watched), QString());
        QVERIFY(footer(TranscriptModel::CanPutBackRole).toBool());
        QVERIFY(footer(TranscriptModel::TextRole).toString().contains(QLocale().toString(1234)));
        watched.model.addPrompt(prompt(1));
        QCOMPARE(mirrored(watched), QString());
        QVERIFY(!footer(TranscriptModel::CanPutBackRole).toBool());
    }

    void aSeamBeyondTheTextIsNotShown() {
        Watched watched;
        auto whole = ended(answer(), QStringLiteral("One.\n\nTwo."));
        whole.seams = {{3, 0, true}, {10, 0, true}, {900, 0, true}};
        watched.model.addAnswer(whole);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(outline(watched.model), QStringLiteral("p|p."));
    }

    void aSeamWaitsUntilSomethingCameAfterIt() {
        const QString before = QStringLiteral("One.\n\nTwo is");
        const auto cut = ended(answer(), before, domain::Outcome::Interrupted);
        Watched watched;
        watched.model.addAnswer(cut);
        // Each try breaks before it brought anything.
        domain::Message broken = cut;
        for (int attempt = 0; attempt < 2; ++attempt) {
            watched.model.beginAnswer(broken);
            watched.model.addSeam({before.size(), 0, attempt == 1});
            QCOMPARE(outline(watched.model), QStringLiteral("pp."));
            broken.seams.push_back({before.size(), 0, attempt == 1});
            watched.model.endAnswer(broken);
            QCOMPARE(outline(watched.model), QStringLiteral("pp."));
            Watched stored;
            stored.model.addAnswer(broken);
            QCOMPARE(difference(looks(watched.model), looks(stored.model)), QString());
        }
        // The third brings a word: one seam stands for all, and says how it went on in the end.
        watched.model.beginAnswer(broken);
        watched.model.addSeam({before.size(), 0, true});
        broken.seams.push_back({before.size(), 0, true});
        const QString after = QStringLiteral(" cut.\n\nThree.");
        for (const QChar letter : after) {
            watched.model.appendText(letter);
            QCOMPARE(mirrored(watched), QString());
        }
        const auto whole = [&] {
            auto last = ended(answer(), before + after);
            last.seams = broken.seams;
            return last;
        }();
        watched.model.endAnswer(whole);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(outline(watched.model), QStringLiteral("pp|p."));
        QVERIFY(watched.at(2, TranscriptModel::TextRole).toString().contains(QStringLiteral("exactly")));
        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(difference(looks(watched.model), looks(stored.model)), QString());
    }

    void aSeamIsShownWhereAToolComesAfterIt() {
        const QString before = QStringLiteral("One.");
        Watched watched;
        watched.model.addAnswer(ended(answer(), before, domain::Outcome::Interrupted));
        watched.model.beginAnswer(ended(answer(), before, domain::Outcome::Interrupted));
        watched.model.addSeam({before.size(), 0, false});
        auto search = tool(domain::ToolActivity::State::Running, {});
        search.at = before.size();
        watched.model.setTool(search);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(outline(watched.model), QStringLiteral("p|t."));
    }

    void aToolStandsWhereItBegan() {
        const QString before = QStringLiteral("One.\n\nTwo.\n\n");
        const QString after = QStringLiteral("Three.\n\nFour.");
        auto search = tool(domain::ToolActivity::State::Running, QStringLiteral("{}"));
        search.at = before.size();
        auto found = tool(domain::ToolActivity::State::Completed, {}, QStringLiteral("a page"));
        found.duration = std::chrono::milliseconds(1234);
        auto whole = ended(answer(), before + after);
        whole.tools = {search};
        whole.tools.front().state = found.state;
        whole.tools.front().result = found.result;
        whole.tools.front().duration = found.duration;

        Watched streamed;
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(before);
        streamed.model.setTool(search);
        QCOMPARE(outline(streamed.model), QStringLiteral("ppt."));
        QCOMPARE(streamed.at(2, TranscriptModel::BadgeRole).toString(), QStringLiteral("Searching…"));
        for (const QChar letter : after) {
            streamed.model.appendText(letter);
            QCOMPARE(mirrored(streamed), QString());
        }
        streamed.model.setTool(found);
        QCOMPARE(streamed.at(2, TranscriptModel::BadgeRole).toString(), QStringLiteral("Done · 1.2 s"));
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), QStringLiteral("pptpp."));

        // The view is behind when it is told of the tool.
        Watched behind;
        behind.model.beginAnswer(answer());
        behind.model.appendText(before.left(2));
        behind.model.setTool(search);
        QCOMPARE(outline(behind.model), QStringLiteral("p."));
        behind.model.setTool(found);
        behind.model.appendText(before.mid(2) + after);
        behind.model.endAnswer(whole);
        QCOMPARE(mirrored(behind), QString());
        QCOMPARE(outline(behind.model), QStringLiteral("pptpp."));

        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(mirrored(stored), QString());
        QCOMPARE(difference(looks(streamed.model), looks(stored.model)), QString());
        QCOMPARE(difference(looks(behind.model), looks(stored.model)), QString());
    }

    void aToolDividesAParagraphBetweenItsSentences_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("rows");
        const auto row = [](const char* name, const char* before, const char* after, const char* rows) {
            QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after)
                                << QString::fromLatin1(rows);
        };
        row("after a sentence", "Let me look.", "It rains.", "ptp.");
        row("after a space", "Let me look: ", "It rains.", "ptp.");
        row("after a line", "I look it up\n", "It rains.", "ptp.");
        row("after a quoted sentence", "One.\n\n**(Let me look.)** ", "It rains.\n\nMore.", "pptpp.");
        row("after a sentence of another script", "让我查一下。", "下雨了。", "ptp.");
        row("in a sentence", "The weather is", " wet.\n\nMore.", "ptp.");
        row("in the last sentence", "The weather is", " wet.", "pt.");
        row("in code", "```\nlook.", "rain\n```\n", "ct.");
        row("between paragraphs", "Let me look.\n\n", "It rains.", "ptp.");
        row("in a list", "- Let me look.", "\n- It rains.", "ptp.");
        row("before any text", "", "It rains.", "tp.");
    }

    void aToolDividesAParagraphBetweenItsSentences() {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const QString, rows);
        auto search = tool(domain::ToolActivity::State::Completed, {}, QStringLiteral("a page"));
        search.at = before.size();
        auto whole = ended(answer(), before + after);
        whole.tools = {search};

        Watched streamed;
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(before);
        streamed.model.setTool(search);
        for (const QChar letter : after) {
            streamed.model.appendText(letter);
            QCOMPARE(mirrored(streamed), QString());
        }
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), rows);
        QCOMPARE(streamed.model.markdown(0), before + after);

        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(mirrored(stored), QString());
        QCOMPARE(difference(looks(streamed.model), looks(stored.model)), QString());

        // Cut within the text after the tool, and gone on with: divided still, and nowhere else.
        Watched resumed;
        auto cut = ended(answer(), (before + after).chopped(2), domain::Outcome::Interrupted);
        cut.tools = {search};
        resumed.model.addAnswer(cut);
        resumed.model.beginAnswer(cut);
        resumed.model.appendText(after.right(2));
        resumed.model.endAnswer(whole);
        QCOMPARE(mirrored(resumed), QString());
        QCOMPARE(difference(looks(resumed.model), looks(stored.model)), QString());
    }

    void toolsAndSeamsKeepTheirOrder() {
        auto whole = ended(answer(), QStringLiteral("One.\n\nTwo.\n\nThree."));
        whole.seams = {{5, 0, false}, {900, 0, true}};
        auto first = tool(domain::ToolActivity::State::Completed, {});
        auto second = first;
        second.id = QStringLiteral("t2");
        second.at = 11;
        auto last = first;
        last.id = QStringLiteral("t3");
        last.at = 5000;
        whole.tools = {first, second, last};
        Watched watched;
        watched.model.addAnswer(whole);
        QCOMPARE(mirrored(watched), QString());
        QCOMPARE(outline(watched.model), QStringLiteral("tp|ptp|t."));
    }

    void aToolSaysHowItWent_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("stop");
        QTest::addColumn<QString>("result");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("tone");
        using State = domain::ToolActivity::State;
        using Tone = TranscriptModel::Tone;
        const auto row = [](const char* name, State state, domain::StopReason stop, const char* result,
                            const QString& words, Tone tone) {
            QTest::newRow(name) << static_cast<int>(state) << static_cast<int>(stop)
                                << QString::fromLatin1(result) << words << static_cast<int>(tone);
        };
        const auto end = domain::StopReason::EndTurn;
        const auto call = domain::StopReason::ToolUse;
        row("done", State::Completed, end, "", QStringLiteral("Done"), Tone::Good);
        row("failed", State::Failed, end, "", QStringLiteral("Failed"), Tone::Bad);
        row("left", State::Running, end, "", QStringLiteral("Not finished"), Tone::Neutral);
        row("not run", State::Completed, call, "", QStringLiteral("Asked for, not run"), Tone::Neutral);
        row("run by the server", State::Completed, call, "found", QStringLiteral("Done"), Tone::Good);
    }

    void aToolSaysHowItWent() {
        QFETCH(const int, state);
        QFETCH(const int, stop);
        QFETCH(const QString, result);
        QFETCH(const int, tone);
        auto whole = ended(answer(), QStringLiteral("One."));
        whole.ending->stop = static_cast<domain::StopReason>(stop);
        whole.tools = {tool(static_cast<domain::ToolActivity::State>(state), {}, result)};
        Watched watched;
        watched.model.addAnswer(whole);
        QTEST(watched.at(0, TranscriptModel::BadgeRole).toString(), "words");
        QCOMPARE(static_cast<int>(watched.at(0, TranscriptModel::ToneRole).value<TranscriptModel::Tone>()),
                 tone);
        QVERIFY(!watched.at(0, TranscriptModel::ActiveRole).toBool());
    }

    void sourcesStandAtTheEndEachAddressOnce() {
        const auto cite = [](const char* title, const char* url) {
            return domain::Citation{QString::fromLatin1(title), QString::fromLatin1(url), {}};
        };
        auto whole = ended(answer(), QStringLiteral("One.\n\nTwo."));
        whole.citations = {
            cite("", "https://a.example/1"),      cite("Tides\nof spring", "https://b.example/"),
            cite("Again", "https://a.example/1"), cite("", "https://c.example/x"),
            cite("Trap", "javascript:alert(1)"),  cite("", "")};
        Watched streamed;
        streamed.model.beginAnswer(answer());
        streamed.model.appendText(whole.text);
        QCOMPARE(outline(streamed.model), QStringLiteral("pp."));
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), QStringLiteral("pps."));
        QCOMPARE(streamed.at(2, TranscriptModel::SourcesRole).toStringList(),
                 QStringList({QStringLiteral("Again"), QStringLiteral("Tides of spring"),
                              QStringLiteral("c.example"), QStringLiteral("Trap")}));
        QCOMPARE(streamed.at(2, TranscriptModel::LinksRole).toStringList(),
                 QStringList({QStringLiteral("https://a.example/1"), QStringLiteral("https://b.example/"),
                              QStringLiteral("https://c.example/x"), QString()}));
        QVERIFY(streamed.at(2, TranscriptModel::ExpandedRole).toBool());
        Watched stored;
        stored.model.addAnswer(whole);
        QCOMPARE(difference(looks(streamed.model), looks(stored.model)), QString());

        // An answer that goes on has its sources below the text still.
        streamed.model.beginAnswer(whole);
        QCOMPARE(outline(streamed.model), QStringLiteral("pp."));
        streamed.model.appendText(QStringLiteral("\n\nThree."));
        streamed.model.endAnswer(whole);
        QCOMPARE(mirrored(streamed), QString());
        QCOMPARE(outline(streamed.model), QStringLiteral("ppps."));
    }

    void manySourcesAreCounted() {
        auto whole = ended(answer(), QStringLiteral("One."));
        for (int source = 0; source < 60; ++source) {
            whole.citations.push_back({{}, QStringLiteral("https://a.example/%1").arg(source), {}});
        }
        Watched watched;
        watched.model.addAnswer(whole);
        QCOMPARE(watched.at(1, TranscriptModel::SourcesRole).toStringList().size(), 50);
        QCOMPARE(watched.at(1, TranscriptModel::TextRole).toString(), QStringLiteral("and 10 more"));
        QVERIFY(!watched.at(1, TranscriptModel::ExpandedRole).toBool());
        watched.model.setExpanded(1, true);
        QVERIFY(watched.at(1, TranscriptModel::ExpandedRole).toBool());
        QCOMPARE(mirrored(watched), QString());
    }
};

QTEST_GUILESS_MAIN(TranscriptMarksTest)
#include "tst_transcript_marks.moc"
