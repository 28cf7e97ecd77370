// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Application.h"
#include "HostileServer.h"
#include "HostileText.h"
#include "MainWindow.h"
#include "loopback/HttpServer.h"
#include "view/TranscriptView.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QGuiApplication>
#include <QPointer>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtQml/qqmlextensionplugin.h>

#include <sys/inotify.h>
#include <unistd.h>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

using namespace rivulet;
using namespace rivulet::app;

namespace {

/// Files that nobody has a reason to open, and the kernel's word on who did.
class WatchedFiles {
public:
    WatchedFiles()
        : m_notices(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
        for (const char* name : {"trap.png", "trap.svg", "trap.qml", "trap.html"}) {
            QFile file(m_folder.filePath(QString::fromLatin1(name)));
            if (file.open(QIODevice::WriteOnly)) {
                file.write("<svg xmlns='http://www.w3.org/2000/svg'/>");
                file.close();
            }
            m_paths.append(file.fileName());
            m_watched = inotify_add_watch(m_notices, QFile::encodeName(file.fileName()).constData(),
                                          IN_OPEN | IN_ACCESS) >= 0 &&
                        m_watched;
        }
    }
    ~WatchedFiles() { ::close(m_notices); }
    WatchedFiles(const WatchedFiles&) = delete;
    WatchedFiles& operator=(const WatchedFiles&) = delete;

    [[nodiscard]] bool areWatched() const { return m_watched; }
    [[nodiscard]] const QStringList& paths() const { return m_paths; }
    /// Bytes of notices since the last call.
    [[nodiscard]] qsizetype notices() const {
        char buffer[4096];
        return std::max<qsizetype>(0, ::read(m_notices, buffer, sizeof buffer));
    }

private:
    QTemporaryDir m_folder;
    QStringList m_paths;
    int m_notices;
    bool m_watched = true;
};

/// Code that reads otherwise than it runs.
const QString code = QString::fromUcs4(U"\n\n```py\nx = '\u202e\u200b\U000E0041'\n```\n");
const QString codeAsShown = QStringLiteral("x = '⟨U+202E⟩⟨U+200B⟩⟨U+E0041⟩'");

/// Stands where the desktop stands, and takes note of what it is handed.
class Desktop : public QObject {
    Q_OBJECT

public:
    QStringList opened;

    Desktop() {
        for (const auto& scheme : schemes()) {
            QDesktopServices::setUrlHandler(scheme, this, "open");
        }
    }
    ~Desktop() override {
        for (const auto& scheme : schemes()) {
            QDesktopServices::unsetUrlHandler(scheme);
        }
    }

public Q_SLOTS:
    void open(const QUrl& url) { opened.append(url.toString()); }

private:
    static QStringList schemes() { return QStringLiteral("http https mailto file data qrc").split(u' '); }
};

} // namespace

/// S1: nothing named by model text is ever fetched or opened by itself.
class NothingIsFetchedTest : public QObject {
    Q_OBJECT

private:
    loopback::HttpServer m_trap{
        [](loopback::Exchange& exchange) { exchange.respond(200, "image/png", "x"); }};
    WatchedFiles m_files;
    Desktop m_desktop;
    QTemporaryDir m_data;
    std::unique_ptr<HostileServer> m_server;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<MainWindow> m_window;
    bool m_sprung = false;

    [[nodiscard]] QStringList addresses() const {
        QStringList addresses{m_trap.url(QStringLiteral("/t.png")).toString(),
                              m_trap.url(QStringLiteral("/t.svg")).toString(),
                              m_trap.url().toString().replace(QStringLiteral("http:"), QString())};
        for (const QString& path : m_files.paths()) {
            addresses << path << QUrl::fromLocalFile(path).toString();
        }
        return addresses;
    }
    QQuickWindow* window() { return m_window->window(); }
    void open() {
        Application::Options options;
        options.dataDirectory = m_data.path();
        for (const char* name : {"left", "right"}) {
            options.models.push_back({QString::fromLatin1(name), QStringLiteral("m"), m_server->url(),
                                      QStringLiteral("anthropic")});
        }
        m_application = std::make_unique<Application>(options);
        QCOMPARE(m_application->optionProblem(), QString());
        QCOMPARE(m_application->settings()->setLimits(0, 10, 10, 10, 10), QString());
        m_window = std::make_unique<MainWindow>(*m_application);
        QVERIFY(m_window->load());
        window()->resize(1280, 2400); // much is in sight at once
        QVERIFY(QTest::qWaitForWindowExposed(window()));
    }
    void close() {
        m_window.reset();
        m_application->close();
        m_application.reset();
    }
    void frames(int count) {
        for (int frame = 0; frame < count; ++frame) {
            QSignalSpy painted(window(), &QQuickWindow::frameSwapped);
            window()->update();
            QVERIFY(painted.wait());
        }
    }
    /// Everything that folds is opened, and all of it comes into sight.
    void lookAtAll() {
        for (ChatSession* pane : {m_application->session()->first(), m_application->session()->second()}) {
            TranscriptModel* rows = pane->transcript();
            QTRY_COMPARE(rows->earlier().messages, 0);
            for (int row = 0; row < rows->rowCount(); ++row) {
                rows->setExpanded(row, true);
            }
        }
        int views = 0;
        const auto items = visibleItems(window()->contentItem());
        for (const QPointer<QQuickItem>& item : items) {
            if (auto* const view = qobject_cast<TranscriptView*>(item.data())) {
                ++views;
                for (int row = 0; row < view->model()->rowCount(); row += 4) {
                    // Rows above it that turn out higher than they were taken for push it out of sight.
                    const auto comesIntoSight = [view, row] {
                        view->show(row);
                        return view->itemAt(row) != nullptr;
                    };
                    QTRY_VERIFY(comesIntoSight());
                    frames(1);
                }
            }
        }
        QVERIFY(views >= 2);
    }
    static QList<QPointer<QQuickItem>> visibleItems(QQuickItem* item) {
        QList<QPointer<QQuickItem>> items{item};
        for (QQuickItem* child : item->childItems()) {
            if (child->isVisible()) {
                items += visibleItems(child);
            }
        }
        return items;
    }
    /// The pointer rests on every part of the window in turn, so that all that shows on hovering shows.
    void hoverEverywhere() {
        for (int y = 20; y < window()->height(); y += 90) {
            for (int x = 20; x < window()->width(); x += 160) {
                QTest::mouseMove(window(), {x, y});
                QCoreApplication::processEvents();
            }
            frames(1);
        }
    }

private Q_SLOTS:
    void initTestCase() {
        QQuickStyle::setStyle(QStringLiteral("Basic"));
        QVERIFY(m_trap.listen());
        QVERIFY(m_files.areWatched());
        m_server = std::make_unique<HostileServer>(HostileText::all(addresses()) + code);
        QVERIFY(m_server->isListening());
        QCOMPARE(m_files.notices(), qsizetype{0});
    }
    void cleanup() {
        QCOMPARE(m_trap.connectionCount(), m_sprung ? 1 : 0);
        QCOMPARE(m_files.notices(), qsizetype{0});
        QCOMPARE(m_desktop.opened, QStringList());
    }

