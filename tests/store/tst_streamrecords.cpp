// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"
#include "store/StreamRecords.h"
#include "store/WriteHealth.h"

#include <QDir>
#include <QSignalSpy>
#include <QSqlQuery>
#include <QTest>

using namespace rivulet;
using namespace rivulet::store;
using namespace std::chrono_literals;
using domain::StreamRecord;

/// Counted streams in the database: beside the conversations, and behind the journal.
class StreamRecordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFigureIsReadAsItWasWritten();
    void whatIsUnknownStaysUnknown();
    void anOlderDatabaseGetsTheTableAndKeepsItsOwn();
    void theyOutliveTheirConversationAndItOutlivesThem();
    void oldOnesAreForgotten();
    void aLockedDatabaseIsWaitedForWithoutABanner();
    void theJournalComesFirst();
    void whatWaitsIsBounded();
    void whatIsBeingWrittenIsActive();
};

namespace {

StreamRecord full() {
    StreamRecord record;
    record.beganAt = 1'700'000'000s;
    record.endpointId = QStringLiteral("x");
    record.endpointName = QStringLiteral("X, \"ü\"");
    record.model = QStringLiteral("m");
    record.dialect = QStringLiteral("assist");
    record.outcome = domain::Outcome::Interrupted;
    record.failure = domain::Failure::Kind::CutOff;
    record.timeToFirstToken = 250ms;
    record.duration = 9s;
    record.streamingTime = 7s;
    record.leftOut = 1s;
    record.tokens = {.input = 5, .cached = 4, .thinking = 3, .output = 2};
    record.tokens.source = domain::Usage::Source::Estimated;
    record.cost = 0.0125;
    record.requests = 4;
    record.cuts = 2;
    record.earlyFaults = 1;
    record.recoveries = {{domain::Recovery::Way::Exact, 230ms}, {domain::Recovery::Way::Retry, 1200ms}};
    return record;
}

std::vector<StreamRecord> readAll(const StoreFixture& fixture) {
    const auto database = fixture.open();
    const auto records = StreamRecords::read(*database);
    return records ? records.value() : std::vector<StreamRecord>{};
}

} // namespace

void StreamRecordsTest::everyFigureIsReadAsItWasWritten() {
    const StoreFixture fixture;
    StreamRecords records(fixture.open());
    QSignalSpy changed(&records, &StreamRecords::changed);
    records.add(full());
    QCOMPARE(readAll(fixture).size(), std::size_t(0)); // not in the turn in which a stream ends
    QVERIFY(changed.wait());
    QCOMPARE(readAll(fixture), std::vector{full()});
    QCOMPARE(records.extent().value().streams, 1);
    QCOMPARE(records.extent().value().first, std::chrono::milliseconds(1'700'000'000s));
}

void StreamRecordsTest::whatIsUnknownStaysUnknown() {
    const StoreFixture fixture;
    StreamRecord bare;
    bare.beganAt = 1s;
    {
        StreamRecords records(fixture.open());
        records.add(bare);
        records.add(full());
    } // what waits is written at the end
    QCOMPARE(readAll(fixture), (std::vector{bare, full()}));
}

void StreamRecordsTest::anOlderDatabaseGetsTheTableAndKeepsItsOwn() {
    const StoreFixture fixture;
    const QTemporaryDir old;
    const QDir all(QStringLiteral(":/sql"));
    for (const QString& name : all.entryList()) {
        if (QStringView(name).first(3).toInt() <= 5) {
            QVERIFY(QFile::copy(all.filePath(name), old.filePath(name)));
        }
    }
    {
        const auto first = Database::open(fixture.file(), {.migrations = old.path()});
        QVERIFY(first && fillAsEver(*first.value()));
    }
    const auto database = fixture.open();
    QVERIFY(database);
    QVERIFY(QFile::exists(Database::backupFile(fixture.file(), 5)));
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT text FROM messages")),
             QStringLiteral("an old question"));
    QVERIFY(StreamRecords::read(*database).value().empty());
    StreamRecords records(database);
    records.add(full());
    records.write();
    QCOMPARE(StreamRecords::read(*database).value().size(), std::size_t(1));
}

void StreamRecordsTest::theyOutliveTheirConversationAndItOutlivesThem() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    const auto kept = store.create(QStringLiteral("kept"), 1).value();
    const auto gone = store.create(QStringLiteral("gone"), 1).value();
    StreamRecords records(database);
    records.add(full());
    records.write();
    QVERIFY(store.remove(gone));
    QCOMPARE(readAll(fixture).size(), std::size_t(1));
    records.add(full());
    QVERIFY(records.clear());
    QCOMPARE(records.waiting(), std::size_t(0));
    QCOMPARE(readAll(fixture).size(), std::size_t(0));
    QVERIFY(store.summary(kept));
    QCOMPARE(store.list(10, 0).value().size(), std::size_t(1));
}

void StreamRecordsTest::oldOnesAreForgotten() {
    const StoreFixture fixture;
    StreamRecords records(fixture.open());
    StreamRecord later = full();
    later.beganAt += 1ms;
    records.add(full());
    records.add(later);
    records.write();
    records.forgetBefore(later.beganAt);
    records.write();
    QCOMPARE(readAll(fixture), std::vector{later});
}

void StreamRecordsTest::aLockedDatabaseIsWaitedForWithoutABanner() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    const auto other = fixture.open();
    QSqlQuery lock(other->connection());
    StreamRecords records(database);
    QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));
    records.add(full());
    records.write();
    QCOMPARE(records.waiting(), std::size_t(1));
    QVERIFY(!database->health().isFailing());
    QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
    records.write();
    QCOMPARE(records.waiting(), std::size_t(0));
    QCOMPARE(readAll(fixture), std::vector{full()});
}

void StreamRecordsTest::theJournalComesFirst() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    StreamRecords records(database);
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::StoreUnavailable;
    database->health().reportFailure(failure);
    records.add(full());
    records.write();
    QCOMPARE(records.waiting(), std::size_t(1));
    database->health().retry();
    QVERIFY(!database->health().isFailing());
    QTRY_COMPARE(records.waiting(), std::size_t(0));
}

void StreamRecordsTest::whatWaitsIsBounded() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    StreamRecords records(database);
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::StoreUnavailable;
    database->health().reportFailure(failure);
    for (std::size_t i = 0; i < StreamRecords::mostWaiting + 5; ++i) {
        records.add(full());
    }
    QCOMPARE(records.waiting(), StreamRecords::mostWaiting);
    QVERIFY(records.clear());
}

void StreamRecordsTest::whatIsBeingWrittenIsActive() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    const domain::SystemClock clock;
    Recorder recorder(database, clock);
    recorder.begin(answerTo(store.create(QStringLiteral("t"), 1).value()));
    const auto running = StreamRecords::active(*database).value();
    QCOMPARE(running.size(), std::size_t(1));
    QCOMPARE(running.front().model, QStringLiteral("brook"));
    Statement killed(*database, QStringLiteral("UPDATE messages SET writer = 'boot:1:2'"));
    QVERIFY(killed.execute());
    QVERIFY(StreamRecords::active(*database).value().empty());
    Statement again(*database, QStringLiteral("UPDATE messages SET writer = ''"));
    QVERIFY(again.execute());
    recorder.ended(completed(), {});
    QVERIFY(StreamRecords::active(*database).value().empty());
}

QTEST_GUILESS_MAIN(StreamRecordsTest)
#include "tst_streamrecords.moc"
