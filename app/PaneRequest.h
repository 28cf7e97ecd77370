// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Endpoints.h"
#include "RequestForm.h"
#include "SendCheck.h"
#include "domain/Message.h"
#include "request/PromptComposer.h"

#include <QObject>

#include <optional>
#include <vector>

namespace rivulet::app {

struct Services;

/// How one pane asks: its parameters, kept with the conversation, and the prompts made of them for the model
/// that answers there. Sends nothing.
class PaneRequest : public QObject {
    Q_OBJECT

public:
    PaneRequest(Services& services, int pane, QObject* parent = nullptr);

    [[nodiscard]] RequestForm* form() { return &m_form; }
    void setModel(const std::optional<Endpoints::Model>& model);
    /// Takes the parameters that were kept with it; 0: a new one.
    void open(domain::ConversationId conversation);
    /// A new conversation has got its number: what was chosen for it is kept.
    void begin(domain::ConversationId conversation);

    /// What is asked for `answer`: all of the history but the `leftOut` oldest turns.
    [[nodiscard]] domain::Prompt prompt(const std::vector<domain::Message>& history,
                                        const domain::Message& answer, int leftOut) const;
    /// The same before it is sent, to be looked at.
    [[nodiscard]] SendCheck::Pane draft(const std::vector<domain::Message>& history) const;

Q_SIGNALS:
    /// Another prompt would be made now.
    void changed();

private:
    void takeUsual();
    void takeMemory();
    void keep();
    [[nodiscard]] PromptComposer composer() const;

    Services& m_services;
    int m_pane;
    domain::ConversationId m_conversation = 0;
    std::optional<Endpoints::Model> m_model;
    RequestTarget m_target;
    RequestForm m_form;
};

} // namespace rivulet::app
