// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"
#include "store/Salvage.h"
#include "store/StoreProblem.h"
#include "store/WriteHealth.h"

#include <QDir>
#include <QSet>
#include <QTest>

#include <array>
#include <map>
#include <random>

using namespace rivulet;
using namespace rivulet::store;

/// Laws of repair: the damaged file stays byte for byte; what takes its place is whole; what is in it was
/// written by somebody; and what can be read is in it.
class SalvageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recovers_data();
    void recovers();
    void neverInventsAndNeverCrashes();
    void recoversWhatIsInTheLog();
    void keepsFilesParametersAndTheOrder();
    void ordersAFileFromBeforeItHadPlacesByTime();
    void adoptsMessagesWithoutTheirConversation();
    void leavesAFileThatIsInUse();
    void isDoneOnceByItsMark();
    void goesOnInTheRepairedOne_data();
    void goesOnInTheRepairedOne();
    void isRepairedWhenNobodyElseHasItOpen();
    void twoThatBothKnowDoNotWaitForEachOther();
    void whoKnowsReadsOnAndWritesNothing();
    void isRepairedWhereReadingFindsTheDamage();
    void writesAnewWhatTheDamageTook();
};

namespace {

constexpr int conversations = 40;
constexpr qsizetype pageSize = 4096;

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

bool writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// Makes the first page of a table, or of an index, unreadable.
bool damage(const QString& file, const QString& table) {
    qsizetype page = 0;
    {
        const auto database = Database::open(file);
        page = database
                   ? sqlValue(*database.value(),
                              QStringLiteral("SELECT rootpage FROM sqlite_schema WHERE name = ?"), {table})
                         .toLongLong()
                   : 0;
    }
    QByteArray content = contentOf(file);
    return page > 1 && content.size() >= page * pageSize &&
           writeFile(file, content.replace((page - 1) * pageSize, pageSize, QByteArray(pageSize, '\x5a')));
}

QString wordsOf(int number) {
    QString text;
    for (int i = 0; i < 200; ++i) {
        text += QStringLiteral("word%1of%2 ").arg(i).arg(number);
    }
    return text;
}

/// Conversations with a prompt and an answer each.
void write(const StoreFixture& fixture) {
    ManualClock clock;
    const auto database = fixture.open();
    ConversationStore store(database, clock);
    for (int i = 0; i < conversations; ++i) {
        clock.advance(std::chrono::seconds(1));
        const auto id = store.create(QStringLiteral("title %1").arg(i), 2).value();
        QVERIFY(store.addPrompt(id, 0, QStringLiteral("question %1").arg(i)));
        Recorder recorder(database, clock);
        recorder.begin(answerTo(id));
        recorder.delta(wordsOf(i), 0);
        recorder.ended(completed(), wordsOf(i));
    }
}

/// The same for each test, closed as one should, and written once.
void fill(const StoreFixture& fixture) {
    static const QByteArray whole = [] {
        const StoreFixture origin;
        write(origin);
        return contentOf(origin.file());
    }();
    QVERIFY(writeFile(fixture.file(), whole));
}

/// Every text that can rightly be found, by title.
QString problemWith(const Database& database, int& answers) {
    if (sqlValue(database, QStringLiteral("PRAGMA integrity_check")) != u"ok" ||
        !sqlValue(database, QStringLiteral("SELECT * FROM pragma_foreign_key_check")).isEmpty()) {
        return QStringLiteral("not whole");
    }
    QSet<QString> known;
    for (int i = 0; i < conversations; ++i) {
        known << wordsOf(i) << QStringLiteral("question %1").arg(i);
    }
    Statement texts(database, QStringLiteral("SELECT role, text FROM messages"));
    if (!texts.select()) {
        return QStringLiteral("unreadable");
    }
    answers = 0;
    while (texts.next()) {
        if (!known.contains(texts.value(1).toString())) {
            return QStringLiteral("invented: ") + texts.value(1).toString().left(60);
        }
        answers += texts.value(0).toString() == u"assistant" ? 1 : 0;
    }
    return {};
}

const QDateTime now = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5));

} // namespace

