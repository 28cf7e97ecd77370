// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/OwnRights.h"
#include "StoreFixture.h"
#include "store/ConversationStore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSqlQuery>
#include <QTest>

#include <optional>

using namespace rivulet;
using namespace rivulet::store;

/// A database file in every state that it may be found in.
class DatabaseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesFolderAndFilesForTheOwnerOnly();
    void setsTheConnectionUp();
    void tightensFilesThatOthersMayRead();
    void bringsAnOlderSchemaUpToDateAfterABackup();
    void leavesANewerSchemaAsItIs();
    void undoesAMigrationThatFails();
    void undoesTheStepsBeforeOneThatFails();
    void keepsTheLastBackupsOnly();
    void knowsWhetherItWasClosed();
    void findsDamageByReadingAllOfIt();
    void refusesWhatIsNoDatabaseAndKeepsIt_data();
    void refusesWhatIsNoDatabaseAndKeepsIt();
    void refusesWhereNothingCanBeWritten();
    void opensWhileAnotherInstanceWrites();
    void closesItsConnection();
};

namespace {

constexpr QFile::Permissions owner =
    QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

bool writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// A folder of migrations that holds the real ones up to `version` and one more of our own.
bool copyMigrations(const QString& folder, int version, const QByteArray& next = {}) {
    const QDir all(QStringLiteral(":/sql"));
    for (const QString& name : all.entryList()) {
        if (QStringView(name).first(3).toInt() <= version &&
            !writeFile(folder + u'/' + name, contentOf(all.filePath(name)))) {
            return false;
        }
    }
    return next.isEmpty() ||
           writeFile(folder + QStringLiteral("/%1_next.sql").arg(version + 1, 3, 10, QLatin1Char('0')), next);
}

} // namespace

void DatabaseTest::makesFolderAndFilesForTheOwnerOnly() {
    const StoreFixture fixture;
    const QString folder = fixture.folder() + QStringLiteral("/a/b");
    const auto opened = Database::open(folder + QStringLiteral("/x.sqlite"));
    QVERIFY(opened);
    for (const QString& made : {folder, fixture.folder() + QStringLiteral("/a")}) {
        QCOMPARE(QFile::permissions(made), owner | QFile::ExeOwner | QFile::ExeUser);
    }
    const auto files = QDir(folder).entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 4); // with log, index and claim
    for (const QFileInfo& file : files) {
        QCOMPARE(file.permissions(), owner);
    }
}

void DatabaseTest::setsTheConnectionUp() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    QVERIFY(database);
    QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA journal_mode")), QStringLiteral("wal"));
    QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA synchronous")), QStringLiteral("1"));
    QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA foreign_keys")), QStringLiteral("1"));
    QVERIFY(sqlValue(*database, QStringLiteral("PRAGMA busy_timeout")).toInt() <= 50);
    QVERIFY(database->schemaVersion() >= 2);
    QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA quick_check")), QStringLiteral("ok"));
}

void DatabaseTest::tightensFilesThatOthersMayRead() {
    const StoreFixture fixture;
    QVERIFY(fixture.open());
    QVERIFY(QFile::setPermissions(fixture.file(), owner | QFile::ReadGroup | QFile::ReadOther));
    QVERIFY(fixture.open());
    QCOMPARE(QFile::permissions(fixture.file()), owner);
}

void DatabaseTest::bringsAnOlderSchemaUpToDateAfterABackup() {
    const StoreFixture fixture;
    const QTemporaryDir old;
    QVERIFY(copyMigrations(old.path(), 1));
    {
        const auto first = Database::open(fixture.file(), {.migrations = old.path()});
        QVERIFY(first);
        QCOMPARE(first.value()->schemaVersion(), 1);
        QVERIFY(fillAsEver(*first.value()));
    }
    const auto database = fixture.open();
    QVERIFY(database);
    QVERIFY(database->schemaVersion() > 1);
    const ConversationStore store(database);
    QCOMPARE(store.search(QStringLiteral("question"), 5).value().size(), std::size_t(1));
    QCOMPARE(store.search(QStringLiteral("title"), 5).value().size(), std::size_t(1));
    const QString backup = Database::backupFile(fixture.file(), 1);
    QCOMPARE(QFile::permissions(backup), owner);
    const auto kept = Database::open(backup, {.migrations = old.path()});
    QVERIFY(kept);
    QCOMPARE(kept.value()->schemaVersion(), 1);
    QCOMPARE(sqlValue(*kept.value(), QStringLiteral("SELECT text FROM messages")),
             QStringLiteral("an old question"));
    // Nothing to migrate, no backup.
    QVERIFY(QFile::remove(backup));
    QVERIFY(fixture.open());
    QVERIFY(!QFile::exists(backup));
}

