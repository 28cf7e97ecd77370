// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/ConversationStore.h"

#include "store/AttachmentRows.h"
#include "store/JournalFold.h"
#include "store/MessageJson.h"
#include "store/MessageRow.h"
#include "store/Search.h"
#include "store/Statement.h"
#include "store/StoredText.h"
#include "store/Transaction.h"
#include "store/UnwrittenAnswers.h"
#include "store/WriteHealth.h"
#include "store/Writer.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace rivulet::store {

namespace {

using domain::ConversationId;
using domain::ConversationSummary;
using domain::Failure;
using domain::Message;
using domain::Result;

const domain::SystemClock systemClock;

constexpr QLatin1String inMemoryName(":memory:");

/// As turns.
constexpr qint64 beforeAll = std::numeric_limits<qint64>::min();
constexpr qint64 afterAll = std::numeric_limits<qint64>::max();

/// A message without a word takes its place too.
constexpr qsizetype anyMessage = 200;

QString oneSummary() {
    return QStringLiteral("SELECT id, title, panes, created_at, updated_at FROM conversations WHERE id = ?");
}

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
    , m_clock(clock) {
    connect(&m_database->health(), &WriteHealth::retried, this, &ConversationStore::writeWaiting);
    connect(&m_database->waiting(), &WaitingChanges::written, this, &ConversationStore::conversationChanged);
}

ConversationStore::~ConversationStore() {
    blockSignals(true);
    writeWaiting();
}

Result<ConversationId> ConversationStore::create(const QString& title, int panes) {
    const auto now = static_cast<qint64>(m_clock.wallTime().count());
    WaitingChanges::Change begin;
    // With a number from here it can be spoken of before the database gives one.
    const bool waits = m_database->health().isFailing();
    begin.conversation = waits ? provisionalId() : 0;
    begin.sql =
        QStringLiteral("INSERT INTO conversations (id, title, panes, created_at, updated_at, position) "
                       "VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM "
                       "conversations))");
    begin.values = {waits ? QVariant(begin.conversation) : QVariant(), storedText(title), panes, now, now};
    if (waits) {
        ConversationSummary begun;
        begun.id = begin.conversation;
        begun.title = title;
        begun.panes = panes;
        begun.createdAt = QDateTime::fromMSecsSinceEpoch(now);
        begun.updatedAt = begun.createdAt;
        begin.meaning = begun;
    }
    const ConversationId provisional = begin.conversation;
    const auto inserted = change(std::move(begin));
    if (!inserted && !waits && m_database->health().isFailing()) {
        return create(title, panes); // found out just now
    }
    if (!inserted) {
        return inserted.failure();
    }
    const ConversationId id = waits ? provisional : inserted.value();
    Q_EMIT conversationChanged(id);
    return id;
}

/// Above all that a database counts up to, unique among instances, and exact as a number in QML.
ConversationId ConversationStore::provisionalId() {
    constexpr ConversationId aMillisecond = 4096;
    const ConversationId fresh = static_cast<ConversationId>(m_clock.wallTime().count()) * aMillisecond +
                                 QCoreApplication::applicationPid() % aMillisecond;
    m_lastProvisional = std::max(m_lastProvisional + 1, fresh);
    return m_lastProvisional;
}

/// Writes a change, or lets it wait where that may help. Gives the row's id, 0 for one that waits.
Result<domain::MessageId> ConversationStore::change(WaitingChanges::Change change) {
    WriteHealth& health = m_database->health();
    if (!health.isFailing()) {
        auto written = write(change);
        if (written || m_database->isReadOnly() || !mayPass(written.failure())) {
            return written;
        }
        health.reportFailure(written.failure());
        // One that begins a conversation is made anew, with a number of its own.
        if (change.conversation == 0) {
            return written;
        }
    }
    const Failure why = *health.failure();
    return m_database->waiting().add(std::move(change)) ? Result<domain::MessageId>(domain::MessageId{0})
                                                        : why;
}

Result<domain::MessageId> ConversationStore::write(const WaitingChanges::Change& change) {
    using Durability = Transaction::Durability;
    const bool asked = std::holds_alternative<Message>(change.meaning);
    Transaction transaction(*m_database, asked ? Durability::Full : Durability::Normal);
    if (!transaction.begun()) {
        return transaction.failure();
    }
    domain::MessageId id = 0;
    if (const auto failure = WaitingChanges::apply(*m_database, change, &id)) {
        return *failure;
    }
    return transaction.commit() ? Result<domain::MessageId>(id) : transaction.failure();
}

void ConversationStore::writeWaiting() {
    if (const auto failure = m_database->waiting().write(*m_database)) {
        m_database->health().reportFailure(*failure);
    }
}

Result<std::monostate> ConversationStore::alter(WaitingChanges::Change altering) {
    const ConversationId id = altering.conversation;
    const auto changed = change(std::move(altering));
    if (!changed) {
        return changed.failure();
    }
    Q_EMIT conversationChanged(id);
    return std::monostate{};
}

Result<std::monostate> ConversationStore::rename(ConversationId id, const QString& title) {
    return alter({id,
                  QStringLiteral("UPDATE conversations SET title = ? WHERE id = ?"),
                  {storedText(title), id},
                  WaitingChanges::Title{title}});
}

Result<std::monostate> ConversationStore::setPanes(ConversationId id, int panes) {
    return alter({id,
                  QStringLiteral("UPDATE conversations SET panes = ? WHERE id = ?"),
                  {panes, id},
                  WaitingChanges::Panes{panes}});
}

Result<std::monostate> ConversationStore::remove(ConversationId id) {
    return alter(
        {id, QStringLiteral("DELETE FROM conversations WHERE id = ?"), {id}, WaitingChanges::Removal{}});
}

Result<std::vector<ConversationSummary>> ConversationStore::list(int limit, int offset) const {
    const WaitingChanges& waiting = m_database->waiting();
    const std::vector<ConversationId> onTop = waiting.onTop();
    QStringList elsewhere;
    for (const ConversationId id : onTop) {
        elsewhere.append(QString::number(id));
    }
    for (const ConversationId id : waiting.removed()) {
        elsewhere.append(QString::number(id));
    }
    Statement select(*m_database,
                     QStringLiteral("SELECT id, title, panes, created_at, updated_at FROM conversations "
                                    "WHERE id NOT IN (%1) ORDER BY position DESC, id DESC LIMIT ? OFFSET ?")
                         .arg(elsewhere.join(u',')));
    if (!select.select({limit, offset})) {
        return select.failure();
    }
    std::vector<ConversationSummary> found;
    for (const ConversationId id : offset == 0 ? onTop : std::vector<ConversationId>{}) {
        if (const auto top = summary(id)) {
            found.push_back(top.value());
        }
    }
    while (select.next()) {
        found.push_back(readSummary(select));
        waiting.layOver(found.back());
    }
    return found;
}

Result<ConversationSummary> ConversationStore::summary(ConversationId id) const {
    Statement select(*m_database, oneSummary());
    return summary(id, select);
}

Result<ConversationSummary> ConversationStore::summary(ConversationId id, Statement& select) const {
    const WaitingChanges& waiting = m_database->waiting();
    auto found = waiting.begun(id);
    if (!found && !waiting.removed().contains(id)) {
        if (!select.select({id})) {
            return select.failure();
        }
        if (select.next()) {
            found = readSummary(select);
        }
        select.finish();
    }
    if (!found || waiting.removed().contains(id)) {
        Failure failure;
        failure.kind = Failure::Kind::NotFound;
        failure.detail = QStringLiteral("there is no such conversation");
        return failure;
    }
    waiting.layOver(*found);
    return *found;
}

std::vector<ConversationSummary> ConversationStore::summaries(const std::vector<ConversationId>& ids) const {
    Statement select(*m_database, oneSummary());
    std::vector<ConversationSummary> found;
    for (const ConversationId id : ids) {
        if (auto each = summary(id, select)) {
            found.push_back(std::move(each.value()));
        }
    }
    return found;
}

bool ConversationStore::hasFile() const {
    return m_database->connection().databaseName() != inMemoryName;
}

std::vector<ConversationId> ConversationStore::orderIn(const Database& database) {
    std::vector<ConversationId> ids;
    Statement select(database,
                     QStringLiteral("SELECT id FROM conversations ORDER BY position DESC, id DESC"));
    bool more = select.select();
    while (more && (more = select.next())) {
        ids.push_back(select.value(0).toLongLong());
    }
    return select.isBroken() ? std::vector<ConversationId>{} : ids;
}

std::vector<ConversationId> ConversationStore::order() const {
    return laidOver(orderIn(*m_database));
}

std::vector<ConversationId> ConversationStore::laidOver(const std::vector<ConversationId>& ids) const {
    const WaitingChanges& waiting = m_database->waiting();
    std::vector<ConversationId> order = waiting.onTop();
    const std::set<ConversationId> above(order.begin(), order.end());
    order.reserve(order.size() + ids.size());
    std::ranges::copy_if(ids, std::back_inserter(order), [&](ConversationId id) {
        return !above.contains(id) && !waiting.removed().contains(id);
    });
    return order;
}

std::vector<ConversationSummary> ConversationStore::laidOver(std::vector<ConversationSummary> found) const {
    const WaitingChanges& waiting = m_database->waiting();
    std::erase_if(found,
                  [&](const ConversationSummary& each) { return waiting.removed().contains(each.id); });
    for (ConversationSummary& each : found) {
        waiting.layOver(each);
    }
    return found;
}

bool ConversationStore::isWaiting(ConversationId id) const {
    return std::ranges::count(m_database->waiting().onTop(), id) > 0;
}

std::set<ConversationId>
ConversationStore::interrupted(const std::vector<ConversationSummary>& conversations) const {
    Statement select(*m_database,
                     QStringLiteral("SELECT turn, pane, variant, id, outcome FROM messages "
                                    "WHERE conversation_id = ? AND role = 'assistant' AND turn = "
                                    "(SELECT max(turn) FROM messages WHERE conversation_id = ?) "
                                    "ORDER BY pane, variant, id"));
    std::set<ConversationId> found;
    for (const auto& conversation : conversations) {
        std::vector<Message> answers;
        bool more = select.select({conversation.id, conversation.id});
        while (more && (more = select.next())) {
            Message& answer = answers.emplace_back();
            answer.conversation = conversation.id;
            answer.role = domain::Role::Assistant;
            answer.turn = select.value(0).toInt();
            answer.pane = select.value(1).toInt();
            answer.variant = select.value(2).toInt();
            answer.id = select.value(3).toLongLong();
            if (const auto outcome = domain::outcomeFromName(select.value(4).toString())) {
                answer.ending = domain::Ending{*outcome, {}, {}, {}};
            }
        }
        if (lastBrokeOff(conversation.id, std::move(answers))) {
            found.insert(conversation.id);
        }
    }
    return found;
}

/// `answers`: those of the last turn that are written.
bool ConversationStore::lastBrokeOff(ConversationId id, std::vector<Message> answers) const {
    m_database->unwritten().layOver(id, answers);
    int turn = -1;
    for (const Message& prompt : m_database->waiting().prompts(id)) {
        turn = std::max(turn, prompt.turn);
    }
    std::map<int, const Message*> last;
    for (const Message& answer : answers) {
        if (answer.turn > turn) {
            last.clear();
            turn = answer.turn;
        }
        const Message*& best = last[answer.pane];
        if (answer.turn == turn && (best == nullptr || best->variant <= answer.variant)) {
            best = &answer;
        }
    }
    return std::ranges::any_of(last, [](const auto& each) {
        const auto* answer = each.second;
        return answer != nullptr && answer->ending && answer->ending->outcome == domain::Outcome::Interrupted;
    });
}

Result<std::vector<Message>> ConversationStore::messages(ConversationId id) const {
    auto all = messagesBefore(id, afterAll, std::numeric_limits<qsizetype>::max());
    return all ? Result<std::vector<Message>>(std::move(all.value().messages)) : all.failure();
}

Result<ConversationStore::Piece> ConversationStore::messagesBefore(ConversationId id, qint64 turn,
                                                                   qsizetype characters) const {
    Piece piece;
    // One that waits to be begun has nothing on disk, and needs no file that can be read.
    if (!m_database->waiting().begun(id)) {
        auto read = this->read(id, turn, characters);
        if (!read) {
            const Failure& failure = read.failure();
            if (problemOf(failure) == StoreProblem::Damaged && !m_database->isReadOnly()) {
                m_database->health().reportFailure(failure); // which has it repaired
            }
            return failure;
        }
        piece = std::move(read.value());
    }
    std::vector<Message>& found = piece.messages;
    const std::vector<Message> prompts = m_database->waiting().prompts(id);
    found.insert(found.end(), prompts.begin(), prompts.end());
    m_database->unwritten().layOver(id, found);
    std::erase_if(found, [&](const Message& message) {
        return message.turn >= turn || (piece.first && message.turn < *piece.first);
    });
    std::ranges::sort(found, {}, [](const Message& message) {
        return std::tuple(message.turn, message.role, message.pane, message.variant, message.id == 0,
                          message.id);
    });
    return piece;
}

/// What is on disk.
Result<ConversationStore::Piece> ConversationStore::read(ConversationId id, qint64 before,
                                                         qsizetype characters) const {
    Piece piece;
    std::vector<Message>& messages = piece.messages;
    Statement select(*m_database,
                     MessageRow::select() +
                         QStringLiteral("WHERE conversation_id = ? AND turn < ? "
                                        "ORDER BY turn DESC, role, pane DESC, variant DESC, id DESC"));
    if (!select.select({id, before})) {
        return select.failure();
    }
    while (select.next()) {
        Message message = MessageRow::read(select);
        if (!messages.empty() && characters <= 0 && message.turn != messages.back().turn) {
            piece.first = messages.back().turn;
            break;
        }
        characters -= message.text.size() + message.thinking.size() + anyMessage;
        messages.push_back(std::move(message));
    }
    if (select.isBroken()) {
        return select.failure();
    }
    select.finish();
    std::ranges::reverse(messages);
    auto attachments = AttachmentRows::read(*m_database, id, {piece.first.value_or(beforeAll), before});
    if (!attachments) {
        return attachments.failure();
    }
    for (Message& message : messages) {
        qint64 lastAt = 0;
        if (message.role == domain::Role::Assistant && !message.ending) {
            if (auto failure = foldJournal(message, lastAt)) {
                return *failure;
            }
        }
        if (const auto own = attachments.value().find(message.id); own != attachments.value().end()) {
            message.attachments = own->second;
        }
    }
    return piece;
}

int ConversationStore::countBefore(ConversationId id, qint64 turn, int pane) const {
    Statement select(*m_database,
                     QStringLiteral("SELECT count(*) FROM messages WHERE conversation_id = ? AND turn < ? "
                                    "AND (role = 'user' OR pane = ?)"));
    return select.select({id, turn, pane}) && select.next() ? select.value(0).toInt() : 0;
}

std::optional<Message> ConversationStore::lastSigned(ConversationId id, int pane) const {
    Statement select(*m_database, QStringLiteral("SELECT endpoint_id, endpoint_name, model FROM messages "
                                                 "WHERE conversation_id = ? AND role = 'assistant' AND "
                                                 "pane = ? AND endpoint_id <> '' "
                                                 "ORDER BY turn DESC, variant DESC, id DESC LIMIT 1"));
    if (!select.select({id, pane}) || !select.next()) {
        return std::nullopt;
    }
    Message answer;
    answer.conversation = id;
    answer.role = domain::Role::Assistant;
    answer.pane = pane;
    answer.endpointId = select.value(0).toString();
    answer.endpointName = select.value(1).toString();
    answer.model = select.value(2).toString();
    return answer;
}

Result<domain::MessageId> ConversationStore::addPrompt(ConversationId id, int turn, const QString& text,
                                                       const std::vector<domain::Attachment>& attachments) {
    const auto now = static_cast<qint64>(m_clock.wallTime().count());
    Message prompt;
    prompt.conversation = id;
    prompt.turn = turn;
    prompt.text = text;
    prompt.createdAt = QDateTime::fromMSecsSinceEpoch(now);
    prompt.attachments = attachments;
    // Words that a person typed are not to be lost with the power: see change().
    WaitingChanges::Change addition;
    addition.conversation = id;
    addition.sql = MessageRow::insert();
    addition.values = MessageRow::beginning(prompt);
    addition.meaning = std::move(prompt);
    const auto added = change(std::move(addition));
    if (added) {
        Q_EMIT conversationChanged(id);
    }
    return added;
}

Result<QString> ConversationStore::parameters(ConversationId id, int pane) const {
    if (const auto waiting = m_database->waiting().parameters(id, pane)) {
        return *waiting;
    }
    Statement select(*m_database,
                     QStringLiteral("SELECT json FROM parameters WHERE conversation_id = ? AND pane = ?"));
    if (!select.select({id, pane})) {
        return select.failure();
    }
    return select.next() ? select.value(0).toString() : QString();
}

Result<std::monostate> ConversationStore::setParameters(ConversationId id, int pane, const QString& text) {
    const QVariantList place{id, pane};
    WaitingChanges::Change parameters;
    parameters.conversation = id;
    parameters.sql = text.isEmpty()
                         ? QStringLiteral("DELETE FROM parameters WHERE conversation_id = ? AND pane = ?")
                         : QStringLiteral("INSERT OR REPLACE INTO parameters (conversation_id, pane, json) "
                                          "VALUES (?, ?, ?)");
    parameters.values = text.isEmpty() ? place : place + QVariantList{storedText(text)};
    parameters.meaning = WaitingChanges::Parameters{pane, text};
    const auto changed = change(std::move(parameters));
    return changed ? Result<std::monostate>(std::monostate{}) : changed.failure();
}

int ConversationStore::lastTurn(ConversationId id) const {
    Statement select(
        *m_database,
        QStringLiteral("SELECT coalesce(max(turn), -1) FROM messages WHERE conversation_id = ?"));
    return select.select({id}) && select.next() ? select.value(0).toInt() : -1;
}

bool ConversationStore::isWrittenElsewhere(ConversationId id) const {
    // The few that are unfinished are looked through (the sign before the column), not the conversation.
    Statement select(*m_database, QStringLiteral("SELECT writer FROM messages WHERE +conversation_id = ? "
                                                 "AND role = 'assistant' AND outcome IS NULL"));
    bool found = select.select({id});
    while (found && select.next()) {
        if (isAnotherLiveWriter(select.value(0).toString())) {
            return true;
        }
    }
    return false;
}

Result<int> ConversationStore::healUnfinished(const std::set<ConversationId>& running) {
    std::vector<domain::MessageId> unfinished;
    {
        Statement select(*m_database, QStringLiteral("SELECT id, writer, conversation_id FROM messages "
                                                     "WHERE role = 'assistant' AND outcome IS NULL"));
        if (!select.select()) {
            return select.failure();
        }
        while (select.next()) {
            // The end of one that is being written here may be in memory only.
            const domain::MessageId id = select.value(0).toLongLong();
            if (!isAnotherLiveWriter(select.value(1).toString()) && !m_database->unwritten().holds(id) &&
                !running.contains(select.value(2).toLongLong())) {
                unfinished.push_back(id);
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

QString ConversationStore::resumeNote(const Message& answer) const {
    const AnswerRecord* const waiting = m_database->unwritten().find(answer);
    if (waiting != nullptr && waiting->resume()) {
        return *waiting->resume();
    }
    if (answer.id != 0) {
        return resumeNote(answer.id);
    }
    Statement select(*m_database,
                     QStringLiteral("SELECT note FROM resume_notes JOIN messages ON messages.id = message_id "
                                    "WHERE conversation_id = ? AND turn = ? AND role = 'assistant' AND "
                                    "pane = ? AND variant = ? AND writer = ? ORDER BY messages.id DESC"));
    const bool found =
        select.select({answer.conversation, answer.turn, answer.pane, answer.variant, thisWriter()}) &&
        select.next();
    return found ? select.value(0).toString() : QString();
}

std::vector<ConversationStore::SeamTime> ConversationStore::seamTimes(ConversationId id, int turn) const {
    // An answer that was made of another one has its seams, written down when that was done.
    Statement select(*m_database, QStringLiteral("SELECT turn, pane, journal.text, min(at_ms) FROM messages "
                                                 "JOIN journal ON message_id = messages.id AND kind = ? "
                                                 "WHERE conversation_id = ? AND turn = ? AND role = "
                                                 "'assistant' AND (seams <> '[]' OR outcome IS NULL) "
                                                 "GROUP BY turn, pane, journal.text"));
    std::vector<SeamTime> times;
    if (select.select({journalKindName(JournalKind::Seam), id, turn})) {
        while (select.next()) {
            SeamTime time;
            time.turn = select.value(0).toInt();
            time.pane = select.value(1).toInt();
            fromJson(jsonObject(select.value(2).toString()), time.seam);
            time.time = QDateTime::fromMSecsSinceEpoch(select.value(3).toLongLong());
            times.push_back(time);
        }
    }
    return times;
}

Result<std::monostate> ConversationStore::showAnswer(ConversationId id, domain::MessageId message,
                                                     int variant) {
    return alter({id, QStringLiteral("UPDATE messages SET variant = ? WHERE id = ?"), {variant, message}});
}

Result<std::vector<ConversationSummary>> ConversationStore::search(const QString& words, int limit) const {
    auto found = Search(*m_database).find(words, static_cast<std::size_t>(std::max(limit, 0)));
    return found ? laidOver(std::move(found.value())) : found;
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
