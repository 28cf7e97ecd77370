// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"

#include <QString>
#include <QStringList>

#include <map>
#include <variant>

namespace rivulet::store {

class Database;

/// The steps from one schema version to the next: files NNN_name.sql of a folder, whose number is the version
/// they lead to. Statements in them are separated by empty lines.
class Migrations {
public:
    explicit Migrations(const QString& folder);

    /// The version that the last step leads to; 0 where there is none.
    [[nodiscard]] int newest() const;
    /// Takes the database from its version to the newest, all steps in one transaction: it is of the newest
    /// version or as it was.
    [[nodiscard]] domain::Result<std::monostate> apply(const Database& database) const;

private:
    std::map<int, QStringList> m_steps;
};

} // namespace rivulet::store
