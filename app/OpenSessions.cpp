// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenSessions.h"

#include "Services.h"
#include "store/WriteHealth.h"

#include <algorithm>
#include <utility>

namespace rivulet::app {

OpenSessions::OpenSessions(Services& services, QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_current(make()) {
    connect(&m_services.database->health(), &store::WriteHealth::changed, this, &OpenSessions::sweep,
            Qt::QueuedConnection);
}

OpenSessions::~OpenSessions() {
    // Whoever listens may be half gone.
    blockSignals(true);
}

std::unique_ptr<CompareSession> OpenSessions::make() {
    auto session = std::make_unique<CompareSession>(m_services);
    if (m_current) {
        session->startLike(*m_current);
    }
    connect(session.get(), &CompareSession::runningChanged, this, &OpenSessions::runningChanged);
    connect(session.get(), &CompareSession::conversationChanged, this, &OpenSessions::runningChanged);
    // Not from within the session, which is still about its end.
    connect(session.get(), &CompareSession::runningChanged, this, &OpenSessions::sweep, Qt::QueuedConnection);
    Q_EMIT made(session.get());
    return session;
}

std::vector<CompareSession*> OpenSessions::all() const {
    std::vector<CompareSession*> sessions{m_current.get()};
    for (const auto& session : m_left) {
        sessions.push_back(session.get());
    }
    return sessions;
}

CompareSession* OpenSessions::find(domain::ConversationId id) const {
    for (CompareSession* session : all()) {
        if (id != 0 && session->conversation() == id) {
            return session;
        }
    }
    return nullptr;
}

bool OpenSessions::isRunning() const {
    return std::ranges::any_of(all(), [](const CompareSession* session) { return session->isRunning(); });
}

std::set<domain::ConversationId> OpenSessions::running() const {
    std::set<domain::ConversationId> conversations;
    for (const CompareSession* session : all()) {
        if (session->isRunning()) {
            conversations.insert(session->conversation());
        }
    }
    return conversations;
}

bool OpenSessions::mayLeave() const {
    return !m_current->isRunning() || m_left.size() < mostLeft;
}

bool OpenSessions::startNew() {
    if (!m_current->isRunning()) {
        m_current->startNew();
        return true;
    }
    if (!mayLeave()) {
        return false;
    }
    show(make());
    return true;
}

bool OpenSessions::open(domain::ConversationId id, const QString& title, int panes) {
    const auto left =
        std::ranges::find_if(m_left, [id](const auto& session) { return session->conversation() == id; });
    if (left != m_left.end()) {
        auto session = std::move(*left);
        m_left.erase(left);
        show(std::move(session));
        return true;
    }
    if (!mayLeave()) {
        return false;
    }
    // Another instance may have been killed since the start. What goes on here is not unfinished.
    static_cast<void>(m_services.store.healUnfinished(running()));
    if (!m_current->isRunning()) {
        m_current->open(id, title, panes);
        return true;
    }
    auto session = make();
    session->open(id, title, panes);
    show(std::move(session));
    return true;
}

void OpenSessions::show(std::unique_ptr<CompareSession> next) {
    m_left.push_back(std::exchange(m_current, std::move(next)));
    m_current->setFocusedPane(m_left.back()->focusedPane());
    Q_EMIT currentChanged();
    Q_EMIT runningChanged();
    sweep();
}

void OpenSessions::sweep() {
    // What can't be written waits in the session that brought it.
    if (m_services.database->health().isFailing()) {
        return;
    }
    std::vector<std::unique_ptr<CompareSession>> running;
    for (auto& session : m_left) {
        if (session->isRunning()) {
            running.push_back(std::move(session));
        } else {
            // A view may be about to let go of it.
            m_done.push_back(std::move(session));
        }
    }
    m_left = std::move(running);
    if (!m_done.empty()) {
        QMetaObject::invokeMethod(this, [this] { m_done.clear(); }, Qt::QueuedConnection);
    }
}

void OpenSessions::discard(domain::ConversationId id) {
    CompareSession* session = find(id);
    if (session == m_current.get()) {
        m_current->startNew();
    } else if (session != nullptr) {
        session->close();
        sweep();
    }
}

void OpenSessions::close() {
    for (CompareSession* session : all()) {
        session->close();
    }
}

} // namespace rivulet::app
