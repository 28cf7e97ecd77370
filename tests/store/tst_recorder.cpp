// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/AnswerRecord.h"
#include "store/AnswerWriter.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"

#include <QSignalSpy>
#include <QSqlQuery>
#include <QTest>

#include <memory>
#include <random>

using namespace rivulet;
using namespace rivulet::store;
using namespace std::chrono_literals;

/// Laws of the journal: what was committed is there after a crash; what was told is there after an end; the
/// rows of the journal joined are the text; nothing that waits is lost.
class RecorderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void journalJoinedIsTheText();
    void keepsCommittedTextThroughACrash();
    void keepsEverythingElseThroughACrashToo();
    void writesByItselfSoonAfter();
    void writesWhatWaitsWhenItIsDestroyed();
    void sharesItsCommitsWithOthers();
    void writesOthersSoonAfterToo();
    void sharesTheEndOfOneOnTheDisk();
    void isNotHinderedByOneWhoseConversationIsGone();
    void waitsForNoLockTwiceWhereCommitsAreShared();
    void sharesCommitsAtRandomAndLosesNothing();
    void keepsTheTimeOfArrival();
    void findsAnAnswerAfterItsEndAndAfterHealing();
    void goesOnWithAnAnswerThatHadEnded_data();
    void goesOnWithAnAnswerThatHadEnded();
    void beginsWithTextOfAnEarlierAttempt();
    void believesTheWholeTextAtTheEnd();
    void takesFiguresBeforeAndAfterTheEnd();
    void addsTheFiguresOfAnAnswerThatGoesOn();
    void saysOnceThatItIsBehindAndCatchesUp();
    void staysBehindWithoutATryForEachFrame();
    void catchesUpWhenTheDiskHasRoomAgain();
    void catchesUpWithOneAnswerAfterTheOther();
    void joinsTimesWhenTooMuchWaits();
    void leavesOutDetailsBeyondItsBound();
    void forgetsAnAnswerWhoseConversationIsGone();
    void sparesAnAnswerThatAnotherProcessWrites();
    void storesHalvesOfPairsOnlyWhenWhole();
    void storesNulAndLoneSurrogatesAsReplacements();

private:
    std::vector<domain::Message> stored();
    QString journaled(domain::MessageId id, const char* kind = "text");

    std::unique_ptr<StoreFixture> m_fixture;
    ManualClock m_clock;
    std::shared_ptr<Database> m_database;
    std::unique_ptr<ConversationStore> m_store;
    domain::ConversationId m_conversation = 0;
};

namespace {

/// Another connection that holds the lock, as a backup tool or a second instance may.
class Intruder {
public:
    explicit Intruder(const StoreFixture& fixture)
        : m_database(fixture.open())
        , m_query(m_database->connection()) {
        m_holds = m_query.exec(QStringLiteral("BEGIN EXCLUSIVE"));
    }
    [[nodiscard]] bool holds() const { return m_holds; }
    void letGo() { m_holds = !m_query.exec(QStringLiteral("ROLLBACK")); }

private:
    std::shared_ptr<Database> m_database;
    QSqlQuery m_query;
    bool m_holds = false;
};

} // namespace

void RecorderTest::init() {
    m_store.reset();
    m_database.reset();
    m_fixture = std::make_unique<StoreFixture>();
    m_database = m_fixture->open();
    QVERIFY(m_database);
    m_store = std::make_unique<ConversationStore>(m_database, m_clock);
    m_conversation = m_store->create(QStringLiteral("t"), 2).value();
}

std::vector<domain::Message> RecorderTest::stored() {
    const ConversationStore other(m_fixture->open());
    return other.messages(m_conversation).value();
}

QString RecorderTest::journaled(domain::MessageId id, const char* kind) {
    return sqlValue(
        *m_database,
        QStringLiteral("SELECT coalesce(group_concat(text, ''), '') FROM (SELECT text FROM journal "
                       "WHERE message_id = ? AND kind = ? ORDER BY seq)"),
        {id, QString::fromLatin1(kind)});
}