void SalvageTest::recovers_data() {
    QTest::addColumn<int>("damage");
    QTest::addColumn<int>("leastAnswers");
    QTest::newRow("head lost") << 0 << conversations;
    QTest::newRow("a page in the middle lost") << 1 << conversations - 12;
    QTest::newRow("cut off at two thirds") << 2 << 1;
    QTest::newRow("first page lost") << 3 << 0;
    QTest::newRow("nothing left") << 4 << 0;
}

void SalvageTest::recovers() {
    QFETCH(const int, damage);
    QFETCH(const int, leastAnswers);
    const StoreFixture fixture;
    fill(fixture);
    QByteArray content = contentOf(fixture.file());
    QVERIFY(content.size() > 40 * pageSize);
    const QByteArray rubbish(pageSize, '\x5a');
    switch (damage) {
    case 0:
        content.replace(0, 100, rubbish.first(100));
        break;
    case 1:
        content.replace(20 * pageSize, pageSize, rubbish);
        break;
    case 2:
        content.truncate(content.size() / 3 * 2);
        break;
    case 3:
        content.replace(0, pageSize, rubbish);
        break;
    default:
        content.fill('\x5a');
    }
    QVERIFY(writeFile(fixture.file(), content));
    {
        const auto before = Database::open(fixture.file());
        const auto found = before ? Database::check(fixture.file()) : std::optional(before.failure());
        QVERIFY(found);
        QCOMPARE(problemOf(*found), StoreProblem::Damaged);
    }
    QCOMPARE(contentOf(fixture.file()), content); // nothing was made over it

    const auto repaired = Salvage::repair(fixture.file(), now);
    QVERIFY2(repaired, qPrintable(repaired ? QString() : repaired.failure().detail));
    QCOMPARE(repaired.value().aside, fixture.file() + QStringLiteral(".damaged-20260102-030405"));
    QCOMPARE(contentOf(repaired.value().aside), content);
    QCOMPARE(QFile::permissions(repaired.value().aside) & QFile::Permissions(0x0ff), QFile::Permissions());
    const auto database = fixture.open();
    QVERIFY(database);
    int answers = 0;
    QCOMPARE(problemWith(*database, answers), QString());
    QVERIFY2(answers >= leastAnswers, qPrintable(QString::number(answers)));
    ConversationStore store(database);
    QCOMPARE(static_cast<int>(store.list(1000, 0).value().size()), repaired.value().conversations);
    if (leastAnswers == conversations) {
        QCOMPARE(store.list(1, 0).value().front().title, QStringLiteral("title 39"));
        QCOMPARE(store.search(QStringLiteral("word7of11"), 5).value().size(), std::size_t(1));
    }
    // It goes on.
    QVERIFY(store.create(QStringLiteral("next"), 1));
    // Only the database, its companions and the one put aside are left.
    QCOMPARE(QDir(fixture.folder()).entryList({QStringLiteral("*part*"), QStringLiteral("*recovered*")}),
             QStringList());
}

void SalvageTest::neverInventsAndNeverCrashes() {
    const StoreFixture origin;
    fill(origin);
    const QByteArray whole = contentOf(origin.file());
    std::mt19937 random(7);
    int kept = 0;
    constexpr int rounds = 12;
    for (int round = 0; round < rounds; ++round) {
        const StoreFixture fixture;
        QByteArray content = whole;
        const auto pages = static_cast<unsigned>(content.size() / pageSize);
        for (unsigned i = 0; i <= random() % 3; ++i) {
            const auto at = static_cast<qsizetype>(random() % pages) * pageSize;
            const auto length = static_cast<qsizetype>(1 + random() % pageSize);
            for (qsizetype byte = 0; byte < length; ++byte) {
                content[at + byte] = static_cast<char>(random());
            }
        }
        QVERIFY(writeFile(fixture.file(), content));
        const auto repaired = Salvage::repair(fixture.file(), now);
        QVERIFY(repaired);
        QCOMPARE(contentOf(repaired.value().aside), content);
        const auto database = fixture.open();
        QVERIFY(database);
        // Rubbish inside of a text can't be told from a text; SQLite's own form must hold all the same.
        QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
        QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM pragma_foreign_key_check")),
                 QStringLiteral("0"));
        kept += sqlValue(*database, QStringLiteral("SELECT count(*) FROM messages WHERE role = 'assistant'"))
                    .toInt();
    }
    QVERIFY2(kept > rounds * conversations / 2, qPrintable(QString::number(kept)));
}

