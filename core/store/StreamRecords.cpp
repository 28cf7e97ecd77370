// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/StreamRecords.h"

#include "store/Statement.h"
#include "store/Transaction.h"
#include "store/WriteHealth.h"
#include "store/Writer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace rivulet::store {

namespace {

using domain::StreamRecord;
using std::chrono::milliseconds;

const QString columns = QStringLiteral(
    "began_at, endpoint_id, endpoint_name, model, dialect, outcome, failure_kind, first_token_ms, "
    "duration_ms, streaming_ms, left_out_ms, usage_source, input_tokens, cached_tokens, thinking_tokens, "
    "output_tokens, cost, currency, requests, cuts, early_faults, recoveries");

QVariant nullable(const std::optional<qint64>& number) {
    return number ? QVariant(*number) : QVariant();
}

QVariant nullable(const std::optional<milliseconds>& span) {
    return span ? QVariant(static_cast<qint64>(span->count())) : QVariant();
}

QString recoveriesText(const StreamRecord& record) {
    QJsonArray array;
    for (const auto& recovery : record.recoveries) {
        array.append(QJsonObject{{QStringLiteral("way"), domain::wayName(recovery.way)},
                                 {QStringLiteral("ms"), static_cast<qint64>(recovery.time.count())}});
    }
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

/// One of a way that a later version knows is left out.
std::vector<domain::Recovery> recoveriesFrom(const QString& text) {
    std::vector<domain::Recovery> found;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto& value : array) {
        const QJsonObject json = value.toObject();
        const auto way = domain::wayFromName(json.value(u"way").toString());
        if (way && found.size() < StreamRecord::mostRecoveries) {
            found.push_back({*way, milliseconds(json.value(u"ms").toInteger())});
        }
    }
    return found;
}

QVariantList valuesOf(const StreamRecord& record) {
    const bool reported = record.tokens.source == domain::Usage::Source::Reported;
    return {static_cast<qint64>(record.beganAt.count()),
            record.endpointId,
            record.endpointName,
            record.model,
            record.dialect,
            domain::outcomeName(record.outcome),
            record.failure ? QVariant(domain::failureName(*record.failure)) : QVariant(),
            nullable(record.timeToFirstToken),
            static_cast<qint64>(record.duration.count()),
            nullable(record.streamingTime),
            static_cast<qint64>(record.leftOut.count()),
            reported ? QStringLiteral("reported") : QStringLiteral("estimated"),
            nullable(record.tokens.input),
            nullable(record.tokens.cached),
            nullable(record.tokens.thinking),
            nullable(record.tokens.output),
            record.cost ? QVariant(*record.cost) : QVariant(),
            record.currency,
            record.requests,
            record.cuts,
            record.earlyFaults,
            recoveriesText(record)};
}

/// Reads the columns one after the other.
class Row {
public:
    explicit Row(const Statement& row)
        : m_row(row) {}
    QVariant next() { return m_row.value(m_column++); }
    milliseconds span() { return milliseconds(next().toLongLong()); }
    std::optional<qint64> number() {
        const QVariant value = next();
        return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
    }
    std::optional<milliseconds> knownSpan() {
        const auto count = number();
        return count ? std::optional(milliseconds(*count)) : std::nullopt;
    }

private:
    const Statement& m_row;
    int m_column = 0;
};

StreamRecord recordOf(const Statement& statement) {
    Row row(statement);
    StreamRecord record;
    record.beganAt = row.span();
    record.endpointId = row.next().toString();
    record.endpointName = row.next().toString();
    record.model = row.next().toString();
    record.dialect = row.next().toString();
    record.outcome = domain::outcomeFromName(row.next().toString()).value_or(domain::Outcome::Failed);
    record.failure = domain::failureFromName(row.next().toString());
    record.timeToFirstToken = row.knownSpan();
    record.duration = row.span();
    record.streamingTime = row.knownSpan();
    record.leftOut = row.span();
    record.tokens.source = row.next().toString() == u"estimated" ? domain::Usage::Source::Estimated
                                                                 : domain::Usage::Source::Reported;
    record.tokens.input = row.number();
    record.tokens.cached = row.number();
    record.tokens.thinking = row.number();
    record.tokens.output = row.number();
    const QVariant cost = row.next();
    record.cost = cost.isNull() ? std::nullopt : std::optional(cost.toDouble());
    record.currency = row.next().toString();
    record.requests = row.next().toInt();
    record.cuts = row.next().toInt();
    record.earlyFaults = row.next().toInt();
    record.recoveries = recoveriesFrom(row.next().toString());
    return record;
}

} // namespace

