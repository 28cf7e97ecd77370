// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RequestForm.h"
#include "RequestMemory.h"
#include "SendCheck.h"
#include "Settings.h"
#include "request/PromptComposer.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace rivulet;
using namespace rivulet::app;
using domain::Effort;

/// What becomes of a person's choices for each kind of model, and what is asked before a prompt goes out.
class PromptComposerTest : public QObject {
    Q_OBJECT

private:
    static std::vector<domain::Message> conversation(const QString& last = QStringLiteral("Why?")) {
        std::vector<domain::Message> history(3);
        history[0].text = QStringLiteral("Hello");
        history[1].role = domain::Role::Assistant;
        history[1].text = QStringLiteral("Hi");
        history[2].text = last;
        return history;
    }
    static domain::ModelTraits traits(const QString& thinking = {}) {
        domain::ModelTraits traits;
        traits.id = QStringLiteral("m1");
        traits.thinking = thinking;
        return traits;
    }
    static domain::Prompt composed(const domain::ModelTraits& traits, const RequestParameters& parameters) {
        return PromptComposer(traits, parameters, QStringLiteral("usual"), {}).compose(conversation());
    }
    static domain::Attachment picture() {
        return {domain::Attachment::Kind::Image, QStringLiteral("p.png"), "image/png", "\x89PNG"};
    }

private Q_SLOTS:
    void asksForWhatWasChosen() {
        RequestParameters parameters;
        parameters.temperature = 0.5;
        parameters.topP = 0.9;
        parameters.effort = Effort::High;
        parameters.answerLimit = 3000;
        parameters.background = true;
        domain::ModelTraits model = traits(QStringLiteral("adaptive"));
        model.betas = {QStringLiteral("long")};
        const PromptComposer composer(model, parameters, QStringLiteral("usual"),
                                      {{QStringLiteral("stream_options")}, false});
        const auto prompt = composer.compose(conversation());
        QCOMPARE(prompt.model, QStringLiteral("m1"));
        QCOMPARE(prompt.system, QStringLiteral("usual"));
        QCOMPARE(prompt.turns.size(), std::size_t(3));
        QCOMPARE(prompt.temperature.value_or(0), 0.5);
        QCOMPARE(prompt.topP.value_or(0), 0.9);
        QVERIFY(prompt.effort == Effort::High);
        QCOMPARE(prompt.maxTokens.value_or(0), 3000);
        QCOMPARE(prompt.thinkingMode, QStringLiteral("adaptive"));
        QCOMPARE(prompt.betas, QStringList{QStringLiteral("long")});
        QCOMPARE(prompt.omittedFields, QStringList{QStringLiteral("stream_options")});
        QVERIFY(prompt.background);
        QVERIFY(prompt.stream);
        parameters.system = QStringLiteral("own");
        QCOMPARE(composed(model, parameters).system, QStringLiteral("own"));
        QCOMPARE(composer.compose(conversation(), 2).turns.size(), std::size_t(1));
        QVERIFY(composer.compose({}, 7).turns.empty());
    }

    void leavesOutWhatTheModelDoesNotTake() {
        RequestParameters parameters;
        parameters.temperature = 0.5;
        parameters.effort = Effort::Off;
        parameters.thinkingBudget = 9000;
        domain::ModelTraits model = traits(QStringLiteral("none"));
        model.takesSampling = false;
        auto prompt = composed(model, parameters);
        QVERIFY(!prompt.temperature && !prompt.effort && !prompt.thinkingBudget);
        parameters.thinkingBudget.reset();
        QVERIFY(!composed(traits(QStringLiteral("always")), parameters).effort);
        QVERIFY(composed(traits(QStringLiteral("adaptive")), parameters).effort == Effort::Off);
        parameters.thinkingBudget = 9000;
        QVERIFY(!composed(traits(QStringLiteral("effort")), parameters).thinkingBudget);
        QCOMPARE(composed(traits(QStringLiteral("enabled")), parameters).thinkingBudget.value_or(0), 9000);
    }

