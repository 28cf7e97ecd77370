// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/OwnRights.h"
#include "HistoryFile.h"
#include "SessionFixture.h"
#include "store/Statement.h"
#include "store/StoreProblem.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>
#include <QSqlQuery>
#include <QTest>
#include <QWindow>

#include <optional>

using namespace rivulet;
using app::HistoryFile;

/// The history in whatever state it is found, and what a person is told of it.
class HistoryFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void saysNothingOfAHistoryThatIsWhole();
    void repairsOneThatIsDamaged();
    void findsDamageInOneThatWasNotClosed();
    void namesAnEarlierCopyWhereNothingCanBeRead();
    void waitsForADamagedOneThatIsInUse();
    void goesOnInARepairedOne();
    void saysPlainlyThatNothingIsKept();
    void marksTheConversationsThatBrokeOff();
    void showsWhatAnotherWindowAdds();
    void leavesOneOfANewerVersion();
    void readsOneThatCantBeWritten();
    void tellsWhileItIsLockedAndWritesLater();
    void showsWhatWaitsWhenItIsOpenedAgain();
    void goesOnWithWhatWaits();
    void showsRenamesAndRemovalsWhileItIsLocked();
    void opensOneThatIsLockedAtTheStart();
    void tellsOfAnAnswerThatIsWrittenElsewhere();
    void checksALargeOneBehindTheWindow();
    void keepsEverythingForItsOwnerOnly();

private:
    domain::SystemClock m_clock;
};

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

bool writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// A history with so many conversations.
void make(const QString& file, int conversations) {
    store::ConversationStore store(store::Database::open(file).value());
    for (int i = 0; i < conversations; ++i) {
        const auto id = store.create(QStringLiteral("title %1").arg(i), 1);
        QVERIFY(id && store.addPrompt(id.value(), 0, QStringLiteral("words ").repeated(500)));
    }
}

std::size_t countIn(const std::shared_ptr<store::Database>& database) {
    return store::ConversationStore(database).list(1000, 0).value().size();
}

bool change(const QString& file, const QString& sql) {
    const auto database = store::Database::open(file);
    return database && store::Statement(*database.value(), sql).execute();
}

} // namespace

void HistoryFileTest::initTestCase() {
    for (const char* variable : {"RIVULET_API_KEY", "ANTHROPIC_API_KEY"}) {
        qunsetenv(variable);
    }
    // No desktop's keychain is asked.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
}

void HistoryFileTest::saysNothingOfAHistoryThatIsWhole() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("rivulet.db"));
    for (const auto expected : {std::size_t(0), std::size_t(3)}) {
        const auto opened = HistoryFile::open(file, m_clock);
        QCOMPARE(opened.problem, QString());
        QCOMPARE(countIn(opened.database), expected);
        QVERIFY(!opened.needsCheck);
        make(file, 3);
    }
}

void HistoryFileTest::repairsOneThatIsDamaged() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("rivulet.db"));
    make(file, 5);
    const QByteArray damaged = contentOf(file).replace(0, 100, QByteArray(100, 'x'));
    QVERIFY(writeFile(file, damaged));
    const auto opened = HistoryFile::open(file, m_clock);
    QVERIFY(opened.database);
    QCOMPARE(opened.database->file(), file);
    QCOMPARE(countIn(opened.database), std::size_t(5));
    const QStringList aside = QDir(folder.path()).entryList({QStringLiteral("*.damaged-*")});
    QCOMPARE(aside.size(), 1);
    QCOMPARE(contentOf(folder.filePath(aside.front())), damaged);
    QVERIFY2(opened.problem.contains(aside.front()), qPrintable(opened.problem));
    QVERIFY2(opened.problem.contains(u'5'), qPrintable(opened.problem));
    // Told once: the next start finds one that is whole.
    QCOMPARE(HistoryFile::open(file, m_clock).problem, QString());
}

