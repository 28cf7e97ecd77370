// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "WindowRun.h"

#include "ask/InterruptSignal.h"
#include "ask/TextReporter.h"

#include <QGuiApplication>
#include <QJsonDocument>
#include <QQuickWindow>
#include <QSaveFile>
#include <QTimer>

#include <cstdio>
#include <utility>

namespace rivulet::app {

namespace {

void complain(const QString& sentence) {
    std::fprintf(stderr, "rivulet: %s\n", qUtf8Printable(plainText(sentence)));
}

} // namespace

WindowRun::WindowRun(CommandLine line, domain::Clock::Instant processStart, QObject* parent)
    : QObject(parent)
    , m_line(std::move(line))
    , m_application(std::make_unique<Application>(m_line.application))
    , m_meter(std::make_unique<FrameMeter>(processStart))
    , m_window(std::make_unique<MainWindow>(*m_application)) {}

WindowRun::~WindowRun() {
    // The window goes before what it shows.
    m_window.reset();
}

int WindowRun::run() {
    if (const QString problem = m_application->optionProblem(); !problem.isEmpty()) {
        complain(problem);
        return Usage;
    }
    if (!m_window->load()) {
        complain(QStringLiteral("the window could not be loaded"));
        return OneFailed;
    }
    if (!m_line.measure.isEmpty()) {
        m_meter->watch(m_window->window());
        connect(m_application.get(), &Application::sessionMade, this, &WindowRun::measure);
        measure(m_application->session());
    }
    const InterruptSignal interrupt;
    connect(&interrupt, &InterruptSignal::raised, this, [this] { finish(Signalled); });
    // After the first frame, when the window can be typed into.
    connect(m_window->window(), &QQuickWindow::frameSwapped, this, &WindowRun::begin,
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    const int code = QGuiApplication::exec();
    m_application->close();
    writeMeasure();
    return code;
}

void WindowRun::begin() {
    m_meter->markReady();
    if (m_line.selfTest) {
        finish(m_window->warnings() == 0 ? Done : OneFailed);
        return;
    }
    auto* session = m_application->session();
    if (m_line.quitWhenDone) {
        connect(session, &CompareSession::allEnded, this, &WindowRun::streamsEnded);
    }
    if (m_line.prompt.isEmpty()) {
        measureLater(); // there may be no text at all
    } else if (!session->send(m_line.prompt)) {
        complain(QStringLiteral("the prompt could not be sent"));
        finish(OneFailed);
    }
}

void WindowRun::streamsEnded() {
    // The last text has been handed to the view; a frame later it is on the screen.
    QTimer::singleShot(250, this, [this] {
        if (m_application->session()->isRunning()) {
            return;
        }
        finish(outcome());
    });
}

int WindowRun::outcome() const {
    bool failed = false;
    bool interrupted = false;
    auto* session = m_application->session();
    const ChatSession* panes[] = {session->first(), session->second()};
    for (int pane = 0; pane < session->paneCount(); ++pane) {
        if (const auto ending = panes[pane]->ending()) {
            failed = failed || ending->outcome == domain::Outcome::Failed;
            interrupted = interrupted || ending->outcome == domain::Outcome::Interrupted;
        }
    }
    return failed ? OneFailed : (interrupted ? OneInterrupted : Done);
}

void WindowRun::finish(int code) {
    if (!m_line.screenshot.isEmpty()) {
        if (!m_window->window()->grabWindow().save(m_line.screenshot, "PNG")) {
            complain(QStringLiteral("the picture could not be saved"));
            code = code == Done ? static_cast<int>(OneFailed) : code;
        }
    }
    QGuiApplication::exit(code);
}

void WindowRun::measure(CompareSession* session) {
    for (ChatSession* pane : {session->first(), session->second()}) {
        m_streams.watch(pane);
        m_meter->watch(pane, [this, session, pane] { return isSeen(session, pane); });
        connect(pane, &ChatSession::textArrived, this, &WindowRun::measureLater, Qt::SingleShotConnection);
    }
}

bool WindowRun::isSeen(const CompareSession* session, const ChatSession* pane) const {
    return session == m_application->session() && pane->pane() < session->paneCount() &&
           m_window->window()->isExposed();
}

void WindowRun::measureLater() {
    if (m_line.measureAfter.count() > 0) {
        QTimer::singleShot(std::exchange(m_line.measureAfter, {}), m_meter.get(), &FrameMeter::restart);
    }
}

void WindowRun::writeMeasure() {
    if (m_line.measure.isEmpty()) {
        return;
    }
    QJsonObject figures = m_meter->figures();
    const QJsonObject streams = m_streams.figures();
    for (auto figure = streams.begin(); figure != streams.end(); ++figure) {
        figures.insert(figure.key(), figure.value());
    }
    QSaveFile file(m_line.measure);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(figures).toJson()) < 0 ||
        !file.commit()) {
        complain(QStringLiteral("the figures could not be written"));
    }
}

} // namespace rivulet::app
