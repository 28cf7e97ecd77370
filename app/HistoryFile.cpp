// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "HistoryFile.h"

#include "store/ConversationStore.h"
#include "store/Salvage.h"
#include "store/StoreProblem.h"
#include "store/WriteHealth.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <optional>

namespace rivulet::app {

namespace {

using store::StoreProblem;

/// What only reading tells: its pages where nobody closed it, and in any case what the window will ask first.
std::optional<domain::Failure> damageOf(store::Database& database, std::shared_ptr<store::Database> shared,
                                        const domain::Clock& clock) {
    std::optional<domain::Failure> found;
    if (database.wasLeftOpen() && QFileInfo(database.file()).size() <= HistoryFile::quicklyChecked) {
        found = store::Database::check(database.file());
    }
    if (!found) {
        const store::ConversationStore store(std::move(shared), clock);
        if (const auto list = store.list(1, 0); !list) {
            found = list.failure();
        }
    }
    return found && store::problemOf(*found) == StoreProblem::Damaged ? found : std::nullopt;
}

/// The newest copy that was made before a change of schema, or empty.
QString backupBeside(const QString& file) {
    const QFileInfo info(file);
    const auto backups = info.absoluteDir().entryInfoList(
        {info.fileName() + QStringLiteral(".schema*.backup")}, QDir::Files, QDir::Time);
    return backups.isEmpty() ? QString() : QDir::toNativeSeparators(backups.front().absoluteFilePath());
}

} // namespace

HistoryFile::Opened HistoryFile::open(const QString& file, const domain::Clock& clock) {
    if (store::DatabaseFile(file).isMarkedDamaged()) {
        return repair(file, clock);
    }
    Opened opened;
    {
        auto database = store::Database::open(file);
        if (!database) {
            return store::problemOf(database.failure()) == StoreProblem::Damaged
                       ? repair(file, clock)
                       : withoutFile(file, database.failure());
        }
        if (!damageOf(*database.value(), database.value(), clock)) {
            opened.database = database.value();
            opened.needsCheck =
                opened.database->wasLeftOpen() && QFileInfo(file).size() > HistoryFile::quicklyChecked;
            return opened;
        }
    }
    return repair(file, clock);
}

HistoryFile::Opened HistoryFile::repair(const QString& file, const domain::Clock& clock) {
    const auto now = QDateTime::fromMSecsSinceEpoch(clock.wallTime().count());
    const auto repaired = store::Salvage::repair(file, now);
    if (!repaired) {
        return unrepaired(file, repaired.failure());
    }
    const auto database = store::Database::open(file);
    if (!database) {
        return unrepaired(file, database.failure());
    }
    Opened opened;
    opened.database = database.value();
    opened.problem = whenRepaired(repaired.value(), file);
    opened.log = QStringLiteral("history: damaged, %1 conversations and %2 messages recovered")
                     .arg(repaired.value().conversations)
                     .arg(repaired.value().messages);
    return opened;
}

/// Reads what can be read of it, and writes when it can be repaired; else goes on in memory.
HistoryFile::Opened HistoryFile::unrepaired(const QString& file, const domain::Failure& failure) {
    const auto database = store::Database::open(file);
    if (!database) {
        return inMemory(
            tr("The history is damaged and can't be repaired now, so this session will not be kept. Close "
               "every other Rivulet, make sure that the disk has room, and start again. Nothing was changed "
               "in %1 (%2).")
                .arg(QDir::toNativeSeparators(file), failure.detail),
            failure);
    }
    Opened opened;
    opened.database = database.value();
    opened.database->health().reportFailure(store::storeFailure(StoreProblem::Damaged, failure.detail));
    opened.log = QStringLiteral("history: damaged and not repaired yet, %1").arg(failure.detail);
    return opened;
}

QString HistoryFile::whenRepaired(const store::SalvageReport& report, const QString& file) {
    const QString aside = QDir::toNativeSeparators(report.aside);
    if (report.conversations > 0) {
        return tr("The history was damaged. %n conversation(s) could be recovered; the damaged file is "
                  "kept as %1.",
                  nullptr, report.conversations)
            .arg(aside);
    }
    const QString backup = backupBeside(file);
    const QString problem =
        tr("The history was damaged and nothing in it could be read. The file is kept as %1.").arg(aside);
    return backup.isEmpty() ? problem : problem + u' ' + tr("An earlier copy is %1.").arg(backup);
}

bool HistoryFile::isKept(const store::Database& database) {
    return !database.isReadOnly() && database.file() != QStringLiteral(":memory:");
}

/// Reads what can't be written, else goes on in memory.
HistoryFile::Opened HistoryFile::withoutFile(const QString& file, const domain::Failure& failure) {
    switch (store::problemOf(failure)) {
    case StoreProblem::Newer:
        return inMemory(
            tr("The history was written by a newer Rivulet and is left as it is, so this session will "
               "not be kept. Start the newer one, or this one with a folder of its own: rivulet "
               "--data-dir FOLDER"),
            failure);
    case StoreProblem::Locked:
        return inMemory(
            tr("Another program keeps the history locked, so this session will not be kept. Close it and "
               "start again."),
            failure);
    case StoreProblem::ReadOnly:
    case StoreProblem::Full:
    case StoreProblem::Unreadable:
        break;
    case StoreProblem::Damaged:
    case StoreProblem::Other:
        return inMemory(
            tr("The history can't be opened, so this session will not be kept: %1").arg(failure.detail),
            failure);
    }
    store::DatabaseOptions reading;
    reading.access = store::DatabaseOptions::Access::ReadOnly;
    const auto database = store::Database::open(file, reading);
    if (!database) {
        return inMemory(tr("The history can't be written, so this session will not be kept. Make room on the "
                           "disk, or let its folder be written, and start again: %1")
                            .arg(failure.detail),
                        failure);
    }
    Opened opened;
    opened.database = database.value();
    opened.problem = tr("The history can be read but not written, so this session will not be kept. Make "
                        "room on the disk, or let it be written, and start again: %1")
                         .arg(failure.detail);
    opened.log = QStringLiteral("history: read only, %1").arg(failure.detail);
    return opened;
}

HistoryFile::Opened HistoryFile::inMemory(const QString& problem, const domain::Failure& failure) {
    Opened opened;
    auto database = store::Database::inMemory();
    opened.database = database ? database.value() : nullptr;
    opened.problem = problem;
    opened.log = QStringLiteral("history: in memory, %1").arg(failure.detail);
    return opened;
}

QString HistoryFile::whileItFails(const domain::Failure& failure) {
    switch (store::problemOf(failure)) {
    case StoreProblem::Locked:
        return tr(
            "Another program keeps the history locked. What arrives is kept in memory and will be written as "
            "soon as it lets go.");
    case StoreProblem::Full:
        return tr(
            "The disk is full. What arrives is kept in memory and will be written to the history when there "
            "is room.");
    case StoreProblem::ReadOnly:
        return tr(
            "The history can't be written: its folder or disk is read-only. What arrives is kept in memory "
            "and will be written when that changes.");
    case StoreProblem::Unreadable:
        return tr(
            "The disk gives errors. What arrives is kept in memory and will be written to the history when "
            "it can.");
    case StoreProblem::Damaged:
        return tr("The history is damaged and can't be repaired just now. What arrives is kept in memory and "
                  "will be "
                  "written once it is repaired: close every other Rivulet that uses it, and make sure that "
                  "the disk "
                  "has room.");
    case StoreProblem::Newer:
    case StoreProblem::Other:
        break;
    }
    return tr(
        "The history can't be written just now. What arrives is kept in memory and will be written when it "
        "can.");
}

} // namespace rivulet::app
