// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SessionFixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QSqlQuery>
#include <QTest>

using namespace rivulet;
using app::CompareSession;
using Phase = app::ChatSession::Phase;
using Outcome = domain::Outcome;
using app::ConversationListModel;

namespace {

const QString markdown = QStringLiteral("# Head\n\nText with `code`.\n\n- a\n- b\n\n| x |\n|---|\n| 1 |\n\n"
                                        "```py\nprint(1)\n```\n\nThe end.");

bool ended(const SessionFixture& f) {
    return QTest::qWaitFor([&] { return !f.session().isRunning(); });
}

const QString filling = QStringLiteral("and a good many more words that say nothing, ").repeated(8);

/// Two hundred turns of the first pane, each asked twice, and three of the second, as another run left them.
/// The last answer: 0 is as the others, 1 empty, 2 cut.
domain::ConversationId fillLong(const SessionFixture& f, int last = 0) {
    const auto opened = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db")));
    store::ConversationStore store(opened.value());
    const auto id = store.create(QStringLiteral("A long one"), last == 0 ? 2 : 1).value();
    QSqlQuery insert(opened.value()->connection());
    insert.prepare(QStringLiteral(
        "INSERT INTO messages (conversation_id, turn, pane, variant, role, created_at, text, endpoint_id, "
        "endpoint_name, model, outcome, stop) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, 'end')"));
    const auto add = [&](int turn, int pane, int variant, const QString& text, const QString& outcome) {
        const bool asked = variant < 0;
        insert.addBindValue(id);
        insert.addBindValue(turn);
        insert.addBindValue(pane);
        insert.addBindValue(std::max(0, variant));
        insert.addBindValue(asked ? QStringLiteral("user") : QStringLiteral("assistant"));
        insert.addBindValue(text);
        const QString endpoint = pane == 0 ? QStringLiteral("left") : QStringLiteral("right");
        insert.addBindValue(asked ? QStringLiteral("") : endpoint);
        insert.addBindValue(asked ? QStringLiteral("") : endpoint);
        insert.addBindValue(asked ? QStringLiteral("") : QStringLiteral("m%1").arg(pane));
        insert.addBindValue(asked ? QVariant() : QVariant(outcome));
        return insert.exec();
    };
    bool done = opened.value()->connection().transaction();
    for (int turn = 0; turn < 200; ++turn) {
        const bool isLast = turn == 199;
        const QString answer =
            isLast && last == 1 ? QStringLiteral("") : QStringLiteral("left %1 ").arg(turn);
        done = done && add(turn, 0, -1, QStringLiteral("prompt %1").arg(turn), {}) &&
               add(turn, 0, 0, QStringLiteral("dropped"), QStringLiteral("cancelled")) &&
               add(turn, 0, 1, answer.isEmpty() ? answer : answer + filling,
                   isLast && last == 2 ? QStringLiteral("interrupted") : QStringLiteral("completed"));
        if (turn < 3) {
            done = done && add(turn, 1, 0, QStringLiteral("right %1").arg(turn), QStringLiteral("completed"));
        }
    }
    return done && opened.value()->connection().commit() ? id : 0;
}

bool ask(SessionFixture& f, const QString& prompt, int panes = 2) {
    return f.session().send(prompt) && QTest::qWaitFor([&] { return f.isAsked(panes); });
}

} // namespace

