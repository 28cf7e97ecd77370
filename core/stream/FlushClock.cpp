// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/FlushClock.h"

#include <algorithm>
#include <utility>

namespace rivulet::stream {

FlushClock::FlushClock(const domain::Clock& time, QObject* parent)
    : QObject(parent)
    , m_time(time) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &FlushClock::wake);
}

void FlushClock::await(Listener& listener, Part part, Instant due) {
    leave(listener);
    m_waiting.push_back({&listener, part, due});
    schedule();
}

void FlushClock::awaitTurn(Listener& listener, Part part) {
    leave(listener);
    m_waiting.push_back({&listener, part, std::nullopt});
    schedule();
}

void FlushClock::leave(Listener& listener) {
    std::erase_if(m_waiting, [&](const Waiting& waiting) { return waiting.listener == &listener; });
    for (std::vector<Waiting>* const turn : m_serving) {
        for (Waiting& waiting : *turn) {
            waiting.listener = waiting.listener == &listener ? nullptr : waiting.listener;
        }
    }
    if (m_waiting.empty() && m_busy == 0) {
        schedule();
    }
}

void FlushClock::setDrive(Drive drive) {
    if (std::exchange(m_drive, drive) != drive) {
        m_frameAsked = false;
        m_wakesAt.reset();
        schedule();
    }
}

void FlushClock::beat() {
    beatAt(m_time.now() + frameSlack);
}

void FlushClock::wake() {
    m_wakesAt.reset();
    const Instant now = m_time.now();
    const bool turn = std::ranges::any_of(m_waiting, [](const Waiting& waiting) { return !waiting.due; });
    if (turn) {
        ++m_busy;
        serve(Part::Read, std::nullopt, now);
        serve(Part::Show, std::nullopt, now);
        --m_busy;
        schedule();
    } else if (m_drive == Drive::Frames && !std::exchange(m_frameAsked, true)) {
        schedule();
        Q_EMIT frameWanted();
    } else {
        beatAt(now);
    }
}

void FlushClock::beatAt(Instant now) {
    m_lastBeat = now;
    m_frameAsked = false;
    ++m_busy;
    serve(Part::Read, now, now);
    m_shown = serve(Part::Show, now, now);
    --m_busy;
    m_wakesAt.reset();
    schedule();
}

std::size_t FlushClock::serve(Part part, const std::optional<Instant>& by, Instant now) {
    std::vector<Waiting> turn;
    std::erase_if(m_waiting, [&](const Waiting& waiting) {
        const bool hasTurn = !by ? !waiting.due : !waiting.due || *waiting.due <= *by;
        const bool isServed = waiting.part == part && hasTurn;
        if (isServed) {
            turn.push_back(waiting);
        }
        return isServed;
    });
    m_serving.push_back(&turn);
    const Instant begun = m_time.now();
    for (std::size_t i = 0; i < turn.size(); ++i) {
        // What a listener does may take others away.
        if (Listener* const listener = std::exchange(turn.at(i).listener, nullptr)) {
            listener->beat(now);
        }
        if (m_time.now() - begun > longestTurn) {
            for (const Waiting& rest : turn) {
                if (rest.listener != nullptr) {
                    m_waiting.push_back({rest.listener, part, std::nullopt});
                }
            }
            break;
        }
    }
    std::erase(m_serving, &turn);
    return turn.size();
}

FlushClock::Milliseconds FlushClock::interval() const {
    return frame * static_cast<int>(std::clamp<std::size_t>((m_shown + crowd - 1) / crowd, 1, longestBeat));
}

FlushClock::Instant FlushClock::next() const {
    Instant first = Instant::max();
    for (const Waiting& waiting : m_waiting) {
        if (!waiting.due) {
            return Instant{};
        }
        first = std::min(first, *waiting.due);
    }
    if (m_frameAsked) {
        return m_time.now() + framePatience;
    }
    if (m_drive == Drive::Frames) {
        return first - frameSlack;
    }
    return m_lastBeat ? std::max(first, *m_lastBeat + interval()) : first;
}

void FlushClock::schedule() {
    if (m_busy > 0) {
        return; // once, when all have been served
    }
    if (m_waiting.empty()) {
        m_timer.stop();
        m_wakesAt.reset();
        m_frameAsked = false;
        return;
    }
    const Instant at = next();
    if (m_wakesAt && *m_wakesAt <= at) {
        return;
    }
    m_wakesAt = at;
    const auto wait = std::chrono::ceil<Milliseconds>(at - m_time.now());
    m_timer.start(std::max(Milliseconds{0}, at == Instant{} ? Milliseconds{0} : wait));
}

} // namespace rivulet::stream
