// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CursorRest.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QStyleHints>
#include <QTest>
#include <QWindow>

using namespace rivulet::app;
using namespace std::chrono_literals;

/// The cursor stands still in a window that nobody touches.
class CursorRestTest : public QObject {
    Q_OBJECT

private:
    static int flashTime() { return QGuiApplication::styleHints()->cursorFlashTime(); }

private Q_SLOTS:
    void init() { QGuiApplication::styleHints()->setCursorFlashTime(800); }

    void standsStillAfterAWhileAndBlinksAgainWithAKey() {
        QWindow window;
        window.resize(100, 100);
        const QSignalSpy changes(QGuiApplication::styleHints(), &QStyleHints::cursorFlashTimeChanged);
        const CursorRest rest(window, 1ms);
        QTRY_COMPARE(changes.size(), 1);
        QTest::keyClick(&window, Qt::Key_A);
        QTRY_COMPARE(changes.size(), 3);
        QTest::mouseClick(&window, Qt::LeftButton);
        QTRY_COMPARE(changes.size(), 5);
        QCOMPARE(changes.at(0).constFirst().toInt(), 0);
        QCOMPARE(changes.at(1).constFirst().toInt(), 800);
        QCOMPARE(changes.at(4).constFirst().toInt(), 0);
    }

    void leavesItAsItWas() {
        {
            QWindow window;
            const CursorRest rest(window, 1ms);
            QTRY_COMPARE(flashTime(), 0);
        }
        QCOMPARE(flashTime(), 800);
    }

    void whatNeverBlinksIsLeftAlone() {
        QGuiApplication::styleHints()->setCursorFlashTime(0);
        QWindow window;
        const CursorRest rest(window, 1h);
        QTest::keyClick(&window, Qt::Key_A);
        QCOMPARE(flashTime(), 0);
    }
};

QTEST_MAIN(CursorRestTest)
#include "tst_cursor_rest.moc"
