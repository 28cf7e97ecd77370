// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/Attempt.h"
#include "stream/Outbox.h"
#include "stream/OverlapTrimmer.h"
#include "stream/ReadyPoll.h"
#include "stream/ResumeNote.h"
#include "stream/Retelling.h"
#include "stream/StreamController.h"

#include <QScopedPointer>
#include <QSet>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>

namespace rivulet::stream {

/// The life of one answer: StreamRun.cpp asks and ends, StreamLoss.cpp decides what follows an attempt that
/// was lost (retries, waits, other ways to ask), StreamLeave.cpp asks for leave before each request but the
/// first, StreamResume.cpp goes on with an answer that the server keeps, StreamReading.cpp reads what is
/// answered. Everything it has to say goes to the outbox; each
/// function that is called from outside opens a turn first, and touches nothing once that turn has ended.
class StreamController::Impl {
public:
    /// Pauses after which the answer goes on, for each start() or reconnect().
    static constexpr int mostPauses = 5;
    /// Text, thinking and tool arguments of one answer, in UTF-16 units: 32 MiB as they lie in memory.
    static constexpr qsizetype answerLimit = qsizetype{16} * 1024 * 1024;
    static constexpr int mostWarnings = 100;
    static constexpr int mostCitations = 1000;
    /// Tools whose time is taken.
    static constexpr std::size_t mostTools = 1000;
    /// Optional fields that are left out, for each start() or reconnect().
    static constexpr int mostFieldsLeftOut = 4;
    static constexpr qsizetype longestField = 100;
    /// How long usage may follow the end mark.
    static constexpr std::chrono::seconds grace{5};

    Impl(StreamController& controller, ConnectionPool& connections, const domain::Clock& time, Random chance);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // Asking
    void start(StreamRequest asked, const QString& keptText, const QString& keptThinking);
    void reconnectTo(StreamRequest asked, const domain::Message& answer, const QString& noteText);
    void reconnect(const domain::Secret& key);
    void cancel();
    void disconnect(const domain::Failure& reason);
    void setReveal(Reveal wanted);
    [[nodiscard]] std::chrono::milliseconds silence() const;
    [[nodiscard]] std::optional<domain::Clock::Instant> waitsForWholeSince() const;
    [[nodiscard]] QString resumeNote() const;
    [[nodiscard]] int mostTries() const;
    [[nodiscard]] qsizetype countedFrom() const { return m_textBefore + m_thinkingBefore; }

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
    std::optional<domain::Progress> progress;

private:
    using Rung = ResumeLadder::Rung;

    /// All that was of the last answer is forgotten, but for what is kept of this one.
    void prepare(StreamRequest asked, const QString& keptText, const QString& keptThinking);
    void feed(StreamInput input);
    /// Why this request can't be made at all.
    [[nodiscard]] std::optional<domain::Failure> refusal() const;
    [[nodiscard]] std::unique_ptr<providers::Dialect> makeDialect() const;
    void ask(StreamInput input);
    /// Sends, as soon as the permit lets it.
    void askLeave();
    void takeLeave(const SendPermit::Key& key);
    /// Nothing more is sent.
    void giveLeaveBack();
    /// What the request that is over took.
    void tellTaken();
    void sendAttempt();
    /// Of the question itself, perhaps as a continuation.
    void sendQuestion(const HttpExchange::Options& options);
    /// The prompt as it goes out now.
    [[nodiscard]] domain::Prompt promptToSend() const;
    void dropAttempt();
    void wait(std::chrono::milliseconds delay, const domain::Failure& reason);
    void complete();
    /// Where the end mark was only a pause's: what to send to have the answer go on.
    [[nodiscard]] std::optional<QByteArray> contentToGoOnFrom() const;
    void goOnAfterPause(const QByteArray& content);
    void end(StreamInput input, const std::optional<domain::Failure>& failure);
    /// Estimates what the server did not count.
    void countTokens();
    /// Tells a server that would go on by itself to stop.
    void bidFarewell();

    // Going on with an answer that the server keeps
    void takePlace(const ResumeNote& note, const domain::Message& answer);
    /// By which rung it can be gone on with there; None where it can't.
    [[nodiscard]] Rung rungAt(const std::optional<providers::ResumePoint>& place) const;
    [[nodiscard]] std::optional<providers::ResumePoint> placeOfAttempt() const;
    /// The present request brought something new, or held for long.
    [[nodiscard]] bool hasMoved() const;
    [[nodiscard]] ResumeLadder::Loss lossOf(const domain::Failure& failure) const;
    void climbTo(Rung rung, std::chrono::milliseconds delay, const domain::Failure& failure);
    void forgetPlace();
    void sendTakeUp(const HttpExchange::Options& options);
    /// What was told of this answer from where the server begins again.
    [[nodiscard]] Retelling::Told toldAgain() const;
    /// Looks again after a while, without counting tries: the server is still writing.
    void awaitAnswer();
    /// Something new comes where a server went on: the seam, once.
    void markSeam();
    [[nodiscard]] QString rungName() const;
    /// Tells on which rung the answer stands, where that changes.
    void tellRung();
    /// The failure of an outage that could not be mended.
    [[nodiscard]] domain::Failure unmended(const domain::Failure& failure) const;

