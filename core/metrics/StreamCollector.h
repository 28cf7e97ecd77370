// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/StreamObserver.h"
#include "domain/StreamRecord.h"
#include "domain/StreamStats.h"
#include "metrics/CollectedStream.h"

#include <chrono>
#include <optional>

namespace rivulet::metrics {

/// Makes a StreamRecord of what a stream tells. Knows the faults and the times between; tokens are what
/// StreamStats has counted. Keeps no word of the answer, and not where the record goes.
class StreamCollector : public domain::StreamObserver {
public:
    explicit StreamCollector(const domain::Clock& clock)
        : m_clock(clock) {}

    /// The connection is held by a pause: what comes later says nothing of how fast it is.
    void holdWire();
    void releaseWire();

    /// What became of the stream, once it has ended; nothing where no request was sent, for that was none.
    /// `stats` are the stream's own.
    [[nodiscard]] std::optional<domain::StreamRecord> record(const domain::StreamStats& stats,
                                                             int requests) const;

    void started(const domain::StreamMetadata& metadata) override;
    void delta(const QString& text, qsizetype index) override;
    void thinking(const QString& text) override;
    void tool(const domain::ToolActivity& activity) override;
    void citation(const domain::Citation& citation) override;
    void retrying(int attempt, std::chrono::milliseconds delay, const domain::Failure& reason) override;
    void seam(qsizetype at, qsizetype trimmed, bool exact) override;
    void ended(const domain::Ending& ending, const QString& fullText) override;

private:
    using Instant = domain::Clock::Instant;
    using Way = domain::Recovery::Way;

    void contentCame();
    void flowsAgain();
    /// Nothing flows from now on, for a hold or for a fault.
    void stopCounting();
    /// It does, unless the other one lasts.
    void goOnCounting();
    [[nodiscard]] Way way() const;

    const domain::Clock& m_clock;
    bool m_isWireHeld = false;
    std::optional<CollectedStream> m_stream;
};

} // namespace rivulet::metrics
