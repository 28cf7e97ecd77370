// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "PaneRequest.h"

#include "Services.h"
#include "providers/TokenFamily.h"
#include "request/RequestProbe.h"

#include <QUuid>

namespace rivulet::app {

namespace {

RequestTarget targetOf(const std::optional<Endpoints::Model>& model) {
    RequestTarget target;
    if (model) {
        target.endpoint = model->endpoint;
        target.model = model->facts.value_or(domain::ModelTraits{});
        target.model.id = model->id;
        if (!target.model.takesPdf && !RequestProbe(target).takesPdf()) {
            target.model.takesPdf = false;
        }
    }
    return target;
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
    connect(&m_form, &RequestForm::fieldsForgiven, this, [this](const QStringList& fields) {
        m_services.memory.forgetFields(m_target.endpoint.id, m_target.model.id, fields);
    });
    connect(&m_form, &RequestForm::learntForgotten, this,
            [this] { m_services.memory.forgetModel(m_target.endpoint.id, m_target.model.id); });
    connect(&services.memory, &RequestMemory::changed, this, &PaneRequest::takeMemory);
    connect(&services.settings, &Settings::streamingChanged, this, &PaneRequest::changed);
    connect(&services.settings, &Settings::usualRequestChanged, this, &PaneRequest::takeUsual);
}

void PaneRequest::takeUsual() {
    m_form.setParameters(m_form.own(), RequestParameters::fromText(m_services.settings.usualRequest()));
}

void PaneRequest::setModel(const std::optional<Endpoints::Model>& model) {
    m_model = model;
    m_target = targetOf(model);
    takeMemory();
}

void PaneRequest::takeMemory() {
    if (m_model) {
        m_target.experience = m_services.memory.experience(m_target.endpoint.id, m_target.model.id);
        m_form.setLearnt(m_services.memory.sentencesOf(m_target.endpoint.id, m_target.model.id));
    } else {
        m_form.setLearnt({});
    }
    m_form.setTarget(m_target);
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
    return {m_target, m_form.parameters(), m_services.settings.systemPrompt()};
}

domain::Prompt PaneRequest::prompt(const std::vector<domain::Message>& history, const domain::Message& answer,
                                   int leftOut) const {
    domain::Prompt prompt = composer().compose(history, leftOut);
    prompt.background = prompt.background && m_form.offersBackground();
    if (!m_target.endpoint.quirks.sessionHeader.isEmpty()) {
        prompt.session = sessionOf(answer);
    }
    return prompt;
}

SendCheck::Pane PaneRequest::draft(const std::vector<domain::Message>& history) const {
    return {m_model ? m_model->name : QString(), composer().compose(history), m_target.model,
            stream::TokenEstimator(providers::tokenFamily(m_target.endpoint.dialect, m_target.model.id),
                                   m_target.experience.tokenRatio)};
}

} // namespace rivulet::app
