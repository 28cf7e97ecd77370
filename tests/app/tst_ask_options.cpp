// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/AskOptions.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using rivulet::app::AskOptions;
using rivulet::app::parseAskOptions;
using rivulet::domain::Effort;
using rivulet::stream::ContinuePolicy;
using rivulet::stream::Timeouts;

class AskOptionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheDefaultsOfTheContract() {
        const auto parsed = parseAskOptions({u"--model"_s, u"ollama:qwen3:8b"_s, u"Why?"_s}, {});
        QVERIFY(parsed.ok());
        const auto& options = parsed.value();
        QCOMPARE(options.models.size(), 1U);
        QCOMPARE(options.models[0].provider, u"ollama"_s);
        QCOMPARE(options.models[0].model, u"qwen3:8b"_s);
        QVERIFY(!options.models[0].baseUrl);
        QCOMPARE(options.prompt.value(), u"Why?"_s);
        QVERIFY(options.output == AskOptions::Output::Text);
        QVERIFY(options.saving == AskOptions::Saving::Save);
        QVERIFY(options.streaming == rivulet::stream::StreamChoice::Auto);
        QVERIFY(options.continuation == ContinuePolicy::LocalOnly);
        QVERIFY(options.resume == rivulet::stream::ResumePolicy::Auto);
        QCOMPARE(options.retry.retries, 3);
        QCOMPARE(options.retry.base, 1000ms);
        QVERIFY(options.timeouts(Timeouts::forCloud()) == Timeouts::forCloud());
        QVERIFY(options.timeouts(Timeouts::forLocal()) == Timeouts::forLocal());
    }

    void takesEveryOption() {
        const auto parsed = parseAskOptions({u"--model=a:b"_s, u"--system"_s,
                                             u"Be brief."_s,   u"--max-tokens"_s,
                                             u"5"_s,           u"--thinking"_s,
                                             u"high"_s,        u"--stream"_s,
                                             u"never"_s,       u"--connect-timeout"_s,
                                             u"0.5"_s,         u"--first-byte-timeout"_s,
                                             u"2"_s,           u"--idle-timeout"_s,
                                             u"3"_s,           u"--upload-timeout"_s,
                                             u"4.25"_s,        u"--slot-timeout"_s,
                                             u"5"_s,           u"--retries"_s,
                                             u"0"_s,           u"--retry-base"_s,
                                             u"0"_s,           u"--resume"_s,
                                             u"off"_s,         u"--continue"_s,
                                             u"auto"_s,        u"--json"_s,
                                             u"--no-save"_s,   u"--data-dir"_s,
                                             u"/x"_s,          u"--background"_s,
                                             u"--file"_s,      u"b.png"_s,
                                             u"--file=a"_s,    u"--"_s,
                                             u"--json"_s},
                                            {});
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.failure().detail));
        const auto& options = parsed.value();
        QCOMPARE(options.system, u"Be brief."_s);
        QCOMPARE(options.maxTokens.value(), 5);
        QVERIFY(options.effort == Effort::High);
        QVERIFY(options.streaming == rivulet::stream::StreamChoice::Never);
        const auto timeouts = options.timeouts(Timeouts::forLocal());
        QCOMPARE(timeouts.connect, 500ms);
        QCOMPARE(timeouts.firstByte, 2000ms);
        QCOMPARE(timeouts.idle, 3000ms);
        QCOMPARE(timeouts.upload, 4250ms);
        QCOMPARE(timeouts.slot, 5000ms);
        QCOMPARE(options.retry.retries, 0);
        QCOMPARE(options.retry.base, 0ms);
        QVERIFY(options.resume == rivulet::stream::ResumePolicy::Off);
        QVERIFY(options.continuation == ContinuePolicy::Always);
        QVERIFY(options.output == AskOptions::Output::JsonLines);
        QVERIFY(options.saving == AskOptions::Saving::Discard);
        QVERIFY(options.background);
        QCOMPARE(options.files, (QStringList{u"b.png"_s, u"a"_s}));
        QCOMPARE(options.dataFolder, u"/x"_s);
        QCOMPARE(options.prompt.value(), u"--json"_s);
    }

    void givesOptionsToTheModelBeforeThem() {
        const auto parsed =
            parseAskOptions({u"--model"_s, u"a:1"_s, u"--base-url"_s, u"http://127.0.0.1:1/v1"_s,
                             u"--dialect"_s, u"openai-chat"_s, u"--model"_s, u"b:2"_s, u"--dialect"_s,
                             u"ollama"_s, u"--ca"_s, u"f.pem"_s, u"hi"_s},
                            {});
        QVERIFY(parsed.ok());
        const auto& models = parsed.value().models;
        QCOMPARE(models.size(), 2U);
        QCOMPARE(models[0].baseUrl.value(), u"http://127.0.0.1:1/v1"_s);
        QCOMPARE(models[0].dialect.value(), u"openai-chat"_s);
        QCOMPARE(models[0].authorityFile, QString());
        QVERIFY(!models[1].baseUrl);
        QCOMPARE(models[1].dialect.value(), u"ollama"_s);
        QCOMPARE(models[1].authorityFile, u"f.pem"_s);
    }

    void takesTheModelUsedLastWhereNoneIsNamed() {
        const QStringList last{u"--model"_s, u"p:m"_s};
        const auto parsed = parseAskOptions({u"hi"_s}, last);
        QVERIFY(parsed.ok());
        QCOMPARE(parsed.value().models[0].provider, u"p"_s);
        QVERIFY(!parsed.value().models[0].isElsewhere());
        QVERIFY(!parseAskOptions({u"hi"_s}, {}).ok());
        QVERIFY(!parseAskOptions({u"hi"_s}, {u"--model"_s, u"nonsense"_s}).ok());
        QCOMPARE(parseAskOptions({u"--model"_s, u"x:y"_s}, last).value().models.size(), 1U);
    }

    void namesAModelAgainAsItWasNamed() {
        const QStringList named{u"--model"_s,   u"x:m:1"_s,  u"--base-url"_s, u"http://127.0.0.1:1/v1"_s,
                                u"--dialect"_s, u"ollama"_s, u"--ca"_s,       u"f.pem"_s};
        const auto parsed = parseAskOptions({u"hi"_s}, named);
        QVERIFY(parsed.ok());
        const auto& model = parsed.value().models.at(0);
        QCOMPARE(model.key(), u"x:m:1"_s);
        QVERIFY(model.isElsewhere());
        QCOMPARE(model.arguments(), named);
    }

    void theHelpTellsWhatGoesOnByItself() {
        const auto help = rivulet::app::askUsage().simplified();
        QVERIFY(help.contains(u"--continue WHERE go on by itself from a cut answer, twice at most"_s));
        QVERIFY(help.contains(u"which is the default"_s));
    }

    void readsStandardInputForADashOrNothing() {
        QVERIFY(!parseAskOptions({u"--model"_s, u"a:b"_s}, {}).value().prompt);
        QVERIFY(!parseAskOptions({u"--model"_s, u"a:b"_s, u"-"_s}, {}).value().prompt);
        QCOMPARE(parseAskOptions({u"--model"_s, u"a:b"_s, u""_s}, {}).value().prompt.value(), u""_s);
    }

    void takesABudgetForThinking() {
        const auto parsed = parseAskOptions({u"--model"_s, u"a:b"_s, u"--thinking"_s, u"2048"_s}, {});
        QCOMPARE(parsed.value().thinkingBudget.value(), 2048);
        QVERIFY(!parsed.value().effort);
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        const QStringList model{u"--model"_s, u"a:b"_s};
        const auto row = [&](const char* name, const QStringList& arguments, const QString& words) {
            QTest::addRow("%s", name) << arguments << words;
        };
        row("no value", {u"--model"_s}, u"--model needs a value"_s);
        row("no colon", {u"--model"_s, u"x"_s}, u"--model needs PROVIDER:MODEL"_s);
        row("no provider", {u"--model"_s, u":x"_s}, u"--model needs PROVIDER:MODEL"_s);
        row("no model name", {u"--model"_s, u"x:"_s}, u"--model needs PROVIDER:MODEL"_s);
        row("three models", model + model + model, u"--model may be given twice"_s);
        row("url of nothing", {u"--base-url"_s, u"http://x"_s},
            u"--base-url belongs to the --model before"_s);
        row("dialect of nothing", {u"--dialect"_s, u"ollama"_s},
            u"--dialect belongs to the --model before"_s);
        row("no dialect", model + QStringList{u"--dialect"_s, u"klingon"_s},
            u"--dialect \"klingon\" is not supported yet"_s);
        row("file of no name", model + QStringList{u"--file"_s, u""_s}, u"--file needs the path"_s);
        row("background of something", model + QStringList{u"--background=yes"_s},
            u"--background takes no value"_s);
        row("unknown", model + QStringList{u"--colour"_s}, u"--colour is not an option"_s);
        row("value of a switch", model + QStringList{u"--json=yes"_s}, u"--json takes no value"_s);
        row("tokens", model + QStringList{u"--max-tokens"_s, u"many"_s},
            u"--max-tokens needs a whole number"_s);
        row("retries", model + QStringList{u"--retries"_s, u"11"_s},
            u"--retries needs a whole number from 0 to 10"_s);
        row("seconds", model + QStringList{u"--idle-timeout"_s, u"-1"_s}, u"--idle-timeout needs seconds"_s);
        row("nan", model + QStringList{u"--idle-timeout"_s, u"nan"_s}, u"--idle-timeout needs seconds"_s);
        row("no time", model + QStringList{u"--idle-timeout"_s, u"0"_s},
            u"--idle-timeout needs more than 0"_s);
        row("thinking", model + QStringList{u"--thinking"_s, u"hard"_s},
            u"--thinking \"hard\" is none of off"_s);
        row("stream", model + QStringList{u"--stream"_s, u"maybe"_s}, u"--stream \"maybe\" is none of"_s);
        row("continue", model + QStringList{u"--continue"_s, u"yes"_s}, u"--continue \"yes\" is none of"_s);
        row("two prompts", model + QStringList{u"why"_s, u"not"_s}, u"more than one prompt"_s);
        row("no model", {u"hi"_s}, u"no model was used yet"_s);
    }

    void saysWhatIsWrong() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, words);
        const auto parsed = parseAskOptions(arguments, {});
        QVERIFY(!parsed.ok());
        QVERIFY2(parsed.failure().detail.startsWith(words), qPrintable(parsed.failure().detail));
    }
};

QTEST_GUILESS_MAIN(AskOptionsTest)
#include "tst_ask_options.moc"
