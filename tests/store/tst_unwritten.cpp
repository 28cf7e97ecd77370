// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"
#include "store/WriteHealth.h"

#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using namespace rivulet::store;

/// Law: what is read is what was said and received, whether or not it could be written yet.
class UnwrittenTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void answersThatWaitAreRead();
    void whatWaitsOfAnAnswerIsReadWithWhatIsWritten();
    void everythingIsThereOnceWhenItIsWritten();
    void whatWaitsIsNotHealed();
    void anEarlierAnswerThatWaitsGoesOn();
    void anAnswerGoesOnInTheRowThatItGotMeanwhile();
    void anAnswerGoesOnInTheRowThatItGotLongAgo();
    void whereItsStreamStandsIsReadToo();
    void aConversationThatWaitsNeedsNoFile();
    void parametersThatWaitAreRead();
    void aRenameShowsAtOnce();
    void aRemovalShowsAtOnce();
    void whatWasAskedLastIsOnTopAtOnce();
    void pagesHoldEveryConversationOnce();
    void aRenameThatCanNeverBeWrittenIsTakenBack();
    void tellsOfWhichTheLastAnswerBrokeOff();
    void tellsOfAnAnswerThatBrokeOffAndWaits();
    void tellsOfAnAnswerWhoseWriterWasKilled();

private:
    void lock() { QVERIFY(m_intruder.exec(QStringLiteral("BEGIN EXCLUSIVE"))); }
    void unlock() { QVERIFY(m_intruder.exec(QStringLiteral("ROLLBACK"))); }
    [[nodiscard]] domain::Message onlyAnswer() const;
    [[nodiscard]] QStringList titles() const;
    [[nodiscard]] bool isMarked() const {
        return m_store->interrupted(m_store->list(100, 0).value()).contains(m_conversation);
    }

    std::unique_ptr<StoreFixture> m_fixture;
    ManualClock m_clock;
    std::shared_ptr<Database> m_database;
    std::unique_ptr<ConversationStore> m_store;
    /// Another program that locks the file now and then.
    std::shared_ptr<Database> m_other;
    QSqlQuery m_intruder;
    domain::ConversationId m_conversation = 0;
};

namespace {

domain::Ending cut() {
    domain::Ending ending;
    ending.outcome = domain::Outcome::Interrupted;
    ending.failure.emplace();
    ending.failure->kind = domain::Failure::Kind::CutOff;
    return ending;
}

void record(Recorder& recorder, const domain::Message& answer, const QString& text,
            const domain::Ending& ending) {
    recorder.begin(answer);
    recorder.delta(text, 0);
    recorder.ended(ending, text);
}

} // namespace

void UnwrittenTest::init() {
    m_intruder = QSqlQuery();
    m_other.reset();
    m_store.reset();
    m_database.reset();
    m_fixture = std::make_unique<StoreFixture>();
    m_database = m_fixture->open();
    m_other = m_fixture->open();
    QVERIFY(m_database && m_other);
    m_intruder = QSqlQuery(m_other->connection());
    m_store = std::make_unique<ConversationStore>(m_database, m_clock);
    m_conversation = m_store->create(QStringLiteral("t"), 2).value();
}

/// The only one there is, with what waits laid over what is written.
domain::Message UnwrittenTest::onlyAnswer() const {
    const auto found = m_store->messages(m_conversation);
    return found && found.value().size() == 1 ? found.value().front() : domain::Message{};
}

QStringList UnwrittenTest::titles() const {
    const auto conversations = m_store->list(100, 0);
    QStringList found;
    for (const auto& each :
         conversations ? conversations.value() : std::vector<domain::ConversationSummary>{}) {
        found.append(each.title);
    }
    return found;
}