void SalvageTest::recoversWhatIsInTheLog() {
    const StoreFixture fixture;
    const StoreFixture copy;
    fill(fixture);
    {
        const auto database = fixture.open();
        ConversationStore store(database);
        QVERIFY(store.create(QStringLiteral("only in the log"), 1));
        // As a crash leaves it: the log beside the file.
        for (const char* suffix : {"", "-wal"}) {
            QVERIFY(QFile::copy(fixture.file() + QLatin1String(suffix), copy.file() + QLatin1String(suffix)));
        }
    }
    QByteArray content = contentOf(copy.file());
    content.replace(20 * pageSize, pageSize, QByteArray(pageSize, '\x5a'));
    QVERIFY(writeFile(copy.file(), content));
    const QByteArray log = contentOf(copy.file() + QStringLiteral("-wal"));
    const auto repaired = Salvage::repair(copy.file(), now);
    QVERIFY(repaired);
    QCOMPARE(contentOf(repaired.value().aside + QStringLiteral("-wal")), log);
    QVERIFY(!QFile::exists(copy.file() + QStringLiteral("-wal"))); // it belongs to the other file
    const auto database = copy.open();
    int answers = 0;
    QCOMPARE(problemWith(*database, answers), QString());
    const ConversationStore store(database);
    QCOMPARE(store.list(1, 0).value().front().title, QStringLiteral("only in the log"));
}

void SalvageTest::keepsFilesParametersAndTheOrder() {
    const StoreFixture fixture;
    const std::vector<domain::Attachment> files{
        {domain::Attachment::Kind::Text, QStringLiteral("a.txt"), "text/plain", QByteArray(9000, 'a')},
        {domain::Attachment::Kind::Text, QStringLiteral("empty.txt"), "text/plain", QByteArray()}};
    domain::ConversationId first = 0;
    {
        ConversationStore store(fixture.open());
        first = store.create(QStringLiteral("first"), 2).value();
        QVERIFY(store.create(QStringLiteral("second"), 2));
        QVERIFY(store.addPrompt(first, 0, QStringLiteral("with files"), files));
        QVERIFY(store.setParameters(first, 1, QStringLiteral("{}")));
    }
    QByteArray content = contentOf(fixture.file());
    content.replace(0, 100, QByteArray(100, '\0'));
    QVERIFY(writeFile(fixture.file(), content));
    QVERIFY(Salvage::repair(fixture.file(), now));
    const ConversationStore store(fixture.open());
    QCOMPARE(store.list(1, 0).value().front().id, first);
    const auto messages = store.messages(first).value();
    QCOMPARE(messages.size(), std::size_t(1));
    QCOMPARE(messages.front().attachments.size(), files.size());
    QCOMPARE(messages.front().attachments.front().bytes, files.front().bytes);
    QCOMPARE(store.parameters(first, 1).value(), QStringLiteral("{}"));
}

