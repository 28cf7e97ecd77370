// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "domain/StreamObserver.h"
#include "stream/Reveal.h"
#include "stream/StreamState.h"

#include <QString>

#include <chrono>
#include <variant>

namespace rivulet::stream {

// What a stream has to tell, as values: so that it can be told later, in order, and on another thread.

struct AttemptStarted {
    domain::StreamMetadata metadata;
};
struct TextCame {
    QString text;
    qsizetype index = 0; ///< units of answer text before it
};
struct ThinkingCame {
    QString text;
};
struct RetryScheduled {
    int attempt = 0;
    std::chrono::milliseconds delay{};
    domain::Failure reason;
};
struct StreamEnded {
    domain::Ending ending;
    QString text;
};
/// For signals only: observers are not told of states.
struct StateChanged {
    StreamState state = StreamState::Idle;
};
struct RevealChanged {
    Reveal reveal = Reveal::Flowing;
};

using Telling = std::variant<AttemptStarted, TextCame, ThinkingCame, domain::ToolActivity, domain::Citation,
                             domain::Progress, domain::Usage, domain::Warning, RetryScheduled, domain::Seam,
                             StreamEnded, StateChanged, RevealChanged>;

/// Calls the function of `observer` that this is for.
void tell(domain::StreamObserver& observer, const Telling& telling);

/// Makes `earlier` hold `later` too, where both are pieces of one kind: text, thinking, one tool's arguments.
/// False, and nothing is changed, where they are not.
[[nodiscard]] bool join(Telling& earlier, const Telling& later);

} // namespace rivulet::stream
