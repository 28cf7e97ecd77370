// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/ConversationStore.h"

#include "store/AttachmentRows.h"
#include "store/JournalFold.h"
#include "store/MessageRow.h"
#include "store/SearchWords.h"
#include "store/Statement.h"
#include "store/StoredText.h"
#include "store/Transaction.h"
#include "store/Writer.h"

#include <algorithm>
#include <utility>

namespace rivulet::store {

namespace {

using domain::ConversationId;
using domain::ConversationSummary;
using domain::Failure;
using domain::Message;
using domain::Result;

const domain::SystemClock systemClock;

/// How many of the best matches are looked at to find the conversations they are in.
constexpr int mostMatches = 2000;

ConversationSummary readSummary(const Statement& row) {
    ConversationSummary summary;
    summary.id = row.value(0).toLongLong();
    summary.title = row.value(1).toString();
    summary.panes = row.value(2).toInt();
    summary.createdAt = QDateTime::fromMSecsSinceEpoch(row.value(3).toLongLong());
    summary.updatedAt = QDateTime::fromMSecsSinceEpoch(row.value(4).toLongLong());
    return summary;
}

} // namespace

ConversationStore::ConversationStore(std::shared_ptr<Database> database, QObject* parent)
    : ConversationStore(std::move(database), systemClock, parent) {}

ConversationStore::ConversationStore(std::shared_ptr<Database> database, const domain::Clock& clock,
                                     QObject* parent)
    : QObject(parent)
    , m_database(std::move(database))
    , m_clock(clock) {}

Result<ConversationId> ConversationStore::create(const QString& title, int panes) {
    Statement insert(*m_database,
                     QStringLiteral("INSERT INTO conversations (title, panes, created_at, updated_at) "
                                    "VALUES (?, ?, ?, ?)"));
    const auto now = static_cast<qint64>(m_clock.wallTime().count());
    if (!insert.execute({storedText(title), panes, now, now})) {
        return insert.failure();
    }
    const ConversationId id = insert.insertedId();
    Q_EMIT conversationChanged(id);
    return id;
}

Result<std::monostate> ConversationStore::rename(ConversationId id, const QString& title) {
    return change(id, QStringLiteral("UPDATE conversations SET title = ? WHERE id = ?"),
                  {storedText(title), id});
}

Result<std::monostate> ConversationStore::setPanes(ConversationId id, int panes) {
    return change(id, QStringLiteral("UPDATE conversations SET panes = ? WHERE id = ?"), {panes, id});
}

Result<std::monostate> ConversationStore::remove(ConversationId id) {
    return change(id, QStringLiteral("DELETE FROM conversations WHERE id = ?"), {id});
}

Result<std::vector<ConversationSummary>> ConversationStore::list(int limit, int offset) const {
    Statement select(*m_database,
                     QStringLiteral("SELECT id, title, panes, created_at, updated_at FROM conversations "
                                    "ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?"));
    if (!select.select({limit, offset})) {
        return select.failure();
    }
    std::vector<ConversationSummary> found;
    while (select.next()) {
        found.push_back(readSummary(select));
    }
    return found;
}

Result<ConversationSummary> ConversationStore::summary(ConversationId id) const {
    Statement select(*m_database,
                     QStringLiteral("SELECT id, title, panes, created_at, updated_at FROM conversations "
                                    "WHERE id = ?"));
    if (!select.select({id})) {
        return select.failure();
    }
    if (!select.next()) {
        Failure failure;
        failure.kind = Failure::Kind::NotFound;
        failure.detail = QStringLiteral("there is no such conversation");
        return failure;
    }
    return readSummary(select);
}

Result<std::vector<Message>> ConversationStore::messages(ConversationId id) const {
    Statement select(*m_database,
                     MessageRow::select() + QStringLiteral("WHERE conversation_id = ? "
                                                           "ORDER BY turn, role DESC, pane, variant, id"));
    if (!select.select({id})) {
        return select.failure();
    }
    std::vector<Message> found;
    while (select.next()) {
        found.push_back(MessageRow::read(select));
    }
    for (Message& message : found) {
        qint64 lastAt = 0;
        if (message.role == domain::Role::Assistant && !message.ending) {
            if (auto failure = foldJournal(message, lastAt)) {
                return *failure;
            }
        }
    }
    auto attachments = AttachmentRows::read(*m_database, id);
    if (!attachments) {
        return attachments.failure();
    }
    for (Message& message : found) {
        if (const auto own = attachments.value().find(message.id); own != attachments.value().end()) {
            message.attachments = own->second;
        }
    }
    return found;
}

Result<domain::MessageId> ConversationStore::addPrompt(ConversationId id, int turn, const QString& text,
                                                       const std::vector<domain::Attachment>& attachments) {
    const auto now = static_cast<qint64>(m_clock.wallTime().count());
    Message prompt;
    prompt.conversation = id;
    prompt.turn = turn;
    prompt.text = text;
    prompt.createdAt = QDateTime::fromMSecsSinceEpoch(now);
    // Full: words that a person typed are not to be lost with the power.
    Transaction transaction(*m_database, Transaction::Durability::Full);
    if (!transaction.begun()) {
        return transaction.failure();
    }
    Statement insert(*m_database, MessageRow::insert());
    Statement touch(*m_database, QStringLiteral("UPDATE conversations SET updated_at = ? WHERE id = ?"));
    if (!insert.execute(MessageRow::beginning(prompt))) {
        return insert.failure();
    }
    if (auto failure = AttachmentRows::write(*m_database, insert.insertedId(), attachments)) {
        return *failure;
    }
    if (!touch.execute({now, id})) {
        return touch.failure();
    }
    if (!transaction.commit()) {
        return transaction.failure();
    }
    Q_EMIT conversationChanged(id);
    return insert.insertedId();
}

Result<QString> ConversationStore::parameters(ConversationId id, int pane) const {
    Statement select(*m_database,
                     QStringLiteral("SELECT json FROM parameters WHERE conversation_id = ? AND pane = ?"));
    if (!select.select({id, pane})) {
        return select.failure();
    }
    return select.next() ? select.value(0).toString() : QString();
}

Result<std::monostate> ConversationStore::setParameters(ConversationId id, int pane, const QString& text) {
    Statement statement(
        *m_database, text.isEmpty()
                         ? QStringLiteral("DELETE FROM parameters WHERE conversation_id = ? AND pane = ?")
                         : QStringLiteral("INSERT OR REPLACE INTO parameters (conversation_id, pane, json) "
                                          "VALUES (?, ?, ?)"));
    const QVariantList place{id, pane};
    if (!statement.execute(text.isEmpty() ? place : place + QVariantList{storedText(text)})) {
        return statement.failure();
    }
    return std::monostate{};
}

Result<int> ConversationStore::healUnfinished() {
    std::vector<domain::MessageId> unfinished;
    {
        Statement select(*m_database, QStringLiteral("SELECT id, writer FROM messages "
                                                     "WHERE role = 'assistant' AND outcome IS NULL"));
        if (!select.select()) {
            return select.failure();
        }
        while (select.next()) {
            if (!isAnotherLiveWriter(select.value(1).toString())) {
                unfinished.push_back(select.value(0).toLongLong());
            }
        }
    }
    Statement select(*m_database, MessageRow::select() + QStringLiteral("WHERE id = ?"));
    for (const domain::MessageId id : unfinished) {
        if (!select.select({id}) || !select.next()) {
            return select.failure();
        }
        Message message = MessageRow::read(select);
        select.finish();
        const ConversationId conversation = message.conversation;
        if (auto failure = heal(std::move(message))) {
            return *failure;
        }
        Q_EMIT conversationChanged(conversation);
    }
    return static_cast<int>(unfinished.size());
}

std::vector<qint64> ConversationStore::answerLengths(const QString& endpointId, const QString& model,
                                                     int limit) const {
    // Where the server did not count, the estimate that StreamStats makes as well: four characters a token.
    Statement select(
        *m_database,
        QStringLiteral("SELECT coalesce(max(usage_output - coalesce(usage_thinking, 0), 0), "
                       "(length(text) + 3) / 4) FROM messages WHERE endpoint_id = ? AND model = ? "
                       "AND outcome = 'completed' ORDER BY id DESC LIMIT ?"));
    std::vector<qint64> lengths;
    if (select.select({endpointId, model, limit})) {
        while (select.next()) {
            lengths.push_back(select.value(0).toLongLong());
        }
    }
    return lengths;
}

QString ConversationStore::resumeNote(domain::MessageId id) const {
    Statement select(*m_database, QStringLiteral("SELECT note FROM resume_notes WHERE message_id = ?"));
    return select.select({id}) && select.next() ? select.value(0).toString() : QString();
}

Result<std::vector<ConversationSummary>> ConversationStore::search(const QString& words, int limit) const {
    const QString expression = searchExpression(words);
    if (expression.isEmpty()) {
        return std::vector<ConversationSummary>{};
    }
    // bm25 is the more negative the better. A title counts twice; a conversation of today up to half as much
    // again as one of long ago (age / 30 days). The bare message column goes with the min(): SQLite's rule.
    Statement select(
        *m_database,
        QStringLiteral(
            "WITH hits (conversation, message, rank) AS ("
            " SELECT * FROM (SELECT rowid, NULL, 2.0 * rank FROM title_words WHERE title_words MATCH ?"
            "  ORDER BY rank LIMIT %1)"
            " UNION ALL SELECT messages.conversation_id, best.id, best.rank FROM ("
            "  SELECT rowid AS id, rank FROM message_words WHERE message_words MATCH ? ORDER BY rank LIMIT "
            "%1"
            " ) AS best JOIN messages ON messages.id = best.id), "
            "best AS (SELECT conversation, message, min(rank) AS rank FROM hits GROUP BY conversation) "
            "SELECT id, title, panes, created_at, updated_at, message FROM best "
            "JOIN conversations ON id = conversation "
            "ORDER BY rank * (1.0 + 0.5 / (1.0 + max(0, ? - updated_at) / 2592000000.0)), updated_at DESC "
            "LIMIT ?")
            .arg(mostMatches));
    if (!select.select({expression, expression, static_cast<qint64>(m_clock.wallTime().count()), limit})) {
        return select.failure();
    }
    std::vector<ConversationSummary> found;
    std::vector<QVariant> places;
    while (select.next()) {
        found.push_back(readSummary(select));
        places.push_back(select.value(5));
    }
    const QString snippet = QStringLiteral("SELECT snippet(%1, 0, char(2), char(3), '…', 20) FROM %1 "
                                           "WHERE %1 MATCH ? AND rowid = ?");
    Statement inTitle(*m_database, snippet.arg(QStringLiteral("title_words")));
    Statement inMessage(*m_database, snippet.arg(QStringLiteral("message_words")));
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool title = places.at(i).isNull();
        Statement& place = title ? inTitle : inMessage;
        if (place.select({expression, title ? QVariant(found.at(i).id) : places.at(i)}) && place.next()) {
            found.at(i).snippet = place.value(0).toString();
        }
        place.finish();
    }
    return found;
}

