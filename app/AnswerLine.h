// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QCoreApplication>
#include <QString>

namespace rivulet::app {

/// The quiet line of figures under an answer, and the small words for times, counts and rates that it is made
/// of.
class AnswerLine {
    Q_DECLARE_TR_FUNCTIONS(AnswerLine)

public:
    /// "0.4 s to first token · 61 tok/s · 812 tokens · 13 s"; what is not known is left out.
    [[nodiscard]] static QString text(const domain::Message& answer);
    /// Every count that is known and the cost, a line each: "Input: 1,204 tokens, reported".
    [[nodiscard]] static QString details(const domain::Message& answer);
    /// "0.4 s", "13 s", "2 min 5 s"
    [[nodiscard]] static QString time(std::chrono::milliseconds span);
    /// "61 tok/s"
    [[nodiscard]] static QString rate(double tokensPerSecond);
    [[nodiscard]] static QString tokens(qint64 count);
    /// "$0.05", "$0.0012", "under $0.0001"
    [[nodiscard]] static QString money(double dollars);
    /// What an answer cost: "$0.05", "$0.05 estimated" where its tokens are; empty where it is not known.
    [[nodiscard]] static QString cost(const domain::Usage& usage);
    /// "≈812 tokens"
    [[nodiscard]] static QString aboutTokens(qint64 count);
};

} // namespace rivulet::app
