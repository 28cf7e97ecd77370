// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Statement.h"

#include "domain/Redaction.h"

#include <QSqlError>

#include <utility>

namespace rivulet::store {

namespace {

constexpr int constraintCode = 19; // SQLITE_CONSTRAINT; the bits above say which

} // namespace

domain::Failure storeFailure(const QSqlError& error) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::StoreUnavailable;
    failure.detail = domain::redacted(error.text());
    failure.code = error.nativeErrorCode();
    return failure;
}

Statement::Statement(const Database& database, QString sql)
    : m_database(database)
    , m_sql(std::move(sql))
    , m_query(database.connection())
    , m_opening(database.opening()) {
    m_query.setForwardOnly(true);
}

bool Statement::select(const QVariantList& values) {
    if (std::exchange(m_opening, m_database.opening()) != m_database.opening()) {
        m_prepared = false;
    }
    // Preparing reads the schema, which may be locked: tried again with each run until it works.
    if (!m_prepared) {
        m_prepared = m_query.prepare(m_sql);
        if (!m_prepared) {
            return false;
        }
    }
    for (int i = 0; i < static_cast<int>(values.size()); ++i) {
        const QVariant& value = values.at(i);
        // A null QString would be bound as NULL, but a text that is empty is a text.
        const bool nullText = value.typeId() == QMetaType::QString && value.toString().isNull();
        m_query.bindValue(i, nullText ? QVariant(QStringLiteral("")) : value);
    }
    return m_query.exec();
}

bool Statement::execute(const QVariantList& values) {
    if (!select(values)) {
        return false;
    }
    m_insertedId = m_query.lastInsertId().toLongLong();
    m_changedRows = m_query.numRowsAffected();
    m_query.finish();
    return true;
}

bool Statement::next() {
    return m_query.next();
}

bool Statement::brokeConstraint() const {
    return (m_query.lastError().nativeErrorCode().toInt() & 0xff) == constraintCode;
}

} // namespace rivulet::store
