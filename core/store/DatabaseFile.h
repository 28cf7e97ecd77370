// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace rivulet::store {

/// The database as a file among others: for its owner only, and looked at without changing a byte. Knows the
/// names of what lies beside it.
class DatabaseFile {
public:
    explicit DatabaseFile(QString path)
        : m_path(std::move(path)) {}

    /// What can be told from the file alone: nothing is locked, written or made, and what is in the log is
    /// not seen.
    struct Look {
        /// 0 for one that is missing or empty, or that can't be told.
        int version = 0;
        /// It is no database, is damaged, or can't be read at all.
        std::optional<domain::Failure> failure;
    };
    [[nodiscard]] Look look() const;
    /// Something was written to the log and not taken out of it: whoever wrote last did not close.
    [[nodiscard]] bool hasLog() const;

    /// Makes the folders for their owner alone, and the file where there is none; takes from others what they
    /// may do with the files that are there.
    [[nodiscard]] std::optional<domain::Failure> prepare() const;
    /// Makes an empty file for its owner alone in place of any other of that name.
    [[nodiscard]] static std::optional<domain::Failure> makeEmpty(const QString& path);
    /// Leaves word, for whoever opens it next, that it is damaged; or takes that back.
    void markDamaged() const;
    void unmark() const;
    [[nodiscard]] bool isMarkedDamaged() const;
    /// Removes it with its log and index.
    void remove() const;
    /// Gives a file its name once all of it is on the disk; takes the place of one that has the name.
    [[nodiscard]] static bool settle(const QString& part, const QString& path);

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] QString log() const { return m_path + QStringLiteral("-wal"); }
    [[nodiscard]] QString index() const { return m_path + QStringLiteral("-shm"); }
    [[nodiscard]] QString backup(int version) const;
    /// Where a damaged one is kept; no file has that name yet.
    [[nodiscard]] QString aside(const QDateTime& now) const;
    /// Of the backups all but the newest `keep` go.
    void dropBackups(int keep) const;

private:
    QString m_path;
};

} // namespace rivulet::store
