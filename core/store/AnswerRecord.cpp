// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/AnswerRecord.h"

#include "store/MessageJson.h"
#include "store/MessageRow.h"
#include "store/StoredText.h"
#include "store/Transaction.h"
#include "store/WaitingChanges.h"
#include "store/Writer.h"

#include <algorithm>
#include <utility>

namespace rivulet::store {

AnswerStatements::AnswerStatements(const Database& database)
    : insertMessage(database, MessageRow::insert())
    , insertEntry(database, QStringLiteral("INSERT INTO journal (message_id, seq, at_ms, kind, text) VALUES "
                                           "(?, ?, ?, ?, ?)"))
    , update(database, MessageRow::update())
    , lift(database, QStringLiteral("UPDATE messages SET outcome = NULL, failure_kind = NULL, writer = ? "
                                    "WHERE id = ?"))
    , nextSequence(database,
                   QStringLiteral("SELECT coalesce(max(seq) + 1, 0) FROM journal WHERE message_id = ?"))
    , storedTextIs(database, QStringLiteral("SELECT text = ? FROM messages WHERE id = ?"))
    , setResume(database, QStringLiteral("INSERT INTO resume_notes (message_id, note) VALUES (?, ?) "
                                         "ON CONFLICT (message_id) DO UPDATE SET note = excluded.note"))
    , removeResume(database, QStringLiteral("DELETE FROM resume_notes WHERE message_id = ?"))
    , find(database, QStringLiteral("SELECT id FROM messages WHERE conversation_id = ? AND turn = ? AND "
                                    "role = 'assistant' AND pane = ? AND variant = ? AND writer = ? "
                                    "ORDER BY id DESC LIMIT 1"))
    , entriesOf(database, QStringLiteral("SELECT (SELECT count(*) FROM journal WHERE message_id = "
                                         "messages.id) FROM messages WHERE id = ? AND conversation_id = ? "
                                         "AND turn = ? AND pane = ? AND variant = ?")) {}

AnswerRecord::AnswerRecord(domain::Message answer, qint64 atMs)
    : m_message(std::move(answer)) {
    m_message.id = 0;
    m_message.ending.reset();
    takeFigures();
    coverAll(atMs);
}

void AnswerRecord::coverAll(qint64 atMs) {
    m_waiting.clear();
    m_coveredText = 0;
    m_coveredThinking = 0;
    cover(JournalKind::Thinking, atMs);
    cover(JournalKind::Text, atMs);
    for (const auto& tool : m_message.tools) {
        note(JournalKind::Tool, jsonText(toJson(tool)), atMs);
    }
    for (const auto& citation : m_message.citations) {
        note(JournalKind::Citation, jsonText(toJson(citation)), atMs);
    }
    for (const auto& seam : m_message.seams) {
        note(JournalKind::Seam, jsonText(toJson(seam)), atMs);
    }
    for (const auto& warning : m_message.warnings) {
        note(JournalKind::Warning, jsonText(toJson(warning)), atMs);
    }
}

void AnswerRecord::beginAnew() {
    const qint64 at = m_waiting.empty() ? m_message.createdAt.toMSecsSinceEpoch() : m_waiting.front().atMs;
    m_message.id = 0;
    m_nextSequence = 0;
    m_lifted = false;
    m_reopenedText.reset();
    m_rowWaits = true;
    m_resumeWaits = m_resume && !m_resume->isEmpty();
    coverAll(at);
    if (m_message.usage) {
        note(JournalKind::Usage, jsonText(toJson(*m_message.usage)), at);
    }
    if (m_message.ending) {
        note(JournalKind::Ended,
             jsonText({{QStringLiteral("outcome"), domain::outcomeName(m_message.ending->outcome)}}), at);
    }
}

void AnswerRecord::lookAgain(AnswerStatements& sql) {
    // A number that is free again may be another one's by now.
    if (m_message.id == 0 || m_gone ||
        !sql.entriesOf.select(
            {m_message.id, m_message.conversation, m_message.turn, m_message.pane, m_message.variant})) {
        return;
    }
    const bool found = sql.entriesOf.next();
    const qint64 entries = found ? sql.entriesOf.value(0).toLongLong() : 0;
    sql.entriesOf.finish();
    if (!found) {
        beginAnew();
    } else if (entries < m_nextSequence && !m_message.ending) {
        // Until it ends, the journal is all there is of it.
        replaceText(m_message.text,
                    m_waiting.empty() ? m_message.createdAt.toMSecsSinceEpoch() : m_waiting.back().atMs);
    }
}

AnswerRecord AnswerRecord::reopened(domain::Message answer, qint64 atMs) {
    AnswerRecord record(domain::Message{}, atMs);
    record.m_message = std::move(answer);
    record.m_message.ending.reset();
    record.takeFigures();
    record.m_coveredText = record.m_message.text.size();
    record.m_coveredThinking = record.m_message.thinking.size();
    record.m_lifted = true;
    record.m_resume.reset();
    record.m_reopenedText = record.m_coveredText;
    record.m_reopenedAtMs = atMs;
    return record;
}

bool AnswerRecord::isSameAnswer(const domain::Message& other) const {
    if (m_message.id != 0 && other.id != 0) {
        return m_message.id == other.id;
    }
    return m_message.conversation == other.conversation && m_message.turn == other.turn &&
           m_message.pane == other.pane && m_message.variant == other.variant;
}

domain::MessageId AnswerRecord::writtenAs(const domain::Message& answer, AnswerStatements& sql) {
    const bool found =
        sql.find.select({answer.conversation, answer.turn, answer.pane, answer.variant, thisWriter()}) &&
        sql.find.next();
    const domain::MessageId id = found ? sql.find.value(0).toLongLong() : 0;
    sql.find.finish();
    return id;
}

void AnswerRecord::start(const QString& model, int attempt, const QString& payload, qint64 atMs) {
    if (!model.isEmpty()) {
        m_message.model = model;
    }
    m_message.attempts = std::max(m_message.attempts, attempt);
    note(JournalKind::Started, payload, atMs);
}

void AnswerRecord::addText(const QString& text, qint64 atMs) {
    m_message.text += text;
    cover(JournalKind::Text, atMs);
}

void AnswerRecord::addThinking(const QString& text, qint64 atMs) {
    m_message.thinking += text;
    cover(JournalKind::Thinking, atMs);
}

void AnswerRecord::add(const domain::ToolActivity& piece, qint64 atMs) {
    const QString json = jsonText(toJson(piece));
    if (takeRoom(json.size())) {
        addTool(m_message.tools, piece);
        note(JournalKind::Tool, json, atMs);
    }
}

void AnswerRecord::add(const domain::Citation& citation, qint64 atMs) {
    const QString json = jsonText(toJson(citation));
    if (takeRoom(json.size())) {
        m_message.citations.push_back(citation);
        note(JournalKind::Citation, json, atMs);
    }
}

void AnswerRecord::add(const domain::Warning& warning, qint64 atMs) {
    const QString json = jsonText(toJson(warning));
    if (takeRoom(json.size())) {
        m_message.warnings.push_back(warning);
        note(JournalKind::Warning, json, atMs);
    }
}

void AnswerRecord::add(const domain::Seam& seam, qint64 atMs) {
    const QString json = jsonText(toJson(seam));
    if (takeRoom(json.size())) {
        m_message.seams.push_back(seam);
        note(JournalKind::Seam, json, atMs);
    }
}

void AnswerRecord::add(const domain::Usage& usage, qint64 atMs) {
    const std::optional<domain::Usage> before = m_message.usage;
    if (!m_message.usage) {
        m_message.usage.emplace();
    }
    m_message.usage->overwriteWith(usage);
    if (m_message.usage != before) {
        note(JournalKind::Usage, jsonText(toJson(usage)), atMs);
    }
}

void AnswerRecord::setFigures(std::chrono::milliseconds timeToFirstToken,
                              std::chrono::milliseconds thinkingTime, std::chrono::milliseconds duration,
                              double tokensPerSecond) {
    // The first token is the whole answer's; times add up. A rate is that of the part that came last, where
    // it was long enough to have one.
    m_message.timeToFirstToken = m_firstTokenBefore.count() >= 0 ? m_firstTokenBefore : timeToFirstToken;
    m_message.thinkingTime = m_thinkingBefore + thinkingTime;
    m_message.duration = m_durationBefore + duration;
    m_message.tokensPerSecond = tokensPerSecond > 0 ? tokensPerSecond : m_rateBefore;
    m_rowWaits = m_rowWaits || m_message.ending.has_value();
}

void AnswerRecord::setCost(double cost) {
    if (!m_message.usage) {
        m_message.usage.emplace();
    }
    m_message.usage->cost = m_costBefore + cost;
    m_rowWaits = m_rowWaits || m_message.ending.has_value();
}

void AnswerRecord::setResume(const QString& note) {
    m_resumeWaits = m_resumeWaits || note != m_resume;
    m_resume = note;
}

void AnswerRecord::end(const domain::Ending& ending, const QString& fullText, qint64 atMs) {
    m_message.ending = ending;
    cover(JournalKind::Thinking, atMs); // half a pair that was held back has no other half any more
    cover(JournalKind::Text, atMs);
    if (fullText != m_message.text) {
        replaceText(fullText, atMs);
    }
    note(JournalKind::Ended, jsonText({{QStringLiteral("outcome"), domain::outcomeName(ending.outcome)}}),
         atMs);
    m_rowWaits = true;
}

void AnswerRecord::takeFigures() {
    m_firstTokenBefore = m_message.timeToFirstToken;
    m_thinkingBefore = m_message.thinkingTime;
    m_durationBefore = m_message.duration;
    m_rateBefore = m_message.tokensPerSecond;
    m_costBefore = m_message.usage && m_message.usage->cost ? *m_message.usage->cost : 0;
}

void AnswerRecord::lift(const QString& text, qint64 atMs) {
    m_message.ending.reset();
    takeFigures();
    m_lifted = true;
    m_rowWaits = true;
    if (text != m_message.text) {
        replaceText(text, atMs);
    }
}

bool AnswerRecord::takeRoom(qsizetype units) {
    if (m_detail + units > detailRoom) {
        return false;
    }
    m_detail += units;
    return true;
}

QString AnswerRecord::content(const Entry& entry) const {
    if (entry.length == 0) {
        return entry.payload;
    }
    const QString& whole = entry.kind == JournalKind::Text ? m_message.text : m_message.thinking;
    return storedText(QStringView(whole).mid(entry.start, entry.length));
}

/// Makes waiting entries of what has been added to a text since the last time. Half of a surrogate pair stays
/// behind until its other half has come: alone it can't be stored.
void AnswerRecord::cover(JournalKind kind, qint64 atMs) {
    const QString& whole = kind == JournalKind::Text ? m_message.text : m_message.thinking;
    qsizetype& covered = kind == JournalKind::Text ? m_coveredText : m_coveredThinking;
    const bool half = !whole.isEmpty() && whole.back().isHighSurrogate() && !m_message.ending;
    const qsizetype end = whole.size() - (half ? 1 : 0);
    if (end <= covered || m_gone) {
        return;
    }
    const qsizetype length = end - std::exchange(covered, end);
    const bool full = m_waiting.size() >= mostEntries;
    auto last = m_waiting.rbegin();
    if (full) {
        last = std::find_if(m_waiting.rbegin(), m_waiting.rend(),
                            [&](const Entry& entry) { return entry.kind == kind && entry.length > 0; });
    }
    const bool joins =
        last != m_waiting.rend() && last->kind == kind && last->length > 0 && (full || last->atMs == atMs);
    if (joins) {
        m_coarse = m_coarse || last->atMs != atMs;
        last->length += length;
    } else {
        m_waiting.push_back({kind, atMs, end - length, length, {}});
    }
}

void AnswerRecord::note(JournalKind kind, const QString& payload, qint64 atMs) {
    if (m_gone) {
        return;
    }
    if (m_waiting.size() >= mostEntries && kind != JournalKind::Reset && kind != JournalKind::Ended) {
        m_coarse = true;
        return;
    }
    m_waiting.push_back({kind, atMs, 0, 0, payload});
}

void AnswerRecord::replaceText(const QString& text, qint64 atMs) {
    for (Entry& entry : m_waiting) {
        if (entry.kind == JournalKind::Text) {
            entry.payload = content(entry);
            entry.length = 0;
        }
    }
    note(JournalKind::Reset, QStringLiteral("{}"), atMs);
    m_message.text = text;
    m_coveredText = 0;
    cover(JournalKind::Text, atMs);
}

bool AnswerRecord::waits() const {
    return !m_gone && (!m_waiting.empty() || m_rowWaits || m_resumeWaits);
}

AnswerRecord::Written AnswerRecord::write(const Database& database, AnswerStatements& sql) {
    if (std::exchange(m_opening, database.opening()) != database.opening()) {
        lookAgain(sql);
    }
    if (!waits()) {
        return Written::All;
    }
    if (database.isReadOnly()) {
        m_waiting.clear();
        m_gone = true;
        return Written::Gone;
    }
    // Without its conversation's row an answer would have no place to go.
    if (const auto failure = database.waiting().write(database)) {
        return failed(*failure);
    }
    const Written written = writeAll(database, sql);
    if (written == Written::Gone) {
        nothingWaits();
        m_gone = true;
    }
    return written;
}

void AnswerRecord::nothingWaits() {
    m_waiting.clear();
    m_rowWaits = false;
    m_resumeWaits = false;
    m_lifted = false;
    m_reopenedText.reset();
}

bool AnswerRecord::sharesTransactions(const Database& database) const {
    return m_opening == database.opening() && !m_lifted;
}

void AnswerRecord::settle(const Place& place) {
    m_message.id = place.id;
    m_nextSequence = place.entries;
    nothingWaits();
}

AnswerRecord::Written AnswerRecord::failed(const domain::Failure& failure) {
    m_failure = failure;
    return Written::Not;
}

AnswerRecord::Written AnswerRecord::failed(const Statement& statement) {
    return statement.brokeConstraint() ? Written::Gone : failed(statement.failure());
}

AnswerRecord::Written AnswerRecord::writeAll(const Database& database, AnswerStatements& sql) {
    Transaction transaction(database,
                            endsNow() ? Transaction::Durability::Full : Transaction::Durability::Normal);
    if (!transaction.begun()) {
        return failed(transaction.failure());
    }
    Place place;
    if (const Written staged = stage(sql, place); staged != Written::All) {
        return staged;
    }
    if (!transaction.commit()) {
        return failed(transaction.failure());
    }
    settle(place);
    return Written::All;
}

AnswerRecord::Written AnswerRecord::stage(AnswerStatements& sql, Place& place) {
    domain::MessageId id = m_message.id;
    qint64 sequence = m_nextSequence;
    if (const Written row = writeRow(sql, id, sequence); row != Written::All) {
        return row;
    }
    for (const Entry& entry : m_waiting) {
        if (!sql.insertEntry.execute(
                {id, sequence++, entry.atMs, journalKindName(entry.kind), content(entry)})) {
            return failed(sql.insertEntry);
        }
    }
    if (endsNow()) {
        domain::Message row = m_message;
        row.id = id;
        if (!sql.update.execute(MessageRow::ending(row))) {
            return failed(sql.update.failure());
        }
    }
    if (m_resumeWaits) {
        if (const Written resume = writeResume(sql, id); resume != Written::All) {
            return resume;
        }
    }
    place = {id, sequence};
    return Written::All;
}

AnswerRecord::Written AnswerRecord::writeResume(AnswerStatements& sql, domain::MessageId id) {
    const QString note = m_resume.value_or(QString());
    if (note.isEmpty()) {
        return sql.removeResume.execute({id}) ? Written::All : failed(sql.removeResume);
    }
    return sql.setResume.execute({id, storedText(note)}) ? Written::All : failed(sql.setResume);
}

AnswerRecord::Written AnswerRecord::writeRow(AnswerStatements& sql, domain::MessageId& id, qint64& sequence) {
    if (id != 0 && m_lifted) {
        const Written lifted = writeLift(sql, id, sequence);
        if (lifted != Written::Gone) {
            return lifted;
        }
        beginAnew();
        id = 0;
        sequence = 0;
    }
    if (id == 0) {
        if (!sql.insertMessage.execute(MessageRow::beginning(m_message))) {
            return failed(sql.insertMessage);
        }
        id = sql.insertMessage.insertedId();
    }
    return Written::All;
}

AnswerRecord::Written AnswerRecord::writeLift(AnswerStatements& sql, domain::MessageId id, qint64& sequence) {
    if (!sql.nextSequence.select({id}) || !sql.nextSequence.next()) {
        return failed(sql.nextSequence.failure());
    }
    sequence = sql.nextSequence.value(0).toLongLong();
    sql.nextSequence.finish();
    if (m_reopenedText) {
        const QString text = storedText(QStringView(m_message.text).first(*m_reopenedText));
        if (!sql.storedTextIs.select({text, id})) {
            return failed(sql.storedTextIs.failure());
        }
        const bool found = sql.storedTextIs.next();
        const bool same = found && sql.storedTextIs.value(0).toBool();
        sql.storedTextIs.finish();
        if (!found) {
            return Written::Gone;
        }
        // The journal stays the whole truth about the text, also when someone changed it in between.
        const auto tell = [&](JournalKind kind, const QString& payload) {
            return sql.insertEntry.execute({id, sequence++, m_reopenedAtMs, journalKindName(kind), payload});
        };
        const bool told =
            same || (tell(JournalKind::Reset, QStringLiteral("{}")) && tell(JournalKind::Text, text));
        if (!told) {
            return failed(sql.insertEntry.failure());
        }
    }
    if (!sql.lift.execute({thisWriter(), id})) {
        return failed(sql.lift.failure());
    }
    return sql.lift.changedRows() == 0 ? Written::Gone : Written::All;
}

} // namespace rivulet::store
