// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TokenBudget.h"

#include "stream/StreamingRule.h"

#include <algorithm>

namespace rivulet::stream {

namespace {

using domain::Attachment;
using domain::Failure;

constexpr qsizetype shownBeginning = 80;

/// Of the room beside the answer, what is left free because an estimate is one.
constexpr qint64 marginPart = 20;

/// Tokens that the answer may take, thinking included where its budget is the larger one.
qint64 outputLimit(const domain::Prompt& prompt, const domain::ModelTraits& traits) {
    return std::max<qint64>(answerLimit(prompt, traits), prompt.thinkingBudget.value_or(0));
}

std::optional<qint64> inputLimit(const domain::Prompt& prompt, const domain::ModelTraits& traits) {
    const qint64 context = traits.contextTokens.value_or(0);
    if (context <= 0) {
        return std::nullopt;
    }
    // In a small context a default answer limit would leave no room at all: the answer gets half then.
    const qint64 output =
        prompt.maxTokens ? outputLimit(prompt, traits) : std::min(outputLimit(prompt, traits), context / 2);
    const qint64 room = std::max<qint64>(0, context - output);
    return room - room / marginPart;
}

/// Index of the turn that must stay, with all behind it: what was asked last. A model's unfinished text
/// behind it stays too.
std::size_t lastAsked(const domain::Prompt& prompt) {
    const auto last = std::ranges::find(prompt.turns.rbegin(), prompt.turns.rend(), domain::Role::User,
                                        &domain::Turn::role);
    return last == prompt.turns.rend() ? 0 : static_cast<std::size_t>(prompt.turns.rend() - last) - 1;
}

QString beginningOf(const domain::Turn& turn) {
    const QString line = turn.text.left(4 * shownBeginning).simplified();
    return line.size() <= shownBeginning ? line : line.left(shownBeginning) + u'\u2026';
}

Failure refused(Failure::Kind kind, const QString& detail, const QString& code) {
    Failure failure;
    failure.kind = kind;
    failure.detail = detail;
    failure.code = code;
    return failure;
}

} // namespace

HistoryPlan planHistory(const domain::Prompt& prompt, const domain::ModelTraits& traits,
                        const TokenEstimator& estimator) {
    HistoryPlan plan;
    plan.estimatedInput = estimator.tokensOf(prompt);
    plan.trimmedInput = plan.estimatedInput;
    plan.limit = inputLimit(prompt, traits);
    if (!plan.limit || plan.estimatedInput <= *plan.limit) {
        return plan;
    }
    const std::size_t kept = lastAsked(prompt);
    std::size_t turn = 0;
    while (turn < kept && plan.trimmedInput > *plan.limit) {
        // A whole exchange: an answer whose question is gone is no history.
        do {
            const domain::Turn& gone = prompt.turns.at(turn);
            const qint64 tokens = estimator.tokensOf(gone);
            plan.trimmedInput -= tokens;
            plan.dropped.tokens += tokens;
            plan.dropped.characters += gone.text.size();
            plan.dropped.attachments += static_cast<int>(gone.attachments.size());
            ++turn;
        } while (turn < kept && prompt.turns.at(turn).role == domain::Role::Assistant);
    }
    plan.turnsToDrop = static_cast<int>(turn);
    if (turn > 0) {
        plan.dropped.beginning = beginningOf(prompt.turns.front());
    }
    plan.fit =
        plan.trimmedInput <= *plan.limit ? HistoryPlan::Fit::FitsTrimmed : HistoryPlan::Fit::DoesNotFit;
    return plan;
}

domain::Prompt trimmed(const domain::Prompt& prompt, const HistoryPlan& plan) {
    domain::Prompt rest = prompt;
    const auto count = std::clamp<std::ptrdiff_t>(plan.turnsToDrop, 0, std::ssize(rest.turns));
    rest.turns.erase(rest.turns.begin(), rest.turns.begin() + count);
    return rest;
}

std::optional<Failure> attachmentRefusal(const Attachment& attachment, const domain::ModelTraits& traits) {
    const auto because = [&attachment](const QString& code) {
        return refused(Failure::Kind::AttachmentRefused, attachment.name, code);
    };
    if (attachment.bytes.isEmpty()) {
        return because(QStringLiteral("empty"));
    }
    if (attachment.bytes.size() > attachmentBytes) {
        return because(QStringLiteral("too_large"));
    }
    if (attachment.kind == Attachment::Kind::Image && !traits.takesImages.value_or(true)) {
        return because(QStringLiteral("images_not_taken"));
    }
    if (attachment.kind == Attachment::Kind::Pdf && !traits.takesPdf.value_or(true)) {
        return because(QStringLiteral("pdf_not_taken"));
    }
    return std::nullopt;
}

std::optional<Failure> promptRefusal(const domain::Prompt& prompt, const domain::ModelTraits& traits,
                                     const TokenEstimator& estimator) {
    qint64 bytes = 0;
    for (const domain::Turn& turn : prompt.turns) {
        for (const Attachment& attachment : turn.attachments) {
            if (auto failure = attachmentRefusal(attachment, traits)) {
                return failure;
            }
            bytes += attachment.bytes.size();
        }
    }
    if (bytes > attachmentsBytes) {
        return refused(Failure::Kind::RequestTooLarge, {}, QStringLiteral("attachments_too_large"));
    }
    const HistoryPlan plan = planHistory(prompt, traits, estimator);
    if (plan.fit == HistoryPlan::Fit::DoesNotFit) {
        return refused(Failure::Kind::ContextTooLong,
                       QStringLiteral("about %1 tokens, room for %2").arg(plan.trimmedInput).arg(*plan.limit),
                       QStringLiteral("estimated"));
    }
    return std::nullopt;
}

std::optional<CostEstimate> estimateCost(const domain::Prompt& prompt, const domain::ModelTraits& traits,
                                         const TokenEstimator& estimator) {
    domain::Usage usage;
    usage.source = domain::Usage::Source::Estimated;
    usage.input = estimator.tokensOf(prompt);
    const auto input = costOf(usage, traits);
    usage.output = outputLimit(prompt, traits);
    const auto most = costOf(usage, traits);
    if (!input || !most) {
        return std::nullopt;
    }
    return CostEstimate{*input, *most};
}

} // namespace rivulet::stream
