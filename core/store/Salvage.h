// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "store/Database.h"
#include "store/SalvageReport.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace rivulet::store {

/// Puts a damaged database aside, byte for byte, and a whole one with all rows that could be read in its
/// place. Only while nobody has it open; at every moment of it one of the two is found under the name.
class Salvage {
public:
    using Report = SalvageReport;

    /// `now` names the file that is put aside. Takes about as long as copying the file.
    [[nodiscard]] static domain::Result<Report> repair(const QString& file, const QDateTime& now);

private:
    Salvage(const Database& source, const Database& target)
        : m_source(source)
        , m_target(target) {}

    /// What can be read of one, in another that is made.
    [[nodiscard]] static domain::Result<Report> rescue(const DatabaseFile& damaged,
                                                       const DatabaseFile& fresh);
    [[nodiscard]] std::optional<domain::Failure> copyAll();
    void copyTable(const QString& table);
    void copyByNumber(const QString& table, const QString& columns);
    void copyByParent(const QString& table, const QString& columns);
    void dropOrphans(const QString& table);
    void copyCounters();
    [[nodiscard]] QStringList commonColumns(const QString& table) const;

    const Database& m_source;
    const Database& m_target;
};

} // namespace rivulet::store
