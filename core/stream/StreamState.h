// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::stream {

/// Where a stream stands on the wire. Whether the view shows it is the other axis: Reveal.
enum class StreamState {
    Idle,
    Waiting, ///< for a limit, a connection slot or a retry's delay
    Connecting,
    Thinking,
    Streaming,
    Reconnecting, ///< after content: waiting for or trying the next rung of the resume ladder
    Completed,
    Cancelled,
    Interrupted,
    Failed,
};

enum class StreamInput {
    Started,  ///< a request was asked for
    Resumed,  ///< a request was asked for that goes on from the text of an ended stream, or of an earlier run
    Delayed,  ///< the request must wait
    Sent,     ///< the request went out
    Thought,  ///< thinking arrived, or the model is known to think
    TextCame, ///< answer text (or a tool call) arrived
    Lost,     ///< cut, and there is a next rung that goes by itself
    Finished, ///< the protocol's own end mark
    Cancelled, ///< the user's Cancel
    BrokeAfterContent,
    BrokeBeforeContent,
};

/// The whole life of a stream as one table: the state after `input`. An input that means nothing in a state
/// leaves it as it is; an ended stream leaves its end state only by Started and Resumed, and what ended
/// Completed only by Started.
[[nodiscard]] constexpr StreamState next(StreamState state, StreamInput input);

[[nodiscard]] constexpr bool isRunning(StreamState state) {
    return state == StreamState::Waiting || state == StreamState::Connecting ||
           state == StreamState::Thinking || state == StreamState::Streaming ||
           state == StreamState::Reconnecting;
}

[[nodiscard]] constexpr bool isEnded(StreamState state) {
    return state != StreamState::Idle && !isRunning(state);
}

/// "idle", "waiting", "connecting", "thinking", "streaming", "reconnecting", "completed", ...
[[nodiscard]] QString stateName(StreamState state);

constexpr StreamState next(StreamState state, StreamInput input) {
    using S = StreamState;
    using I = StreamInput;
    if (input == I::Started) {
        return isRunning(state) ? state : S::Connecting;
    }
    if (input == I::Resumed) {
        return !isRunning(state) && state != S::Completed ? S::Reconnecting : state;
    }
    if (!isRunning(state)) {
        return state;
    }
    switch (input) {
    case I::Started:
    case I::Resumed:
        return state;
    case I::Delayed:
        return state == S::Reconnecting ? S::Reconnecting : S::Waiting;
    case I::Sent:
        return state == S::Reconnecting ? S::Reconnecting : S::Connecting;
    case I::Thought:
        return S::Thinking;
    case I::TextCame:
        return S::Streaming;
    case I::Lost:
        return S::Reconnecting;
    case I::Finished:
        return S::Completed;
    case I::Cancelled:
        return S::Cancelled;
    case I::BrokeAfterContent:
        return S::Interrupted;
    case I::BrokeBeforeContent:
        return S::Failed;
    }
    return state;
}

} // namespace rivulet::stream
