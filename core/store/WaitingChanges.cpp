// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/WaitingChanges.h"

#include "store/AttachmentRows.h"
#include "store/Statement.h"
#include "store/Transaction.h"

#include <set>
#include <utility>

namespace rivulet::store {

namespace {

constexpr int constraintCode = 19; // SQLITE_CONSTRAINT

qsizetype sizeOf(const WaitingChanges::Change& change) {
    qsizetype bytes = 0;
    for (const QVariant& value : change.values) {
        bytes += value.typeId() == QMetaType::QString ? value.toString().size() * 2 : 0;
    }
    if (change.prompt) {
        for (const auto& file : change.prompt->attachments) {
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
    if (!change.prompt) {
        return std::nullopt;
    }
    if (auto failure = AttachmentRows::write(database, statement.insertedId(), change.prompt->attachments)) {
        return failure;
    }
    Statement touch(database, QStringLiteral("UPDATE conversations SET updated_at = ?, position = (SELECT "
                                             "max(position) + 1 FROM conversations) WHERE id = ?"));
    return touch.execute({change.prompt->createdAt.toMSecsSinceEpoch(), change.conversation})
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
    for (const auto id : conversations) {
        Q_EMIT written(id);
    }
    return std::nullopt;
}

std::vector<domain::ConversationSummary> WaitingChanges::begun() const {
    std::vector<domain::ConversationSummary> found;
    for (auto change = m_changes.rbegin(); change != m_changes.rend(); ++change) {
        if (change->begun) {
            found.push_back(*change->begun);
        }
    }
    return found;
}

std::vector<domain::Message> WaitingChanges::prompts(domain::ConversationId conversation) const {
    std::vector<domain::Message> found;
    for (const Change& change : m_changes) {
        if (change.prompt && change.conversation == conversation) {
            found.push_back(*change.prompt);
        }
    }
    return found;
}

} // namespace rivulet::store
