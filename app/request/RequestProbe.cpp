// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/RequestProbe.h"

#include <algorithm>

namespace rivulet::app {

using domain::Prompt;

namespace {

// Of the same level wherever a budget becomes a level, and between the bounds of all that take one.
constexpr int someBudget = 5000;
constexpr int anotherBudget = 6000;
constexpr int amplyMore = 64'000;

void choose(RequestProbe::Choice choice, Prompt& prompt) {
    constexpr int limit = 1234;
    constexpr double half = 0.5;
    switch (choice) {
    case RequestProbe::Choice::Thinking:
        prompt.effort = domain::Effort::High;
        break;
    case RequestProbe::Choice::AnswerLimit:
        prompt.maxTokens = limit;
        break;
    case RequestProbe::Choice::Temperature:
        prompt.temperature = half;
        break;
    case RequestProbe::Choice::TopP:
        prompt.topP = half;
        break;
    }
}

} // namespace

RequestProbe::RequestProbe(const RequestTarget& target)
    : m_target(target)
    , m_dialect(providers::makeDialect(target.endpoint.dialect)) {}

RequestProbe::~RequestProbe() = default;

Prompt RequestProbe::plain() const {
    Prompt prompt;
    prompt.model = m_target.model.id;
    prompt.thinkingMode = m_target.model.thinking;
    prompt.omittedFields = m_target.experience.omittedFields;
    prompt.turns = {{domain::Role::User, QStringLiteral("any")}};
    return prompt;
}

QByteArray RequestProbe::body(const Prompt& prompt) const {
    return m_dialect->request(prompt, m_target.endpoint).body;
}

bool RequestProbe::takesPdf() const {
    domain::Attachment any;
    any.kind = domain::Attachment::Kind::Pdf;
    any.name = QStringLiteral("any.pdf");
    any.mediaType = "application/pdf";
    any.bytes = "%PDF-1.4 any";
    Prompt prompt = plain();
    prompt.turns.front().attachments = {any};
    // What a protocol has no place for is told of in its stead, or left out.
    return m_dialect && body(prompt).contains(any.bytes.toBase64());
}

bool RequestProbe::takesBackground() const {
    providers::ResumePoint any;
    any.id = QStringLiteral("any");
    return m_dialect && m_dialect->pollRequest(m_target.endpoint, any);
}

bool RequestProbe::takesBudget() const {
    if (!m_dialect) {
        return true; // nobody is asked yet
    }
    Prompt some = plain();
    some.maxTokens = amplyMore;
    some.thinkingBudget = someBudget;
    Prompt another = some;
    another.thinkingBudget = anotherBudget;
    return body(some) != body(another);
}

bool RequestProbe::takesBudget(int tokens, std::optional<int> answerLimit) const {
    if (answerLimit && tokens >= *answerLimit) {
        return false;
    }
    if (!m_dialect || !takesBudget()) {
        return !m_dialect;
    }
    Prompt asked = plain();
    asked.maxTokens = answerLimit;
    const auto bodyWith = [&](int budget) {
        asked.thinkingBudget = budget;
        return body(asked);
    };
    // Of numbers beyond a bound, all become the bound.
    const QByteArray exact = bodyWith(tokens);
    return bodyWith(tokens - 1) != exact || bodyWith(tokens + 1) != exact;
}

bool RequestProbe::takesEffort(domain::Effort effort, std::optional<int> answerLimit) const {
    Prompt asked = plain();
    asked.maxTokens = answerLimit;
    Prompt silent = asked;
    asked.effort = effort;
    return !m_dialect || body(asked) != body(silent);
}

bool RequestProbe::isSent(Choice choice, const QStringList& omittedFields) const {
    Prompt silent = plain();
    silent.omittedFields = omittedFields;
    Prompt asked = silent;
    choose(choice, asked);
    return body(asked) != body(silent);
}

QStringList RequestProbe::refusedFields(Choice choice) const {
    const QStringList omitted = m_target.experience.omittedFields;
    if (!m_dialect || omitted.isEmpty() || !isSent(choice, {}) || isSent(choice, omitted)) {
        return {};
    }
    QStringList blamed;
    std::ranges::copy_if(omitted, std::back_inserter(blamed), [&](const QString& field) {
        QStringList others = omitted;
        others.removeAll(field);
        return isSent(choice, others) || !isSent(choice, {field});
    });
    return blamed.isEmpty() ? omitted : blamed;
}

} // namespace rivulet::app
