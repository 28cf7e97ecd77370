// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Database.h"

#include "store/AnswerRecord.h"
#include "store/AnswerWriter.h"
#include "store/Migrations.h"
#include "store/Salvage.h"
#include "store/Statement.h"
#include "store/StoreProblem.h"
#include "store/UnwrittenAnswers.h"
#include "store/WaitingChanges.h"
#include "store/WriteHealth.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <utility>

// Outside every namespace, where the resource's own function is.
static void makeMigrationsReachable() {
    Q_INIT_RESOURCE(rivulet_sql);
}

namespace rivulet::store {

namespace {

/// Backups of earlier schemas that are kept.
constexpr int keptBackups = 2;
/// How long others are waited for that have the file for themselves: who makes it, or brings it up to date,
/// is quick, but on a busy machine.
constexpr int claimTries = 400;
constexpr unsigned long claimPauseMs = 5;
/// A check is worth waiting for; it waits for writers only.
constexpr std::chrono::milliseconds checkPatience{2000};

/// Qt knows connections by name, and two of everything can live side by side.
QString uniqueName() {
    static std::atomic<int> counter = 0;
    return QStringLiteral("rivulet-%1").arg(counter.fetch_add(1));
}

std::optional<domain::Failure> refusal(int version, int newest, const QString& file) {
    if (version <= newest) {
        return std::nullopt;
    }
    return storeFailure(StoreProblem::Newer,
                        QStringLiteral("%1 was written by a newer version (schema %2, this version knows "
                                       "%3); it was left as it is")
                            .arg(file)
                            .arg(version)
                            .arg(newest));
}

bool isLocked(const std::optional<domain::Failure>& failure) {
    return failure && problemOf(*failure) == StoreProblem::Locked;
}

} // namespace

domain::Result<std::shared_ptr<Database>> Database::open(const QString& file,
                                                         const DatabaseOptions& options) {
    makeMigrationsReachable();
    const int newest = Migrations(options.migrations).newest();
    if (options.access == DatabaseOptions::Access::ReadOnly) {
        return openForReading(file, newest);
    }
    const std::shared_ptr<Database> database(new Database(file, uniqueName()));
    const DatabaseFile::Look look = database->m_file.look();
    // What the file lacks may be in the log: then only opening it tells.
    if (look.failure && !database->m_file.hasLog()) {
        return *look.failure;
    }
    if (auto refused = refusal(look.version, newest, file)) {
        return *refused;
    }
    if (auto failure = database->m_file.prepare()) {
        return *failure;
    }
    if (auto failure = database->claim()) {
        return *failure;
    }
    auto failure = database->connect(options.patience);
    if (isLocked(failure) && look.version == newest) {
        static_cast<void>(database->run(QStringLiteral("PRAGMA foreign_keys = ON")));
        database->m_claim.share();
        database->m_health->reportFailure(*failure);
        return database;
    }
    if (failure) {
        return *failure;
    }
    // Before anything is changed: the log may hold a newer version than the file.
    if (auto refused = refusal(database->schemaVersion(), newest, file)) {
        return *refused;
    }
    failure = database->configure();
    if (!failure) {
        failure = database->migrate(options);
    }
    database->m_claim.share();
    return failure ? domain::Result<std::shared_ptr<Database>>(*failure) : database;
}

domain::Result<std::shared_ptr<Database>> Database::openForReading(const QString& file, int newest) {
    const std::shared_ptr<Database> database(new Database(file, uniqueName()));
    database->m_readOnly = true;
    const DatabaseFile::Look look = database->m_file.look();
    if (look.failure) {
        return *look.failure;
    }
    if (look.version != newest) {
        return storeFailure(StoreProblem::ReadOnly,
                            QStringLiteral("%1 is of schema %2 and can't be brought to %3")
                                .arg(file)
                                .arg(look.version)
                                .arg(newest));
    }
    QSqlDatabase connection =
        QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), database->m_connectionName);
    connection.setDatabaseName(file);
    connection.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (connection.open() && !database->run(QStringLiteral("SELECT count(*) FROM sqlite_schema"))) {
        return database;
    }
    // Where no log can be made either: as the file stands, which nobody here can change.
    connection.close();
    QUrl url = QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath());
    url.setQuery(QStringLiteral("immutable=1"));
    connection.setDatabaseName(url.toString(QUrl::FullyEncoded));
    connection.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI"));
    if (!connection.open()) {
        return storeFailure(connection.lastError());
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
    , m_connectionName(std::move(connectionName))
    , m_health(std::make_unique<WriteHealth>([this] { return probe(); }))
    , m_waiting(std::make_unique<WaitingChanges>())
    , m_unwritten(std::make_unique<UnwrittenAnswers>())
    , m_answerWriter(std::make_unique<AnswerWriter>(*this)) {}

Database::~Database() {
    m_answerStatements.reset(); // before their connection
    {
        QSqlDatabase open = connection();
        open.close();
    }
    QSqlDatabase::removeDatabase(m_connectionName);
}

AnswerStatements& Database::answerStatements() {
    if (!m_answerStatements) {
        m_answerStatements = std::make_unique<AnswerStatements>(*this);
    }
    return *m_answerStatements;
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
    return DatabaseFile(file).backup(version);
}

void Database::setPatience(std::chrono::milliseconds patience) {
    static_cast<void>(run(QStringLiteral("PRAGMA busy_timeout = %1").arg(patience.count())));
}

std::optional<domain::Failure> Database::check(const QString& file) {
    makeMigrationsReachable();
    // Nobody puts another file in its place meanwhile.
    const FileClaim claim = FileClaim::take(file, FileClaim::Kind::Shared);
    if (claim.isRefused()) {
        return storeFailure(StoreProblem::Locked, QStringLiteral("%1 is being repaired").arg(file));
    }
    Database database(file, uniqueName());
    if (auto failure = database.connect(checkPatience)) {
        return failure;
    }
    Statement check(database, QStringLiteral("PRAGMA quick_check(1)"));
    if (!check.select() || !check.next()) {
        return check.failure();
    }
    const QString found = check.value(0).toString();
    return found == u"ok" ? std::nullopt : std::optional(storeFailure(StoreProblem::Damaged, found));
}

std::unique_ptr<Database> Database::openDamaged(const QString& file) {
    std::unique_ptr<Database> database(new Database(file, uniqueName()));
    QSqlDatabase connection =
        QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), database->m_connectionName);
    connection.setDatabaseName(file);
    if (!connection.open()) {
        return nullptr;
    }
    // Also where the file is shorter than it says; but what is in a page is not believed.
    for (const auto& sql :
         {QStringLiteral("PRAGMA writable_schema = ON"), QStringLiteral("PRAGMA cell_size_check = ON"),
          QStringLiteral("SELECT count(*) FROM sqlite_schema")}) {
        if (database->run(sql)) {
            return nullptr;
        }
    }
    return database;
}