void RecorderTest::journalJoinedIsTheText() {
    // Any deltas, any times, any commits between them.
    std::mt19937 random(20260101);
    const QString alphabet = QStringLiteral("abc äß\n東京😀😀𝄞");
    for (int round = 0; round < 30; ++round) {
        Recorder recorder(m_database, m_clock);
        recorder.begin(answerTo(m_conversation, round));
        QString text;
        QString thinking;
        for (int i = 0; i < 60; ++i) {
            const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(alphabet.size()));
            const QString piece = alphabet.mid(at, static_cast<qsizetype>(random() % 4));
            // One after the other as models do; a pair may be cut anywhere.
            if (i < 20) {
                thinking += piece;
                recorder.thinking(piece);
            } else {
                recorder.delta(piece, text.size());
                text += piece;
            }
            m_clock.advance(std::chrono::milliseconds(random() % 3));
            if (random() % 5 == 0) {
                recorder.commit();
            }
        }
        QCOMPARE(recorder.message().text, text);
        recorder.ended(completed(), text);
        QVERIFY(recorder.message().ending == completed());
        QVERIFY(stored().back().text.size() == text.size());
        QCOMPARE(journaled(recorder.messageId()), stored().back().text);
        QCOMPARE(journaled(recorder.messageId(), "thinking"), stored().back().thinking);
    }
}

void RecorderTest::keepsCommittedTextThroughACrash() {
    {
        // A crash, as far as the database can tell: no end was told.
        Recorder recorder(m_database, m_clock);
        recorder.begin(answerTo(m_conversation));
        recorder.delta(QStringLiteral("Once upon"), 0);
        recorder.delta(QStringLiteral(" a time"), 9);
        m_clock.advance(1500ms);
        recorder.delta(QStringLiteral(" there"), 16);
        recorder.commit();
    }
    QVERIFY(!stored().front().ending);
    QCOMPARE(stored().front().text, QStringLiteral("Once upon a time there"));
    ConversationStore next(m_fixture->open(), m_clock);
    QSignalSpy changed(&next, &ConversationStore::conversationChanged);
    QCOMPARE(next.healUnfinished().value(), 1);
    QCOMPARE(changed.size(), 1);
    const auto message = stored().front();
    QVERIFY(message.ending.has_value());
    QCOMPARE(message.ending->outcome, domain::Outcome::Interrupted);
    QCOMPARE(message.ending->failure->kind, domain::Failure::Kind::AppClosed);
    QCOMPARE(message.text, QStringLiteral("Once upon a time there"));
    QCOMPARE(message.duration, 1500ms);
    QCOMPARE(next.healUnfinished().value(), 0);
}

void RecorderTest::keepsEverythingElseThroughACrashToo() {
    domain::Message expected;
    {
        Recorder recorder(m_database, m_clock);
        domain::Message begun = answerTo(m_conversation);
        begun.warnings = {{domain::Warning::Kind::HistoryTrimmed, QStringLiteral("2")}};
        recorder.begin(begun);
        recorder.started({QStringLiteral("demo"), QStringLiteral("Demo"), QStringLiteral("assist"),
                          QStringLiteral("brook"), QStringLiteral("exact"), 2});
        recorder.thinking(QStringLiteral("hm"));
        recorder.tool({QStringLiteral("1"), QStringLiteral("search"), {}, QStringLiteral("{"), {}});
        recorder.tool(
            {QStringLiteral("1"), {}, domain::ToolActivity::State::Completed, QStringLiteral("}"), {}});
        recorder.citation({QStringLiteral("t"), QStringLiteral("u"), {}});
        recorder.warning({domain::Warning::Kind::SkippedEvent, QStringLiteral("w")});
        recorder.delta(QStringLiteral("ab"), 0);
        recorder.seam(2, 1, true);
        recorder.usage({1, 2, 3, 4, domain::Usage::Source::Reported});
        recorder.commit();
        expected = recorder.message();
    }
    auto message = stored().front();
    QVERIFY(message == expected);
    QCOMPARE(message.attempts, 2);
    QCOMPARE(message.tools.front().arguments, QStringLiteral("{}"));
    QVERIFY(m_store->healUnfinished());
    message = stored().front();
    QVERIFY(message.tools == expected.tools && message.seams == expected.seams &&
            message.citations == expected.citations && message.warnings == expected.warnings &&
            message.usage == expected.usage && message.thinking == expected.thinking);
}

void RecorderTest::writesByItselfSoonAfter() {
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    recorder.delta(QStringLiteral("held view"), 0);
    QCOMPARE(stored().front().text, QString());
    QTRY_COMPARE(stored().front().text, QStringLiteral("held view"));
}

