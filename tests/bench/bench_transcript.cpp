// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// What it costs to open a long answer and a long conversation in the real window, and to scroll in them: the
// time until its end is on the screen and until all is at rest, the longest thing that kept the event loop,
// the memory that it adds, and the work of a scroll step.

#include "Application.h"
#include "MainWindow.h"
#include "store/ConversationStore.h"
#include "store/Statement.h"
#include "store/Transaction.h"

#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>
#include <QWheelEvent>
#include <QtQml/qqmlextensionplugin.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <malloc.h>
#include <vector>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

using namespace rivulet;

namespace {

constexpr int runs = 5;
constexpr int scrollSteps = 200;
constexpr int rest = 400; // milliseconds without a frame: nothing comes any more

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

/// Knows how long each thing that the event loop did kept it.
class MeasuredApplication : public QGuiApplication {
public:
    using QGuiApplication::QGuiApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (m_depth > 0 || !m_on) {
            return QGuiApplication::notify(receiver, event);
        }
        ++m_depth;
        const double before = threadMilliseconds();
        const bool taken = QGuiApplication::notify(receiver, event);
        m_longest = std::max(m_longest, threadMilliseconds() - before);
        --m_depth;
        return taken;
    }
    void begin() {
        m_longest = 0;
        m_on = true;
    }
    /// Also what the caller itself did in one piece.
    void count(double milliseconds) { m_longest = std::max(m_longest, milliseconds); }
    double end() {
        m_on = false;
        return m_longest;
    }

private:
    int m_depth = 0;
    bool m_on = false;
    double m_longest = 0;
};

MeasuredApplication& loop() {
    return *static_cast<MeasuredApplication*>(QCoreApplication::instance());
}

/// Memory of this process that is in use, in MB.
double privateMegabytes() {
    malloc_trim(0);
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    double kilobytes = 0;
    if (file.open(QIODevice::ReadOnly)) {
        for (const auto& line : file.readAll().split('\n')) {
            if (line.startsWith("Private_")) {
                kilobytes += line.simplified().split(' ').at(1).toDouble();
            }
        }
    }
    return kilobytes / 1024;
}

QString section(int number) {
    return QStringLiteral(
               "## Part %1 of what was asked\n\nA paragraph that says **something** of part %1, with `code` "
               "in it "
               "and a [link](https://example.org/%1), in words enough to fill several lines of the column "
               "that it "
               "is read in, so that its height is what most paragraphs of an answer have.\n\n"
               "- the first point of part %1\n- the second one, which is longer than the first\n- and a "
               "third\n\n"
               "```cpp\nint part%1(int value) {\n    // what it does\n    return value * %1;\n}\n```\n\n"
               "| Name | Value |\n|---|---|\n| part | %1 |\n| next | and so on |\n\n")
        .arg(number);
}

QString longText(qsizetype characters) {
    QString text;
    for (int number = 1; text.size() < characters; ++number) {
        text += section(number);
    }
    return text.first(characters);
}

/// The window, and two conversations to open in it: the first with few words, the second with `texts`.
class Stage {
public:
    explicit Stage(const std::vector<QString>& answers) {
        {
            app::Application::Options options;
            options.dataDirectory = m_folder.path();
            const app::Application first(options); // makes the database
        }
        fill(1, {QStringLiteral("A few words.")});
        fill(2, answers);
        app::Application::Options options;
        options.dataDirectory = m_folder.path();
        m_application = std::make_unique<app::Application>(options);
        m_window = std::make_unique<app::MainWindow>(*m_application);
        if (!m_window->load() || !QTest::qWaitForWindowExposed(m_window->window())) {
            qFatal("no window");
        }
        m_window->window()->resize(1280, 800);
        QObject::connect(m_window->window(), &QQuickWindow::frameSwapped, m_window->window(),
                         [this] { m_sinceFrame.restart(); });
        m_sinceFrame.start();
        m_application->openConversation(1);
        settle();
    }

