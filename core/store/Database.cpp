// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Database.h"

#include "store/Migrations.h"
#include "store/Statement.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QtEndian>

#include <atomic>
#include <utility>

// Outside every namespace, where the resource's own function is.
static void makeMigrationsReachable() {
    Q_INIT_RESOURCE(rivulet_sql);
}

namespace rivulet::store {

namespace {

constexpr QFile::Permissions ownerFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions ownerFolder = ownerFile | QFile::ExeOwner;
constexpr int busyCode = 5; // SQLITE_BUSY

domain::Failure unavailable(const QString& detail) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::StoreUnavailable;
    failure.detail = detail;
    return failure;
}

bool makeFolder(const QString& path) {
    if (QFileInfo(path).isDir()) {
        return true;
    }
    const QString parent = QFileInfo(path).path();
    return parent != path && makeFolder(parent) &&
           (QDir().mkdir(path, ownerFolder) || QFileInfo(path).isDir());
}

/// The database and its log and index are for their owner only. SQLite gives the latter two the mode of the
/// first, so that a new one only has to be made before SQLite makes it.
std::optional<domain::Failure> claimFiles(const QString& file) {
    if (!QFileInfo::exists(file)) {
        QFile fresh(file);
        if (!fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerFile) && !QFileInfo::exists(file)) {
            return unavailable(QStringLiteral("can't make %1: %2").arg(file, fresh.errorString()));
        }
    }
    for (const QString& suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
        QFile part(file + suffix);
        if (part.exists() && (part.permissions() & ~(ownerFile | QFile::ReadUser | QFile::WriteUser)) != 0) {
            part.setPermissions(ownerFile);
        }
    }
    return std::nullopt;
}

/// What the file's own header says: its schema version, nothing for a file that is empty or missing, -1 for
/// one that is no database. Read without SQLite, which may write (a log, an index) as soon as it looks.
std::optional<int> versionInHeader(const QString& path) {
    constexpr qsizetype headerSize = 100;
    constexpr qsizetype versionAt = 60;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() == 0) {
        return std::nullopt;
    }
    const QByteArray header = file.read(headerSize);
    if (header.size() < headerSize || !header.startsWith("SQLite format 3")) {
        return -1;
    }
    return qFromBigEndian<qint32>(header.constData() + versionAt);
}

/// Qt knows connections by name, and two of everything can live side by side.
QString uniqueName() {
    static std::atomic<int> counter = 0;
    return QStringLiteral("rivulet-%1").arg(counter.fetch_add(1));
}

std::optional<domain::Failure> refusal(int version, int newest, const QString& file) {
    if (version <= newest) {
        return std::nullopt;
    }
    return unavailable(
        QStringLiteral("%1 was written by a newer version (schema %2, this version knows %3); it "
                       "was left as it is")
            .arg(file)
            .arg(version)
            .arg(newest));
}

} // namespace

domain::Result<std::shared_ptr<Database>> Database::open(const QString& file,
                                                         const DatabaseOptions& options) {
    makeMigrationsReachable();
    if (!makeFolder(QFileInfo(file).absolutePath())) {
        return unavailable(QStringLiteral("can't make the folder %1").arg(QFileInfo(file).absolutePath()));
    }
    if (const auto version = versionInHeader(file)) {
        if (*version < 0) {
            return unavailable(QStringLiteral("%1 is not a database").arg(file));
        }
        if (auto refused = refusal(*version, Migrations(options.migrations).newest(), file)) {
            return *refused;
        }
    }
    if (auto failure = claimFiles(file)) {
        return *failure;
    }
    const std::shared_ptr<Database> database(new Database(file, uniqueName()));
    if (auto failure = database->connect(options.patience)) {
        return *failure;
    }
    // Before anything is changed: the log may hold a newer version than the header.
    if (auto refused = refusal(database->schemaVersion(), Migrations(options.migrations).newest(), file)) {
        return *refused;
    }
    if (auto failure = database->configure()) {
        return *failure;
    }
    if (auto failure = database->migrate(options)) {
        return *failure;
    }
    return database;
}

