// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/TokenFamily.h"
#include "stream/StreamControllerImpl.h"
#include "stream/TokenEstimator.h"

#include <algorithm>
#include <utility>

namespace rivulet::stream {

void StreamController::Impl::askLeave() {
    m_delay.stop();
    m_ready.stop();
    retryAt.reset();
    if (m_request.permit == nullptr) {
        sendAttempt();
        return;
    }
    m_leaveAskedAt = m_clock.now();
    m_request.permit->await(m_rung == Rung::Ask ? SendPermit::Kind::Question : SendPermit::Kind::TakeUp,
                            [this](const SendPermit::Key& key) { takeLeave(key); });
    if (m_leaveAskedAt) {
        feed(StreamInput::Delayed);
    }
}

void StreamController::Impl::takeLeave(const SendPermit::Key& key) {
    const Outbox::Turn turn(outbox);
    // For the ladder no time has passed: whoever was held back has tried nothing.
    m_heldBack += m_clock.now() - std::exchange(m_leaveAskedAt, {}).value_or(m_clock.now());
    if (key && !*key) {
        const bool kept = hasContent() || m_rung != Rung::Ask;
        end(kept ? StreamInput::BrokeAfterContent : StreamInput::BrokeBeforeContent, key->failure());
        return;
    }
    if (key) {
        m_request.key = key->value();
    }
    sendAttempt();
}

void StreamController::Impl::giveLeaveBack() {
    if (m_request.permit == nullptr) {
        return;
    }
    if (std::exchange(m_leaveAskedAt, {})) {
        m_request.permit->withdraw();
    }
    // A first request that was never sent took nothing.
    m_request.permit->settle({.requests = 0});
}

void StreamController::Impl::tellTaken() {
    RateNeed taken;
    taken.requests = requests - std::exchange(m_requestsTold, requests);
    if (m_request.permit == nullptr) {
        return;
    }
    const TokenEstimator estimator(providers::tokenFamily(m_request.endpoint.dialect, m_request.prompt.model),
                                   m_request.tokenRatio);
    taken.output = estimator.tokensOf(QStringView(text).sliced(m_textAtSend)) +
                   estimator.tokensOf(QStringView(thinking).sliced(m_thinkingAtSend));
    // What is read again was asked, and counted, before.
    if (m_rung == Rung::Ask) {
        const domain::Usage told = m_attemptUsage.value_or(domain::Usage{});
        const bool estimated = !told.input && m_attempt->isAccepted();
        taken.input = estimated ? estimator.tokensOf(m_sent) : told.input.value_or(0);
        taken.output =
            m_finished && told.output ? *told.output : std::max(taken.output, told.output.value_or(0));
    }
    m_request.permit->settle(taken);
}

} // namespace rivulet::stream
