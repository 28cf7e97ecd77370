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

    SessionFixture& f() { return *m_session; }
    QQuickWindow* window() { return m_window->window(); }

    void start(int panes) {
        m_window.reset();
        m_session = std::make_unique<SessionFixture>(panes);
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
    QString addFile(const QByteArray& bytes, const QString& name) {
        QFile file(f().folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            return {};
        }
        file.close();
        auto* data = new QMimeData;
        data->setUrls({QUrl::fromLocalFile(file.fileName())});
        QGuiApplication::clipboard()->setMimeData(data);
        QTest::keyClick(window(), Qt::Key_V, Qt::ControlModifier);
        return file.fileName();
    }

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
};

QTEST_MAIN(ComposerTest)
#include "tst_composer.moc"