    void notWhileItComesNorWhenItIsThere() {
        open();
        m_application->session()->showPanes(2);
        QVERIFY(m_application->session()->send(HostileText::all({addresses().first()})));
        QTRY_VERIFY_WITH_TIMEOUT(!m_application->session()->isRunning(), 60'000);
        QVERIFY(m_application->session()->first()->transcript()->rowCount() > 100);
        lookAtAll();
        hoverEverywhere();
    }

    void notInTheWordsOfAFailure() {
        m_server->failFromNowOn();
        QVERIFY(m_application->session()->send(QStringLiteral("<img src=\"%1\">").arg(addresses().first())));
        QTRY_VERIFY(!m_application->session()->isRunning());
        lookAtAll();
        hoverEverywhere();
    }

    void notInTitlesNorSearchHits() {
        const qint64 id = m_application->session()->conversation();
        m_application->renameConversation(id, HostileText::forms(addresses().first()).join(u' '));
        frames(2);
        auto* list = m_application->conversations();
        for (const char* words : {"img", "alt", "heading", "src"}) {
            list->setQuery(QString::fromLatin1(words));
            QTRY_VERIFY(
                list->rowCount() > 0 &&
                !list->data(list->index(0, 0), ConversationListModel::FoundRole).toString().isEmpty());
            frames(3);
            hoverEverywhere();
        }
        list->setQuery({});
    }

    void notWhenItIsOpenedFromHistory() {
        const qint64 id = m_application->session()->conversation();
        close();
        open();
        m_application->openConversation(id);
        QTRY_VERIFY(m_application->session()->first()->transcript()->rowCount() > 100);
        lookAtAll();
        hoverEverywhere();
        QCOMPARE(m_window->warnings(), 0);
        close();
    }

    /// S8: what is copied from the screen was seen there; the source is had by its own button.
    void whatIsCopiedIsWhatIsShown() {
        open();
        m_server->answerFromNowOn();
        QVERIFY(m_application->session()->send(QStringLiteral("once more")));
        QTRY_VERIFY_WITH_TIMEOUT(!m_application->session()->isRunning(), 60'000);
        ChatSession& pane = *m_application->session()->first();
        const TranscriptModel& rows = *pane.transcript();
        int row = rows.rowCount() - 1;
        while (row > 0 && rows.data(rows.index(row), TranscriptModel::TextRole).toString() != codeAsShown) {
            --row;
        }
        QVERIFY(row > 0);
        QQuickItem* edit = nullptr;
        const auto look = [&] {
            for (const QPointer<QQuickItem>& item : visibleItems(window()->contentItem())) {
                if (auto* const view = qobject_cast<TranscriptView*>(item.data())) {
                    view->show(row);
                }
                if (item && item->inherits("QQuickTextEdit") &&
                    item->property("text").toString() == codeAsShown) {
                    edit = item;
                }
            }
            return edit != nullptr;
        };
        QTRY_VERIFY(look());
        QMetaObject::invokeMethod(edit, "selectAll");
        edit->forceActiveFocus();
        QTest::keyClick(window(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), codeAsShown);
        pane.copyAnswer();
        QVERIFY(QGuiApplication::clipboard()->text().endsWith(code));
        close();
    }

    /// Last, since it springs the traps: they would have told.
    void theTrapsWork() {
        QQmlEngine engine;
        QQmlComponent component(&engine);
        component.setData("import QtQuick\nText { textFormat: Text.RichText }", {});
        const std::unique_ptr<QObject> text(component.create());
        QVERIFY(text != nullptr);
        const QString file = QUrl::fromLocalFile(m_files.paths().first()).toString();
        text->setProperty("text", QStringLiteral("<img src=\"%1\"><img src=\"%2\">")
                                      .arg(m_trap.url(QStringLiteral("/t.png")).toString(), file));
        QTRY_COMPARE(m_trap.connectionCount(), 1);
        qsizetype notices = 0;
        QTRY_VERIFY((notices += m_files.notices()) > 0);
        QDesktopServices::openUrl(QUrl(QStringLiteral("https://example.org")));
        QCOMPARE(m_desktop.opened.size(), 1);
        m_desktop.opened.clear();
        m_sprung = true;
    }
};

QTEST_MAIN(NothingIsFetchedTest)
#include "tst_nothing_is_fetched.moc"