void RecorderTest::writesWhatWaitsWhenItIsDestroyed() {
    {
        Recorder recorder(m_database, m_clock);
        recorder.begin(answerTo(m_conversation));
        recorder.delta(QStringLiteral("last words"), 0);
    }
    QCOMPARE(stored().front().text, QStringLiteral("last words"));
}

void RecorderTest::sharesItsCommitsWithOthers() {
    Recorder one(m_database, m_clock);
    Recorder other(m_database, m_clock);
    const auto first = one.begin(answerTo(m_conversation));
    const auto second = other.begin(answerTo(m_conversation, 1));
    const int before = m_database->answerWriter().shared();
    one.delta(QStringLiteral("left"), 0);
    other.delta(QStringLiteral("right"), 0);
    other.thinking(QStringLiteral("hm"));
    one.commit();
    QCOMPARE(m_database->answerWriter().shared(), before + 1);
    QCOMPARE(journaled(first), QStringLiteral("left"));
    QCOMPARE(journaled(second), QStringLiteral("right"));
    QCOMPARE(journaled(second, "thinking"), QStringLiteral("hm"));
    // There is nothing left to write, and nothing is written twice.
    other.commit();
    QCOMPARE(m_database->answerWriter().shared(), before + 1);
    QCOMPARE(journaled(second), QStringLiteral("right"));
    // One alone shares with nobody.
    one.delta(QStringLiteral(" more"), 4);
    one.commit();
    QCOMPARE(m_database->answerWriter().shared(), before + 1);
    QCOMPARE(journaled(first), QStringLiteral("left more"));
}

void RecorderTest::writesOthersSoonAfterToo() {
    Recorder one(m_database, m_clock);
    Recorder other(m_database, m_clock);
    const auto first = one.begin(answerTo(m_conversation));
    const auto second = other.begin(answerTo(m_conversation, 1));
    one.delta(QStringLiteral("left"), 0);
    other.delta(QStringLiteral("right"), 0);
    QTRY_COMPARE(journaled(first), QStringLiteral("left"));
    QCOMPARE(journaled(second), QStringLiteral("right"));
    other.delta(QStringLiteral(" again"), 5);
    QTRY_COMPARE(journaled(second), QStringLiteral("right again"));
}

void RecorderTest::sharesTheEndOfOneOnTheDisk() {
    Recorder one(m_database, m_clock);
    Recorder other(m_database, m_clock);
    one.begin(answerTo(m_conversation));
    const auto second = other.begin(answerTo(m_conversation, 1));
    other.delta(QStringLiteral("right"), 0);
    one.delta(QStringLiteral("left"), 0);
    one.ended(completed(), QStringLiteral("left"));
    QCOMPARE(journaled(second), QStringLiteral("right"));
    const auto answers = stored();
    QCOMPARE(answers.size(), 2);
    QVERIFY(answers.front().ending && answers.front().ending->outcome == domain::Outcome::Completed);
    QVERIFY(!answers.back().ending || answers.back().ending->outcome != domain::Outcome::Completed);
}

void RecorderTest::isNotHinderedByOneWhoseConversationIsGone() {
    const auto doomed = m_store->create(QStringLiteral("doomed"), 2).value();
    Recorder one(m_database, m_clock);
    Recorder other(m_database, m_clock);
    one.begin(answerTo(doomed));
    const auto second = other.begin(answerTo(m_conversation));
    QVERIFY(m_store->remove(doomed));
    for (int i = 0; i < 3; ++i) {
        one.delta(QStringLiteral("lost "), 5 * i);
        other.delta(QStringLiteral("kept "), 5 * i);
        other.commit();
        QCOMPARE(journaled(second), QStringLiteral("kept ").repeated(i + 1));
    }
    one.commit();
    QVERIFY(!one.isBehind());
    QVERIFY(!other.isBehind());
}

void RecorderTest::waitsForNoLockTwiceWhereCommitsAreShared() {
    Recorder one(m_database, m_clock);
    Recorder other(m_database, m_clock);
    const auto first = one.begin(answerTo(m_conversation));
    const auto second = other.begin(answerTo(m_conversation, 1));
    Intruder intruder(*m_fixture);
    QVERIFY(intruder.holds());
    one.delta(QStringLiteral("left"), 0);
    other.delta(QStringLiteral("right"), 0);
    one.commit();
    QVERIFY(one.isBehind());
    other.commit();
    QVERIFY(other.isBehind());
    intruder.letGo();
    QTRY_VERIFY(!one.isBehind() && !other.isBehind());
    QCOMPARE(journaled(first), QStringLiteral("left"));
    QCOMPARE(journaled(second), QStringLiteral("right"));
}

