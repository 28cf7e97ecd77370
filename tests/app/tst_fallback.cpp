// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fallback.h"
#include "SessionFixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using app::ChatSession;
using app::Fallback;
using Kind = domain::Failure::Kind;
using Phase = ChatSession::Phase;
using Outcome = domain::Outcome;
using namespace std::chrono_literals;

namespace {

domain::Message failed(Kind kind) {
    domain::Failure failure;
    failure.kind = kind;
    domain::Ending ending;
    ending.outcome = Outcome::Failed;
    ending.failure = failure;
    domain::Message answer;
    answer.ending = ending;
    return answer;
}

bool ask(SessionFixture& f, const QString& prompt = QStringLiteral("Why?")) {
    return f.session().send(prompt) && QTest::qWaitFor([&] { return f.servers[0].isAsked(); });
}

} // namespace

/// Another model answers where the chosen one could not.
class FallbackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qunsetenv("ANTHROPIC_API_KEY");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    void itHelpsWhereTheModelIsWhatFailed() {
        for (const Kind kind :
             {Kind::ConnectionRefused, Kind::Overloaded, Kind::ServerError, Kind::RateLimited,
              Kind::PaymentRequired, Kind::NotFound, Kind::Unauthorized, Kind::MissingKey,
              Kind::FirstByteTimeout, Kind::Redirected, Kind::ContextTooLong}) {
            QVERIFY2(Fallback::mayHelp(failed(kind)), QByteArray::number(static_cast<int>(kind)));
        }
    }

    void itDoesNotAskARefusedQuestionAround() {
        for (const Kind kind : {Kind::BadRequest, Kind::ContentBlocked, Kind::Unprocessable,
                                Kind::RequestTooLarge, Kind::AttachmentRefused, Kind::AppClosed}) {
            QVERIFY2(!Fallback::mayHelp(failed(kind)), QByteArray::number(static_cast<int>(kind)));
        }
    }

    void itComesBeforeTheFirstCharacterOnly() {
        domain::Message answer = failed(Kind::Overloaded);
        answer.text = QStringLiteral("A");
        QVERIFY(!Fallback::mayHelp(answer));
        answer = failed(Kind::Overloaded);
        answer.thinking = QStringLiteral("Hm");
        QVERIFY(!Fallback::mayHelp(answer));
        answer = failed(Kind::Overloaded);
        answer.tools.emplace_back();
        QVERIFY(!Fallback::mayHelp(answer));
        answer = failed(Kind::Overloaded);
        answer.ending->outcome = Outcome::Interrupted;
        QVERIFY(!Fallback::mayHelp(answer));
        QVERIFY(!Fallback::mayHelp({}));
    }

    void eachIsAskedOnceInTheirOrder() {
        Fallback fallback({QStringLiteral("b:1"), QStringLiteral("a:1"), QStringLiteral("c:1")});
        QCOMPARE(fallback.next(QStringLiteral("a:1")), std::optional(QStringLiteral("b:1")));
        QCOMPARE(fallback.next(QStringLiteral("b:1")), std::optional(QStringLiteral("c:1")));
        QCOMPARE(fallback.next(QStringLiteral("c:1")), std::nullopt);
    }

    void anotherIsOfferedToWhoeverHasWaitedForLong() {
        using Wait = Fallback::Wait;
        QVERIFY(!Fallback::isOffered(Wait::ForTheServer, 0ms));
        QVERIFY(!Fallback::isOffered(Wait::ForTheServer, Fallback::patience - 1ms));
        QVERIFY(Fallback::isOffered(Wait::ForTheServer, Fallback::patience));
        QVERIFY(Fallback::isOffered(Wait::ForItsTurn, 0ms));
        Fallback fallback({QStringLiteral("b:1"), QStringLiteral("a:1"), QStringLiteral("c:1")});
        QCOMPARE(fallback.left(QStringLiteral("a:1")),
                 QStringList({QStringLiteral("b:1"), QStringLiteral("c:1")}));
        QCOMPARE(fallback.next(QStringLiteral("a:1")), std::optional(QStringLiteral("b:1")));
        QCOMPARE(fallback.left(QStringLiteral("b:1")), QStringList(QStringLiteral("c:1")));
    }

    void theListIsKept() {
        SessionFixture f(0);
        f.openWithKnown();
        auto* list = f.pane(0).fallbacks();
        const QAbstractItemModelTester tester(list);
        list->add(QStringLiteral("ollama:known"));
        list->add(QStringLiteral("ollama:known"));
        list->add(QStringLiteral("nowhere:x"));
        list->add(QStringLiteral("left:m9"));
        QCOMPARE(list->keys(), QStringList({QStringLiteral("ollama:known"), QStringLiteral("left:m9")}));
        QCOMPARE(list->summary(), QStringLiteral("Known, then m9"));
        list->raise(1);
        list->raise(0);
        QCOMPARE(list->keys().front(), QStringLiteral("left:m9"));
        list->remove(0);
        list->remove(7);
        f.close();
        f.openWithKnown();
        QCOMPARE(f.pane(0).fallbacks()->keys(), QStringList(QStringLiteral("ollama:known")));
    }

    void aModelDoesNotStandInForItself() {
        SessionFixture f(0);
        f.openWithKnown();
        auto& pane = f.pane(0);
        auto* list = pane.fallbacks();
        QVERIFY(!list->add(pane.modelKey()));
        QCOMPARE(list->refusal(),
                 QStringLiteral("m0 itself answers here. Choose another one for when it can't."));
        QCOMPARE(list->rowCount(), 0);
        QVERIFY(list->add(QStringLiteral("ollama:known")));
        QCOMPARE(list->refusal(), QString());
        QVERIFY(!list->add(QStringLiteral("ollama:known")));
        QCOMPARE(list->refusal(), QStringLiteral("Known is on the list already."));
        list->forgetRefusal();
        QCOMPARE(list->refusal(), QString());
        QVERIFY(!list->index(0).data(app::FallbackListModel::OwnRole).toBool());

        // It may become the pane's own later: it is seen to be passed over.
        pane.chooseModel(QStringLiteral("ollama:known"));
        QVERIFY(list->index(0).data(app::FallbackListModel::OwnRole).toBool());
        QVERIFY(list->add(QStringLiteral("left:m0")));
    }

    void itsWaitCountsFromWhenThePromptWasSent() {
        SessionFixture f(0);
        f.openWithKnown();
        f.pane(0).fallbacks()->add(QStringLiteral("ollama:known"));
        QVERIFY(ask(f));
        f.clock->pass(31s);
        f.servers[0].fail(529);
        QTRY_VERIFY(f.servers[1].isAsked());
        QVERIFY(f.pane(0).figures().startsWith(QStringLiteral("31 s")));
        f.servers[1].say(QStringLiteral("Because."));
        f.servers[1].finish();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.footer(0, app::TranscriptModel::NotesRole).toString(),
                 QStringLiteral("m0 could not answer, which took 31 s; this model was asked instead."));
        const auto answer = f.answers(0).back();
        QVERIFY(answer.timeToFirstToken >= 31s);
        QVERIFY(answer.duration >= answer.timeToFirstToken);
    }

    void aSilentModelNeedNotBeWaitedFor() {
        SessionFixture f(0);
        f.openWithKnown();
        auto& pane = f.pane(0);
        pane.fallbacks()->add(QStringLiteral("ollama:known"));
        QVERIFY(ask(f));
        QCOMPARE(pane.nextModelName(), QString()); // it has only just been asked
        pane.askNext();
        QCOMPARE(pane.modelName(), QStringLiteral("m0"));
        QSignalSpy changed(&pane, &ChatSession::changed);
        f.clock->pass(12s);
        QTRY_VERIFY(changed.count() > 0); // and whoever shows it is told
        QCOMPARE(pane.nextModelName(), QStringLiteral("Known"));

        QSignalSpy ended(&pane, &ChatSession::ended);
        pane.askNext();
        QVERIFY(pane.isRunning());
        QCOMPARE(pane.nextModelName(), QString());
        QTRY_VERIFY(f.servers[1].isAsked());
        QVERIFY(!f.servers[0].isAsked());
        QCOMPARE(ended.count(), 0);
        QCOMPARE(pane.insteadOf(), QStringLiteral("m0"));
        f.clock->pass(5s);
        QCOMPARE(pane.nextModelName(), QString()); // none is left
        f.servers[1].say(QStringLiteral("Because."));
        f.servers[1].finish();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(f.footer(0, app::TranscriptModel::NotesRole).toString(),
                 QStringLiteral("m0 had not begun to answer after 12 s; this model was asked instead."));
        const auto kept = f.answers(0);
        QCOMPARE(kept.size(), std::size_t{2});
        QCOMPARE(kept.front().ending->outcome, Outcome::Cancelled);
        QVERIFY(kept.back().timeToFirstToken >= 17s);
    }

    void whoeverWaitsForATryMayBePassedOverAtOnce() {
        SessionFixture f(0);
        f.openWithKnown();
        QCOMPARE(f.application->settings()->setLimits(3, 10, 10, 10, 10), QString());
        auto& pane = f.pane(0);
        pane.fallbacks()->add(QStringLiteral("ollama:known"));
        QVERIFY(ask(f));
        f.servers[0].fail(503);
        QTRY_COMPARE(pane.nextModelName(), QStringLiteral("Known"));
        pane.askNext();
        QTRY_VERIFY(f.servers[1].isAsked());
        QCOMPARE(f.servers[0].requests(), 1);
    }

    void afterTheFirstWordNoOtherModelIsOffered() {
        SessionFixture f(0);
        f.openWithKnown();
        auto& pane = f.pane(0);
        pane.fallbacks()->add(QStringLiteral("ollama:known"));
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Bec"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Bec"));
        f.clock->pass(30s);
        QCOMPARE(pane.nextModelName(), QString());
        pane.askNext();
        QVERIFY(f.servers[0].isAsked());
    }

    void theNextModelAnswersAndTheFailedAnswerIsKept() {
        SessionFixture f(0);
        f.openWithKnown();
        auto& pane = f.pane(0);
        pane.fallbacks()->add(QStringLiteral("ollama:known"));
        QSignalSpy ended(&pane, &ChatSession::ended);
        QVERIFY(ask(f));
        f.servers[0].fail(529);
        QTRY_VERIFY(f.servers[1].isAsked());
        QVERIFY(f.servers[1].lastBody().contains("\"known\""));
        QVERIFY(pane.isRunning());
        QCOMPARE(ended.count(), 0);
        QCOMPARE(pane.modelName(), QStringLiteral("Known"));
        QCOMPARE(pane.insteadOf(), QStringLiteral("m0"));
        f.servers[1].say(QStringLiteral("Because."));
        f.servers[1].finish();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(ended.count(), 1);
        QCOMPARE(f.shown(0), QStringLiteral("Because."));
        QCOMPARE(f.footer(0, app::TranscriptModel::NotesRole).toString(),
                 QStringLiteral("m0 could not answer; this model was asked instead."));

        const auto kept = f.answers(0);
        QCOMPARE(kept.size(), std::size_t{2});
        QCOMPARE(kept.front().ending->failure->kind, Kind::Overloaded);
        QCOMPARE(kept.front().model, QStringLiteral("m0"));
        QCOMPARE(kept.back().model, QStringLiteral("known"));
        QCOMPARE(kept.back().variant, 1);
    }

    void theChosenModelIsAskedFirstTheNextTime() {
        SessionFixture f(0);
        f.openWithKnown();
        auto& pane = f.pane(0);
        pane.fallbacks()->add(QStringLiteral("ollama:known"));
        QVERIFY(ask(f));
        f.servers[0].fail(503);
        QTRY_VERIFY(f.servers[1].isAsked());
        f.servers[1].say(QStringLiteral("One."));
        f.servers[1].finish();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QVERIFY(ask(f, QStringLiteral("And?")));
        QCOMPARE(pane.modelName(), QStringLiteral("m0"));
        QCOMPARE(pane.insteadOf(), QString());
        f.servers[0].say(QStringLiteral("Two."));
        f.servers[0].finish();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(f.answers(0).back().model, QStringLiteral("m0"));
    }

    void afterTheFirstCharacterNoOtherModelAnswers() {
        SessionFixture f(0);
        f.openWithKnown();
        f.pane(0).fallbacks()->add(QStringLiteral("ollama:known"));
        f.application->settings()->setGoOn(QStringLiteral("left"), app::Settings::GoOn::Never);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Bec"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Bec"));
        f.servers[0].drop();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Interrupted);
        QCOMPARE(f.servers[1].requests(), 0);
        QCOMPARE(f.storedText(0), QStringLiteral("Bec"));
    }

    void whereNoneIsLeftTheLastFailureStands() {
        SessionFixture f(0);
        f.openWithKnown();
        auto& pane = f.pane(0);
        pane.fallbacks()->add(QStringLiteral("ollama:known"));
        QSignalSpy ended(&pane, &ChatSession::ended);
        QVERIFY(ask(f));
        f.servers[0].fail(503);
        QTRY_VERIFY(f.servers[1].isAsked());
        f.servers[1].fail(500);
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(pane.phase(), Phase::Failed);
        QVERIFY(pane.canRetry());
        QCOMPARE(f.answers(0).size(), std::size_t{2});

        // Retry begins with the chosen one again, and has the others still.
        pane.retry();
        QTRY_COMPARE(f.servers[0].requests(), 2);
        QTRY_VERIFY(f.servers[0].isAsked());
        QCOMPARE(pane.modelName(), QStringLiteral("m0"));
        f.servers[0].fail(503);
        QTRY_COMPARE(f.servers[1].requests(), 2);
    }

    void closingBeforeTheNextOneLeavesTheFailure() {
        SessionFixture f(0);
        f.openWithKnown();
        auto& pane = f.pane(0);
        pane.fallbacks()->add(QStringLiteral("ollama:known"));
        QVERIFY(ask(f));
        connect(&pane, &ChatSession::changed, &pane, [&] {
            if (pane.ending() && pane.isRunning()) {
                pane.close();
            }
        });
        f.servers[0].fail(503);
        QTRY_COMPARE(pane.phase(), Phase::Failed);
        QVERIFY(!pane.isRunning());
        QCOMPARE(f.servers[1].requests(), 0);
    }
};

QTEST_MAIN(FallbackTest)
#include "tst_fallback.moc"