void UnwrittenTest::answersThatWaitAreRead() {
    Recorder recorder(m_database, m_clock);
    QVERIFY(m_store->addPrompt(m_conversation, 0, QStringLiteral("first question")));
    lock();
    record(recorder, answerTo(m_conversation, 0), QStringLiteral("first"), cut());
    const domain::Message first = recorder.message();
    QVERIFY(m_store->addPrompt(m_conversation, 1, QStringLiteral("second question")));
    recorder.begin(answerTo(m_conversation, 1));
    recorder.delta(QStringLiteral("second, "), 0);
    recorder.thinking(QStringLiteral("hm"));
    QVERIFY(recorder.isBehind());
    const auto all = m_store->messages(m_conversation).value();
    QCOMPARE(all.size(), std::size_t(4));
    QCOMPARE(all.at(0).text, QStringLiteral("first question"));
    QVERIFY(all.at(1) == first);
    QCOMPARE(all.at(2).text, QStringLiteral("second question"));
    QVERIFY(all.at(3) == recorder.message());
    // Also piece by piece, each in its own.
    const auto end = m_store->messagesBefore(m_conversation, 100, 0).value();
    const auto beginning = m_store->messagesBefore(m_conversation, 1, 0).value();
    std::vector<domain::Message> joined = beginning.messages;
    joined.insert(joined.end(), end.messages.begin(), end.messages.end());
    if (!end.first) {
        joined = end.messages;
    }
    QVERIFY(joined == all);
    QVERIFY(!beginning.first && beginning.messages.size() == 2);
    // In no other conversation.
    const auto other = m_store->create(QStringLiteral("other"), 1);
    QVERIFY(m_store->messages(other.value()).value().empty());
}

void UnwrittenTest::whatWaitsOfAnAnswerIsReadWithWhatIsWritten() {
    Recorder recorder(m_database, m_clock);
    const auto id = recorder.begin(answerTo(m_conversation));
    recorder.delta(QStringLiteral("written, "), 0);
    recorder.commit();
    lock();
    recorder.delta(QStringLiteral("waiting"), 9);
    recorder.ended(completed(), QStringLiteral("written, waiting"));
    QVERIFY(recorder.isBehind());
    const domain::Message found = onlyAnswer();
    QCOMPARE(found.id, id);
    QCOMPARE(found.text, QStringLiteral("written, waiting"));
    QVERIFY(found.ending && found.ending->outcome == domain::Outcome::Completed);
}

void UnwrittenTest::everythingIsThereOnceWhenItIsWritten() {
    Recorder recorder(m_database, m_clock);
    lock();
    record(recorder, answerTo(m_conversation), QStringLiteral("answer"), completed());
    QCOMPARE(onlyAnswer().text, QStringLiteral("answer"));
    unlock();
    QTRY_VERIFY(!recorder.isBehind());
    QCOMPARE(onlyAnswer().text, QStringLiteral("answer"));
    QVERIFY(onlyAnswer().id != 0);
    // What is written can be changed by others from here on.
    QVERIFY(m_intruder.exec(QStringLiteral("UPDATE messages SET text = 'changed'")));
    QCOMPARE(onlyAnswer().text, QStringLiteral("changed"));
}

void UnwrittenTest::whatWaitsIsNotHealed() {
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    recorder.delta(QStringLiteral("half "), 0);
    recorder.commit();
    lock();
    recorder.ended(completed(), QStringLiteral("half and whole"));
    QVERIFY(recorder.isBehind());
    unlock();
    // Before the recorder has had its next try.
    QCOMPARE(m_store->healUnfinished().value(), 0);
    QVERIFY(onlyAnswer().ending->outcome == domain::Outcome::Completed);
    QCOMPARE(onlyAnswer().text, QStringLiteral("half and whole"));
}

void UnwrittenTest::anEarlierAnswerThatWaitsGoesOn() {
    Recorder recorder(m_database, m_clock);
    lock();
    record(recorder, answerTo(m_conversation, 0), QStringLiteral("once "), cut());
    record(recorder, answerTo(m_conversation, 1), QStringLiteral("between"), completed());
    domain::Message earlier = m_store->messages(m_conversation).value().front();
    QCOMPARE(earlier.text, QStringLiteral("once "));
    recorder.reopen(earlier);
    recorder.delta(QStringLiteral("upon "), 5);
    recorder.ended(cut(), QStringLiteral("once upon "));
    // And a second time, after it was read again.
    earlier = m_store->messages(m_conversation).value().front();
    QCOMPARE(earlier.text, QStringLiteral("once upon "));
    recorder.reopen(earlier);
    recorder.delta(QStringLiteral("a time"), 10);
    recorder.ended(completed(), QStringLiteral("once upon a time"));
    unlock();
    QTRY_VERIFY(!recorder.isBehind());
    const auto all = m_store->messages(m_conversation).value();
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all.front().text, QStringLiteral("once upon a time"));
    QCOMPARE(all.back().text, QStringLiteral("between"));
    QCOMPARE(sqlValue(*m_database,
                      QStringLiteral("SELECT group_concat(text, '') FROM (SELECT text FROM journal WHERE "
                                     "message_id = ? AND kind = 'text' ORDER BY seq)"),
                      {all.front().id}),
             QStringLiteral("once upon a time"));
}

