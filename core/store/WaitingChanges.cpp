// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/WaitingChanges.h"

#include "store/AttachmentRows.h"
#include "store/Statement.h"
#include "store/Transaction.h"

#include <algorithm>
#include <utility>

namespace rivulet::store {

namespace {

constexpr int constraintCode = 19; // SQLITE_CONSTRAINT

qsizetype sizeOf(const WaitingChanges::Change& change) {
    qsizetype bytes = 0;
    for (const QVariant& value : change.values) {
        bytes += value.typeId() == QMetaType::QString ? value.toString().size() * 2 : 0;
    }
    if (const auto* prompt = std::get_if<domain::Message>(&change.meaning)) {
        for (const auto& file : prompt->attachments) {
            bytes += file.bytes.size();
        }
    }
    return bytes;
}

bool brokeConstraint(const domain::Failure& failure) {
    return (failure.code.toInt() & 0xff) == constraintCode;
}

} // namespace

bool WaitingChanges::add(Change change) {
    const qsizetype bytes = sizeOf(change);
    if (m_changes.size() >= mostChanges || m_bytes + bytes > mostBytes) {
        return false;
    }
    m_bytes += bytes;
    if (std::holds_alternative<Removal>(change.meaning)) {
        m_removed.insert(change.conversation);
    }
    m_changes.push_back(std::move(change));
    return true;
}

std::optional<domain::Failure> WaitingChanges::apply(const Database& database, const Change& change,
                                                     domain::MessageId* inserted) {
    Statement statement(database, change.sql);
    if (!statement.execute(change.values)) {
        return statement.failure();
    }
    if (inserted != nullptr) {
        *inserted = statement.insertedId();
    }
    const auto* prompt = std::get_if<domain::Message>(&change.meaning);
    if (prompt == nullptr) {
        return std::nullopt;
    }
    if (auto failure = AttachmentRows::write(database, statement.insertedId(), prompt->attachments)) {
        return failure;
    }
    Statement touch(database, QStringLiteral("UPDATE conversations SET updated_at = ?, position = (SELECT "
                                             "max(position) + 1 FROM conversations) WHERE id = ?"));
    return touch.execute({prompt->createdAt.toMSecsSinceEpoch(), change.conversation})
               ? std::nullopt
               : std::optional(touch.failure());
}

std::optional<domain::Failure> WaitingChanges::write(const Database& database) {
    if (m_changes.empty()) {
        return std::nullopt;
    }
    Transaction transaction(database, Transaction::Durability::Full);
    if (!transaction.begun()) {
        return transaction.failure();
    }
    for (const Change& change : m_changes) {
        if (const auto failure = apply(database, change); failure && !brokeConstraint(*failure)) {
            return failure;
        }
    }
    if (!transaction.commit()) {
        return transaction.failure();
    }
    std::set<domain::ConversationId> conversations;
    for (const Change& change : std::exchange(m_changes, {})) {
        conversations.insert(change.conversation);
    }
    m_bytes = 0;
    m_removed.clear();
    for (const auto id : conversations) {
        Q_EMIT written(id);
    }
    return std::nullopt;
}

std::optional<domain::ConversationSummary> WaitingChanges::begun(domain::ConversationId conversation) const {
    for (const Change& change : m_changes) {
        const auto* begun = std::get_if<domain::ConversationSummary>(&change.meaning);
        if (begun != nullptr && change.conversation == conversation) {
            return *begun;
        }
    }
    return std::nullopt;
}

std::vector<domain::ConversationId> WaitingChanges::onTop() const {
    std::vector<domain::ConversationId> found;
    std::set<domain::ConversationId> seen = m_removed;
    for (auto change = m_changes.rbegin(); change != m_changes.rend(); ++change) {
        const bool rises = std::holds_alternative<domain::ConversationSummary>(change->meaning) ||
                           std::holds_alternative<domain::Message>(change->meaning);
        if (rises && seen.insert(change->conversation).second) {
            found.push_back(change->conversation);
        }
    }
    return found;
}

void WaitingChanges::layOver(domain::ConversationSummary& conversation) const {
    for (const Change& change : m_changes) {
        if (change.conversation != conversation.id) {
            continue;
        }
        if (const auto* title = std::get_if<Title>(&change.meaning)) {
            conversation.title = title->text;
        } else if (const auto* panes = std::get_if<Panes>(&change.meaning)) {
            conversation.panes = panes->count;
        } else if (const auto* prompt = std::get_if<domain::Message>(&change.meaning)) {
            conversation.updatedAt = prompt->createdAt;
        }
    }
}

std::vector<domain::Message> WaitingChanges::prompts(domain::ConversationId conversation) const {
    std::vector<domain::Message> found;
    for (const Change& change : m_changes) {
        const auto* prompt = std::get_if<domain::Message>(&change.meaning);
        if (prompt != nullptr && change.conversation == conversation) {
            found.push_back(*prompt);
        }
    }
    return found;
}

std::optional<QString> WaitingChanges::parameters(domain::ConversationId conversation, int pane) const {
    std::optional<QString> found;
    for (const Change& change : m_changes) {
        const auto* parameters = std::get_if<Parameters>(&change.meaning);
        if (parameters != nullptr && change.conversation == conversation && parameters->pane == pane) {
            found = parameters->text;
        }
    }
    return found;
}

} // namespace rivulet::store