Result<std::monostate> ConversationStore::change(ConversationId id, const QString& sql,
                                                 const QVariantList& values) {
    Statement statement(*m_database, sql);
    if (!statement.execute(values)) {
        return statement.failure();
    }
    Q_EMIT conversationChanged(id);
    return std::monostate{};
}

std::optional<Failure> ConversationStore::foldJournal(Message& message, qint64& lastAt) const {
    Statement select(
        *m_database,
        QStringLiteral("SELECT kind, text, at_ms FROM journal WHERE message_id = ? ORDER BY seq"));
    if (!select.select({message.id})) {
        return select.failure();
    }
    // The journal is the whole truth about an answer that has not ended; what the row holds is of an earlier
    // end.
    message.text.clear();
    message.thinking.clear();
    message.tools.clear();
    message.citations.clear();
    message.seams.clear();
    message.warnings.clear();
    message.usage.reset();
    while (select.next()) {
        if (const auto kind = journalKindFromName(select.value(0).toString())) {
            fold(message, *kind, select.value(1).toString());
        }
        lastAt = select.value(2).toLongLong();
    }
    return std::nullopt;
}

std::optional<Failure> ConversationStore::heal(Message message) {
    qint64 lastAt = 0;
    if (auto failure = foldJournal(message, lastAt)) {
        return failure;
    }
    domain::Ending ending;
    ending.outcome = domain::Outcome::Interrupted;
    ending.failure.emplace();
    ending.failure->kind = Failure::Kind::AppClosed;
    message.ending = ending;
    if (message.duration.count() == 0) {
        message.duration =
            std::chrono::milliseconds(std::max<qint64>(0, lastAt - message.createdAt.toMSecsSinceEpoch()));
    }
    Transaction transaction(*m_database, Transaction::Durability::Full);
    if (!transaction.begun()) {
        return transaction.failure();
    }
    Statement update(*m_database, MessageRow::update());
    if (!update.execute(MessageRow::ending(message))) {
        return update.failure();
    }
    return transaction.commit() ? std::nullopt : std::optional(transaction.failure());
}

} // namespace rivulet::store
