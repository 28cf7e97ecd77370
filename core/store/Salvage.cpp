// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Salvage.h"

#include "store/DamagedFile.h"
#include "store/Statement.h"
#include "store/Transaction.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlQuery>

#include <algorithm>

namespace rivulet::store {

namespace {

/// Rows between the damaged places that are asked for one by one.
constexpr qint64 mostProbes = 200'000;

QStringList column(const Database& database, const QString& sql, const QVariantList& values = {}) {
    QStringList found;
    Statement select(database, sql);
    bool more = select.select(values);
    while (more && (more = select.next())) {
        found.append(select.value(0).toString());
    }
    return found;
}

/// As a value to be bound: SQLite's driver gives NULL as a text that is null, and bytes that are none as
/// NULL.
QVariant asItIs(const QVariant& value) {
    if (value.isNull()) {
        return {};
    }
    return value.typeId() == QMetaType::QByteArray && value.toByteArray().isEmpty() ? QVariant(QByteArray(""))
                                                                                    : value;
}

/// Copies the rows that a query gives until it breaks off.
class RowCopy {
public:
    RowCopy(const Database& source, const QString& select, const Database& target, const QString& insert,
            int columns)
        : m_select(source, select)
        , m_insert(target, insert)
        , m_columns(columns) {}

    /// The last of the column before those that are copied; nothing where not one row came.
    std::optional<qint64> run(const QVariantList& values = {}) {
        std::optional<qint64> last;
        m_brokeOff = !m_select.select(values);
        if (m_brokeOff) {
            return last;
        }
        while (m_select.next()) {
            QVariantList row;
            for (int i = 1; i <= m_columns; ++i) {
                row.append(asItIs(m_select.value(i)));
            }
            last = m_select.value(0).toLongLong();
            // One that the schema refuses was damaged without SQLite noticing.
            static_cast<void>(m_insert.execute(row));
        }
        m_brokeOff = !m_select.failure().code.isEmpty();
        m_select.finish();
        return last;
    }

