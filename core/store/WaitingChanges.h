// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QObject>
#include <QVariantList>

#include <deque>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace rivulet::store {

class Database;

/// Changes to conversations that could not be written yet, in their order, and what the list and the
/// conversations look like with them. Bounded: what finds no room is refused, not kept for ever.
class WaitingChanges : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t mostChanges = 10'000;
    /// Of all texts and files together.
    static constexpr qsizetype mostBytes = 128LL * 1024 * 1024;

    struct Title {
        QString text;
    };
    struct Panes {
        int count = 0;
    };
    struct Removal {};
    struct Parameters {
        int pane = 0;
        QString text;
    };
    /// What a change is to those who read before it is written: it begins a conversation, adds a prompt (the
    /// SQL inserts its row), or what its name says.
    using Meaning = std::variant<std::monostate, domain::ConversationSummary, domain::Message, Title, Panes,
                                 Removal, Parameters>;

    struct Change {
        domain::ConversationId conversation = 0;
        QString sql;
        QVariantList values;
        Meaning meaning = {};
    };

    /// False: there is no room for it.
    [[nodiscard]] bool add(Change change);
    [[nodiscard]] bool isEmpty() const { return m_changes.empty(); }
    /// All of them in one transaction, or none and why. One that the schema refuses (its conversation was
    /// removed by another instance) is forgotten.
    [[nodiscard]] std::optional<domain::Failure> write(const Database& database);
    /// One change, without waiting, within the caller's transaction.
    [[nodiscard]] static std::optional<domain::Failure> apply(const Database& database, const Change& change,
                                                              domain::MessageId* inserted = nullptr);

    /// A conversation that waits to be begun.
    [[nodiscard]] std::optional<domain::ConversationSummary> begun(domain::ConversationId conversation) const;
    /// Conversations that stand on top of the list for what waits, begun or asked in; the last one first.
    [[nodiscard]] std::vector<domain::ConversationId> onTop() const;
    /// Conversations that wait to be removed.
    [[nodiscard]] const std::set<domain::ConversationId>& removed() const { return m_removed; }
    /// A conversation as it will be.
    void layOver(domain::ConversationSummary& conversation) const;
    /// Prompts of a conversation that wait to be added.
    [[nodiscard]] std::vector<domain::Message> prompts(domain::ConversationId conversation) const;
    /// How a pane will ask, where that waits.
    [[nodiscard]] std::optional<QString> parameters(domain::ConversationId conversation, int pane) const;

Q_SIGNALS:
    /// What waited for this conversation is written.
    void written(qint64 conversation);

private:
    std::deque<Change> m_changes;
    qsizetype m_bytes = 0;
    std::set<domain::ConversationId> m_removed;
};

} // namespace rivulet::store