    void settle() {
        if (!QTest::qWaitFor([this] { return m_sinceFrame.elapsed() > rest; }, 120'000)) {
            qFatal("never at rest");
        }
    }
    /// Until it is on the screen, in wall and CPU milliseconds; what it did until it was at rest comes on
    /// top.
    struct Opening {
        double toScreen = 0;
        double toScreenCpu = 0;
        double toRestCpu = 0;
        double longest = 0;
        double megabytes = 0;
    };
    Opening open() {
        Opening opening;
        const double before = privateMegabytes();
        bool shown = false;
        const double cpu = threadMilliseconds();
        QElapsedTimer wall;
        wall.start();
        loop().begin();
        m_application->openConversation(2);
        loop().count(threadMilliseconds() - cpu);
        const auto connection =
            QObject::connect(m_window->window(), &QQuickWindow::frameSwapped, m_window->window(), [&] {
                if (!shown && endIsShown()) {
                    shown = true;
                    opening.toScreen = static_cast<double>(wall.nsecsElapsed()) * 1e-6;
                    opening.toScreenCpu = threadMilliseconds() - cpu;
                }
            });
        m_sinceFrame.restart();
        settle();
        opening.longest = loop().end();
        opening.toRestCpu = threadMilliseconds() - cpu;
        QObject::disconnect(connection);
        opening.megabytes = privateMegabytes() - before;
        return opening;
    }
    /// CPU time of one notch of the wheel, upwards from the end.
    double scroll() {
        auto* const window = m_window->window();
        const QPointF place(window->width() * 0.6, window->height() * 0.5);
        const double before = threadMilliseconds();
        for (int step = 0; step < scrollSteps; ++step) {
            QWheelEvent notch(place, window->mapToGlobal(place), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(window, &notch);
            static_cast<void>(QTest::qWaitFor([this] { return m_sinceFrame.elapsed() < 1; }, 30));
        }
        return (threadMilliseconds() - before) / scrollSteps;
    }

private:
    void fill(qint64 id, const std::vector<QString>& answers) const {
        const auto opened = store::Database::open(m_folder.filePath(QStringLiteral("rivulet.db")));
        if (!opened) {
            qFatal("no database");
        }
        const auto& database = *opened.value();
        store::Transaction transaction(database);
        store::Statement conversation(
            database, QStringLiteral("INSERT INTO conversations (id, title, panes, created_at, updated_at) "
                                     "VALUES (?, 'A long one', 1, ?, ?)"));
        bool done = conversation.execute({id, id, id});
        store::Statement prompt(
            database, QStringLiteral("INSERT INTO messages (conversation_id, turn, role, created_at, text) "
                                     "VALUES (?, ?, 'user', 1, ?)"));
        store::Statement answer(
            database,
            QStringLiteral("INSERT INTO messages (conversation_id, turn, role, created_at, text, "
                           "endpoint_id, model, outcome, stop) "
                           "VALUES (?, ?, 'assistant', 1, ?, 'demo', 'brook', 'completed', 'end')"));
        int turn = 0;
        for (const QString& text : answers) {
            done = done && prompt.execute({id, turn, QStringLiteral("And what of %1?").arg(turn)}) &&
                   answer.execute({id, turn, text});
            ++turn;
        }
        if (!done || !transaction.commit()) {
            qFatal("nothing to open");
        }
    }
    /// All that is to be seen of the first pane's rows is there.
    [[nodiscard]] bool endIsShown() const {
        const auto* const rows = m_window->window()->findChild<QQuickItem*>(QStringLiteral("rows0"));
        return rows == nullptr || rows->property("filled").toBool();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<app::Application> m_application;
    std::unique_ptr<app::MainWindow> m_window;
    QElapsedTimer m_sinceFrame;
};

void print(const QString& variant, const QString& unit, std::vector<double> figures) {
    std::ranges::sort(figures);
    const QJsonObject line{{QStringLiteral("bench"), QStringLiteral("transcript")},
                           {QStringLiteral("variant"), variant},
                           {QStringLiteral("unit"), unit},
                           {QStringLiteral("median"), figures.at(figures.size() / 2)},
                           {QStringLiteral("min"), figures.front()},
                           {QStringLiteral("max"), figures.back()},
                           {QStringLiteral("n"), static_cast<int>(figures.size())}};
    QTextStream(stdout) << QJsonDocument(line).toJson(QJsonDocument::Compact) << Qt::endl;
}

/// Where the command line names a word of it, only that.
void measure(const QString& what, const std::vector<QString>& answers) {
    if (!what.contains(QCoreApplication::arguments().value(1))) {
        return;
    }
    std::vector<Stage::Opening> openings;
    std::vector<double> steps;
    for (int run = 0; run < runs; ++run) {
        Stage stage(answers);
        openings.push_back(stage.open());
        steps.push_back(stage.scroll());
    }
    const auto figures = [&](double Stage::Opening::* figure) {
        std::vector<double> values;
        for (const auto& opening : openings) {
            values.push_back(opening.*figure);
        }
        return values;
    };
    print(what + QStringLiteral(", to the screen"), QStringLiteral("ms"), figures(&Stage::Opening::toScreen));
    print(what + QStringLiteral(", to the screen, CPU"), QStringLiteral("CPU ms"),
          figures(&Stage::Opening::toScreenCpu));
    print(what + QStringLiteral(", until at rest"), QStringLiteral("CPU ms"),
          figures(&Stage::Opening::toRestCpu));
    print(what + QStringLiteral(", longest block"), QStringLiteral("CPU ms"),
          figures(&Stage::Opening::longest));
    print(what + QStringLiteral(", memory added"), QStringLiteral("MB"), figures(&Stage::Opening::megabytes));
    print(what + QStringLiteral(", a scroll step"), QStringLiteral("CPU ms"), steps);
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QUICK_BACKEND", "software");
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    const MeasuredApplication application(argc, argv);
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    measure(QStringLiteral("open an answer of 300 KB"), {longText(300'000)});
    std::vector<QString> answers;
    for (int turn = 0; turn < 5'000; ++turn) {
        answers.push_back(section(turn));
    }
    measure(QStringLiteral("open 10,000 messages"), answers);
    return 0;
}