void RecorderTest::sharesCommitsAtRandomAndLosesNothing() {
    // Any number of answers, any deltas, any one's commits: what one committed is there, nothing of others is
    // there twice or with a gap, and what ends is whole.
    std::mt19937 random(20261122);
    for (int round = 0; round < 10; ++round) {
        std::vector<std::unique_ptr<Recorder>> recorders;
        std::vector<QString> said(2 + random() % 5);
        for (std::size_t i = 0; i < said.size(); ++i) {
            recorders.push_back(std::make_unique<Recorder>(m_database, m_clock));
            recorders.back()->begin(answerTo(m_conversation, static_cast<int>(10 * round + i)));
        }
        for (int step = 0; step < 100; ++step) {
            const std::size_t i = random() % said.size();
            const QString piece = QStringLiteral("%1 ").arg(step);
            m_clock.advance(std::chrono::milliseconds(random() % 20));
            recorders.at(i)->delta(piece, said.at(i).size());
            said.at(i) += piece;
            if (random() % 4 == 0) {
                const std::size_t who = random() % said.size();
                recorders.at(who)->commit();
                for (std::size_t each = 0; each < said.size(); ++each) {
                    const QString kept = journaled(recorders.at(each)->messageId());
                    QCOMPARE(kept, each == who ? said.at(each) : said.at(each).first(kept.size()));
                }
            }
        }
        for (std::size_t i = 0; i < said.size(); ++i) {
            recorders.at(i)->ended(completed(), said.at(i));
            QCOMPARE(journaled(recorders.at(i)->messageId()), said.at(i));
        }
    }
}

void RecorderTest::keepsTheTimeOfArrival() {
    Recorder recorder(m_database, m_clock);
    const qint64 start = m_clock.wallTime().count();
    recorder.begin(answerTo(m_conversation));
    recorder.delta(QStringLiteral("a"), 0);
    recorder.delta(QStringLiteral("b"), 1);
    m_clock.advance(7ms);
    recorder.delta(QStringLiteral("c"), 2);
    recorder.commit();
    QCOMPARE(sqlValue(*m_database,
                      QStringLiteral("SELECT group_concat(text || (at_ms - ?)) FROM "
                                     "(SELECT * FROM journal ORDER BY seq)"),
                      {start}),
             QStringLiteral("ab0,c7"));
    QCOMPARE(recorder.message().createdAt.toMSecsSinceEpoch(), start);
}

void RecorderTest::findsAnAnswerAfterItsEndAndAfterHealing() {
    {
        Recorder recorder(m_database, m_clock);
        recorder.begin(answerTo(m_conversation));
        recorder.delta(QStringLiteral("kingfisher"), 0);
        recorder.commit();
        QVERIFY(m_store->search(QStringLiteral("kingfisher"), 1).value().empty());
        recorder.ended(completed(), QStringLiteral("kingfisher"));
        QCOMPARE(m_store->search(QStringLiteral("kingf"), 1).value().size(), std::size_t(1));
        recorder.begin(answerTo(m_conversation, 1));
        recorder.delta(QStringLiteral("cormorant"), 0);
    }
    QVERIFY(m_store->search(QStringLiteral("cormorant"), 1).value().empty());
    QVERIFY(m_store->healUnfinished());
    QCOMPARE(m_store->search(QStringLiteral("cormorant"), 1).value().size(), std::size_t(1));
}

void RecorderTest::goesOnWithAnAnswerThatHadEnded_data() {
    QTest::addColumn<bool>("afterRestart");
    QTest::newRow("same recorder") << false;
    QTest::newRow("after a restart") << true;
}

