// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

#include <QObject>
#include <QVariantList>

#include <deque>
#include <optional>
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

    struct Change {
        domain::ConversationId conversation = 0;
        QString sql;
        QVariantList values;
        /// What it begins, where it begins a conversation.
        std::optional<domain::ConversationSummary> begun = {};
        /// What it adds, where it adds a prompt; `sql` inserts its row.
        std::optional<domain::Message> prompt = {};
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

    /// Conversations that wait to be begun, newest first.
    [[nodiscard]] std::vector<domain::ConversationSummary> begun() const;
    /// Prompts of a conversation that wait to be added.
    [[nodiscard]] std::vector<domain::Message> prompts(domain::ConversationId conversation) const;

Q_SIGNALS:
    /// What waited for this conversation is written.
    void written(qint64 conversation);

private:
    std::deque<Change> m_changes;
    qsizetype m_bytes = 0;
};

} // namespace rivulet::store