void SalvageTest::ordersAFileFromBeforeItHadPlacesByTime() {
    const StoreFixture fixture;
    {
        const auto database = fixture.open();
        ConversationStore store(database);
        for (const char* title : {"second", "third", "first"}) {
            QVERIFY(store.create(QString::fromLatin1(title), 1));
        }
        Statement old(*database,
                      QStringLiteral("UPDATE conversations SET position = 0, updated_at = CASE title "
                                     "WHEN 'first' THEN 1 WHEN 'second' THEN 2 ELSE 3 END"));
        QVERIFY(old.execute());
    }
    QByteArray content = contentOf(fixture.file());
    content.replace(0, 100, QByteArray(100, '\0'));
    QVERIFY(writeFile(fixture.file(), content));
    QVERIFY(Salvage::repair(fixture.file(), now));
    const ConversationStore store(fixture.open());
    QStringList titles;
    for (const auto& each : store.list(3, 0).value()) {
        titles.append(each.title);
    }
    QCOMPARE(titles,
             QStringList({QStringLiteral("third"), QStringLiteral("second"), QStringLiteral("first")}));
}

void SalvageTest::adoptsMessagesWithoutTheirConversation() {
    const StoreFixture fixture;
    fill(fixture);
    {
        const auto database = fixture.open();
        Statement off(*database, QStringLiteral("PRAGMA foreign_keys = OFF"));
        Statement lose(*database, QStringLiteral("DELETE FROM conversations WHERE id = 5"));
        Statement orphan(*database, QStringLiteral("INSERT INTO journal VALUES (9999, 0, 0, 'text', 'x')"));
        QVERIFY(off.execute() && lose.execute() && orphan.execute());
    }
    QVERIFY(Salvage::repair(fixture.file(), now));
    const auto database = fixture.open();
    int answers = 0;
    QCOMPARE(problemWith(*database, answers), QString());
    QCOMPARE(answers, conversations);
    const ConversationStore store(database);
    QCOMPARE(store.summary(5).value().title, QStringLiteral("question 4"));
    QCOMPARE(store.messages(5).value().size(), std::size_t(2));
}

void SalvageTest::leavesAFileThatIsInUse() {
    const StoreFixture fixture;
    fill(fixture);
    const auto other = fixture.open();
    const auto repaired = Salvage::repair(fixture.file(), now);
    QVERIFY(!repaired);
    QCOMPARE(problemOf(repaired.failure()), StoreProblem::Locked);
    QCOMPARE(QDir(fixture.folder()).entryList({QStringLiteral("*damaged*")}), QStringList());
    QVERIFY(ConversationStore(other).create(QStringLiteral("undisturbed"), 1));
}

void SalvageTest::isDoneOnceByItsMark() {
    const StoreFixture fixture;
    fill(fixture);
    const DatabaseFile file(fixture.file());
    file.markDamaged();
    QVERIFY(file.isMarkedDamaged());
    QVERIFY(Salvage::repair(fixture.file(), now));
    QVERIFY(!file.isMarkedDamaged());
    // At the same second another one gets another name.
    QCOMPARE(Salvage::repair(fixture.file(), now).value().aside,
             fixture.file() + QStringLiteral(".damaged-20260102-030405-2"));
}

void SalvageTest::goesOnInTheRepairedOne_data() {
    QTest::addColumn<QString>("table");
    for (const char* table : {"messages", "journal", "conversations_in_order", "messages_in_order"}) {
        QTest::newRow(table) << QString::fromLatin1(table);
    }
}

