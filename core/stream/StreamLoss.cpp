// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/StreamControllerImpl.h"

#include <utility>

namespace rivulet::stream {

namespace {

using domain::Failure;
using Flow = FlowWatch::Flow;
using Milliseconds = std::chrono::milliseconds;

} // namespace

void StreamController::Impl::lose(Failure failure) {
    const auto came = flow();
    const bool moved = hasMoved();
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
    ResumeLadder::Loss loss = lossOf(failure);
    loss.moved = moved;
    const auto step = m_ladder.next(loss, m_clock.now() - m_heldBack, m_random ? m_random() : 0.5);
    switch (step.rung) {
    case Rung::Exact:
    case Rung::Poll:
        climbTo(step.rung, step.delay, failure);
        return;
    case Rung::Continue:
        goOnFromText(failure);
        return;
    case Rung::Ask:
    case Rung::None:
        break;
    }
    const Failure told = unmended(failure);
    const bool isGone = m_rung != Rung::Ask && ResumeLadder::isRefused(failure);
    if (isGone) {
        forgetPlace();
        m_promisesPlace = false; // it was not kept
        tellRung();
    }
    // Nothing of what was asked for was shown: it may be asked for again.
    const bool blank = m_rung == Rung::Ask ? !m_attemptHasContent : isGone && !partHasContent();
    if (blank) {
        m_rung = Rung::Ask;
        m_pollsSince.reset();
        // Judged by what had cut it: that it can't be taken up again says nothing of asking anew.
        if (asksAgain(isGone ? m_ladder.cut().value_or(told) : told)) {
            return;
        }
    }
    // An answer that its server still has is not lost, though nothing of it was seen.
    const bool kept = hasContent() || (m_canTakeUp && m_place);
    end(kept ? StreamInput::BrokeAfterContent : StreamInput::BrokeBeforeContent, told);
}

void StreamController::Impl::goOnFromText(const Failure& failure) {
    m_retries = 0;
    m_rung = Rung::Ask;
    m_way = makeDialect()->continuationWay(m_request.prompt, m_request.endpoint);
    m_wayChanged = false;
    stats.resume(m_clock.now());
    m_pausedUsage.reset();
    m_pollsSince.reset();
    forgetPlace();
    feed(StreamInput::Lost);
    tellRung();
    wait(Milliseconds{0}, failure);
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

bool StreamController::Impl::mayContinue() const {
    const bool allowed =
        m_request.continuation == ContinuePolicy::Always ||
        (m_request.continuation == ContinuePolicy::LocalOnly && m_request.endpoint.isLocal());
    return allowed && !text.isEmpty() && m_canContinue && (m_attemptHasContent || m_rung != Rung::Ask);
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
