// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/StreamControllerImpl.h"

#include <utility>

namespace rivulet::stream {

namespace {

using domain::Failure;
using Flow = FlowWatch::Flow;
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

} // namespace

void StreamController::Impl::lose(Failure failure) {
    const auto came = flow();
    dropAttempt();
    releaseTrimmer();
    if (!isRunning(state)) {
        return; // what was released filled the answer up
    }
    const bool silent = came == Flow::Silent && failure.kind == Failure::Kind::IdleTimeout;
    if (came == Flow::Burst || silent) {
        if (m_request.streamNeed == StreamNeed::Enforced) {
            failure.kind = Failure::Kind::Buffered;
            end(StreamInput::BrokeAfterContent, failure);
            return;
        }
        if (silent && !m_attemptHasContent && !m_asksWhole) {
            m_asksWhole = true;
            failure.kind = Failure::Kind::Buffered;
            wait(Milliseconds{0}, failure);
            return;
        }
        if (came == Flow::Burst) {
            m_asksWhole = true; // should it go on by itself
            tellNotStreamed();
        }
    }
    if (m_attemptHasContent) {
        if (continuesByItself(failure)) {
            ++m_continuations;
            m_retries = 0;
            m_way = makeDialect()->continuationWay(m_request.prompt, m_request.endpoint);
            m_wayChanged = false;
            stats.resume(m_clock.now());
            m_pausedUsage.reset();
            feed(StreamInput::Lost);
            wait(Milliseconds{0}, failure);
            return;
        }
    } else if (asksAgain(failure)) {
        return;
    }
    end(hasContent() ? StreamInput::BrokeAfterContent : StreamInput::BrokeBeforeContent, failure);
}

bool StreamController::Impl::asksAgain(const Failure& failure) {
    if (failure.kind == Failure::Kind::ModelLoading) {
        awaitModel(failure);
        return true;
    }
    if (m_way && failure.kind == Failure::Kind::PrefillRefused && !m_wayChanged) {
        m_wayChanged = true;
        m_way = *m_way == providers::Dialect::Way::Prefill ? providers::Dialect::Way::Instruction
                                                           : providers::Dialect::Way::Prefill;
        wait(Milliseconds{0}, failure);
        return true;
    }
    if (leaveOutField(failure)) {
        wait(Milliseconds{0}, failure);
        return true;
    }
    if (const auto delay = retryDelay(failure)) {
        wait(*delay, failure);
        return true;
    }
    return false;
}

void StreamController::Impl::wait(Milliseconds delay, const Failure& reason) {
    ++attempts;
    retryAt = m_clock.now() + delay;
    retryReason = reason;
    feed(StreamInput::Delayed);
    outbox->add(RetryScheduled{attempts, delay, reason});
    m_delay.start(delay);
}

void StreamController::Impl::awaitModel(const Failure& failure) {
    retryReason = failure;
    feed(StreamInput::Delayed);
    tellLoading();
    m_ready.start(makeDialect()->readyRequest(m_request.endpoint), m_request.key,
                  {.timeouts = m_request.timeouts, .extraAuthority = m_request.extraAuthority});
}

void StreamController::Impl::tellLoading() {
    take(domain::Progress{QStringLiteral("loading"), {}, {}, {}, {}});
}

void StreamController::Impl::tellNotStreamed() {
    if (!std::exchange(m_toldNotStreamed, true)) {
        take(domain::Warning{domain::Warning::Kind::NotStreamed, {}});
    }
}

std::optional<Flow> StreamController::Impl::flow() const {
    return m_attempt ? m_attempt->flow() : std::nullopt;
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
    const bool refused =
        failure.kind == Failure::Kind::BadRequest || failure.kind == Failure::Kind::Unprocessable;
    if (!refused || failure.field.isEmpty() || failure.field.size() > longestField ||
        m_fieldsLeftOut >= mostFieldsLeftOut) {
        return false;
    }
    // Which fields are optional is the dialect's to know: one that is not does not change the request.
    const auto dialect = makeDialect();
    domain::Prompt without = m_request.prompt;
    without.omittedFields.append(failure.field);
    if (dialect->request(without, m_request.endpoint).body ==
        dialect->request(m_request.prompt, m_request.endpoint).body) {
        return false;
    }
    ++m_fieldsLeftOut;
    m_request.prompt = std::move(without);
    take(domain::Warning{domain::Warning::Kind::DroppedField, failure.field});
    return true;
}

} // namespace rivulet::stream
