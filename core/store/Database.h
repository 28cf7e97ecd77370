// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "store/DatabaseFile.h"
#include "store/FileClaim.h"
#include "store/SalvageReport.h"

#include <QSqlDatabase>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>
#include <variant>

namespace rivulet::store {

struct AnswerStatements;
class AnswerWriter;
class UnwrittenAnswers;
class WaitingChanges;
class WriteHealth;

/// How a Database is opened.
struct DatabaseOptions {
    enum class Access {
        Write,
        ReadOnly, ///< of the present schema only; nothing is made or written, not even a log
    };

    /// How long a statement waits for another connection's lock. Small where frames are to be painted
    /// meanwhile; a worker may be given more.
    std::chrono::milliseconds patience{20};
    /// Where the migrations are.
    QString migrations = QStringLiteral(":/sql");
    Access access = Access::Write;
};

/// One connection to the SQLite file: opens it (WAL, NORMAL, foreign keys), brings its schema up to date by
/// the migrations in :/sql, all of them in one transaction and after a backup, and refuses one of a newer
/// schema without touching it. Files are made 0600, a missing folder 0700. Never deletes a file that it can't
/// read. One that another process keeps locked is opened all the same where its schema is the present one:
/// health() tells when it can be used. One in which damage is found while it is in use, and reported to
/// health(), is repaired as soon as nobody has it open who does not know of the damage: who knows only reads
/// and is in nobody's way, and goes on in what another one repaired. Belongs to the thread that opened it.
class Database {
public:
    [[nodiscard]] static domain::Result<std::shared_ptr<Database>> open(const QString& file,
                                                                        const DatabaseOptions& options = {});
    /// One that lives in memory for this run only: for when the file can't be used and a person wants to go
    /// on.
    [[nodiscard]] static domain::Result<std::shared_ptr<Database>> inMemory();
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] QSqlDatabase connection() const;
    [[nodiscard]] const QString& file() const { return m_file.path(); }
    /// 0 for a database that is still empty, -1 where it can't be read.
    [[nodiscard]] int schemaVersion() const;
    /// Where the copy lies that is made before a database of that version is migrated.
    [[nodiscard]] static QString backupFile(const QString& file, int version);
    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }
    /// Nobody else had it open, and whoever had it last did not close it: killed, or without power.
    [[nodiscard]] bool wasLeftOpen() const { return m_wasLeftOpen; }
    /// What the repair could recover, where one was made since it was opened.
    [[nodiscard]] const std::optional<SalvageReport>& repaired() const { return m_repaired; }
    /// Counts how often the file was opened: what was prepared before the last time holds no more.
    [[nodiscard]] int opening() const { return m_opening; }
    /// Another one when somebody else has written since it was asked for the last time; -1: it can't be told.
    [[nodiscard]] qint64 contentVersion() const;
    /// From here on a statement waits so long for a lock: for the last writes, when nobody watches any more.
    void setPatience(std::chrono::milliseconds patience);

    /// Whether it can be written at present; for all who write over this connection.
    [[nodiscard]] WriteHealth& health() const { return *m_health; }
    /// What of conversations could not be written yet. Answers belong to them and come after.
    [[nodiscard]] WaitingChanges& waiting() const { return *m_waiting; }
    /// What writes answers, for all of them: prepared, each holds some kilobytes.
    [[nodiscard]] AnswerStatements& answerStatements();
    /// What lets answers share their commits.
    [[nodiscard]] AnswerWriter& answerWriter() const { return *m_answerWriter; }
    /// The answers of which something is not written yet.
    [[nodiscard]] UnwrittenAnswers& unwritten() const { return *m_unwritten; }

    /// Reads all of a database over a connection of its own, on any thread, and says what is broken in it.
    /// Takes about as long as reading the file.
    [[nodiscard]] static std::optional<domain::Failure> check(const QString& file);

    /// One that is not whole, for reading what can be read. Null where that is nothing. SQLite may write to
    /// it: hand it a copy.
    [[nodiscard]] static std::unique_ptr<Database> openDamaged(const QString& file);

private:
    Database(QString file, QString connectionName);

    [[nodiscard]] static domain::Result<std::shared_ptr<Database>> openForReading(const QString& file,
                                                                                  int newest);
    /// Alone where nobody else has it, until m_claim.share(); else with the others.
    [[nodiscard]] std::optional<domain::Failure> claim();
    [[nodiscard]] std::optional<domain::Failure> connect(std::chrono::milliseconds patience);
    [[nodiscard]] std::optional<domain::Failure> configure();
    [[nodiscard]] std::optional<domain::Failure> migrate(const DatabaseOptions& options);
    [[nodiscard]] std::optional<domain::Failure> backUp(int version);
    [[nodiscard]] std::optional<domain::Failure> probe();
    [[nodiscard]] std::optional<domain::Failure> mend();
    [[nodiscard]] std::optional<domain::Failure> goOnInRepaired();
    void readOn();
    [[nodiscard]] std::optional<domain::Failure> readFirst() const;
    [[nodiscard]] std::optional<domain::Failure> run(const QString& sql) const;

    DatabaseFile m_file;
    QString m_connectionName;
    FileClaim m_claim;
    bool m_wasLeftOpen = false;
    bool m_readOnly = false;
    bool m_damaged = false;
    /// It has left word of that.
    bool m_marked = false;
    QString m_connectOptions;
    int m_opening = 0;
    std::optional<SalvageReport> m_repaired;
    std::unique_ptr<AnswerStatements> m_answerStatements;
    std::unique_ptr<WriteHealth> m_health;
    std::unique_ptr<WaitingChanges> m_waiting;
    std::unique_ptr<UnwrittenAnswers> m_unwritten;
    std::unique_ptr<AnswerWriter> m_answerWriter;
};

} // namespace rivulet::store
