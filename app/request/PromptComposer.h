// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "domain/ModelTraits.h"
#include "domain/Prompt.h"
#include "request/RequestParameters.h"
#include "request/RequestTarget.h"

#include <QString>

#include <vector>

namespace rivulet::app {

/// Makes the one prompt that is sent from what a person chose and what is known of the model. Pure: it is
/// handed values and gives values.
class PromptComposer {
public:
    PromptComposer(RequestTarget target, RequestParameters parameters, QString usualSystem);

    /// The history up to its last prompt. A prompt that got no answer goes along before the next, unless it
    /// was refused for what it holds: then it would be again. `leftOut`: so many of the oldest turns are not
    /// sent.
    [[nodiscard]] domain::Prompt compose(const std::vector<domain::Message>& history, int leftOut = 0) const;
    /// Whether this prompt is streamed, and why.
    [[nodiscard]] stream::StreamingDecision streaming(const domain::Prompt& prompt) const;

    /// What of an answer's parameters this model knows.
    [[nodiscard]] static bool thinks(const domain::ModelTraits& traits);
    [[nodiscard]] static bool canStopThinking(const domain::ModelTraits& traits);
    /// A budget of tokens, and its protocol has a place for one.
    [[nodiscard]] static bool takesBudget(const RequestTarget& target);
    /// The budget leaves no token of the answer limit for an answer: such a prompt is not to be sent.
    [[nodiscard]] static bool leavesNoAnswer(const domain::Prompt& prompt);

private:
    void addTurns(domain::Prompt& prompt, const std::vector<domain::Message>& history) const;
    void addThinking(domain::Prompt& prompt) const;
    void addLimit(domain::Prompt& prompt) const;
    [[nodiscard]] domain::Turn turnOf(const domain::Message& message, bool earlier) const;

    RequestTarget m_target;
    RequestParameters m_parameters;
    QString m_usualSystem;
};

} // namespace rivulet::app