void UnwrittenTest::anAnswerGoesOnInTheRowThatItGotMeanwhile() {
    Recorder recorder(m_database, m_clock);
    lock();
    record(recorder, answerTo(m_conversation), QStringLiteral("once "), cut());
    const domain::Message shown = recorder.message();
    QCOMPARE(shown.id, 0);
    unlock();
    QTRY_VERIFY(!recorder.isBehind());
    // Whoever shows it knows no number of it.
    recorder.reopen(shown);
    recorder.delta(QStringLiteral("more"), 5);
    recorder.ended(completed(), QStringLiteral("once more"));
    QCOMPARE(onlyAnswer().text, QStringLiteral("once more"));
}

void UnwrittenTest::anAnswerGoesOnInTheRowThatItGotLongAgo() {
    Recorder recorder(m_database, m_clock);
    lock();
    record(recorder, answerTo(m_conversation, 0), QStringLiteral("once "), cut());
    const domain::Message shown = recorder.message();
    unlock();
    QTRY_VERIFY(!recorder.isBehind());
    record(recorder, answerTo(m_conversation, 1), QStringLiteral("between"), completed());
    recorder.reopen(shown);
    recorder.delta(QStringLiteral("more"), 5);
    recorder.ended(completed(), QStringLiteral("once more"));
    const auto all = m_store->messages(m_conversation).value();
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all.front().text, QStringLiteral("once more"));
    QCOMPARE(all.back().text, QStringLiteral("between"));
}

void UnwrittenTest::whereItsStreamStandsIsReadToo() {
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    recorder.setResume(QStringLiteral("early"));
    recorder.commit();
    lock();
    recorder.setResume(QStringLiteral("late"));
    recorder.ended(cut(), QStringLiteral("x"));
    QVERIFY(recorder.isBehind());
    QCOMPARE(m_store->resumeNote(onlyAnswer()), QStringLiteral("late"));
    const domain::Message second = answerTo(m_conversation, 1);
    recorder.begin(second);
    recorder.setResume(QStringLiteral("of the second"));
    recorder.ended(cut(), QStringLiteral("y"));
    QCOMPARE(m_store->resumeNote(second), QStringLiteral("of the second"));
    unlock();
    QTRY_VERIFY(!recorder.isBehind());
    // The second was never told its number.
    QCOMPARE(m_store->resumeNote(second), QStringLiteral("of the second"));
}

