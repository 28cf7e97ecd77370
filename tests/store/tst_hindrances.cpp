// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/OwnRights.h"
#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"
#include "store/StoreProblem.h"
#include "store/WaitingChanges.h"
#include "store/WriteHealth.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <optional>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace rivulet;
using namespace rivulet::store;

/// Law: whatever keeps the file from being written, work goes on, nothing that was said is lost, and all of
/// it is written when it can be, in its order and once.
class HindrancesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsAWholeConversationWhileLocked();
    void opensWhatIsLockedAndUsesItLater();
    void waitsForALockOnceAndNotByEachWrite();
    void keepsRenamesAndRemovalsInTheirOrder();
    void refusesWhatCanNeverBeWritten();
    void refusesWhenTooMuchWaits();
    void writesOnAFullDiskWhenThereIsRoom();
    void writesAfterErrorsOfTheDisk();
    void readsWhatCantBeWritten();
    void goesOnWithoutDescriptors();
    void writesWhatWaitsWhenItIsClosed();
    void ordersByWhatWasAskedLastWhateverTheClock();
};

namespace {

/// Another program that keeps the whole database for itself, also from readers.
class Hog {
public:
    explicit Hog(const QString& file)
        : m_name(QStringLiteral("hog")) {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        database.setDatabaseName(file);
        m_holds = database.open() && run("PRAGMA locking_mode = EXCLUSIVE") && run("BEGIN EXCLUSIVE") &&
                  run("UPDATE conversations SET title = title");
    }
    ~Hog() { letGo(); }
    Hog(const Hog&) = delete;
    Hog& operator=(const Hog&) = delete;
    [[nodiscard]] bool holds() const { return m_holds; }
    void letGo() {
        if (QSqlDatabase::contains(m_name)) {
            QSqlDatabase::database(m_name).close();
            QSqlDatabase::removeDatabase(m_name);
        }
    }

private:
    bool run(const char* sql) {
        QSqlQuery query(QSqlDatabase::database(m_name));
        return query.exec(QString::fromLatin1(sql));
    }

    QString m_name;
    bool m_holds = false;
};

/// A limit of this process, for as long as the object lives.
class Limit {
public:
    Limit(__rlimit_resource resource, rlim_t most)
        : m_resource(resource) {
        getrlimit(resource, &m_before);
        const rlimit lowered{most, m_before.rlim_max};
        m_set = setrlimit(resource, &lowered) == 0;
    }
    ~Limit() { setrlimit(m_resource, &m_before); }
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;
    [[nodiscard]] bool isSet() const { return m_set; }

private:
    __rlimit_resource m_resource;
    rlimit m_before{};
    bool m_set = false;
};

/// A disk of one megabyte. Needs a right that not everybody has.
class SmallDisk {
public:
    SmallDisk()
        : m_mounted(::mount("tmpfs", QFile::encodeName(m_folder.path()).constData(), "tmpfs", 0, "size=1m") ==
                    0) {}
    ~SmallDisk() {
        if (m_mounted) {
            ::umount(QFile::encodeName(m_folder.path()).constData());
        }
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
    bool m_mounted;
};

/// Fills the disk to its last byte.
bool fillUp(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        return false;
    }
    for (const qsizetype size : {qsizetype(4096), qsizetype(1)}) {
        while (file.write(QByteArray(size, 'x')) == size) {
        }
    }
    return true;
}

QStringList titles(const ConversationStore& store) {
    QStringList found;
    const auto list = store.list(100, 0);
    for (const auto& conversation : list ? list.value() : std::vector<domain::ConversationSummary>{}) {
        found.append(conversation.title);
    }
    return found;
}

} // namespace

