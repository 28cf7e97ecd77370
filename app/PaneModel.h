// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Endpoints.h"
#include "domain/Message.h"

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <vector>

namespace rivulet::app {

struct Services;

/// Who answers in a pane: the model that was chosen for it, the one that answered the conversation looked at
/// (which may be gone by now), or another that stands in for it. Knows no run, and asks nobody.
class PaneModel {
    Q_DECLARE_TR_FUNCTIONS(PaneModel)

public:
    using Model = Endpoints::Model;

    /// The one that was chosen last, else one of the demo's.
    PaneModel(Services& services, int pane);

    /// What answers here now; nothing where it is gone.
    [[nodiscard]] const std::optional<Model>& current() const { return m_current; }
    /// "endpoint:model"; also of one that is gone.
    [[nodiscard]] QString key() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString endpointName() const;
    /// The key of what new conversations here begin with; empty where nothing is.
    [[nodiscard]] QString chosenKey() const;
    /// The one that was to answer and could not, while another one does.
    [[nodiscard]] const std::optional<Model>& insteadOf() const { return m_insteadOf; }
    /// The key of the one that answers where nothing goes wrong.
    [[nodiscard]] QString ownKey() const;

    /// Who began an answer goes on with it, whatever was chosen since.
    void goOnWith(const Model& began);
    /// For this answer, and new conversations.
    void choose(const Model& chosen);
    /// For one that could not answer.
    void standIn(const Model& other);
    /// Whoever stood in goes: the first one may be able to answer again. False: nobody did.
    bool askFirst();
    /// As the last of these messages was answered; false: none was, and it is as it was chosen.
    bool takeFrom(const std::vector<domain::Message>& history);
    /// The table of endpoints has changed. False: there is none of them here.
    bool refresh();

    /// Puts its names on an answer that is asked for.
    void sign(domain::Message& answer) const;
    /// What a footer names: the model of an answer, where it is not this one.
    [[nodiscard]] QString authorOf(const domain::Message& answer) const;

private:
    [[nodiscard]] std::optional<Model> initial(int pane) const;

    /// Of a model that answered here and is not there any more: the names it was kept with.
    struct Gone {
        QString endpointId;
        QString endpointName;
        QString model;
    };

    Services& m_services;
    std::optional<Model> m_current;
    std::optional<Model> m_chosen;
    std::optional<Model> m_insteadOf;
    std::optional<Gone> m_gone;
};

} // namespace rivulet::app
