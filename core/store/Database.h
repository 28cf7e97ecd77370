// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"

#include <QSqlDatabase>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>
#include <variant>

namespace rivulet::store {

/// How a Database is opened.
struct DatabaseOptions {
    /// How long a statement waits for another connection's lock. Small where frames are to be painted
    /// meanwhile; a worker may be given more.
    std::chrono::milliseconds patience{20};
    /// Where the migrations are.
    QString migrations = QStringLiteral(":/sql");
};

/// One connection to the SQLite file: opens it (WAL, NORMAL, foreign keys), brings its schema up to date by
/// the migrations in :/sql, each in one transaction with a backup before the first, and refuses one of a
/// newer schema without touching it. Files are made 0600, a missing folder 0700. Never deletes a file that
/// it can't read. Belongs to the thread that opened it.
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
    [[nodiscard]] const QString& file() const { return m_file; }
    /// 0 for a database that is still empty, -1 where it can't be read.
    [[nodiscard]] int schemaVersion() const;
    /// Where the copy lies that is made before a database of that version is migrated.
    [[nodiscard]] static QString backupFile(const QString& file, int version);

private:
    Database(QString file, QString connectionName);

    [[nodiscard]] std::optional<domain::Failure> connect(std::chrono::milliseconds patience);
    [[nodiscard]] std::optional<domain::Failure> configure();
    [[nodiscard]] std::optional<domain::Failure> migrate(const DatabaseOptions& options);
    [[nodiscard]] std::optional<domain::Failure> backUp(int version);
    [[nodiscard]] std::optional<domain::Failure> run(const QString& sql);

    QString m_file;
    QString m_connectionName;
};

} // namespace rivulet::store