domain::Result<std::shared_ptr<Database>> Database::inMemory() {
    makeMigrationsReachable();
    const std::shared_ptr<Database> database(new Database(QStringLiteral(":memory:"), uniqueName()));
    const DatabaseOptions options;
    for (const auto& step : {database->connect(options.patience), database->migrate(options)}) {
        if (step) {
            return *step;
        }
    }
    return database;
}

Database::Database(QString file, QString connectionName)
    : m_file(std::move(file))
    , m_connectionName(std::move(connectionName)) {}

Database::~Database() {
    {
        QSqlDatabase open = connection();
        open.close();
    }
    QSqlDatabase::removeDatabase(m_connectionName);
}

QSqlDatabase Database::connection() const {
    return QSqlDatabase::database(m_connectionName, false);
}

int Database::schemaVersion() const {
    QSqlQuery query(connection());
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next()) {
        return -1;
    }
    return query.value(0).toInt();
}

QString Database::backupFile(const QString& file, int version) {
    return QStringLiteral("%1.schema%2.backup").arg(file).arg(version);
}

std::optional<domain::Failure> Database::connect(std::chrono::milliseconds patience) {
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connectionName);
    database.setDatabaseName(m_file);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(patience.count()));
    if (!database.open()) {
        return storeFailure(database.lastError());
    }
    // The first read: a file that is no database, or whose schema is broken, shows here.
    return run(QStringLiteral("SELECT count(*) FROM sqlite_schema"));
}

std::optional<domain::Failure> Database::configure() {
    QSqlQuery query(connection());
    if (!query.exec(QStringLiteral("PRAGMA journal_mode = WAL")) || !query.next()) {
        return storeFailure(query.lastError());
    }
    if (query.value(0).toString() != u"wal") {
        return unavailable(QStringLiteral("%1 can't be written (no write-ahead log)").arg(m_file));
    }
    query.finish();
    for (const auto& pragma :
         {QStringLiteral("PRAGMA synchronous = NORMAL"), QStringLiteral("PRAGMA foreign_keys = ON")}) {
        if (auto failure = run(pragma)) {
            return failure;
        }
    }
    // One that can be read only is told now, not when the first answer is to be kept. A lock that another
    // instance holds is no such thing.
    auto failure = run(QStringLiteral("BEGIN IMMEDIATE"));
    if (!failure) {
        return run(QStringLiteral("ROLLBACK"));
    }
    return (failure->code.toInt() & 0xff) == busyCode ? std::nullopt : failure;
}

std::optional<domain::Failure> Database::migrate(const DatabaseOptions& options) {
    const Migrations migrations(options.migrations);
    const int version = schemaVersion();
    if (version == migrations.newest()) {
        return std::nullopt;
    }
    if (version > 0) {
        if (auto failure = backUp(version)) {
            return failure;
        }
    }
    const auto applied = migrations.apply(*this);
    return applied ? std::nullopt : std::optional(applied.failure());
}

std::optional<domain::Failure> Database::backUp(int version) {
    const QString backup = backupFile(m_file, version);
    const QString part = backup + QStringLiteral(".part");
    QFile::remove(part);
    QFile fresh(part);
    if (!fresh.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerFile)) {
        return unavailable(QStringLiteral("can't make the backup %1: %2").arg(backup, fresh.errorString()));
    }
    fresh.close();
    Statement copy(*this, QStringLiteral("VACUUM INTO ?"));
    if (!copy.execute({part})) {
        return copy.failure();
    }
    // Under its name only when it is whole.
    QFile::remove(backup);
    if (!QFile::rename(part, backup)) {
        return unavailable(QStringLiteral("can't name the backup %1").arg(backup));
    }
    return std::nullopt;
}

std::optional<domain::Failure> Database::run(const QString& sql) {
    QSqlQuery query(connection());
    if (!query.exec(sql)) {
        return storeFailure(query.lastError());
    }
    return std::nullopt;
}

} // namespace rivulet::store
