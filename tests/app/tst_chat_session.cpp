// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FailureText.h"
#include "SessionFixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace rivulet;
using app::ChatSession;
using app::TranscriptModel;
using Phase = ChatSession::Phase;
using Outcome = domain::Outcome;

namespace {

const QString asked = QStringLiteral("Why?");

/// Asks one pane and waits until its server has the request.
bool ask(SessionFixture& f) {
    return f.session().send(asked) && QTest::qWaitFor([&] { return f.servers[0].isAsked(); });
}

} // namespace

/// One pane, from a prompt to every way its answer can end.
class ChatSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const char* variable : {"RIVULET_API_KEY", "ANTHROPIC_API_KEY"}) {
            qunsetenv(variable);
        }
        // No desktop's keychain is asked.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    void anAnswerIsShownAndKept() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QCOMPARE(pane.phase(), Phase::Idle);
        QCOMPARE(pane.modelKey(), QStringLiteral("left:m0"));
        QCOMPARE(pane.originLabel(), QStringLiteral("local"));
        QSignalSpy ended(&pane, &ChatSession::ended);
        QVERIFY(ask(f));
        QVERIFY(pane.isRunning() && pane.canCancel() && pane.canPause());
        QVERIFY(!pane.canResume() && !pane.canRetry() && !pane.canReconnect());
        f.servers[0].think(QStringLiteral("Hm."));
        QTRY_COMPARE(pane.phase(), Phase::Thinking);
        QCOMPARE(pane.chipIcon(), QStringLiteral("thinking"));
        f.servers[0].say(QStringLiteral("Because **so**."));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Because so."));
        QCOMPARE(pane.phase(), Phase::Streaming);
        f.servers[0].finish();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(ended.count(), 1);
        QVERIFY(!pane.isRunning() && !pane.canCancel() && !pane.canPause() && !pane.canRetry());
        QCOMPARE(pane.chipText(), QStringLiteral("Complete"));
        QCOMPARE(pane.answerText(), QStringLiteral("Because **so**."));
        QCOMPARE(pane.figures(), QString());
        QCOMPARE(pane.fraction(), -1.0);

        const auto kept = f.answers(0);
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept.front().text, QStringLiteral("Because **so**."));
        QCOMPARE(kept.front().thinking, QStringLiteral("Hm."));
        QCOMPARE(kept.front().model, QStringLiteral("m0"));
        QCOMPARE(kept.front().endpointId, QStringLiteral("left"));
        QCOMPARE(kept.front().ending->outcome, Outcome::Completed);
        pane.copyAnswer();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Because **so**."));
    }

    void whatIsShownIsOnDiskFirst() {
        SessionFixture f(1);
        QVERIFY(ask(f));
        QString said;
        QString unwritten;
        connect(&f.pane(0), &ChatSession::textShown, this, [&] {
            // The view's text, at the moment it is shown, against another connection's.
            if (!f.storedText(0).startsWith(f.pane(0).transcript()->markdown(1))) {
                unwritten = f.pane(0).transcript()->markdown(1);
            }
        });
        for (int i = 0; i < 10; ++i) {
            const QString piece = QStringLiteral("piece %1, ").arg(i);
            said += piece;
            f.servers[0].say(piece);
            QTRY_COMPARE(f.pane(0).transcript()->markdown(1), said);
        }
        QCOMPARE(unwritten, QString());
        f.servers[0].finish();
        QTRY_VERIFY(!f.pane(0).isRunning());
    }

    void aPauseHoldsTheViewWhileTheJournalGrows() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Shown. "));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Shown. ").trimmed());
        pane.pause();
        QCOMPARE(pane.phase(), Phase::Paused);
        QVERIFY(pane.canResume() && !pane.canPause() && pane.canCancel());
        f.servers[0].say(QStringLiteral("Held."));
        QTRY_COMPARE(f.storedText(0), QStringLiteral("Shown. Held."));
        QCOMPARE(pane.waitingCharacters(), 5);
        QCOMPARE(pane.chipText(), QStringLiteral("Paused (5 held)"));
        QCOMPARE(f.shown(0), QStringLiteral("Shown."));
        f.servers[0].finish();
        // The wire's end is not the view's: it stays as it was.
        QTRY_VERIFY(f.answers(0).front().ending.has_value());
        QCOMPARE(pane.phase(), Phase::Paused);
        QVERIFY(pane.isRunning() && !pane.canCancel());
        QCOMPARE(f.shown(0), QStringLiteral("Shown."));
        QVERIFY(!f.session().canSend());
        pane.togglePause();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(f.shown(0), QStringLiteral("Shown. Held."));
        QCOMPARE(pane.waitingCharacters(), 0);
    }

    void aPauseIsForOneAnswerOnly() {
        SessionFixture f(1);
        QVERIFY(ask(f));
        f.pane(0).pause();
        f.servers[0].say(QStringLiteral("One."));
        f.servers[0].finish();
        QTRY_VERIFY(f.answers(0).front().ending.has_value());
        f.pane(0).resume();
        QTRY_VERIFY(!f.pane(0).isRunning());
        QVERIFY(ask(f));
        QVERIFY(!f.pane(0).canResume());
        f.servers[0].say(QStringLiteral("Two."));
        QTRY_COMPARE(f.shown(0), QStringLiteral("One.\nTwo."));
    }

    void aHeldConnectionSaysSo() {
        SessionFixture f(1);
        f.application->settings()->setPauseHoldsWire(true);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Some."));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Some."));
        f.pane(0).pause();
        QVERIFY(!f.pane(0).notice().isEmpty());
        f.pane(0).resume();
        QCOMPARE(f.pane(0).notice(), QString());
        f.servers[0].finish();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
    }

    void aCancelKeepsWhatHadArrived() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Half an"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Half an"));
        pane.pause();
        f.servers[0].say(QStringLiteral(" answer"));
        QTRY_COMPARE(pane.waitingCharacters(), 7);
        pane.cancel();
        QTRY_COMPARE(pane.phase(), Phase::Cancelled);
        QCOMPARE(f.shown(0), QStringLiteral("Half an answer"));
        QCOMPARE(f.storedText(0), QStringLiteral("Half an answer"));
        QCOMPARE(f.answers(0).front().ending->outcome, Outcome::Cancelled);
        QVERIFY(pane.canReconnect() && pane.canRetry() && !pane.isRunning());
        QTRY_VERIFY(!f.servers[0].isAsked()); // the connection is closed
    }

    void aCutAnswerIsInterruptedAndGoesOn() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("```cpp\nint a;\n"));
        QTRY_VERIFY(f.shown(0).contains(QStringLiteral("int a;")));
        f.servers[0].drop();
        // A local server is asked to go on at once; this one has gone for good.
        QTRY_COMPARE(f.servers[0].requests(), 2);
        QTRY_VERIFY(f.servers[0].isAsked());
        f.servers[0].drop();
        QTRY_COMPARE(pane.phase(), Phase::Interrupted);
        QCOMPARE(f.answers(0).front().ending->outcome, Outcome::Interrupted);
        QCOMPARE(f.storedText(0), QStringLiteral("```cpp\nint a;\n"));
        QVERIFY(f.footer(0, TranscriptModel::CanReconnectRole).toBool());
        QVERIFY(pane.canReconnect() && pane.canRetry());

        pane.reconnect();
        QTRY_COMPARE(f.servers[0].requests(), 3);
        QTRY_VERIFY(f.servers[0].isAsked());
        QVERIFY(pane.isRunning());
        QVERIFY(f.servers[0].lastBody().contains("int a;")); // it is asked to go on from there
        f.servers[0].say(QStringLiteral("int b;\n```\n\nDone."));
        f.servers[0].finish();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        const QString whole = QStringLiteral("```cpp\nint a;\nint b;\n```\n\nDone.");
        QCOMPARE(pane.answerText(), whole);
        QCOMPARE(f.storedText(0), whole);
        const auto kept = f.answers(0);
        QCOMPARE(kept.size(), std::size_t{1});
        QVERIFY(!kept.front().seams.empty());
        // The fence that was cut is one block of code.
        const QStringList rows = f.rows(0);
        QCOMPARE(f.shown(0), QStringLiteral("int a;\nint b;\nDone."));

        const qint64 conversation = f.session().conversation();
        f.application->newConversation();
        f.application->openConversation(conversation);
        QCOMPARE(f.rows(0), rows);
    }

    void aQuietStreamGoesOnByHand() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        // Not by itself: a person says so.
        f.application->settings()->setGoOn(QStringLiteral("left"), app::Settings::GoOn::Never);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("One two three four "));
        QTRY_COMPARE(pane.phase(), Phase::Streaming);
        QTRY_VERIFY(f.shown(0).contains(QStringLiteral("four")));
        QVERIFY(!pane.canReconnect());
        QSignalSpy ended(&pane, &ChatSession::ended);
        f.clock->pass(std::chrono::seconds(32));
        QTRY_COMPARE(pane.phase(), Phase::Quiet);
        QVERIFY(pane.canReconnect() && pane.canCancel());
        pane.reconnect();
        QVERIFY(pane.isRunning());
        QTRY_COMPARE(f.servers[0].requests(), 2);
        QTRY_VERIFY(f.servers[0].isAsked());
        QVERIFY(f.servers[0].lastBody().contains("One two three four"));
        QCOMPARE(ended.count(), 0);
        f.servers[0].say(QStringLiteral("five."));
        f.servers[0].finish();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(ended.count(), 1);
        QCOMPARE(pane.answerText(), QStringLiteral("One two three four five."));
        const auto kept = f.answers(0);
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept.front().seams.size(), std::size_t{1});
        QCOMPARE(kept.front().text, pane.answerText());
    }

    void aFirstWordThatWasLongInComingIsNoSilence() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.clock->pass(std::chrono::seconds(32));
        bool wasQuiet = false;
        connect(&pane, &ChatSession::changed, &pane,
                [&] { wasQuiet = wasQuiet || pane.phase() == Phase::Quiet; });
        f.servers[0].say(QStringLiteral("One."));
        QTRY_COMPARE(f.shown(0), QStringLiteral("One."));
        QVERIFY(!wasQuiet);
    }

    void closingAQuietStreamThatIsBeingGivenUpLeavesItInterrupted() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("One two "));
        QTRY_VERIFY(f.shown(0).contains(QStringLiteral("two")));
        f.clock->pass(std::chrono::seconds(32));
        QTRY_COMPARE(pane.phase(), Phase::Quiet);
        pane.reconnect();
        pane.close();
        QTRY_VERIFY(!pane.isRunning());
        QCOMPARE(pane.phase(), Phase::Interrupted);
        QCOMPARE(f.servers[0].requests(), 1);
        QCOMPARE(f.storedText(0), QStringLiteral("One two "));
    }

    void aCutAnswerIsLeftAloneWhereTheEndpointIsSetSo() {
        SessionFixture f(1);
        f.application->settings()->setGoOn(QStringLiteral("left"), app::Settings::GoOn::Never);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("half"));
        QTRY_VERIFY(f.shown(0).contains(QStringLiteral("half")));
        f.servers[0].drop();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Interrupted);
        QCOMPARE(f.servers[0].requests(), 1);
    }

    void aReconnectWithoutItsKeyLosesNothing() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        pane.chooseModel(QStringLiteral("left:m0"));
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Half"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Half"));
        pane.cancel();
        QTRY_COMPARE(pane.phase(), Phase::Cancelled);
        const qint64 conversation = f.session().conversation();
        f.close();
        // Opened again without the endpoint of that run, on a model that needs a key there is not.
        f.open(0);
        f.application->openConversation(conversation);
        auto& again = f.pane(0);
        again.chooseModel(QStringLiteral("anthropic:claude-opus-5"));
        QVERIFY(again.canReconnect());
        again.reconnect();
        QTRY_VERIFY(!again.isRunning());
        QCOMPARE(f.storedText(0), QStringLiteral("Half"));
        QCOMPARE(f.shown(0), QStringLiteral("Half"));
        QCOMPARE(again.phase(), Phase::Interrupted);
        QVERIFY(again.canReconnect());
        QVERIFY(f.footer(0, TranscriptModel::CanSettingsRole).toBool());
    }

    void aReconnectWithALockedKeychainLosesNothing() {
        // There is no bus, so the keychain that is said to hold the key can't be reached.
        SessionFixture f(0);
        domain::Endpoint endpoint;
        endpoint.id = QStringLiteral("own");
        endpoint.name = QStringLiteral("Own");
        endpoint.dialect = QStringLiteral("anthropic");
        endpoint.baseUrl = QUrl(f.servers[0].url());
        endpoint.credential = {"x-api-key", {}};
        f.application->settings()->setEndpoints({endpoint});
        f.session().setPaneCount(1);
        auto& pane = f.pane(0);
        pane.chooseModel(QStringLiteral("own:m"));
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Half"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Half"));
        pane.cancel();
        QTRY_VERIFY(pane.canReconnect());
        f.application->settings()->setKeyOrigins({endpoint.origin()});
        pane.reconnect();
        QTRY_VERIFY(!pane.isRunning());
        QCOMPARE(f.servers[0].requests(), 1);
        QCOMPARE(f.answers(0).front().ending->failure->kind, domain::Failure::Kind::KeychainUnavailable);
        QCOMPARE(pane.phase(), Phase::Interrupted);
        QVERIFY(f.footer(0, TranscriptModel::CanSettingsRole).toBool());
        f.application->settings()->setKeyOrigins({});
        QVERIFY(pane.canReconnect());
        f.servers[0].answerAll(QStringLiteral(" and half."));
        pane.reconnect();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(f.storedText(0), QStringLiteral("Half and half."));
    }

    void aRetryKeepsTheOldAnswerAsAnEarlierVariant() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("First try"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("First try"));
        pane.cancel();
        QTRY_VERIFY(pane.canRetry());
        pane.retry();
        QCOMPARE(f.shown(0), QString());
        QTRY_COMPARE(f.servers[0].requests(), 2);
        QTRY_VERIFY(f.servers[0].isAsked());
        QVERIFY(!f.servers[0].lastBody().contains("First try")); // from the start
        f.servers[0].say(QStringLiteral("Second try"));
        f.servers[0].finish();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        const auto kept = f.answers(0);
        QCOMPARE(kept.size(), std::size_t{2});
        QCOMPARE(kept[0].text, QStringLiteral("First try"));
        QCOMPARE(kept[0].variant, 0);
        QCOMPARE(kept[0].ending->outcome, Outcome::Cancelled);
        QCOMPARE(kept[1].text, QStringLiteral("Second try"));
        QCOMPARE(kept[1].variant, 1);
        QCOMPARE(f.shown(0), QStringLiteral("Second try"));
        // What is asked next stands on the answer that is shown.
        QVERIFY(ask(f));
        QVERIFY(f.servers[0].lastBody().contains("Second try"));
        QVERIFY(!f.servers[0].lastBody().contains("First try"));
    }

    void aRetryIsCheckedLikeAPromptThatIsSent() {
        SessionFixture f(1);
        f.close();
        f.openWithKnown();
        auto& pane = f.pane(0);
        const QString words = QStringLiteral("A long list of words. ").repeated(1'300);
        f.servers[0].answerAll(QStringLiteral("Good."));
        // Nobody knows how much the first model reads.
        QVERIFY(f.session().send(words));
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QVERIFY(f.session().send(words));
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        f.servers[0].answerAll(QString());
        QVERIFY(f.session().send(asked));
        QTRY_COMPARE(f.servers[0].requests(), 3);
        QTRY_VERIFY(f.servers[0].isAsked());
        pane.cancel();
        QTRY_VERIFY(pane.canRetry());

        pane.chooseModel(QStringLiteral("ollama:known"));
        pane.retry();
        QVERIFY(!pane.isRunning());
        QVERIFY2(f.session().question().contains(QStringLiteral("Leave out")),
                 qPrintable(f.session().question()));
        f.session().dismiss();
        QVERIFY(!f.session().sendLeavingOut());
        QVERIFY(!pane.isRunning());
        QCOMPARE(f.servers[1].requests(), 0);

        pane.retry();
        f.servers[1].answerAll(QStringLiteral("Better."));
        // A draft that is being written stays.
        QVERIFY(!f.session().sendLeavingOut());
        QCOMPARE(f.session().question(), QString());
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(f.servers[1].requests(), 1);
        const auto turns =
            QJsonDocument::fromJson(f.servers[1].lastBody())[QStringLiteral("messages")].toArray();
        QCOMPARE(turns.size(), 3);
        QCOMPARE(pane.answerText(), QStringLiteral("Better."));
        QCOMPARE(f.footer(0, TranscriptModel::NotesRole).toString(),
                 QStringLiteral("The 2 oldest messages were left out of what was sent."));
        // It is known next month too.
        const auto kept = f.answers(0);
        QCOMPARE(app::FailureText::notes(kept.back()), f.footer(0, TranscriptModel::NotesRole).toString());
    }

    void whatWasLeftOutStaysSoWhenTheAnswerGoesOn() {
        SessionFixture f(1);
        f.close();
        f.openWithKnown();
        const QString words = QStringLiteral("A long list of words. ").repeated(1'300);
        f.servers[0].answerAll(QStringLiteral("Good."));
        for (int turn = 0; turn < 2; ++turn) {
            QVERIFY(f.session().send(words));
            QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        }
        f.pane(0).chooseModel(QStringLiteral("ollama:known"));
        f.application->settings()->setGoOn(QStringLiteral("ollama"), app::Settings::GoOn::Never);
        QVERIFY(!f.session().send(asked));
        static_cast<void>(f.session().sendLeavingOut());
        QTRY_VERIFY(f.servers[1].isAsked());
        const auto turns = [&] {
            return QJsonDocument::fromJson(f.servers[1].lastBody())[QStringLiteral("messages")]
                .toArray()
                .size();
        };
        const auto sent = turns();
        f.servers[1].say(QStringLiteral("Bet"));
        QTRY_COMPARE(f.shown(0).right(3), QStringLiteral("Bet"));
        f.servers[1].drop();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Interrupted);
        const qint64 conversation = f.session().conversation();

        f.close();
        f.openWithKnown();
        f.application->openConversation(conversation);
        f.pane(0).reconnect();
        QTRY_COMPARE(f.servers[1].requests(), 2);
        QTRY_VERIFY(f.servers[1].isAsked());
        // The partial answer and the words that ask to go on are all that is added.
        QVERIFY2(turns() > sent && turns() <= sent + 2, QByteArray::number(turns()));
    }

    void aRetryWithAFileThatTheModelDoesNotTakeIsRefused() {
        SessionFixture f(1);
        f.close();
        f.openWithKnown();
        auto& pane = f.pane(0);
        domain::Attachment picture;
        picture.name = QStringLiteral("harbour.png");
        picture.kind = domain::Attachment::Kind::Image;
        picture.mediaType = "image/png";
        picture.bytes = "\x89PNG";
        f.session().attachments()->restore({picture});
        QVERIFY(ask(f));
        QVERIFY(f.servers[0].lastBody().contains("image/png"));
        pane.cancel();
        QTRY_VERIFY(pane.canRetry());
        pane.chooseModel(QStringLiteral("ollama:known"));
        pane.retry();
        QVERIFY(!pane.isRunning() && pane.canRetry());
        QVERIFY2(f.session().refusal().contains(QStringLiteral("harbour.png")),
                 qPrintable(f.session().refusal()));
        QCOMPARE(f.servers[1].requests(), 0);
        QCOMPARE(f.answers(0).size(), std::size_t{1});

        // The model that takes it is asked again, with the file.
        pane.chooseModel(QStringLiteral("left:m0"));
        QCOMPARE(f.session().refusal(), QString());
        f.servers[0].answerAll(QStringLiteral("A harbour."));
        pane.retry();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(f.servers[0].requests(), 2);
        QVERIFY(f.servers[0].lastBody().contains("image/png"));
    }

    void anEmptyAnswerIsAWarningWithARetry() {
        SessionFixture f(1);
        QVERIFY(ask(f));
        f.servers[0].finish();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.footer(0, TranscriptModel::TitleRole).toString(), QStringLiteral("The answer is empty"));
        QCOMPARE(f.footer(0, TranscriptModel::ToneRole).value<TranscriptModel::Tone>(),
                 TranscriptModel::Tone::Attention);
        QVERIFY(f.footer(0, TranscriptModel::CanRetryRole).toBool() && f.pane(0).canRetry());
        f.servers[0].answerAll(QStringLiteral("Good."));
        f.pane(0).retry();
        QTRY_COMPARE(f.shown(0), QStringLiteral("Good."));
    }

    void estimatesFollowWhatTheServerCounts() {
        SessionFixture f(1);
        f.servers[0].answerAll(QStringLiteral("Good."));
        const QString words = QStringLiteral("A long list of words. ").repeated(200);
        domain::Message prompt;
        prompt.text = words;
        const auto estimate = [&] {
            const auto draft = f.pane(0).draft(prompt);
            return draft.estimator.tokensOf(draft.prompt);
        };
        const qint64 bare = estimate();
        QVERIFY(bare > 500);
        f.servers[0].countInput(static_cast<int>(bare * 3 / 2));
        QVERIFY(f.session().send(words));
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        f.application->newConversation();
        QVERIFY2(qAbs(estimate() - bare * 3 / 2) < bare / 50, qPrintable(QString::number(estimate())));
        // A count of something else teaches nothing: of what a cache had not, or of what a search read.
        for (const qint64 odd : {bare / 10, bare * 10}) {
            f.servers[0].countInput(static_cast<int>(odd));
            QVERIFY(f.session().send(words));
            QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
            f.application->newConversation();
        }
        QVERIFY(qAbs(estimate() - bare * 3 / 2) < bare / 50);
        // It is known after a restart, of this model alone.
        f.close();
        f.open(1);
        QVERIFY(qAbs(estimate() - bare * 3 / 2) < bare / 50);
        f.pane(0).chooseModel(QStringLiteral("anthropic:claude-haiku-4-5"));
        QVERIFY(estimate() < bare * 5 / 4);
    }

    void aFailureBeforeAnyTextOffersARetry() {
        SessionFixture f(1);
        QVERIFY(ask(f));
        f.servers[0].fail(500);
        QTRY_COMPARE(f.pane(0).phase(), Phase::Failed);
        QVERIFY(!f.footer(0, TranscriptModel::TitleRole).toString().isEmpty());
        QVERIFY(f.footer(0, TranscriptModel::DetailRole).toString().contains(QStringLiteral("HTTP 500")));
        QVERIFY(f.footer(0, TranscriptModel::CanRetryRole).toBool());
        QVERIFY(!f.footer(0, TranscriptModel::CanSettingsRole).toBool());
        f.servers[0].answerAll(QStringLiteral("Good."));
        f.pane(0).retry();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.shown(0), QStringLiteral("Good."));
    }

    void aMissingKeyIsACardWithAWayToSettings() {
        SessionFixture f(1);
        f.pane(0).chooseModel(QStringLiteral("anthropic:claude-opus-5"));
        QVERIFY(f.session().send(asked));
        QTRY_COMPARE(f.pane(0).phase(), Phase::Failed);
        QVERIFY(f.footer(0, TranscriptModel::TextRole).toString().contains(QStringLiteral("Anthropic")));
        QVERIFY(f.footer(0, TranscriptModel::CanSettingsRole).toBool());
        QVERIFY(f.footer(0, TranscriptModel::CanRetryRole).toBool());
        QCOMPARE(f.answers(0).front().ending->failure->kind, domain::Failure::Kind::MissingKey);
    }

    void anEndpointThatIsNotThereAnyMoreIsAFailure() {
        SessionFixture f(1);
        f.pane(0).chooseModel(QStringLiteral("nowhere:m"));
        QCOMPARE(f.pane(0).modelKey(), QStringLiteral("left:m0")); // it can't be chosen
    }

    void aConversationOpensWithTheModelThatAnswered() {
        SessionFixture f(2);
        f.session().setPaneCount(1);
        auto& pane = f.pane(0);
        pane.chooseModel(QStringLiteral("right:m1"));
        pane.chooseModel(QStringLiteral("left:m0"));
        f.servers[0].answerAll(QStringLiteral("By A."));
        QVERIFY(f.session().send(asked));
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        const auto stats = [&] { return f.footer(0, TranscriptModel::PlainRole).toString(); };
        QVERIFY2(!stats().contains(QStringLiteral("m0")), qPrintable(stats()));
        pane.chooseModel(QStringLiteral("right:m1"));
        // The head names another model now, so the answer names its own.
        QVERIFY2(stats().startsWith(QStringLiteral("m0 · ")), qPrintable(stats()));
        const qint64 conversation = f.session().conversation();
        f.application->newConversation();
        QCOMPARE(pane.modelKey(), QStringLiteral("right:m1"));
        QSignalSpy modelChanged(&pane, &ChatSession::modelChanged);
        f.application->openConversation(conversation);
        QCOMPARE(pane.modelKey(), QStringLiteral("left:m0"));
        QVERIFY(!modelChanged.empty());
        QVERIFY2(!stats().contains(QStringLiteral("m0")), qPrintable(stats()));
        // Looking at it chose nothing.
        QCOMPARE(f.application->settings()->lastModel(0), QStringLiteral("right:m1"));
        f.application->newConversation();
        QCOMPARE(pane.modelKey(), QStringLiteral("right:m1"));
    }

    void aModelThatIsGoneKeepsItsName() {
        SessionFixture f(1);
        f.servers[0].answerAll(QStringLiteral("By A."));
        QVERIFY(f.session().send(asked));
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        const QString endpoint = f.answers(0).front().endpointName;
        const qint64 conversation = f.session().conversation();
        f.close();
        f.open(0);
        auto& pane = f.pane(0);
        const QString usual = pane.modelKey();
        f.application->openConversation(conversation);
        QCOMPARE(pane.modelName(), QStringLiteral("m0"));
        QCOMPARE(pane.endpointName(), endpoint);
        QCOMPARE(pane.originLabel(), QString());
        // Asking it says so, and keeps the prompt.
        QVERIFY(f.session().send(asked));
        QTRY_COMPARE(pane.phase(), Phase::Failed);
        QVERIFY(f.footer(0, TranscriptModel::CanSettingsRole).toBool());
        QVERIFY(f.footer(0, TranscriptModel::TextRole).toString().contains(endpoint));
        f.application->newConversation();
        QCOMPARE(pane.modelKey(), usual);
    }

    void aSeamStandsWhereTheAnswerWasCut() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("One.\n\nTwo is"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("One.\nTwo is"));
        pane.cancel();
        QTRY_VERIFY(pane.canReconnect());
        f.servers[0].answerAll(QStringLiteral(" cut.\n\nThree."));
        pane.reconnect();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        const auto kinds = [&] {
            QList<int> result;
            for (int row = 1; row < pane.transcript()->rowCount(); ++row) {
                result.append(pane.transcript()
                                  ->data(pane.transcript()->index(row), TranscriptModel::KindRole)
                                  .toInt());
            }
            return result;
        };
        using Kind = TranscriptModel::RowKind;
        const QList<int> wanted{static_cast<int>(Kind::Prose), static_cast<int>(Kind::Prose),
                                static_cast<int>(Kind::Seam), static_cast<int>(Kind::Prose),
                                static_cast<int>(Kind::Footer)};
        QCOMPARE(kinds(), wanted);
        const qint64 conversation = f.session().conversation();
        f.application->newConversation();
        f.application->openConversation(conversation);
        QCOMPARE(kinds(), wanted);
    }

    void allTokensOfAContinuedAnswerCount() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.servers[0].say(QString(400, u'a')); // about 100 tokens
        QTRY_COMPARE(f.shown(0).size(), 400);
        pane.cancel();
        QTRY_VERIFY(pane.canReconnect());
        f.servers[0].answerAll(QStringLiteral("The rest.")); // 7 tokens, says the server
        pane.reconnect();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QVERIFY2(f.footer(0, TranscriptModel::PlainRole).toString().contains(QStringLiteral("≈107 tokens")),
                 qPrintable(f.footer(0, TranscriptModel::PlainRole).toString()));
        QCOMPARE(f.answers(0).front().usage->output, std::optional<qint64>(107));
        QCOMPARE(f.answers(0).front().usage->source, domain::Usage::Source::Estimated);
        // A whole answer is as long as its server says.
        QVERIFY(f.session().send(asked));
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QVERIFY(f.footer(0, TranscriptModel::PlainRole).toString().contains(QStringLiteral(" 7 tokens")));
    }

    void aRetryIsCountedFromTheFirstTryOn() {
        SessionFixture f(1);
        QCOMPARE(f.application->settings()->setLimits(1, 10, 10, 10, 10), QString());
        QVERIFY(ask(f));
        f.servers[0].fail(529);
        QTRY_COMPARE(f.pane(0).phase(), Phase::Waiting);
        QVERIFY2(f.pane(0).chipText().startsWith(QStringLiteral("Retrying 1/1 in ")),
                 qPrintable(f.pane(0).chipText()));
        QVERIFY(f.pane(0).chipText().endsWith(f.pane(0).chipShortText()));
    }

    void verbsMeanNothingWhereTheyCant() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        const auto all = [&] {
            pane.reconnect();
            pane.retry();
            pane.resume();
            pane.pause();
            pane.cancel();
        };
        all();
        QCOMPARE(pane.phase(), Phase::Idle);
        f.servers[0].answerAll(QStringLiteral("Whole."));
        QVERIFY(f.session().send(asked));
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        const QStringList before = f.rows(0);
        all();
        QCOMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(f.rows(0), before);
        QCOMPARE(f.servers[0].requests(), 1);
        QCOMPARE(f.answers(0).size(), std::size_t{1});
    }
};

QTEST_MAIN(ChatSessionTest)
#include "tst_chat_session.moc"
