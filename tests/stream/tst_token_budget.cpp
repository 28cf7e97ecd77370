// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TokenBudget.h"

#include <QTest>

#include <cmath>

using namespace rivulet::domain;
using namespace rivulet::stream;
using Fit = HistoryPlan::Fit;

namespace {

const TokenEstimator estimator;

QString words(int count) {
    return QStringLiteral("river ").repeated(count);
}

/// `pairs` exchanges of about 200 tokens each, and a last question.
Prompt conversation(int pairs) {
    Prompt prompt;
    prompt.system = QStringLiteral("Answer in one sentence.");
    prompt.maxTokens = 100;
    for (int i = 0; i < pairs; ++i) {
        prompt.turns.push_back({Role::User, QStringLiteral("Question %1: ").arg(i) + words(90)});
        prompt.turns.push_back({Role::Assistant, words(95)});
    }
    prompt.turns.push_back({Role::User, QStringLiteral("And now?")});
    return prompt;
}

ModelTraits withContext(qint64 tokens) {
    ModelTraits traits;
    traits.contextTokens = tokens;
    return traits;
}

Attachment file(Attachment::Kind kind, qsizetype size) {
    return {kind, QStringLiteral("file"), "application/octet-stream", QByteArray(size, 'x')};
}

} // namespace

