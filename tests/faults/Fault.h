// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "FaultScript.h"
#include "Speech.h"
#include "domain/Failure.h"
#include "domain/Outcome.h"
#include "stream/StreamController.h"

#include <functional>
#include <optional>
#include <vector>

namespace rivulet::faults {

using Kind = domain::Failure::Kind;
using Milliseconds = std::chrono::milliseconds;

/// How many retries a stream of the matrix has.
inline constexpr int retries = 2;

/// What the rules say of a faulty stream.
struct Expected {
    domain::Outcome outcome = domain::Outcome::Completed;
    /// For what did not complete: one of these.
    std::vector<Kind> kinds;
    /// Requests that ask for an answer.
    int requests = 1;
    QString text;
    /// The text goes on with `w` up to this length.
    qsizetype filledTo = 0;
    QString thinking;
    std::optional<domain::StopReason> stop;
    /// Of the first retry.
    std::optional<Milliseconds> delay;
    /// Something was left out, and said so.
    bool warned = false;
};

/// Whether a failure of this kind is followed by another request where nothing of an answer had come.
enum class Again { No, WithoutContent };

/// The rules (robustness.md, 2): the protocol's own mark and nothing else makes an answer complete; what came
/// of it is kept; only where nothing came, and only for some failures, it is asked for again.
/// `came`: the frames that came whole in the last request.
[[nodiscard]] Expected ruled(const Frames& came, Kind kind, Again again = Again::No);
[[nodiscard]] Expected completed(const Frames& frames, int requests = 1);
/// Nothing came of it.
[[nodiscard]] Expected failed(std::vector<Kind> kinds, int requests = 1);
[[nodiscard]] Expected failedAfterRetries(std::vector<Kind> kinds);

/// Where a stream is cancelled.
enum class CancelAt {
    Never,
    Once,    ///< right after its start
    Played,  ///< once the server has done all it does
    AllText, ///< once all of its text has come
    Retry,   ///< while it waits to try again
};

/// One faulty stream: what its server does, and what must become of it.
struct Plan {
    QByteArray name;
    FaultScript script;
    Expected expected;
    std::function<void(stream::StreamRequest&)> adjust = {};
    CancelAt cancel = CancelAt::Never;
    enum class Door {
        Open,
        Shut,       ///< nobody listens
        OpensLater, ///< nobody listens until the second retry
        Crowded,    ///< the system answers no more connections
    };
    Door door = Door::Open;
    enum class Wire { Plain, Trusted, SelfSigned, Expired, NotYetValid, OtherHost };
    Wire wire = Wire::Plain;
    /// The scheme is https, whatever the server speaks.
    bool asksForTls = false;
    /// The healthy pane asks the same server.
    bool sharesServer = false;
    /// How it runs beside the others.
    enum class Turn {
        Any,
        First, ///< takes long
        Alone, ///< its growth is measured
    };
    Turn turn = Turn::Any;
    /// In KiB, where it is measured: what one stream may grow by, whatever its server sends.
    qint64 mostGrowth = qint64{64} * 1024;
};

/// A row of the matrix.
struct Fault {
    QByteArray group;
    QByteArray name;
    /// None: this protocol can't have that fault.
    std::function<std::vector<Plan>(const QString& dialect)> plans;
};
using Faults = std::vector<Fault>;

[[nodiscard]] Faults connectFaults();
[[nodiscard]] Faults httpFaults();
[[nodiscard]] Faults retryFaults();
[[nodiscard]] Faults framingFaults();
[[nodiscard]] Faults sizeFaults();
[[nodiscard]] Faults encodingFaults();
[[nodiscard]] Faults meaningFaults();
[[nodiscard]] Faults cancelFaults();
[[nodiscard]] Faults tlsFaults();
/// Every recording there is, as it was recorded.
[[nodiscard]] Faults recordedFaults();

[[nodiscard]] Faults allFaults();

// Acts that many faults are made of

/// A whole stream, properly ended.
[[nodiscard]] Act stream(const QString& dialect, const Frames& frames);
[[nodiscard]] Act stream(const QString& dialect, const QByteArray& body);
/// This much of a stream, and then that.
[[nodiscard]] Act streamThen(const QString& dialect, const QByteArray& body, Last last);
[[nodiscard]] Act replyWith(int status, const QByteArray& type, const QByteArray& body,
                            const Headers& headers = {});
[[nodiscard]] Act error(const QString& dialect, int status, const Headers& headers = {});

} // namespace rivulet::faults
