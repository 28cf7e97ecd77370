// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/ModelTraits.h"
#include "domain/Prompt.h"
#include "stream/TokenBudget.h"
#include "stream/TokenEstimator.h"

#include <QCoreApplication>
#include <QString>

#include <vector>

namespace rivulet::app {

/// What has to be settled before a prompt goes to the panes: whether every model takes it, whether it fits,
/// and what it may cost. Pure; it sends nothing and keeps nothing.
class SendCheck {
    Q_DECLARE_TR_FUNCTIONS(SendCheck)

public:
    /// One pane, and the whole prompt as it would be sent there.
    struct Pane {
        QString modelName;
        domain::Prompt prompt;
        domain::ModelTraits traits;
        stream::TokenEstimator estimator;
    };

    explicit SendCheck(const std::vector<Pane>& panes);

    /// Why it can't be sent at all, as a sentence, or empty.
    [[nodiscard]] const QString& refusal() const { return m_refusal; }
    /// What to ask before it is sent without its oldest turns, or empty.
    [[nodiscard]] const QString& question() const { return m_question; }
    /// How many of the oldest turns each pane would leave out.
    [[nodiscard]] const std::vector<int>& leftOut() const { return m_leftOut; }

    /// "≈ 1,240 tokens in · up to $0.05" for prompts of which all but `draft` is counted: `counted` tokens a
    /// pane.
    [[nodiscard]] static QString figures(const std::vector<Pane>& panes, const std::vector<qint64>& counted,
                                         const QString& draft);

private:
    QString m_refusal;
    QString m_question;
    std::vector<int> m_leftOut;
};

} // namespace rivulet::app
