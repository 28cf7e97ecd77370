// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/QueuedObserver.h"

namespace rivulet::stream {

namespace {

/// What nobody misses when a slow observer gets only the latest of it, or none.
bool isPassing(const Telling& telling) {
    return std::holds_alternative<domain::Progress>(telling) ||
           std::holds_alternative<domain::Warning>(telling) ||
           std::holds_alternative<domain::Citation>(telling);
}

/// What divides one part of a stream from the next: nothing is joined across it.
bool isBorder(const Telling& telling) {
    return std::holds_alternative<AttemptStarted>(telling) || std::holds_alternative<StreamEnded>(telling) ||
           std::holds_alternative<domain::Seam>(telling) || std::holds_alternative<RetryScheduled>(telling);
}

} // namespace

std::shared_ptr<QueuedObserver> QueuedObserver::make(domain::StreamObserver& observer) {
    std::shared_ptr<QueuedObserver> entry(new QueuedObserver(observer));
    entry->m_thread = std::thread([entry] { entry->run(); });
    return entry;
}

QueuedObserver::~QueuedObserver() = default;

void QueuedObserver::take(const Telling& telling) {
    if (std::holds_alternative<StateChanged>(telling) || std::holds_alternative<RevealChanged>(telling)) {
        return;
    }
    {
        const std::scoped_lock lock(m_mutex);
        if (m_dropped) {
            return;
        }
        if (m_waiting.size() >= bound) {
            if (joinToWaiting(telling) || isPassing(telling)) {
                ++joined;
                return;
            }
        }
        m_waiting.push_back(telling);
    }
    m_changed.notify_one();
}

bool QueuedObserver::joinToWaiting(const Telling& telling) {
    for (auto waiting = m_waiting.rbegin(); waiting != m_waiting.rend() && !isBorder(*waiting); ++waiting) {
        if (join(*waiting, telling)) {
            return true;
        }
        const bool sameKind = waiting->index() == telling.index();
        if (sameKind && (std::holds_alternative<domain::Usage>(telling) || isPassing(telling))) {
            *waiting = telling; // the latest of its kind stands for those before it
            return true;
        }
    }
    return false;
}

void QueuedObserver::run() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_dropped || !m_waiting.empty(); });
        if (m_dropped) {
            return;
        }
        const Telling telling = std::move(m_waiting.front());
        m_waiting.pop_front();
        lock.unlock();
        tellNow(m_observer, telling);
        lock.lock();
    }
}

void QueuedObserver::drop() {
    {
        const std::scoped_lock lock(m_mutex);
        m_dropped = true;
        m_waiting.clear();
    }
    m_changed.notify_one();
    if (!m_thread.joinable()) {
        return;
    }
    if (m_thread.get_id() == std::this_thread::get_id()) {
        m_thread
            .detach(); // it ends by itself when the present call returns, and holds what it needs until then
    } else {
        m_thread.join();
    }
}

bool QueuedObserver::isDropped() const {
    const std::scoped_lock lock(m_mutex);
    return m_dropped;
}

} // namespace rivulet::stream
