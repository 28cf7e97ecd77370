// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Application.h"
#include "CommandLine.h"
#include "FrameMeter.h"
#include "MainWindow.h"
#include "StreamFigures.h"
#include "domain/Clock.h"

#include <QObject>

#include <memory>

namespace rivulet::app {

/// One run of the window as the command line asked for it: loads it, sends the prompt, takes the picture,
/// writes the figures, and knows the exit code.
class WindowRun : public QObject {
    Q_OBJECT

public:
    enum ExitCode { Done = 0, OneFailed = 1, Usage = 2, OneInterrupted = 3, Signalled = 130 };

    WindowRun(CommandLine line, domain::Clock::Instant processStart, QObject* parent = nullptr);
    ~WindowRun() override;

    /// Runs the event loop to its end.
    [[nodiscard]] int run();

private:
    void begin();
    void streamsEnded();
    void finish(int code);
    /// Both panes of a conversation, from now on.
    void measure(CompareSession* session);
    /// Their words go to the screen.
    [[nodiscard]] bool isSeen(const CompareSession* session, const ChatSession* pane) const;
    void measureLater();
    void writeMeasure();
    [[nodiscard]] int outcome() const;

    CommandLine m_line;
    std::unique_ptr<Application> m_application;
    std::unique_ptr<FrameMeter> m_meter;
    StreamFigures m_streams;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace rivulet::app
