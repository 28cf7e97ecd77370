// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Message.h"
#include "domain/StreamObserver.h"
#include "stream/Reveal.h"
#include "stream/StreamState.h"

#include <QString>

#include <chrono>
#include <optional>

namespace rivulet::app {

/// How far a stream is. Unset: not known.
struct AskProgress {
    qint64 tokens = 0;
    std::optional<double> tokensPerSecond;
    std::chrono::milliseconds elapsed{0};
    std::optional<double> fraction;
    std::optional<std::chrono::milliseconds> remaining;
    QString phase;
};

/// What the command line asked for and is not done, for this stream: `kind` for scripts, a sentence without
/// its full stop for people.
struct AskNotice {
    QString kind;
    QString message;
};

/// A stream's end with its sums.
struct AskEnd {
    domain::Ending ending;
    QString text;
    QString thinking;
    std::optional<std::chrono::milliseconds> timeToFirstToken;
    std::chrono::milliseconds duration{0};
    std::optional<double> tokensPerSecond;
    int attempts = 0;
    int requests = 0;
    domain::MessageId storedId = 0; ///< 0: not kept
};

/// Tells of one stream in a terminal. finished() comes exactly once and after everything else; ended() of the
/// observer it is says less and earlier.
class AskReporter : public domain::StreamObserver {
public:
    virtual void stateChanged(stream::StreamState state, stream::Reveal reveal) {
        Q_UNUSED(state)
        Q_UNUSED(reveal)
    }
    virtual void noticed(const AskNotice&) {}
    virtual void measured(const AskProgress&) {}
    virtual void finished(const AskEnd& end) = 0;
};

} // namespace rivulet::app