void HistoryFileTest::findsDamageInOneThatWasNotClosed() {
    const QTemporaryDir folder;
    const QString live = folder.filePath(QStringLiteral("live.db"));
    const QString file = folder.filePath(QStringLiteral("rivulet.db"));
    make(live, 60);
    {
        const auto database = store::Database::open(live).value();
        QVERIFY(store::ConversationStore(database).create(QStringLiteral("last"), 1));
        QVERIFY(QFile::copy(live, file) &&
                QFile::copy(live + QStringLiteral("-wal"), file + QStringLiteral("-wal")));
    }
    // A page of texts, which nothing reads at the start.
    QByteArray content = contentOf(file);
    constexpr qsizetype page = 4096;
    const qsizetype texts = content.lastIndexOf("words words") / page * page;
    QVERIFY(texts > 0);
    content.replace(texts, page, QByteArray(page, '\x5a'));
    QVERIFY(writeFile(file, content));
    const auto opened = HistoryFile::open(file, m_clock);
    QVERIFY2(opened.problem.contains(QStringLiteral(".damaged-")), qPrintable(opened.problem));
    QCOMPARE(countIn(opened.database), std::size_t(61));
}

void HistoryFileTest::namesAnEarlierCopyWhereNothingCanBeRead() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("rivulet.db"));
    QVERIFY(writeFile(file, QByteArray("no database at all ").repeated(999)));
    QVERIFY(writeFile(store::Database::backupFile(file, 2), "a copy"));
    const auto opened = HistoryFile::open(file, m_clock);
    QVERIFY(opened.database);
    QCOMPARE(countIn(opened.database), std::size_t(0));
    QVERIFY2(opened.problem.contains(QStringLiteral(".damaged-")), qPrintable(opened.problem));
    QVERIFY2(opened.problem.contains(QStringLiteral("rivulet.db.schema2.backup")),
             qPrintable(opened.problem));
}

void HistoryFileTest::waitsForADamagedOneThatIsInUse() {
    SessionFixture f(1);
    f.close();
    const QString file = f.folder.filePath(QStringLiteral("rivulet.db"));
    make(file, 5);
    auto other = store::Database::open(file).value();
    store::DatabaseFile(file).markDamaged();
    f.open(1);
    QVERIFY2(f.application->problem().contains(QStringLiteral("close every other")),
             qPrintable(f.application->problem()));
    QVERIFY(f.application->problemLasts());
    QVERIFY(f.application->isUnwritten());
    QCOMPARE(f.application->conversations()->rowCount(), 5);
    f.servers[0].answerAll(QStringLiteral("So."));
    QVERIFY(f.session().send(QStringLiteral("Why?")));
    QTRY_VERIFY(!f.session().isRunning());
    QCOMPARE(f.application->conversations()->rowCount(), 6);
    QCOMPARE(QDir(f.folder.path()).entryList({QStringLiteral("*.damaged-*")}), QStringList());
    other.reset();
    QTRY_VERIFY_WITH_TIMEOUT(!f.application->isUnwritten(), 20'000);
    QVERIFY2(f.application->problem().contains(QStringLiteral(".damaged-")),
             qPrintable(f.application->problem()));
    QCOMPARE(f.storedText(0), QStringLiteral("So."));
    f.close();
    QCOMPARE(countIn(HistoryFile::open(file, m_clock).database), std::size_t(6));
}

void HistoryFileTest::goesOnInARepairedOne() {
    SessionFixture f(1);
    f.close();
    const QString file = f.folder.filePath(QStringLiteral("rivulet.db"));
    make(file, 5);
    constexpr qsizetype page = 4096;
    qsizetype root = 0;
    {
        const auto database = store::Database::open(file).value();
        store::Statement select(*database,
                                QStringLiteral("SELECT rootpage FROM sqlite_schema WHERE name = 'messages'"));
        QVERIFY(select.select() && select.next());
        root = (select.value(0).toLongLong() - 1) * page;
    }
    QVERIFY(writeFile(file, contentOf(file).replace(root, page, QByteArray(page, '\x5a'))));
    f.open(1);
    QCOMPARE(f.application->problem(), QString());
    f.servers[0].answerAll(QStringLiteral("So."));
    QVERIFY(f.session().send(QStringLiteral("Why?")));
    const QString asked = f.session().title();
    QTRY_VERIFY(!f.session().isRunning());
    QTRY_VERIFY2(f.application->problem().contains(QStringLiteral(".damaged-")),
                 qPrintable(f.application->problem()));
    QVERIFY(!f.application->problemLasts());
    f.application->dismissProblem();
    QCOMPARE(f.application->problem(), QString());
    QVERIFY(f.session().send(QStringLiteral("And then?")));
    QTRY_VERIFY(!f.session().isRunning());
    QCOMPARE(f.stored().size(), std::size_t(4));
    QCOMPARE(f.stored().front().text, asked);
    // The next start finds all of it, and nothing to repair.
    f.close();
    f.open(1);
    QCOMPARE(f.application->problem(), QString());
    QCOMPARE(f.application->conversations()->rowCount(), 6);
    QCOMPARE(f.stored().size(), std::size_t(4));
}

void HistoryFileTest::saysPlainlyThatNothingIsKept() {
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("rivulet.db"));
    make(file, 1);
    QVERIFY(change(file, QStringLiteral("PRAGMA user_version = 999")));
    app::Application::Options options;
    options.dataDirectory = folder.path();
    app::Application application(options);
    const QString problem = application.problem();
    QVERIFY2(problem.contains(QStringLiteral("not be kept")), qPrintable(problem));
    QVERIFY(application.problemLasts());
    application.dismissProblem();
    QCOMPARE(application.problem(), problem);
}

