// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Outcome.h"
#include "domain/StreamEvent.h"

#include <QString>

#include <chrono>

namespace rivulet::domain {

/// What is known of a stream when it starts.
struct StreamMetadata {
    QString endpointId;
    QString endpointName;
    QString dialect;
    QString model;
    /// "exact", "continue" or "none": the rung of the resume ladder this stream stands on.
    QString resume;
    /// 1 for the first request of this stream, then counting up with each retry or continuation.
    int attempt = 1;
};

/// Whoever wants to know what a stream does: told, in order and on the stream's thread (or on a worker,
/// by the way of registration), and never able to hold it up or change it. All functions have an empty
/// default. started() may come again for a later attempt; ended() comes exactly once and last.
class StreamObserver {
public:
    virtual ~StreamObserver() = default;

    virtual void started(const StreamMetadata&) {}
    /// `index` is the count of UTF-16 units of answer text that came before this delta.
    virtual void delta(const QString& text, qsizetype index) {
        Q_UNUSED(text)
        Q_UNUSED(index)
    }
    virtual void thinking(const QString& text) { Q_UNUSED(text) }
    virtual void tool(const ToolActivity&) {}
    virtual void citation(const Citation&) {}
    virtual void progress(const Progress&) {}
    virtual void usage(const Usage&) {}
    virtual void warning(const Warning&) {}
    /// A wait before attempt number `attempt`, for the reason given.
    virtual void retrying(int attempt, std::chrono::milliseconds delay, const Failure& reason) {
        Q_UNUSED(attempt)
        Q_UNUSED(delay)
        Q_UNUSED(reason)
    }
    /// The answer was cut at `at` UTF-16 units and goes on from there; `trimmed` units of overlap were
    /// dropped. `exact`: resumed by the server without a lost or doubled character, else continued by the
    /// model.
    virtual void seam(qsizetype at, qsizetype trimmed, bool exact) {
        Q_UNUSED(at)
        Q_UNUSED(trimmed)
        Q_UNUSED(exact)
    }
    virtual void ended(const Ending&, const QString& fullText) { Q_UNUSED(fullText) }

protected:
    StreamObserver() = default;
    StreamObserver(const StreamObserver&) = default;
    StreamObserver& operator=(const StreamObserver&) = default;
};

} // namespace rivulet::domain
