// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnswerRun.h"

#include "AnswerLine.h"
#include "providers/TokenFamily.h"
#include "request/ExpectedNeed.h"
#include "request/RequestParameters.h"
#include "stream/StreamingRule.h"
#include "stream/TokenEstimator.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace rivulet::app {

namespace {

/// How often the figures of a running stream are told anew.
constexpr int tickInterval = 250;
/// How many earlier answers of a model a range of remaining time looks at.
constexpr int historyLength = 20;

/// As StreamStats estimates: four characters a token.
qint64 estimatedTokens(qsizetype characters) {
    return (characters + 3) / 4;
}

domain::Failure failureOf(domain::Failure::Kind kind, const QString& detail = {}) {
    domain::Failure failure;
    failure.kind = kind;
    failure.detail = detail;
    return failure;
}

} // namespace

AnswerRun::AnswerRun(Services& services, int pane, QObject* parent)
    : QObject(parent)
    , m_services(services)
    , m_permit(services.gate, services.endpoints, pane)
    , m_controller(services.pool, services.clock, services.random)
    , m_batcher(services.flushes)
    , m_thinkingBatcher(services.flushes)
    , m_recorder(services.database, services.clock)
    , m_log(QStringLiteral("pane %1").arg(pane + 1), services.clock, services.log)
    , m_collector(services.clock)
    , m_recording(m_controller.addObserver(m_recorder))
    , m_logging(m_controller.addObserver(m_log))
    , m_collecting(m_controller.addObserver(m_collector)) {
    connectStream();
    connectView();
    const auto takeBatching = [this] {
        // A custom batching was validated when it was set; a profile always holds.
        static_cast<void>(m_batcher.setSettings(m_services.settings.batching()));
        static_cast<void>(m_thinkingBatcher.setSettings(m_services.settings.batching()));
    };
    takeBatching();
    connect(&m_services.settings, &Settings::batchingChanged, this, takeBatching);
    m_tick.setInterval(tickInterval);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        noteResume();
        if (m_unseen) {
            return;
        }
        if (m_controller.state() == stream::StreamState::Thinking) {
            Q_EMIT stillThinking(thinkingTime());
        }
        Q_EMIT changed();
    });
}

AnswerRun::~AnswerRun() {
    // Whoever listens may be half gone; what has come is written as the end of a closed application.
    blockSignals(true);
    close();
}

void AnswerRun::connectStream() {
    using stream::StreamController;
    connect(&m_services.gate, &SendGate::changed, this, &AnswerRun::changed);
    connect(&m_controller, &StreamController::limitsTold, this,
            [this](const std::vector<providers::AccountLimit>& limits) { m_permit.tell(limits); });
    connect(&m_controller, &StreamController::stateChanged, this, [this] {
        m_progressAt = m_services.clock.now(); // it is told before what came with it
        Q_EMIT changed();
    });
    connect(&m_controller, &StreamController::revealChanged, this, [this](stream::Reveal reveal) {
        if (reveal == stream::Reveal::WireHeld) {
            m_collector.holdWire();
        } else {
            m_collector.releaseWire();
        }
        Q_EMIT changed();
    });
    connect(&m_controller, &StreamController::retryScheduled, this,
            [this](int, std::chrono::milliseconds delay, const domain::Failure&) {
                // Without a delay it is no retry: it asks in another way, or goes on.
                m_retry += delay.count() > 0 ? 1 : 0;
                Q_EMIT changed();
            });
    connect(&m_controller, &StreamController::textArrived, this, [this](const QString& text) {
        m_runningTool.clear();
        m_retry = 0;
        m_progressAt = m_services.clock.now();
        m_batcher.append(text);
        Q_EMIT textArrived();
    });
    connect(&m_controller, &StreamController::thinkingArrived, this, [this](const QString& text) {
        m_retry = 0;
        m_progressAt = m_services.clock.now();
        m_thinkingBatcher.append(text);
    });
    connect(&m_controller, &StreamController::toolChanged, this, [this](const domain::ToolActivity& tool) {
        m_progressAt = m_services.clock.now();
        // Later pieces of a call carry no name.
        if (tool.state != domain::ToolActivity::State::Running) {
            m_runningTool.clear();
        } else if (!tool.name.isEmpty()) {
            m_runningTool = tool.name;
        }
        Q_EMIT toolChanged(tool);
        Q_EMIT changed();
    });
    connect(&m_controller, &StreamController::progressChanged, this,
            [this](const domain::Progress&) { Q_EMIT changed(); });
    connect(&m_controller, &StreamController::seamMade, this,
            [this](qsizetype at, qsizetype trimmed, bool exact) {
                m_continued = m_continued || !exact;
                Q_EMIT seamMade({at, trimmed, exact});
            });
    connect(&m_controller, &StreamController::ended, this, &AnswerRun::streamEnded);
}

