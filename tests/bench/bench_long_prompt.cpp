// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// What a long prompt costs in the window: CPU time of the main thread for showing and sending it, for each
// token of the answer below it, and for pasting it into the composer.

#include "../app/AnswerServer.h"
#include "Application.h"
#include "MainWindow.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <QTimer>
#include <QtQml/qqmlextensionplugin.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <vector>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

using namespace rivulet;

namespace {

constexpr int tokens = 400;
constexpr int runs = 3;
constexpr int patience = 600'000;

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

QString promptOf(qsizetype characters) {
    QString text;
    for (int line = 1; text.size() < characters; ++line) {
        text +=
            QStringLiteral("line %1 of a log that somebody pasted, with what such lines hold\n").arg(line);
    }
    return text.first(characters);
}

/// The window with one pane and a server that says what it is told to.
struct Stage {
    QTemporaryDir folder;
    AnswerServer server;
    std::unique_ptr<app::Application> application;
    std::unique_ptr<app::MainWindow> window;

    Stage() {
        app::Application::Options options;
        options.dataDirectory = folder.path();
        options.models.push_back(
            {QStringLiteral("left"), QStringLiteral("m"), server.url(), QStringLiteral("anthropic")});
        application = std::make_unique<app::Application>(options);
        window = std::make_unique<app::MainWindow>(*application);
        if (!window->load() || !QTest::qWaitForWindowExposed(window->window())) {
            qFatal("no window");
        }
        QTest::qWait(300);
    }
};

double tokenCost(qsizetype characters) {
    Stage stage;
    auto& session = *stage.application->session();
    session.send(promptOf(characters));
    if (!QTest::qWaitFor([&] { return stage.server.isAsked(); }, patience)) {
        qFatal("not asked");
    }
    stage.server.say(QStringLiteral("The first words.\n\n"));
    QTest::qWait(1500);
    int said = 0;
    QTimer timer;
    timer.setInterval(5);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        stage.server.say(++said % 60 == 0 ? QStringLiteral(".\n\n") : QStringLiteral(" word%1").arg(said));
        if (said == tokens) {
            timer.stop();
            stage.server.finish();
        }
    });
    const double before = threadMilliseconds();
    timer.start();
    if (!QTest::qWaitFor([&] { return said == tokens && !session.isRunning(); }, patience)) {
        qFatal("no end");
    }
    return (threadMilliseconds() - before) / tokens;
}

double sendCost(qsizetype characters) {
    Stage stage;
    const double before = threadMilliseconds();
    stage.application->session()->send(promptOf(characters));
    if (!QTest::qWaitFor([&] { return stage.server.isAsked(); }, patience)) {
        qFatal("not asked");
    }
    QTest::qWait(1000);
    return threadMilliseconds() - before;
}

double pasteCost(qsizetype characters) {
    Stage stage;
    QGuiApplication::clipboard()->setText(promptOf(characters));
    stage.window->window()->requestActivate();
    const double before = threadMilliseconds();
    QTest::keyClick(stage.window->window(), Qt::Key_V, Qt::ControlModifier);
    QTest::qWait(1000);
    return threadMilliseconds() - before;
}

double typeCost(qsizetype characters) {
    Stage stage;
    QGuiApplication::clipboard()->setText(promptOf(characters));
    stage.window->window()->requestActivate();
    QTest::keyClick(stage.window->window(), Qt::Key_V, Qt::ControlModifier);
    QTest::qWait(1000);
    constexpr int letters = 10;
    const double before = threadMilliseconds();
    for (int letter = 0; letter < letters; ++letter) {
        QTest::keyClick(stage.window->window(), Qt::Key_A);
        QTest::qWait(20);
    }
    return (threadMilliseconds() - before) / letters;
}

/// Where the command line names a word of them, only those.
void measure(const QString& variant, const QString& unit, const std::function<double()>& once) {
    if (!variant.contains(QCoreApplication::arguments().value(1))) {
        return;
    }
    std::vector<double> figures;
    figures.reserve(runs);
    for (int run = 0; run < runs; ++run) {
        figures.push_back(once());
    }
    std::ranges::sort(figures);
    const QJsonObject line{{QStringLiteral("bench"), QStringLiteral("long_prompt")},
                           {QStringLiteral("variant"), variant},
                           {QStringLiteral("unit"), unit},
                           {QStringLiteral("median"), figures.at(figures.size() / 2)},
                           {QStringLiteral("min"), figures.front()},
                           {QStringLiteral("max"), figures.back()},
                           {QStringLiteral("n"), runs}};
    QTextStream(stdout) << QJsonDocument(line).toJson(QJsonDocument::Compact) << Qt::endl;
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QUICK_BACKEND", "software");
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    const QGuiApplication application(argc, argv);
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    for (const qsizetype characters : {20, 300'000, 690'000}) {
        measure(QStringLiteral("sending a prompt of %1 characters").arg(characters), QStringLiteral("CPU ms"),
                [&] { return sendCost(characters); });
        measure(QStringLiteral("token below a prompt of %1 characters").arg(characters),
                QStringLiteral("CPU ms per token"), [&] { return tokenCost(characters); });
    }
    for (const qsizetype characters : {20, 300'000, 690'000}) {
        measure(QStringLiteral("paste of %1 characters").arg(characters), QStringLiteral("CPU ms"),
                [&] { return pasteCost(characters); });
        measure(QStringLiteral("letter after a paste of %1 characters").arg(characters),
                QStringLiteral("CPU ms per letter"), [&] { return typeCost(characters); });
    }
    return 0;
}
