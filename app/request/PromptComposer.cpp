// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/PromptComposer.h"

#include "providers/Dialect.h"
#include "stream/TokenBudget.h"

#include <algorithm>
#include <utility>

namespace rivulet::app {

using domain::Effort;

PromptComposer::PromptComposer(domain::ModelTraits traits, RequestParameters parameters, QString usualSystem,
                               Experience experience)
    : m_traits(std::move(traits))
    , m_parameters(std::move(parameters))
    , m_usualSystem(std::move(usualSystem))
    , m_experience(std::move(experience)) {}

bool PromptComposer::thinks(const domain::ModelTraits& traits) {
    return traits.thinking != u"none" && traits.thinks.value_or(true);
}

bool PromptComposer::canStopThinking(const domain::ModelTraits& traits) {
    return traits.thinking != u"always";
}

bool PromptComposer::takesBudget(const domain::ModelTraits& traits) {
    return thinks(traits) && (traits.thinking.isEmpty() || traits.thinking == u"enabled");
}

bool PromptComposer::offersBackground(const domain::Endpoint& endpoint) {
    const auto dialect = providers::makeDialect(endpoint.dialect);
    providers::ResumePoint any;
    any.id = QStringLiteral("any");
    return dialect && dialect->pollRequest(endpoint, any);
}

bool PromptComposer::offersPdf(const domain::Endpoint& endpoint) {
    const auto dialect = providers::makeDialect(endpoint.dialect);
    domain::Attachment any;
    any.kind = domain::Attachment::Kind::Pdf;
    any.name = QStringLiteral("any.pdf");
    any.mediaType = "application/pdf";
    any.bytes = "%PDF-1.4 any";
    domain::Prompt prompt;
    prompt.model = QStringLiteral("any");
    prompt.turns = {{domain::Role::User, QStringLiteral("any"), {any}}};
    // What a protocol has no place for is told of in its stead, or left out.
    return dialect && dialect->request(prompt, endpoint).body.contains(any.bytes.toBase64());
}

domain::Turn PromptComposer::turnOf(const domain::Message& message, bool earlier) const {
    domain::Turn turn{message.role, message.text};
    for (const auto& attachment : message.attachments) {
        if (earlier && stream::attachmentRefusal(attachment, m_traits)) {
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
    prompt.thinkingMode = m_traits.thinking;
    if (!thinks(m_traits)) {
        return;
    }
    if (m_parameters.thinkingBudget && takesBudget(m_traits)) {
        prompt.thinkingBudget = m_parameters.thinkingBudget;
    } else if (m_parameters.effort && (*m_parameters.effort != Effort::Off || canStopThinking(m_traits))) {
        prompt.effort = m_parameters.effort;
    }
}

void PromptComposer::addLimit(domain::Prompt& prompt) const {
    prompt.maxTokens = m_parameters.answerLimit;
    if (!prompt.maxTokens && prompt.thinkingBudget) {
        // The usual limit is for the answer: what is thought comes on top of it.
        const qint64 wanted = qint64{stream::answerLimit(prompt, m_traits)} + *prompt.thinkingBudget;
        prompt.maxTokens = static_cast<int>(std::min(wanted, m_traits.maxOutputTokens.value_or(wanted)));
    } else if (!prompt.maxTokens && m_traits.thinking == u"enabled" &&
               prompt.effort.value_or(Effort::Off) != Effort::Off) {
        return; // the protocol makes a budget of the effort, and adds it to its own limit
    }
    const bool chosen = prompt.maxTokens.has_value();
    prompt.maxTokens = stream::answerLimit(prompt, m_traits);
    // In a small context the usual limit would leave no room for what is asked.
    if (const qint64 half = m_traits.contextTokens.value_or(0) / 2; !chosen && half > 0) {
        prompt.maxTokens = static_cast<int>(std::min<qint64>(*prompt.maxTokens, half));
    }
}

domain::Prompt PromptComposer::compose(const std::vector<domain::Message>& history, int leftOut) const {
    domain::Prompt prompt;
    prompt.model = m_traits.id;
    prompt.system = m_parameters.system.isEmpty() ? m_usualSystem : m_parameters.system;
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto& message = history[i];
        if (!message.text.isEmpty() || !message.attachments.empty()) {
            prompt.turns.push_back(turnOf(message, i + 1 < history.size()));
        }
    }
    const auto dropped = std::min(static_cast<std::size_t>(std::max(leftOut, 0)), prompt.turns.size());
    prompt.turns.erase(prompt.turns.begin(), prompt.turns.begin() + static_cast<std::ptrdiff_t>(dropped));
    if (m_traits.takesSampling.value_or(true)) {
        prompt.temperature = m_parameters.temperature;
        prompt.topP = m_parameters.topP;
    }
    prompt.betas = m_traits.betas;
    prompt.omittedFields = m_experience.omittedFields;
    prompt.background = m_parameters.background;
    addThinking(prompt);
    addLimit(prompt);
    prompt.stream = streaming(prompt).stream;
    return prompt;
}

stream::StreamingDecision PromptComposer::streaming(const domain::Prompt& prompt) const {
    auto decision = m_parameters.streaming.decide(prompt, m_traits);
    if (m_experience.notStreamed && !decision.enforced) {
        decision.stream = false;
    }
    return decision;
}

} // namespace rivulet::app