    // After a loss
    /// The attempt is over without an end mark: what now?
    void lose(domain::Failure failure);
    /// For an attempt that brought no content: another way to ask. False where there is none.
    [[nodiscard]] bool asksAgain(const domain::Failure& failure);
    /// Waits, without counting attempts, until the server has loaded the model.
    void awaitModel(const domain::Failure& failure);
    void tellLoading();
    /// Once an answer.
    void tellNotStreamed();
    /// How the present attempt's stream came, where it matters.
    [[nodiscard]] std::optional<FlowWatch::Flow> flow() const;
    /// For an attempt that brought no content.
    [[nodiscard]] std::optional<std::chrono::milliseconds> retryDelay(const domain::Failure& failure);
    [[nodiscard]] bool mayContinue() const;
    /// Something came of the answer to the question that was asked last.
    [[nodiscard]] bool partHasContent() const;
    void goOnFromText(const domain::Failure& failure);
    /// Leaves out the optional field that the server refused. False where that would change nothing.
    [[nodiscard]] bool leaveOutField(const domain::Failure& failure);

    // Reading
    [[nodiscard]] bool isAgain(const domain::Citation& citation);
    void tellDifference();
    void read(const std::vector<domain::StreamEvent>& events);
    void attemptIsOver(const std::optional<domain::Failure>& failure);
    void take(const domain::Started&) {}
    void take(const domain::TextDelta& delta);
    void take(const domain::ThinkingDelta& delta);
    void take(const domain::ToolActivity& tool);
    void take(const domain::Citation& citation);
    void take(const domain::Progress& told);
    void take(const domain::UsageReported& reported);
    void tellUsage();
    void take(const domain::Warning& warning);
    void take(const domain::Alive&) {}
    void take(const domain::Finished& mark);
    void take(const domain::ErrorReported& error);
    void take(const domain::Closed&) {} // the attempt is over right after this
    /// Text, thinking or a tool call of this attempt is about to be told.
    void contentComes();
    /// With how long it took, at its end.
    [[nodiscard]] domain::ToolActivity timed(domain::ToolActivity tool);
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
    /// Nothing of this side has kept the question from being sent.
    bool m_isAsked = false;
    std::optional<domain::Finished> m_finished;
    /// Set while going on from a partial answer.
    std::optional<providers::Dialect::Way> m_way;
    bool m_wayChanged = false;
    int m_fieldsLeftOut = 0;
    /// The stream was held back and the answer is asked for as a whole.
    bool m_asksWhole = false;
    bool m_toldNotStreamed = false;
    ReadyPoll m_ready;
    /// Where the server's answer stood last, for telling it to stop.
    std::optional<providers::ResumePoint> m_resumePoint;
    /// Where it can be gone on with, and on which rung the present request stands.
    std::optional<providers::ResumePoint> m_place;
    Rung m_rung = Rung::Ask;
    ResumeLadder m_ladder;
    /// What had been told beyond m_place, and what of that the present request tells again.
    std::optional<Retelling::Told> m_lag;
    std::optional<Retelling> m_retelling;
    domain::Clock::Instant m_askedAt;
    /// While the next request waits to be let go.
    std::optional<domain::Clock::Instant> m_leaveAskedAt;
    /// How long requests of this answer did.
    domain::Clock::Instant::duration m_heldBack{0};
    /// What there was when the present request was sent, and of how many requests it is told what they took.
    qsizetype m_textAtSend = 0;
    qsizetype m_thinkingAtSend = 0;
    int m_requestsTold = 0;
    /// Since when the server is asked for an answer that it is still writing.
    std::optional<domain::Clock::Instant> m_pollsSince;
    /// Units of this request's answer that were left out as an overlap.
    qsizetype m_trimmed = 0;
    bool m_seamWaits = false;
    /// m_place, or where the present request stands, is one to go on from.
    bool m_canTakeUp = false;
    bool m_promisesPlace = false;
    bool m_canContinue = false;
    bool m_toldDifference = false;
    int m_toldAttempt = 0;
    /// What was sent last, and what there was before it.
    domain::Prompt m_sent;
    qsizetype m_textBefore = 0;
    qsizetype m_thinkingBefore = 0;
    /// What the server has counted of the present attempt.
    std::optional<domain::Usage> m_attemptUsage;
    /// The sum of the requests that ended with a pause: each is counted, and paid for, by itself.
    std::optional<domain::Usage> m_pausedUsage;
    std::map<QString, domain::Clock::Instant> m_toolsSince;
    /// Units of their arguments, by tool, and what sources were told.
    std::map<QString, qsizetype> m_toolArguments;
    QSet<QString> m_sources;
    std::optional<OverlapTrimmer> m_trimmer;
    int m_retries = 0;
    int m_pauses = 0;
    int m_warnings = 0;
    int m_citations = 0;
    qsizetype m_toolUnits = 0;
    qsizetype m_toolUnitsBefore = 0;
    bool m_toolUsed = false;
    bool m_usageWaits = false;
};

} // namespace rivulet::stream
