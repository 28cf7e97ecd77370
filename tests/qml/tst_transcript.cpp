// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "MainWindow.h"
#include "SessionFixture.h"
#include "view/TranscriptView.h"

#include <QGuiApplication>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QStyleHints>
#include <QWheelEvent>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

using namespace rivulet;
using namespace rivulet::app;

/// A reader of a transcript in the real window: what they look at stays where it is, and the end is followed
/// for as long as they stay at it.
class TranscriptTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<SessionFixture> m_session;
    std::unique_ptr<MainWindow> m_window;

    SessionFixture& f() { return *m_session; }
    QQuickWindow* window() { return m_window->window(); }
    TranscriptView& view(int pane = 0) {
        return *window()->findChild<TranscriptView*>(QStringLiteral("rows%1").arg(pane));
    }

    void start(int panes) {
        m_window.reset();
        m_session = std::make_unique<SessionFixture>(panes);
        if (panes == 1) {
            f().session().showPanes(1);
        }
        m_window = std::make_unique<MainWindow>(*f().application);
        QVERIFY(m_window->load());
        window()->resize(1000, 700);
        QVERIFY(QTest::qWaitForWindowExposed(window()));
        window()->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window()));
    }
    void ask(int panes = 1) {
        QVERIFY(f().session().send(QStringLiteral("Why?")));
        QTRY_VERIFY(f().isAsked(panes));
    }
    static QString paragraphs(int from, int count) {
        QString text;
        for (int number = from; number < from + count; ++number) {
            text += QStringLiteral("Paragraph %1. %2\n\n")
                        .arg(number)
                        .arg(QStringLiteral("Words of some length. ").repeated(1 + number % 9));
        }
        return text;
    }
    void say(int pane, const QString& text) {
        const int rows = view(pane).model()->rowCount();
        f().servers[pane].say(text);
        QTRY_VERIFY(view(pane).model()->rowCount() > rows);
        painted();
    }
    void painted() {
        for (int frame = 0; frame < 3; ++frame) {
            QSignalSpy swapped(window(), &QQuickWindow::frameSwapped);
            window()->update();
            QVERIFY(swapped.wait());
        }
    }
    /// Until nothing is drawn for a while.
    void rests() {
        QSignalSpy swapped(window(), &QQuickWindow::frameSwapped);
        QTRY_VERIFY(!swapped.wait(400));
    }
    void wheel(int notches, int pane = 0) {
        auto& rows = view(pane);
        const QPointF place = rows.flickable()->mapToScene({rows.flickable()->width() / 2, 100});
        for (int notch = 0; notch < qAbs(notches); ++notch) {
            QWheelEvent event(place, window()->mapToGlobal(place), {}, {0, notches > 0 ? 120 : -120},
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(window(), &event);
        }
        painted();
    }
    /// The first row that is wholly in sight, by its own text, and where it is on the screen.
    std::pair<QString, double> eye(int pane = 0) {
        auto& rows = view(pane);
        for (int row = 0; row < rows.model()->rowCount(); ++row) {
            const QQuickItem* const item = rows.itemAt(row);
            if (item != nullptr && item->mapToItem(rows.flickable(), QPointF()).y() >= 0) {
                return {rows.model()->data(rows.model()->index(row), TranscriptModel::PlainRole).toString(),
                        item->mapToItem(rows.flickable(), QPointF()).y()};
            }
        }
        return {};
    }
    bool lastRowIsAtTheBottom(int pane = 0) {
        auto& rows = view(pane);
        const QQuickItem* const item = rows.itemAt(rows.model()->rowCount() - 1);
        const double bottom =
            item == nullptr ? -1 : item->mapToItem(rows.flickable(), QPointF(0, item->height())).y();
        return qAbs(bottom + rows.padding() - rows.flickable()->height()) <= 2;
    }

private Q_SLOTS:
    void cleanup() {
        m_window.reset();
        m_session.reset();
    }

    void theEndIsFollowed() {
        start(1);
        ask();
        for (int part = 0; part < 5; ++part) {
            say(0, paragraphs(part * 10, 10));
            QTRY_VERIFY(lastRowIsAtTheBottom());
        }
        QVERIFY(view().isFollowing());
        QCOMPARE(view().newLines(), 0);
    }

    void oneNotchLetsGoAndNothingMovesWhileTextComes() {
        start(1);
        ask();
        say(0, paragraphs(0, 40));
        wheel(1);
        QVERIFY(!view().isFollowing());
        const auto before = eye();
        QCOMPARE(view().newLines(), 0);
        for (int part = 4; part < 9; ++part) {
            say(0, paragraphs(part * 10, 10));
            QCOMPARE(eye(), before);
        }
        QVERIFY(view().newLines() >= 50);
        f().servers[0].finish();
        QTRY_VERIFY(!f().session().isRunning());
        painted();
        QCOMPARE(eye(), before);
        wheel(-2000);
        QVERIFY(view().isFollowing());
        QCOMPARE(view().newLines(), 0);
    }

    void nothingMovesAtTheEndOfAStreamThatIsFollowed() {
        start(1);
        ask();
        say(0, paragraphs(0, 40));
        const auto before = eye();
        f().servers[0].finish();
        QTRY_VERIFY(!f().session().isRunning());
        painted();
        QCOMPARE(eye(), before);
    }

    void aKeyLetsGoAndEndFollowsAgain() {
        start(1);
        ask();
        say(0, paragraphs(0, 40));
        view().flickable()->forceActiveFocus();
        QTest::keyClick(window(), Qt::Key_Up);
        QVERIFY(!view().isFollowing());
        QTest::keyClick(window(), Qt::Key_End);
        QVERIFY(view().isFollowing());
        painted();
        QVERIFY(lastRowIsAtTheBottom());
    }

    void theFirstRowIsReachedAndTheHandleNeverGoesBack() {
        start(1);
        ask();
        say(0, paragraphs(0, 120) + QStringLiteral("```\n") + QStringLiteral("code\n").repeated(200) +
                   QStringLiteral("```\n\n"));
        double before = view().handlePosition();
        int steps = 0;
        while (view().flickable()->property("contentY").toDouble() > 0 && ++steps < 1000) {
            view().scroll(-150);
            QVERIFY(view().handlePosition() <= before);
            before = view().handlePosition();
            if (steps % 10 == 0) {
                painted();
            }
        }
        painted();
        QCOMPARE(eye().first, QStringLiteral("Why?"));
        QCOMPARE(view().handlePosition(), 0.0);
    }

    void onlyWhatIsNearIsMade() {
        start(1);
        ask();
        say(0, paragraphs(0, 400));
        QTRY_VERIFY(view().isFilled());
        painted();
        QVERIFY(view().childItems().size() < 80);
        QTest::qWait(0);
        view().scroll(-1e9);
        QTRY_VERIFY(view().isFilled() && view().itemAt(0) != nullptr);
        painted();
        QVERIFY(view().childItems().size() < 80);
    }

    void itemsAreInTheOrderOfTheirRows() {
        start(1);
        ask();
        say(0, paragraphs(0, 60));
        wheel(12);
        wheel(-3);
        double above = -1e9;
        for (const QQuickItem* const item : view().childItems()) {
            QVERIFY(item->y() > above);
            above = item->y();
        }
    }

    void theRowAtTheEyeStaysWhenTheWindowChangesItsWidth() {
        start(1);
        ask();
        say(0, paragraphs(0, 60));
        wheel(20);
        const QString before = eye().first;
        for (const int wide : {700, 560, 900, 1000}) {
            window()->resize(wide, 700);
            painted();
            const auto row = eye();
            QVERIFY2(qAbs(row.second) < 260, qPrintable(row.first));
        }
        QCOMPARE(eye().first, before);
    }

    void panesAreIndependent() {
        start(2);
        ask(2);
        say(0, paragraphs(0, 40));
        say(1, paragraphs(0, 40));
        wheel(3, 0);
        const auto left = eye(0);
        QVERIFY(view(1).isFollowing());
        say(1, paragraphs(40, 10));
        QVERIFY(lastRowIsAtTheBottom(1));
        QCOMPARE(eye(0), left);
    }

    void lockedPanesAreAsDeepAsEachOther() {
        start(2);
        ask(2);
        say(0, paragraphs(0, 60));
        say(1, paragraphs(0, 30));
        QTest::keyClick(window(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        wheel(6, 0);
        QVERIFY(!view(0).isFollowing() && !view(1).isFollowing());
        QVERIFY(view(0).depth().y() < 1);
        QVERIFY(qAbs(view(0).depth().y() - view(1).depth().y()) < 0.02);
        wheel(-40, 1);
        QVERIFY(view(0).isFollowing() && view(1).isFollowing());
        QVERIFY(lastRowIsAtTheBottom(0));
        QTest::keyClick(window(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        wheel(6, 0);
        QVERIFY(!view(0).isFollowing() && view(1).isFollowing());
    }

    void aHiddenPaneMakesNothingAndLosesNothing() {
        start(2);
        ask(2);
        QQuickItem* const pane = view(1).flickable()->parentItem();
        pane->setVisible(false);
        const auto made = view(1).childItems().size();
        say(1, paragraphs(0, 40));
        QVERIFY(view(1).childItems().size() <= made);
        pane->setVisible(true);
        QTRY_VERIFY(lastRowIsAtTheBottom(1));
    }

    void aHiddenPaneIsNotDrawnWhileItsTextComes() {
        start(2);
        ask(2);
        say(0, paragraphs(0, 3));
        say(1, paragraphs(0, 3));
        f().servers[0].finish();
        QTRY_VERIFY(!f().pane(0).isRunning());
        f().session().setPaneCount(1);
        // The row that grows loses its item: it is made anew when it is looked at.
        f().servers[1].say(QStringLiteral("The first words that nobody sees. "));
        QTRY_VERIFY(f().pane(1).answerText().endsWith(QStringLiteral("sees. ")));
        // The cursor in the prompt blinks, which is a frame as well.
        auto* const hints = QGuiApplication::styleHints();
        const auto blinksAgain =
            qScopeGuard([hints, time = hints->cursorFlashTime()] { hints->setCursorFlashTime(time); });
        hints->setCursorFlashTime(0);
        rests();
        QSignalSpy swapped(window(), &QQuickWindow::frameSwapped);
        for (int part = 0; part < 20; ++part) {
            const QString before = f().pane(1).answerText();
            f().servers[1].say(QStringLiteral("More **words** of part %1. ").arg(part));
            QTRY_VERIFY(f().pane(1).answerText() != before);
        }
        QTRY_COMPARE(f().pane(1).waitingCharacters(), 0);
        QCOMPARE(swapped.count(), 0);
        f().session().setPaneCount(2);
        QTRY_VERIFY(lastRowIsAtTheBottom(1));
        QTRY_VERIFY(swapped.count() > 0);
        const auto& model = *view(1).model();
        const QString last =
            model.data(model.index(model.rowCount() - 2), TranscriptModel::PlainRole).toString();
        QVERIFY2(last.endsWith(QStringLiteral("of part 19.")), qPrintable(last));
    }

    void aWindowThatNobodySeesIsNotDrawnWhileTextComes() {
        start(1);
        ask();
        say(0, paragraphs(0, 3));
        window()->hide();
        QTRY_VERIFY(!window()->isExposed());
        QSignalSpy swapped(window(), &QQuickWindow::frameSwapped);
        for (int part = 0; part < 5; ++part) {
            const int rows = view().model()->rowCount();
            f().servers[0].say(paragraphs(3 + part, 1));
            QTRY_VERIFY(view().model()->rowCount() > rows); // it has gone all the way to the view's model
        }
        f().servers[0].finish();
        QTRY_VERIFY(!f().session().isRunning());
        QCOMPARE(swapped.count(), 0);
        window()->show();
        QTRY_VERIFY(swapped.count() > 0);
        QTRY_VERIFY(lastRowIsAtTheBottom());
    }

    void whatComesBelowAnAnswerWhenItEndsMovesNobody() {
        start(1);
        auto& transcript = *f().pane(0).transcript();
        domain::Message answer;
        answer.role = domain::Role::User;
        answer.text = QStringLiteral("Why?");
        transcript.addPrompt(answer);
        answer.role = domain::Role::Assistant;
        answer.text.clear();
        transcript.beginAnswer(answer);
        transcript.appendText(paragraphs(0, 40));
        painted();
        QTRY_VERIFY(lastRowIsAtTheBottom());
        const auto before = eye();
        for (int source = 0; source < 4; ++source) {
            domain::Citation citation;
            citation.url = QStringLiteral("https://a.example/%1").arg(source);
            citation.title = QStringLiteral("Source %1").arg(source);
            answer.citations.push_back(citation);
        }
        answer.ending = domain::Ending{};
        answer.ending->outcome = domain::Outcome::Interrupted;
        answer.ending->failure = domain::Failure{};
        answer.ending->failure->kind = domain::Failure::Kind::NetworkGone;
        transcript.endAnswer(answer);
        painted();
        QCOMPARE(eye(), before);
        QVERIFY(view().isFollowing());
        QVERIFY(view().endsBelow());
        QVERIFY(!view().isAtEnd());
        // The end is a key away, and followed from there on.
        view().toEnd();
        painted();
        QVERIFY(lastRowIsAtTheBottom());
        QVERIFY(!view().endsBelow());
    }

    void anAnswerThatGoesOnIsFollowedAgain() {
        start(1);
        auto& transcript = *f().pane(0).transcript();
        domain::Message answer;
        answer.role = domain::Role::Assistant;
        transcript.beginAnswer(answer);
        transcript.appendText(paragraphs(0, 40));
        painted();
        answer.ending = domain::Ending{};
        answer.ending->outcome = domain::Outcome::Interrupted;
        answer.ending->failure = domain::Failure{};
        answer.ending->failure->kind = domain::Failure::Kind::NetworkGone;
        transcript.endAnswer(answer);
        painted();
        QVERIFY(view().endsBelow());
        transcript.beginAnswer(answer);
        transcript.appendText(paragraphs(40, 5));
        painted();
        QVERIFY(!view().endsBelow());
        QVERIFY(lastRowIsAtTheBottom());
    }

    void aLongConversationOpensAtItsEndAndItsBeginningIsReached() {
        start(1);
        std::vector<domain::Message> conversation;
        for (int turn = 0; turn < 400; ++turn) {
            domain::Message message;
            message.turn = turn;
            message.text = QStringLiteral("Question %1").arg(turn);
            conversation.push_back(message);
            message.role = domain::Role::Assistant;
            message.text = paragraphs(turn, 3);
            message.ending = domain::Ending{};
            conversation.push_back(message);
        }
        f().pane(0).transcript()->show(conversation);
        QTRY_VERIFY(view().isFilled());
        painted();
        QVERIFY(lastRowIsAtTheBottom());
        QVERIFY(view().model()->rowCount() < 400);
        // Upwards by the wheel: nothing jumps while rows come above.
        for (int step = 0; step < 60; ++step) {
            const double handle = view().handlePosition();
            view().scroll(-120);
            const auto before = eye();
            painted();
            QCOMPARE(eye(), before);
            QVERIFY(view().handlePosition() <= handle);
        }
        view().flickable()->forceActiveFocus();
        QTest::keyClick(window(), Qt::Key_Home);
        QTRY_VERIFY(view().isFilled() && view().model()->earlier().messages == 0);
        painted();
        QCOMPARE(eye().first, QStringLiteral("Question 0"));
    }

    void atRestNothingIsPainted() {
        start(1);
        ask();
        say(0, paragraphs(0, 30));
        f().servers[0].finish();
        QTRY_VERIFY(!f().session().isRunning());
        view().flickable()->forceActiveFocus(); // no cursor blinks
        QTest::qWait(1000);
        QSignalSpy swapped(window(), &QQuickWindow::frameSwapped);
        QTest::qWait(1500);
        QCOMPARE(swapped.count(), 0);
    }

    void aCursorBlinksNoMoreSomeSecondsAfterTheLastKey() {
        const int blinks = QGuiApplication::styleHints()->cursorFlashTime();
        QVERIFY(blinks > 0);
        start(1);
        QTest::keyClick(window(), Qt::Key_L, Qt::ControlModifier); // to the prompt
        QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::styleHints()->cursorFlashTime(), 0, 20'000);
        QTest::qWait(300);
        QSignalSpy swapped(window(), &QQuickWindow::frameSwapped);
        QTest::qWait(1500);
        QCOMPARE(swapped.count(), 0);
        QTest::keyClick(window(), Qt::Key_A);
        QCOMPARE(QGuiApplication::styleHints()->cursorFlashTime(), blinks);
        QTRY_VERIFY(swapped.count() >= 3);
    }
};

int main(int argc, char** argv) {
    qputenv("QT_QUICK_BACKEND", "software");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(argc, argv);
    TranscriptTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_transcript.moc"
