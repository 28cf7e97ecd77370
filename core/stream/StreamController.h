// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Endpoint.h"
#include "domain/Message.h"
#include "domain/Prompt.h"
#include "domain/Secret.h"
#include "domain/StreamObserver.h"
#include "domain/StreamStats.h"
#include "providers/Dialect.h"
#include "stream/ConnectionPool.h"
#include "stream/FlushClock.h"
#include "stream/ResumeLadder.h"
#include "stream/RetryPolicy.h"
#include "stream/Reveal.h"
#include "stream/SendPermit.h"
#include "stream/StreamState.h"
#include "stream/Timeouts.h"

#include <QObject>
#include <QSslCertificate>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace rivulet::stream {

/// How a stream goes on by itself after a cut that no exact resume can mend.
enum class ContinuePolicy { Always, LocalOnly, Never };

/// What becomes of a stream that something on the way holds back.
enum class StreamNeed {
    Preferred, ///< asked for as a whole instead, once
    Enforced,  ///< ends Interrupted with Failure::Buffered (StreamingDecision::enforced)
};

/// What an endpoint is remembered for: Warning::NotStreamed came with an earlier answer of it.
enum class StreamMemory { Streams, HoldsBack };

/// All that one answer needs.
struct StreamRequest {
    using Dialects = std::function<std::unique_ptr<providers::Dialect>(QStringView name)>;

    domain::Endpoint endpoint;
    domain::Prompt prompt;
    domain::Secret key;
    Timeouts timeouts;
    RetryPolicy retry;
    ResumePolicy resume = ResumePolicy::Auto;
    ContinuePolicy continuation = ContinuePolicy::LocalOnly;
    std::optional<QSslCertificate> extraAuthority;
    /// Where `prompt.stream` is set: whether that is a must.
    StreamNeed streamNeed = StreamNeed::Preferred;
    /// An endpoint that holds streams back is asked for a whole at once, unless streaming is enforced.
    StreamMemory streamMemory = StreamMemory::Streams;
    /// TokenCalibration::ratio() of the model: for the usage that the server does not report.
    double tokenRatio = 1.0;
    /// Asked before each request but the first one; null: they go as they come. Outlives the stream.
    SendPermit* permit = nullptr;
    /// Once the answer flows, what comes is read at its beats, together with others'; null: as it comes.
    /// Outlives the stream.
    FlushClock* beats = nullptr;
    /// Since when the answer is waited for, where another model was asked for it before.
    std::optional<domain::Clock::Instant> askedSince;
    /// Where protocols come from.
    Dialects dialects = &providers::makeDialect;
};

/// One answer from request to end: sends, reads, retries, continues, and tells. Two independent axes:
/// StreamState is the wire, Reveal the view. Knows no provider, no Markdown, no rows, no SQL. Lives on one
/// thread.
///
/// Order of telling, for each turn of the event loop: observers first (the journal among them), then the
/// signals.
class StreamController : public QObject {
    Q_OBJECT

public:
    /// Random numbers in [0, 1), handed in.
    using Random = std::function<double()>;

    StreamController(ConnectionPool& pool, const domain::Clock& clock, Random random,
                     QObject* parent = nullptr);
    ~StreamController() override;

    // The verbs. One that means nothing in the present state does nothing.
    /// Starts an answer; the sums, the text and the ending begin anew.
    void start(StreamRequest request);
    /// Goes on with an answer that was received so far, perhaps by an earlier run of the application: what
    /// comes now follows `text`. With an empty text it is start().
    void continueFrom(StreamRequest request, const QString& text, const QString& thinking);
    /// Goes on with this answer by the best rung: exactly where `note` (resumeNote() of the run that received
    /// it) names a place of this protocol, else as continueFrom().
    void reconnectTo(StreamRequest request, const domain::Message& answer, const QString& note);
    /// Holds the view (Reveal::Held), or with `holdWire` also the socket.
    void pause();
    void pauseWire();
    void resume();
    /// The user's Cancel: ends Cancelled, keeps the text.
    void cancel();
    /// Ends Interrupted with this reason, keeps the text: the application closes, the network has gone.
    void disconnectFromServer(const domain::Failure& reason);
    /// After Interrupted (or Failed, Cancelled): goes on from the text there is, by the best rung; from
    /// nothing it starts again. It takes the key of now: a stream that has ended keeps none. During a wait:
    /// tries at once, with the key it has.
    void reconnect(const domain::Secret& key = {});

