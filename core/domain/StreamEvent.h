// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "domain/Outcome.h"
#include "domain/Usage.h"

#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>
#include <variant>

namespace rivulet::domain {

// What a provider can say while it answers: the closed set that every dialect maps its own protocol to.

/// The answer has begun; the server's names for it and for the model that really answers.
struct Started {
    QString responseId;
    QString model;
    friend bool operator==(const Started&, const Started&) = default;
};

struct TextDelta {
    QString text;
    friend bool operator==(const TextDelta&, const TextDelta&) = default;
};

/// `hidden` thinking has no text to show (redacted or omitted by the provider), yet it is going on.
struct ThinkingDelta {
    QString text;
    bool hidden = false;
    friend bool operator==(const ThinkingDelta&, const ThinkingDelta&) = default;
};

/// A tool call of the model, shown and never run here. Arguments arrive in pieces (`arguments` is the piece);
/// other fields are set when they become known and hold from then on.
struct ToolActivity {
    enum class State { Running, Completed, Failed };
    QString id;
    QString name;
    State state = State::Running;
    QString arguments;
    QString result;
    /// From its first piece to its end, where both came. Set by whoever has a clock.
    std::optional<std::chrono::milliseconds> duration = {};
    /// UTF-16 units of text before it. Set with its first piece, by whoever keeps the text.
    qsizetype at = 0;
    friend bool operator==(const ToolActivity&, const ToolActivity&) = default;
};

/// A source the answer names. Shown as text; opened by a click only.
struct Citation {
    QString title;
    QString url;
    QString quote;
    friend bool operator==(const Citation&, const Citation&) = default;
};

/// How far the server says it is. `phase` is "loading", "prefill" or "answer"; fields it did not tell are
/// unset.
struct Progress {
    QString phase;
    std::optional<double> fraction; ///< 0..1
    std::optional<qint64> done;
    std::optional<qint64> total;
    std::optional<std::chrono::milliseconds> remaining;
    friend bool operator==(const Progress&, const Progress&) = default;
};

struct UsageReported {
    Usage usage;
    friend bool operator==(const UsageReported&, const UsageReported&) = default;
};

struct Warning {
    enum class Kind {
        SkippedEvent,
        EmptyAnswer,
        Provider,
        DroppedField,   ///< `message`: the request's field that the server refused, now left out
        HistoryTrimmed, ///< `message`: how many of the oldest turns were left out, as the user agreed
        Fallback,       ///< `message`: the model that was asked first and could not answer
        NotStreamed,    ///< the stream did not get through; the answer was asked for as a whole
    };
    Kind kind = Kind::Provider;
    QString message;
    friend bool operator==(const Warning&, const Warning&) = default;
};

/// A sign of life of the protocol itself (ping) that carries no content.
struct Alive {
    friend bool operator==(const Alive&, const Alive&) = default;
};

/// The protocol's own end mark: the answer is whole. Usage may still follow.
struct Finished {
    StopReason reason = StopReason::EndTurn;
    QString raw;
    friend bool operator==(const Finished&, const Finished&) = default;
};

/// The server said an error inside the stream. Nothing useful follows.
struct ErrorReported {
    Failure failure;
    friend bool operator==(const ErrorReported&, const ErrorReported&) = default;
};

/// Nothing more follows on this connection; it may be closed. Says nothing about being whole.
struct Closed {
    friend bool operator==(const Closed&, const Closed&) = default;
};

using StreamEvent = std::variant<Started, TextDelta, ThinkingDelta, ToolActivity, Citation, Progress,
                                 UsageReported, Warning, Alive, Finished, ErrorReported, Closed>;

/// "skipped_event", "empty_answer", "provider", "dropped_field", "not_streamed", "history_trimmed".
[[nodiscard]] QString warningName(Warning::Kind kind);
/// "running", "completed", "failed".
[[nodiscard]] QString toolStateName(ToolActivity::State state);

} // namespace rivulet::domain