void HindrancesTest::keepsAWholeConversationWhileLocked() {
    const StoreFixture fixture;
    const ManualClock clock;
    const auto database = fixture.open();
    Recorder recorder(database,
                      clock); // told first that it may write: its conversation comes first all the same
    ConversationStore store(database, clock);
    const auto before = store.create(QStringLiteral("before"), 1);
    QVERIFY(before);
    QSignalSpy changed(&store, &ConversationStore::conversationChanged);
    const auto other = fixture.open();
    QSqlQuery intruder(other->connection());
    QVERIFY(intruder.exec(QStringLiteral("BEGIN IMMEDIATE")));

    const auto id = store.create(QStringLiteral("while locked"), 2);
    QVERIFY(id);
    QVERIFY(id.value() > before.value());
    QVERIFY(static_cast<qint64>(static_cast<double>(id.value())) == id.value()); // as a number in QML
    QCOMPARE(problemOf(*database->health().failure()), StoreProblem::Locked);
    const domain::Attachment file{domain::Attachment::Kind::Text, QStringLiteral("a"), "text/plain", "bytes"};
    QCOMPARE(store.addPrompt(id.value(), 0, QStringLiteral("question"), {file}).value(), 0);
    QVERIFY(store.setParameters(id.value(), 0, QStringLiteral("{}")));
    QCOMPARE(recorder.begin(answerTo(id.value())), 0);
    recorder.delta(QStringLiteral("answer"), 0);
    recorder.ended(completed(), QStringLiteral("answer"));
    QVERIFY(recorder.isBehind());
    // It shows already.
    QCOMPARE(titles(store), (QStringList{QStringLiteral("while locked"), QStringLiteral("before")}));
    QCOMPARE(store.summary(id.value()).value().panes, 2);
    QCOMPARE(store.messages(id.value()).value().front().text, QStringLiteral("question"));
    QCOMPARE(titles(ConversationStore(other)), QStringList{QStringLiteral("before")});

    changed.clear();
    QVERIFY(intruder.exec(QStringLiteral("ROLLBACK")));
    QTRY_VERIFY(!recorder.isBehind());
    QVERIFY(!database->health().isFailing());
    QVERIFY(changed.contains(QVariantList{id.value()}));
    const ConversationStore fresh(fixture.open());
    QCOMPARE(titles(fresh), (QStringList{QStringLiteral("while locked"), QStringLiteral("before")}));
    QCOMPARE(titles(store), titles(fresh));
    const auto messages = fresh.messages(id.value()).value();
    QCOMPARE(messages.size(), std::size_t(2));
    QVERIFY(messages.front().attachments.front() == file);
    QVERIFY(messages.back() == recorder.message());
    QCOMPARE(fresh.parameters(id.value(), 0).value(), QStringLiteral("{}"));
}

void HindrancesTest::opensWhatIsLockedAndUsesItLater() {
    const StoreFixture fixture;
    {
        ConversationStore store(fixture.open());
        QVERIFY(store.create(QStringLiteral("before"), 1));
    }
    Hog hog(fixture.file());
    QVERIFY(hog.holds());
    const auto database = fixture.open();
    QVERIFY(database);
    QVERIFY(database->health().isFailing());
    ConversationStore store(database);
    QVERIFY(!store.list(10, 0));
    const auto id = store.create(QStringLiteral("while locked"), 1);
    QVERIFY(id);
    hog.letGo();
    QTRY_VERIFY(!database->health().isFailing());
    QCOMPARE(titles(store), (QStringList{QStringLiteral("while locked"), QStringLiteral("before")}));
    QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA foreign_keys")), QStringLiteral("1"));
    QVERIFY(store.addPrompt(id.value(), 0, QStringLiteral("question")).value() > 0);
}

void HindrancesTest::waitsForALockOnceAndNotByEachWrite() {
    const StoreFixture fixture;
    const ManualClock clock;
    constexpr int patience = 500;
    const auto opened = Database::open(fixture.file(), {.patience = std::chrono::milliseconds(patience)});
    ConversationStore store(opened.value(), clock);
    Recorder first(opened.value(), clock);
    Recorder second(opened.value(), clock);
    const auto other = fixture.open();
    QSqlQuery intruder(other->connection());
    QVERIFY(intruder.exec(QStringLiteral("BEGIN IMMEDIATE")));
    // Twelve writes that would each wait; the bound tells one wait from many, not how long one takes.
    QElapsedTimer time;
    time.start();
    const auto id = store.create(QStringLiteral("t"), 2).value();
    for (int i = 0; i < 5; ++i) {
        QVERIFY(store.addPrompt(id, i, QStringLiteral("q")));
        first.begin(answerTo(id, i));
        second.begin(answerTo(id, i));
    }
    QVERIFY2(time.elapsed() < patience * 8, qPrintable(QString::number(time.elapsed())));
    QVERIFY(first.isBehind() && second.isBehind());
}

void HindrancesTest::keepsRenamesAndRemovalsInTheirOrder() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    const auto kept = store.create(QStringLiteral("old name"), 1).value();
    const auto gone = store.create(QStringLiteral("to be removed"), 1).value();
    const auto other = fixture.open();
    QSqlQuery intruder(other->connection());
    QVERIFY(intruder.exec(QStringLiteral("BEGIN IMMEDIATE")));
    QVERIFY(store.rename(kept, QStringLiteral("first name")));
    QVERIFY(store.rename(kept, QStringLiteral("second name")));
    QVERIFY(store.addPrompt(gone, 0, QStringLiteral("nobody will read this")));
    QVERIFY(store.remove(gone));
    QVERIFY(store.addPrompt(gone, 1, QStringLiteral("nor this")));
    QVERIFY(intruder.exec(QStringLiteral("ROLLBACK")));
    QTRY_VERIFY(!database->health().isFailing());
    QVERIFY(database->waiting().isEmpty());
    QCOMPARE(titles(store), QStringList{QStringLiteral("second name")});
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM messages")), QStringLiteral("0"));
}