    [[nodiscard]] bool brokeOff() const { return m_brokeOff; }

private:
    Statement m_select;
    Statement m_insert;
    int m_columns;
    bool m_brokeOff = false;
};

QString insertInto(const QString& table, const QString& columns) {
    const auto count = columns.count(u',') + 1;
    return QStringLiteral("INSERT OR IGNORE INTO %1 (%2) VALUES (%3)")
        .arg(table, columns, QStringList(count, QStringLiteral("?")).join(u','));
}

} // namespace

domain::Result<Salvage::Report> Salvage::repair(const QString& file, const QDateTime& now) {
    const FileClaim claim = FileClaim::take(file, FileClaim::Kind::Alone);
    if (!claim.isHeld()) {
        return storeFailure(StoreProblem::Locked, QStringLiteral("%1 is in use").arg(file));
    }
    const DatabaseFile damaged(file);
    if (auto failure = damaged.prepare()) {
        return *failure;
    }
    const DatabaseFile aside(damaged.aside(now));
    const DatabaseFile fresh(file + QStringLiteral(".recovered"));
    auto report = rescue(damaged, fresh);
    auto failure = report ? DamagedFile::keep(damaged, aside) : std::optional(report.failure());
    if (!failure) {
        // A log of the old file would be taken for one of the new.
        QFile::remove(damaged.log());
        QFile::remove(damaged.index());
        if (DatabaseFile::settle(fresh.path(), file)) {
            damaged.unmark();
            report.value().aside = aside.path();
            return report;
        }
        failure = storeFailure(StoreProblem::ReadOnly, QStringLiteral("can't replace %1").arg(file));
    }
    fresh.remove();
    return *failure;
}

domain::Result<Salvage::Report> Salvage::rescue(const DatabaseFile& damaged, const DatabaseFile& fresh) {
    fresh.remove();
    const auto target = Database::open(fresh.path());
    QFile::remove(FileClaim::lockFile(fresh.path())); // nobody else knows the name
    if (!target) {
        return target.failure();
    }
    const DamagedFile source(damaged, damaged.path() + QStringLiteral(".damaged.part"), *target.value());
    if (source.database() != nullptr) {
        Salvage salvage(*source.database(), *target.value());
        if (auto failure = salvage.copyAll()) {
            return *failure;
        }
    }
    const auto count = [&](const QString& table) {
        const QStringList rows = column(*target.value(), QStringLiteral("SELECT count(*) FROM ") + table);
        return rows.isEmpty() ? 0 : rows.front().toInt();
    };
    Report report;
    report.conversations = count(QStringLiteral("conversations"));
    report.messages = count(QStringLiteral("messages"));
    return report;
}

std::optional<domain::Failure> Salvage::copyAll() {
    QSqlQuery(m_target.connection()).exec(QStringLiteral("PRAGMA foreign_keys = OFF"));
    Transaction transaction(m_target);
    if (!transaction.begun()) {
        return transaction.failure();
    }
    const QStringList tables = column(
        m_target, QStringLiteral("SELECT schema.name FROM sqlite_schema AS schema JOIN pragma_table_list "
                                 "AS list ON list.name = schema.name WHERE list.type = 'table' AND "
                                 "schema.name NOT LIKE 'sqlite_%' ORDER BY schema.rowid"));
    for (const QString& table : tables) {
        copyTable(table);
    }
    // A message without its conversation is shown in one that is named by its first prompt.
    Statement adopt(
        m_target,
        QStringLiteral("INSERT INTO conversations (id, title, panes, created_at, updated_at) "
                       "SELECT conversation_id, coalesce((SELECT substr(text, 1, 80) FROM messages AS "
                       "first WHERE first.conversation_id = messages.conversation_id AND role = "
                       "'user' ORDER BY turn LIMIT 1), '…'), max(pane) + 1, min(created_at), "
                       "max(created_at) FROM messages WHERE conversation_id NOT IN (SELECT id FROM "
                       "conversations) GROUP BY conversation_id"));
    static_cast<void>(adopt.execute());
    // Files from before they had places, and those just made, stand by their time.
    Statement place(
        m_target,
        QStringLiteral("UPDATE conversations SET position = ranked.place FROM (SELECT id, row_number() "
                       "OVER (ORDER BY position, updated_at, id) AS place FROM conversations) AS ranked "
                       "WHERE conversations.id = ranked.id"));
    static_cast<void>(place.execute());
    for (const QString& table : tables) {
        dropOrphans(table);
    }
    copyCounters();
    return transaction.commit() ? std::nullopt : std::optional(transaction.failure());
}

/// A number that was given once is not given again: somebody may still know whose it was.
void Salvage::copyCounters() {
    constexpr qint64 most = 1LL << 53; // beyond what this program ever gives
    Statement given(m_source, QStringLiteral("SELECT name, seq FROM sqlite_sequence"));
    Statement raise(m_target, QStringLiteral("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?"));
    Statement add(m_target, QStringLiteral("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)"));
    bool more = given.select();
    while (more && (more = given.next())) {
        const QString table = given.value(0).toString();
        const qint64 last = given.value(1).toLongLong();
        if (last <= 0 || last >= most || !raise.execute({last, table})) {
            continue;
        }
        if (raise.changedRows() == 0) {
            static_cast<void>(add.execute({table, last}));
        }
    }
}

QStringList Salvage::commonColumns(const QString& table) const {
    const QString sql = QStringLiteral("SELECT name FROM pragma_table_info(?) ORDER BY cid");
    QStringList columns = column(m_target, sql, {table});
    const QStringList there = column(m_source, sql, {table});
    columns.erase(std::remove_if(columns.begin(), columns.end(),
                                 [&](const QString& name) { return !there.contains(name); }),
                  columns.end());
    return columns;
}

void Salvage::copyTable(const QString& table) {
    const QString columns = commonColumns(table).join(u',');
    if (columns.isEmpty()) {
        return;
    }
    const bool numbered =
        column(m_target, QStringLiteral("SELECT wr FROM pragma_table_list WHERE name = ?"), {table})
            .contains(QStringLiteral("0"));
    if (numbered) {
        copyByNumber(table, columns);
    } else {
        copyByParent(table, columns);
    }
}

/// From both ends to where each breaks off, and what lies between one by one.
void Salvage::copyByNumber(const QString& table, const QString& columns) {
    const auto count = static_cast<int>(columns.count(u',') + 1);
    const QString insert = insertInto(table, columns);
    const QString select = QStringLiteral("SELECT rowid, %1 FROM %2 ").arg(columns, table);
    RowCopy all(m_source, select + QStringLiteral("ORDER BY rowid"), m_target, insert, count);
    const auto forward = all.run();
    if (!all.brokeOff()) {
        return;
    }
    const auto backward = RowCopy(m_source, select + QStringLiteral("WHERE rowid > ? ORDER BY rowid DESC"),
                                  m_target, insert, count)
                              .run({forward.value_or(0)});
    RowCopy one(m_source, select + QStringLiteral("WHERE rowid = ?"), m_target, insert, count);
    const qint64 first = forward.value_or(0) + 1;
    const qint64 end = std::min(backward.value_or(first + mostProbes), first + mostProbes);
    for (qint64 row = first; row < end; ++row) {
        one.run({row});
    }
}

/// These have no numbers of their own, but belong to a row that has.
void Salvage::copyByParent(const QString& table, const QString& columns) {
    const auto count = static_cast<int>(columns.count(u',') + 1);
    const QString key = columns.section(u',', 0, 0);
    const QStringList parents = column(
        m_target, QStringLiteral("SELECT \"table\" FROM pragma_foreign_key_list(?) WHERE \"from\" = ?"),
        {table, key});
    if (parents.isEmpty()) {
        return;
    }
    RowCopy rows(m_source, QStringLiteral("SELECT %1, %2 FROM %3 WHERE %1 = ?").arg(key, columns, table),
                 m_target, insertInto(table, columns), count);
    for (const QString& id : column(m_target, QStringLiteral("SELECT rowid FROM ") + parents.front())) {
        rows.run({id.toLongLong()});
    }
}

void Salvage::dropOrphans(const QString& table) {
    Statement keys(m_target,
                   QStringLiteral("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?)"));
    QStringList drops;
    bool more = keys.select({table});
    while (more && (more = keys.next())) {
        drops.append(
            QStringLiteral("DELETE FROM %1 WHERE %2 NOT IN (SELECT %4 FROM %3)")
                .arg(table, keys.value(0).toString(), keys.value(1).toString(), keys.value(2).toString()));
    }
    for (const QString& drop : drops) {
        static_cast<void>(Statement(m_target, drop).execute());
    }
}

} // namespace rivulet::store
