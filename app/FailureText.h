// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QCoreApplication>
#include <QString>

namespace rivulet::app {

/// Turns a failure into what a person reads: what happened, what was kept, what can be done next.
class FailureText {
    Q_DECLARE_TR_FUNCTIONS(FailureText)

public:
    struct Card {
        QString title;
        QString text;   ///< what was kept and what can be done
        QString detail; ///< the raw words, one click away
        bool canReconnect = false;
        bool canRetry = false;
        bool canOpenSettings = false;
    };

    /// What happened, as one sentence. `endpoint` is the name people know it by.
    [[nodiscard]] static QString sentence(const domain::Failure& failure, const QString& endpoint);
    /// The card under an answer that ended so, and under a finished one that is empty; no title where there
    /// is nothing to say.
    [[nodiscard]] static Card card(const domain::Message& answer);
    /// A short mark for an answer that is complete but not as asked: cut by the limit, refused ... or empty.
    [[nodiscard]] static QString badge(const domain::Message& answer);
    /// What was different about how it was asked for, in sentences, or empty: what was left out, and why it
    /// came as a whole.
    [[nodiscard]] static QString notes(const domain::Message& answer);
    /// To be kept with an answer that was asked for without the `turns` oldest turns.
    [[nodiscard]] static domain::Warning leftOut(int turns);
    enum class GivenUp { ByItself, ByHand };
    /// To be kept with an answer that `model` was asked for first, and waited for so long.
    [[nodiscard]] static domain::Warning askedInstead(const QString& model, std::chrono::milliseconds waited,
                                                      GivenUp how);
    /// Finished, and nothing of it is there to read.
    [[nodiscard]] static bool isEmpty(const domain::Message& answer);

private:
    [[nodiscard]] static QString instead(const domain::Warning& warning);
    [[nodiscard]] static QString whyEmpty(const domain::Message& answer);
};

} // namespace rivulet::app
