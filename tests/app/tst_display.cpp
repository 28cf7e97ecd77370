// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Display.h"

#include <QHash>
#include <QLocalServer>
#include <QTemporaryDir>
#include <QTest>

using rivulet::app::Display;

/// Without a display there is a sentence instead of Qt's abort.
class DisplayTest : public QObject {
    Q_OBJECT

    static QString problem(const QHash<QByteArray, QByteArray>& variables) {
        return Display::problem([&](const char* name) { return variables.value(name); });
    }

private Q_SLOTS:
    void noneIsToldInASentence_data() {
        QTest::addColumn<QByteArray>("platform");
        QTest::newRow("no choice") << QByteArray();
        QTest::newRow("x11 chosen") << QByteArray("xcb");
        QTest::newRow("wayland chosen") << QByteArray("wayland;xcb");
    }

    void noneIsToldInASentence() {
        QFETCH(const QByteArray, platform);
        const QString sentence = problem({{"QT_QPA_PLATFORM", platform}});
        QVERIFY2(sentence.contains(QStringLiteral("no display")), qPrintable(sentence));
        QVERIFY(!sentence.contains(u'\n'));
    }

    void aPlatformWithoutADisplayNeedsNone() {
        QCOMPARE(problem({{"QT_QPA_PLATFORM", "offscreen"}}), QString());
        QCOMPARE(problem({{"QT_QPA_PLATFORM", "xcb;minimal"}}), QString());
        QCOMPARE(problem({{"QT_QPA_PLATFORM", "vnc:size=800x600"}}), QString());
    }

    void oneThatDiedIsNamed() {
        const QString x11 = problem({{"DISPLAY", ":54321.0"}});
        QVERIFY2(x11.contains(QStringLiteral(":54321.0 does not answer")), qPrintable(x11));
        const QTemporaryDir folder;
        const QString wayland =
            problem({{"WAYLAND_DISPLAY", "wayland-9"}, {"XDG_RUNTIME_DIR", folder.path().toLocal8Bit()}});
        QVERIFY2(wayland.contains(QStringLiteral("wayland-9 does not answer")), qPrintable(wayland));
    }

    void oneThatAnswersIsNoProblem() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("wayland-9"));
        QLocalServer server;
        QVERIFY(server.listen(path));
        QCOMPARE(problem({{"WAYLAND_DISPLAY", path.toLocal8Bit()}}), QString());
        QCOMPARE(problem({{"WAYLAND_DISPLAY", "wayland-9"},
                          {"XDG_RUNTIME_DIR", folder.path().toLocal8Bit()},
                          {"DISPLAY", ":54321"}}),
                 QString());
        // What was chosen counts, not what is there.
        QVERIFY(!problem({{"WAYLAND_DISPLAY", path.toLocal8Bit()}, {"QT_QPA_PLATFORM", "xcb"}}).isEmpty());
    }

    void anotherMachinesDisplayIsLeftToBeTried() {
        QCOMPARE(problem({{"DISPLAY", "elsewhere:10.0"}}), QString());
        QCOMPARE(problem({{"DISPLAY", "odd"}}), QString());
    }
};

QTEST_GUILESS_MAIN(DisplayTest)
#include "tst_display.moc"
