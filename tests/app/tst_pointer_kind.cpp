// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "PointerKind.h"

#include <QPointingDevice>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace rivulet;
using app::PointerKind;

namespace {

/// A window full of something that only a finger drags, as a transcript is.
struct Fixture {
    QQmlEngine engine;
    QQuickWindow window;
    PointerKind kind;
    std::unique_ptr<QPointingDevice> screen{QTest::createTouchDevice()};
    std::unique_ptr<QQuickItem> view;

    Fixture() {
        window.resize(200, 200);
        QQmlComponent component(&engine);
        component.setData("import QtQuick\n"
                          "Flickable { width: 200; height: 200; contentHeight: 2000; interactive: false }",
                          {});
        view.reset(qobject_cast<QQuickItem*>(component.create()));
        if (view == nullptr) {
            qFatal("no Flickable: %s", qPrintable(component.errorString()));
        }
        view->setParentItem(window.contentItem());
        QObject::connect(&kind, &PointerKind::fingerChanged, view.get(),
                         [this] { view->setProperty("interactive", kind.isFinger()); });
        window.show();
    }

    [[nodiscard]] double scrolled() const { return view->property("contentY").toDouble(); }
};

} // namespace

class PointerKindTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMouseIsExpected() {
        const Fixture f;
        QVERIFY(!f.kind.isFinger());
    }

    void theFirstTouchDragsAlready() {
        Fixture f;
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        QTest::touchEvent(&f.window, f.screen.get()).press(1, QPoint(100, 150), &f.window);
        QVERIFY(f.kind.isFinger());
        // A window takes one movement a frame.
        int y = 150;
        QTRY_VERIFY([&] {
            y = std::max(20, y - 10);
            QTest::touchEvent(&f.window, f.screen.get()).move(1, QPoint(100, y), &f.window);
            f.window.requestUpdate();
            return f.scrolled() > 20;
        }());
        QTest::touchEvent(&f.window, f.screen.get()).release(1, QPoint(100, y), &f.window);
    }

    void aMouseThatMovesDragsNoLonger() {
        Fixture f;
        QVERIFY(QTest::qWaitForWindowExposed(&f.window));
        QTest::touchEvent(&f.window, f.screen.get()).press(1, QPoint(100, 150), &f.window);
        QTest::touchEvent(&f.window, f.screen.get()).release(1, QPoint(100, 150), &f.window);
        QSignalSpy changes(&f.kind, &PointerKind::fingerChanged);
        QTest::mouseMove(&f.window, QPoint(90, 90));
        QTest::mouseMove(&f.window, QPoint(100, 100));
        QTRY_VERIFY(!f.kind.isFinger());
        QCOMPARE(changes.count(), 1);
        QTest::mousePress(&f.window, Qt::LeftButton, {}, QPoint(100, 150));
        QTest::mouseMove(&f.window, QPoint(100, 60));
        QTest::mouseRelease(&f.window, Qt::LeftButton, {}, QPoint(100, 40));
        QCOMPARE(f.scrolled(), 0.0);
    }
};

QTEST_MAIN(PointerKindTest)
#include "tst_pointer_kind.moc"
