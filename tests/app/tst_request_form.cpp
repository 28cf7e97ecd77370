// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RequestForm.h"
#include "RequestMemory.h"
#include "Settings.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace rivulet;
using namespace rivulet::app;
using domain::Effort;

/// What a person is offered and told in the fields of a request, and what is remembered of models.
class RequestFormTest : public QObject {
    Q_OBJECT

private:
    static RequestTarget target(const QString& thinking, const QString& dialect = {}) {
        RequestTarget target;
        target.endpoint.id = QStringLiteral("e");
        target.endpoint.dialect = dialect;
        target.endpoint.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:9"));
        target.model.id = QStringLiteral("m1");
        target.model.thinking = thinking;
        return target;
    }
    static void chooseBudget(RequestForm& form) {
        form.setThinking(static_cast<int>(form.thinkingOptions().size()) - 1);
    }

private Q_SLOTS:
    void formOffersWhatTheModelTakesAndChecksWhatIsTyped() {
        RequestForm form;
        QSignalSpy edited(&form, &RequestForm::edited);
        QCOMPARE(form.thinkingOptions().size(), 6);
        form.setTarget(target(QStringLiteral("always")));
        QCOMPARE(form.thinkingOptions().size(), 4);
        form.setTarget(target(QStringLiteral("none")));
        QVERIFY(form.thinkingOptions().isEmpty());
        form.setTarget(target(QStringLiteral("enabled"), QStringLiteral("anthropic")));
        QVERIFY(form.isUsual() && !form.offersBackground());
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
            QVERIFY2(form.temperatureProblem().contains(QStringLiteral("temperature")), wrong);
            // What was typed stays to be mended; what was right before stays in effect.
            QCOMPARE(form.temperature(), QString::fromLatin1(wrong));
            QCOMPARE(form.parameters().temperature.value_or(0), 0.7);
        }
        form.setAnswerLimit(QStringLiteral("0"));
        QVERIFY(form.answerLimitProblem().contains(QStringLiteral("answer limit")));
        QCOMPARE(edited.size(), before);
        form.setAnswerLimit(QStringLiteral("1000"));
        QVERIFY(form.answerLimitProblem().isEmpty());
        // Another field's problem is its own.
        QVERIFY(!form.temperatureProblem().isEmpty());
        QVERIFY(form.streamingReason().isEmpty());
        form.setTemperature({});
        QVERIFY(form.temperatureProblem().isEmpty());
        QVERIFY(!form.parameters().temperature);
        form.reset();
        QVERIFY(form.isUsual());
    }

    void offersABudgetOnlyWhereOneIsSent() {
        RequestForm form;
        form.setTarget(target(QStringLiteral("enabled"), QStringLiteral("anthropic")));
        QCOMPARE(form.thinkingOptions().size(), 6);
        form.setTarget(target(QStringLiteral("enabled"), QStringLiteral("ollama")));
        QCOMPARE(form.thinkingOptions().size(), 5);
    }

    void offersBackgroundOnlyWhereTheServerCanBeAskedLater() {
        RequestForm form;
        form.setTarget(target({}, QStringLiteral("openai-responses")));
        QVERIFY(form.offersBackground());
        form.setTarget(target({}, QStringLiteral("openai-chat")));
        QVERIFY(!form.offersBackground());
    }

    void saysThatABudgetLeavesNoAnswerUntilItIsMended() {
        RequestForm form;
        form.setTarget(target(QStringLiteral("enabled"), QStringLiteral("anthropic")));
        chooseBudget(form);
        QVERIFY(form.budgetProblem().isEmpty());
        form.setAnswerLimit(QStringLiteral("4000"));
        QCOMPARE(form.budget(), QStringLiteral("8192"));
        QVERIFY2(form.budgetProblem().contains(QStringLiteral("4,000")), qPrintable(form.budgetProblem()));
        // Whatever else is changed.
        form.setTemperature(QStringLiteral("1"));
        QVERIFY(!form.budgetProblem().isEmpty());
        form.setBudget(QStringLiteral("3000"));
        QVERIFY(form.budgetProblem().isEmpty());
        form.setBudget(QStringLiteral("4000"));
        QVERIFY(!form.budgetProblem().isEmpty());
        form.setAnswerLimit({});
        QVERIFY(form.budgetProblem().isEmpty());
        // A model that gives less.
        auto small = target(QStringLiteral("enabled"), QStringLiteral("anthropic"));
        small.model.maxOutputTokens = 4000;
        form.setTarget(small);
        QVERIFY(form.budgetProblem().contains(QStringLiteral("this model")));
        // One that is sent no budget has no such problem.
        form.setTarget(target(QStringLiteral("effort"), QStringLiteral("anthropic")));
        QVERIFY(form.budgetProblem().isEmpty());
    }

    void beginsWithABudgetThatFitsTheLimit() {
        RequestForm form;
        form.setTarget(target(QStringLiteral("enabled"), QStringLiteral("anthropic")));
        form.setAnswerLimit(QStringLiteral("4000"));
        chooseBudget(form);
        QCOMPARE(form.budget(), QStringLiteral("2000"));
    }

    void takesWhatWasTypedOnceItIsRightForTheModel() {
        auto small = target(QStringLiteral("enabled"), QStringLiteral("anthropic"));
        small.model.maxOutputTokens = 4000;
        RequestForm form;
        form.setTarget(small);
        form.setAnswerLimit(QStringLiteral("6000"));
        QVERIFY(!form.answerLimitProblem().isEmpty());
        QVERIFY(!form.parameters().answerLimit);
        form.setTarget(target(QStringLiteral("enabled"), QStringLiteral("anthropic")));
        QVERIFY(form.answerLimitProblem().isEmpty());
        QCOMPARE(form.parameters().answerLimit.value_or(0), 6000);
    }

    void tellsOfFieldsThatWereRefusedAndHasThemTriedAgain() {
        auto known = target({}, QStringLiteral("openai-chat"));
        known.experience.omittedFields = {QStringLiteral("stream_options"), QStringLiteral("temperature")};
        RequestForm form;
        form.setTarget(known);
        QVERIFY(form.isTemperatureRefused());
        QVERIFY(!form.isTopPRefused() && !form.isAnswerLimitRefused() && !form.isThinkingRefused());
        QSignalSpy forgiven(&form, &RequestForm::fieldsForgiven);
        form.tryAgain(RequestForm::Field::Temperature);
        QCOMPARE(forgiven.size(), 1);
        QCOMPARE(forgiven.first().first().toStringList(), QStringList{QStringLiteral("temperature")});
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
        memory.learnTokens(answer.endpointId, answer.model, 1000, 1200);
        QCOMPARE(memory.sentences().size(), 3);
        QVERIFY(memory.experience(answer.endpointId, answer.model).tokenRatio > 1.0);
        memory.forget(2);
        QCOMPARE(memory.experience(answer.endpointId, answer.model).tokenRatio, 1.0);
        memory.forget(0);
        QVERIFY(memory.experience(answer.endpointId, answer.model).omittedFields.isEmpty());
        memory.forget(0);
        QVERIFY(memory.sentences().isEmpty());
        memory.forget(0);
    }

    void forgetsAFieldOrAllThatIsKnownOfAModel() {
        const QTemporaryDir folder;
        Settings settings(folder.filePath(QStringLiteral("s.ini")));
        RequestMemory memory(settings);
        const QString endpoint = QStringLiteral("e");
        domain::Message answer;
        answer.endpointId = endpoint;
        answer.warnings = {{domain::Warning::Kind::DroppedField, QStringLiteral("temperature")},
                           {domain::Warning::Kind::DroppedField, QStringLiteral("think")},
                           {domain::Warning::Kind::NotStreamed, {}}};
        for (const auto& model : {QStringLiteral("one"), QStringLiteral("other one")}) {
            answer.model = model;
            memory.learn(answer);
            memory.learnTokens(endpoint, model, 1000, 1300);
        }
        const QString one = QStringLiteral("one");
        const QString other = QStringLiteral("other one");
        QCOMPARE(memory.sentencesOf(endpoint, one).size(), 4);
        QVERIFY(memory.sentencesOf(endpoint, one).last().contains(QStringLiteral("raised")));
        QSignalSpy changed(&memory, &RequestMemory::changed);
        memory.forgetFields(endpoint, one, {QStringLiteral("think"), QStringLiteral("never heard of")});
        QCOMPARE(memory.experience(endpoint, one).omittedFields, QStringList{QStringLiteral("temperature")});
        QCOMPARE(memory.experience(endpoint, other).omittedFields.size(), 2);
        memory.forgetModel(endpoint, one);
        QCOMPARE(changed.size(), 2);
        QVERIFY(memory.sentencesOf(endpoint, one).isEmpty());
        // The endpoint's is forgotten with it, the other model's own is not.
        QCOMPARE(memory.experience(endpoint, other).omittedFields.size(), 2);
        QVERIFY(!memory.experience(endpoint, other).notStreamed);
        QVERIFY(memory.experience(endpoint, other).tokenRatio > 1.0);
        QVERIFY(memory.sentencesOf(endpoint, QStringLiteral("nobody")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(RequestFormTest)
#include "tst_request_form.moc"
