// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/JournalFold.h"
#include "store/MessageJson.h"
#include "store/MessageRow.h"

#include <QTest>

using namespace rivulet;
using namespace rivulet::store;

/// Law: a message that was written is read as it was, whatever it holds.
class MessageRowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasWritten_data();
    void readsWhatWasWritten();
    void namesEveryJournalKind();
    void joinsPiecesOfAToolCall();
    void readsUnknownNamesAsTheNearestThing();
};

namespace {

domain::Message fullAnswer() {
    domain::Message answer = answerTo(0, 3);
    answer.pane = 1;
    answer.variant = 2;
    answer.createdAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123);
    answer.text = QStringLiteral("Wörter 😀\n\n```\ncode\n```");
    answer.thinking = QStringLiteral("hm");
    answer.tools = {{QStringLiteral("1"), QStringLiteral("search"), domain::ToolActivity::State::Failed,
                     QStringLiteral("{\"q\":\"\\\"\"}"), QStringLiteral("none"),
                     std::chrono::milliseconds(1234), 7},
                    {}};
    answer.citations = {{QStringLiteral("t"), QStringLiteral("https://e.org"), QStringLiteral("q")}, {}};
    answer.seams = {{12, 3, true}, {1, 0, false}};
    answer.warnings = {{domain::Warning::Kind::DroppedField, QStringLiteral("top_k")},
                       {domain::Warning::Kind::NotStreamed, {}},
                       {}};
    answer.usage = domain::Usage{1, 2, std::nullopt, 9007199254740993, domain::Usage::Source::Estimated};
    answer.usage->cacheWrite = 3;
    answer.usage->cost = 0.0125;
    answer.usage->loadTime = std::chrono::milliseconds(7);
    answer.usage->promptTime = std::chrono::milliseconds(8);
    answer.usage->answerTime = std::chrono::milliseconds(9);
    answer.timeToFirstToken = std::chrono::milliseconds(12);
    answer.thinkingTime = std::chrono::milliseconds(34);
    answer.duration = std::chrono::milliseconds(5600);
    answer.tokensPerSecond = 61.25;
    answer.attempts = 4;
    return answer;
}

domain::Ending failed() {
    domain::Ending ending;
    ending.outcome = domain::Outcome::Failed;
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::RateLimited;
    failure.detail = QStringLiteral("slow down");
    failure.httpStatus = 429;
    failure.code = QStringLiteral("rate_limit_error");
    failure.retryAfter = std::chrono::milliseconds(1500);
    failure.shouldRetry = false;
    failure.target = QUrl(QStringLiteral("https://example.org/a?b=c"));
    failure.field = QStringLiteral("max_tokens");
    ending.failure = failure;
    return ending;
}

} // namespace

void MessageRowTest::readsWhatWasWritten_data() {
    QTest::addColumn<domain::Message>("message");
    domain::Message answer = fullAnswer();
    QTest::newRow("unfinished") << answer;
    answer.ending = completed();
    answer.ending->stop = domain::StopReason::TokenLimit;
    answer.ending->rawStop = QStringLiteral("max_tokens");
    QTest::newRow("completed") << answer;
    answer.ending = failed();
    QTest::newRow("failed") << answer;
    answer.usage = domain::Usage{};
    QTest::newRow("usage without counts") << answer;
    domain::Message bare = answerTo(0);
    bare.createdAt = QDateTime::fromMSecsSinceEpoch(0);
    bare.ending = completed();
    QTest::newRow("bare") << bare;
}

void MessageRowTest::readsWhatWasWritten() {
    QFETCH(domain::Message, message);
    const StoreFixture fixture;
    const auto database = fixture.open();
    QVERIFY(database);
    ConversationStore store(database);
    message.conversation = store.create(QStringLiteral("t"), 2).value();
    Statement insert(*database, MessageRow::insert());
    QVERIFY(insert.execute(MessageRow::beginning(message)));
    message.id = insert.insertedId();
    Statement update(*database, MessageRow::update());
    QVERIFY2(update.execute(MessageRow::ending(message)), qPrintable(update.failure().detail));
    Statement select(*database, MessageRow::select());
    QVERIFY(select.select());
    QVERIFY(select.next());
    QVERIFY(MessageRow::read(select) == message);
}

void MessageRowTest::namesEveryJournalKind() {
    for (int i = 0; i <= static_cast<int>(JournalKind::Ended); ++i) {
        const auto kind = static_cast<JournalKind>(i);
        QVERIFY(!journalKindName(kind).isEmpty());
        QVERIFY(journalKindFromName(journalKindName(kind)) == kind);
    }
    QVERIFY(!journalKindFromName(u"of a later version"));
}

void MessageRowTest::joinsPiecesOfAToolCall() {
    using State = domain::ToolActivity::State;
    std::vector<domain::ToolActivity> tools;
    addTool(tools,
            {QStringLiteral("a"), QStringLiteral("search"), State::Running, QStringLiteral("{\"q\""), {}});
    addTool(tools, {QStringLiteral("b"), QStringLiteral("other"), State::Running, {}, {}});
    addTool(tools, {QStringLiteral("a"), {}, State::Running, QStringLiteral(":1}"), {}});
    addTool(tools, {QStringLiteral("a"), {}, State::Completed, {}, QStringLiteral("found")});
    QCOMPARE(tools.size(), std::size_t(2));
    QVERIFY(tools.front() ==
            (domain::ToolActivity{QStringLiteral("a"), QStringLiteral("search"), State::Completed,
                                  QStringLiteral("{\"q\":1}"), QStringLiteral("found")}));
}

void MessageRowTest::readsUnknownNamesAsTheNearestThing() {
    const auto tools = fromArrayText<domain::ToolActivity>(
        QStringLiteral(R"([{"state":"dreaming","name":"x"}, 5, {"name":["no text"]}])"));
    QCOMPARE(tools.size(), std::size_t(3));
    QCOMPARE(tools.front().name, QStringLiteral("x"));
    QVERIFY(fromArrayText<domain::Seam>(QStringLiteral("no JSON")).empty());
}

QTEST_GUILESS_MAIN(MessageRowTest)
#include "tst_messagerow.moc"