std::optional<domain::Failure> Database::claim() {
    m_claim = FileClaim::take(file(), FileClaim::Kind::Alone);
    if (m_claim.isHeld()) {
        m_wasLeftOpen = m_file.hasLog();
        return std::nullopt;
    }
    // Whoever opens is alone until the file is as it should be, and so is whoever puts another in its place.
    for (int i = 0; i < claimTries && m_claim.isRefused(); ++i) {
        if (i > 0) {
            QThread::msleep(claimPauseMs);
        }
        m_claim = FileClaim::take(file(), FileClaim::Kind::Shared);
    }
    return m_claim.isRefused()
               ? std::optional(
                     storeFailure(StoreProblem::Locked, QStringLiteral("%1 is being repaired").arg(file())))
               : std::nullopt;
}

std::optional<domain::Failure> Database::connect(std::chrono::milliseconds patience) {
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connectionName);
    database.setDatabaseName(m_file.path());
    m_connectOptions = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(patience.count());
    database.setConnectOptions(m_connectOptions);
    if (!database.open()) {
        return storeFailure(database.lastError());
    }
    return readFirst();
}

std::optional<domain::Failure> Database::readFirst() const {
    // Sorting and the like need no files of their own, for which there may be no room or no descriptor.
    static_cast<void>(run(QStringLiteral("PRAGMA temp_store = MEMORY")));
    // A conversation is a few pages; what else was read is had again from the system's own cache.
    static_cast<void>(run(QStringLiteral("PRAGMA cache_size = -512")));
    // The first read: a file that is no database, or whose schema is broken, shows here.
    return run(QStringLiteral("SELECT count(*) FROM sqlite_schema"));
}

