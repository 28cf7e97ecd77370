// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SessionFixture.h"

#include <QTest>

using namespace rivulet;
using Phase = app::ChatSession::Phase;
using Outcome = domain::Outcome;

/// Where the parts of an answer meet: wire, journal, view, demo and the application's end.
class AnswerSeamsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const char* variable : {"RIVULET_API_KEY", "ANTHROPIC_API_KEY"}) {
            qunsetenv(variable);
        }
        // No desktop's keychain is asked.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    void heldThinkingStaysHeldWhenTheWireEnds() {
        SessionFixture f(1);
        auto& pane = f.pane(0);
        QVERIFY(ask(f));
        f.servers[0].think(QStringLiteral("Shown."));
        QTRY_COMPARE(thinkingShown(f), QStringLiteral("Shown."));
        pane.pause();
        f.servers[0].think(QStringLiteral(" Held."));
        QTRY_COMPARE(pane.waitingCharacters(), 6);
        f.servers[0].finish();
        QTRY_VERIFY(f.answers(0).front().ending.has_value());
        QCOMPARE(pane.phase(), Phase::Paused);
        QCOMPARE(thinkingShown(f), QStringLiteral("Shown."));
        pane.resume();
        QTRY_COMPARE(pane.phase(), Phase::Completed);
        QCOMPARE(thinkingShown(f), QStringLiteral("Shown. Held."));
        QCOMPARE(f.answers(0).front().thinking, QStringLiteral("Shown. Held."));
    }

    void anAnswerIsEndedOnDiskAlsoWhereNobodyClosed() {
        SessionFixture f(1);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Half"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Half"));
        f.application.reset();
        const auto kept = f.answers(0);
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept.front().text, QStringLiteral("Half"));
        QVERIFY(kept.front().ending.has_value());
        QCOMPARE(kept.front().ending->outcome, Outcome::Interrupted);
        QCOMPARE(kept.front().ending->failure->kind, domain::Failure::Kind::AppClosed);
    }

    void anAnswerGoesOnWithItsOwnModelOrNone() {
        SessionFixture f(1);
        QVERIFY(ask(f));
        f.servers[0].say(QStringLiteral("Half"));
        QTRY_COMPARE(f.shown(0), QStringLiteral("Half"));
        f.pane(0).cancel();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Cancelled);
        const qint64 conversation = f.session().conversation();
        f.close();
        // The endpoint was of that run only; this one has another model in the pane.
        f.open(0);
        domain::Endpoint other;
        other.id = QStringLiteral("other");
        other.name = QStringLiteral("Other");
        other.dialect = QStringLiteral("anthropic");
        other.baseUrl = QUrl(f.servers[1].url());
        f.application->settings()->setEndpoints({other});
        f.application->openConversation(conversation);
        f.pane(0).chooseModel(QStringLiteral("other:m"));
        QVERIFY(f.pane(0).canReconnect());
        f.pane(0).reconnect();
        QTRY_VERIFY(!f.pane(0).isRunning());
        QCOMPARE(f.servers[1].requests(), 0);
        QCOMPARE(f.pane(0).phase(), Phase::Interrupted);
        QCOMPARE(f.storedText(0), QStringLiteral("Half"));
        QCOMPARE(f.answers(0).front().endpointId, QStringLiteral("left"));
        QCOMPARE(f.pane(0).modelKey(), QStringLiteral("other:m"));
    }

    void theDemoPlaysToItsEndWhenAnotherModelIsChosen() {
        SessionFixture f(1);
        f.close();
        app::Application::Options options;
        options.dataDirectory = f.folder.path();
        options.demo = true;
        options.demoSpeed = 20;
        f.application = std::make_unique<app::Application>(options);
        domain::Endpoint other;
        other.id = QStringLiteral("other");
        other.name = QStringLiteral("Other");
        other.dialect = QStringLiteral("anthropic");
        other.baseUrl = QUrl(f.servers[0].url());
        f.application->settings()->setEndpoints({other});
        QVERIFY(f.session().send(QStringLiteral("Why?")));
        QTRY_VERIFY(!f.shown(0).isEmpty() && !f.shown(1).isEmpty());
        f.pane(0).chooseModel(QStringLiteral("other:m"));
        f.pane(1).chooseModel(QStringLiteral("other:m"));
        QVERIFY(f.session().isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(!f.session().isRunning(), 60'000);
        QCOMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.pane(1).phase(), Phase::Completed);
    }

    void aModelOfTheCommandLineMeansWhatItMeansToAsk() {
        SessionFixture f(0);
        f.close();
        app::Application::Options options;
        options.dataDirectory = f.folder.path();
        // A provider that is known keeps its name, its key and its address where only its dialect is named.
        options.models = {
            {QStringLiteral("anthropic"), QStringLiteral("m"), {}, QStringLiteral("anthropic")}};
        f.application = std::make_unique<app::Application>(options);
        QCOMPARE(f.application->optionProblem(), QString());
        QCOMPARE(f.pane(0).modelKey(), QStringLiteral("anthropic:m"));
        QCOMPARE(f.pane(0).endpointName(), QStringLiteral("Anthropic"));
    }

private:
    static bool ask(SessionFixture& f) {
        return f.session().send(QStringLiteral("Why?")) &&
               QTest::qWaitFor([&] { return f.servers[0].isAsked(); });
    }

    static QString thinkingShown(const SessionFixture& f) {
        using app::TranscriptModel;
        auto& model = *f.pane(0).transcript();
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto index = model.index(row);
            if (model.data(index, TranscriptModel::KindRole).value<SessionFixture::Kind>() ==
                SessionFixture::Kind::Thinking) {
                model.setExpanded(row, true);
                return model.data(index, TranscriptModel::TextRole).toString();
            }
        }
        return {};
    }
};

QTEST_MAIN(AnswerSeamsTest)
#include "tst_answer_seams.moc"