void RecorderTest::goesOnWithAnAnswerThatHadEnded() {
    QFETCH(const bool, afterRestart);
    auto recorder = std::make_unique<Recorder>(m_database, m_clock);
    const auto id = recorder->begin(answerTo(m_conversation));
    recorder->delta(QStringLiteral("first half"), 0);
    domain::Ending cut;
    cut.outcome = domain::Outcome::Interrupted;
    cut.failure.emplace();
    cut.failure->kind = domain::Failure::Kind::CutOff;
    recorder->ended(cut, QStringLiteral("first half"));
    QVERIFY(stored().front().ending == cut);
    if (afterRestart) {
        recorder = std::make_unique<Recorder>(m_database, m_clock);
    }
    recorder->reopen(stored().front());
    QCOMPARE(recorder->messageId(), id);
    QVERIFY(!recorder->message().ending);
    QVERIFY(!stored().front().ending);
    QCOMPARE(stored().front().text, QStringLiteral("first half"));
    recorder->seam(10, 0, true);
    recorder->delta(QStringLiteral(", second"), 10);
    recorder->commit();
    QCOMPARE(stored().front().text, QStringLiteral("first half, second"));
    recorder->ended(completed(), QStringLiteral("first half, second"));
    QCOMPARE(stored().size(), std::size_t(1));
    QVERIFY(stored().front() == recorder->message());
    QVERIFY(stored().front().ending == completed());
    QCOMPARE(journaled(id), QStringLiteral("first half, second"));

    // Someone took the second half back: what is kept follows.
    auto shorter = stored().front();
    shorter.text = QStringLiteral("first half");
    recorder->reopen(shorter);
    recorder->delta(QStringLiteral("!"), 10);
    recorder->commit();
    QCOMPARE(stored().front().text, QStringLiteral("first half!"));
}

void RecorderTest::beginsWithTextOfAnEarlierAttempt() {
    auto answer = answerTo(m_conversation);
    answer.text = QStringLiteral("so far ");
    answer.thinking = QStringLiteral("hm");
    Recorder recorder(m_database, m_clock);
    recorder.begin(answer);
    recorder.delta(QStringLiteral("so good"), 7);
    recorder.commit();
    QCOMPARE(stored().front().text, QStringLiteral("so far so good"));
    QCOMPARE(stored().front().thinking, QStringLiteral("hm"));
}

void RecorderTest::believesTheWholeTextAtTheEnd() {
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    recorder.delta(QStringLiteral("abc"), 0);
    recorder.ended(completed(), QStringLiteral("abX"));
    QCOMPARE(recorder.message().text, QStringLiteral("abX"));
    QCOMPARE(stored().front().text, QStringLiteral("abX"));
    recorder.reopen(stored().front());
    recorder.delta(QStringLiteral("Y"), 3);
    recorder.commit();
    QCOMPARE(stored().front().text, QStringLiteral("abXY"));
}

void RecorderTest::takesFiguresBeforeAndAfterTheEnd() {
    for (const bool before : {true, false}) {
        Recorder recorder(m_database, m_clock);
        recorder.begin(answerTo(m_conversation, before ? 0 : 1));
        domain::StreamStats stats;
        stats.start(m_clock.now());
        m_clock.advance(300ms);
        stats.addText(4000, m_clock.now());
        m_clock.advance(1000ms);
        stats.addText(1, m_clock.now());
        stats.finish(m_clock.now());
        if (before) {
            recorder.setStats(stats, m_clock.now());
        }
        recorder.ended(completed(), {});
        if (!before) {
            recorder.setStats(stats, m_clock.now());
            recorder.commit();
        }
        const auto message = stored().back();
        QCOMPARE(message.timeToFirstToken, 300ms);
        QCOMPARE(message.duration, 1300ms);
        QVERIFY(message.tokensPerSecond > 900);
    }
}

void RecorderTest::addsTheFiguresOfAnAnswerThatGoesOn() {
    const auto part = [&](Recorder& recorder) {
        domain::StreamStats stats;
        stats.start(m_clock.now());
        m_clock.advance(100ms);
        stats.addThinking(4, m_clock.now());
        m_clock.advance(200ms);
        stats.addText(4000, m_clock.now());
        m_clock.advance(1000ms);
        stats.addText(1, m_clock.now());
        stats.finish(m_clock.now());
        recorder.ended(completed(), {});
        recorder.setStats(stats, m_clock.now());
        recorder.setStats(stats, m_clock.now()); // told twice, counted once
        recorder.setCost(0.25);
        recorder.setCost(0.25);
        recorder.commit();
    };
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    part(recorder);
    recorder.reopen(stored().front());
    part(recorder);
    QCOMPARE(stored().front().timeToFirstToken, 100ms);
    QCOMPARE(stored().front().thinkingTime, 400ms);
    QCOMPARE(stored().front().duration, 2600ms);
    QCOMPARE(stored().front().usage.value_or(domain::Usage{}).cost.value_or(0), 0.5);

    Recorder later(m_database, m_clock); // another run of the application
    later.reopen(stored().front());
    later.ended(completed(), {}); // it could not go on
    QCOMPARE(stored().front().duration, 2600ms);
    QVERIFY(stored().front().tokensPerSecond > 900);
    later.reopen(stored().front());
    part(later);
    QCOMPARE(stored().front().timeToFirstToken, 100ms);
    QCOMPARE(stored().front().thinkingTime, 600ms);
    QCOMPARE(stored().front().duration, 3900ms);
}