void SalvageTest::goesOnInTheRepairedOne() {
    QFETCH(const QString, table);
    const StoreFixture fixture;
    const ManualClock clock;
    write(fixture);
    QVERIFY(damage(fixture.file(), table));
    const auto database = fixture.open();
    QVERIFY(database);
    ConversationStore store(database, clock);
    Recorder recorder(database, clock);
    // Asked and answered while nobody knows, or has just found out.
    const auto id = store.create(QStringLiteral("new"), 1);
    QVERIFY(id);
    QVERIFY(store.addPrompt(id.value(), 0, QStringLiteral("new question")));
    recorder.begin(answerTo(id.value()));
    recorder.delta(QStringLiteral("new "), 0);
    recorder.commit();
    QVERIFY(database->health().isFailing());
    QCOMPARE(problemOf(*database->health().failure()), StoreProblem::Damaged);
    QTRY_VERIFY(!database->health().isFailing());
    QVERIFY(!recorder.isBehind());
    recorder.delta(QStringLiteral("answer"), 4);
    recorder.ended(completed(), QStringLiteral("new answer"));
    QVERIFY(database->repaired());
    QVERIFY(database->repaired()->conversations >= conversations);
    QVERIFY(QFile::exists(database->repaired()->aside));
    QVERIFY(!DatabaseFile(fixture.file()).isMarkedDamaged());

    const auto next = fixture.open();
    QCOMPARE(sqlValue(*next, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
    const ConversationStore found(next);
    QCOMPARE(found.list(100, 0).value().size(), std::size_t(conversations + 1));
    const auto messages = found.messages(id.value()).value();
    QCOMPARE(messages.size(), std::size_t(2));
    QCOMPARE(messages.front().text, QStringLiteral("new question"));
    QVERIFY(messages.back() == recorder.message());
}

void SalvageTest::isRepairedWhenNobodyElseHasItOpen() {
    const StoreFixture fixture;
    const ManualClock clock;
    write(fixture);
    const auto database = fixture.open();
    auto other = fixture.open();
    ConversationStore store(database, clock);
    database->health().reportFailure(storeFailure(StoreProblem::Damaged, QStringLiteral("as a check found")));
    const auto id = store.create(QStringLiteral("meanwhile"), 1);
    QVERIFY(id && store.addPrompt(id.value(), 0, QStringLiteral("question")));
    database->health().retry();
    QVERIFY(database->health().isFailing());
    QCOMPARE(problemOf(*database->health().failure()), StoreProblem::Damaged);
    QVERIFY(!database->repaired());
    // It can be read all the same, and what waits is there.
    QCOMPARE(store.list(100, 0).value().size(), std::size_t(conversations + 1));
    QVERIFY(DatabaseFile(fixture.file()).isMarkedDamaged());
    other.reset();
    database->health().retry();
    QVERIFY(!database->health().isFailing());
    QVERIFY(database->repaired());
    QCOMPARE(ConversationStore(fixture.open()).messages(id.value()).value().size(), std::size_t(1));
}

void SalvageTest::twoThatBothKnowDoNotWaitForEachOther() {
    const StoreFixture fixture;
    ManualClock clock;
    write(fixture);
    const std::array databases{fixture.open(), fixture.open()};
    std::vector<std::unique_ptr<ConversationStore>> stores;
    for (const auto& database : databases) {
        clock.advance(std::chrono::seconds(1)); // two processes would differ in their numbers too
        stores.push_back(std::make_unique<ConversationStore>(database, clock));
        database->health().reportFailure(
            storeFailure(StoreProblem::Damaged, QStringLiteral("found by both")));
        const auto id = stores.back()->create(QStringLiteral("meanwhile"), 1);
        QVERIFY(id && stores.back()->addPrompt(id.value(), 0, QStringLiteral("question")));
    }
    // By themselves, each in its own time.
    QTRY_VERIFY(!databases[0]->health().isFailing() && !databases[1]->health().isFailing());
    // One repaired it, once; the other goes on in what was repaired.
    QCOMPARE(QDir(fixture.folder()).entryList({QStringLiteral("*.damaged-*")}).size(), 1);
    QCOMPARE(databases[0]->repaired().has_value() + databases[1]->repaired().has_value(), 1);
    QVERIFY(!DatabaseFile(fixture.file()).isMarkedDamaged());
    for (const auto& store : stores) {
        QVERIFY(store->create(QStringLiteral("afterwards"), 1));
    }
    for (const auto& database : databases) {
        QVERIFY(!database->health().isFailing());
    }
    const auto next = fixture.open();
    QCOMPARE(sqlValue(*next, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
    QCOMPARE(ConversationStore(next).list(100, 0).value().size(), std::size_t(conversations + 4));
}

void SalvageTest::whoKnowsReadsOnAndWritesNothing() {
    const StoreFixture fixture;
    write(fixture);
    const auto database = fixture.open();
    auto other = fixture.open(); // knows of nothing
    database->health().reportFailure(storeFailure(StoreProblem::Damaged, QStringLiteral("found")));
    database->health().retry();
    QVERIFY(database->health().isFailing());
    QCOMPARE(ConversationStore(database).list(100, 0).value().size(), std::size_t(conversations));
    QVERIFY(!Statement(*database, QStringLiteral("DELETE FROM messages")).execute());
    // A third one repairs it meanwhile, as at a start: the second may go, the first is not in the way.
    other.reset();
    const auto repaired = Salvage::repair(fixture.file(), now);
    QVERIFY2(repaired, qPrintable(repaired ? QString() : repaired.failure().detail));
    const auto third = fixture.open();
    QVERIFY(ConversationStore(third).create(QStringLiteral("third"), 1));
    database->health().retry();
    QVERIFY(!database->health().isFailing());
    QVERIFY(!database->repaired());
    QVERIFY(ConversationStore(database).create(QStringLiteral("first"), 1));
    QCOMPARE(ConversationStore(third).list(100, 0).value().size(), std::size_t(conversations + 2));
    QCOMPARE(QDir(fixture.folder()).entryList({QStringLiteral("*.damaged-*")}).size(), 1);
    QCOMPARE(sqlValue(*third, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
}

void SalvageTest::isRepairedWhereReadingFindsTheDamage() {
    const StoreFixture fixture;
    write(fixture);
    QVERIFY(damage(fixture.file(), QStringLiteral("messages_in_order")));
    const auto database = fixture.open();
    const ConversationStore store(database);
    const auto id = store.list(1, 0).value().front().id;
    QVERIFY(!store.messages(id));
    QTRY_VERIFY(database->repaired());
    QCOMPARE(store.messages(id).value().size(), std::size_t(2));
}

void SalvageTest::writesAnewWhatTheDamageTook() {
    const StoreFixture fixture;
    const ManualClock clock;
    const auto database = fixture.open();
    ConversationStore store(database, clock);
    const auto id = store.create(QStringLiteral("t"), 2).value();
    Recorder lost(database, clock);
    Recorder torn(database, clock);
    Recorder ended(database, clock);
    domain::Message answer = answerTo(id);
    for (Recorder* recorder : {&lost, &torn, &ended}) {
        recorder->begin(answer);
        recorder->delta(QStringLiteral("half "), 0);
        recorder->commit();
        ++answer.variant;
    }
    ended.ended(completed(), QStringLiteral("half "));
    {
        const auto other = fixture.open();
        for (const auto number : {lost.messageId(), ended.messageId()}) {
            QVERIFY(Statement(*other, QStringLiteral("DELETE FROM messages WHERE id = ?")).execute({number}));
        }
        QVERIFY(Statement(*other, QStringLiteral("DELETE FROM journal WHERE message_id = ?"))
                    .execute({torn.messageId()}));
    }
    database->health().reportFailure(storeFailure(StoreProblem::Damaged, QStringLiteral("found")));
    database->health().retry();
    QVERIFY(database->repaired());
    for (Recorder* recorder : {&lost, &torn}) {
        recorder->delta(QStringLiteral("and whole"), 5);
        recorder->commit();
        QVERIFY(!recorder->isBehind());
    }
    const ConversationStore next(fixture.open());
    const auto found = next.messages(id).value();
    QCOMPARE(found.size(), std::size_t(3));
    QCOMPARE(found.at(0).text, QStringLiteral("half and whole"));
    QCOMPARE(found.at(1).text, QStringLiteral("half and whole"));
    QCOMPARE(found.at(2).text, QStringLiteral("half "));
    QVERIFY(found.at(2).ending && found.at(2).ending->outcome == domain::Outcome::Completed);
    // No number was given twice.
    QVERIFY(found.at(0).id > found.at(1).id + 1 && found.at(2).id > found.at(1).id + 1);
}

QTEST_GUILESS_MAIN(SalvageTest)
#include "tst_salvage.moc"
