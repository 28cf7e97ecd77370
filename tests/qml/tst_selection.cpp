// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "MainWindow.h"
#include "SessionFixture.h"
#include "selection/Selectable.h"
#include "selection/SelectionShare.h"
#include "selection/TextSelector.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QStyleHints>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

using namespace rivulet;
using namespace rivulet::app;

/// Text is selected in the real window by a mouse, a finger and keys, while an answer comes and afterwards.
class SelectionTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<SessionFixture> m_session;
    std::unique_ptr<MainWindow> m_window;
    QPointer<TextSelector> m_selector;
    ulong m_time = 0;
    std::unique_ptr<QPointingDevice> m_screen{QTest::createTouchDevice()};
    QStringList m_opened;

    SessionFixture& f() { return *m_session; }
    QQuickWindow* window() { return m_window->window(); }
    TranscriptSelection& selection() { return *m_selector->selection(); }
    TranscriptModel& model() { return *m_selector->model(); }
    static QString clipboard() { return QGuiApplication::clipboard()->text(); }

    static QString text() {
        return QStringLiteral(
            "# Rivers\n\nA *small* river becomes a **big** one; see [the map](https://maps.example/a).\n\n"
            "- springs\n- rain\n\n| name | length |\n|---|---|\n| Elbe | 1,094 |\n| Oder | 840 |\n\n"
            "```cpp\nint flow() {\n\treturn 1;\n}\n```\n\n> quoted\u0007 `code  span`\\\n> and more\n\nThe "
            "end.");
    }
    /// A window with one answer of these words, or with a server that waits for a test to speak.
    void start(const QString& answer, const QString& question = QStringLiteral("Why is it so?")) {
        m_window.reset();
        m_session = std::make_unique<SessionFixture>(1);
        if (!answer.isEmpty()) {
            f().servers[0].answerAll(answer);
        }
        m_window = std::make_unique<MainWindow>(*f().application);
        QVERIFY(m_window->load());
        window()->resize(1000, 1200);
        QVERIFY(QTest::qWaitForWindowExposed(window()));
        window()->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(window()));
        for (auto* each : window()->findChildren<TextSelector*>()) {
            m_selector = each->model() == f().pane(0).transcript() ? each : m_selector.data();
        }
        QVERIFY(m_selector);
        QVERIFY(f().session().send(question));
        if (answer.isEmpty()) {
            QTRY_VERIFY(f().servers[0].isAsked());
        } else {
            QTRY_VERIFY(!f().session().isRunning() && f().servers[0].requests() == 1);
        }
        paint();
    }
    /// Until all that is in sight is made and stays where it is.
    void paint() {
        const QQuickItem* rows = content();
        QVERIFY(rows != nullptr);
        const auto look = [&] {
            QRectF all;
            for (const auto* share : selection().shares()) {
                all |= share->placeIn(*m_selector);
            }
            return std::pair(all, contentY());
        };
        const auto frame = [&] {
            QSignalSpy painted(window(), &QQuickWindow::frameSwapped);
            window()->update();
            static_cast<void>(painted.wait());
        };
        auto before = look();
        for (int same = 0, i = 0; same < 2 && i < 200; ++i) {
            frame();
            const auto now = look();
            same = now == before && rows->property("filled").toBool() ? same + 1 : 0;
            before = now;
        }
        QVERIFY(rows->property("filled").toBool());
    }
    QQuickItem* content() { return m_selector->property("content").value<QQuickItem*>(); }
    QQuickItem* view() { return m_selector->view(); }

    const SelectionShare* shareOf(int row) {
        for (const auto* share : selection().shares()) {
            if (share->row() == row && !share->placeIn(*m_selector).isEmpty()) {
                return share;
            }
        }
        return nullptr;
    }
    /// The first place of these words.
    TextPlace find(const QString& words, int more = 0) {
        for (int row = 0; row < model().rowCount(); ++row) {
            if (const auto at = selection().text(row).indexOf(words); at >= 0) {
                return {row, static_cast<int>(at) + more};
            }
        }
        return {};
    }
    TextPlace behind(const QString& words) { return find(words, static_cast<int>(words.size())); }
    /// Where that is in the window; a hair to the right of the gap between two characters.
    QPoint pointOf(TextPlace place) {
        const auto* share = shareOf(place.row);
        const auto there = share == nullptr ? std::nullopt : share->rectangleOf(*m_selector, place.position);
        return there ? m_selector->mapToScene(QPointF(there->left() + 1, there->center().y())).toPoint()
                     : QPoint();
    }
    void send(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons,
              Qt::KeyboardModifiers modifiers) {
        QMouseEvent event(type, at, at, window()->mapToGlobal(at), button, buttons, modifiers);
        event.setTimestamp(m_time);
        QCoreApplication::sendEvent(window(), &event);
    }
    void press(QPointF at, Qt::KeyboardModifiers modifiers = {}) {
        send(QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton, modifiers);
    }
    void move(QPointF to) { send(QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton, {}); }
    void release(QPointF at) { send(QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton, {}); }
    void click(QPointF at, int times = 1, Qt::KeyboardModifiers modifiers = {}) {
        m_time += 2000;
        for (int i = 0; i < times; ++i) {
            m_time += 50;
            press(at, modifiers);
            m_time += 50;
            release(at);
        }
    }
    void drag(QPointF from, QPointF to) {
        m_time += 2000;
        press(from);
        move((from + to) / 2);
        move(to);
        release(to);
    }
    void drag(TextPlace from, TextPlace to) { drag(pointOf(from), pointOf(to)); }
    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(window(), which, modifiers);
    }

    static void collect(QQuickItem* item, QList<QQuickItem*>& edits) {
        if (Selectable::of(item) != nullptr) {
            edits.append(item);
        }
        for (QQuickItem* child : item->childItems()) {
            collect(child, edits);
        }
    }
    QList<QQuickItem*> edits(int row) {
        QList<QQuickItem*> found;
        if (const auto* share = shareOf(row); share != nullptr && share->body() != nullptr) {
            collect(share->body(), found);
        }
        return found;
    }
    static QString wordsOf(QQuickItem& edit) {
        QString words;
        QMetaObject::invokeMethod(&edit, "getText", Q_RETURN_ARG(QString, words), Q_ARG(int, 0),
                                  Q_ARG(int, edit.property("length").toInt()));
        return words.replace(QChar::LineSeparator, u'\n').replace(QChar::ParagraphSeparator, u'\n');
    }
    /// What is painted as selected, top to bottom.
    QString painted() {
        QStringList all;
        for (int row = 0; row < model().rowCount(); ++row) {
            for (QQuickItem* edit : edits(row)) {
                const QString chosen = edit->property("selectedText").toString();
                if (!chosen.isEmpty()) {
                    all.append(chosen);
                }
            }
        }
        return all.join(u'|');
    }
    QQuickItem* named(const QString& name) { return named(window()->contentItem(), name); }
    static QQuickItem* named(QQuickItem* item, const QString& name) {
        if (!item->isVisible()) {
            return nullptr;
        }
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
    static bool isSeen(const QQuickItem* item, const QString& text) {
        const auto children = item->childItems();
        return item->isVisible() &&
               (item->property("text").toString() == text ||
                std::any_of(children.begin(), children.end(),
                            [&](const QQuickItem* child) { return isSeen(child, text); }));
    }
    void clickOn(const QString& name) {
        QQuickItem* item = nullptr;
        QTRY_VERIFY2((item = named(name)) != nullptr, qPrintable(name));
        paint();
        click(item->mapToScene(QPointF(item->width() / 2, item->height() / 2)));
    }
    void openMenuAt(QPointF at) {
        send(QEvent::MouseButtonPress, at, Qt::RightButton, Qt::RightButton, {});
        send(QEvent::MouseButtonRelease, at, Qt::RightButton, Qt::NoButton, {});
    }
    void toTop() {
        QVERIFY(QMetaObject::invokeMethod(view(), "forceActiveFocus"));
        const auto isThere = [this] {
            const auto* first = shareOf(0);
            return first != nullptr && first->placeIn(*m_selector).top() >= 0;
        };
        for (int i = 0; i < 20 && !isThere(); ++i) {
            key(Qt::Key_Home);
            paint();
        }
        QVERIFY(isThere());
    }
    qreal contentY() { return view()->property("contentY").toReal(); }
    bool follows() { return content()->property("following").toBool(); }

private Q_SLOTS:
    void openLink(const QUrl& url) { m_opened.append(url.toString()); }

    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(QStringLiteral("https")); }
    void initTestCase() {
        QQuickStyle::setStyle(QStringLiteral("Basic"));
        QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "openLink");
    }
    void init() {
        m_opened.clear();
        QGuiApplication::clipboard()->clear();
    }
    void cleanup() {
        if (m_window) {
            QCOMPARE(m_window->warnings(), 0);
        }
        m_window.reset();
        m_session.reset();
    }

    /// What is selected by the model's account is what is painted, to the character.
    void everyPositionIsWhereItIsPainted() {
        start(text());
        int rows = 0;
        for (int row = 0; row < model().rowCount(); ++row) {
            const QString wanted = selection().text(row);
            if (wanted.isEmpty()) {
                continue;
            }
            ++rows;
            const auto isPainted = [&] {
                QStringList cells;
                for (QQuickItem* edit : edits(row)) {
                    cells.append(wordsOf(*edit));
                }
                return cells.size() == 1
                           ? cells.first() == wanted
                           : cells.join(u' ') == QString(wanted).replace(u'\t', u' ').replace(u'\n', u' ');
            };
            QTRY_VERIFY2(isPainted(), qPrintable(wanted));
        }
        QCOMPARE(rows, 9);
    }

    void aDragSelectsOverBlocksAndMessagesAndIsCopied() {
        start(text());
        drag(find(QStringLiteral("is it so")), behind(QStringLiteral("Elbe")));
        QCOMPARE(
            painted(),
            QStringLiteral("is it so?|Rivers|A small river becomes a big one; see the map.|springs|rain|name|"
                           "length|Elbe"));
        QVERIFY(!follows());
        key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard(),
                 QStringLiteral("is it so?\n\nRivers\n\nA small river becomes a big one; see the map.\n\n"
                                "\u2022 springs\n\u2022 rain\n\nname\tlength\nElbe"));
        key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(clipboard().startsWith(QStringLiteral("is it so?\n\n# Rivers\n\nA *small* river")));
        // A row of a table is whole or it is none.
        QVERIFY(clipboard().endsWith(QStringLiteral("| Elbe | 1,094 |\n| Oder | 840 |")));
        // Up again, to within a line.
        drag(behind(QStringLiteral("becomes")), find(QStringLiteral("small")));
        QCOMPARE(painted(), QStringLiteral("small river becomes"));
        // A click anywhere lets go of it, also beside the text.
        click(pointOf(find(QStringLiteral("The end"))) + QPoint(0, 60));
        QCOMPARE(painted(), QString());
        QVERIFY(selection().isEmpty());
    }

    void clicksTakeWordsLinesAndBlocksAndGoOnFromThere() {
        start(text());
        const QPoint there = pointOf(find(QStringLiteral("return"), 2));
        click(there, 2);
        QCOMPARE(painted(), QStringLiteral("return"));
        click(there, 3);
        QCOMPARE(painted(), QStringLiteral("\treturn 1;"));
        click(there, 4);
        QCOMPARE(painted(), QStringLiteral("int flow() {\n\treturn 1;\n}"));
        click(there);
        QCOMPARE(painted(), QString());
        click(pointOf(find(QStringLiteral("Rivers"))));
        click(pointOf(behind(QStringLiteral("A small"))), 1, Qt::ShiftModifier);
        QCOMPARE(painted(), QStringLiteral("Rivers|A small"));
        click(pointOf(behind(QStringLiteral("spring"))), 1, Qt::ShiftModifier);
        QVERIFY(painted().endsWith(QStringLiteral("the map.|spring")));
    }

    void keysExtendIt() {
        start(text());
        click(pointOf(find(QStringLiteral("small"))));
        QVERIFY(view()->hasActiveFocus());
        key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(painted(), QStringLiteral("s"));
        key(Qt::Key_Right, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(painted(), QStringLiteral("small "));
        key(Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(painted(), QStringLiteral("small river becomes a big one; see the map."));
        key(Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY2(painted().endsWith(QStringLiteral("the map.|springs")), qPrintable(painted()));
        key(Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY2(painted().endsWith(QStringLiteral("|springs|rain")), qPrintable(painted()));
        key(Qt::Key_Up, Qt::ShiftModifier);
        key(Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY2(painted().startsWith(QStringLiteral("small ")) && !painted().contains(u'|'),
                 qPrintable(painted()));
        key(Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(painted(), QStringLiteral("A "));
        key(Qt::Key_Left, Qt::ShiftModifier);
        key(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(painted(), QStringLiteral("s|A "));
        key(Qt::Key_End, Qt::ShiftModifier | Qt::ControlModifier);
        QVERIFY(painted().endsWith(QStringLiteral("|The end.")));
        key(Qt::Key_Home, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(painted(), QStringLiteral("Why is it so?|Rivers|A "));
        key(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(painted().startsWith(QStringLiteral("Why")) && painted().endsWith(QStringLiteral("end.")));
        key(Qt::Key_Escape);
        QCOMPARE(painted(), QString());
    }

    void keysBeginWhereTheReaderIs() {
        start(text());
        QVERIFY(QMetaObject::invokeMethod(view(), "forceActiveFocus"));
        key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard(), QString());
        key(Qt::Key_Right, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(painted(), QStringLiteral("Why "));
    }

    void itIsKeptWhileTextStreamsAndWhenItEnds() {
        start({});
        auto& server = f().servers[0];
        server.say(QStringLiteral("One is *here*.\n\nTwo **runs do"));
        QTRY_VERIFY(find(QStringLiteral("runs do")).row > 0);
        paint();
        drag(find(QStringLiteral("is here")), behind(QStringLiteral("runs")));
        QCOMPARE(painted(), QStringLiteral("is here.|Two **runs"));
        const QString rest = QStringLiteral(
            "wn** to the sea.\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\nThe end.");
        for (qsizetype at = 0; at < rest.size(); at += 5) {
            server.say(rest.mid(at, 5));
            QTRY_COMPARE(f().pane(0).answerText().size(), 29 + std::min<qsizetype>(at + 5, rest.size()));
            QTRY_VERIFY2(painted() == QStringLiteral("is here.|Two runs") ||
                             painted() == QStringLiteral("is here.|Two **runs"),
                         qPrintable(painted()));
        }
        QTRY_COMPARE(painted(), QStringLiteral("is here.|Two runs"));
        server.finish();
        QTRY_VERIFY(!f().session().isRunning());
        paint();
        QCOMPARE(painted(), QStringLiteral("is here.|Two runs"));
        key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard(), QStringLiteral("is here.\n\nTwo runs"));
        key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(clipboard(), QStringLiteral("is *here*.\n\nTwo **runs**"));
    }

    void itEndsAtTheWordsThatWereThereWhileATableGrows() {
        start({});
        auto& server = f().servers[0];
        server.say(QStringLiteral("Rivers:\n\n| name | length |\n|---|---|\n| Elbe | 1,0"));
        QTRY_VERIFY(find(QStringLiteral("1,0")).row > 0);
        paint();
        drag(find(QStringLiteral("length")), behind(QStringLiteral("1,0")));
        QCOMPARE(painted(), QStringLiteral("length|Elbe|1,0"));
        server.say(QStringLiteral("94 |\n| Oder | 840 |\n| Isar | 292"));
        QTRY_VERIFY(find(QStringLiteral("292")).row > 0);
        QTRY_COMPARE(painted(), QStringLiteral("length|Elbe|1,0"));
        server.finish();
        QTRY_VERIFY(!f().session().isRunning());
        QCOMPARE(painted(), QStringLiteral("length|Elbe|1,0"));
    }

    void escapeLetsGoFirstAndCancelsThen() {
        start({});
        f().servers[0].say(QStringLiteral("One two three."));
        QTRY_VERIFY(find(QStringLiteral("two")).row > 0);
        paint();
        click(pointOf(find(QStringLiteral("two"), 1)), 2);
        QCOMPARE(painted(), QStringLiteral("two"));
        key(Qt::Key_Escape);
        QCOMPARE(painted(), QString());
        QVERIFY(f().session().isRunning());
        key(Qt::Key_Escape);
        QTRY_VERIFY(!f().session().isRunning());
    }

    void linksOpenByAClickAndTellWhereTheyLead() {
        start(text());
        const QPoint link = pointOf(find(QStringLiteral("the map"), 2));
        QTest::mouseMove(window(), link - QPoint(0, 3));
        QTest::mouseMove(window(), link);
        QTRY_VERIFY(isSeen(window()->contentItem(), QStringLiteral("https://maps.example/a")));
        click(link);
        QCOMPARE(m_opened, QStringList{QStringLiteral("https://maps.example/a")});
        // A drag that begins on it selects it, and a second click on it is no second opening.
        drag(find(QStringLiteral("the map"), 1), find(QStringLiteral("the map"), 6));
        QCOMPARE(painted(), QStringLiteral("he ma"));
        QCOMPARE(m_opened.size(), 1);
        click(pointOf(find(QStringLiteral("big"))));
        QCOMPARE(m_opened.size(), 1);
    }

    void whatCanBePressedInARowIsPressed() {
        start(text());
        drag(find(QStringLiteral("Rivers")), behind(QStringLiteral("small")));
        clickOn(QStringLiteral("Copy code"));
        QCOMPARE(clipboard(), QStringLiteral("int flow() {\n\treturn 1;\n}"));
        QVERIFY(!selection().isEmpty());
    }

    void theMenuKnowsWhatIsUnderThePointer() {
        start(text());
        drag(find(QStringLiteral("Rivers")), behind(QStringLiteral("small")));
        openMenuAt(pointOf(find(QStringLiteral("the map"), 2)));
        clickOn(QStringLiteral("Copy link"));
        QCOMPARE(clipboard(), QStringLiteral("https://maps.example/a"));
        QTRY_COMPARE(named(QStringLiteral("Copy link")), nullptr);
        openMenuAt(pointOf(find(QStringLiteral("springs"), 2)));
        QTRY_VERIFY(named(QStringLiteral("Copy as Markdown")) != nullptr);
        QCOMPARE(named(QStringLiteral("Copy link")), nullptr);
        QCOMPARE(named(QStringLiteral("Copy this code")), nullptr);
        clickOn(QStringLiteral("Copy as Markdown"));
        QCOMPARE(clipboard(), QStringLiteral("# Rivers\n\nA *small*"));
        QTRY_COMPARE(named(QStringLiteral("Copy")), nullptr);
        // By keys.
        key(Qt::Key_F10, Qt::ShiftModifier);
        QTRY_VERIFY(named(QStringLiteral("Select all of this answer")) != nullptr);
        clickOn(QStringLiteral("Select all of this answer"));
        QTRY_VERIFY(painted().startsWith(QStringLiteral("Rivers|A small")));
        QVERIFY(painted().endsWith(QStringLiteral("The end.")));
        QTRY_COMPARE(named(QStringLiteral("Copy")), nullptr);
        openMenuAt(pointOf(find(QStringLiteral("flow"), 2)));
        clickOn(QStringLiteral("Copy this code"));
        QVERIFY(clipboard().startsWith(QStringLiteral("int flow")));
        QTRY_VERIFY(view()->hasActiveFocus());
    }

    void aDragBeyondTheEdgeScrollsAndLetsGoOfTheEnd() {
        start(QStringLiteral("A paragraph of some words.\n\n").repeated(80));
        QTRY_VERIFY(follows());
        paint();
        const qreal before = contentY();
        const auto* last = shareOf(model().rowCount() - 2);
        QVERIFY(last != nullptr);
        const QPoint from = pointOf({model().rowCount() - 2, 4});
        m_time += 2000;
        press(from);
        move(from - QPoint(0, 40));
        QVERIFY(!follows());
        move(m_selector->mapToScene(QPointF(200, -60)));
        QTRY_VERIFY(contentY() < before - 400);
        // The pointer rests, and rows that come into sight are painted.
        const qreal now = contentY();
        QTRY_VERIFY(contentY() < now);
        release(m_selector->mapToScene(QPointF(200, -60)));
        // A last step may have been taken that is not painted yet.
        paint();
        const qreal released = contentY();
        const auto* top = shareOf(m_selector->rowAt(40));
        QVERIFY(top != nullptr);
        QVERIFY(!edits(top->row()).first()->property("selectedText").toString().isEmpty());
        for (int frame = 0; frame < 4; ++frame) {
            paint();
        }
        QCOMPARE(contentY(), released);
        QVERIFY(!follows());
    }

    void rowsThatComeIntoSightPaintTheirShare() {
        start(QStringLiteral("A paragraph of some words.\n\n").repeated(200));
        QTRY_VERIFY(follows());
        QVERIFY(QMetaObject::invokeMethod(view(), "forceActiveFocus"));
        key(Qt::Key_A, Qt::ControlModifier);
        toTop();
        QCOMPARE(edits(0).first()->property("selectedText").toString(), QStringLiteral("Why is it so?"));
        QCOMPARE(edits(1).first()->property("selectedText").toString(),
                 QStringLiteral("A paragraph of some words."));
        key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard().count(QStringLiteral("words.")), 200);
        key(Qt::Key_PageDown, Qt::ShiftModifier);
        QVERIFY(!selection().isEmpty());
    }

    void pagesAreSelectedByKeys() {
        start(QStringLiteral("A paragraph of some words.\n\n").repeated(200));
        QTRY_VERIFY(follows());
        toTop();
        click(pointOf(find(QStringLiteral("Why"))));
        key(Qt::Key_PageDown, Qt::ShiftModifier);
        const int page = selection().text().head().row;
        QVERIFY(page > 5);
        QVERIFY(contentY() > 100);
        key(Qt::Key_PageDown, Qt::ShiftModifier);
        QVERIFY2(selection().text().head().row >= 2 * page - 3,
                 qPrintable(QStringLiteral("%1 after %2").arg(selection().text().head().row).arg(page)));
        key(Qt::Key_PageUp, Qt::ShiftModifier);
        key(Qt::Key_PageUp, Qt::ShiftModifier);
        key(Qt::Key_PageUp, Qt::ShiftModifier);
        QCOMPARE(selection().text().head(), (TextPlace{0, 0}));
        QVERIFY(selection().isEmpty());
    }

    void aFingerScrollsAndTapsAndSelectsNothing() {
        start(text() + QStringLiteral("\n\nA paragraph of some words.").repeated(60));
        toTop();
        const qreal before = contentY();
        QPoint at = pointOf(find(QStringLiteral("rain"), 1));
        QTest::touchEvent(window(), m_screen.get()).press(0, at, window());
        for (int step = 0; step < 10; ++step) {
            at -= QPoint(0, 20);
            QTest::touchEvent(window(), m_screen.get()).move(0, at, window());
            QTest::qWait(5);
        }
        QTest::touchEvent(window(), m_screen.get()).release(0, at, window());
        QTRY_VERIFY(contentY() > before + 50);
        QVERIFY(selection().isEmpty());
        QTRY_VERIFY(!view()->property("moving").toBool());
        toTop();
        const QPoint link = pointOf(find(QStringLiteral("the map"), 2));
        QTest::touchEvent(window(), m_screen.get()).press(0, link, window());
        QTest::touchEvent(window(), m_screen.get()).release(0, link, window());
        QTRY_COMPARE(m_opened, QStringList{QStringLiteral("https://maps.example/a")});
        QVERIFY(selection().isEmpty());
    }

    /// A row without a share hears of nothing while an answer comes.
    void whatIsNotSelectedIsNotTouched() {
        start({});
        auto& server = f().servers[0];
        server.say(QStringLiteral("One two.\n\nThree"));
        QTRY_VERIFY(find(QStringLiteral("Three")).row > 0);
        paint();
        click(pointOf(find(QStringLiteral("two"), 1)), 2);
        QCOMPARE(painted(), QStringLiteral("two"));
        QList<QQuickItem*> open = edits(find(QStringLiteral("Three")).row);
        QCOMPARE(open.size(), 1);
        const QSignalSpy selected(open.first(), SIGNAL(selectionStartChanged()));
        const QSignalSpy changed(&selection(), &TranscriptSelection::changed);
        const QSignalSpy row(&selection(), &TranscriptSelection::rowChanged);
        server.say(QStringLiteral(" four five six"));
        QTRY_VERIFY(find(QStringLiteral("six")).row > 0);
        paint();
        QCOMPARE(selected.size() + changed.size() + row.size(), 0);
        QCOMPARE(painted(), QStringLiteral("two"));
    }

    void aScreenReaderIsToldWhatIsSelected() {
        start(text());
        drag(find(QStringLiteral("Rivers")), behind(QStringLiteral("A small")));
        QObject* accessible = nullptr;
        for (QObject* child : view()->children()) {
            accessible = child->inherits("QQuickAccessibleAttached") ? child : accessible;
        }
        QVERIFY(accessible != nullptr);
        QCOMPARE(accessible->property("description").toString(), QStringLiteral("Selected: Rivers A small"));
    }
};

QTEST_MAIN(SelectionTest)

#include "tst_selection.moc"
