// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/MessageRow.h"
#include "store/Recorder.h"

#include <QSignalSpy>
#include <QSqlQuery>
#include <QTest>

using namespace rivulet;
using namespace rivulet::store;
using namespace std::chrono_literals;

/// Conversations as lists, searches and pages see them.
class ConversationStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsTheNewestFirst();
    void listsAnyPageOfVeryMany();
    void renamesAndTells();
    void ordersMessagesByTurnThenPromptThenPaneThenVariant();
    void piecesFromTheEndAreTheWholeConversation();
    void aPieceIsReadWithoutWhatIsBeforeIt();
    void knowsWhoAnsweredLastHoweverLongAgo();
    void removesAllThatBelongsToAConversation();
    void refusesAPromptForNoConversation();
    void givesTheLengthsOfCompletedAnswersNewestFirst();

    void findsTitlesAndMessages();
    void findsAllWordsAndTheBeginningOfTheLast();
    void findsWithoutAccentsAndCase();
    void marksWhatMatched();
    void putsTheNewerFirstWhereBothMatchAlike();
    void putsTitlesFirstAndLeavesRoomForMessages();
    void aLongConversationHidesNoOther();
    void forgetsRemovedAndRenamedWords();
    void takesAnythingThatIsTyped_data();
    void takesAnythingThatIsTyped();
    void keepsItsIndexInStep();

private:
    domain::ConversationId make(const QString& title, const QString& prompt = {});
    std::vector<domain::ConversationId> found(const QString& words);

    std::unique_ptr<StoreFixture> m_fixture;
    ManualClock m_clock;
    std::shared_ptr<Database> m_database;
    std::unique_ptr<ConversationStore> m_store;
};

using Ids = std::vector<domain::ConversationId>;

void ConversationStoreTest::init() {
    m_store.reset();
    m_database.reset();
    m_fixture = std::make_unique<StoreFixture>();
    m_database = m_fixture->open();
    QVERIFY(m_database);
    m_store = std::make_unique<ConversationStore>(m_database, m_clock);
}

domain::ConversationId ConversationStoreTest::make(const QString& title, const QString& prompt) {
    m_clock.advance(1s);
    const auto id = m_store->create(title, 1).value();
    if (!prompt.isEmpty()) {
        (void)m_store->addPrompt(id, 0, prompt);
    }
    return id;
}

Ids ConversationStoreTest::found(const QString& words) {
    Ids ids;
    const auto result = m_store->search(words, 50);
    if (!result) {
        qWarning("%s", qPrintable(result.failure().detail));
        return {-1};
    }
    for (const auto& summary : result.value()) {
        ids.push_back(summary.id);
    }
    return ids;
}

void ConversationStoreTest::listsTheNewestFirst() {
    const auto a = make(QStringLiteral("a"));
    const auto b = make(QStringLiteral("b"));
    m_clock.advance(1s);
    QVERIFY(m_store->addPrompt(a, 0, QStringLiteral("again")));
    const auto list = m_store->list(10, 0).value();
    QCOMPARE(list.size(), std::size_t(2));
    QCOMPARE(list.front().id, a);
    QCOMPARE(list.front().title, QStringLiteral("a"));
    QCOMPARE(list.front().panes, 1);
    QVERIFY(list.front().createdAt < list.front().updatedAt);
    QCOMPARE(list.front().updatedAt.toMSecsSinceEpoch(), m_clock.wallTime().count());
    QCOMPARE(list.back().id, b);
    QVERIFY(m_store->list(10, 2).value().empty());
}

