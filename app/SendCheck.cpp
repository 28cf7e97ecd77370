// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SendCheck.h"

#include "AnswerLine.h"
#include "request/AttachmentText.h"
#include "request/PromptComposer.h"
#include "stream/StreamingRule.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace rivulet::app {

using stream::HistoryPlan;

SendCheck::SendCheck(const std::vector<Pane>& panes) {
    QStringList questions;
    for (const Pane& pane : panes) {
        if (PromptComposer::leavesNoAnswer(pane.prompt)) {
            const QLocale locale;
            m_refusal =
                tr("A thinking budget of %1 tokens leaves %2 no room for an answer: the limit for both is "
                   "%3. Lower the budget or raise the answer limit.")
                    .arg(locale.toString(pane.prompt.thinkingBudget.value_or(0)), pane.modelName,
                         locale.toString(pane.prompt.maxTokens.value_or(0)));
            return;
        }
        if (const auto failure = stream::promptRefusal(pane.prompt, pane.traits, pane.estimator)) {
            m_refusal = AttachmentText::refusal(*failure, pane.modelName);
            return;
        }
        const HistoryPlan plan = stream::planHistory(pane.prompt, pane.traits, pane.estimator);
        const bool trims = plan.fit == HistoryPlan::Fit::FitsTrimmed;
        m_leftOut.push_back(trims ? plan.turnsToDrop : 0);
        if (trims) {
            const QLocale locale;
            const qint64 over = plan.estimatedInput - plan.limit.value_or(plan.estimatedInput);
            const QString what = plan.turnsToDrop == 1
                                     ? tr("Leave out the oldest message?")
                                     : tr("Leave out the %1 oldest messages?").arg(plan.turnsToDrop);
            questions.append(
                tr("The conversation is about %1 tokens, %2 more than %3 can read. %4")
                    .arg(locale.toString(plan.estimatedInput), locale.toString(over), pane.modelName, what));
        }
    }
    m_question = questions.join(u'\n');
}

QString SendCheck::figures(const std::vector<Pane>& panes, const std::vector<qint64>& counted,
                           const QString& draft) {
    qint64 tokens = 0;
    double cost = 0;
    std::size_t priced = 0;
    QString pricedName;
    for (std::size_t i = 0; i < panes.size(); ++i) {
        const Pane& pane = panes[i];
        domain::Usage usage;
        usage.input = (i < counted.size() ? counted[i] : 0) + pane.estimator.tokensOf(draft);
        usage.output = std::max<qint64>(stream::answerLimit(pane.prompt, pane.traits),
                                        pane.prompt.thinkingBudget.value_or(0));
        tokens = std::max(tokens, *usage.input);
        if (const auto most = domain::costOf(usage, pane.traits)) {
            cost += *most;
            pricedName = pane.modelName;
            ++priced;
        }
    }
    if (tokens == 0) {
        return {};
    }
    QStringList parts{tr("≈ %1 tokens in").arg(QLocale().toString(tokens))};
    if (priced > 0 && cost > 0) {
        const QString most = tr("up to %1").arg(AnswerLine::money(cost));
        if (panes.size() == 1) {
            parts.append(most);
        } else if (priced == panes.size()) {
            parts.append(tr("%1 together").arg(most));
        } else {
            parts.append(tr("%1 for %2").arg(most, pricedName));
        }
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace rivulet::app
