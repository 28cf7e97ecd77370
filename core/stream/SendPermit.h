// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "domain/Secret.h"
#include "stream/RateBudget.h"

#include <functional>
#include <optional>

namespace rivulet::stream {

/// Lets a stream's requests go, each after the first one: at once, or when its time has come. What it goes by
/// (limits, budgets, the network) is its own affair: the stream asks, waits, and says what a request took.
/// The first one was let go by whoever starts the stream.
class SendPermit {
public:
    enum class Kind {
        Question, ///< the model is asked, perhaps to go on from a text
        TakeUp,   ///< the server is asked for what it keeps of an answer
    };
    /// After a wait the key of now, or why there is none; nothing where it is as it was.
    using Key = std::optional<domain::Result<domain::Secret>>;
    using Go = std::function<void(const Key&)>;

    /// Calls `go` once, in here or later; not after withdraw().
    virtual void await(Kind kind, Go go) = 0;
    /// A person does not want to wait.
    virtual void goNow() = 0;
    /// Nobody waits any more.
    virtual void withdraw() = 0;
    /// The request that was let go last is over, having taken so much.
    virtual void settle(const RateNeed& used) = 0;

protected:
    SendPermit() = default;
    ~SendPermit() = default;
    SendPermit(const SendPermit&) = default;
    SendPermit& operator=(const SendPermit&) = default;
};

} // namespace rivulet::stream