    void limitsAnswersAsTheModelCan() {
        QCOMPARE(composed(traits(), {}).maxTokens.value_or(0), 8192);
        domain::ModelTraits model = traits();
        model.maxOutputTokens = 4000;
        QCOMPARE(composed(model, {}).maxTokens.value_or(0), 4000);
        model.contextTokens = 4096;
        QCOMPARE(composed(model, {}).maxTokens.value_or(0), 2048);
        RequestParameters budget;
        budget.thinkingBudget = 10'000;
        QCOMPARE(composed(traits(QStringLiteral("enabled")), budget).maxTokens.value_or(0), 18'192);
    }

    void streamsByTheRuleAndByExperience() {
        RequestParameters parameters;
        parameters.streaming.choice = stream::StreamChoice::Never;
        QVERIFY(composed(traits(), parameters).stream); // over 4,096 tokens: enforced
        parameters.answerLimit = 1000;
        QVERIFY(!composed(traits(), parameters).stream);
        parameters.streaming.choice = stream::StreamChoice::Always;
        QVERIFY(composed(traits(), parameters).stream);
        const PromptComposer held(traits(), parameters, {}, {{}, true});
        QVERIFY(!held.compose(conversation()).stream);
        parameters.answerLimit = 5000;
        const PromptComposer enforced(traits(), parameters, {}, {{}, true});
        QVERIFY(enforced.compose(conversation()).stream);
    }

    void sendsFilesAgainAndTellsOfThoseThisModelCantRead() {
        auto history = conversation();
        history[0].attachments = {picture()};
        history[2].attachments = {picture()};
        domain::ModelTraits model = traits();
        auto prompt = PromptComposer(model, {}, {}, {}).compose(history);
        QCOMPARE(prompt.turns.front().attachments.size(), std::size_t(1));
        QCOMPARE(prompt.turns.back().attachments.size(), std::size_t(1));
        model.takesImages = false;
        prompt = PromptComposer(model, {}, {}, {}).compose(history);
        QVERIFY(prompt.turns.front().attachments.empty());
        QVERIFY(prompt.turns.front().text.contains(QStringLiteral("p.png")));
        // What was asked last stays: it is refused, not changed.
        QCOMPARE(prompt.turns.back().attachments.size(), std::size_t(1));
    }

    void keepsParametersAsText() {
        RequestParameters parameters;
        QVERIFY(RequestParameters::fromText(parameters.toText()) == parameters);
        QVERIFY(RequestParameters::fromText({}) == parameters);
        QVERIFY(RequestParameters::fromText(QStringLiteral("[]{")) == parameters);
        parameters.system = QStringLiteral("Sei kurz.\n");
        parameters.effort = Effort::Low;
        parameters.thinkingBudget = 2000;
        parameters.answerLimit = 100;
        parameters.temperature = 0.0;
        parameters.topP = 0.25;
        parameters.streaming = {stream::StreamChoice::Never, stream::ShortPrompts::AskWhole};
        parameters.background = true;
        QVERIFY(RequestParameters::fromText(parameters.toText()) == parameters);
    }

    void formOffersWhatTheModelTakesAndChecksWhatIsTyped() {
        RequestForm form;
        QSignalSpy edited(&form, &RequestForm::edited);
        QCOMPARE(form.thinkingOptions().size(), 6);
        form.setModel(traits(QStringLiteral("always")), RequestForm::Background::NotOffered);
        QCOMPARE(form.thinkingOptions().size(), 4);
        form.setModel(traits(QStringLiteral("none")), RequestForm::Background::NotOffered);
        QVERIFY(form.thinkingOptions().isEmpty());
        form.setModel(traits(QStringLiteral("enabled")), RequestForm::Background::Offered);
        QVERIFY(form.isUsual() && form.offersBackground());
        form.setThinking(static_cast<int>(form.thinkingOptions().size()) - 1);
        QVERIFY(form.asksBudget());
        QCOMPARE(form.budget(), QStringLiteral("8192"));
        QVERIFY(form.streamingReason().contains(QStringLiteral("4,096")));
        form.setThinking(1);
        QVERIFY(form.parameters().effort == Effort::Off);
        QVERIFY(!form.isUsual());
        form.setTemperature(QStringLiteral("0,7"));
        QCOMPARE(form.temperature(), QStringLiteral("0.7"));
        const int before = static_cast<int>(edited.size());
        for (const char* wrong : {"3", "-1", "hot", "nan"}) {
            form.setTemperature(QString::fromLatin1(wrong));
            QVERIFY2(form.problem().contains(QStringLiteral("temperature")), wrong);
            QCOMPARE(form.temperature(), QStringLiteral("0.7"));
        }
        form.setAnswerLimit(QStringLiteral("0"));
        QVERIFY(form.problem().contains(QStringLiteral("answer limit")));
        QCOMPARE(edited.size(), before);
        form.setAnswerLimit(QStringLiteral("1000"));
        QVERIFY(form.problem().isEmpty());
        QVERIFY(form.streamingReason().isEmpty());
        form.setTemperature({});
        QVERIFY(!form.parameters().temperature);
        form.reset();
        QVERIFY(form.isUsual());
    }

    void asksBeforeItLeavesAnythingOut() {
        domain::ModelTraits model = traits();
        model.contextTokens = 4000;
        RequestParameters parameters;
        parameters.answerLimit = 500;
        auto history = conversation();
        history[0].text = QStringLiteral("some words of an old question ").repeated(800);
        const auto pane = [&](const domain::ModelTraits& of) {
            return SendCheck::Pane{
                QStringLiteral("Brook"), PromptComposer(of, parameters, {}, {}).compose(history), of, {}};
        };
        const SendCheck check({pane(model), pane(traits())});
        QVERIFY(check.refusal().isEmpty());
        QVERIFY2(check.question().contains(QStringLiteral("Brook")), qPrintable(check.question()));
        QCOMPARE(check.leftOut(), (std::vector<int>{2, 0}));
        history[2].text = history[0].text;
        const SendCheck never({pane(model)});
        QVERIFY(never.refusal().contains(QStringLiteral("Brook")));
    }

    void refusesFilesThatAModelCantReadByItsName() {
        domain::ModelTraits model = traits();
        model.takesImages = false;
        auto history = conversation();
        history[2].attachments = {picture()};
        const SendCheck check(
            {{QStringLiteral("Brook"), PromptComposer(model, {}, {}, {}).compose(history), model, {}}});
        QVERIFY(check.refusal().contains(QStringLiteral("Brook")));
        QVERIFY(check.refusal().contains(QStringLiteral("p.png")));
    }

    void tellsTokensAlwaysAndCostWherePricesAreKnown() {
        const SendCheck::Pane free{QStringLiteral("Brook"), composed(traits(), {}), traits(), {}};
        QCOMPARE(SendCheck::figures({free}, {1200}, {}), QStringLiteral("≈ 1,200 tokens in"));
        QCOMPARE(SendCheck::figures({free}, {0}, {}), QString());
        domain::ModelTraits priced = traits();
        priced.inputPrice = 1;
        priced.outputPrice = 5;
        const SendCheck::Pane paid{QStringLiteral("Meander"), composed(priced, {}), priced, {}};
        // 1,000 in and 8,192 out
        QCOMPARE(SendCheck::figures({paid}, {1000}, {}), QStringLiteral("≈ 1,000 tokens in · up to $0.0420"));
        QCOMPARE(SendCheck::figures({paid, paid}, {1000, 900}, {}),
                 QStringLiteral("≈ 1,000 tokens in · up to $0.0838 together"));
        QCOMPARE(SendCheck::figures({free, paid}, {1000, 1000}, {}),
                 QStringLiteral("≈ 1,000 tokens in · up to $0.0420 for Meander"));
    }

    void remembersWhatAnswersTaughtUntilItIsForgotten() {
        const QTemporaryDir folder;
        Settings settings(folder.filePath(QStringLiteral("s.ini")));
        domain::Message answer;
        answer.endpointId = QStringLiteral("e");
        answer.model = QStringLiteral("a model");
        answer.warnings = {{domain::Warning::Kind::DroppedField, QStringLiteral("temperature")},
                           {domain::Warning::Kind::DroppedField, QStringLiteral("no field at all")},
                           {domain::Warning::Kind::NotStreamed, {}}};
        {
            RequestMemory memory(settings);
            QVERIFY(memory.experience(answer.endpointId, answer.model).omittedFields.isEmpty());
            QSignalSpy changed(&memory, &RequestMemory::changed);
            memory.learn(answer);
            memory.learn(answer);
            QCOMPARE(changed.size(), 1);
        }
        RequestMemory memory(settings);
        const auto known = memory.experience(answer.endpointId, answer.model);
        QCOMPARE(known.omittedFields, QStringList{QStringLiteral("temperature")});
        QVERIFY(known.notStreamed);
        const auto other = memory.experience(answer.endpointId, QStringLiteral("model"));
        QVERIFY(other.omittedFields.isEmpty() && other.notStreamed);
        QCOMPARE(memory.sentences().size(), 2);
        memory.forget(0);
        QVERIFY(memory.experience(answer.endpointId, answer.model).omittedFields.isEmpty());
        memory.forget(0);
        QVERIFY(memory.sentences().isEmpty());
        memory.forget(0);
    }
};

QTEST_GUILESS_MAIN(PromptComposerTest)
#include "tst_prompt_composer.moc"
