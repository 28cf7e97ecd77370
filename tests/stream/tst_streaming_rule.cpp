// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/StreamingRule.h"

#include <QTest>

using namespace rivulet::domain;
using namespace rivulet::stream;
using Reason = StreamingDecision::Reason;

namespace {

constexpr std::array choices{StreamChoice::Auto, StreamChoice::Always, StreamChoice::Never};
constexpr std::array shorts{ShortPrompts::Stream, ShortPrompts::AskWhole};

Prompt promptOf(qsizetype characters, int limit) {
    Prompt prompt;
    prompt.turns = {{Role::User, QString(characters, u'a')}};
    prompt.maxTokens = limit;
    return prompt;
}

} // namespace

class tst_StreamingRule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lawOver4096TokensStreamingIsEnforcedWhateverTheChoice() {
        for (const StreamChoice choice : choices) {
            for (const ShortPrompts shortPrompts : shorts) {
                const StreamingRule rule{choice, shortPrompts};
                for (const qsizetype size : {0, 1, 5000, 5001, 100'000}) {
                    const auto byLimit = rule.decide(promptOf(size, 4097), {});
                    QCOMPARE(byLimit, (StreamingDecision{true, true, Reason::LongAnswer}));
                    Prompt thinks = promptOf(size, 4096);
                    thinks.thinkingBudget = 4097;
                    QCOMPARE(rule.decide(thinks, {}), (StreamingDecision{true, true, Reason::LongThinking}));
                }
            }
        }
    }

    void lawNothingElseIsEnforcedAndAChoiceIsKept() {
        for (const ShortPrompts shortPrompts : shorts) {
            for (const qsizetype size : {0, 5000, 5001, 100'000}) {
                Prompt prompt = promptOf(size, 4096);
                prompt.thinkingBudget = 4096;
                QCOMPARE((StreamingRule{StreamChoice::Always, shortPrompts}.decide(prompt, {})),
                         (StreamingDecision{true, false, Reason::ChosenAlways}));
                QCOMPARE((StreamingRule{StreamChoice::Never, shortPrompts}.decide(prompt, {})),
                         (StreamingDecision{false, false, Reason::ChosenNever}));
            }
        }
    }

    void lawALongerPromptNeverStopsStreaming() {
        for (const StreamChoice choice : choices) {
            for (const ShortPrompts shortPrompts : shorts) {
                bool streamed = false;
                for (qsizetype size = 0; size < 10'000; size += 500) {
                    const bool streams =
                        StreamingRule{choice, shortPrompts}.decide(promptOf(size, 100), {}).stream;
                    QVERIFY(streams || !streamed);
                    streamed = streams;
                }
            }
        }
    }

    void autoStreamsLongPromptsAndShortOnesBySetting() {
        const StreamingRule both;
        QCOMPARE(both.shortPrompts, ShortPrompts::Stream);
        const StreamingRule longOnly{StreamChoice::Auto, ShortPrompts::AskWhole};
        QCOMPARE(both.decide(promptOf(5000, 4096), {}),
                 (StreamingDecision{true, false, Reason::ShortPrompt}));
        QCOMPARE(longOnly.decide(promptOf(5000, 4096), {}),
                 (StreamingDecision{false, false, Reason::ShortPrompt}));
        QCOMPARE(longOnly.decide(promptOf(5001, 4096), {}),
                 (StreamingDecision{true, false, Reason::LongPrompt}));
    }

    void allTextThatIsSentCounts() {
        Prompt prompt = promptOf(2000, 4096);
        prompt.system = QString(2000, u'b');
        prompt.turns.push_back({Role::Assistant, QString(500, u'c')});
        QCOMPARE(sentCharacters(prompt), 4500);
        prompt.turns.front().attachments.push_back({Attachment::Kind::Text, QStringLiteral("notes.txt"),
                                                    "text/plain", QByteArray("\xC3\xA9").repeated(501)});
        QCOMPARE(sentCharacters(prompt), 5001);
        prompt.turns.front().attachments.push_back(
            {Attachment::Kind::Image, QStringLiteral("a.png"), "image/png", QByteArray(9000, 'x')});
        QCOMPARE(sentCharacters(prompt), 5001);
        prompt.turns.back().text = QStringLiteral("\U0001F30A\U0001F30A"); // two characters in four units
        QCOMPARE(sentCharacters(prompt), 4503);
        const StreamingRule rule{StreamChoice::Auto, ShortPrompts::AskWhole};
        QVERIFY(!rule.decide(prompt, {}).stream);
    }

    void theDefaultAnswerLimitIsTheModelsWhereThatIsLower() {
        Prompt prompt;
        ModelTraits traits;
        QCOMPARE(answerLimit(prompt, traits), 8192);
        traits.maxOutputTokens = 128'000;
        QCOMPARE(answerLimit(prompt, traits), 8192);
        traits.maxOutputTokens = 4096;
        QCOMPARE(answerLimit(prompt, traits), 4096);
        QVERIFY(!StreamingRule{}.decide(prompt, traits).enforced);
        traits.maxOutputTokens = 0; // nobody's maximum
        QCOMPARE(answerLimit(prompt, traits), 8192);
        QVERIFY(StreamingRule{}.decide(prompt, traits).enforced);
        prompt.maxTokens = 100;
        QCOMPARE(answerLimit(prompt, traits), 100);
        traits.maxOutputTokens = 50;
        QCOMPARE(answerLimit(prompt, traits), 100); // asked for is asked for
    }
};

QTEST_GUILESS_MAIN(tst_StreamingRule)
#include "tst_streaming_rule.moc"
