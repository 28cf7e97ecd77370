// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenSessions.h"
#include "SessionFixture.h"

#include <QAbstractItemModelTester>
#include <QPointer>
#include <QSignalSpy>

using namespace rivulet;
using app::ConversationListModel;
using app::OpenSessions;
using Outcome = domain::Outcome;
using Phase = SessionFixture::Phase;

/// A conversation that is left while an answer is coming goes on, and is found again as it stands then.
class OpenSessionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qunsetenv("RIVULET_API_KEY");
        // No desktop's keychain is asked.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    void anAnswerThatIsLeftComesToItsEnd() {
        SessionFixture f(1);
        const qint64 left = leave(f, QStringLiteral("One."));
        QVERIFY(f.session().isEmpty() && !f.session().isRunning() && f.session().canSend());
        QCOMPARE(f.rows(0), QStringList());
        QVERIFY(f.application->isRunning());
        QCOMPARE(running(f), QList<qint64>{left});
        const QPointer<app::CompareSession> shown(&f.session());

        f.servers[0].say(QStringLiteral(" Two."));
        f.servers[0].finish();
        QTRY_VERIFY(!f.application->isRunning());
        QCOMPARE(running(f), QList<qint64>());
        QCOMPARE(f.storedText(0), QStringLiteral("One. Two."));
        QCOMPARE(f.answers(0).front().ending->outcome, Outcome::Completed);
        QVERIFY(shown && shown == &f.session());
        f.application->openConversation(left);
        QCOMPARE(f.shown(0), QStringLiteral("One. Two."));
        QCOMPARE(f.pane(0).phase(), Phase::Completed);
    }

    void whoComesBackSeesItFlow() {
        SessionFixture f(1);
        const QPointer<app::ChatSession> pane(&f.pane(0));
        const qint64 left = leave(f, QStringLiteral("One."));
        QVERIFY(pane != &f.pane(0));
        QSignalSpy changed(f.application.get(), &app::Application::sessionChanged);
        f.servers[0].say(QStringLiteral(" Two."));
        QTRY_COMPARE(f.storedText(0), QStringLiteral("One. Two."));

        f.application->openConversation(left);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(pane, &f.pane(0));
        QTRY_COMPARE(f.shown(0), QStringLiteral("One. Two."));
        QCOMPARE(f.pane(0).phase(), Phase::Streaming);
        f.servers[0].say(QStringLiteral(" Three."));
        QTRY_COMPARE(f.shown(0), QStringLiteral("One. Two. Three."));
        f.servers[0].finish();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.answers(0).size(), std::size_t{1});
        QVERIFY(f.answers(0).front().seams.empty());
    }

    void anotherOneIsReadAndAskedMeanwhile() {
        SessionFixture f(1);
        f.servers[0].answerAll(QStringLiteral("Long since."));
        QVERIFY(f.session().send(QStringLiteral("Old?")));
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        const qint64 old = f.session().conversation();
        f.application->newConversation();
        f.servers[0].answerAll({});
        const qint64 left = leave(f, QStringLiteral("Half"));

        // What goes on is not taken for what a killed one left behind.
        f.application->openConversation(old);
        QCOMPARE(f.shown(0), QStringLiteral("Long since."));
        f.application->openConversation(left);
        QCOMPARE(f.pane(0).phase(), Phase::Streaming);
        f.application->openConversation(old);
        QCOMPARE(running(f), QList<qint64>{left});
        f.servers[0].say(QStringLiteral(" and whole."));
        f.servers[0].finish();
        QTRY_VERIFY(!f.application->isRunning());
        f.application->openConversation(left);
        QCOMPARE(f.shown(0), QStringLiteral("Half and whole."));
    }

    void aPauseIsKept() {
        SessionFixture f(1);
        begin(f, QStringLiteral("One."));
        f.pane(0).pause();
        const qint64 left = f.session().conversation();
        f.application->newConversation();
        f.servers[0].say(QStringLiteral(" Two."));
        f.servers[0].finish();
        QTRY_VERIFY(f.answers(0).front().ending.has_value());
        f.application->openConversation(left);
        QCOMPARE(f.pane(0).phase(), Phase::Paused);
        QCOMPARE(f.shown(0), QStringLiteral("One."));
        f.pane(0).resume();
        QTRY_COMPARE(f.shown(0), QStringLiteral("One. Two."));
    }

    void aNewOneBeginsAsTheOneThatWasLeft() {
        SessionFixture f(1);
        f.application->settings()->setProfile(app::Settings::Profile::Instant);
        leave(f, QStringLiteral("One."));
        QCOMPARE(f.pane(0).modelKey(), QStringLiteral("left:m0"));
        QCOMPARE(f.session().paneCount(), 1);
    }

    void leavingEndsWhereTooManyGoOn() {
        SessionFixture f(1);
        QList<qint64> left;
        for (std::size_t one = 0; one < OpenSessions::mostLeft; ++one) {
            QVERIFY(f.session().send(QStringLiteral("Why %1?").arg(one)));
            left.append(f.session().conversation());
            f.application->newConversation();
        }
        QVERIFY(f.application->problem().isEmpty());
        QVERIFY(f.session().send(QStringLiteral("And why?")));
        const qint64 stays = f.session().conversation();
        f.application->newConversation();
        QCOMPARE(f.session().conversation(), stays);
        QVERIFY(f.session().isRunning());
        QVERIFY2(f.application->problem().contains(QStringLiteral("still coming in 8 conversations")),
                 qPrintable(f.application->problem()));
        QCOMPARE(running(f).size(), left.size() + 1);
        // One that goes on can be looked at all the same, and stopped.
        f.application->openConversation(left.front());
        QCOMPARE(f.session().conversation(), left.front());
        f.pane(0).cancel();
        QTRY_VERIFY(!f.session().isRunning());
        f.application->openConversation(stays);
        f.application->newConversation();
        QVERIFY(f.session().isEmpty());
    }

    void oneThatIsDeletedEnds() {
        SessionFixture f(1);
        const qint64 left = leave(f, QStringLiteral("One."));
        f.application->deleteConversation(left);
        QTRY_VERIFY(!f.servers[0].isAsked());
        QVERIFY(!f.application->isRunning());
        QVERIFY(f.stored().empty());
        // And the one that is shown.
        begin(f, QStringLiteral("Two."));
        f.application->deleteConversation(f.session().conversation());
        QVERIFY(f.session().isEmpty() && !f.application->isRunning());
        QVERIFY(f.stored().empty());
    }

    void oneThatIsRenamedKeepsItsName() {
        SessionFixture f(1);
        const qint64 left = leave(f, QStringLiteral("One."));
        f.application->renameConversation(left, QStringLiteral("Tides"));
        f.application->openConversation(left);
        QCOMPARE(f.session().title(), QStringLiteral("Tides"));
    }

    void allEndWithTheApplication() {
        SessionFixture f(1);
        leave(f, QStringLiteral("One."));
        f.close();
        QCOMPARE(f.storedText(0), QStringLiteral("One."));
        QCOMPARE(f.answers(0).front().ending->outcome, Outcome::Interrupted);
        QCOMPARE(f.answers(0).front().ending->failure->kind, domain::Failure::Kind::AppClosed);
    }

private:
    static void begin(SessionFixture& f, const QString& words) {
        QVERIFY(f.session().send(QStringLiteral("Why?")));
        QTRY_VERIFY(f.servers[0].isAsked());
        f.servers[0].say(words);
        QTRY_COMPARE(f.shown(0), words);
    }
    static qint64 leave(SessionFixture& f, const QString& words) {
        begin(f, words);
        const qint64 conversation = f.session().conversation();
        f.application->newConversation();
        return conversation;
    }
    /// What the list marks.
    static QList<qint64> running(const SessionFixture& f) {
        const auto& list = *f.application->conversations();
        QList<qint64> marked;
        for (int row = 0; row < list.rowCount(); ++row) {
            if (list.data(list.index(row), ConversationListModel::RunningRole).toBool()) {
                marked.append(list.data(list.index(row), ConversationListModel::IdRole).toLongLong());
            }
        }
        return marked;
    }
};

QTEST_MAIN(OpenSessionsTest)
#include "tst_open_sessions.moc"
