// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "domain/ModelTraits.h"
#include "domain/Prompt.h"
#include "stream/TokenEstimator.h"

#include <QString>

#include <optional>

namespace rivulet::stream {

/// What of a conversation goes to the model: a plan that a person agrees to before anything is dropped. Never
/// drops the system prompt or what was asked last.
struct HistoryPlan {
    enum class Fit {
        Fits,        ///< as it is, or nobody knows how much the model reads
        FitsTrimmed, ///< without the `turnsToDrop` oldest turns
        DoesNotFit,  ///< not even the system prompt and the last turn alone
    };
    struct Dropped {
        qsizetype characters = 0;
        qint64 tokens = 0;
        int attachments = 0;
        /// How the oldest turn begins, on one line: for people to know what is meant.
        QString beginning;

        friend bool operator==(const Dropped&, const Dropped&) = default;
    };

    Fit fit = Fit::Fits;
    /// Of the whole prompt.
    qint64 estimatedInput = 0;
    /// Of what is left after the plan.
    qint64 trimmedInput = 0;
    /// Tokens of input that there is room for beside the answer. Unset: not known.
    std::optional<qint64> limit;
    /// From the oldest on: always whole exchanges, a user's turn and what followed it.
    int turnsToDrop = 0;
    Dropped dropped;

    [[nodiscard]] bool fits() const { return fit == Fit::Fits; }

    friend bool operator==(const HistoryPlan&, const HistoryPlan&) = default;
};

[[nodiscard]] HistoryPlan planHistory(const domain::Prompt& prompt, const domain::ModelTraits& traits,
                                      const TokenEstimator& estimator);
/// The prompt without the turns that the plan drops.
[[nodiscard]] domain::Prompt trimmed(const domain::Prompt& prompt, const HistoryPlan& plan);

/// Most bytes of one attachment, and of all attachments of a prompt together.
inline constexpr qint64 attachmentBytes = qint64{20} * 1024 * 1024;
inline constexpr qint64 attachmentsBytes = qint64{48} * 1024 * 1024;

/// Why this file can't go to this model: AttachmentRefused, `detail` its name, `code` one of "too_large",
/// "images_not_taken", "pdf_not_taken", "empty". A model of which nothing is known takes everything.
[[nodiscard]] std::optional<domain::Failure> attachmentRefusal(const domain::Attachment& attachment,
                                                               const domain::ModelTraits& traits);
/// Why this prompt can't be sent, even trimmed: AttachmentRefused for the first such file, RequestTooLarge
/// for all files together, ContextTooLong where the last turn alone is more than the model reads.
[[nodiscard]] std::optional<domain::Failure> promptRefusal(const domain::Prompt& prompt,
                                                           const domain::ModelTraits& traits,
                                                           const TokenEstimator& estimator);

/// In USD, before sending: the input as estimated, and the most that the answer can make of it.
struct CostEstimate {
    double input = 0;
    double most = 0;

    friend bool operator==(const CostEstimate&, const CostEstimate&) = default;
};
/// Nothing where the model's prices are not known.
[[nodiscard]] std::optional<CostEstimate> estimateCost(const domain::Prompt& prompt,
                                                       const domain::ModelTraits& traits,
                                                       const TokenEstimator& estimator);

} // namespace rivulet::stream
