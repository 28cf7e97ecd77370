// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/DatabaseFile.h"

#include "store/Statement.h"
#include "store/StoreProblem.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace rivulet::store {

namespace {

constexpr QFile::Permissions ownerFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions ownerFolder = ownerFile | QFile::ExeOwner;

constexpr qint64 smallestPage = 512;

bool makeFolder(const QString& path) {
    if (QFileInfo(path).isDir()) {
        return true;
    }
    const QString parent = QFileInfo(path).path();
    return parent != path && makeFolder(parent) &&
           (QDir().mkdir(path, ownerFolder) || QFileInfo(path).isDir());
}

/// What was written under a name is on the disk, and so is the name.
bool flush(const QString& path) {
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    const bool flushed = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return flushed;
}

} // namespace

DatabaseFile::Look DatabaseFile::look() const {
    Look look;
    const qint64 size = QFileInfo(m_path).size();
    if (size == 0) {
        return look;
    }
    if (size < smallestPage) {
        // SQLite would take it for an empty one and write over it.
        look.failure =
            storeFailure(StoreProblem::Damaged, QStringLiteral("%1 is not a database").arg(m_path));
        return look;
    }
    // By SQLite, not by a file of our own: closing that would take the locks of every connection that this
    // process has to the file.
    const QString name = QUuid::createUuid().toString();
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        QUrl url = QUrl::fromLocalFile(QFileInfo(m_path).absoluteFilePath());
        url.setQuery(QStringLiteral("immutable=1"));
        database.setDatabaseName(url.toString(QUrl::FullyEncoded));
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI"));
        if (!database.open()) {
            look.failure = storeFailure(database.lastError());
        } else {
            QSqlQuery query(database);
            if (!query.exec(QStringLiteral("SELECT user_version FROM pragma_user_version, "
                                           "(SELECT count(*) FROM sqlite_schema)")) ||
                !query.next()) {
                look.failure = storeFailure(query.lastError());
            } else {
                look.version = query.value(0).toInt();
            }
        }
    }
    QSqlDatabase::removeDatabase(name);
    return look;
}

bool DatabaseFile::hasLog() const {
    return QFileInfo(log()).size() > 0;
}

std::optional<domain::Failure> DatabaseFile::prepare() const {
    const QString folder = QFileInfo(m_path).absolutePath();
    if (!makeFolder(folder)) {
        return storeFailure(StoreProblem::ReadOnly, QStringLiteral("can't make the folder %1").arg(folder));
    }
    // SQLite gives log and index the mode of the database, which therefore is made first.
    if (!QFileInfo::exists(m_path)) {
        QFile fresh(m_path);
        if (!fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerFile) && !QFileInfo::exists(m_path)) {
            return storeFailure(StoreProblem::ReadOnly,
                                QStringLiteral("can't make %1: %2").arg(m_path, fresh.errorString()));
        }
    }
    for (const QString& path : {m_path, log(), index()}) {
        QFile part(path);
        if (part.exists() && (part.permissions() & ~(ownerFile | QFile::ReadUser | QFile::WriteUser)) != 0) {
            // Only taken away: a file that its owner keeps from being written stays so.
            part.setPermissions(part.permissions() & ownerFile);
        }
    }
    return std::nullopt;
}

std::optional<domain::Failure> DatabaseFile::makeEmpty(const QString& path) {
    QFile::remove(path);
    QFile fresh(path);
    if (!fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerFile)) {
        return storeFailure(StoreProblem::ReadOnly,
                            QStringLiteral("can't make %1: %2").arg(path, fresh.errorString()));
    }
    return std::nullopt;
}

namespace {

QString markOf(const QString& path) {
    return path + QStringLiteral(".repair");
}

} // namespace

void DatabaseFile::markDamaged() const {
    static_cast<void>(makeEmpty(markOf(m_path)));
}

void DatabaseFile::unmark() const {
    QFile::remove(markOf(m_path));
}

bool DatabaseFile::isMarkedDamaged() const {
    return QFileInfo::exists(markOf(m_path));
}

void DatabaseFile::remove() const {
    for (const QString& part : {m_path, log(), index()}) {
        QFile::remove(part);
    }
}

bool DatabaseFile::settle(const QString& part, const QString& path) {
    return flush(part) &&
           std::rename(QFile::encodeName(part).constData(), QFile::encodeName(path).constData()) == 0 &&
           flush(QFileInfo(path).absolutePath());
}

QString DatabaseFile::backup(int version) const {
    return QStringLiteral("%1.schema%2.backup").arg(m_path).arg(version);
}

QString DatabaseFile::aside(const QDateTime& now) const {
    const QString base =
        m_path + QStringLiteral(".damaged-") + now.toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString name = base;
    for (int i = 2; QFileInfo::exists(name); ++i) {
        name = QStringLiteral("%1-%2").arg(base).arg(i);
    }
    return name;
}

void DatabaseFile::dropBackups(int keep) const {
    const QFileInfo info(m_path);
    QDir folder = info.absoluteDir();
    const auto backups =
        folder.entryInfoList({info.fileName() + QStringLiteral(".schema*.backup")}, QDir::Files, QDir::Time);
    for (qsizetype i = keep; i < backups.size(); ++i) {
        QFile::remove(backups.at(i).absoluteFilePath());
    }
}

} // namespace rivulet::store
