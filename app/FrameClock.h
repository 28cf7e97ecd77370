// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/FlushClock.h"

#include <QPointer>
#include <QTimer>

#include <optional>

class QWindow;

namespace rivulet::app {

/// Beats where the next frame of a window begins, so that all that came since the last one is in it, and that
/// one frame shows what all panes have. After a rest it beats at once. While nothing of the window can be
/// seen it beats seldom: nothing is drawn then, but what comes is to be taken. Knows no text.
class FrameClock : public stream::FlushClock {
    Q_OBJECT

public:
    using Milliseconds = std::chrono::milliseconds;

    /// From one frame to the next.
    static constexpr Milliseconds period{16};
    /// What else there is to do gets so much time between two frames that take long.
    static constexpr Milliseconds rest{4};
    /// From one beat to the next where nobody sees anything.
    static constexpr Milliseconds unseenPeriod{100};

    explicit FrameClock(const domain::Clock& clock, QObject* parent = nullptr);

    /// This window's frames, from now on.
    void follow(QWindow& window);
    void wake(Instant due) override;

private:
    void schedule();
    void strike();
    void frameShown();

    const domain::Clock& m_clock;
    QPointer<QWindow> m_window;
    QTimer m_timer;
    std::optional<Instant> m_due;
    std::optional<Instant> m_lastBeat;
    std::optional<Instant> m_lastFrame;
};

} // namespace rivulet::app