StreamRecords::StreamRecords(std::shared_ptr<Database> database, QObject* parent)
    : QObject(parent)
    , m_database(std::move(database)) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &StreamRecords::write);
    connect(&m_database->health(), &WriteHealth::changed, this, [this] {
        if (!m_waiting.empty() && !m_database->health().isFailing()) {
            m_timer.start(0); // after the journal
        }
    });
}

StreamRecords::~StreamRecords() {
    blockSignals(true);
    static_cast<void>(writeAll());
}

void StreamRecords::add(StreamRecord record) {
    if (m_waiting.size() >= mostWaiting) {
        m_waiting.pop_front();
    }
    m_waiting.push_back(std::move(record));
    if (!m_timer.isActive()) {
        m_timer.start(0);
    }
}

void StreamRecords::forgetBefore(milliseconds sinceEpoch) {
    m_forgetBefore = sinceEpoch;
    if (!m_timer.isActive()) {
        m_timer.start(0);
    }
}

domain::Result<std::monostate> StreamRecords::clear() {
    Statement remove(*m_database, QStringLiteral("DELETE FROM streams"));
    if (!remove.execute()) {
        return remove.failure();
    }
    m_waiting.clear();
    Q_EMIT changed();
    return std::monostate{};
}

void StreamRecords::write() {
    if (!writeAll()) {
        m_timer.start(retryDelay);
    }
}

bool StreamRecords::writeAll() {
    m_timer.stop();
    if (m_waiting.empty() && !m_forgetBefore) {
        return true;
    }
    if (m_database->health().isFailing()) {
        return false; // the journal comes first
    }
    Transaction transaction(*m_database);
    if (!transaction.begun()) {
        return false;
    }
    Statement forget(*m_database, QStringLiteral("DELETE FROM streams WHERE began_at < ?"));
    if (m_forgetBefore && !forget.execute({static_cast<qint64>(m_forgetBefore->count())})) {
        return false;
    }
    const auto places = QStringList(columns.count(u',') + 1, QStringLiteral("?")).join(u',');
    Statement insert(*m_database,
                     QStringLiteral("INSERT INTO streams (%1) VALUES (%2)").arg(columns, places));
    for (const StreamRecord& record : m_waiting) {
        if (!insert.execute(valuesOf(record)) && !insert.brokeConstraint()) {
            return false;
        }
    }
    if (!transaction.commit()) {
        return false;
    }
    m_waiting.clear();
    m_forgetBefore.reset();
    Q_EMIT changed();
    return true;
}

domain::Result<StreamRecords::Extent> StreamRecords::extent() const {
    Statement select(*m_database, QStringLiteral("SELECT count(*), min(began_at) FROM streams"));
    if (!select.select() || !select.next()) {
        return select.failure();
    }
    return Extent{select.value(0).toLongLong(), milliseconds(select.value(1).toLongLong())};
}

domain::Result<std::vector<StreamRecord>> StreamRecords::read(const Database& database) {
    Statement select(database, QStringLiteral("SELECT %1 FROM streams ORDER BY began_at, id").arg(columns));
    if (!select.select()) {
        return select.failure();
    }
    std::vector<StreamRecord> found;
    while (select.next()) {
        found.push_back(recordOf(select));
    }
    return select.isBroken() ? domain::Result<std::vector<StreamRecord>>(select.failure()) : found;
}

domain::Result<std::vector<StreamRecords::Active>> StreamRecords::active(const Database& database) {
    Statement select(database,
                     QStringLiteral("SELECT endpoint_id, endpoint_name, model, writer FROM messages "
                                    "WHERE role = 'assistant' AND outcome IS NULL ORDER BY id"));
    if (!select.select()) {
        return select.failure();
    }
    std::vector<Active> found;
    while (select.next()) {
        // One that nobody writes any more waits to be healed.
        const QString writer = select.value(3).toString();
        if (writer == thisWriter() || isAnotherLiveWriter(writer)) {
            found.push_back(
                {select.value(0).toString(), select.value(1).toString(), select.value(2).toString()});
        }
    }
    return select.isBroken() ? domain::Result<std::vector<Active>>(select.failure()) : found;
}

} // namespace rivulet::store