void UnwrittenTest::aConversationThatWaitsNeedsNoFile() {
    // A program that keeps readers out too; a connection to a file that is held so reads nothing.
    const auto name = QStringLiteral("hog");
    QSqlDatabase hog = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    hog.setDatabaseName(m_fixture->file());
    m_intruder = QSqlQuery();
    m_other.reset();
    m_store.reset();
    m_database.reset();
    QVERIFY(hog.open());
    for (const char* sql :
         {"PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "UPDATE conversations SET title = title"}) {
        QVERIFY(QSqlQuery(hog).exec(QString::fromLatin1(sql)));
    }
    m_database = m_fixture->open();
    QVERIFY(m_database && m_database->health().isFailing());
    m_store = std::make_unique<ConversationStore>(m_database, m_clock);
    Recorder recorder(m_database, m_clock);
    const auto id = m_store->create(QStringLiteral("while held"), 1).value();
    QVERIFY(m_store->addPrompt(id, 0, QStringLiteral("question")));
    record(recorder, answerTo(id), QStringLiteral("answer"), completed());
    QVERIFY(!m_store->messages(m_conversation));
    const auto all = m_store->messages(id);
    QVERIFY(all);
    QCOMPARE(all.value().size(), std::size_t(2));
    QCOMPARE(all.value().back().text, QStringLiteral("answer"));
    hog.close();
    hog = {};
    QSqlDatabase::removeDatabase(name);
}

void UnwrittenTest::parametersThatWaitAreRead() {
    QVERIFY(m_store->setParameters(m_conversation, 0, QStringLiteral("old")));
    lock();
    QVERIFY(m_store->setParameters(m_conversation, 0, QStringLiteral("new")));
    QVERIFY(m_store->setParameters(m_conversation, 1, QStringLiteral("right")));
    QCOMPARE(m_store->parameters(m_conversation, 0).value(), QStringLiteral("new"));
    QCOMPARE(m_store->parameters(m_conversation, 1).value(), QStringLiteral("right"));
    QVERIFY(m_store->setParameters(m_conversation, 0, {}));
    QCOMPARE(m_store->parameters(m_conversation, 0).value(), QString());
}

void UnwrittenTest::aRenameShowsAtOnce() {
    const auto top = m_store->create(QStringLiteral("top"), 1).value();
    QSignalSpy changed(m_store.get(), &ConversationStore::conversationChanged);
    lock();
    QVERIFY(m_store->rename(m_conversation, QStringLiteral("first")));
    QVERIFY(m_store->rename(m_conversation, QStringLiteral("second")));
    QVERIFY(m_store->setPanes(m_conversation, 1));
    QVERIFY(m_store->rename(top, QStringLiteral("TOP")));
    const auto waits = m_store->create(QStringLiteral("waits"), 1).value();
    QVERIFY(m_store->rename(waits, QStringLiteral("WAITS")));
    QVERIFY(changed.contains(QVariantList{m_conversation}));
    QCOMPARE(titles().join(u' '), QStringLiteral("WAITS TOP second"));
    QCOMPARE(m_store->summary(m_conversation).value().title, QStringLiteral("second"));
    QCOMPARE(m_store->summary(m_conversation).value().panes, 1);
    QCOMPARE(m_store->summary(waits).value().title, QStringLiteral("WAITS"));
    const auto found = m_store->search(QStringLiteral("t"), 10).value();
    QCOMPARE(found.size(), std::size_t(2));
    QVERIFY(std::ranges::any_of(found, [](const auto& each) { return each.title == u"second"; }));
    unlock();
    QTRY_VERIFY(!m_database->health().isFailing());
    QCOMPARE(titles().join(u' '), QStringLiteral("WAITS TOP second"));
}

void UnwrittenTest::aRemovalShowsAtOnce() {
    const auto top = m_store->create(QStringLiteral("top"), 1).value();
    lock();
    const auto waits = m_store->create(QStringLiteral("waits"), 1).value();
    QVERIFY(m_store->remove(top));
    QVERIFY(m_store->remove(waits));
    QVERIFY(m_store->addPrompt(top, 0, QStringLiteral("too late")));
    QCOMPARE(titles(), QStringList{QStringLiteral("t")});
    QVERIFY(!m_store->summary(top));
    QVERIFY(!m_store->summary(waits));
    QCOMPARE(m_store->search(QStringLiteral("top"), 10).value().size(), std::size_t(0));
    unlock();
    QTRY_VERIFY(!m_database->health().isFailing());
    QCOMPARE(titles(), QStringList{QStringLiteral("t")});
}

void UnwrittenTest::whatWasAskedLastIsOnTopAtOnce() {
    m_clock.advance(std::chrono::hours(1));
    const auto top = m_store->create(QStringLiteral("top"), 1).value();
    m_clock.advance(std::chrono::hours(1));
    lock();
    QVERIFY(m_store->create(QStringLiteral("waits"), 1));
    QVERIFY(m_store->addPrompt(m_conversation, 0, QStringLiteral("question")));
    QCOMPARE(titles().join(u' '), QStringLiteral("t waits top"));
    QCOMPARE(m_store->list(1, 0).value().front().updatedAt.toMSecsSinceEpoch(), m_clock.wallTime().count());
    QVERIFY(m_store->addPrompt(top, 0, QStringLiteral("question")));
    QCOMPARE(titles().join(u' '), QStringLiteral("top t waits"));
    unlock();
    QTRY_VERIFY(!m_database->health().isFailing());
    QCOMPARE(titles().join(u' '), QStringLiteral("top t waits"));
}

void UnwrittenTest::pagesHoldEveryConversationOnce() {
    std::vector<domain::ConversationId> ids{m_conversation};
    for (int i = 1; i < 10; ++i) {
        ids.push_back(m_store->create(QString::number(i), 1).value());
    }
    lock();
    QVERIFY(m_store->addPrompt(ids.at(3), 0, QStringLiteral("moves up")));
    QVERIFY(m_store->remove(ids.at(9)));
    QVERIFY(m_store->remove(ids.at(5)));
    QVERIFY(m_store->create(QStringLiteral("new"), 1));
    QCOMPARE(titles().join(u' '), QStringLiteral("new 3 8 7 6 4 2 1 t"));
    QStringList paged;
    constexpr int page = 3;
    auto part = m_store->list(page, 0).value();
    int written = 0;
    while (!part.empty()) {
        for (const auto& each : part) {
            paged.append(each.title);
            written += m_store->isWaiting(each.id) ? 0 : 1;
        }
        part = m_store->list(page, written).value();
        if (written == 0) {
            break;
        }
    }
    QCOMPARE(paged, titles());
}

void UnwrittenTest::aRenameThatCanNeverBeWrittenIsTakenBack() {
    QVERIFY(
        m_intruder.exec(QStringLiteral("CREATE TRIGGER keep_title BEFORE UPDATE OF title ON conversations "
                                       "BEGIN SELECT raise(ABORT, 'this title stays'); END")));
    lock();
    QVERIFY(m_store->rename(m_conversation, QStringLiteral("never")));
    QCOMPARE(titles(), QStringList{QStringLiteral("never")});
    QSignalSpy changed(m_store.get(), &ConversationStore::conversationChanged);
    unlock();
    QTRY_VERIFY(!m_database->health().isFailing());
    QVERIFY(changed.contains(QVariantList{m_conversation}));
    QCOMPARE(titles(), QStringList{QStringLiteral("t")});
}

void UnwrittenTest::tellsOfWhichTheLastAnswerBrokeOff() {
    QVERIFY(m_store->create(QStringLiteral("empty"), 1));
    QVERIFY(!isMarked());
    Recorder left(m_database, m_clock);
    Recorder right(m_database, m_clock);
    const auto inPane = [this](int turn, int pane, int variant = 0) {
        domain::Message answer = answerTo(m_conversation, turn);
        answer.pane = pane;
        answer.variant = variant;
        return answer;
    };
    record(left, inPane(0, 0), QStringLiteral("whole"), completed());
    right.begin(inPane(0, 1));
    QVERIFY(!isMarked()); // it is still coming
    right.ended(cut(), QStringLiteral("half"));
    QVERIFY(isMarked());
    QCOMPARE(m_store->interrupted(m_store->list(100, 0).value()).size(), std::size_t(1));
    // Asked again, gone on with, or left behind by a new question: it is the last answer that counts.
    record(right, inPane(0, 1, 1), QStringLiteral("whole"), completed());
    QVERIFY(!isMarked());
    record(left, inPane(1, 0), QStringLiteral("half"), cut());
    QVERIFY(isMarked());
    left.reopen(left.message());
    QVERIFY(!isMarked());
    left.ended(cut(), QStringLiteral("half more"));
    QVERIFY(isMarked());
    QVERIFY(m_store->addPrompt(m_conversation, 2, QStringLiteral("and?")));
    QVERIFY(!isMarked());
    domain::Ending stopped;
    stopped.outcome = domain::Outcome::Cancelled;
    record(left, inPane(2, 0), QStringLiteral("stopped"), stopped);
    QVERIFY(!isMarked());
}

void UnwrittenTest::tellsOfAnAnswerThatBrokeOffAndWaits() {
    Recorder recorder(m_database, m_clock);
    record(recorder, answerTo(m_conversation, 0), QStringLiteral("half"), cut());
    QVERIFY(isMarked());
    lock();
    recorder.reopen(recorder.message());
    recorder.ended(completed(), QStringLiteral("half and whole"));
    QVERIFY(!isMarked());
    record(recorder, answerTo(m_conversation, 1), QStringLiteral("half"), cut());
    QVERIFY(isMarked());
    QVERIFY(m_store->addPrompt(m_conversation, 2, QStringLiteral("and?")));
    QVERIFY(!isMarked());
}

void UnwrittenTest::tellsOfAnAnswerWhoseWriterWasKilled() {
    {
        Recorder recorder(m_database, m_clock);
        recorder.begin(answerTo(m_conversation));
        recorder.delta(QStringLiteral("half"), 0);
    }
    QVERIFY(!isMarked());
    QCOMPARE(m_store->healUnfinished().value(), 1);
    QVERIFY(isMarked());
}

QTEST_GUILESS_MAIN(UnwrittenTest)
#include "tst_unwritten.moc"
