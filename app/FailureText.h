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
    /// The card under an answer that ended so; no title where there is nothing to say (Completed).
    [[nodiscard]] static Card card(const domain::Message& answer);
    /// A short mark for an answer that is complete but not as asked: cut by the limit, refused ... or empty.
    [[nodiscard]] static QString badge(const domain::Message& answer);
};

} // namespace rivulet::app
