// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/StreamControllerImpl.h"

#include <algorithm>

namespace rivulet::stream {

namespace {

using domain::Failure;
using Milliseconds = std::chrono::milliseconds;

/// Cuts after which the same question may well be answered: the line broke, or the server was too busy. Not
/// those where the server or a bound has decided something.
bool isMendable(Failure::Kind kind) {
    switch (kind) {
    case Failure::Kind::CutOff:
    case Failure::Kind::ConnectionReset:
    case Failure::Kind::NetworkGone:
    case Failure::Kind::IdleTimeout:
    case Failure::Kind::Overloaded:
    case Failure::Kind::ServerError:
        return true;
    default:
        return false;
    }
}

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
    , m_random(std::move(chance)) {
    m_delay.setSingleShot(true);
    m_delay.setTimerType(Qt::PreciseTimer);
    m_grace.setSingleShot(true);
    QObject::connect(&m_delay, &QTimer::timeout, &m_delay, [this] {
        const Outbox::Turn turn(outbox);
        sendAttempt();
    });
    QObject::connect(&m_grace, &QTimer::timeout, &m_grace, [this] {
        const Outbox::Turn turn(outbox);
        complete();
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
    if (!providers::makeDialect(m_request.endpoint.dialect)) {
        return failed(Failure::Kind::Unsupported, m_request.endpoint.dialect);
    }
    if (!text.isEmpty() && !m_way) {
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
    state = StreamState::Idle; // of this answer, whatever became of the last one
    m_request = std::move(asked);
    text = keptText;
    thinking = keptThinking;
    requests = 0;
    attempts = 0;
    m_way.reset();
    m_warnings = 0;
    m_citations = 0;
    m_toolUnits = 0;
    m_toolUsed = false;
    stats.start(m_clock.now());
    metadata = {m_request.endpoint.id,  m_request.endpoint.name, m_request.endpoint.dialect,
                m_request.prompt.model, QStringLiteral("none"),  1};
    const auto dialect = providers::makeDialect(m_request.endpoint.dialect);
    if (dialect && dialect->continuationWay(m_request.prompt, m_request.endpoint)) {
        metadata.resume = QStringLiteral("continue");
    }
    setReveal(Reveal::Flowing);
    if (!text.isEmpty() && dialect) {
        m_way = dialect->continuationWay(m_request.prompt, m_request.endpoint);
    }
    ask(m_way ? StreamInput::Resumed : StreamInput::Started);
}

void StreamController::Impl::reconnect() {
    const Outbox::Turn turn(outbox);
    if (m_delay.isActive()) {
        sendAttempt(); // now, instead of then
        return;
    }
    if (!isEnded(state) || state == StreamState::Completed) {
        return;
    }
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
    const auto dialect = providers::makeDialect(m_request.endpoint.dialect);
    m_way = dialect ? dialect->continuationWay(m_request.prompt, m_request.endpoint) : std::nullopt;
    if (m_way) {
        stats.resume(m_clock.now());
        ask(StreamInput::Resumed);
    }
}

void StreamController::Impl::ask(StreamInput input) {
    ending.reset();
    m_retries = 0;
    m_continuations = 0;
    m_wayChanged = false;
    m_fieldLeftOut = false;
    feed(input);
    if (const auto failure = refusal()) {
        end(hasContent() ? StreamInput::BrokeAfterContent : StreamInput::BrokeBeforeContent, failure);
        return;
    }
    ++attempts;
    sendAttempt();
}

void StreamController::Impl::sendAttempt() {
    m_delay.stop();
    retryAt.reset();
    retryReason.reset();
    m_attemptHasContent = false;
    m_finished.reset();
    m_trimmer.reset();
    domain::Prompt prompt = m_request.prompt;
    if (m_way) {
        prompt = providers::continuationPrompt(prompt, text, *m_way);
        m_trimmer.emplace(text, *m_way == providers::Dialect::Way::Prefill
                                    ? OverlapTrimmer::Start::AtTheEnd
                                    : OverlapTrimmer::Start::FromQuote);
    }
    m_attempt.reset(new Attempt(m_pool, m_clock, providers::makeDialect(m_request.endpoint.dialect)));
    // By way of the controller: an attempt that was dropped has nobody to tell.
    QObject::connect(m_attempt.get(), &Attempt::eventsRead, &m_controller,
                     [this](const std::vector<domain::StreamEvent>& events) { read(events); });
    QObject::connect(m_attempt.get(), &Attempt::over, &m_controller,
                     [this](const std::optional<Failure>& failure) { attemptIsOver(failure); });
    metadata.attempt = attempts;
    feed(StreamInput::Sent);
    outbox->add(AttemptStarted{metadata});
    ++requests;
    m_attempt->send(prompt, m_request.endpoint, m_request.key,
                    {.timeouts = m_request.timeouts, .extraAuthority = m_request.extraAuthority});
    if (m_attempt && reveal == Reveal::WireHeld) {
        m_attempt->setHeld(true);
    }
}

void StreamController::Impl::dropAttempt() {
    if (m_attempt) {
        m_attempt->cancel();
        QObject::disconnect(m_attempt.get(), nullptr, &m_controller, nullptr);
        m_attempt.reset();
    }
}

void StreamController::Impl::wait(Milliseconds delay, const Failure& reason) {
    ++attempts;
    retryAt = m_clock.now() + delay;
    retryReason = reason;
    feed(StreamInput::Delayed);
    outbox->add(RetryScheduled{attempts, delay, reason});
    m_delay.start(delay);
}

void StreamController::Impl::lose(const Failure& failure) {
    dropAttempt();
    releaseTrimmer();
    if (!isRunning(state)) {
        return; // what was released filled the answer up
    }
    if (m_attemptHasContent) {
        if (continuesByItself(failure)) {
            ++m_continuations;
            m_retries = 0;
            m_way = providers::makeDialect(m_request.endpoint.dialect)
                        ->continuationWay(m_request.prompt, m_request.endpoint);
            m_wayChanged = false;
            stats.resume(m_clock.now());
            feed(StreamInput::Lost);
            wait(Milliseconds{0}, failure);
            return;
        }
    } else if (m_way && failure.kind == Failure::Kind::PrefillRefused && !m_wayChanged) {
        m_wayChanged = true;
        m_way = *m_way == providers::Dialect::Way::Prefill ? providers::Dialect::Way::Instruction
                                                           : providers::Dialect::Way::Prefill;
        wait(Milliseconds{0}, failure);
        return;
    } else if (leaveOutField(failure)) {
        wait(Milliseconds{0}, failure);
        return;
    } else if (const auto delay = retryDelay(failure)) {
        wait(*delay, failure);
        return;
    }
    end(hasContent() ? StreamInput::BrokeAfterContent : StreamInput::BrokeBeforeContent, failure);
}

std::optional<Milliseconds> StreamController::Impl::retryDelay(const Failure& failure) {
    Failure judged = failure;
    if (failure.kind == Failure::Kind::CutOff) {
        // Nothing of an answer had come: for the policy that is a connection closed before its first byte.
        judged.kind = Failure::Kind::ConnectionReset;
        judged.httpStatus = 0;
    }
    return m_request.retry.delay(judged, ++m_retries, m_random ? m_random() : 0.5);
}

bool StreamController::Impl::continuesByItself(const Failure& failure) const {
    const bool allowed =
        m_request.continuation == ContinuePolicy::Always ||
        (m_request.continuation == ContinuePolicy::LocalOnly && m_request.endpoint.isLocal());
    return allowed && !text.isEmpty() && metadata.resume == u"continue" &&
           m_continuations < mostContinuations && isMendable(failure.kind);
}

bool StreamController::Impl::leaveOutField(const Failure& failure) {
    if (failure.kind != Failure::Kind::BadRequest || failure.field.isEmpty() || m_fieldLeftOut) {
        return false;
    }
    // Which fields are optional is the dialect's to know: one that is not does not change the request.
    const auto dialect = providers::makeDialect(m_request.endpoint.dialect);
    domain::Prompt without = m_request.prompt;
    without.omittedFields.append(failure.field);
    if (dialect->request(without, m_request.endpoint).body ==
        dialect->request(m_request.prompt, m_request.endpoint).body) {
        return false;
    }
    m_fieldLeftOut = true;
    m_request.prompt = std::move(without);
    take(domain::Warning{domain::Warning::Kind::DroppedField, failure.field});
    return true;
}

void StreamController::Impl::complete() {
    dropAttempt();
    releaseTrimmer();
    if (isRunning(state)) {
        if (!hasContent()) {
            take(domain::Warning{domain::Warning::Kind::EmptyAnswer, {}});
        }
        end(StreamInput::Finished, std::nullopt);
    }
}

void StreamController::Impl::end(StreamInput input, const std::optional<Failure>& failure) {
    dropAttempt();
    m_delay.stop();
    m_grace.stop();
    m_trimmer.reset();
    retryAt.reset();
    retryReason.reset();
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
    outbox->add(StreamEnded{reached, text});
}

void StreamController::Impl::cancel() {
    const Outbox::Turn turn(outbox);
    if (!isRunning(state)) {
        return;
    }
    if (m_finished) {
        complete(); // it is whole already, there is nothing left to cancel
        return;
    }
    releaseTrimmer();
    if (isRunning(state)) {
        end(StreamInput::Cancelled, std::nullopt);
    }
}

void StreamController::Impl::disconnect(const Failure& reason) {
    const Outbox::Turn turn(outbox);
    if (!isRunning(state)) {
        return;
    }
    if (m_finished) {
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

Milliseconds StreamController::Impl::silence() const {
    if (!m_attempt) {
        return Milliseconds{0};
    }
    const auto since = m_clock.now() - m_attempt->lastSignOfLife();
    return std::max(Milliseconds{0}, std::chrono::duration_cast<Milliseconds>(since));
}

} // namespace rivulet::stream
