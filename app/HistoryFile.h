// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "store/Database.h"

#include <QCoreApplication>
#include <QString>

#include <memory>

namespace rivulet::app {

/// The history as it is found at start: whole, damaged, locked, of a newer version, not to be written. Opens
/// what can be opened, has what is damaged repaired, and says in sentences what that means for a person.
/// Never gives up a file, and never leaves an application without a history to work with.
class HistoryFile {
    Q_DECLARE_TR_FUNCTIONS(HistoryFile)

public:
    /// Up to this size a history that was not closed is read through before the window shows; a larger one
    /// after that.
    static constexpr qint64 quicklyChecked = 32LL * 1024 * 1024;

    struct Opened {
        std::shared_ptr<store::Database> database; ///< null where not even memory can be had
        QString problem;                           ///< for the window, or empty
        QString log;                               ///< for the log, or empty
        bool needsCheck = false; ///< it was not closed, and is too large to be read through now
    };
    [[nodiscard]] static Opened open(const QString& file, const domain::Clock& clock);

    /// What is asked is kept, now or as soon as it can be.
    [[nodiscard]] static bool isKept(const store::Database& database);
    /// Why it can't be written at present, and what becomes of what arrives.
    [[nodiscard]] static QString whileItFails(const domain::Failure& failure);
    /// It was damaged and has been repaired.
    [[nodiscard]] static QString whenRepaired(const store::SalvageReport& report, const QString& file);

private:
    [[nodiscard]] static Opened repair(const QString& file, const domain::Clock& clock);
    [[nodiscard]] static Opened unrepaired(const QString& file, const domain::Failure& failure);
    [[nodiscard]] static Opened withoutFile(const QString& file, const domain::Failure& failure);
    [[nodiscard]] static Opened inMemory(const QString& problem, const domain::Failure& failure);
};

} // namespace rivulet::app