void HindrancesTest::refusesWhatCanNeverBeWritten() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    QVERIFY(!store.addPrompt(77, 0, QStringLiteral("no such conversation")));
    QVERIFY(!database->health().isFailing());
    QVERIFY(database->waiting().isEmpty());
}

void HindrancesTest::refusesWhenTooMuchWaits() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    const auto id = store.create(QStringLiteral("t"), 1).value();
    const auto other = fixture.open();
    QSqlQuery intruder(other->connection());
    QVERIFY(intruder.exec(QStringLiteral("BEGIN IMMEDIATE")));
    // The bytes are one in memory, but each prompt counts its own.
    const domain::Attachment large{domain::Attachment::Kind::Text, QStringLiteral("a"), "text/plain",
                                   QByteArray(WaitingChanges::mostBytes / 2 - 4096, 'x')};
    QVERIFY(store.addPrompt(id, 0, QStringLiteral("one"), {large}));
    QVERIFY(store.addPrompt(id, 1, QStringLiteral("two"), {large}));
    const auto third = store.addPrompt(id, 2, QStringLiteral("three"), {large});
    QVERIFY(!third);
    QCOMPARE(problemOf(third.failure()), StoreProblem::Locked);
    QVERIFY(store.addPrompt(id, 2, QStringLiteral("a small one")));
}

void HindrancesTest::writesOnAFullDiskWhenThereIsRoom() {
    const SmallDisk disk;
    if (!disk.isMounted()) {
        QSKIP("needs the right to mount a small disk");
    }
    const ManualClock clock;
    const QString file = disk.file(QStringLiteral("rivulet.db"));
    const QString ballast = disk.file(QStringLiteral("ballast"));
    const auto database = Database::open(file).value();
    ConversationStore store(database, clock);
    Recorder recorder(database, clock);
    const auto id = store.create(QStringLiteral("t"), 1).value();
    recorder.begin(answerTo(id));
    QVERIFY(fillUp(ballast));
    QString text;
    for (int i = 0; !recorder.isBehind() && i < 2000; ++i) {
        const QString piece = QStringLiteral("piece %1 ").arg(i) + QString(300, u'y');
        recorder.delta(piece, text.size());
        text += piece;
        recorder.commit();
    }
    QVERIFY(recorder.isBehind());
    QCOMPARE(problemOf(*database->health().failure()), StoreProblem::Full);
    // Other work waits too, and a try that fails changes nothing.
    const auto next = store.create(QStringLiteral("next"), 1);
    QVERIFY(next);
    QVERIFY(store.addPrompt(next.value(), 0, QStringLiteral("still here")));
    database->health().retry();
    QVERIFY(database->health().isFailing());
    recorder.ended(completed(), text);

    QVERIFY(QFile::remove(ballast));
    QTRY_VERIFY(!database->health().isFailing());
    QVERIFY(!recorder.isBehind());
    QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
    QVERIFY(store.messages(id).value().front().text == text);
    QCOMPARE(store.messages(next.value()).value().front().text, QStringLiteral("still here"));

    // A full disk is no reason to refuse what can be read.
    QVERIFY(fillUp(ballast));
    const auto again = Database::open(file);
    QVERIFY(again);
    QCOMPARE(titles(ConversationStore(again.value())).size(), 2);
}

