// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "store/Database.h"
#include "store/StoreProblem.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariantList>

namespace rivulet::store {

/// What SQLite said, as a StoreUnavailable; its own result code is in `code`.
[[nodiscard]] domain::Failure storeFailure(const QSqlError& error);

/// One SQL statement of one connection, prepared when it is first run. Knows how values become columns: a
/// string is never NULL, an invalid QVariant always is.
class Statement {
public:
    Statement(const Database& database, QString sql);

    /// Runs it to its end. False: see error().
    [[nodiscard]] bool execute(const QVariantList& values = {});
    /// Starts it; its rows follow by next(). Call finish() when not all of them were taken.
    [[nodiscard]] bool select(const QVariantList& values = {});
    [[nodiscard]] bool next();
    [[nodiscard]] QVariant value(int column) const { return m_query.value(column); }
    void finish() { m_query.finish(); }

    [[nodiscard]] qint64 insertedId() const { return m_insertedId; }
    [[nodiscard]] int changedRows() const { return m_changedRows; }
    [[nodiscard]] domain::Failure failure() const { return storeFailure(m_query.lastError()); }
    /// The last run came to no proper end.
    [[nodiscard]] bool isBroken() const { return m_query.lastError().isValid(); }
    /// The last run broke a rule of the schema: it will never succeed, whatever one waits for.
    [[nodiscard]] bool brokeConstraint() const;

private:
    const Database& m_database;
    QString m_sql;
    QSqlQuery m_query;
    bool m_prepared = false;
    int m_opening = 0;
    qint64 m_insertedId = 0;
    int m_changedRows = 0;
};

} // namespace rivulet::store
