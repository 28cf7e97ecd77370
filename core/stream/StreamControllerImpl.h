// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/Attempt.h"
#include "stream/Outbox.h"
#include "stream/OverlapTrimmer.h"
#include "stream/StreamController.h"

#include <QScopedPointer>
#include <QTimer>

#include <memory>
#include <optional>

namespace rivulet::stream {

/// The life of one answer: StreamRun.cpp asks (attempts, waits, ways to go on), StreamReading.cpp reads what
/// is answered. Everything it has to say goes to the outbox; each function that is called from outside opens
/// a turn first, and touches nothing once that turn has ended.
class StreamController::Impl {
public:
    /// Continuations that go by themselves, for each start() or reconnect().
    static constexpr int mostContinuations = 2;
    /// Text, thinking and tool arguments of one answer, in UTF-16 units.
    static constexpr qsizetype answerLimit = 32 * 1024 * 1024;
    static constexpr int mostWarnings = 100;
    static constexpr int mostCitations = 1000;
    /// How long usage may follow the end mark.
    static constexpr std::chrono::seconds grace{5};

    Impl(StreamController& controller, ConnectionPool& connections, const domain::Clock& time, Random chance);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // Asking
    void start(StreamRequest asked, const QString& keptText, const QString& keptThinking);
    void reconnect();
    void cancel();
    void disconnect(const domain::Failure& reason);
    void setReveal(Reveal wanted);
    [[nodiscard]] std::chrono::milliseconds silence() const;

    const std::shared_ptr<Outbox> outbox;
    StreamState state = StreamState::Idle;
    Reveal reveal = Reveal::Flowing;
    domain::StreamStats stats;
    QString text;
    QString thinking;
    std::optional<domain::Ending> ending;
    domain::StreamMetadata metadata;
    int requests = 0;
    int attempts = 0;
    std::optional<domain::Clock::Instant> retryAt;
    std::optional<domain::Failure> retryReason;

private:
    void feed(StreamInput input);
    /// Why this request can't be made at all.
    [[nodiscard]] std::optional<domain::Failure> refusal() const;
    void ask(StreamInput input);
    void sendAttempt();
    void dropAttempt();
    void wait(std::chrono::milliseconds delay, const domain::Failure& reason);
    /// The attempt is over without an end mark: what now?
    void lose(const domain::Failure& failure);
    /// For an attempt that brought no content.
    [[nodiscard]] std::optional<std::chrono::milliseconds> retryDelay(const domain::Failure& failure);
    [[nodiscard]] bool continuesByItself(const domain::Failure& failure) const;
    /// Leaves out the optional field that the server refused, once. False where that would change nothing.
    [[nodiscard]] bool leaveOutField(const domain::Failure& failure);
    void complete();
    void end(StreamInput input, const std::optional<domain::Failure>& failure);

    // Reading
    void read(const std::vector<domain::StreamEvent>& events);
    void attemptIsOver(const std::optional<domain::Failure>& failure);
    void take(const domain::Started&) {}
    void take(const domain::TextDelta& delta);
    void take(const domain::ThinkingDelta& delta);
    void take(const domain::ToolActivity& tool);
    void take(const domain::Citation& citation);
    void take(const domain::Progress& progress);
    void take(const domain::UsageReported& reported);
    void take(const domain::Warning& warning);
    void take(const domain::Alive&) {}
    void take(const domain::Finished& mark);
    void take(const domain::ErrorReported& error);
    void take(const domain::Closed&) {} // the attempt is over right after this
    void appendText(const QString& more);
    void appendContinued(const OverlapTrimmer::Decision& decision);
    /// What was held back to look for an overlap.
    void releaseTrimmer();
    /// What of `more` there is room for in the answer.
    [[nodiscard]] QString fitting(const QString& more) const;
    [[nodiscard]] bool hasContent() const { return !text.isEmpty() || !thinking.isEmpty() || m_toolUsed; }

    StreamController& m_controller;
    ConnectionPool& m_pool;
    const domain::Clock& m_clock;
    Random m_random;
    StreamRequest m_request;
    QTimer m_delay;
    QTimer m_grace;
    std::unique_ptr<Attempt, QScopedPointerDeleteLater> m_attempt;
    bool m_attemptHasContent = false;
    std::optional<domain::Finished> m_finished;
    /// Set while going on from a partial answer.
    std::optional<providers::Dialect::Way> m_way;
    bool m_wayChanged = false;
    bool m_fieldLeftOut = false;
    std::optional<OverlapTrimmer> m_trimmer;
    int m_retries = 0;
    int m_continuations = 0;
    int m_warnings = 0;
    int m_citations = 0;
    qsizetype m_toolUnits = 0;
    bool m_toolUsed = false;
};

} // namespace rivulet::stream
