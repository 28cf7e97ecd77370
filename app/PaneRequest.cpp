// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "PaneRequest.h"

#include "Services.h"
#include "providers/TokenFamily.h"
#include "request/PromptComposer.h"

#include <QUuid>

namespace rivulet::app {

namespace {

RequestForm::Background backgroundOf(const domain::Endpoint& endpoint) {
    return PromptComposer::offersBackground(endpoint) ? RequestForm::Background::Offered
                                                      : RequestForm::Background::NotOffered;
}

domain::ModelTraits traitsOf(const std::optional<Endpoints::Model>& model) {
    domain::ModelTraits traits = model && model->facts ? *model->facts : domain::ModelTraits{};
    traits.id = model ? model->id : QString();
    return traits;
}

/// The same for the same answer, also after a restart: a server may know it by this name.
QString sessionOf(const domain::Message& answer) {
    static const QUuid space(QStringLiteral("{5f6d7cda-5b0e-4c0e-9c07-6c3a1b6a4a52}"));
    const QString place = QStringLiteral("%1/%2/%3/%4/%5")
                              .arg(answer.conversation)
                              .arg(answer.turn)
                              .arg(answer.pane)
                              .arg(answer.variant)
                              .arg(answer.createdAt.toMSecsSinceEpoch());
    return QUuid::createUuidV5(space, place).toString(QUuid::WithoutBraces);
}

} // namespace

PaneRequest::PaneRequest(Services& services, int pane, QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_pane(pane) {
    takeUsual();
    connect(&m_form, &RequestForm::edited, this, &PaneRequest::keep);
    connect(&m_form, &RequestForm::changed, this, &PaneRequest::changed);
    connect(&services.memory, &RequestMemory::changed, this, &PaneRequest::changed);
    connect(&services.settings, &Settings::streamingChanged, this, &PaneRequest::changed);
    connect(&services.settings, &Settings::usualRequestChanged, this, &PaneRequest::takeUsual);
}

void PaneRequest::takeUsual() {
    m_form.setParameters(m_form.own(), RequestParameters::fromText(m_services.settings.usualRequest()));
}

void PaneRequest::setModel(const std::optional<Endpoints::Model>& model) {
    m_model = model;
    m_form.setModel(traitsOf(model),
                    model ? backgroundOf(model->endpoint) : RequestForm::Background::NotOffered);
    Q_EMIT changed();
}

void PaneRequest::open(domain::ConversationId conversation) {
    m_conversation = conversation;
    std::optional<RequestParameters> own;
    if (conversation != 0) {
        // Where they can't be read, it asks as usual; that the history can't be read is told elsewhere.
        const auto kept = m_services.store.parameters(conversation, m_pane);
        if (kept && !kept.value().isEmpty()) {
            own = RequestParameters::fromText(kept.value());
        }
    }
    m_form.setParameters(own, RequestParameters::fromText(m_services.settings.usualRequest()));
}

void PaneRequest::begin(domain::ConversationId conversation) {
    if (conversation != m_conversation) {
        m_conversation = conversation;
        keep();
    }
}

void PaneRequest::keep() {
    if (m_conversation != 0) {
        const auto& own = m_form.own();
        static_cast<void>(
            m_services.store.setParameters(m_conversation, m_pane, own ? own->toText() : QString()));
    }
}

PromptComposer PaneRequest::composer() const {
    const auto experience = m_model ? m_services.memory.experience(m_model->endpoint.id, m_model->id)
                                    : PromptComposer::Experience{};
    return {traitsOf(m_model), m_form.parameters(), m_services.settings.systemPrompt(), experience};
}

domain::Prompt PaneRequest::prompt(const std::vector<domain::Message>& history, const domain::Message& answer,
                                   int leftOut) const {
    domain::Prompt prompt = composer().compose(history, leftOut);
    prompt.background = prompt.background && m_form.offersBackground();
    if (m_model && !m_model->endpoint.quirks.sessionHeader.isEmpty()) {
        prompt.session = sessionOf(answer);
    }
    return prompt;
}

SendCheck::Pane PaneRequest::draft(const std::vector<domain::Message>& history) const {
    const QString dialect = m_model ? m_model->endpoint.dialect : QString();
    const domain::ModelTraits traits = traitsOf(m_model);
    const double ratio =
        m_model ? m_services.memory.calibration(m_model->endpoint.id, m_model->id).ratio() : 1.0;
    return {m_model ? m_model->name : QString(), composer().compose(history), traits,
            stream::TokenEstimator(providers::tokenFamily(dialect, traits.id), ratio)};
}

} // namespace rivulet::app