void ConversationStoreTest::listsAnyPageOfVeryMany() {
    QSqlQuery fill(m_database->connection());
    QVERIFY(fill.exec(
        QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
                       "INSERT INTO conversations (title, panes, created_at, updated_at, position) "
                       "SELECT 'c' || i, 2, i, i, i FROM n")));
    const auto page = m_store->list(50, 99'900).value();
    QCOMPARE(page.size(), std::size_t(50));
    QCOMPARE(page.front().title, QStringLiteral("c100"));
    QCOMPARE(m_store->list(1, 0).value().front().title, QStringLiteral("c100000"));
    // Not by the clock, but by the plan: in the order of the index, nothing sorted.
    Statement explain(*m_database,
                      QStringLiteral("EXPLAIN QUERY PLAN SELECT id, title, panes, created_at, updated_at "
                                     "FROM conversations ORDER BY position DESC, id DESC LIMIT 5"));
    QVERIFY(explain.select());
    while (explain.next()) {
        QVERIFY2(!explain.value(3).toString().contains(u"TEMP B-TREE"),
                 qPrintable(explain.value(3).toString()));
    }
    QCOMPARE(m_store->search(QStringLiteral("c99999"), 5).value().front().title, QStringLiteral("c99999"));
}

void ConversationStoreTest::renamesAndTells() {
    QSignalSpy changed(m_store.get(), &ConversationStore::conversationChanged);
    const auto id = make(QStringLiteral("old"));
    QVERIFY(m_store->rename(id, QStringLiteral("new")));
    QVERIFY(m_store->setPanes(id, 2));
    const auto summary = m_store->list(1, 0).value().front();
    QCOMPARE(summary.title, QStringLiteral("new"));
    QCOMPARE(summary.panes, 2);
    QVERIFY(m_store->remove(id));
    QVERIFY(m_store->list(1, 0).value().empty());
    QCOMPARE(changed.size(), 4);
    QCOMPARE(changed.back().front().toLongLong(), id);
}

void ConversationStoreTest::ordersMessagesByTurnThenPromptThenPaneThenVariant() {
    const auto id = make(QStringLiteral("t"));
    struct Place {
        int turn;
        int pane;
        int variant;
    };
    for (const Place place : {Place{1, 0, 0}, Place{0, 1, 0}, Place{0, 0, 1}, Place{0, 0, 0}}) {
        Recorder recorder(m_database, m_clock);
        auto answer = answerTo(id, place.turn);
        answer.pane = place.pane;
        answer.variant = place.variant;
        QVERIFY(recorder.begin(answer) > 0);
        recorder.ended(completed(), {});
    }
    QVERIFY(m_store->addPrompt(id, 1, QStringLiteral("second")));
    QVERIFY(m_store->addPrompt(id, 0, QStringLiteral("first")));
    QStringList order;
    for (const auto& message : m_store->messages(id).value()) {
        order.append(
            message.role == domain::Role::User
                ? QStringLiteral("%1").arg(message.turn)
                : QStringLiteral("%1.%2.%3").arg(message.turn).arg(message.pane).arg(message.variant));
    }
    QCOMPARE(order.join(u' '), QStringLiteral("0 0.0.0 0.0.1 0.1.0 1 1.0.0"));
}

