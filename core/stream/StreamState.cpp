// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/StreamState.h"

#include <array>

namespace rivulet::stream {

namespace {

using S = StreamState;
using I = StreamInput;

constexpr std::array states{S::Idle,         S::Waiting,   S::Connecting, S::Thinking,    S::Streaming,
                            S::Reconnecting, S::Completed, S::Cancelled,  S::Interrupted, S::Failed};
constexpr std::array inputs{I::Started,           I::Resumed, I::Delayed,  I::Sent,      I::Thought,
                            I::TextCame,          I::Lost,    I::Finished, I::Cancelled, I::BrokeAfterContent,
                            I::BrokeBeforeContent};

/// Holds for every state and every input.
template <typename Law>
constexpr bool always(Law law) {
    for (const S state : states) {
        for (const I input : inputs) {
            if (!law(state, input, next(state, input))) {
                return false;
            }
        }
    }
    return true;
}

constexpr bool ends(I input) {
    return input == I::Finished || input == I::Cancelled || input == I::BrokeAfterContent ||
           input == I::BrokeBeforeContent;
}

static_assert(states.size() == static_cast<std::size_t>(S::Failed) + 1, "every state is asked");
static_assert(inputs.size() == static_cast<std::size_t>(I::BrokeBeforeContent) + 1, "every input is asked");

// A state is idle, running or ended, and never two of these.
static_assert(always([](S state, I, S) {
    return (state == S::Idle) + isRunning(state) + isEnded(state) == 1;
}));
// Each end has its own input: no other leads there, and it leads nowhere else.
static_assert(always([](S from, I input, S to) {
    return from == to || !isEnded(to) || (to == S::Completed && input == I::Finished) ||
           (to == S::Cancelled && input == I::Cancelled) ||
           (to == S::Interrupted && input == I::BrokeAfterContent) ||
           (to == S::Failed && input == I::BrokeBeforeContent);
}));
// An input that ends does end whatever runs, and runs nothing.
static_assert(always([](S from, I input, S to) {
    return !ends(input) || (isRunning(from) ? isEnded(to) : to == from);
}));
// An ended stream has one outcome: it is left only by asking anew, and Completed only by starting over.
static_assert(always([](S from, I input, S to) {
    return !isEnded(from) || to == from || input == I::Started ||
           (input == I::Resumed && from != S::Completed);
}));
// From idle there are two ways, asking anew and going on, and back to idle there is none.
static_assert(always([](S from, I input, S to) {
    return from != S::Idle || to == from || input == I::Started || input == I::Resumed;
}));
static_assert(always([](S from, I, S to) { return from == S::Idle || to != S::Idle; }));
// Starting what runs changes nothing.
static_assert(always([](S from, I input, S to) {
    return !isRunning(from) || (input != I::Started && input != I::Resumed) || to == from;
}));
// Reconnecting shows until something flows: neither a delay nor a request hides it.
static_assert(next(S::Reconnecting, I::Delayed) == S::Reconnecting);
static_assert(next(S::Reconnecting, I::Sent) == S::Reconnecting);
static_assert(next(S::Reconnecting, I::TextCame) == S::Streaming);
static_assert(next(S::Interrupted, I::Resumed) == S::Reconnecting);

} // namespace

QString stateName(StreamState state) {
    switch (state) {
    case S::Idle:
        return QStringLiteral("idle");
    case S::Waiting:
        return QStringLiteral("waiting");
    case S::Connecting:
        return QStringLiteral("connecting");
    case S::Thinking:
        return QStringLiteral("thinking");
    case S::Streaming:
        return QStringLiteral("streaming");
    case S::Reconnecting:
        return QStringLiteral("reconnecting");
    case S::Completed:
        return QStringLiteral("completed");
    case S::Cancelled:
        return QStringLiteral("cancelled");
    case S::Interrupted:
        return QStringLiteral("interrupted");
    case S::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

} // namespace rivulet::stream