/// A conversation of two panes: asked, closed, opened again, found.
class CompareSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const char* variable : {"RIVULET_API_KEY", "ANTHROPIC_API_KEY"}) {
            qunsetenv(variable);
        }
        // No desktop's keychain is asked.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    void onePromptGoesToBothPanes() {
        SessionFixture f;
        auto& session = f.session();
        QVERIFY(session.isEmpty() && session.canSend());
        QSignalSpy allEnded(&session, &CompareSession::allEnded);
        QVERIFY(ask(f, QStringLiteral("  Which is better?\nTell me.")));
        QCOMPARE(session.title(), QStringLiteral("Which is better?"));
        QVERIFY(!session.isEmpty() && session.isRunning() && !session.canSend());
        QVERIFY(!session.send(QStringLiteral("too early")));
        f.servers[0].say(QStringLiteral("Left."));
        f.servers[1].say(QStringLiteral("Right."));
        f.servers[0].finish();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QVERIFY(session.isRunning());
        QCOMPARE(allEnded.count(), 0);
        f.servers[1].finish();
        QTRY_COMPARE(f.pane(1).phase(), Phase::Completed);
        QCOMPARE(allEnded.count(), 1);
        QVERIFY(session.canSend());
        QCOMPARE(f.shown(0), QStringLiteral("Left."));
        QCOMPARE(f.shown(1), QStringLiteral("Right."));
        QCOMPARE(f.stored().size(), std::size_t{3});
        // Each pane goes on from its own answer.
        QVERIFY(ask(f, QStringLiteral("And now?")));
        QVERIFY(f.servers[0].lastBody().contains("Left.") && !f.servers[0].lastBody().contains("Right."));
        QVERIFY(f.servers[1].lastBody().contains("Right.") && !f.servers[1].lastBody().contains("Left."));
    }

    void modelsOfOneNameAreToldApartByTheirEndpoints() {
        SessionFixture f;
        auto& session = f.session();
        QVERIFY(!session.isAlike());
        f.close();
        f.open(2, {{QStringLiteral("third"), QStringLiteral("m0"), f.servers[1].url(),
                    QStringLiteral("anthropic")}});
        auto& again = f.session();
        again.showPanes(2);
        QSignalSpy changed(&again, &CompareSession::alikeChanged);
        f.pane(1).chooseModel(QStringLiteral("third:m0"));
        QVERIFY(again.isAlike());
        QVERIFY(f.pane(0).endpointName() != f.pane(1).endpointName());
        QVERIFY(changed.count() > 0);
        again.setPaneCount(1);
        QVERIFY(!again.isAlike());
        again.setPaneCount(2);
        QVERIFY(again.isAlike());
        // The very same model twice: there is nothing to tell.
        f.pane(1).chooseModel(QStringLiteral("left:m0"));
        QVERIFY(!again.isAlike());
    }

    void anEmptyAnswerIsNotCalledComplete() {
        SessionFixture f;
        QVERIFY(ask(f, QStringLiteral("Why?")));
        f.servers[0].finish();
        f.servers[1].say(QStringLiteral("So."));
        f.servers[1].finish();
        QVERIFY(ended(f));
        QCOMPARE(f.pane(0).chipText(), QStringLiteral("Empty answer"));
        QVERIFY(f.pane(0).canRetry());
        QCOMPARE(f.pane(1).chipText(), QStringLiteral("Complete"));
    }

    void oneFaultyPaneLeavesTheOtherAlone() {
        SessionFixture f;
        QVERIFY(ask(f, QStringLiteral("Why?")));
        f.servers[0].fail(500);
        QTRY_COMPARE(f.pane(0).phase(), Phase::Failed);
        f.servers[1].say(markdown);
        f.servers[1].finish();
        QTRY_COMPARE(f.pane(1).phase(), Phase::Completed);
        QCOMPARE(f.pane(1).answerText(), markdown);
        QCOMPARE(f.storedText(1), markdown);
    }

    void ofALongConversationOnlyTheEndIsReadUntilAllIsWanted() {
        SessionFixture f;
        const auto id = fillLong(f);
        f.application->openConversation(id);
        auto& session = f.session();
        const auto& transcript = *f.pane(0).transcript();
        QCOMPARE(f.pane(0).answerText(), QStringLiteral("left 199 ") + filling);
        QVERIFY(transcript.rowCount() > 0 && transcript.earlier().messages > 300);
        // The second pane was asked at first only: it is still known by whom.
        QCOMPARE(f.pane(1).modelKey(), QStringLiteral("right:m1"));
        QCOMPARE(f.pane(1).ending(), std::nullopt);
        // Who scrolls back sees all of it, without what was asked again.
        while (transcript.earlier().messages > 0) {
            f.pane(0).transcript()->showEarlier();
            f.pane(1).transcript()->showEarlier();
        }
        QCOMPARE(f.shown(0).count(QStringLiteral("left ")), 200);
        QVERIFY(f.shown(0).startsWith(QStringLiteral("left 0 ")));
        QVERIFY(!f.shown(0).contains(QStringLiteral("dropped")));
        while (f.pane(1).transcript()->earlier().messages > 0) {
            f.pane(1).transcript()->showEarlier();
        }
        QCOMPARE(f.shown(1).count(QStringLiteral("right ")), 3);
        // What is asked goes along with all that was said.
        QVERIFY(ask(f, QStringLiteral("And now?")));
        for (const int turn : {0, 1, 100, 199}) {
            const auto said = "left " + QByteArray::number(turn) + ' ';
            QCOMPARE(f.servers[0].lastBody().count(said), 1);
        }
        QVERIFY(!f.servers[0].lastBody().contains("dropped"));
        QCOMPARE(f.servers[0].lastBody().count("prompt "), 200);
        QCOMPARE(f.servers[1].lastBody().count("right "), 3);
        f.servers[0].finish();
        f.servers[1].finish();
        QVERIFY(ended(f));
        QCOMPARE(f.stored().back().turn, 200);
        QVERIFY(session.canSend());
    }

    void aDraftInALongConversationIsCountedWithAllOfIt() {
        SessionFixture f;
        const auto id = fillLong(f);
        f.application->openConversation(id);
        f.session().setDraft(QStringLiteral("And now?"));
        QTRY_VERIFY(!f.session().draftFigures().isEmpty());
        const QString inLong = f.session().draftFigures();
        // As many tokens as where all of it is in memory.
        f.session().setDraft({});
        QTRY_VERIFY(f.session().draftFigures().isEmpty());
        QVERIFY(ask(f, QStringLiteral("And now?")));
        f.servers[0].drop();
        f.servers[1].drop();
        QTRY_VERIFY(!f.session().isRunning());
        f.session().setDraft(QStringLiteral("And now?"));
        QTRY_VERIFY(!f.session().draftFigures().isEmpty());
        QVERIFY2(inLong.contains(QStringLiteral(",")), qPrintable(inLong)); // thousands
    }

    void whatIsAskedAgainInALongConversationGoesWithAllOfIt() {
        SessionFixture f(1);
        const auto id = fillLong(f, 1);
        f.application->openConversation(id);
        f.servers[0].answerAll(QStringLiteral("Better."));
        QVERIFY(f.pane(0).canRetry()); // the last answer is an empty one
        f.pane(0).retry();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.servers[0].lastBody().count("left 0 "), 1);
        QCOMPARE(f.servers[0].lastBody().count("left 198 "), 1);
        QCOMPARE(f.servers[0].lastBody().count("prompt "), 200);
        QCOMPARE(f.pane(0).answerText(), QStringLiteral("Better."));
    }

    void aCutAnswerInALongConversationGoesOnWithAllOfIt() {
        SessionFixture f(1);
        const auto id = fillLong(f, 2);
        f.application->openConversation(id);
        f.servers[0].answerAll(QStringLiteral(" and the rest."));
        QVERIFY(f.pane(0).canReconnect());
        f.pane(0).reconnect();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.servers[0].lastBody().count("left 0 "), 1);
        QCOMPARE(f.servers[0].lastBody().count("left 198 "), 1);
    }

    void nothingBlankIsSent() {
        SessionFixture f;
        QVERIFY(!f.session().send({}));
        QVERIFY(!f.session().send(QStringLiteral(" \n\t")));
        QVERIFY(f.session().isEmpty());
        QCOMPARE(f.application->conversations()->rowCount(), 0);
    }

    void aReopenedConversationShowsTheSameRows() {
        SessionFixture f;
        f.servers[0].answerAll(markdown);
        f.servers[1].answerAll(QStringLiteral("Short."));
        QVERIFY(f.session().send(QStringLiteral("One")));
        QVERIFY(ended(f));
        QVERIFY(f.session().send(QStringLiteral("Two")));
        QVERIFY(ended(f));
        const QStringList left = f.rows(0);
        const QStringList right = f.rows(1);
        QVERIFY(left.size() > 15);
        const qint64 id = f.session().conversation();

        f.application->newConversation();
        QVERIFY(f.session().isEmpty());
        QCOMPARE(f.session().title(), QString());
        QCOMPARE(f.rows(0), QStringList());
        f.application->openConversation(id);
        QCOMPARE(f.rows(0), left);
        QCOMPARE(f.rows(1), right);

        f.close();
        f.open();
        f.application->openConversation(id);
        QCOMPARE(f.rows(0), left);
        QCOMPARE(f.rows(1), right);
        QCOMPARE(f.session().title(), QStringLiteral("One"));
        // And it goes on from there.
        QVERIFY(f.session().send(QStringLiteral("Three")));
        QVERIFY(ended(f));
        QCOMPARE(f.answers(0).back().turn, 2);
        QVERIFY(f.servers[0].lastBody().contains("The end."));
    }

    void closingWhileAStreamRunsKeepsItAsInterrupted() {
        SessionFixture f;
        QVERIFY(ask(f, QStringLiteral("Why?")));
        f.servers[0].say(QStringLiteral("Half"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Half"));
        f.pane(0).pause();
        f.servers[0].say(QStringLiteral(" an answer"));
        QTRY_COMPARE(f.pane(0).waitingCharacters(), 10);
        const qint64 id = f.session().conversation();
        f.close();
        f.open();
        QVERIFY(!f.session().isRunning());
        f.application->openConversation(id);
        for (int pane = 0; pane < 2; ++pane) {
            const auto kept = f.answers(pane);
            QCOMPARE(kept.size(), std::size_t{1});
            QCOMPARE(kept.front().ending->outcome, Outcome::Interrupted);
            QCOMPARE(kept.front().ending->failure->kind, domain::Failure::Kind::AppClosed);
            QCOMPARE(f.pane(pane).phase(), Phase::Interrupted);
            QVERIFY(f.pane(pane).canReconnect());
        }
        QCOMPARE(f.shown(0), QStringLiteral("Half an answer"));
        // The answer goes on in the next run.
        f.servers[0].answerAll(QStringLiteral(" and the rest."));
        f.pane(0).reconnect();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.pane(0).answerText(), QStringLiteral("Half an answer and the rest."));
        QCOMPARE(f.storedText(0), QStringLiteral("Half an answer and the rest."));
    }

    void aRunThatEndsWithoutClosingIsHealed() {
        SessionFixture f;
        QVERIFY(ask(f, QStringLiteral("Why?")));
        f.servers[0].say(QStringLiteral("Half"));
        QTRY_COMPARE(f.storedText(0), QStringLiteral("Half"));
        f.application.reset(); // without close()
        f.open();
        QCOMPARE(f.storedText(0), QStringLiteral("Half"));
        for (const auto& message : f.stored()) {
            QVERIFY(message.role == domain::Role::User || message.ending);
        }
    }

    void theChoiceOfModelIsRemembered() {
        SessionFixture f(0);
        f.pane(0).chooseModel(QStringLiteral("anthropic:claude-opus-5"));
        f.pane(1).chooseModel(QStringLiteral("ollama:llama:8b"));
        f.pane(0).useModel(QStringLiteral("openai:x")); // for this run
        f.close();
        f.open(0);
        QCOMPARE(f.pane(0).modelKey(), QStringLiteral("anthropic:claude-opus-5"));
        QCOMPARE(f.pane(1).modelKey(), QStringLiteral("ollama:llama:8b"));
    }

    void theFirstStartShowsTheDemoInBothPanes() {
        SessionFixture f(0);
        QCOMPARE(f.pane(0).originLabel(), QStringLiteral("demo"));
        QCOMPARE(f.pane(1).originLabel(), QStringLiteral("demo"));
        QVERIFY(f.pane(0).modelKey() != f.pane(1).modelKey());
        QVERIFY(f.application->isOnlyDemo());
        QVERIFY(f.session().isDemo());
        f.pane(0).chooseModel(QStringLiteral("anthropic:claude-opus-5"));
        QVERIFY(!f.session().isDemo());
    }

    void onePaneAsksOneModel() {
        SessionFixture f;
        f.session().setPaneCount(1);
        QVERIFY(ask(f, QStringLiteral("Why?"), 1));
        f.servers[0].say(QStringLiteral("So."));
        f.servers[0].finish();
        QVERIFY(ended(f));
        QCOMPARE(f.servers[1].requests(), 0);
        QCOMPARE(f.rows(1), QStringList());
        QVERIFY(f.answers(1).empty());
        const qint64 id = f.session().conversation();
        f.session().setPaneCount(2);
        f.application->newConversation();
        f.session().setPaneCount(1);
        f.application->openConversation(id);
        QCOMPARE(f.session().paneCount(), 2); // as it was left
        f.session().setPaneCount(0);
        QCOMPARE(f.session().paneCount(), 1);
        f.close();
        f.open(0);
        QCOMPARE(f.session().paneCount(), 1);
    }

    void historyListsAndFindsIt() {
        SessionFixture f(1);
        auto& list = *f.application->conversations();
        const QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        f.servers[0].answerAll(QStringLiteral("The zebra <b>runs</b>."));
        QVERIFY(f.session().send(QStringLiteral("First question")));
        QVERIFY(ended(f));
        f.application->newConversation();
        f.servers[0].answerAll(QStringLiteral("Nothing."));
        QVERIFY(f.session().send(QStringLiteral("Second question")));
        QVERIFY(ended(f));
        const auto title = [&](int row) {
            return list.data(list.index(row), ConversationListModel::TitleRole).toString();
        };
        QCOMPARE(list.rowCount(), 2);
        QCOMPARE(title(0), QStringLiteral("Second question"));
        QCOMPARE(list.data(list.index(0), ConversationListModel::SectionRole).toString(),
                 QStringLiteral("Today"));
        list.setQuery(QStringLiteral("zebr"));
        QTRY_COMPARE(list.rowCount(), 1);
        QCOMPARE(title(0), QStringLiteral("First question"));
        const QString snippet = list.data(list.index(0), ConversationListModel::SnippetRole).toString();
        QVERIFY2(snippet.contains(QStringLiteral("<b>zebra</b>")), qPrintable(snippet));
        QVERIFY2(snippet.contains(QStringLiteral("&lt;b&gt;runs")), qPrintable(snippet));
        const qint64 id = list.data(list.index(0), ConversationListModel::IdRole).toLongLong();
        list.setQuery({});
        QCOMPARE(list.rowCount(), 2);

        // A prompt brings its conversation to the top.
        f.application->openConversation(id);
        QVERIFY(f.session().send(QStringLiteral("More")));
        QVERIFY(ended(f));
        QCOMPARE(title(0), QStringLiteral("First question"));
        f.application->renameConversation(id, QStringLiteral("  About\n zebras "));
        QCOMPARE(title(0), QStringLiteral("About zebras"));
        QCOMPARE(f.session().title(), QStringLiteral("About zebras"));
        f.application->deleteConversation(id);
        QCOMPARE(list.rowCount(), 1);
        QVERIFY(f.session().isEmpty());
        QCOMPARE(f.session().conversation(), qint64{0});
    }

    void aLongFirstLineIsCutAtAWord() {
        SessionFixture f(1);
        f.servers[0].answerAll(QStringLiteral("So."));
        QVERIFY(f.session().send(QStringLiteral("\n \n") + QStringLiteral("word ").repeated(40)));
        QVERIFY(ended(f));
        const QString title = f.session().title();
        QVERIFY(title.size() <= 81);
        QVERIFY2(title.endsWith(QStringLiteral("word\u2026")), qPrintable(title));
        f.session().rename(QStringLiteral(" "));
        QCOMPARE(f.session().title(), title);
    }

    void twoApplicationsLiveSideBySide() {
        SessionFixture one(1);
        SessionFixture other(1);
        QVERIFY(ask(one, QStringLiteral("One?"), 1));
        QVERIFY(ask(other, QStringLiteral("Other?"), 1));
        one.servers[0].say(QStringLiteral("One."));
        other.servers[0].say(QStringLiteral("Other."));
        one.servers[0].finish();
        QVERIFY(ended(one));
        QVERIFY(other.session().isRunning());
        one.close();
        other.servers[0].finish();
        QVERIFY(ended(other));
        QCOMPARE(other.shown(0), QStringLiteral("Other."));
        QCOMPARE(one.storedText(0), QStringLiteral("One."));
        QCOMPARE(other.storedText(0), QStringLiteral("Other."));
    }

    void twoApplicationsShareOneFolder() {
        SessionFixture f(1);
        QVERIFY(ask(f, QStringLiteral("Why?"), 1));
        f.servers[0].say(QStringLiteral("Half"));
        QTRY_COMPARE(f.storedText(0), QStringLiteral("Half"));
        app::Application::Options options;
        options.dataDirectory = f.folder.path();
        app::Application second(options);
        QCOMPARE(second.startProblem(), QString());
        // What the first one is still writing is not ended by the second.
        QCOMPARE(second.conversations()->rowCount(), 1);
        f.servers[0].say(QStringLiteral(" and half."));
        f.servers[0].finish();
        QVERIFY(ended(f));
        QCOMPARE(f.storedText(0), QStringLiteral("Half and half."));
        QCOMPARE(f.answers(0).front().ending->outcome, Outcome::Completed);
    }

    void whatAnotherWindowAskedIsNotAskedOver() {
        SessionFixture f(1);
        f.servers[0].answerAll(QStringLiteral("One."));
        QVERIFY(f.session().send(QStringLiteral("Why?")));
        QTRY_COMPARE(f.pane(0).phase(), app::ChatSession::Phase::Completed);
        // Another window at the same conversation asks on.
        {
            const auto database = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db")));
            QVERIFY(database.ok());
            store::ConversationStore other(database.value());
            QVERIFY(other.addPrompt(f.session().conversation(), 1, QStringLiteral("And there?"), {}).ok());
        }
        f.servers[0].answerAll(QStringLiteral("Two."));
        QVERIFY(f.session().send(QStringLiteral("And here?")));
        QTRY_COMPARE(f.pane(0).phase(), app::ChatSession::Phase::Completed);
        QVERIFY(f.rows(0).join(u'\n').contains(QStringLiteral("And there?")));
        QCOMPARE(f.shown(0), QStringLiteral("One.\nTwo."));
        const auto kept = f.stored();
        QCOMPARE(kept.back().turn, 2);
        QCOMPARE(kept.back().text, QStringLiteral("Two."));
    }

    void anAnswerThatStillComesIsNotHealedWhenTheHistoryCanBeWrittenAgain() {
        SessionFixture f(1);
        QVERIFY(ask(f, QStringLiteral("Why?"), 1));
        f.servers[0].say(QStringLiteral("Half"));
        QTRY_COMPARE(f.storedText(0), QStringLiteral("Half"));
        const auto other = store::Database::open(f.folder.filePath(QStringLiteral("rivulet.db")));
        QVERIFY(other.ok());
        QSqlQuery lock(other.value()->connection());
        QVERIFY(lock.exec(QStringLiteral("BEGIN IMMEDIATE")));
        f.servers[0].say(QStringLiteral(" and half"));
        QTRY_VERIFY(!f.application->problem().isEmpty());
        QVERIFY(lock.exec(QStringLiteral("ROLLBACK")));
        QTRY_VERIFY(f.application->problem().isEmpty());
        QTRY_COMPARE(f.storedText(0), QStringLiteral("Half and half"));
        QVERIFY(!f.answers(0).front().ending);
        f.servers[0].finish();
        QVERIFY(ended(f));
        QCOMPARE(f.answers(0).front().ending->outcome, Outcome::Completed);
    }

    void aFolderThatCantBeUsedIsToldAndTheRunGoesOn() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("rivulet.db"))); // a folder where the file should be
        QFile table(folder.filePath(QStringLiteral("providers.json")));
        QVERIFY(table.open(QIODevice::WriteOnly) && table.write("{") == 1);
        table.close();
        AnswerServer server;
        server.answerAll(QStringLiteral("So."));
        app::Application::Options options;
        options.dataDirectory = folder.path();
        options.models.push_back(
            {QStringLiteral("left"), QStringLiteral("m"), server.url(), QStringLiteral("anthropic")});
        app::Application application(options);
        // One problem does not hide the other.
        const QStringList problems = application.startProblem().split(u'\n');
        QCOMPARE(problems.size(), 2);
        QVERIFY(problems.first().contains(QStringLiteral("providers.json")));
        QVERIFY(problems.last().contains(QStringLiteral("history")));
        QVERIFY(application.session()->send(QStringLiteral("Why?")));
        QTRY_VERIFY(!application.session()->isRunning());
        QCOMPARE(application.session()->first()->answerText(), QStringLiteral("So."));
    }

    void whatTheCommandLineCantHaveIsTold() {
        QTemporaryDir folder;
        app::Application::Options options;
        options.dataDirectory = folder.path();
        options.models.push_back({QStringLiteral("x"), QStringLiteral("m"),
                                  QStringLiteral("http://far.example"), QStringLiteral("anthropic")});
        const app::Application application(options);
        QVERIFY(application.optionProblem().contains(u'x'));
    }
};

QTEST_MAIN(CompareSessionTest)
#include "tst_compare_session.moc"
