// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/ObserverList.h"
#include "stream/Telling.h"

#include <memory>
#include <vector>

namespace rivulet::stream {

/// What a controller has to say and has not said yet. Says it at the end of a turn, in order: to the
/// observers first, then as signals, with text joined. Whoever is told may call back, drop, or delete the
/// controller; what that adds is said after what is being said. Knows nothing of why.
class Outbox : public std::enable_shared_from_this<Outbox> {
public:
    explicit Outbox(StreamController& controller)
        : m_controller(&controller) {}

    /// Joined with what was added last, where both are text or both are thinking.
    void add(Telling telling);
    /// The controller goes: from now on only the observers are told.
    void detach() { m_controller = nullptr; }
    [[nodiscard]] ObserverList& observers() { return m_observers; }

    /// While one lives, things are added; when the outermost one ends, they are said. After that, its owner
    /// may be gone: it must be the first local of a function that touches members.
    class Turn {
    public:
        explicit Turn(const std::shared_ptr<Outbox>& outbox);
        ~Turn();
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

    private:
        std::shared_ptr<Outbox> m_outbox;
    };

private:
    void deliver();
    void signal(const Telling& telling) const;

    StreamController* m_controller;
    ObserverList m_observers;
    std::vector<Telling> m_waiting;
    int m_turns = 0;
    bool m_delivering = false;
};

} // namespace rivulet::stream
