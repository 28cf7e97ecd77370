// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"

#include <QJsonObject>
#include <QMutex>
#include <QObject>

#include <ctime>
#include <functional>
#include <optional>
#include <vector>

class QQuickWindow;

namespace rivulet::app {

class ChatSession;

/// Measures what a person would feel: the work of each frame, the gaps between frames while text waited, and
/// the time from bytes, or from a key that is pressed, to the frame that shows them. A frame costs it a few
/// clock readings. Frames may be drawn on another thread: the work of a frame is then that of both threads,
/// and a frame shows what was handed to the view before the two met.
class FrameMeter : public QObject {
    Q_OBJECT

public:
    using Instant = domain::Clock::Instant;

    /// `processStart`: when the process began, for first_frame_ms and ready_ms.
    explicit FrameMeter(Instant processStart, QObject* parent = nullptr);

    void watch(QQuickWindow* window);
    /// `isSeen`: whether its words go to the screen now. Those that do not wait for no frame.
    void watch(ChatSession* session, const std::function<bool()>& isSeen);
    /// The window can be typed into.
    void markReady();
    /// Forgets what was measured so far, all but when the first frame was there and the window ready.
    void restart();
    /// The figures so far, with this process's CPU time and memory.
    [[nodiscard]] QJsonObject figures() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void frameBegun();
    void forgetBegun();
    void frameTaken();
    void frameEnded();
    /// CPU time of the threads that are known to make frames; this one joins them. Nothing where it just did:
    /// what was read before was without it.
    [[nodiscard]] std::optional<double> frameCpu();

    struct Pane {
        std::vector<Instant> arrived; ///< when bytes came that are not handed to the view yet
    };

    Instant m_processStart;
    mutable QMutex m_mutex;
    std::vector<clockid_t> m_threads; ///< CPU clocks of the threads that make frames
    std::optional<double> m_cpuBegin;
    std::optional<Instant> m_lastFrame;
    std::optional<Instant> m_firstFrame;
    std::optional<Instant> m_ready;
    std::vector<Pane> m_panes;
    std::vector<Instant> m_shown;   ///< arrival times of text that was handed to the view
    std::vector<Instant> m_inFrame; ///< of text that is in the frame being drawn
    std::vector<Instant> m_keys;    ///< when keys were pressed that no frame has shown yet
    std::vector<Instant> m_keysInFrame;
    qint64 m_frames = 0;
    double m_cpuBefore = 0; ///< seconds of the process that are not counted
    std::vector<double> m_cpu;
    std::vector<double> m_gaps;
    std::vector<double> m_tokenToFrame;
    std::vector<double> m_oldestToFrame; ///< of what is in a frame, the one that came first
    std::vector<double> m_keyToFrame;
};

} // namespace rivulet::app