void ConversationStoreTest::piecesFromTheEndAreTheWholeConversation() {
    const auto id = make(QStringLiteral("long"));
    for (int turn = 0; turn < 30; ++turn) {
        QVERIFY(m_store->addPrompt(id, turn, QStringLiteral("prompt %1").arg(turn),
                                   {{domain::Attachment::Kind::Text, QStringLiteral("%1.txt").arg(turn),
                                     "text/plain", QByteArray::number(turn)}}));
        for (const int variant : {0, 1}) {
            Recorder recorder(m_database, m_clock);
            auto answer = answerTo(id, turn);
            answer.pane = turn % 2;
            answer.variant = variant;
            QVERIFY(recorder.begin(answer) > 0);
            recorder.delta(QString(turn * 50, u'a'), 0);
            if (turn != 7) { // is being written
                recorder.ended(completed(), QString(turn * 50, u'a'));
            }
        }
    }
    const auto whole = m_store->messages(id).value();
    QCOMPARE(whole.size(), std::size_t(90));
    for (const qsizetype characters : {0, 1, 700, 5'000, 1'000'000}) {
        std::vector<domain::Message> joined;
        std::optional<int> before = 1'000;
        int pieces = 0;
        while (before) {
            const auto piece = m_store->messagesBefore(id, *before, characters).value();
            // Whole turns: it begins with a prompt.
            QVERIFY(!piece.messages.empty() && piece.messages.front().role == domain::Role::User);
            QVERIFY(piece.messages.back().turn < *before);
            QVERIFY(!piece.first || *piece.first == piece.messages.front().turn);
            joined.insert(joined.begin(), piece.messages.begin(), piece.messages.end());
            before = piece.first;
            ++pieces;
        }
        QVERIFY2(joined == whole, qPrintable(QString::number(characters)));
        QCOMPARE(pieces, characters <= 1 ? 30 : characters == 1'000'000 ? 1 : pieces);
    }
    QVERIFY(m_store->messagesBefore(id, 0, 10).value().messages.empty());
    QCOMPARE(m_store->countBefore(id, 4, 0), 4 + 4);
    QCOMPARE(m_store->countBefore(id, 0, 0), 0);
}

void ConversationStoreTest::aPieceIsReadWithoutWhatIsBeforeIt() {
    // Not by the clock, but by the plan: in the order of the index, nothing sorted.
    Statement explain(*m_database, QStringLiteral("EXPLAIN QUERY PLAN ") + MessageRow::select() +
                                       QStringLiteral("WHERE conversation_id = ? AND turn < ? ORDER BY "
                                                      "turn DESC, role, pane DESC, variant DESC, id DESC"));
    QVERIFY(explain.select({1, 2}));
    while (explain.next()) {
        const QString step = explain.value(3).toString();
        QVERIFY2(!step.contains(u"TEMP B-TREE") && step.contains(u"messages_in_order"), qPrintable(step));
    }
}

void ConversationStoreTest::knowsWhoAnsweredLastHoweverLongAgo() {
    const auto id = make(QStringLiteral("t"));
    QVERIFY(!m_store->lastSigned(id, 0));
    for (int turn = 0; turn < 3; ++turn) {
        Recorder recorder(m_database, m_clock);
        auto answer = answerTo(id, turn);
        answer.pane = turn == 2 ? 1 : 0;
        answer.model = QStringLiteral("m%1").arg(turn);
        QVERIFY(recorder.begin(answer) > 0);
        recorder.ended(completed(), {});
    }
    QCOMPARE(m_store->lastSigned(id, 0).value_or(domain::Message{}).model, QStringLiteral("m1"));
    QCOMPARE(m_store->lastSigned(id, 1).value_or(domain::Message{}).model, QStringLiteral("m2"));
}

void ConversationStoreTest::removesAllThatBelongsToAConversation() {
    const auto id = make(QStringLiteral("gone"), QStringLiteral("prompt"));
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(id));
    recorder.delta(QStringLiteral("text"), 0);
    recorder.ended(completed(), QStringLiteral("text"));
    QVERIFY(m_store->remove(id));
    for (const char* table : {"conversations", "messages", "journal"}) {
        QCOMPARE(sqlValue(*m_database, QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table))),
                 QStringLiteral("0"));
    }
    QVERIFY(found(QStringLiteral("text")).empty());
}

void ConversationStoreTest::refusesAPromptForNoConversation() {
    const auto added = m_store->addPrompt(4711, 0, QStringLiteral("lost"));
    QVERIFY(!added);
    QCOMPARE(added.failure().kind, domain::Failure::Kind::StoreUnavailable);
}

void ConversationStoreTest::givesTheLengthsOfCompletedAnswersNewestFirst() {
    const auto id = make(QStringLiteral("t"));
    for (int i = 0; i < 4; ++i) {
        Recorder recorder(m_database, m_clock);
        recorder.begin(answerTo(id, i));
        const QString text(40, u'x');
        recorder.delta(text, 0);
        if (i < 3) {
            domain::Usage usage;
            usage.output = 100 + i;
            usage.thinking = 50;
            recorder.usage(usage);
        }
        domain::Ending ending = completed();
        ending.outcome = i == 1 ? domain::Outcome::Cancelled : domain::Outcome::Completed;
        recorder.ended(ending, text);
    }
    QCOMPARE(m_store->answerLengths(QStringLiteral("demo"), QStringLiteral("brook"), 10),
             (std::vector<qint64>{10, 52, 50}));
    QCOMPARE(m_store->answerLengths(QStringLiteral("demo"), QStringLiteral("brook"), 1),
             std::vector<qint64>{10});
    QVERIFY(m_store->answerLengths(QStringLiteral("other"), QStringLiteral("brook"), 10).empty());
}