void RecorderTest::saysOnceThatItIsBehindAndCatchesUp() {
    Recorder recorder(m_database, m_clock);
    QSignalSpy behind(&recorder, &Recorder::behindChanged);
    Intruder intruder(*m_fixture);
    QVERIFY(intruder.holds());
    QCOMPARE(recorder.begin(answerTo(m_conversation)), 0);
    recorder.delta(QStringLiteral("not on disk"), 0);
    recorder.commit();
    recorder.commit();
    QCOMPARE(behind.size(), 1);
    QVERIFY(recorder.isBehind());
    QCOMPARE(recorder.message().text, QStringLiteral("not on disk"));
    recorder.ended(completed(), QStringLiteral("not on disk"));
    QVERIFY(recorder.message().ending.has_value());
    intruder.letGo();
    QTRY_VERIFY(!recorder.isBehind());
    QCOMPARE(behind.size(), 2);
    QVERIFY(recorder.messageId() > 0);
    QVERIFY(stored().front() == recorder.message());
    QCOMPARE(journaled(recorder.messageId()), QStringLiteral("not on disk"));
}

void RecorderTest::staysBehindWithoutATryForEachFrame() {
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    Intruder intruder(*m_fixture);
    recorder.delta(QStringLiteral("a"), 0);
    recorder.commit();
    QVERIFY(recorder.isBehind());
    intruder.letGo();
    recorder.delta(QStringLiteral("b"), 1);
    recorder.commit(); // leaves it to the timer, also now that it would work
    QVERIFY(recorder.isBehind());
    QTRY_VERIFY(!recorder.isBehind());
    QCOMPARE(stored().front().text, QStringLiteral("ab"));
}

void RecorderTest::catchesUpWhenTheDiskHasRoomAgain() {
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    recorder.delta(QStringLiteral("fits. "), 0);
    recorder.commit();
    // A database that may not grow says what a full disk says.
    const QString pages = sqlValue(*m_database, QStringLiteral("PRAGMA page_count"));
    QCOMPARE(sqlValue(*m_database, QStringLiteral("PRAGMA max_page_count = %1").arg(pages)), pages);
    const QString large(200'000, u'x');
    const QString all = QStringLiteral("fits. Half of a transaction does, too: ") + large;
    recorder.delta(QStringLiteral("Half of a transaction does, too: "), 6);
    m_clock.advance(1ms);
    recorder.delta(large, all.size() - large.size());
    recorder.commit();
    QVERIFY(recorder.isBehind());
    recorder.ended(completed(), all);
    QCOMPARE(stored().front().text, QStringLiteral("fits. "));
    QVERIFY(!sqlValue(*m_database, QStringLiteral("PRAGMA max_page_count = 1000000")).isEmpty());
    QTRY_VERIFY(!recorder.isBehind());
    QVERIFY(stored().front() == recorder.message());
    QVERIFY(journaled(recorder.messageId()) == recorder.message().text);
}

void RecorderTest::catchesUpWithOneAnswerAfterTheOther() {
    Recorder recorder(m_database, m_clock);
    Intruder intruder(*m_fixture);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(recorder.begin(answerTo(m_conversation, i)), 0);
        recorder.delta(QStringLiteral("answer %1").arg(i), 0);
        recorder.ended(completed(), QStringLiteral("answer %1").arg(i));
    }
    intruder.letGo();
    QTRY_VERIFY(!recorder.isBehind());
    const auto all = stored();
    QCOMPARE(all.size(), std::size_t(3));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(all.at(static_cast<std::size_t>(i)).text, QStringLiteral("answer %1").arg(i));
    }
}

