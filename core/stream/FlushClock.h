// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace rivulet::stream {

/// The one beat of all that is shown in batches on a thread: at a beat first those read who left bytes where
/// they are, then those show who have something due, so that many streams share wakeups and commits. No timer
/// runs while nobody waits. Knows not what is read or shown. Outlives its listeners.
class FlushClock : public QObject {
    Q_OBJECT

public:
    using Instant = domain::Clock::Instant;
    using Milliseconds = std::chrono::milliseconds;

    /// The least time between two beats.
    static constexpr Milliseconds frame{16};
    /// With more that show at a beat than this, which nobody can follow with their eyes, beats come less
    /// often: in proportion, up to so many frames.
    static constexpr std::size_t crowd = 8;
    static constexpr std::size_t longestBeat = 3;
    /// After so long the rest of a beat's listeners has its turn behind what else waits for the event loop.
    static constexpr Milliseconds longestTurn{8};
    /// So long a frame is waited for that was asked for; after that the beat comes without.
    static constexpr Milliseconds framePatience{24};
    /// What is due so soon after a frame belongs to it: frames do not come evenly.
    static constexpr Milliseconds frameSlack{4};

    /// One that waits for a beat: once for each time it asked. It may ask again, leave or go in its beat.
    class Listener {
    public:
        virtual void beat(Instant now) = 0;

    protected:
        ~Listener() = default;
    };
    enum class Part { Read, Show };
    enum class Drive {
        Timer,  ///< a timer of its own beats
        Frames, ///< a view calls beat() when it paints; the timer asks it to, and beats where no frame comes
    };

    explicit FlushClock(const domain::Clock& time, QObject* parent = nullptr);

    [[nodiscard]] const domain::Clock& time() const { return m_time; }

    /// At the first beat that is not before `due`; takes the place of what it asked for before.
    void await(Listener& listener, Part part, Instant due);
    /// In the next turn of the event loop, between the beats: for the rest of what was too much for one.
    void awaitTurn(Listener& listener, Part part);
    void leave(Listener& listener);
    [[nodiscard]] bool isAwaited() const { return !m_waiting.empty(); }

    void setDrive(Drive drive);
    [[nodiscard]] Drive drive() const { return m_drive; }
    /// A frame is about to be painted: what is due by then is read and shown now.
    void beat();

Q_SIGNALS:
    /// Drive::Frames: something is due, and shows with the next frame.
    void frameWanted();

private:
    struct Waiting {
        Listener* listener;
        Part part;
        /// Nothing: in the next turn.
        std::optional<Instant> due;
    };

    void wake();
    void beatAt(Instant now);
    /// Those that are due by then; none: those of the next turn. Says how many they were.
    std::size_t serve(Part part, const std::optional<Instant>& by, Instant now);
    void schedule();
    [[nodiscard]] Milliseconds interval() const;
    /// When the timer is to wake next.
    [[nodiscard]] Instant next() const;

    const domain::Clock& m_time;
    QTimer m_timer;
    Drive m_drive = Drive::Timer;
    std::vector<Waiting> m_waiting;
    /// Those whose turn it is, of each beat that runs.
    std::vector<std::vector<Waiting>*> m_serving;
    std::optional<Instant> m_lastBeat;
    std::optional<Instant> m_wakesAt;
    std::size_t m_shown = 0;
    int m_busy = 0;
    bool m_frameAsked = false;
};

} // namespace rivulet::stream
