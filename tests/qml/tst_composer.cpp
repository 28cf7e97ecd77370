// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "MainWindow.h"
#include "SessionFixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QMimeData>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

using namespace rivulet;
using namespace rivulet::app;

/// A whole request, made by keys and clicks in the real window and read at the server's end.
class ComposerTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<SessionFixture> m_session;
    std::unique_ptr<MainWindow> m_window;
    /// While something was dragged over it, the window said what would be done with it.
    bool m_hint = false;

    SessionFixture& f() { return *m_session; }
    QQuickWindow* window() { return m_window->window(); }

    void start(int panes) {
        m_window.reset();
        m_session = std::make_unique<SessionFixture>(panes);
        show();
    }
    void startWithKnown() {
        m_window.reset();
        m_session = std::make_unique<SessionFixture>(1);
        f().close();
        f().openWithKnown();
        show();
    }
    void startWith(const QString& dialect) {
        m_window.reset();
        m_session = std::make_unique<SessionFixture>(1);
        f().close();
        f().openWith({QStringLiteral("ollama"), QStringLiteral("m"), f().servers[1].url(), dialect});
        show();
    }
    void show() {
        f().servers[0].answerAll(QStringLiteral("So."));
        f().servers[1].answerAll(QStringLiteral("Thus."));
        m_window = std::make_unique<MainWindow>(*f().application);
        QVERIFY(m_window->load());
        window()->resize(1280, 800);
        QVERIFY(QTest::qWaitForWindowExposed(window()));
        window()->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window()));
        click(QStringLiteral("Prompt"));
        QTRY_VERIFY(named(QStringLiteral("Prompt"))->hasActiveFocus());
    }
    void type(const QString& text) {
        for (const QChar c : text) {
            QTest::keyClick(window(), c.toLatin1());
        }
    }
    /// The visible item of that accessible name, as a person would find it.
    QQuickItem* named(const QString& name) { return named(window()->contentItem(), name); }
    static QQuickItem* named(QQuickItem* item, const QString& name) {
        if (!item->isVisible()) {
            return nullptr;
        }
        // The attached Accessible is the only one that knows the name.
        for (QObject* child : item->children()) {
            if (child->inherits("QQuickAccessibleAttached") && child->property("name").toString() == name) {
                return item;
            }
        }
        for (QQuickItem* child : item->childItems()) {
            if (QQuickItem* found = named(child, name)) {
                return found;
            }
        }
        return nullptr;
    }
    /// How many dots of an item's picture are dark in a light window: those of its letters.
    int inkIn(QQuickItem* item) {
        const QRect place = item->mapRectToScene(item->boundingRect()).toRect();
        const QImage picture = window()->grabWindow().copy(place);
        int dots = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                dots += qGray(picture.pixel(x, y)) < 100 ? 1 : 0;
            }
        }
        return dots;
    }
    void click(const QString& name) {
        QQuickItem* item = nullptr;
        QTRY_VERIFY2((item = named(name)) != nullptr, qPrintable(name));
        // What was just laid out has its place once it is painted.
        QSignalSpy painted(window(), &QQuickWindow::frameSwapped);
        window()->update();
        QVERIFY(painted.wait());
        QTest::mouseClick(window(), Qt::LeftButton, {},
                          item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint());
    }
    QJsonObject body(int server) { return QJsonDocument::fromJson(f().servers[server].lastBody()).object(); }
    QUrl fileOf(const QByteArray& bytes, const QString& name) {
        QFile file(f().folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            return {};
        }
        return QUrl::fromLocalFile(file.fileName());
    }
    void addFile(const QByteArray& bytes, const QString& name) {
        auto* data = new QMimeData;
        data->setUrls({fileOf(bytes, name)});
        QGuiApplication::clipboard()->setMimeData(data);
        QTest::keyClick(window(), Qt::Key_V, Qt::ControlModifier);
    }
    /// As a file manager's drag comes to the window, moves over it and is let go. False where it is not
    /// taken.
    bool drop(const QMimeData& data, QPointF to) {
        QDragEnterEvent enter(to.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(window(), &enter);
        QDragMoveEvent move(to.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(window(), &move);
        m_hint = named(QStringLiteral("Drop files to add them to the prompt")) != nullptr;
        QDropEvent drop(to, Qt::CopyAction, &data, Qt::LeftButton, {});
        drop.setAccepted(false);
        QCoreApplication::sendEvent(window(), &drop);
        return drop.isAccepted();
    }
    QPointF middleOf(const QString& name) {
        QQuickItem* item = named(name);
        return item == nullptr ? QPointF() : item->mapToScene(QPointF(item->width() / 2, item->height() / 2));
    }
    /// Two prompts that the known model can't read both of, asked of one that takes everything, and the third
    /// in the prompt line.
    void fillTheConversation() {
        const QString words = QStringLiteral("A long list of words. ").repeated(1'300);
        for (int i = 0; i < 2; ++i) {
            QVERIFY(f().session().send(words));
            QTRY_VERIFY(!f().session().isRunning());
        }
        f().pane(0).chooseModel(QStringLiteral("ollama:known"));
        click(QStringLiteral("Prompt"));
        type(QStringLiteral("and now"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_VERIFY(!f().session().question().isEmpty());
    }
    QString draftText() { return named(QStringLiteral("Prompt"))->property("text").toString(); }

private Q_SLOTS:
    void initTestCase() { QQuickStyle::setStyle(QStringLiteral("Basic")); }
    void cleanup() {
        m_window.reset();
        m_session.reset();
    }

    void sendsAPastedFileToBothPanesAndAgainWithTheNextPrompt() {
        start(2);
        const QByteArray secret = "brook-water-4711";
        addFile(secret, QStringLiteral("notes.txt"));
        QTRY_COMPARE(f().session().attachments()->rowCount(), 1);
        type(QStringLiteral("look"));
        QTRY_VERIFY(f().session().draftFigures().contains(QStringLiteral("tokens")));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().servers[0].requests(), 1);
        QTRY_COMPARE(f().servers[1].requests(), 1);
        QVERIFY(f().servers[0].lastBody().contains(secret));
        QVERIFY(f().servers[1].lastBody().contains(secret));
        QTRY_VERIFY(!f().session().isRunning());
        QCOMPARE(f().session().attachments()->rowCount(), 0);
        const auto& rows = *f().pane(0).transcript();
        QCOMPARE(rows.data(rows.index(0), TranscriptModel::FilesRole).toStringList().size(), 1);
        type(QStringLiteral("and now"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().servers[0].requests(), 2);
        QVERIFY(f().servers[0].lastBody().contains(secret));
        QTRY_VERIFY(!f().session().isRunning());
        QCOMPARE(f().stored().front().attachments.front().bytes, secret);
        QCOMPARE(m_window->warnings(), 0);
    }

    void takesAFileOutByItsButtonAndTellsOfWhatItDoesNotTake() {
        start(1);
        addFile("plain", QStringLiteral("a.txt"));
        QTRY_COMPARE(f().session().attachments()->rowCount(), 1);
        click(QStringLiteral("Remove a.txt · 5 bytes"));
        QTRY_COMPARE(f().session().attachments()->rowCount(), 0);
        addFile(QByteArray("\0\1\2", 3), QStringLiteral("b.bin"));
        QTRY_VERIFY(f().session().attachments()->problem().contains(QStringLiteral("b.bin")));
        QTRY_VERIFY(named(f().session().attachments()->problem()) != nullptr);
        QCOMPARE(f().servers[0].requests(), 0);
        QCOMPARE(m_window->warnings(), 0);
    }

    void whatWaitsIsSentAnywayOrToAnotherModelOrNotAtAll() {
        startWithKnown();
        QCOMPARE(
            f().application->settings()->setBudget(QStringLiteral("left"), Settings::Budget::Requests, 1),
            QString());
        type(QStringLiteral("first"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().servers[0].requests(), 1);
        QTRY_VERIFY(!f().session().isRunning());

        type(QStringLiteral("second"));
        QTest::keyClick(window(), Qt::Key_Return);
        click(QStringLiteral("Don't send to m0, pane 1"));
        QTRY_VERIFY(!f().session().isRunning());
        QCOMPARE(f().servers[0].requests(), 1);

        click(QStringLiteral("Retry pane 1"));
        click(QStringLiteral("Send now anyway to m0, pane 1"));
        QTRY_COMPARE(f().servers[0].requests(), 2);
        QTRY_VERIFY(!f().session().isRunning());

        click(QStringLiteral("Prompt"));
        type(QStringLiteral("third"));
        QTest::keyClick(window(), Qt::Key_Return);
        click(QStringLiteral("Send to another model instead of m0, pane 1"));
        QTRY_VERIFY(named(QStringLiteral("Filter models"))->hasActiveFocus());
        type(QStringLiteral("Known"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().servers[1].requests(), 1);
        QTRY_VERIFY(!f().session().isRunning());
        QCOMPARE(f().servers[0].requests(), 2);
        QCOMPARE(f().pane(0).answerText(), QStringLiteral("Thus."));
        QCOMPARE(named(QStringLiteral("Send now anyway to m0, pane 1")), nullptr);
        QCOMPARE(m_window->warnings(), 0);
    }

    void aSilentModelIsPassedOverByAKeyOrAClick_data() {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("key") << true;
        QTest::newRow("click") << false;
    }
    void aSilentModelIsPassedOverByAKeyOrAClick() {
        QFETCH(const bool, byKey);
        startWithKnown();
        f().servers[0].answerAll({});
        QVERIFY(f().pane(0).fallbacks()->add(QStringLiteral("ollama:known")));
        type(QStringLiteral("why"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_VERIFY(f().servers[0].isAsked());
        const QString button = QStringLiteral("Ask Known now instead of m0, pane 1");
        QCOMPARE(named(button), nullptr);
        f().clock->pass(std::chrono::seconds(4));
        QTRY_VERIFY(named(button) != nullptr);
        QVERIFY(named(button)->property("activeFocusOnTab").toBool() ||
                named(button)->property("focusPolicy").toInt() == Qt::StrongFocus);
        if (byKey) {
            QTest::keyClick(window(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        } else {
            click(button);
        }
        QTRY_COMPARE(f().servers[1].requests(), 1);
        QTRY_COMPARE(f().pane(0).phase(), SessionFixture::Phase::Completed);
        QCOMPARE(f().pane(0).answerText(), QStringLiteral("Thus."));
        QTRY_COMPARE(named(button), nullptr);
        QCOMPARE(m_window->warnings(), 0);
    }

    void aQuietStreamIsReconnectedByItsButton() {
        startWithKnown();
        f().servers[0].answerAll({});
        type(QStringLiteral("why"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_VERIFY(f().servers[0].isAsked());
        f().servers[0].say(QStringLiteral("One two three four "));
        QTRY_COMPARE(f().pane(0).phase(), SessionFixture::Phase::Streaming);
        const QString button = QStringLiteral("Reconnect pane 1");
        QCOMPARE(named(button), nullptr);
        QTRY_VERIFY(f().shown(0).contains(QStringLiteral("four")));
        f().clock->pass(std::chrono::seconds(32));
        QTRY_VERIFY(named(button) != nullptr);
        QVERIFY(named(QStringLiteral("Cancel pane 1")) != nullptr);
        click(button);
        QTRY_COMPARE(f().servers[0].requests(), 2);
        QTRY_VERIFY(f().servers[0].isAsked());
        f().servers[0].say(QStringLiteral("five."));
        f().servers[0].finish();
        QTRY_COMPARE(f().pane(0).phase(), SessionFixture::Phase::Completed);
        QCOMPARE(f().pane(0).answerText(), QStringLiteral("One two three four five."));
        QCOMPARE(m_window->warnings(), 0);
    }

    void aModelIsToldThatItCantStandInForItself() {
        startWithKnown();
        click(QStringLiteral("Model of pane 1"));
        click(QStringLiteral("Another model, if it can't answer"));
        type(QStringLiteral("m0"));
        QTest::keyClick(window(), Qt::Key_Return);
        const QString refusal =
            QStringLiteral("m0 itself answers here. Choose another one for when it can't.");
        QTRY_VERIFY(named(refusal) != nullptr);
        QCOMPARE(f().pane(0).fallbacks()->rowCount(), 0);
        click(QStringLiteral("Cancel"));
        QTRY_COMPARE(named(refusal), nullptr);
        QCOMPARE(m_window->warnings(), 0);
    }

    void thePaneWithTheFocusIsTheOneThatComesFirst() {
        start(2);
        QCOMPARE(f().session().focusedPane(), 0);
        QTest::keyClick(window(), Qt::Key_2, Qt::ControlModifier);
        QTRY_COMPARE(f().session().focusedPane(), 1);
        QTest::keyClick(window(), Qt::Key_1, Qt::ControlModifier);
        QTRY_COMPARE(f().session().focusedPane(), 0);
    }

    void leavesOutOnlyWhatWasAgreedTo() {
        start(1);
        QVERIFY(f().session().send(QStringLiteral("the very first question")));
        QTRY_VERIFY(!f().session().isRunning());
        QVERIFY(f().session().question().isEmpty());
        // Nobody knows how much this model reads: nothing is asked, however long it gets.
        QVERIFY(f().session().send(QStringLiteral("many words ").repeated(20'000)));
        QTRY_VERIFY(!f().session().isRunning());
        QVERIFY(f().servers[0].lastBody().contains("the very first question"));
        QVERIFY(!f().session().sendLeavingOut());
        QCOMPARE(f().servers[0].requests(), 2);
        f().pane(0).send(f().stored().front(), 4);
        QTRY_COMPARE(f().servers[0].requests(), 3);
        QCOMPARE(body(0).value(QStringLiteral("messages")).toArray().size(), 1);
        QTRY_VERIFY(!f().session().isRunning());
    }

    void takesDroppedFilesInTheOrderTheyCameIn() {
        start(1);
        QMimeData data;
        // Whatever is read sooner: the smallest come last.
        QStringList names;
        QList<QUrl> urls;
        for (int i = 0; i < 8; ++i) {
            names.append(QStringLiteral("part %1.txt").arg(i));
            urls.append(
                fileOf(QByteArray(i == 0 ? 8'000'000 : 10, 'a' + static_cast<char>(i)), names.back()));
        }
        data.setUrls(urls);
        QVERIFY(drop(data, middleOf(QStringLiteral("Prompt"))));
        const auto& files = *f().session().attachments();
        QTRY_COMPARE(files.rowCount(), 8);
        QStringList shown;
        for (int row = 0; row < files.rowCount(); ++row) {
            shown.append(files.data(files.index(row), AttachmentListModel::NameRole).toString());
        }
        QCOMPARE(shown, names);
        QTRY_VERIFY(named(QStringLiteral("Prompt"))->hasActiveFocus());
        f().session().attachments()->remove(0);
        type(QStringLiteral("look"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().servers[0].requests(), 1);
        const QByteArray body = f().servers[0].lastBody();
        QVERIFY(body.contains("bbbbbbbbbb") && body.indexOf("bbbbbbbbbb") < body.indexOf("hhhhhhhhhh"));
        QTRY_VERIFY(!f().session().isRunning());
        QCOMPARE(m_window->warnings(), 0);
    }

    void leavesAloneWhatIsDroppedAndIsNoFile() {
        start(1);
        QMimeData data;
        data.setText(QStringLiteral("just words"));
        QVERIFY(!drop(data, middleOf(QStringLiteral("Prompt"))));
        QCOMPARE(f().session().attachments()->rowCount(), 0);
        QMimeData far;
        far.setUrls({QUrl(QStringLiteral("https://example.org/a.txt"))});
        drop(far, middleOf(QStringLiteral("Prompt")));
        QCOMPARE(f().session().attachments()->rowCount(), 0);
        QTRY_VERIFY(named(f().session().attachments()->problem()) != nullptr);
        QCOMPARE(m_window->warnings(), 0);
    }

    void theQuestionIsAnsweredByItsButtons() {
        startWithKnown();
        fillTheConversation();
        QCOMPARE(f().servers[1].requests(), 0);
        click(QStringLiteral("Don't send"));
        QTRY_COMPARE(f().session().question(), QString());
        QVERIFY(named(QStringLiteral("Don't send")) == nullptr);
        QCOMPARE(draftText(), QStringLiteral("and now"));
        QCOMPARE(f().servers[1].requests(), 0);

        QTest::keyClick(window(), Qt::Key_Return);
        click(QStringLiteral("Leave out the oldest and send"));
        QTRY_COMPARE(f().servers[1].requests(), 1);
        QCOMPARE(body(1).value(QStringLiteral("messages")).toArray().size(), 3);
        QTRY_VERIFY(!f().session().isRunning());
        QCOMPARE(draftText(), QString());
        QTRY_VERIFY(named(QStringLiteral("The 2 oldest messages were left out of what was sent.")) !=
                    nullptr);
        QCOMPARE(m_window->warnings(), 0);
    }

    void asksAgainWithItsFilesAndKeepsTheDraft() {
        start(1);
        f().servers[0].answerAll(QStringLiteral(""));
        addFile("brook-water-4711", QStringLiteral("notes.txt"));
        QTRY_COMPARE(f().session().attachments()->rowCount(), 1);
        type(QStringLiteral("look"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().servers[0].requests(), 1);
        QTRY_VERIFY(!f().session().isRunning());
        // An answer without a word offers to be asked for again.
        QTRY_VERIFY(named(QStringLiteral("The answer is empty")) != nullptr);
        type(QStringLiteral("next"));
        f().servers[0].answerAll(QStringLiteral("It is water."));
        click(QStringLiteral("Retry pane 1"));
        QTRY_COMPARE(f().servers[0].requests(), 2);
        QVERIFY(f().servers[0].lastBody().contains("brook-water-4711"));
        QTRY_COMPARE(f().shown(0), QStringLiteral("It is water."));
        QTRY_VERIFY(named(QStringLiteral("The answer is empty")) == nullptr);
        QCOMPARE(draftText(), QStringLiteral("next"));
        QCOMPARE(m_window->warnings(), 0);
    }

    void anAnswerSaysWhatItCost() {
        startWithKnown();
        f().pane(0).chooseModel(QStringLiteral("ollama:known"));
        f().servers[1].countInput(4000);
        type(QStringLiteral("look"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().pane(0).phase(), SessionFixture::Phase::Completed);
        // 4,000 tokens in at $1 and 7 out at $5 a million.
        const QString line = f().footer(0, TranscriptModel::PlainRole).toString();
        QVERIFY2(line.contains(QStringLiteral("$0.0040")), qPrintable(line));
        QTRY_VERIFY(named(line) != nullptr);
    }

    void aLongPromptIsPastedSentAndUnfolded() {
        start(1);
        QString log;
        for (int line = 1; line <= 740; ++line) {
            log += QStringLiteral("line %1\n").arg(line);
        }
        log += QStringLiteral("the last of them");
        QGuiApplication::clipboard()->setText(log);
        QTest::keyClick(window(), Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(draftText(), log);
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().servers[0].requests(), 1);
        QVERIFY(f().servers[0].lastBody().contains("the last of them"));
        QTRY_VERIFY(!f().session().isRunning());
        const QString all = QStringLiteral("Show all (741 lines), prompt of pane 1");
        const QString less = QStringLiteral("Show less, prompt of pane 1");
        const int rows = f().pane(0).transcript()->rowCount();
        click(all);
        QTRY_COMPARE(f().pane(0).transcript()->rowCount(), rows + 18);
        // Where it begins stays in sight, and its button keeps the focus.
        QTRY_VERIFY(named(less) != nullptr && named(less)->hasActiveFocus());
        QTRY_VERIFY(window()->contentItem()->boundingRect().contains(named(less)->mapToScene(QPointF(0, 0))));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().pane(0).transcript()->rowCount(), rows);
        QTRY_VERIFY(named(all) != nullptr && named(all)->hasActiveFocus());
        click(QStringLiteral("Copy the whole prompt of pane 1"));
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), log);
        QCOMPARE(m_window->warnings(), 0);
    }

    void aLongPasteIsPaintedWhereItIsLookedAt() {
        start(1);
        QString pasted;
        for (int line = 0; line < 4'000; ++line) {
            pasted += QStringLiteral("line %1 of a log that somebody pasted\n").arg(line);
        }
        QGuiApplication::clipboard()->setText(pasted);
        QTest::keyClick(window(), Qt::Key_V, Qt::ControlModifier);
        QQuickItem* area = named(QStringLiteral("Prompt"));
        QTRY_VERIFY(area->property("length").toInt() > 100'000);
        QVERIFY2(area->flags().testFlag(QQuickItem::ItemObservesViewport),
                 "each letter would build all of it");
        for (const auto key : {Qt::Key_Home, Qt::Key_End}) {
            QTest::keyClick(window(), key, Qt::ControlModifier);
            QTest::keyClick(window(), Qt::Key_X);
            QSignalSpy painted(window(), &QQuickWindow::frameSwapped);
            window()->update();
            QVERIFY(painted.wait());
            QVERIFY2(inkIn(area->parentItem()->parentItem()) > 200, QTest::toString(key));
        }
    }

    void aConversationThatIsLeftByAKeyGoesOn() {
        start(1);
        f().servers[0].answerAll({});
        type(QStringLiteral("why"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_VERIFY(f().servers[0].isAsked());
        f().servers[0].say(QStringLiteral("One."));
        QTRY_COMPARE(f().shown(0), QStringLiteral("One."));
        const qint64 left = f().session().conversation();
        type(QStringLiteral("next"));
        QTest::keyClick(window(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(f().session().isEmpty());
        // What was being written is there still, and the window shows the new one.
        QCOMPARE(draftText(), QStringLiteral("next"));
        QVERIFY(f().application->isRunning());
        f().servers[0].say(QStringLiteral(" Two."));
        f().application->openConversation(left);
        QTRY_COMPARE(f().shown(0), QStringLiteral("One. Two."));
        QTRY_VERIFY(named(QStringLiteral("One. Two.")) != nullptr);
        f().servers[0].finish();
        QTRY_VERIFY(!f().application->isRunning());
        QCOMPARE(m_window->warnings(), 0);
    }

    void offersToGoOnInTheBackgroundOnlyWhereTheProtocolCan() {
        const QString offer =
            QStringLiteral("Answer in the background: the provider goes on when the connection "
                           "breaks, and keeps the answer for a while");
        for (const bool can : {false, true}) {
            startWith(can ? QStringLiteral("openai-responses") : QStringLiteral("anthropic"));
            f().pane(0).chooseModel(f().pane(1).modelKey());
            click(QStringLiteral("How pane 1 asks"));
            QTRY_VERIFY(named(QStringLiteral("System prompt of this pane")) != nullptr);
            QCOMPARE(named(offer) != nullptr, can);
        }
    }

    void sendsWhatWasChosenInThePopoverAndKeepsItWithTheConversation() {
        start(1);
        click(QStringLiteral("How pane 1 asks"));
        QTRY_VERIFY(named(QStringLiteral("System prompt of this pane")) != nullptr);
        QTRY_VERIFY(named(QStringLiteral("System prompt of this pane"))->hasActiveFocus());
        type(QStringLiteral("be brief"));
        click(QStringLiteral("Temperature"));
        type(QStringLiteral("0.5"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().pane(0).request()->temperature(), QStringLiteral("0.5"));
        click(QStringLiteral("Answer limit in tokens"));
        type(QStringLiteral("77"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTest::keyClick(window(), Qt::Key_Escape);
        QTRY_VERIFY(named(QStringLiteral("System prompt of this pane")) == nullptr);
        click(QStringLiteral("Prompt"));
        type(QStringLiteral("hello"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().servers[0].requests(), 1);
        QCOMPARE(body(0).value(QStringLiteral("max_tokens")).toInt(), 77);
        QCOMPARE(body(0).value(QStringLiteral("temperature")).toDouble(), 0.5);
        QVERIFY(f().servers[0].lastBody().contains("be brief"));
        QTRY_VERIFY(!f().session().isRunning());
        const qint64 id = f().session().conversation();
        f().application->newConversation();
        QVERIFY(f().pane(0).request()->isUsual());
        f().application->openConversation(id);
        QCOMPARE(f().pane(0).request()->answerLimit(), QStringLiteral("77"));
        QCOMPARE(f().pane(0).request()->system(), QStringLiteral("be brief"));
        QCOMPARE(m_window->warnings(), 0);
    }

    /// Nobody waits for a list to be painted anew before they press Return.
    void whatIsTypedAndEnteredAtOnceIsTheModelOfThatName() {
        start(2);
        click(QStringLiteral("Model of pane 1"));
        QTRY_VERIFY(named(QStringLiteral("Filter models")) != nullptr &&
                    named(QStringLiteral("Filter models"))->hasActiveFocus());
        QCOMPARE(f().pane(0).modelKey(), QStringLiteral("left:m0"));
        type(QStringLiteral("right"));
        QTest::keyClick(window(), Qt::Key_Return);
        QTRY_COMPARE(f().pane(0).modelKey(), QStringLiteral("right:m1"));
        QCOMPARE(m_window->warnings(), 0);
    }
};

QTEST_MAIN(ComposerTest)
#include "tst_composer.moc"