void DatabaseTest::leavesANewerSchemaAsItIs() {
    const StoreFixture fixture;
    {
        const auto database = fixture.open();
        QSqlQuery query(database->connection());
        QVERIFY(query.exec(QStringLiteral("PRAGMA user_version = 999")));
    }
    const QByteArray before = contentOf(fixture.file());
    const QStringList files = QDir(fixture.folder()).entryList(QDir::Files);
    const auto opened = Database::open(fixture.file());
    QVERIFY(!opened);
    QCOMPARE(opened.failure().kind, domain::Failure::Kind::StoreUnavailable);
    QVERIFY2(opened.failure().detail.contains(u"newer"), qPrintable(opened.failure().detail));
    QVERIFY2(opened.failure().detail.contains(u"999"), qPrintable(opened.failure().detail));
    QCOMPARE(contentOf(fixture.file()), before);
    QCOMPARE(QDir(fixture.folder()).entryList(QDir::Files), files);
}

void DatabaseTest::undoesAMigrationThatFails() {
    const StoreFixture fixture;
    int version = 0;
    {
        const auto database = fixture.open();
        version = database->schemaVersion();
    }
    const QTemporaryDir folder;
    QVERIFY(copyMigrations(folder.path(), version, "CREATE TABLE half (a) ;\n\nCREATE TABLE half (a);\n"));
    const auto opened = Database::open(fixture.file(), {.migrations = folder.path()});
    QVERIFY(!opened);
    QCOMPARE(opened.failure().kind, domain::Failure::Kind::StoreUnavailable);
    QVERIFY(QFile::exists(Database::backupFile(fixture.file(), version)));
    const auto database = fixture.open();
    QVERIFY(database);
    QCOMPARE(database->schemaVersion(), version);
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name = 'half'")),
             QStringLiteral("0"));
}

void DatabaseTest::undoesTheStepsBeforeOneThatFails() {
    const StoreFixture fixture;
    const QTemporaryDir old;
    QVERIFY(copyMigrations(old.path(), 1));
    {
        const auto first = Database::open(fixture.file(), {.migrations = old.path()});
        QVERIFY(first && fillAsEver(*first.value()));
    }
    const QTemporaryDir folder;
    QVERIFY(copyMigrations(folder.path(), 2, "CREATE TABLE half (a) ;\n\nCREATE TABLE half (a);\n"));
    QVERIFY(!Database::open(fixture.file(), {.migrations = folder.path()}));
    // For the version that it was of it is as usable as before.
    const auto again = Database::open(fixture.file(), {.migrations = old.path()});
    QVERIFY(again);
    QCOMPARE(again.value()->schemaVersion(), 1);
    QCOMPARE(sqlValue(*again.value(), QStringLiteral("SELECT text FROM messages")),
             QStringLiteral("an old question"));
    QCOMPARE(
        sqlValue(*again.value(), QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name = 'half'")),
        QStringLiteral("0"));
}

void DatabaseTest::keepsTheLastBackupsOnly() {
    const StoreFixture fixture;
    for (int version = 1; version <= 4; ++version) {
        const QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath(QStringLiteral("00%1_step.sql").arg(version)),
                          "CREATE TABLE t" + QByteArray::number(version) + " (a);\n"));
        QVERIFY(Database::open(fixture.file(), {.migrations = folder.path()}));
        // A clock that tells seconds makes files of the same age.
        QFile backup(Database::backupFile(fixture.file(), version - 1));
        if (backup.open(QIODevice::ReadWrite)) {
            QVERIFY(backup.setFileTime(QDateTime(QDate(2026, 1, version), QTime(0, 0)),
                                       QFileDevice::FileModificationTime));
        }
    }
    QCOMPARE(QDir(fixture.folder()).entryList({QStringLiteral("*.backup*")}, QDir::Files, QDir::Name),
             (QStringList{QStringLiteral("rivulet.sqlite.schema2.backup"),
                          QStringLiteral("rivulet.sqlite.schema3.backup")}));
}

