// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/ObserverEntry.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace rivulet::stream {

/// Tells its observer on a thread of its own, behind a bounded queue: a slow one delays nobody. Once the
/// queue is full, text is joined to text that waits, and never dropped.
class QueuedObserver final : public StreamController::Registration::Entry,
                             public std::enable_shared_from_this<QueuedObserver> {
public:
    static constexpr std::size_t bound = 256;

    /// The thread keeps the entry alive until drop(), which its Registration calls.
    [[nodiscard]] static std::shared_ptr<QueuedObserver> make(domain::StreamObserver& observer);
    ~QueuedObserver() override;

    void take(const Telling& telling) override;
    /// Waits for a call that is running, unless it is the one that drops.
    void drop() override;
    [[nodiscard]] bool isDropped() const override;

private:
    explicit QueuedObserver(domain::StreamObserver& observer)
        : m_observer(observer) {}

    void run();
    [[nodiscard]] bool joinToWaiting(const Telling& telling);

    domain::StreamObserver& m_observer;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Telling> m_waiting;
    bool m_dropped = false;
    std::thread m_thread;
};

} // namespace rivulet::stream
