// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Message.h"
#include "domain/ModelTraits.h"
#include "domain/Prompt.h"
#include "request/RequestParameters.h"

#include <QStringList>

#include <vector>

namespace rivulet::app {

/// Makes the one prompt that is sent from what a person chose and what is known of the model. Pure: it is
/// handed values and gives values.
class PromptComposer {
public:
    /// What was learnt of a model and its endpoint from earlier answers.
    struct Experience {
        /// Optional fields of the request that the server refused.
        QStringList omittedFields;
        /// Streams do not get through to this endpoint: answers are asked for as a whole where they may be.
        bool notStreamed = false;
    };

    PromptComposer(domain::ModelTraits traits, RequestParameters parameters, QString usualSystem,
                   Experience experience);

    /// The history up to its last prompt. `leftOut`: so many of the oldest turns are not sent.
    [[nodiscard]] domain::Prompt compose(const std::vector<domain::Message>& history, int leftOut = 0) const;
    /// Whether this prompt is streamed, and why.
    [[nodiscard]] stream::StreamingDecision streaming(const domain::Prompt& prompt) const;

    /// What of an answer's parameters this model knows.
    [[nodiscard]] static bool thinks(const domain::ModelTraits& traits);
    [[nodiscard]] static bool canStopThinking(const domain::ModelTraits& traits);
    [[nodiscard]] static bool takesBudget(const domain::ModelTraits& traits);
    /// A protocol that can be asked later for how far an answer is can go on without a connection.
    [[nodiscard]] static bool offersBackground(const domain::Endpoint& endpoint);
    /// The protocol has a place for PDF files, whatever its models make of them.
    [[nodiscard]] static bool offersPdf(const domain::Endpoint& endpoint);

private:
    void addThinking(domain::Prompt& prompt) const;
    void addLimit(domain::Prompt& prompt) const;
    [[nodiscard]] domain::Turn turnOf(const domain::Message& message, bool earlier) const;

    domain::ModelTraits m_traits;
    RequestParameters m_parameters;
    QString m_usualSystem;
    Experience m_experience;
};

} // namespace rivulet::app