    [[nodiscard]] StreamState state() const;
    [[nodiscard]] Reveal reveal() const;
    [[nodiscard]] const domain::StreamStats& stats() const;
    [[nodiscard]] const QString& text() const;
    [[nodiscard]] const QString& thinking() const;
    [[nodiscard]] const std::optional<domain::Ending>& ending() const;
    [[nodiscard]] const domain::StreamMetadata& metadata() const;
    /// HTTP requests really sent for this answer, and attempts decided on.
    [[nodiscard]] int requests() const;
    [[nodiscard]] int attempts() const;
    /// Where this answer's stream stands for its server, as text that reconnectTo() takes, also of a later
    /// run of the application; empty where it can't be gone on with exactly. Opaque; holds no key.
    [[nodiscard]] QString resumeNote() const;
    /// Of the tries of one wait: how many there are at most.
    [[nodiscard]] int mostTries() const;
    /// UTF-16 units of text and thinking that came before what the server counts in its usage.
    [[nodiscard]] qsizetype countedFrom() const;
    /// While Waiting or Reconnecting with a delay: when it ends, and why.
    [[nodiscard]] std::optional<domain::Clock::Instant> retryAt() const;
    [[nodiscard]] std::optional<domain::Failure> retryReason() const;
    /// How far the server says it is with what it does now: of what comes before the answer only until the
    /// answer comes.
    [[nodiscard]] const std::optional<domain::Progress>& progress() const;
    /// Since when the question is with the server and nothing can be seen of the answer before all of it is
    /// there.
    [[nodiscard]] std::optional<domain::Clock::Instant> waitsForWholeSince() const;
    /// How long no byte came, and how long no content did (keep-alives are life but no progress).
    [[nodiscard]] std::chrono::milliseconds silence() const;

    enum class Delivery {
        Direct, ///< told in the flush itself; its time is measured
        Queued, ///< told on a worker thread behind a bounded queue; a slow one delays nobody
    };

    /// Keeps an observer registered; drop it at any time, also while being told. May outlive the controller.
    class Registration {
    public:
        Registration() = default;
        Registration(Registration&& other) noexcept;
        Registration& operator=(Registration&& other) noexcept;
        ~Registration();
        void reset();
        /// How often this observer threw (each is caught), and what it cost so far.
        [[nodiscard]] int exceptions() const;
        [[nodiscard]] std::chrono::nanoseconds timeSpent() const;
        /// Queued only: deltas that were joined because the observer was slow (text is joined, never
        /// dropped).
        [[nodiscard]] int joined() const;

        struct Entry;

    private:
        friend class StreamController;
        explicit Registration(std::shared_ptr<Entry> entry);
        std::shared_ptr<Entry> m_entry;
    };

    /// The observer is not owned and must outlive its registration.
    [[nodiscard]] Registration addObserver(domain::StreamObserver& observer,
                                           Delivery delivery = Delivery::Direct);

Q_SIGNALS:
    /// The head of an answer, or of a refusal, told of the account's limits. Said at once, before all that
    /// follows of it.
    void limitsTold(const std::vector<rivulet::providers::AccountLimit>& limits);
    void stateChanged(rivulet::stream::StreamState state);
    void revealChanged(rivulet::stream::Reveal reveal);
    /// What came in this turn of the event loop, joined.
    void textArrived(const QString& text);
    void thinkingArrived(const QString& text);
    void toolChanged(const rivulet::domain::ToolActivity& tool);
    void cited(const rivulet::domain::Citation& citation);
    void progressChanged(const rivulet::domain::Progress& progress);
    void usageChanged(const rivulet::domain::Usage& usage);
    void warned(const rivulet::domain::Warning& warning);
    void retryScheduled(int attempt, std::chrono::milliseconds delay, const rivulet::domain::Failure& reason);
    void seamMade(qsizetype at, qsizetype trimmed, bool exact);
    /// Exactly once for each start() or reconnect() that led to a request.
    void ended(const rivulet::domain::Ending& ending);

private:
    class Impl;
    std::unique_ptr<Impl> m;
};

} // namespace rivulet::stream