void AnswerRun::connectView() {
    // Journal before paint: what is about to be shown is on disk first.
    connect(&m_batcher, &stream::TokenBatcher::flushed, this, [this](const QString& text) {
        m_recorder.commit();
        // What the model thought stands above what it says.
        m_thinkingBatcher.flushAll();
        Q_EMIT textShown(text, thinkingTime());
    });
    connect(&m_thinkingBatcher, &stream::TokenBatcher::flushed, this, [this](const QString& text) {
        m_recorder.commit();
        Q_EMIT thinkingShown(text, thinkingTime());
    });
    const auto bothDrained = [this] {
        if (m_revealing && waiting() == 0) {
            revealed();
        }
    };
    connect(&m_batcher, &stream::TokenBatcher::drained, this, bothDrained);
    connect(&m_thinkingBatcher, &stream::TokenBatcher::drained, this, bothDrained);
}

std::chrono::milliseconds AnswerRun::thinkingTime() const {
    return m_thoughtBefore + m_controller.stats().thinkingTime(m_services.clock.now());
}

bool AnswerRun::wireRuns() const {
    return m_preparing || stream::isRunning(m_controller.state());
}

bool AnswerRun::isBlank() const {
    const domain::Message& answer = m_recorder.message();
    return answer.text.isEmpty() && answer.thinking.isEmpty() && answer.tools.empty();
}