std::optional<domain::Failure> Database::configure() {
    QSqlQuery query(connection());
    if (!query.exec(QStringLiteral("PRAGMA journal_mode = WAL")) || !query.next()) {
        return storeFailure(query.lastError());
    }
    if (query.value(0).toString() != u"wal") {
        return storeFailure(StoreProblem::ReadOnly,
                            QStringLiteral("%1 can't be written (no write-ahead log)").arg(file()));
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
    return isLocked(failure) ? std::nullopt : failure;
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
    const QString backup = m_file.backup(version);
    const QString part = backup + QStringLiteral(".part");
    if (auto failure = DatabaseFile::makeEmpty(part)) {
        return failure;
    }
    Statement copy(*this, QStringLiteral("VACUUM INTO ?"));
    if (!copy.execute({part})) {
        QFile::remove(part);
        return copy.failure();
    }
    // Under its name only when it is whole; one of the same name stays until then.
    if (!DatabaseFile::settle(part, backup)) {
        QFile::remove(part);
        return storeFailure(StoreProblem::ReadOnly, QStringLiteral("can't name the backup %1").arg(backup));
    }
    m_file.dropBackups(keptBackups);
    return std::nullopt;
}

/// Puts a whole file in the place of the damaged one and goes on with that, or with what another one has put
/// there meanwhile. Where it can't be done, the damaged one stays, for reading.
std::optional<domain::Failure> Database::mend() {
    // Whoever repairs it takes the word back that was left.
    const bool isRepaired = m_marked && !m_file.isMarkedDamaged();
    if (!m_marked) {
        m_file.markDamaged(); // whoever finds it half done goes on with it
        m_marked = m_file.isMarkedDamaged();
    }
    connection().close();
    ++m_opening;
    m_claim = {};
    domain::Result<SalvageReport> report = SalvageReport{};
    if (!isRepaired) {
        report = Salvage::repair(file(), QDateTime::currentDateTime());
    }
    const auto failure = report ? goOnInRepaired() : std::optional(report.failure());
    if (failure) {
        readOn();
        return storeFailure(StoreProblem::Damaged, failure->detail);
    }
    if (!isRepaired) {
        m_repaired = report.value();
    }
    m_damaged = false;
    m_marked = false;
    return std::nullopt;
}

std::optional<domain::Failure> Database::goOnInRepaired() {
    if (auto failure = claim()) {
        return failure;
    }
    QSqlDatabase database = connection();
    database.setConnectOptions(m_connectOptions);
    if (!database.open()) {
        return storeFailure(database.lastError());
    }
    auto failure = readFirst();
    if (!failure) {
        failure = configure();
    }
    m_claim.share();
    return failure;
}

/// Without a claim: a second one that knows of the damage would wait for this one, as this one for it.
/// Whoever repairs it may do so at any moment; then this connection reads what the file was, and neither
/// writes to it nor takes its log away when it is closed.
void Database::readOn() {
    m_claim = {};
    QSqlDatabase database = connection();
    database.close();
    database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (database.open()) {
        static_cast<void>(readFirst());
    }
}

qint64 Database::contentVersion() const {
    QSqlQuery query(connection());
    return query.exec(QStringLiteral("PRAGMA data_version")) && query.next() ? query.value(0).toLongLong()
                                                                             : -1;
}

/// A page is really written: a lock can be had on a full disk too.
std::optional<domain::Failure> Database::probe() {
    m_damaged = m_damaged || problemOf(*m_health->failure()) == StoreProblem::Damaged;
    if (m_damaged) {
        if (auto failure = mend()) {
            return failure;
        }
    }
    if (auto failure = run(QStringLiteral("BEGIN IMMEDIATE"))) {
        return failure;
    }
    auto failure = run(QStringLiteral("PRAGMA user_version = %1").arg(schemaVersion()));
    if (!failure) {
        failure = run(QStringLiteral("COMMIT"));
    }
    if (failure) {
        static_cast<void>(run(QStringLiteral("ROLLBACK")));
    }
    return failure;
}

std::optional<domain::Failure> Database::run(const QString& sql) const {
    QSqlQuery query(connection());
    if (!query.exec(sql)) {
        return storeFailure(query.lastError());
    }
    return std::nullopt;
}

} // namespace rivulet::store