void ConversationStoreTest::findsTitlesAndMessages() {
    const auto a = make(QStringLiteral("Sourdough bread"), QStringLiteral("How much water?"));
    const auto b = make(QStringLiteral("Rivers"), QStringLiteral("Is sourdough a river?"));
    const Ids both = found(QStringLiteral("sourdough"));
    QCOMPARE(both.size(), std::size_t(2));
    QVERIFY(std::find(both.begin(), both.end(), a) != both.end());
    QCOMPARE(found(QStringLiteral("river")).front(), b);
    QCOMPARE(found(QStringLiteral("water")), Ids{a});
    QVERIFY(found(QStringLiteral("fire")).empty());
    QVERIFY(found(QString()).empty());
    QCOMPARE(m_store->search(QStringLiteral("sourdough"), 1).value().size(), std::size_t(1));
}

void ConversationStoreTest::findsAllWordsAndTheBeginningOfTheLast() {
    const auto a = make(QStringLiteral("a"), QStringLiteral("the quick brown fox"));
    make(QStringLiteral("b"), QStringLiteral("the quick dog"));
    QCOMPARE(found(QStringLiteral("quick fo")), Ids{a});
    QCOMPARE(found(QStringLiteral("fox quick")), Ids{a});
    QVERIFY(found(QStringLiteral("qui fox")).empty());
    QCOMPARE(found(QStringLiteral("quick")).size(), std::size_t(2));
}

void ConversationStoreTest::findsWithoutAccentsAndCase() {
    const auto a = make(QStringLiteral("Größe"), QStringLiteral("Café 東京 naïve"));
    for (const auto& words : {QStringLiteral("CAFE"), QStringLiteral("café"), QStringLiteral("große"),
                              QStringLiteral("naive"), QStringLiteral("東京")}) {
        QVERIFY2(found(words) == Ids{a}, qPrintable(words));
    }
}

void ConversationStoreTest::marksWhatMatched() {
    make(QStringLiteral("t"), QStringLiteral("the quick brown fox"));
    const auto hit = m_store->search(QStringLiteral("quick fox"), 1).value().front();
    QCOMPARE(hit.snippet, QStringLiteral("the \u0002quick\u0003 brown \u0002fox\u0003"));
    QCOMPARE(m_store->search(QStringLiteral("t"), 1).value().front().snippet.contains(QChar(2)), true);
}

void ConversationStoreTest::putsTheNewerFirstWhereBothMatchAlike() {
    const auto older = make(QStringLiteral("a"), QStringLiteral("willow tree"));
    m_clock.advance(24h * 365);
    const auto newer = make(QStringLiteral("b"), QStringLiteral("willow tree"));
    QCOMPARE(found(QStringLiteral("willow")), (Ids{newer, older}));
}

void ConversationStoreTest::putsTitlesFirstAndLeavesRoomForMessages() {
    Ids titled;
    Ids said;
    for (int i = 0; i < 10; ++i) {
        said.insert(said.begin(), make(QStringLiteral("x"), QStringLiteral("about alder")));
        titled.insert(titled.begin(), make(QStringLiteral("Alder %1").arg(i), QStringLiteral("alder again")));
    }
    Ids all = titled;
    all.insert(all.end(), said.begin(), said.end());
    QCOMPARE(found(QStringLiteral("alder")), all);
    Ids few;
    for (const auto& hit : m_store->search(QStringLiteral("alder"), 8).value()) {
        few.push_back(hit.id);
    }
    QCOMPARE(few, (Ids{titled[0], titled[1], titled[2], titled[3], said[0], said[1], said[2], said[3]}));
}