void HistoryFileTest::marksTheConversationsThatBrokeOff() {
    SessionFixture f(1);
    auto& list = *f.application->conversations();
    const auto mark = [&](int row) {
        const auto& model = *f.application->conversations();
        return model.data(model.index(row), app::ConversationListModel::MarkRole).toString();
    };
    QSignalSpy changed(&list, &QAbstractItemModel::dataChanged);
    QVERIFY(f.session().send(QStringLiteral("first")));
    QTRY_VERIFY(f.isAsked(1));
    f.servers[0].say(QStringLiteral("Half"));
    QTRY_COMPARE(f.shown(0), QStringLiteral("Half"));
    QCOMPARE(mark(0), QString());
    const auto first = f.session().conversation();
    f.session().close(); // which ends it
    f.application->newConversation();
    QVERIFY(!mark(0).isEmpty());
    QVERIFY(changed.count() > 0);
    f.servers[0].answerAll(QStringLiteral("Whole."));
    QVERIFY(f.session().send(QStringLiteral("second")));
    QTRY_VERIFY(!f.session().isRunning());
    QCOMPARE(mark(0), QString());
    QVERIFY(!mark(1).isEmpty());
    // Also after a restart; and it goes when the answer has come.
    f.close();
    f.open(1);
    QVERIFY(!mark(1).isEmpty());
    f.application->openConversation(first);
    f.pane(0).retry();
    QTRY_COMPARE(f.pane(0).phase(), SessionFixture::Phase::Completed);
    QCOMPARE(mark(1), QString());
}

void HistoryFileTest::showsWhatAnotherWindowAdds() {
    SessionFixture f(1);
    QWindow window;
    f.application->follow(window);
    const auto database = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db"))).value();
    store::ConversationStore other(database);
    QVERIFY(other.create(QStringLiteral("of another window"), 1));
    QCOMPARE(f.application->conversations()->rowCount(), 0); // nobody looks
    window.show();
    QTRY_COMPARE(f.application->conversations()->rowCount(), 1);
}

void HistoryFileTest::leavesOneOfANewerVersion() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("rivulet.db"));
    make(file, 1);
    QVERIFY(change(file, QStringLiteral("PRAGMA user_version = 999")));
    const QByteArray before = contentOf(file);
    const auto opened = HistoryFile::open(file, m_clock);
    QCOMPARE(opened.database->file(), QStringLiteral(":memory:"));
    QVERIFY2(opened.problem.contains(QStringLiteral("--data-dir")), qPrintable(opened.problem));
    QCOMPARE(contentOf(file), before);
}

void HistoryFileTest::readsOneThatCantBeWritten() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("rivulet.db"));
    make(file, 2);
    constexpr QFile::Permissions read = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
    constexpr QFile::Permissions enter = QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
    QVERIFY(QFile::setPermissions(file, read));
    QVERIFY(QFile::setPermissions(folder.path(), read | enter));
    std::optional<tests::OwnRights> rights(std::in_place);
    QVERIFY(rights->isSet());
    const auto opened = HistoryFile::open(file, m_clock);
    const std::size_t found = countIn(opened.database);
    rights.reset();
    QFile::setPermissions(folder.path(), read | enter | QFile::WriteOwner);
    QVERIFY(opened.database->isReadOnly());
    QCOMPARE(found, std::size_t(2));
    QVERIFY2(opened.problem.contains(QStringLiteral("not be kept")), qPrintable(opened.problem));
}

