// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"

#include <QSqlDatabase>
#include <QString>

#include <memory>
#include <variant>

namespace rivulet::store {

/// One connection to the SQLite file: opens it (WAL, NORMAL, foreign keys), brings its schema up to date by
/// the migrations in :/sql, each in one transaction with a backup before the first, and refuses one of a
/// newer schema without touching it. Files are made 0600. Belongs to the thread that opened it.
class Database {
public:
    [[nodiscard]] static domain::Result<std::shared_ptr<Database>> open(const QString& file);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] QSqlDatabase connection() const;
    [[nodiscard]] const QString& file() const { return m_file; }
    [[nodiscard]] int schemaVersion() const;

private:
    Database(QString file, QString connectionName);

    QString m_file;
    QString m_connectionName;
};

} // namespace rivulet::store
