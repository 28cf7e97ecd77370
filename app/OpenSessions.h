// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "CompareSession.h"
#include "domain/Message.h"

#include <QObject>

#include <memory>
#include <set>
#include <vector>

namespace rivulet::app {

struct Services;

/// The conversation in the window, and those that were left while their answers were coming: they go on until
/// these are whole and written. Knows no window and no list.
class OpenSessions : public QObject {
    Q_OBJECT

public:
    /// So many may go on out of sight; who would leave one more is told so instead.
    static constexpr std::size_t mostLeft = 8;

    explicit OpenSessions(Services& services, QObject* parent = nullptr);
    ~OpenSessions() override;

    [[nodiscard]] CompareSession* current() const { return m_current.get(); }
    /// The current one and those that were left.
    [[nodiscard]] std::vector<CompareSession*> all() const;
    /// The one of this conversation, where it is open; else null.
    [[nodiscard]] CompareSession* find(domain::ConversationId id) const;
    [[nodiscard]] bool isRunning() const;
    /// Conversations in which an answer is coming.
    [[nodiscard]] std::set<domain::ConversationId> running() const;

    /// False, and nothing is changed: too many go on already.
    [[nodiscard]] bool startNew();
    [[nodiscard]] bool open(domain::ConversationId id, const QString& title, int panes);
    /// Its conversation is about to be removed: its answers end.
    void discard(domain::ConversationId id);
    /// Ends every stream and writes everything.
    void close();

Q_SIGNALS:
    /// There is a session that was not there before.
    void made(rivulet::app::CompareSession* session);
    void currentChanged();
    /// An answer began or ended, in whichever conversation.
    void runningChanged();

private:
    [[nodiscard]] std::unique_ptr<CompareSession> make();
    /// Is it to be kept out of sight? Then whether there is room for it.
    [[nodiscard]] bool mayLeave() const;
    void show(std::unique_ptr<CompareSession> next);
    /// What was left and has nothing to do any more goes.
    void sweep();

    Services& m_services;
    std::unique_ptr<CompareSession> m_current;
    std::vector<std::unique_ptr<CompareSession>> m_left;
    /// Go with the next turn of the event loop, and not later than this.
    std::vector<std::unique_ptr<CompareSession>> m_done;
};

} // namespace rivulet::app
