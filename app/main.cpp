// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AskRun.h"
#include "CommandLine.h"
#include "Display.h"
#include "StatsRun.h"
#include "WindowRun.h"

#include <QGuiApplication>
#include <QIcon>
#include <QQuickStyle>
#include <QtQml/qqmlextensionplugin.h>

#include <cstdio>
#include <sys/resource.h>
#include <sys/stat.h>

Q_IMPORT_QML_PLUGIN(RivuletPlugin)
Q_IMPORT_QML_PLUGIN(Rivulet_UiPlugin)

namespace {

constexpr rlim_t descriptors = 4096;

/// A crash must not write keys to disk. A program that takes dumps from a pipe is handed one whatever the
/// limit: of this process it is handed no memory. It stays dumpable, since the desktop's portal looks into
/// it.
void forbidDumps() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    if (std::FILE* const filter = std::fopen("/proc/self/coredump_filter", "w")) {
        std::fputs("0", filter);
        std::fclose(filter);
    }
}

/// Files are for their owner, and a thousand streams need a thousand sockets.
void setLimits() {
    umask(S_IRWXG | S_IRWXO);
    forbidDumps();
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < descriptors) {
        files.rlim_cur = std::min(descriptors, files.rlim_max);
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

/// Where the name of a command stands among the arguments: first, or after the data directory, which all have
/// in common. 0: nowhere.
int commandAt(int argc, char** argv, const char* name) {
    int at = 1;
    while (at < argc) {
        if (qstrcmp(argv[at], "--data-dir") == 0) {
            at += 2;
        } else if (qstrncmp(argv[at], "--data-dir=", 11) == 0) {
            ++at;
        } else {
            break;
        }
    }
    return at < argc && qstrcmp(argv[at], name) == 0 ? at : 0;
}

/// Runs it in a terminal, where no display is needed.
int runCommand(int argc, char** argv, int at, int (*command)(const QStringList& arguments)) {
    const QCoreApplication application(argc, argv);
    QStringList arguments = QCoreApplication::arguments();
    arguments.removeAt(at);
    return command(arguments.sliced(1));
}

} // namespace

int main(int argc, char** argv) {
    const auto start = rivulet::domain::Clock::Instant::clock::now();
    setLimits();
    QCoreApplication::setApplicationName(QStringLiteral("rivulet"));
    QCoreApplication::setApplicationVersion(QStringLiteral(RIVULET_VERSION));
    if (const int at = commandAt(argc, argv, "ask"); at > 0) {
        return runCommand(argc, argv, at, rivulet::app::runAsk);
    }
    if (const int at = commandAt(argc, argv, "stats"); at > 0) {
        return runCommand(argc, argv, at, rivulet::app::runStats);
    }
    QStringList arguments;
    for (int i = 1; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    auto line = rivulet::app::CommandLine::parse(arguments);
    if (!line) {
        std::fprintf(stderr, "rivulet: %s\n", qUtf8Printable(line.failure().detail));
        return rivulet::app::WindowRun::Usage;
    }
    if (line.value().action == rivulet::app::CommandLine::Action::Help) {
        std::fputs(qUtf8Printable(rivulet::app::CommandLine::help()), stdout);
        return 0;
    }
    if (line.value().action == rivulet::app::CommandLine::Action::Version) {
        std::printf("rivulet %s\n", RIVULET_VERSION);
        return 0;
    }
    const QString displayProblem =
        rivulet::app::Display::problem([](const char* name) { return qgetenv(name); });
    if (!displayProblem.isEmpty()) {
        std::fprintf(stderr, "rivulet: %s\n", qUtf8Printable(displayProblem));
        return rivulet::app::WindowRun::OneFailed;
    }
    // The text of a frame is put together right before it is drawn: there is nothing to wait for.
    if (!qEnvironmentVariableIsSet("QT_QPA_UPDATE_IDLE_TIME")) {
        qputenv("QT_QPA_UPDATE_IDLE_TIME", "1");
    }
    const QGuiApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("org.rivulet.Rivulet"));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/org.rivulet.Rivulet.svg")));
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    rivulet::app::WindowRun run(std::move(line.value()), start);
    return run.run();
}