void HindrancesTest::writesAfterErrorsOfTheDisk() {
    const StoreFixture fixture;
    const ManualClock clock;
    const auto database = fixture.open();
    ConversationStore store(database, clock);
    Recorder recorder(database, clock);
    const auto id = store.create(QStringLiteral("t"), 1).value();
    recorder.begin(answerTo(id));
    const QString text(200'000, u'z');
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    {
        // No file may grow: to SQLite that is a disk that fails.
        const Limit size(RLIMIT_FSIZE, 16'384);
        QVERIFY(size.isSet());
        recorder.delta(text, 0);
        recorder.commit();
        QVERIFY(recorder.isBehind());
        QCOMPARE(problemOf(*database->health().failure()), StoreProblem::Unreadable);
        recorder.ended(completed(), text);
        database->health().retry();
        QVERIFY(database->health().isFailing());
    }
    ::signal(SIGXFSZ, handler);
    QTRY_VERIFY(!recorder.isBehind());
    QVERIFY(store.messages(id).value().front().text == text);
    QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
}

void HindrancesTest::readsWhatCantBeWritten() {
    const StoreFixture fixture;
    const ManualClock clock;
    {
        ConversationStore store(fixture.open());
        QVERIFY(store.create(QStringLiteral("to be read"), 1));
    }
    QFile::remove(FileClaim::lockFile(fixture.file()));
    const QStringList files = QDir(fixture.folder()).entryList(QDir::Files);
    constexpr QFile::Permissions read = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
    constexpr QFile::Permissions enter = QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
    QVERIFY(QFile::setPermissions(fixture.file(), read));
    QVERIFY(QFile::setPermissions(fixture.folder(), read | enter));
    std::optional<tests::OwnRights> rights(std::in_place);
    QVERIFY(rights->isSet());
    const auto writing = Database::open(fixture.file());
    DatabaseOptions options;
    options.access = DatabaseOptions::Access::ReadOnly;
    const auto reading = Database::open(fixture.file(), options);
    const QStringList found = reading ? titles(ConversationStore(reading.value())) : QStringList();
    const bool created = reading && ConversationStore(reading.value()).create(QStringLiteral("x"), 1);
    if (reading) {
        // An answer has no place to go, and nobody waits for one.
        Recorder recorder(reading.value(), clock);
        recorder.begin(answerTo(0));
        recorder.ended(completed(), QStringLiteral("only shown"));
        QVERIFY(!recorder.isBehind());
    }
    rights.reset();
    const QStringList filesAfter = QDir(fixture.folder()).entryList(QDir::Files);
    QFile::setPermissions(fixture.folder(), read | enter | QFile::WriteOwner);
    QVERIFY(!writing);
    QCOMPARE(problemOf(writing.failure()), StoreProblem::ReadOnly);
    QVERIFY(reading);
    QVERIFY(reading.value()->isReadOnly());
    QCOMPARE(found, QStringList{QStringLiteral("to be read")});
    QVERIFY(!created);
    QVERIFY(!reading.value()->health().isFailing());
    QCOMPARE(filesAfter, files);
}

void HindrancesTest::goesOnWithoutDescriptors() {
    const StoreFixture fixture;
    const ManualClock clock;
    const auto database = fixture.open();
    ConversationStore store(database, clock);
    Recorder recorder(database, clock);
    const auto id = store.create(QStringLiteral("t"), 1).value();
    const auto used = static_cast<rlim_t>(
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries).size());
    {
        const Limit descriptors(RLIMIT_NOFILE, used);
        QVERIFY(descriptors.isSet());
        QVERIFY(!Database::open(fixture.folder() + QStringLiteral("/another.db")));
        QVERIFY(!Database::open(fixture.file()));
        recorder.begin(answerTo(id));
        QString text;
        for (int i = 0; i < 300; ++i) {
            const QString piece = QString(3000, QChar(u'a' + i % 20));
            recorder.delta(piece, text.size());
            text += piece;
            recorder.commit();
        }
        recorder.ended(completed(), text);
        QVERIFY(!recorder.isBehind());
        QCOMPARE(store.search(QStringLiteral("t"), 5).value().size(), std::size_t(1));
    }
    QCOMPARE(store.messages(id).value().front().text.size(), 900'000);
}

void HindrancesTest::writesWhatWaitsWhenItIsClosed() {
    const StoreFixture fixture;
    const auto other = fixture.open();
    QSqlQuery intruder(other->connection());
    {
        ConversationStore store(fixture.open());
        QVERIFY(intruder.exec(QStringLiteral("BEGIN IMMEDIATE")));
        QVERIFY(store.create(QStringLiteral("at the last moment"), 1));
        QVERIFY(intruder.exec(QStringLiteral("ROLLBACK")));
    }
    QCOMPARE(titles(ConversationStore(other)), QStringList{QStringLiteral("at the last moment")});
}

void HindrancesTest::ordersByWhatWasAskedLastWhateverTheClock() {
    const StoreFixture fixture;
    ManualClock clock;
    ConversationStore store(fixture.open(), clock);
    const auto a = store.create(QStringLiteral("a"), 1).value();
    clock.advance(std::chrono::hours(24 * 365)); // a battery that was empty, a wrong year
    const auto b = store.create(QStringLiteral("b"), 1).value();
    clock.advance(-std::chrono::hours(24 * 365));
    QVERIFY(store.create(QStringLiteral("c"), 1));
    QCOMPARE(titles(store).join(u' '), QStringLiteral("c b a"));
    QVERIFY(store.addPrompt(a, 0, QStringLiteral("q")));
    QCOMPARE(titles(store).join(u' '), QStringLiteral("a c b"));
    clock.advance(-std::chrono::hours(1));
    QVERIFY(store.addPrompt(b, 0, QStringLiteral("q")));
    QCOMPARE(titles(store).join(u' '), QStringLiteral("b a c"));
    // The times themselves are told as they were.
    QCOMPARE(store.summary(b).value().updatedAt.toMSecsSinceEpoch(), clock.wallTime().count());
}

QTEST_GUILESS_MAIN(HindrancesTest)
#include "tst_hindrances.moc"