void ConversationStoreTest::aLongConversationHidesNoOther() {
    const auto other = make(QStringLiteral("a"), QStringLiteral("willow"));
    const auto big = make(QStringLiteral("b"));
    for (int turn = 0; turn < 50; ++turn) {
        QVERIFY(m_store->addPrompt(big, turn, QStringLiteral("willow")));
    }
    QCOMPARE(found(QStringLiteral("willow")), (Ids{big, other}));
}

void ConversationStoreTest::forgetsRemovedAndRenamedWords() {
    const auto a = make(QStringLiteral("heron"), QStringLiteral("kingfisher"));
    QVERIFY(m_store->rename(a, QStringLiteral("otter")));
    QVERIFY(found(QStringLiteral("heron")).empty());
    QCOMPARE(found(QStringLiteral("otter")), Ids{a});
    QVERIFY(m_store->remove(a));
    QVERIFY(found(QStringLiteral("otter")).empty());
    QVERIFY(found(QStringLiteral("kingfisher")).empty());
}

void ConversationStoreTest::takesAnythingThatIsTyped_data() {
    QTest::addColumn<QString>("typed");
    for (const char* typed : {"\"",
                              "\"\"\"",
                              "a\"b",
                              "'",
                              "*",
                              "**",
                              "a*b*",
                              "^a",
                              "a:b",
                              "title:a",
                              "-a",
                              "+a",
                              "(a",
                              "a)",
                              "{a b}:c",
                              "NEAR(a b)",
                              "a AND",
                              "OR",
                              "NOT",
                              "AND AND",
                              "a OR b",
                              "\\",
                              "%",
                              "_",
                              ";",
                              "--",
                              "DROP TABLE messages",
                              "a\tb\nc",
                              "😀",
                              "a 😀",
                              "😀 a",
                              "...",
                              "a...",
                              "c++",
                              "c#",
                              "é́",
                              "\xE2\x80\x8B",
                              "\xEF\xBF\xBD"}) {
        QTest::newRow(typed) << QString::fromUtf8(typed);
    }
    QTest::newRow("NUL") << QString(QChar(0)) + QStringLiteral("a");
    QTest::newRow("half a pair") << QString(QChar(0xD83D)) + QStringLiteral(" a");
    QTest::newRow("long") << QString(5000, u'a');
    QTest::newRow("many") << QStringLiteral("a ").repeated(3000);
}

void ConversationStoreTest::takesAnythingThatIsTyped() {
    QFETCH(const QString, typed);
    make(QStringLiteral("a"), QStringLiteral("a b c"));
    const auto result = m_store->search(typed, 5);
    QVERIFY2(result.ok(), result ? "" : qPrintable(result.failure().detail));
}

void ConversationStoreTest::keepsItsIndexInStep() {
    const auto a = make(QStringLiteral("one"), QStringLiteral("two"));
    make(QStringLiteral("three"));
    Recorder recorder(m_database, m_clock);
    recorder.begin(answerTo(a));
    recorder.delta(QStringLiteral("four"), 0);
    recorder.ended(completed(), QStringLiteral("four"));
    recorder.reopen(recorder.message());
    recorder.delta(QStringLiteral(" five"), 4);
    recorder.ended(completed(), QStringLiteral("four five"));
    QVERIFY(m_store->rename(a, QStringLiteral("six")));
    for (const char* index : {"title_words", "message_words"}) {
        QSqlQuery check(m_database->connection());
        QVERIFY2(check.exec(QStringLiteral("INSERT INTO %1 (%1, rank) VALUES ('integrity-check', 1)")
                                .arg(QLatin1String(index))),
                 index);
    }
    QCOMPARE(found(QStringLiteral("four five")), Ids{a});
}

QTEST_GUILESS_MAIN(ConversationStoreTest)
#include "tst_conversationstore.moc"
