// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/PromptComposer.h"

#include "request/RequestProbe.h"
#include "stream/TokenBudget.h"

#include <algorithm>
#include <utility>

namespace rivulet::app {

using domain::Effort;

namespace {

/// The server, or this program, did not take what was asked: the same words or files would be refused again,
/// whatever comes behind them.
bool wasRefused(const domain::Message& prompt, const domain::Message& answer) {
    using Kind = domain::Failure::Kind;
    using domain::StopReason;
    if (!answer.ending || !answer.text.isEmpty()) {
        return false;
    }
    const auto& ending = *answer.ending;
    if (ending.outcome == domain::Outcome::Completed) {
        return ending.stop == StopReason::Refusal || ending.stop == StopReason::ContentFilter ||
               ending.stop == StopReason::ContextFull;
    }
    switch (ending.failure ? ending.failure->kind : Kind::ServerError) {
    case Kind::ContextTooLong:
    case Kind::RequestTooLarge:
    case Kind::AttachmentRefused:
    case Kind::ContentBlocked:
        return true;
    case Kind::BadRequest:
    case Kind::Unprocessable:
        return !prompt.attachments.empty(); // most likely a file that can't be read
    default:
        return false;
    }
}

} // namespace

PromptComposer::PromptComposer(RequestTarget target, RequestParameters parameters, QString usualSystem)
    : m_target(std::move(target))
    , m_parameters(std::move(parameters))
    , m_usualSystem(std::move(usualSystem)) {}

bool PromptComposer::thinks(const domain::ModelTraits& traits) {
    return traits.thinking != u"none" && traits.thinks.value_or(true);
}

bool PromptComposer::canStopThinking(const domain::ModelTraits& traits) {
    return traits.thinking != u"always";
}

bool PromptComposer::takesBudget(const RequestTarget& target) {
    const auto& model = target.model;
    return thinks(model) && (model.thinking.isEmpty() || model.thinking == u"enabled") &&
           RequestProbe(target).takesBudget();
}

bool PromptComposer::leavesNoAnswer(const domain::Prompt& prompt) {
    return prompt.thinkingBudget && prompt.maxTokens && *prompt.thinkingBudget >= *prompt.maxTokens;
}

domain::Turn PromptComposer::turnOf(const domain::Message& message, bool earlier) const {
    domain::Turn turn{message.role, message.text};
    for (const auto& attachment : message.attachments) {
        if (earlier && stream::attachmentRefusal(attachment, m_target.model)) {
            // Taken by the model of then and not by this one: it is told of, not passed over in silence.
            turn.text += QStringLiteral("\n\n[A file was attached here that this model can't read: %1]")
                             .arg(attachment.name);
        } else {
            turn.attachments.push_back(attachment);
        }
    }
    return turn;
}

void PromptComposer::addThinking(domain::Prompt& prompt) const {
    prompt.thinkingMode = m_target.model.thinking;
    if (!thinks(m_target.model)) {
        return;
    }
    if (m_parameters.thinkingBudget && takesBudget(m_target)) {
        prompt.thinkingBudget = m_parameters.thinkingBudget;
    } else if (m_parameters.effort &&
               (*m_parameters.effort != Effort::Off || canStopThinking(m_target.model))) {
        prompt.effort = m_parameters.effort;
    }
}

void PromptComposer::addLimit(domain::Prompt& prompt) const {
    prompt.maxTokens = m_parameters.answerLimit;
    if (!prompt.maxTokens && prompt.thinkingBudget) {
        // The usual limit is for the answer: what is thought comes on top of it.
        const qint64 wanted = qint64{stream::answerLimit(prompt, m_target.model)} + *prompt.thinkingBudget;
        prompt.maxTokens =
            static_cast<int>(std::min(wanted, m_target.model.maxOutputTokens.value_or(wanted)));
    } else if (!prompt.maxTokens && m_target.model.thinking == u"enabled" &&
               prompt.effort.value_or(Effort::Off) != Effort::Off) {
        return; // the protocol makes a budget of the effort, and adds it to its own limit
    }
    const bool chosen = prompt.maxTokens.has_value();
    prompt.maxTokens = stream::answerLimit(prompt, m_target.model);
    // In a small context the usual limit would leave no room for what is asked.
    if (const qint64 half = m_target.model.contextTokens.value_or(0) / 2; !chosen && half > 0) {
        prompt.maxTokens = static_cast<int>(std::min<qint64>(*prompt.maxTokens, half));
    }
}

void PromptComposer::addTurns(domain::Prompt& prompt, const std::vector<domain::Message>& history) const {
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto& message = history[i];
        const bool isLast = i + 1 == history.size();
        const bool isPrompt = message.role == domain::Role::User;
        if (isPrompt && !isLast && wasRefused(message, history[i + 1])) {
            continue;
        }
        if (!message.text.isEmpty() || !message.attachments.empty()) {
            prompt.turns.push_back(turnOf(message, !isLast));
        }
    }
}

domain::Prompt PromptComposer::compose(const std::vector<domain::Message>& history, int leftOut) const {
    domain::Prompt prompt;
    prompt.model = m_target.model.id;
    prompt.system = m_parameters.system.isEmpty() ? m_usualSystem : m_parameters.system;
    addTurns(prompt, history);
    const auto dropped = std::min(static_cast<std::size_t>(std::max(leftOut, 0)), prompt.turns.size());
    prompt.turns.erase(prompt.turns.begin(), prompt.turns.begin() + static_cast<std::ptrdiff_t>(dropped));
    if (m_target.model.takesSampling.value_or(true)) {
        prompt.temperature = m_parameters.temperature;
        prompt.topP = m_parameters.topP;
    }
    prompt.betas = m_target.model.betas;
    prompt.omittedFields = m_target.experience.omittedFields;
    prompt.background = m_parameters.background;
    addThinking(prompt);
    addLimit(prompt);
    prompt.stream = streaming(prompt).stream;
    return prompt;
}

stream::StreamingDecision PromptComposer::streaming(const domain::Prompt& prompt) const {
    auto decision = m_parameters.streaming.decide(prompt, m_target.model);
    if (m_target.experience.notStreamed && !decision.enforced) {
        decision.stream = false;
    }
    return decision;
}

} // namespace rivulet::app