class tst_TokenBudget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatFitsIsLeftAlone() {
        const Prompt prompt = conversation(3);
        const HistoryPlan plan = planHistory(prompt, withContext(100'000), estimator);
        QVERIFY(plan.fits());
        QCOMPARE(plan.turnsToDrop, 0);
        QCOMPARE(plan.trimmedInput, plan.estimatedInput);
        QCOMPARE(trimmed(prompt, plan), prompt);
        QVERIFY(*plan.limit < 100'000 - 100);
    }

    void aContextThatNobodyKnowsHoldsEverything() {
        const HistoryPlan plan = planHistory(conversation(3000), {}, estimator);
        QVERIFY(plan.fits());
        QVERIFY(!plan.limit);
    }

    void lawAPlanFitsKeepsTheLastAndDropsNoMoreThanItMust() {
        const Prompt prompt = conversation(12);
        for (qint64 context = 150; context < 4000; context += 130) {
            const ModelTraits traits = withContext(context);
            const HistoryPlan plan = planHistory(prompt, traits, estimator);
            const Prompt rest = trimmed(prompt, plan);
            QCOMPARE(rest.system, prompt.system);
            QCOMPARE(rest.turns.back(), prompt.turns.back());
            QCOMPARE(rest.turns.front().role, Role::User);
            QCOMPARE(plan.turnsToDrop % 2, 0);
            QCOMPARE(estimator.tokensOf(rest), plan.trimmedInput);
            QCOMPARE(plan.trimmedInput + plan.dropped.tokens, plan.estimatedInput);
            if (plan.fit != Fit::DoesNotFit) {
                QVERIFY(plan.trimmedInput <= *plan.limit);
                QVERIFY(planHistory(rest, traits, estimator).fits());
            }
            if (plan.turnsToDrop > 0) {
                HistoryPlan less = plan;
                less.turnsToDrop -= 2;
                QVERIFY(estimator.tokensOf(trimmed(prompt, less)) > *plan.limit);
            }
        }
    }

    void thePlanSaysWhatIsDropped() {
        Prompt prompt = conversation(3);
        prompt.turns.front().attachments.push_back(file(Attachment::Kind::Text, 10));
        const HistoryPlan plan = planHistory(prompt, withContext(600), estimator);
        QCOMPARE(plan.fit, Fit::FitsTrimmed);
        QVERIFY(plan.turnsToDrop >= 2);
        QCOMPARE(plan.dropped.attachments, 1);
        QVERIFY(plan.dropped.characters > 500);
        QVERIFY(plan.dropped.beginning.startsWith(u"Question 0: river river"));
        QVERIFY(plan.dropped.beginning.size() < 100);
    }

    void aQuestionAloneThatIsTooLongIsRefused() {
        Prompt prompt = conversation(2);
        prompt.turns.back().text = words(3000);
        const HistoryPlan plan = planHistory(prompt, withContext(1000), estimator);
        QCOMPARE(plan.fit, Fit::DoesNotFit);
        QCOMPARE(promptRefusal(prompt, withContext(1000), estimator)->kind, Failure::Kind::ContextTooLong);
        QVERIFY(!promptRefusal(prompt, withContext(10'000), estimator));
        // What a person can drop is no reason to refuse.
        QVERIFY(!promptRefusal(conversation(12), withContext(1000), estimator));
    }

    void anUnfinishedAnswerStaysWithItsQuestion() {
        Prompt prompt = conversation(4);
        prompt.turns.push_back({Role::Assistant, QStringLiteral("Well, the")});
        prompt.continuesLastTurn = true;
        const Prompt rest = trimmed(prompt, planHistory(prompt, withContext(300), estimator));
        QCOMPARE(rest.turns.size(), std::size_t{2});
        QCOMPARE(rest.turns.front().text, QStringLiteral("And now?"));
    }

    void aSmallContextLeavesRoomForAQuestion() {
        Prompt prompt = conversation(0);
        prompt.maxTokens.reset();
        QVERIFY(planHistory(prompt, withContext(4096), estimator).fits());
    }

    void attachmentsAreCheckedByModelAndSize() {
        ModelTraits blind;
        blind.takesImages = false;
        blind.takesPdf = false;
        ModelTraits seeing;
        seeing.takesImages = true;
        seeing.takesPdf = true;
        const auto codeOf = [](const std::optional<Failure>& failure) {
            return failure ? failure->code : QString();
        };
        QCOMPARE(codeOf(attachmentRefusal(file(Attachment::Kind::Image, 9), blind)),
                 QStringLiteral("images_not_taken"));
        QCOMPARE(codeOf(attachmentRefusal(file(Attachment::Kind::Pdf, 9), blind)),
                 QStringLiteral("pdf_not_taken"));
        QVERIFY(!attachmentRefusal(file(Attachment::Kind::Text, 9), blind));
        for (const auto kind : {Attachment::Kind::Image, Attachment::Kind::Pdf, Attachment::Kind::Text}) {
            QVERIFY(!attachmentRefusal(file(kind, attachmentBytes), seeing));
            QVERIFY(!attachmentRefusal(file(kind, 9), {}));
            const auto failure = attachmentRefusal(file(kind, attachmentBytes + 1), seeing);
            QCOMPARE(codeOf(failure), QStringLiteral("too_large"));
            QCOMPARE(failure->kind, Failure::Kind::AttachmentRefused);
            QCOMPARE(failure->detail, QStringLiteral("file"));
        }
        QCOMPARE(codeOf(attachmentRefusal(file(Attachment::Kind::Text, 0), seeing)), QStringLiteral("empty"));
        Prompt prompt = conversation(0);
        prompt.turns.back().attachments = {file(Attachment::Kind::Image, attachmentBytes),
                                           file(Attachment::Kind::Image, attachmentBytes)};
        QVERIFY(!promptRefusal(prompt, seeing, estimator));
        QCOMPARE(promptRefusal(prompt, blind, estimator)->kind, Failure::Kind::AttachmentRefused);
        prompt.turns.back().attachments.push_back(file(Attachment::Kind::Image, attachmentBytes));
        QCOMPARE(promptRefusal(prompt, seeing, estimator)->kind, Failure::Kind::RequestTooLarge);
        // By context: a text of a million words is no request for a small model.
        prompt.turns.back().attachments = {{Attachment::Kind::Text, QStringLiteral("book.txt"), "text/plain",
                                            QByteArray("word ").repeated(100'000)}};
        QCOMPARE(promptRefusal(prompt, withContext(8000), estimator)->kind, Failure::Kind::ContextTooLong);
    }

    void theCostBeforeSendingIsInputAndTheMostTheAnswerCanBe() {
        const Prompt prompt = conversation(3);
        ModelTraits traits;
        QVERIFY(!estimateCost(prompt, traits, estimator));
        traits.inputPrice = 2;
        traits.outputPrice = 10;
        const auto cost = estimateCost(prompt, traits, estimator);
        const auto input = static_cast<double>(estimator.tokensOf(prompt)) * 2e-6;
        QVERIFY(std::abs(cost->input - input) < 1e-12);
        QVERIFY(std::abs(cost->most - input - 100 * 10e-6) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(tst_TokenBudget)
#include "tst_token_budget.moc"