void HistoryFileTest::tellsWhileItIsLockedAndWritesLater() {
    SessionFixture f(2);
    auto& application = *f.application;
    const QAbstractItemModelTester tester(application.conversations());
    QSignalSpy told(&application, &app::Application::problemChanged);
    const auto other = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db"))).value();
    QSqlQuery lock(other->connection());
    QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));
    QVERIFY(f.session().send(QStringLiteral("Why?")));
    QTRY_VERIFY(f.isAsked());
    QVERIFY2(application.problem().contains(QStringLiteral("locked")), qPrintable(application.problem()));
    QVERIFY(application.problemLasts());
    QCOMPARE(f.session().problem(), QString()); // one thing is said once
    f.servers[0].say(QStringLiteral("Painted"));
    f.servers[1].say(QStringLiteral("Too"));
    QTRY_COMPARE(f.shown(0), QStringLiteral("Painted"));
    QTRY_COMPARE(f.shown(1), QStringLiteral("Too"));
    QCOMPARE(application.conversations()->rowCount(), 1);
    f.servers[0].say(QStringLiteral(" and kept."));
    f.servers[0].finish();
    f.servers[1].finish();
    QTRY_VERIFY(!f.session().isRunning());
    QVERIFY(f.stored().empty());

    QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
    QTRY_COMPARE(application.problem(), QString());
    QTRY_COMPARE(f.stored().size(), std::size_t(3));
    QCOMPARE(f.storedText(0), QStringLiteral("Painted and kept."));
    QCOMPARE(f.storedText(1), QStringLiteral("Too"));
    QCOMPARE(f.stored().front().text, QStringLiteral("Why?"));
    QCOMPARE(application.conversations()->rowCount(), 1);
    QVERIFY(told.count() >= 2);
}

void HistoryFileTest::showsWhatWaitsWhenItIsOpenedAgain() {
    SessionFixture f(2);
    f.servers[0].answerAll(QStringLiteral("Left."));
    f.servers[1].answerAll(QStringLiteral("Right."));
    QVERIFY(f.session().send(QStringLiteral("before")));
    QTRY_VERIFY(!f.session().isRunning());
    const auto conversation = f.session().conversation();
    const auto other = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db"))).value();
    QSqlQuery lock(other->connection());
    QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));
    QVERIFY(f.session().send(QStringLiteral("while locked")));
    QTRY_VERIFY(!f.session().isRunning());
    const QStringList left = f.rows(0);
    const QStringList right = f.rows(1);
    f.application->newConversation();
    QVERIFY(f.session().send(QStringLiteral("another")));
    QTRY_VERIFY(!f.session().isRunning());
    const auto another = f.session().conversation();
    f.application->openConversation(conversation);
    QCOMPARE(f.rows(0), left);
    QCOMPARE(f.rows(1), right);
    // What is asked next knows of it, and follows it.
    QVERIFY(f.session().send(QStringLiteral("after")));
    QTRY_VERIFY(!f.session().isRunning());
    QVERIFY(f.servers[0].lastBody().contains("while locked"));
    f.application->openConversation(another);
    QCOMPARE(f.shown(1), QStringLiteral("Right."));
    QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
    QTRY_COMPARE(f.application->problem(), QString());
    QCOMPARE(f.stored().size(), std::size_t(9));
    f.application->openConversation(conversation);
    QCOMPARE(f.rows(0).first(left.size()), left);
}

void HistoryFileTest::goesOnWithWhatWaits() {
    SessionFixture f(1);
    const auto other = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db"))).value();
    QSqlQuery lock(other->connection());
    QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));
    QVERIFY(f.session().send(QStringLiteral("Why?")));
    const auto conversation = f.session().conversation();
    QTRY_VERIFY(f.isAsked(1));
    f.servers[0].say(QStringLiteral("Once "));
    QTRY_COMPARE(f.shown(0), QStringLiteral("Once"));
    // Broken off while it was coming, left, and taken up again: twice.
    for (const int part : {1, 2}) {
        // So long that nobody takes it for what is there already.
        QString piece;
        for (int i = 0; i < 100; ++i) {
            piece += QStringLiteral("word%1of%2 ").arg(i).arg(part);
        }
        const QString before = f.pane(0).answerText();
        f.session().close();
        f.application->newConversation();
        f.application->openConversation(conversation);
        QCOMPARE(f.pane(0).phase(), SessionFixture::Phase::Interrupted);
        QCOMPARE(f.pane(0).answerText(), before);
        const int asked = f.servers[0].requests();
        f.pane(0).reconnect();
        QTRY_COMPARE(f.servers[0].requests(), asked + 1);
        QTRY_VERIFY(f.isAsked(1));
        f.servers[0].say(piece);
        QTRY_VERIFY2(f.pane(0).answerText().endsWith(piece), qPrintable(f.pane(0).answerText()));
        QVERIFY(f.pane(0).answerText().startsWith(before));
    }
    f.servers[0].finish();
    QTRY_COMPARE(f.pane(0).phase(), SessionFixture::Phase::Completed);
    const QString whole = f.pane(0).answerText();
    QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
    QTRY_COMPARE(f.application->problem(), QString());
    QCOMPARE(f.answers(0).size(), std::size_t(1));
    QCOMPARE(f.storedText(0), whole);
    QVERIFY(whole.startsWith(QStringLiteral("Once ")) && whole.contains(QStringLiteral("word99of1")));
}