std::optional<std::chrono::milliseconds> AnswerRun::silentFor() const {
    if (!wireRuns() || !m_sentAt) {
        return std::nullopt;
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(m_services.clock.now() - *m_sentAt);
}

bool AnswerRun::isHeld() const {
    return m_controller.reveal() != stream::Reveal::Flowing || m_batcher.isHeld();
}

void AnswerRun::begin(const domain::Message& answer, const std::optional<Endpoints::Model>& model,
                      const domain::Prompt& prompt, const std::optional<domain::Clock::Instant>& askedSince) {
    m_thoughtBefore = std::chrono::milliseconds{0};
    m_askedSince = askedSince;
    m_tokensBefore = 0;
    m_unitsBefore = 0;
    m_costBefore = 0;
    m_recorder.begin(answer);
    start(model, prompt, {});
}

void AnswerRun::goOn(const domain::Message& answer, const std::optional<Endpoints::Model>& model,
                     const domain::Prompt& prompt) {
    m_thoughtBefore = answer.thinkingTime;
    m_askedSince.reset();
    const qint64 told = answer.usage ? answer.usage->output.value_or(0) : 0;
    m_tokensBefore =
        std::max(told, estimatedTokens(answer.text.size()) + estimatedTokens(answer.thinking.size()));
    m_unitsBefore = answer.text.size() + answer.thinking.size();
    m_costBefore = answer.usage ? answer.usage->cost.value_or(0) : 0;
    const QString note = m_services.store.resumeNote(answer);
    m_recorder.reopen(answer);
    start(model, prompt, note);
}

void AnswerRun::start(const std::optional<Endpoints::Model>& model, const domain::Prompt& prompt,
                      const QString& resumeNote) {
    release();
    m_batcher.clear();
    m_thinkingBatcher.clear();
    m_runningTool.clear();
    m_retry = 0;
    m_continued = false;
    m_revealing = false;
    m_preparing = true;
    m_tick.start();
    m_resumeNote = resumeNote;
    m_sentAt.reset();
    ++m_generation;
    Q_EMIT changed();
    if (!model) {
        endWithoutStream({domain::Outcome::Failed,
                          {},
                          {},
                          failureOf(domain::Failure::Kind::InvalidSettings,
                                    QStringLiteral("there is no such model here"))});
        return;
    }
    m_traits = model->facts.value_or(domain::ModelTraits{});
    m_endpoint = model->endpoint;
    m_prompt = prompt;
    m_earlierAnswers = m_services.store.answerLengths(model->endpoint.id, model->id, historyLength);
    findKey([this](const domain::Secret& key) { passGate(key); });
}

void AnswerRun::findKey(std::function<void(const domain::Secret&)> found) {
    m_services.endpoints.findKey(
        m_endpoint, [self = QPointer(this), generation = m_generation,
                     found = std::move(found)](const domain::Result<domain::Secret>& key) {
            if (!self || self->m_generation != generation || !self->m_preparing) {
                return;
            }
            if (!key) {
                self->endWithoutStream({domain::Outcome::Failed, {}, {}, key.failure()});
                return;
            }
            found(key.value());
        });
}

stream::StreamRequest AnswerRun::requestWith(const domain::Secret& key) const {
    const auto& settings = m_services.settings;
    const auto& memory = m_services.memory;
    stream::StreamRequest request;
    request.endpoint = m_endpoint;
    request.prompt = m_prompt;
    request.key = key;
    request.timeouts = settings.timeouts(m_endpoint);
    request.retry = settings.retryPolicy();
    request.continuation = settings.continuation(m_endpoint);
    request.streamNeed = stream::StreamingRule{}.decide(m_prompt, m_traits).enforced
                             ? stream::StreamNeed::Enforced
                             : stream::StreamNeed::Preferred;
    request.streamMemory = memory.experience(m_endpoint.id, m_prompt.model).notStreamed
                               ? stream::StreamMemory::HoldsBack
                               : stream::StreamMemory::Streams;
    request.tokenRatio = memory.calibration(m_endpoint.id, m_prompt.model).ratio();
    request.askedSince = m_askedSince;
    return request;
}

void AnswerRun::passGate(const domain::Secret& key) {
    using Kind = stream::SendPermit::Kind;
    m_permit.begin(m_endpoint, [this] { return need(); });
    m_permit.await(m_resumeNote.isEmpty() ? Kind::Question : Kind::TakeUp,
                   [this, key](const stream::SendPermit::Key& found) {
                       m_endpoint = m_permit.endpoint();
                       if (found && !*found) {
                           endWithoutStream({domain::Outcome::Failed, {}, {}, found->failure()});
                       } else {
                           send(found ? found->value() : key);
                       }
                   });
}

void AnswerRun::send(const domain::Secret& key) {
    m_preparing = false;
    stream::StreamRequest request = requestWith(key);
    request.permit = &m_permit;
    request.beats = &m_services.flushes;
    m_sentAt = m_services.clock.now();
    if (!m_askedSince) {
        m_askedSince = m_sentAt;
    }
    const domain::Message& answer = m_recorder.message();
    m_controller.reconnectTo(std::move(request), answer, m_resumeNote);
    Q_EMIT changed();
}

stream::RateNeed AnswerRun::need() const {
    const stream::TokenEstimator estimator(
        providers::tokenFamily(m_endpoint.dialect, m_prompt.model),
        m_services.memory.calibration(m_endpoint.id, m_prompt.model).ratio());
    stream::RateNeed need = expectedNeed(m_prompt, m_traits, estimator, m_earlierAnswers);
    need.input += estimator.tokensOf(m_recorder.message().text);
    return need;
}

domain::Message AnswerRun::keep(const domain::Message& answer) {
    m_recorder.begin(answer);
    m_recorder.ended(answer.ending.value_or(domain::Ending{}), answer.text);
    m_recorder.commit();
    return m_recorder.message();
}

void AnswerRun::setShown(bool shown) {
    m_unseen = !shown;
    if (shown && isRunning()) {
        Q_EMIT changed();
    }
}

void AnswerRun::pause() {
    if (!isRunning() || isHeld() || m_preparing) {
        return;
    }
    m_batcher.setHeld(true);
    m_thinkingBatcher.setHeld(true);
    if (m_services.settings.pauseHoldsWire() && wireRuns()) {
        m_controller.pauseWire();
    } else {
        m_controller.pause();
    }
    Q_EMIT changed();
}

void AnswerRun::resume() {
    release();
    Q_EMIT changed();
}

void AnswerRun::release() {
    m_controller.resume();
    m_thinkingBatcher.setHeld(false);
    m_batcher.setHeld(false);
}

void AnswerRun::cancel() {
    if (m_preparing) {
        endWithoutStream({domain::Outcome::Cancelled, {}, {}, {}});
        return;
    }
    // A person who stops an answer wants to see where it stopped: what was held is shown.
    release();
    m_controller.cancel();
}

void AnswerRun::breakOff() {
    m_controller.disconnectFromServer(failureOf(domain::Failure::Kind::IdleTimeout));
}

void AnswerRun::tryNow() {
    if (m_preparing) {
        m_permit.goNow();
    } else {
        m_controller.reconnect();
    }
}

void AnswerRun::close() {
    const domain::Failure closed = failureOf(domain::Failure::Kind::AppClosed);
    if (m_preparing) {
        endWithoutStream({domain::Outcome::Interrupted, {}, {}, closed});
    } else if (stream::isRunning(m_controller.state())) {
        m_controller.disconnectFromServer(closed);
    }
    if (m_revealing) {
        release();
        m_thinkingBatcher.flushAll();
        m_batcher.flushAll();
    }
    m_recorder.commit();
}

void AnswerRun::endWithoutStream(domain::Ending ending) {
    m_preparing = false;
    m_permit.withdraw();
    const domain::Message& answer = m_recorder.message();
    const bool kept = !answer.text.isEmpty() || !answer.thinking.isEmpty() || !m_resumeNote.isEmpty();
    if (ending.outcome == domain::Outcome::Failed && kept) {
        // It could not go on; what there was of it stays, and may go on later.
        ending.outcome = domain::Outcome::Interrupted;
    }
    m_log.ended(ending, answer.text);
    m_recorder.ended(ending, answer.text);
    revealed();
}

void AnswerRun::streamEnded() {
    tellWholeUsage();
    tellCost();
    count();
    learnTokens();
    noteResume();
    m_recorder.setStats(m_controller.stats(), m_services.clock.now());
    m_recorder.commit();
    m_runningTool.clear();
    m_revealing = true;
    Q_EMIT changed();
    m_thinkingBatcher.finish();
    if (m_revealing) {
        m_batcher.finish();
    }
}

/// What the server counted is the answer's length only where one request brought all of it. Else the answer
/// is kept with the sum: what came before is an estimate, and so is the whole.
void AnswerRun::tellWholeUsage() {
    if (countsWhatWasKept()) {
        return;
    }
    const domain::Message& answer = m_recorder.message();
    const auto& stats = m_controller.stats();
    const bool completed = answer.ending && answer.ending->outcome == domain::Outcome::Completed;
    const bool counted = answer.usage && answer.usage->output;
    if (!counted || (completed && m_tokensBefore == 0 && !m_continued)) {
        return;
    }
    const auto& now = stats.usage();
    const bool holdsThinking = now && now->output && !now->thinking && !m_continued;
    const qint64 told = stats.answerTokens() + (holdsThinking ? 0 : stats.thinkingTokens());
    // A count from the start of an answer that broke off is not its length.
    const qint64 least = completed ? 0 : estimatedTokens(stats.characters());
    domain::Usage whole;
    whole.output = m_tokensBefore + std::max(told, least);
    whole.source = domain::Usage::Source::Estimated;
    m_recorder.usage(whole);
}

/// By the prices of today: what is kept with the answer does not change when they do.
void AnswerRun::tellCost() {
    const auto& usage = m_controller.stats().usage();
    m_cost = usage ? domain::costOf(*usage, m_traits) : std::nullopt;
    if (m_cost) {
        m_cost = countsWhatWasKept() ? *m_cost - m_costBefore : *m_cost;
        m_recorder.setCost(*m_cost);
    }
}

void AnswerRun::count() {
    auto record = m_collector.record(m_controller.stats(), m_controller.requests());
    if (!record || !m_services.count) {
        return;
    }
    record->cost = m_cost;
    if (countsWhatWasKept()) {
        // The question was counted, and paid for, with what was kept.
        const auto& stats = m_controller.stats();
        record->tokens = {};
        record->tokens.output = stats.answerTokens();
        record->tokens.source = domain::Usage::Source::Estimated;
    }
    m_services.count(std::move(*record));
}

bool AnswerRun::countsWhatWasKept() const {
    return m_unitsBefore > 0 && m_controller.countedFrom() < m_unitsBefore;
}

void AnswerRun::noteResume() {
    if (!m_preparing) {
        m_recorder.setResume(m_controller.resumeNote());
    }
}

/// Only from what one request brought, and from text: what pictures are, and what a tool read, is counted by
/// other rules.
void AnswerRun::learnTokens() {
    const domain::Message& answer = m_recorder.message();
    const auto& usage = m_controller.stats().usage();
    const bool whole = answer.ending && answer.ending->outcome == domain::Outcome::Completed &&
                       m_tokensBefore == 0 && !m_continued && answer.tools.empty();
    const bool textOnly = std::ranges::all_of(m_prompt.turns, [](const domain::Turn& turn) {
        return std::ranges::all_of(turn.attachments, [](const domain::Attachment& file) {
            return file.kind == domain::Attachment::Kind::Text;
        });
    });
    const bool counted = usage && usage->source == domain::Usage::Source::Reported && usage->input;
    if (whole && textOnly && counted && !m_endpoint.demo) {
        const stream::TokenEstimator bare(providers::tokenFamily(m_endpoint.dialect, m_prompt.model));
        m_services.memory.learnTokens(m_endpoint.id, m_prompt.model, bare.tokensOf(m_prompt), *usage->input);
    }
    m_prompt = {};
}

void AnswerRun::revealed() {
    m_revealing = false;
    m_tick.stop();
    release();
    m_thinkingBatcher.flushAll();
    m_recorder.commit();
    Q_EMIT ended(m_recorder.message());
    Q_EMIT changed();
}

StreamChip::Input AnswerRun::chip() const {
    const auto now = m_services.clock.now();
    StreamChip::Input input;
    input.state = m_controller.state();
    input.preparing = m_preparing;
    if (const auto wait = sendWait()) {
        input.gate = wait->limit ? StreamChip::Gate::Limit : StreamChip::Gate::Network;
        if (wait->until) {
            input.gateIn = std::chrono::duration_cast<std::chrono::milliseconds>(*wait->until - now);
        }
    }
    input.held = isHeld();
    input.waiting = waiting();
    input.revealing = m_revealing;
    input.runningTool = m_runningTool;
    input.retry = m_retry;
    input.retries = m_controller.mostTries();
    if (const auto at = m_controller.retryAt()) {
        input.retryIn = std::chrono::duration_cast<std::chrono::milliseconds>(*at - now);
    }
    input.retryReason = m_controller.retryReason();
    input.progress = m_controller.progress();
    if (const auto since = m_controller.waitsForWholeSince()) {
        input.waitForWhole = std::chrono::duration_cast<std::chrono::milliseconds>(now - *since);
    }
    input.thinkingTime = thinkingTime();
    input.silence = m_controller.silence();
    if (m_controller.state() == stream::StreamState::Streaming && !isHeld()) {
        input.stall = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_progressAt);
    }
    input.quietAfter = stream::Timeouts{}.quiet;
    return input;
}