void DatabaseTest::knowsWhetherItWasClosed() {
    const StoreFixture fixture;
    const StoreFixture crashed;
    {
        const auto database = fixture.open();
        QVERIFY(!database->wasLeftOpen());
        QVERIFY(fillAsEver(*database));
        // The other instance that is there now wrote the log.
        QVERIFY(!fixture.open()->wasLeftOpen());
        for (const char* suffix : {"", "-wal"}) {
            QVERIFY(
                QFile::copy(fixture.file() + QLatin1String(suffix), crashed.file() + QLatin1String(suffix)));
        }
    }
    QVERIFY(!fixture.open()->wasLeftOpen());
    QVERIFY(crashed.open()->wasLeftOpen());
    QVERIFY(!crashed.open()->wasLeftOpen());
}

void DatabaseTest::findsDamageByReadingAllOfIt() {
    const StoreFixture fixture;
    {
        const auto database = fixture.open();
        Statement fill(*database,
                       QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                      "WHERE i < 2000) INSERT INTO conversations (title, panes, "
                                      "created_at, updated_at) SELECT 'title ' || i, 1, i, i FROM n"));
        QVERIFY(fill.execute());
        QVERIFY(!Database::check(fixture.file())); // also while it is in use
    }
    QByteArray content = contentOf(fixture.file());
    constexpr qsizetype page = 4096;
    content.replace(content.size() / page / 2 * page, page, QByteArray(page, '\x5a'));
    QVERIFY(writeFile(fixture.file(), content));
    const auto found = Database::check(fixture.file());
    QVERIFY(found);
    QCOMPARE(problemOf(*found), StoreProblem::Damaged);
    QVERIFY(!found->detail.isEmpty());
}

void DatabaseTest::refusesWhatIsNoDatabaseAndKeepsIt_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("not a database, but a letter of some length").repeated(100);
    QTest::newRow("short") << QByteArray("x");
    QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16) + QByteArray(84, 'x');
    QTest::newRow("header and rubbish") << QByteArray("SQLite format 3\0", 16) + QByteArray(8192, '\x07');
}

void DatabaseTest::refusesWhatIsNoDatabaseAndKeepsIt() {
    QFETCH(const QByteArray, content);
    const StoreFixture fixture;
    QVERIFY(writeFile(fixture.file(), content));
    const auto opened = Database::open(fixture.file());
    QVERIFY(!opened);
    QCOMPARE(opened.failure().kind, domain::Failure::Kind::StoreUnavailable);
    QCOMPARE(contentOf(fixture.file()), content);
}

void DatabaseTest::refusesWhereNothingCanBeWritten() {
    const StoreFixture fixture;
    const QString blocked = fixture.folder() + QStringLiteral("/blocked");
    QVERIFY(writeFile(blocked, "a file where a folder should be"));
    QVERIFY(!Database::open(blocked + QStringLiteral("/x.sqlite")));

    const QString folder = fixture.folder() + QStringLiteral("/folder");
    QVERIFY(Database::open(folder + QStringLiteral("/x.sqlite")));
    constexpr QFile::Permissions read = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
    constexpr QFile::Permissions enter = QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
    QVERIFY(QFile::setPermissions(fixture.folder(), owner | read | enter));
    QVERIFY(QFile::setPermissions(folder + QStringLiteral("/x.sqlite"), read));
    QVERIFY(QFile::setPermissions(folder, read | enter));
    std::optional<tests::OwnRights> rights(std::in_place);
    QVERIFY(rights->isSet());
    const auto existing = Database::open(folder + QStringLiteral("/x.sqlite"));
    const auto fresh = Database::open(folder + QStringLiteral("/y.sqlite"));
    rights.reset();
    QFile::setPermissions(folder, owner | enter);
    QVERIFY(!existing);
    QCOMPARE(existing.failure().kind, domain::Failure::Kind::StoreUnavailable);
    QVERIFY(!existing.failure().detail.isEmpty());
    QVERIFY(!fresh);
    QVERIFY(!fresh.failure().detail.isEmpty());
}

void DatabaseTest::opensWhileAnotherInstanceWrites() {
    const StoreFixture fixture;
    const auto first = fixture.open();
    QSqlQuery query(first->connection());
    QVERIFY(query.exec(QStringLiteral("BEGIN IMMEDIATE")));
    const auto second = fixture.open();
    QVERIFY(second);
    QVERIFY(query.exec(QStringLiteral("ROLLBACK")));
}

void DatabaseTest::closesItsConnection() {
    const StoreFixture fixture;
    QString name;
    {
        const auto database = fixture.open();
        name = database->connection().connectionName();
        QVERIFY(QSqlDatabase::contains(name));
    }
    QVERIFY(!QSqlDatabase::contains(name));
}

QTEST_GUILESS_MAIN(DatabaseTest)
#include "tst_database.moc"
