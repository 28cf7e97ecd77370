// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/TokenFamily.h"
#include "stream/Farewell.h"
#include "stream/StreamControllerImpl.h"
#include "stream/TokenEstimator.h"

#include <algorithm>
#include <utility>

namespace rivulet::stream {

namespace {

using domain::Failure;
using Milliseconds = std::chrono::milliseconds;

/// Arguments are JSON, of which a token is shorter than of words.
constexpr qsizetype unitsPerToolToken = 3;

Failure failed(Failure::Kind kind, const QString& detail) {
    Failure failure;
    failure.kind = kind;
    failure.detail = detail;
    return failure;
}

} // namespace

StreamController::Impl::Impl(StreamController& controller, ConnectionPool& connections,
                             const domain::Clock& time, Random chance)
    : outbox(std::make_shared<Outbox>(controller))
    , m_controller(controller)
    , m_pool(connections)
    , m_clock(time)
    , m_random(std::move(chance))
    , m_ready(connections, time) {
    m_delay.setSingleShot(true);
    m_delay.setTimerType(Qt::PreciseTimer);
    m_grace.setSingleShot(true);
    QObject::connect(&m_delay, &QTimer::timeout, &m_delay, [this] {
        const Outbox::Turn turn(outbox);
        askLeave();
    });
    QObject::connect(&m_grace, &QTimer::timeout, &m_grace, [this] {
        const Outbox::Turn turn(outbox);
        complete();
    });
    QObject::connect(&m_ready, &ReadyPoll::asked, &m_ready, [this] { ++requests; });
    QObject::connect(&m_ready, &ReadyPoll::stillLoading, &m_ready, [this] {
        const Outbox::Turn turn(outbox);
        tellLoading();
    });
    QObject::connect(&m_ready, &ReadyPoll::ready, &m_ready, [this] {
        const Outbox::Turn turn(outbox);
        askLeave();
    });
}

StreamController::Impl::~Impl() {
    // Nobody's answer is left without an end: observers may outlive the controller.
    outbox->detach();
    disconnect(failed(Failure::Kind::AppClosed, {}));
}

void StreamController::Impl::feed(StreamInput input) {
    const StreamState after = next(state, input);
    if (after != state) {
        state = after;
        outbox->add(StateChanged{after});
    }
}

std::optional<Failure> StreamController::Impl::refusal() const {
    if (const QString problem = m_request.endpoint.problem(); !problem.isEmpty()) {
        return failed(Failure::Kind::InvalidSettings, problem);
    }
    if (m_request.endpoint.needsKey && m_request.key.isEmpty()) {
        return failed(Failure::Kind::MissingKey, {});
    }
    if (!makeDialect()) {
        return failed(Failure::Kind::Unsupported, m_request.endpoint.dialect);
    }
    if (!text.isEmpty() && !m_way && m_rung == Rung::Ask) {
        // Asking anew would put a second beginning behind the first.
        return failed(Failure::Kind::Unsupported, QStringLiteral("this protocol can't go on from a text"));
    }
    return std::nullopt;
}

void StreamController::Impl::start(StreamRequest asked, const QString& keptText,
                                   const QString& keptThinking) {
    const Outbox::Turn turn(outbox);
    if (isRunning(state)) {
        return;
    }
    prepare(std::move(asked), keptText, keptThinking);
    if (!text.isEmpty() && m_canContinue) {
        m_way = makeDialect()->continuationWay(m_request.prompt, m_request.endpoint);
    }
    ask(m_way ? StreamInput::Resumed : StreamInput::Started);
}

void StreamController::Impl::prepare(StreamRequest asked, const QString& keptText,
                                     const QString& keptThinking) {
    state = StreamState::Idle; // of this answer, whatever became of the last one
    m_request = std::move(asked);
    text = keptText;
    thinking = keptThinking;
    requests = 0;
    m_requestsTold = 0;
    attempts = 0;
    m_way.reset();
    m_warnings = 0;
    m_citations = 0;
    m_toolUnits = 0;
    m_toolUsed = false;
    m_toolsSince.clear();
    m_toolArguments.clear();
    m_sources.clear();
    m_toldNotStreamed = false;
    m_toldDifference = false;
    m_toldAttempt = 0;
    m_pollsSince.reset();
    m_resumePoint.reset();
    m_attemptUsage.reset();
    m_usageWaits = false;
    m_sent = {};
    m_textBefore = text.size();
    m_thinkingBefore = thinking.size();
    m_toolUnitsBefore = 0;
    forgetPlace();
    m_rung = Rung::Ask;
    stats.start(m_request.askedSince.value_or(m_clock.now()));
    metadata = {m_request.endpoint.id,  m_request.endpoint.name, m_request.endpoint.dialect,
                m_request.prompt.model, QStringLiteral("none"),  1};
    const auto dialect = makeDialect();
    m_canContinue = dialect && dialect->continuationWay(m_request.prompt, m_request.endpoint);
    m_promisesPlace = dialect && dialect->promisesResume(m_request.prompt, m_request.endpoint);
    setReveal(Reveal::Flowing);
}

void StreamController::Impl::reconnect(const domain::Secret& key) {
    const Outbox::Turn turn(outbox);
    const bool delays = m_delay.isActive() || m_ready.isRunning();
    if (delays) {
        askLeave(); // now, instead of then
    }
    if (m_leaveAskedAt) {
        m_request.permit->goNow();
    }
    if (delays || !isEnded(state) || state == StreamState::Completed) {
        return;
    }
    if (!key.isEmpty()) {
        m_request.key = key;
    }
    m_rung = rungAt(m_place);
    if (m_rung != Rung::None) {
        stats.goOn(m_clock.now());
        ask(StreamInput::Resumed);
        return;
    }
    m_rung = Rung::Ask;
    if (text.isEmpty()) {
        m_way.reset();
        if (hasContent()) {
            stats.resume(m_clock.now());
        } else {
            stats.start(m_clock.now());
        }
        ask(StreamInput::Started);
        return;
    }
    const auto dialect = makeDialect();
    m_way = dialect ? dialect->continuationWay(m_request.prompt, m_request.endpoint) : std::nullopt;
    if (m_way) {
        stats.resume(m_clock.now());
        ask(StreamInput::Resumed);
    }
}

std::unique_ptr<providers::Dialect> StreamController::Impl::makeDialect() const {
    return m_request.dialects ? m_request.dialects(m_request.endpoint.dialect) : nullptr;
}

void StreamController::Impl::ask(StreamInput input) {
    ending.reset();
    m_retries = 0;
    // What a person asks for is not held back by a setting.
    m_ladder.begin(m_rung == Rung::Ask ? m_request.resume : ResumePolicy::Auto, m_request.retry.base);
    m_heldBack = {};
    m_pauses = 0;
    m_pausedUsage.reset();
    m_wayChanged = false;
    m_fieldsLeftOut = 0;
    m_asksWhole = false;
    m_attemptHasContent = false;
    metadata.resume = rungName();
    feed(input);
    if (const auto failure = refusal()) {
        const bool kept = hasContent() || m_rung != Rung::Ask;
        m_isAsked = false;
        end(kept ? StreamInput::BrokeAfterContent : StreamInput::BrokeBeforeContent, failure);
        return;
    }
    m_isAsked = true;
    ++attempts;
    sendAttempt();
}

void StreamController::Impl::sendAttempt() {
    m_delay.stop();
    m_ready.stop();
    retryAt.reset();
    retryReason.reset();
    progress.reset();
    m_attemptHasContent = false;
    m_finished.reset();
    m_trimmer.reset();
    m_askedAt = m_clock.now();
    m_textAtSend = text.size();
    m_thinkingAtSend = thinking.size();
    m_attempt.reset(new Attempt(m_pool, m_clock, makeDialect()));
    // By way of the controller: an attempt that was dropped has nobody to tell.
    QObject::connect(m_attempt.get(), &Attempt::eventsRead, &m_controller,
                     [this](const std::vector<domain::StreamEvent>& events) { read(events); });
    QObject::connect(m_attempt.get(), &Attempt::limitsTold, &m_controller, &StreamController::limitsTold);
    QObject::connect(m_attempt.get(), &Attempt::over, &m_controller,
                     [this](const std::optional<Failure>& failure) { attemptIsOver(failure); });
    metadata.attempt = attempts;
    metadata.resume = rungName();
    if (!m_pollsSince) {
        feed(StreamInput::Sent);
    }
    if (std::exchange(m_toldAttempt, attempts) != attempts) { // a look at what the server does is no attempt
        outbox->add(AttemptStarted{metadata});
    }
    ++requests;
    const HttpExchange::Options options{
        .timeouts = m_request.timeouts, .extraAuthority = m_request.extraAuthority, .beats = m_request.beats};
    if (m_rung == Rung::Ask) {
        sendQuestion(options);
    } else {
        sendTakeUp(options);
    }
    if (m_attempt && reveal == Reveal::WireHeld) {
        m_attempt->setHeld(true);
    }
}

void StreamController::Impl::sendQuestion(const HttpExchange::Options& options) {
    m_attemptUsage.reset();
    forgetPlace();
    if (m_way) {
        m_trimmer.emplace(text, *m_way == providers::Dialect::Way::Prefill
                                    ? OverlapTrimmer::Start::AtTheEnd
                                    : OverlapTrimmer::Start::FromQuote);
    }
    m_sent = promptToSend();
    m_textBefore = text.size();
    m_toolUnitsBefore = m_toolUnits;
    m_thinkingBefore = thinking.size();
    m_trimmed = 0;
    m_attempt->send(m_sent, m_request.endpoint, m_request.key, options);
}

domain::Prompt StreamController::Impl::promptToSend() const {
    domain::Prompt prompt =
        m_way ? providers::continuationPrompt(m_request.prompt, text, *m_way) : m_request.prompt;
    const bool heldBack =
        m_request.streamNeed == StreamNeed::Preferred && m_request.streamMemory == StreamMemory::HoldsBack;
    if (m_asksWhole || heldBack) {
        prompt.stream = false;
    }
    return prompt;
}

void StreamController::Impl::dropAttempt() {
    if (m_attempt) {
        tellTaken();
        if (const auto point = m_attempt->resumePoint()) {
            m_resumePoint = point;
        }
        m_place = placeOfAttempt();
        if (m_rung == Rung::Exact && m_retelling) {
            m_lag = m_retelling->rest();
        }
        m_retelling.reset();
        m_attempt->cancel();
        QObject::disconnect(m_attempt.get(), nullptr, &m_controller, nullptr);
        m_attempt.reset();
    }
}

std::optional<QByteArray> StreamController::Impl::contentToGoOnFrom() const {
    const bool paused = m_attempt && m_finished && m_finished->reason == domain::StopReason::PauseTurn;
    // While it goes on from a partial text, that text belongs to the content too, and is not in it.
    return paused && !m_way && m_pauses < mostPauses ? m_attempt->pausedContent() : std::nullopt;
}

void StreamController::Impl::goOnAfterPause(const QByteArray& content) {
    m_grace.stop();
    countTokens();
    m_pausedUsage = stats.usage();
    m_request.prompt.pausedContents.append(content);
    ++m_pauses;
    ++attempts;
    m_retries = 0;
    dropAttempt();
    m_finished.reset(); // whoever is stopped now is not whole
    m_rung = Rung::Ask;
    askLeave();
}

void StreamController::Impl::complete() {
    using Flow = FlowWatch::Flow;
    if (const auto content = contentToGoOnFrom()) {
        goOnAfterPause(*content);
        return;
    }
    const auto came = flow();
    dropAttempt();
    releaseTrimmer();
    if (!isRunning(state)) {
        return;
    }
    if (!hasContent()) {
        take(domain::Warning{domain::Warning::Kind::EmptyAnswer, {}});
    }
    const bool heldBack = came == Flow::Burst || came == Flow::LateWhole;
    if (heldBack && m_request.streamNeed == StreamNeed::Enforced) {
        end(StreamInput::BrokeAfterContent, failed(Failure::Kind::Buffered, {}));
        return;
    }
    if (heldBack || came == Flow::Whole || m_asksWhole) {
        // Only now is it known: a server that is gone would not have sent a whole either.
        tellNotStreamed();
    }
    end(StreamInput::Finished, std::nullopt);
}

void StreamController::Impl::end(StreamInput input, const std::optional<Failure>& failure) {
    // What never reached the server costs nothing, however much was kept from before.
    const bool brought = partHasContent() || m_attemptUsage || (m_attempt && m_attempt->isAccepted());
    const bool costs = m_isAsked && (input == StreamInput::Finished || (hasContent() && brought));
    dropAttempt();
    giveLeaveBack();
    m_delay.stop();
    m_ready.stop();
    m_grace.stop();
    m_trimmer.reset();
    m_pollsSince.reset();
    retryAt.reset();
    retryReason.reset();
    progress.reset();
    if (costs) {
        countTokens();
    }
    stats.finish(m_clock.now());
    feed(input);
    domain::Ending reached;
    switch (state) {
    case StreamState::Completed:
        reached.outcome = domain::Outcome::Completed;
        break;
    case StreamState::Cancelled:
        reached.outcome = domain::Outcome::Cancelled;
        break;
    case StreamState::Interrupted:
        reached.outcome = domain::Outcome::Interrupted;
        break;
    default:
        reached.outcome = domain::Outcome::Failed;
        break;
    }
    if (m_finished && reached.outcome == domain::Outcome::Completed) {
        reached.stop = m_finished->reason;
        reached.rawStop = m_finished->raw;
    }
    reached.failure = failure;
    ending = reached;
    tellUsage();
    if (input != StreamInput::Cancelled) { // then it has one more use
        m_request.key = {};
    }
    outbox->add(StreamEnded{reached, text});
}

void StreamController::Impl::countTokens() {
    if (m_attemptUsage && m_attemptUsage->output) {
        return;
    }
    const domain::Usage told = m_attemptUsage.value_or(domain::Usage{});
    const TokenEstimator estimator(providers::tokenFamily(m_request.endpoint.dialect, m_request.prompt.model),
                                   m_request.tokenRatio);
    domain::Usage usage;
    usage.source = domain::Usage::Source::Estimated;
    if (!told.input) {
        usage.input = estimator.tokensOf(m_sent);
    }
    const qint64 thought =
        told.thinking.value_or(estimator.tokensOf(QStringView(thinking).sliced(m_thinkingBefore)));
    if (thought > 0) {
        usage.thinking = thought; // else it may have been hidden
    }
    usage.output = thought + estimator.tokensOf(QStringView(text).sliced(m_textBefore)) +
                   (m_toolUnits - m_toolUnitsBefore) / unitsPerToolToken;
    take(domain::UsageReported{usage});
}

void StreamController::Impl::bidFarewell() {
    const auto dialect = makeDialect();
    if (!dialect || !m_resumePoint) {
        return;
    }
    if (const auto request = dialect->cancelRequest(m_request.endpoint, *m_resumePoint)) {
        Farewell::send(m_pool, m_clock, *request, m_request.key,
                       {.timeouts = m_request.timeouts, .extraAuthority = m_request.extraAuthority});
    }
}

void StreamController::Impl::cancel() {
    const Outbox::Turn turn(outbox);
    if (m_attempt) {
        m_attempt->readWaiting();
    }
    if (!isRunning(state)) {
        return;
    }
    if (m_finished && !contentToGoOnFrom()) {
        complete(); // it is whole already, there is nothing left to cancel
        return;
    }
    releaseTrimmer();
    if (isRunning(state)) {
        end(StreamInput::Cancelled, std::nullopt);
        bidFarewell();
        m_request.key = {};
        forgetPlace(); // told to stop, the server has nothing more to say
    }
}

void StreamController::Impl::disconnect(const Failure& reason) {
    const Outbox::Turn turn(outbox);
    if (m_attempt) {
        m_attempt->readWaiting();
    }
    if (!isRunning(state)) {
        return;
    }
    if (m_finished && !contentToGoOnFrom()) {
        complete();
        return;
    }
    releaseTrimmer();
    if (isRunning(state)) {
        end(StreamInput::BrokeAfterContent, reason);
    }
}

void StreamController::Impl::setReveal(Reveal wanted) {
    const Outbox::Turn turn(outbox);
    if (reveal == wanted) {
        return;
    }
    reveal = wanted;
    if (m_attempt) {
        m_attempt->setHeld(wanted == Reveal::WireHeld);
    }
    outbox->add(RevealChanged{wanted});
}

std::optional<domain::Clock::Instant> StreamController::Impl::waitsForWholeSince() const {
    if (m_pollsSince) {
        return m_pollsSince;
    }
    return m_attempt && state == StreamState::Connecting && !m_sent.stream && m_attempt->isWithServer()
               ? std::optional(m_attempt->sentAt())
               : std::nullopt;
}

Milliseconds StreamController::Impl::silence() const {
    if (!m_attempt) {
        return Milliseconds{0};
    }
    const auto since = m_clock.now() - m_attempt->lastSignOfLife();
    return std::max(Milliseconds{0}, std::chrono::duration_cast<Milliseconds>(since));
}

} // namespace rivulet::stream