void HistoryFileTest::showsRenamesAndRemovalsWhileItIsLocked() {
    SessionFixture f(1);
    f.close();
    make(f.folder.filePath(QStringLiteral("rivulet.db")), 3);
    f.open(1);
    auto& list = *f.application->conversations();
    const QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto at = [&](int row, int role) { return list.data(list.index(row), role); };
    const auto idOf = [&](int row) { return at(row, app::ConversationListModel::IdRole).toLongLong(); };
    const auto titles = [&] {
        QStringList found;
        for (int row = 0; row < list.rowCount(); ++row) {
            found.append(at(row, app::ConversationListModel::TitleRole).toString());
        }
        return found.join(u',');
    };
    const auto other = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db"))).value();
    QSqlQuery lock(other->connection());
    QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));
    f.application->renameConversation(idOf(1), QStringLiteral("new name"));
    QCOMPARE(titles(), QStringLiteral("title 2,new name,title 0"));
    f.application->deleteConversation(idOf(0));
    QCOMPARE(titles(), QStringLiteral("new name,title 0"));
    const qint64 open = idOf(1);
    f.application->openConversation(open);
    f.application->renameConversation(open, QStringLiteral("the open one"));
    QCOMPARE(titles(), QStringLiteral("new name,the open one"));
    QCOMPARE(f.session().title(), QStringLiteral("the open one"));
    QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
    QTRY_COMPARE(f.application->problem(), QString());
    QCOMPARE(titles(), QStringLiteral("new name,the open one"));

    // One that can never be written is taken back where it is seen.
    QVERIFY(lock.exec(QStringLiteral("CREATE TRIGGER keep_title BEFORE UPDATE OF title ON conversations "
                                     "BEGIN SELECT raise(ABORT, 'this title stays'); END")));
    QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));
    f.application->renameConversation(open, QStringLiteral("never"));
    QCOMPARE(titles(), QStringLiteral("new name,never"));
    QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
    QTRY_COMPARE(titles(), QStringLiteral("new name,the open one"));
    QCOMPARE(f.session().title(), QStringLiteral("the open one"));
}

void HistoryFileTest::opensOneThatIsLockedAtTheStart() {
    SessionFixture f(1);
    const QString file = f.folder.filePath(QStringLiteral("rivulet.db"));
    f.close();
    make(file, 3);
    QSqlDatabase hog = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("hog"));
    hog.setDatabaseName(file);
    QVERIFY(hog.open());
    for (const char* sql :
         {"PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "UPDATE conversations SET title = title"}) {
        QVERIFY(QSqlQuery(hog).exec(QString::fromLatin1(sql)));
    }
    f.open(1);
    QVERIFY(f.application->problem().contains(QStringLiteral("locked")));
    QCOMPARE(f.application->conversations()->rowCount(), 0);
    hog.close();
    hog = {};
    QSqlDatabase::removeDatabase(QStringLiteral("hog"));
    QTRY_COMPARE(f.application->problem(), QString());
    QCOMPARE(f.application->conversations()->rowCount(), 3);
}

