// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/StreamController.h"
#include "stream/Telling.h"

#include <atomic>

namespace rivulet::stream {

/// One registered observer: how it is told, what that cost, and whether it was dropped.
struct StreamController::Registration::Entry {
    Entry() = default;
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    virtual ~Entry() = default;

    virtual void take(const Telling& telling) = 0;
    /// From its return on nothing is told any more; only the call that dropped it may still be running.
    virtual void drop() = 0;
    [[nodiscard]] virtual bool isDropped() const = 0;

    std::atomic<int> exceptions{0};
    std::atomic<int> joined{0};
    std::atomic<qint64> nanoseconds{0};

protected:
    /// Tells at once: timed, and with whatever it throws caught.
    void tellNow(domain::StreamObserver& observer, const Telling& telling);
};

/// Tells its observer in the flush itself.
class DirectObserver final : public StreamController::Registration::Entry {
public:
    explicit DirectObserver(domain::StreamObserver& observer)
        : m_observer(&observer) {}

    void take(const Telling& telling) override;
    void drop() override { m_observer = nullptr; }
    [[nodiscard]] bool isDropped() const override { return m_observer == nullptr; }

private:
    domain::StreamObserver* m_observer;
};

} // namespace rivulet::stream
