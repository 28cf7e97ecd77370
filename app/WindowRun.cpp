// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "WindowRun.h"

#include "ask/InterruptSignal.h"
#include "ask/TextReporter.h"

#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QQuickWindow>
#include <QSaveFile>
#include <QTimer>

#include <cstdio>

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
        m_meter->watch(m_application->session()->first());
        m_meter->watch(m_application->session()->second());
        if (m_line.measureAfter.count() > 0) {
            connect(m_application->session()->first(), &ChatSession::textArrived, this,
                    &WindowRun::measureLater, Qt::SingleShotConnection);
        }
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
    if (!m_line.prompt.isEmpty() && !session->send(m_line.prompt)) {
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

void WindowRun::measureLater() {
    QTimer::singleShot(m_line.measureAfter, m_meter.get(), &FrameMeter::restart);
}

void WindowRun::writeMeasure() {
    if (m_line.measure.isEmpty()) {
        return;
    }
    QJsonObject figures = m_meter->figures();
    QJsonArray ttft;
    qint64 tokens = 0;
    auto* session = m_application->session();
    const ChatSession* panes[] = {session->first(), session->second()};
    QJsonArray streams;
    for (int pane = 0; pane < session->paneCount(); ++pane) {
        const auto& stats = panes[pane]->stats();
        const auto first = stats.timeToFirstToken();
        ttft.append(first ? static_cast<double>(first->count()) : -1.0);
        tokens += stats.answerTokens() + stats.thinkingTokens();
        const auto now = domain::Clock::Instant::clock::now();
        const auto ending = panes[pane]->ending();
        streams.append(
            QJsonObject{{QStringLiteral("model"), panes[pane]->modelName()},
                        {QStringLiteral("state"), ending ? domain::outcomeName(ending->outcome) : QString()},
                        {QStringLiteral("ttft_ms"), first ? static_cast<double>(first->count()) : -1.0},
                        {QStringLiteral("tokens"), stats.answerTokens() + stats.thinkingTokens()},
                        {QStringLiteral("tokens_per_second"), stats.answerRate(now).value_or(0)},
                        {QStringLiteral("duration_ms"), static_cast<double>(stats.elapsed(now).count())},
                        {QStringLiteral("characters"), static_cast<qint64>(stats.characters())}});
    }
    figures.insert(QStringLiteral("tokens"), tokens);
    figures.insert(QStringLiteral("ttft_ms"), ttft);
    figures.insert(QStringLiteral("streams"), streams);
    QSaveFile file(m_line.measure);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(figures).toJson()) < 0 ||
        !file.commit()) {
        complain(QStringLiteral("the figures could not be written"));
    }
}

} // namespace rivulet::app