void HistoryFileTest::tellsOfAnAnswerThatIsWrittenElsewhere() {
    SessionFixture f(1);
    const QString file = f.folder.filePath(QStringLiteral("rivulet.db"));
    {
        const auto database = store::Database::open(file).value();
        store::ConversationStore store(database);
        const auto id = store.create(QStringLiteral("busy"), 1).value();
        QVERIFY(store.addPrompt(id, 0, QStringLiteral("question")));
        // Process 1 always runs; what it would have written here is made up from its own entry.
        QFile boot(QStringLiteral("/proc/sys/kernel/random/boot_id"));
        QFile stat(QStringLiteral("/proc/1/stat"));
        if (!boot.open(QIODevice::ReadOnly) || !stat.open(QIODevice::ReadOnly)) {
            QSKIP("needs /proc");
        }
        const QByteArray fields = stat.readAll();
        const QByteArray writer =
            boot.readAll().trimmed() + ":1:" + fields.mid(fields.lastIndexOf(')') + 2).split(' ').at(19);
        store::Statement answer(*database,
                                QStringLiteral("INSERT INTO messages (conversation_id, turn, role, "
                                               "created_at, writer) VALUES (?, 0, 'assistant', 1, ?)"));
        QVERIFY(answer.execute({id, QString::fromLatin1(writer)}));
        f.application->openConversation(id);
    }
    QVERIFY2(f.application->problem().contains(QStringLiteral("Another Rivulet")),
             qPrintable(f.application->problem()));
    // The other one is gone: what it left is healed as soon as it is looked at.
    QVERIFY(change(file, QStringLiteral("UPDATE messages SET writer = 'x:1:0' WHERE role = 'assistant'")));
    const auto id = f.session().conversation();
    f.application->newConversation();
    QCOMPARE(f.application->problem(), QString());
    f.application->openConversation(id);
    QCOMPARE(f.application->problem(), QString());
    QCOMPARE(f.pane(0).phase(), SessionFixture::Phase::Interrupted);
}

void HistoryFileTest::checksALargeOneBehindTheWindow() {
    SessionFixture f(1);
    const QString file = f.folder.filePath(QStringLiteral("rivulet.db"));
    const QString copy = f.folder.filePath(QStringLiteral("copy.db"));
    const domain::Attachment large{domain::Attachment::Kind::Text, QStringLiteral("a"), "text/plain",
                                   QByteArray(HistoryFile::quicklyChecked + 4096, '\x11')};
    {
        const auto database = store::Database::open(copy).value();
        store::ConversationStore store(database);
        const auto id = store.create(QStringLiteral("large"), 1);
        QVERIFY(store.addPrompt(id.value(), 0, QStringLiteral("words ").repeated(5000), {large}));
        QVERIFY(QSqlQuery(database->connection()).exec(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")));
        QVERIFY(store.create(QStringLiteral("last"), 1));
        f.close();
        QFile::remove(file);
        QVERIFY(QFile::copy(copy, file) &&
                QFile::copy(copy + QStringLiteral("-wal"), file + QStringLiteral("-wal")));
    }
    QByteArray content = contentOf(file);
    // Pages behind the first of the chain that holds the bytes: nobody reads them until they are asked for.
    constexpr qsizetype page = 4096;
    const qsizetype words = content.indexOf("words words") / page * page;
    QVERIFY(words > 0);
    const qsizetype chain = content.indexOf(QByteArray(3000, '\x11')) / page * page;
    content.replace(chain, 4, QByteArray("\x7f\x7f\x7f\x7f"));
    QVERIFY(writeFile(file, content));
    f.open(1);
    QTRY_VERIFY2_WITH_TIMEOUT(f.application->problem().contains(QStringLiteral(".damaged-")),
                              qPrintable(f.application->problem()), 60'000);
    QVERIFY(!f.application->problemLasts());
    f.application->dismissProblem();
    QCOMPARE(f.application->problem(), QString());
    QCOMPARE(f.application->conversations()->rowCount(), 2);
    f.close();
    const auto found = HistoryFile::open(file, m_clock);
    QCOMPARE(found.problem, QString());
    QCOMPARE(countIn(found.database), std::size_t(2));
}

void HistoryFileTest::keepsEverythingForItsOwnerOnly() {
    SessionFixture f(1);
    QVERIFY(f.session().send(QStringLiteral("Why?")));
    QTRY_VERIFY(f.isAsked(1));
    f.servers[0].say(QStringLiteral("So."));
    f.servers[0].finish();
    QTRY_VERIFY(!f.session().isRunning());
    f.application->settings()->setWindowState(QStringLiteral("width"), 900);
    f.close();
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                          QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QDirIterator files(f.folder.path(), QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden,
                       QDirIterator::Subdirectories);
    int seen = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        QVERIFY2((QFile::permissions(path) & others) == QFile::Permissions(), qPrintable(path));
        ++seen;
    }
    QVERIFY(seen >= 3);
}

QTEST_MAIN(HistoryFileTest)
#include "tst_history_file.moc"
