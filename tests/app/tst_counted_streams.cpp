// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SessionFixture.h"
#include "store/StreamRecords.h"

#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using app::ChatSession;
using domain::Outcome;
using domain::StreamRecord;
using Phase = ChatSession::Phase;
using Way = domain::Recovery::Way;

namespace {

std::vector<StreamRecord> counted(const SessionFixture& fixture) {
    const auto database = store::Database::open(fixture.folder.filePath(QStringLiteral("rivulet.db")));
    const auto records = database ? store::StreamRecords::read(*database.value())
                                  : domain::Result<std::vector<StreamRecord>>(domain::Failure{});
    return records ? records.value() : std::vector<StreamRecord>{};
}

} // namespace

/// What the window counts of its streams.
class CountedStreamsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothPanesAreCounted() {
        SessionFixture f;
        QVERIFY(f.session().send(QStringLiteral("Why do willows weep?")));
        QTRY_VERIFY(f.isAsked());
        f.servers[0].say(QStringLiteral("A river"));
        f.servers[0].finish();
        f.servers[1].say(QStringLiteral("A stone"));
        QTRY_VERIFY(!f.shown(1).isEmpty());
        f.pane(1).cancel();
        QTRY_COMPARE(counted(f).size(), std::size_t(2));
        QTRY_VERIFY(f.application->statisticsLine().startsWith(u"2 answers"));
        for (const auto& record : counted(f)) {
            const bool left = record.endpointId == u"left";
            QCOMPARE(record.outcome, left ? Outcome::Completed : Outcome::Cancelled);
            QCOMPARE(record.model, left ? QStringLiteral("m0") : QStringLiteral("m1"));
            QCOMPARE(record.dialect, QStringLiteral("anthropic"));
            QCOMPARE(record.requests, 1);
            QCOMPARE(record.tokens.input, std::optional<qint64>(3));
            QVERIFY(record.timeToFirstToken);
            QVERIFY(!record.cost);
            QVERIFY(!record.failure);
        }
    }

    void anAnswerThatIsGoneOnWithIsCountedInParts() {
        SessionFixture f(1);
        f.session().showPanes(1);
        f.application->settings()->setGoOn(QStringLiteral("left"), app::Settings::GoOn::Never);
        QVERIFY(f.session().send(QStringLiteral("Why?")));
        QTRY_VERIFY(f.isAsked(1));
        f.servers[0].say(QString(400, u'x'));
        QTRY_VERIFY(!f.shown(0).isEmpty());
        f.servers[0].drop();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Interrupted);
        QTRY_COMPARE(counted(f).size(), std::size_t(1));
        const auto broken = counted(f).front();
        QCOMPARE(broken.outcome, Outcome::Interrupted);
        QCOMPARE(broken.cuts, 1);
        QVERIFY(broken.recoveries.empty());

        f.pane(0).reconnect();
        QTRY_VERIFY(f.servers[0].requests() == 2 && f.servers[0].isAsked());
        f.servers[0].say(QStringLiteral(" and the rest"));
        f.servers[0].finish();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QTRY_COMPARE(counted(f).size(), std::size_t(2));
        const auto rest = counted(f).back();
        QCOMPARE(rest.outcome, Outcome::Completed);
        QCOMPARE(rest.cuts, 0);
        QVERIFY(rest.tokens.output.value_or(0) < broken.tokens.output.value_or(0));
    }

    void aCutThatTheModelGoesOnAfterIsGotOver() {
        SessionFixture f(1);
        f.session().showPanes(1);
        f.application->settings()->setGoOn(QStringLiteral("left"), app::Settings::GoOn::Always);
        QVERIFY(f.session().send(QStringLiteral("Why?")));
        QTRY_VERIFY(f.isAsked(1));
        f.servers[0].say(QStringLiteral("The river that "));
        QTRY_VERIFY(!f.shown(0).isEmpty());
        f.servers[0].drop();
        QTRY_VERIFY(f.servers[0].requests() == 2 && f.servers[0].isAsked());
        f.servers[0].say(QStringLiteral("never ends is the sea, and nobody has ever asked it why."));
        f.servers[0].finish();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QTRY_COMPARE(counted(f).size(), std::size_t(1));
        const auto record = counted(f).front();
        QCOMPARE(record.cuts, 1);
        QCOMPARE(record.requests, 2);
        QCOMPARE(record.recoveries.size(), std::size_t(1));
        QCOMPARE(record.recoveries.front().way, Way::Continue);
        QCOMPARE(record.tokens.source, domain::Usage::Source::Estimated);
    }

    void whoWantsNoneGetsNone() {
        SessionFixture f(1);
        f.session().showPanes(1);
        f.servers[0].answerAll(QStringLiteral("A river"));
        f.application->settings()->setKeepsStatistics(false);
        QVERIFY(f.session().send(QStringLiteral("Why?")));
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        f.close();
        QCOMPARE(f.answers(0).size(), std::size_t(1));
        QCOMPARE(counted(f).size(), std::size_t(0));
    }

    void clearingLeavesConversationsAndTheOtherWayRound() {
        SessionFixture f(1);
        f.session().showPanes(1);
        f.servers[0].answerAll(QStringLiteral("A river"));
        QVERIFY(f.session().send(QStringLiteral("Why?")));
        QTRY_COMPARE(counted(f).size(), std::size_t(1));
        QSignalSpy told(f.application.get(), &app::Application::statisticsChanged);
        f.application->clearStatistics();
        QCOMPARE(told.count(), 1);
        QCOMPARE(counted(f).size(), std::size_t(0));
        QCOMPARE(f.answers(0).size(), std::size_t(1));
        QCOMPARE(f.application->statisticsLine(), QStringLiteral("Nothing has been counted yet."));
        QVERIFY(f.session().send(QStringLiteral("And why?")));
        QTRY_COMPARE(counted(f).size(), std::size_t(1));
        f.application->deleteConversation(f.session().conversation());
        QCOMPARE(counted(f).size(), std::size_t(1));
    }

    void whatRunsWhenTheApplicationClosesIsCounted() {
        SessionFixture f(1);
        f.session().showPanes(1);
        QVERIFY(f.session().send(QStringLiteral("Why?")));
        QTRY_VERIFY(f.isAsked(1));
        f.servers[0].say(QStringLiteral("A river"));
        QTRY_VERIFY(!f.shown(0).isEmpty());
        f.close();
        QCOMPARE(counted(f).size(), std::size_t(1));
        QCOMPARE(counted(f).front().outcome, Outcome::Interrupted);
        QCOMPARE(counted(f).front().failure, std::optional(domain::Failure::Kind::AppClosed));
        QCOMPARE(counted(f).front().cuts, 0);
    }
};

QTEST_MAIN(CountedStreamsTest)
#include "tst_counted_streams.moc"
