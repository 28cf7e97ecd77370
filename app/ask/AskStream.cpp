// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/AskStream.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace rivulet::app {

using stream::StreamController;
using stream::StreamState;

AskStream::AskStream(stream::ConnectionPool& pool, const domain::Clock& clock,
                     StreamController::Random random, std::unique_ptr<AskReporter> reporter, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_reporter(std::move(reporter))
    , m_controller(pool, clock, std::move(random)) {
    // This one first: at the end the sums must be with the recorder before the recorder writes its row.
    m_registrations.push_back(m_controller.addObserver(*this));
    m_registrations.push_back(m_controller.addObserver(*m_reporter));
    connect(&m_controller, &StreamController::stateChanged, this,
            [this](StreamState state) { m_reporter->stateChanged(state, m_controller.reveal()); });
    connect(&m_controller, &StreamController::revealChanged, this,
            [this](stream::Reveal reveal) { m_reporter->stateChanged(m_controller.state(), reveal); });
    // Queued: whatever else belongs to this turn of the event loop is told before the end.
    connect(&m_controller, &StreamController::ended, this, &AskStream::finish, Qt::QueuedConnection);
    connect(&m_progressTimer, &QTimer::timeout, this, &AskStream::measure);
    m_progressTimer.setTimerType(Qt::PreciseTimer);
}

AskStream::~AskStream() = default;

void AskStream::journal(std::shared_ptr<store::Database> database, const domain::Message& answer,
                        std::vector<qint64> earlier) {
    m_earlier = std::move(earlier);
    m_recorder = std::make_unique<store::Recorder>(std::move(database), m_clock);
    m_recorder->begin(answer);
    m_registrations.push_back(m_controller.addObserver(*m_recorder));
}

void AskStream::logTo(const QString& label, metrics::StreamLog::Sink sink) {
    m_log = std::make_unique<metrics::StreamLog>(label, m_clock, std::move(sink));
    m_registrations.push_back(m_controller.addObserver(*m_log));
}

void AskStream::start(stream::StreamRequest request) {
    m_measuredAt = m_clock.now();
    m_progressTimer.start(progressInterval);
    m_controller.start(std::move(request));
}

void AskStream::start(stream::StreamRequest request, std::unique_ptr<AskPermit> permit) {
    m_permit = std::move(permit);
    request.permit = m_permit.get();
    connect(&m_controller, &StreamController::limitsTold, this,
            [this](const std::vector<providers::AccountLimit>& limits) { m_permit->tell(limits); });
    m_permit->await(stream::SendPermit::Kind::Question,
                    [this, request = std::move(request)](const stream::SendPermit::Key&) { start(request); });
}

void AskStream::noteWait() {
    if (m_controller.state() == StreamState::Idle && !m_outcome) {
        m_reporter->stateChanged(StreamState::Waiting, m_controller.reveal());
    }
}

void AskStream::notice(const AskNotice& notice) {
    m_reporter->noticed(notice);
}

void AskStream::fail(const domain::Failure& failure) {
    domain::Ending ending;
    ending.outcome = domain::Outcome::Failed;
    ending.failure = failure;
    endBeforeItBegan(ending);
}

void AskStream::cancel() {
    if (m_controller.state() == StreamState::Idle) {
        domain::Ending ending;
        ending.outcome = domain::Outcome::Cancelled;
        endBeforeItBegan(ending);
    } else {
        m_controller.cancel();
    }
}

void AskStream::endBeforeItBegan(const domain::Ending& ending) {
    if (m_permit) {
        m_permit->withdraw();
    }
    if (m_recorder && !m_outcome) {
        m_recorder->ended(ending, {});
    }
    finish(ending);
}

void AskStream::warning(const domain::Warning& warning) {
    m_warnings.push_back(warning);
}

void AskStream::ended(const domain::Ending&, const QString&) {
    if (m_recorder) {
        m_recorder->setStats(m_controller.stats(), m_clock.now());
    }
}

void AskStream::noteResume() {
    if (m_recorder) {
        m_recorder->setResume(m_controller.resumeNote());
    }
}

void AskStream::measure() {
    const auto now = m_clock.now();
    if (!stream::isRunning(m_controller.state()) || now - m_measuredAt < progressInterval) {
        return;
    }
    m_measuredAt = now;
    noteResume();
    const auto& stats = m_controller.stats();
    const bool thinks = m_controller.state() == StreamState::Thinking;
    AskProgress told;
    told.tokens = stats.answerTokens() + stats.thinkingTokens();
    told.tokensPerSecond = thinks ? stats.thinkingRate(now) : stats.answerRate(now);
    told.elapsed = stats.elapsed(now);
    const domain::Progress progress = m_controller.progress().value_or(domain::Progress{});
    told.fraction = progress.fraction ? progress.fraction : stats.fraction();
    told.remaining = progress.remaining;
    if (const auto range = stats.remaining(now, m_earlier); range && !told.remaining) {
        told.remaining = range->longest;
    }
    told.phase = progress.phase.isEmpty() || m_controller.state() == StreamState::Streaming
                     ? stream::stateName(m_controller.state())
                     : progress.phase;
    m_reporter->measured(told);
}

void AskStream::finish(const domain::Ending& ending) {
    if (m_outcome) {
        return;
    }
    m_outcome = ending.outcome;
    m_progressTimer.stop();
    if (m_recorder) {
        noteResume();
        m_recorder->commit();
    }
    const auto now = m_clock.now();
    const auto& stats = m_controller.stats();
    AskEnd end;
    end.ending = ending;
    end.text = m_controller.text();
    end.thinking = m_controller.thinking();
    end.timeToFirstToken = stats.timeToFirstToken();
    end.duration = stats.elapsed(now);
    end.tokensPerSecond = stats.answerRate(now);
    end.attempts = m_controller.attempts();
    end.requests = m_controller.requests();
    end.storedId = m_recorder ? m_recorder->messageId() : 0;
    m_reporter->finished(end);
    Q_EMIT done();
}

} // namespace rivulet::app