void RecorderTest::joinsTimesWhenTooMuchWaits() {
    constexpr int more = 1000;
    Recorder recorder(m_database, m_clock);
    Intruder intruder(*m_fixture);
    recorder.begin(answerTo(m_conversation));
    QString text;
    for (int i = 0; i < static_cast<int>(AnswerRecord::mostEntries) + more; ++i) {
        m_clock.advance(1ms);
        const QString piece = QString::number(i);
        recorder.delta(piece, text.size());
        text += piece;
        QCOMPARE(recorder.isCoarse(), i >= static_cast<int>(AnswerRecord::mostEntries));
    }
    intruder.letGo();
    QTRY_VERIFY(!recorder.isBehind());
    QVERIFY(stored().front().text == text);
    QCOMPARE(sqlValue(*m_database, QStringLiteral("SELECT count(*) FROM journal")).toULongLong(),
             static_cast<qulonglong>(AnswerRecord::mostEntries));
}

void RecorderTest::leavesOutDetailsBeyondItsBound() {
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    const domain::Citation large{QString(1024 * 1024, u'x'), {}, {}};
    for (int i = 0; i < 20; ++i) {
        recorder.citation(large);
    }
    QCOMPARE(recorder.message().citations.size(), std::size_t(7));
}

void RecorderTest::forgetsAnAnswerWhoseConversationIsGone() {
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    QVERIFY(m_store->remove(m_conversation));
    recorder.delta(QStringLiteral("nowhere to go"), 0);
    recorder.commit();
    QVERIFY(!recorder.isBehind());
    recorder.delta(QStringLiteral("!"), 13);
    recorder.ended(completed(), QStringLiteral("nowhere to go!"));
    QVERIFY(!recorder.isBehind());
    QCOMPARE(recorder.message().text, QStringLiteral("nowhere to go!"));
    QCOMPARE(sqlValue(*m_database, QStringLiteral("SELECT count(*) FROM journal")), QStringLiteral("0"));
}

void RecorderTest::sparesAnAnswerThatAnotherProcessWrites() {
    {
        Recorder recorder(m_database, m_clock);
        recorder.begin(answerTo(m_conversation));
    }
    // Process 1 always runs; what it would have written here is made up from its own entry.
    QFile boot(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    QFile stat(QStringLiteral("/proc/1/stat"));
    if (!boot.open(QIODevice::ReadOnly) || !stat.open(QIODevice::ReadOnly)) {
        QSKIP("needs /proc");
    }
    const QByteArray fields = stat.readAll();
    const QByteArray start = fields.mid(fields.lastIndexOf(')') + 2).split(' ').at(19);
    const QString name = QString::fromLatin1(boot.readAll().trimmed() + ":1:");
    Statement claim(*m_database, QStringLiteral("UPDATE messages SET writer = ?"));
    QVERIFY(claim.execute({name + QString::fromLatin1(start)}));
    QCOMPARE(m_store->healUnfinished().value(), 0);
    QVERIFY(claim.execute({name + QString::fromLatin1(start) + QStringLiteral("0")}));
    QCOMPARE(m_store->healUnfinished().value(), 1); // its number runs, but it is another one
}

void RecorderTest::storesHalvesOfPairsOnlyWhenWhole() {
    const QString face = QStringLiteral("😀");
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    recorder.delta(QStringLiteral("a") + face.first(1), 0);
    recorder.commit();
    QCOMPARE(stored().front().text, QStringLiteral("a"));
    recorder.delta(face.last(1), 2);
    recorder.commit();
    QCOMPARE(stored().front().text, QStringLiteral("a") + face);
}

void RecorderTest::storesNulAndLoneSurrogatesAsReplacements() {
    QString text = QStringLiteral("a");
    text += QChar(0);
    text += QChar(0xDE00);
    text += QStringLiteral("b");
    text += QChar(0xD83D);
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(m_conversation));
    recorder.delta(text, 0);
    recorder.ended(completed(), text);
    QCOMPARE(recorder.message().text, text);
    QCOMPARE(stored().front().text, QStringLiteral("a\uFFFD\uFFFDb\uFFFD"));
    QCOMPARE(journaled(recorder.messageId()), QStringLiteral("a\uFFFD\uFFFDb\uFFFD"));
    QCOMPARE(sqlValue(*m_database, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
}

QTEST_GUILESS_MAIN(RecorderTest)
#include "tst_recorder.moc"