QString AnswerRun::resumeRung() const {
    return wireRuns() && !m_preparing ? m_controller.metadata().resume : QString();
}

QString AnswerRun::figures() const {
    if (!wireRuns() || m_preparing) {
        return {};
    }
    const auto now = m_services.clock.now();
    const auto& stats = m_controller.stats();
    QStringList parts;
    // Thinking and answer are told apart: the rate is the one of what is coming now.
    const auto rate = m_controller.state() == stream::StreamState::Thinking ? stats.thinkingRate(now)
                                                                            : stats.answerRate(now);
    if (rate) {
        parts.append(AnswerLine::rate(*rate));
    }
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(stats.elapsed(now));
    parts.append(elapsed.count() < 60 ? tr("%1 s").arg(elapsed.count()) : AnswerLine::time(elapsed));
    if (const auto remaining = stats.remaining(now, m_earlierAnswers)) {
        parts.append(remaining->shortest == remaining->longest
                         ? tr("%1 left").arg(AnswerLine::time(remaining->longest))
                         : tr("up to %1 left").arg(AnswerLine::time(remaining->longest)));
    }
    return parts.join(QStringLiteral(" · "));
}

double AnswerRun::fraction() const {
    if (!wireRuns() || m_preparing) {
        return -1;
    }
    if (const auto& progress = m_controller.progress(); progress && progress->fraction) {
        return *progress->fraction;
    }
    return m_controller.stats().fraction().value_or(-1);
}

} // namespace rivulet::app
