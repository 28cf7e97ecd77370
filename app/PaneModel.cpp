// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "PaneModel.h"

#include "Services.h"
#include "Settings.h"

#include <algorithm>
#include <utility>

namespace rivulet::app {

PaneModel::PaneModel(Services& services, int pane)
    : m_services(services)
    , m_current(initial(pane))
    , m_chosen(m_current) {}

std::optional<PaneModel::Model> PaneModel::initial(int pane) const {
    const QString last = m_services.demoOnly ? QString() : m_services.settings.lastModel(pane);
    if (auto known = last.isEmpty() ? std::nullopt : m_services.endpoints.model(last)) {
        return known;
    }
    // First launch: one demo model in each pane.
    std::vector<Model> demo = m_services.endpoints.models();
    std::erase_if(demo, [](const Model& model) { return !model.endpoint.demo; });
    return demo.empty() ? std::optional<Model>()
                        : demo.at(std::min(static_cast<std::size_t>(pane), demo.size() - 1));
}

QString PaneModel::key() const {
    return m_current ? m_current->key() : (m_gone ? m_gone->endpointId + u':' + m_gone->model : QString());
}

QString PaneModel::name() const {
    return m_current ? m_current->name : (m_gone ? m_gone->model : QString());
}

QString PaneModel::endpointName() const {
    return m_current ? m_current->endpoint.name : (m_gone ? m_gone->endpointName : QString());
}

QString PaneModel::chosenKey() const {
    return m_chosen ? m_chosen->key() : QString();
}

QString PaneModel::ownKey() const {
    return m_insteadOf ? m_insteadOf->key() : key();
}

void PaneModel::goOnWith(const Model& began) {
    m_current = began;
    m_gone.reset();
}

void PaneModel::choose(const Model& chosen) {
    goOnWith(chosen);
    m_insteadOf.reset();
    m_chosen = chosen;
}

void PaneModel::standIn(const Model& other) {
    if (!m_insteadOf) {
        m_insteadOf = m_current;
    }
    goOnWith(other);
}

bool PaneModel::askFirst() {
    if (!m_insteadOf) {
        return false;
    }
    goOnWith(*std::exchange(m_insteadOf, std::nullopt));
    return true;
}

bool PaneModel::takeFrom(const std::vector<domain::Message>& history) {
    const auto last = std::find_if(history.rbegin(), history.rend(), [](const auto& message) {
        return message.role == domain::Role::Assistant && !message.endpointId.isEmpty();
    });
    m_insteadOf.reset();
    m_gone.reset();
    m_current = m_chosen;
    if (last == history.rend()) {
        return false;
    }
    const auto known = m_services.endpoints.model(last->endpointId + u':' + last->model);
    if (!m_services.demoOnly || (known && known->endpoint.demo)) {
        m_current = known;
    }
    if (!m_current) {
        m_gone = {last->endpointId, last->endpointName, last->model};
    }
    return true;
}

bool PaneModel::refresh() {
    if (const auto chosen = m_services.endpoints.model(chosenKey())) {
        m_chosen = chosen;
    }
    const auto now = m_services.endpoints.model(key());
    if (now) {
        goOnWith(*now);
    }
    return now.has_value();
}

void PaneModel::sign(domain::Message& answer) const {
    answer.endpointId = m_current ? m_current->endpoint.id : (m_gone ? m_gone->endpointId : QString());
    answer.endpointName = endpointName();
    answer.model = m_current ? m_current->id : (m_gone ? m_gone->model : QString());
}

QString PaneModel::authorOf(const domain::Message& answer) const {
    const QString asked = answer.endpointId + u':' + answer.model;
    if (answer.endpointId.isEmpty() || asked == key()) {
        return {};
    }
    const auto known = m_services.endpoints.model(asked);
    const QString called = known ? known->name : answer.model;
    return called == name() ? tr("%1 at %2").arg(called, answer.endpointName) : called;
}

} // namespace rivulet::app
