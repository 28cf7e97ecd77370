// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "store/Database.h"

#include <QSqlDatabase>

#include <memory>
#include <optional>

namespace rivulet::store {

/// A copy of a damaged database that SQLite reads as far as it can: without its checks of the whole, and
/// where the file's head is lost with that of another. The copy goes with the object.
class DamagedFile {
public:
    /// `copy` is where it may write; `sound` is a database of our own, which nobody else has open.
    DamagedFile(const DatabaseFile& damaged, const QString& copy, const Database& sound);
    ~DamagedFile();
    DamagedFile(const DamagedFile&) = delete;
    DamagedFile& operator=(const DamagedFile&) = delete;

    /// Null where nothing of it can be read.
    [[nodiscard]] const Database* database() const { return m_database.get(); }

    /// Gives the damaged one, with its log, a second name.
    [[nodiscard]] static std::optional<domain::Failure> keep(const DatabaseFile& damaged,
                                                             const DatabaseFile& aside);

private:
    [[nodiscard]] bool open();
    [[nodiscard]] bool mendHead(const Database& sound);

    DatabaseFile m_copy;
    std::unique_ptr<Database> m_database;
};

} // namespace rivulet::store
