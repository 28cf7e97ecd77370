// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "store/Database.h"

namespace rivulet::store {

/// A write transaction: taken at once (or not: begun() is false), undone unless it was committed.
class Transaction {
public:
    enum class Durability {
        Normal, ///< survives a crash of the application
        Full,   ///< survives a loss of power: the log is flushed to the disk
    };

    explicit Transaction(const Database& database, Durability durability = Durability::Normal);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    [[nodiscard]] bool begun() const { return m_begun; }
    [[nodiscard]] bool commit();
    /// Why it could not begin or commit.
    [[nodiscard]] const domain::Failure& failure() const { return m_failure; }

private:
    bool run(const QString& sql);

    const Database& m_database;
    Durability m_durability;
    bool m_begun = false;
    domain::Failure m_failure;
};

} // namespace rivulet::store
