// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ChatSession.h"
#include "domain/Outcome.h"
#include "domain/StreamEvent.h"
#include "stream/StreamState.h"

#include <QCoreApplication>

#include <chrono>
#include <optional>

namespace rivulet::app {

/// The one chip that tells a stream's state: a word, an icon and a tone, from the wire's state and the
/// view's. Pure.
class StreamChip {
    Q_DECLARE_TR_FUNCTIONS(StreamChip)

public:
    /// What a request, the first or a later one, waits for before it is sent.
    enum class Gate { Open, Network, Limit };

    struct Input {
        stream::StreamState state = stream::StreamState::Idle;
        bool preparing = false;
        Gate gate = Gate::Open;
        std::optional<std::chrono::milliseconds> gateIn;
        bool held = false;
        bool revealing = false;
        qsizetype waiting = 0;
        QString runningTool;
        /// Which try after the first this one is, of how many.
        int retry = 0;
        int retries = 0;
        std::optional<std::chrono::milliseconds> retryIn;
        std::optional<domain::Failure> retryReason;
        /// What the server says it does before the answer comes.
        std::optional<domain::Progress> progress;
        /// How long the question for a whole answer has been with the server.
        std::optional<std::chrono::milliseconds> waitForWhole;
        std::chrono::milliseconds thinkingTime{0};
        /// How long no byte came, and how long nothing of the answer did: what only says that the server
        /// lives is no progress.
        std::chrono::milliseconds silence{0};
        std::chrono::milliseconds stall{0};
        std::chrono::milliseconds quietAfter{10'000};
        /// Of the answer that stands there, when nothing runs.
        std::optional<domain::Ending> ending;
        bool hasText = false;
        /// It was to the end, and says nothing.
        bool isEmpty = false;
    };

    explicit StreamChip(Input input)
        : m_input(std::move(input)) {}

    [[nodiscard]] ChatSession::Phase phase() const;
    [[nodiscard]] QString text() const;
    /// The figure that must be seen where there is no room for text(): "4 s"; empty where a state has none.
    [[nodiscard]] QString shortText() const;
    [[nodiscard]] QString icon() const;
    [[nodiscard]] TranscriptModel::Tone tone() const;

    /// "8 s", "2 min 5 s": never a tenth of a second, and never none.
    [[nodiscard]] static QString countdown(std::chrono::milliseconds span);

private:
    [[nodiscard]] QString gateText() const;
    /// What the server does while nothing of the answer can come yet; empty where it doesn't say.
    [[nodiscard]] QString preparation() const;
    [[nodiscard]] QString preparationFigure() const;
    [[nodiscard]] std::optional<int> percent() const;
    /// Nothing new comes, for longer than one waits without wondering.
    [[nodiscard]] bool isQuiet() const;

    Input m_input;
};

} // namespace rivulet::app
