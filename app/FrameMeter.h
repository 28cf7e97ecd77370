// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QMutex>
#include <QObject>

#include <optional>
#include <vector>

class QQuickWindow;

namespace rivulet::app {

class ChatSession;

/// Measures what a person would feel: the work of each frame, the gaps between frames while text waited, and
/// the time from bytes to the frame that shows them. A frame costs it two clock readings. Frames may be drawn
/// on another thread.
class FrameMeter : public QObject {
    Q_OBJECT

public:
    using Instant = domain::Clock::Instant;

    /// `processStart`: when the process began, for first_frame_ms and ready_ms.
    explicit FrameMeter(Instant processStart, QObject* parent = nullptr);

    void watch(QQuickWindow* window);
    void watch(ChatSession* session);
    /// The window can be typed into.
    void markReady();
    /// The figures so far, with this process's CPU time and memory.
    [[nodiscard]] QJsonObject figures() const;

private:
    void frameBegun();
    void frameEnded();

    struct Pane {
        std::optional<Instant> arrived; ///< the oldest bytes that are not handed to the view yet
    };

    Instant m_processStart;
    mutable QMutex m_mutex;
    Instant m_frameBegin;
    double m_cpuBegin = 0;
    std::optional<Instant> m_lastFrame;
    std::optional<Instant> m_firstFrame;
    std::optional<Instant> m_ready;
    std::vector<Pane> m_panes;
    std::vector<Instant> m_shown; ///< arrival times of text that the next frame shows
    std::vector<double> m_cpu;
    std::vector<double> m_gaps;
    std::vector<double> m_tokenToFrame;
};

} // namespace rivulet::app
