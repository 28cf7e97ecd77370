// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Migrations.h"

#include "store/Database.h"
#include "store/Statement.h"
#include "store/Transaction.h"

#include <QDir>
#include <QSqlError>
#include <QSqlQuery>

namespace rivulet::store {

namespace {

/// Cuts at empty lines rather than at semicolons: a trigger holds semicolons of its own.
QStringList statements(const QString& script) {
    QStringList found{QString()};
    for (const QString& line : script.split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty()) {
            found.append(QString());
        } else if (!trimmed.startsWith(u"--")) {
            found.last().append(line).append(u'\n');
        }
    }
    found.removeAll(QString());
    return found;
}

} // namespace

Migrations::Migrations(const QString& folder) {
    const QDir dir(folder);
    for (const QString& name : dir.entryList({QStringLiteral("[0-9][0-9][0-9]_*.sql")}, QDir::Files)) {
        QFile file(dir.filePath(name));
        if (file.open(QIODevice::ReadOnly)) {
            m_steps[QStringView(name).first(3).toInt()] = statements(QString::fromUtf8(file.readAll()));
        }
    }
}

int Migrations::newest() const {
    return m_steps.empty() ? 0 : m_steps.rbegin()->first;
}

domain::Result<std::monostate> Migrations::apply(const Database& database) const {
    Transaction transaction(database, Transaction::Durability::Full);
    if (!transaction.begun()) {
        return transaction.failure();
    }
    // Asked again under the lock: another instance may have been here first.
    const int present = database.schemaVersion();
    for (const auto& [version, step] : m_steps) {
        if (version <= present) {
            continue;
        }
        QStringList all = step;
        all.append(QStringLiteral("PRAGMA user_version = %1").arg(version));
        for (const QString& sql : all) {
            QSqlQuery query(database.connection());
            if (!query.exec(sql)) {
                domain::Failure failure = storeFailure(query.lastError());
                failure.detail.prepend(QStringLiteral("schema %1: ").arg(version));
                return failure;
            }
        }
    }
    if (!transaction.commit()) {
        return transaction.failure();
    }
    return std::monostate{};
}

} // namespace rivulet::store
