// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ResumeLadder.h"

#include "stream/RetryPolicy.h"

#include <algorithm>
#include <cmath>

namespace rivulet::stream {

namespace {

using domain::Failure;
using Kind = Failure::Kind;

enum class Verdict {
    Passing, ///< the same request may well be answered
    Refused, ///< this rung leads nowhere
    Final,   ///< a person has to act, or somebody has decided
};

/// What is said of a resource that is not there, or of a request that is not known there.
bool isRefusal(int status) {
    return status == 400 || status == 404 || status == 405 || status == 410 || status == 416 ||
           status == 422 || status == 501;
}

bool isFinal(Kind kind) {
    switch (kind) {
    case Kind::Unauthorized:
    case Kind::Forbidden:
    case Kind::PaymentRequired:
    case Kind::TlsCertificate:
    case Kind::Redirected:
    case Kind::ContentBlocked:
    case Kind::AnswerTooLong:
    case Kind::WrongContentType: // a captive portal's page, most often
    case Kind::ContentEncoded:
    case Kind::Buffered:
    case Kind::MissingKey:
    case Kind::KeychainUnavailable:
    case Kind::KeychainLocked:
    case Kind::StoreUnavailable:
    case Kind::InvalidSettings:
    case Kind::InvalidInput:
    case Kind::AttachmentRefused:
    case Kind::AppClosed:
        return true;
    default:
        return false;
    }
}

/// More comes and goes for an answer that its server has than for a question: it is asked for by its place,
/// and nothing is paid twice.
bool isPassing(const Failure& failure) {
    switch (failure.kind) {
    case Kind::NetworkGone:
    case Kind::ProxyFailed:
    case Kind::SlotTimeout:
    case Kind::UploadStalled:
    case Kind::FirstByteTimeout:
    case Kind::IdleTimeout:
    case Kind::CutOff:
    case Kind::ModelLoading:
    case Kind::ServerError:
        return true;
    default:
        return RetryPolicy::isTransient(failure);
    }
}

Verdict verdictOn(const Failure& failure) {
    if (isFinal(failure.kind)) {
        return Verdict::Final;
    }
    if (isRefusal(failure.httpStatus)) {
        return Verdict::Refused;
    }
    if (failure.shouldRetry) {
        const bool ofAStatus = failure.httpStatus >= 300;
        return *failure.shouldRetry ? Verdict::Passing : ofAStatus ? Verdict::Refused : Verdict::Final;
    }
    return isPassing(failure) ? Verdict::Passing : Verdict::Refused;
}

/// Cuts after which the same model may well go on: the line broke, or the server was too busy. Not those
/// where the server or a bound has decided something.
bool isMendable(Kind kind) {
    return kind == Kind::CutOff || kind == Kind::ConnectionReset || kind == Kind::NetworkGone ||
           kind == Kind::IdleTimeout || kind == Kind::Overloaded || kind == Kind::ServerError;
}

} // namespace

void ResumeLadder::begin(ResumePolicy policy, Milliseconds base) {
    *this = {};
    m_policy = policy;
    m_base = base;
}

ResumeLadder::Step ResumeLadder::next(const Loss& loss, Instant now, double chance) {
    const bool isTry = loss.rung == Rung::Exact || loss.rung == Rung::Poll;
    const Verdict verdict = verdictOn(loss.failure);
    if (!isTry || !m_since || loss.moved) {
        m_since = now;
        m_advised = Milliseconds{0};
        m_tries = 0;
        m_cut.reset();
        if (!isTry || verdict != Verdict::Refused) {
            m_cut = loss.failure;
        }
    }
    if (verdict == Verdict::Final || (verdict == Verdict::Refused && !isTry)) {
        return {};
    }
    if (verdict == Verdict::Refused) {
        (loss.rung == Rung::Exact ? m_streamRefused : m_tellRefused) = true;
    }
    const Rung exact = exactRung(loss);
    if (exact != Rung::None && m_policy == ResumePolicy::Auto) {
        if (verdict == Verdict::Refused) {
            return {exact, Milliseconds{0}}; // another question, to a server that is there
        }
        if (const auto delay = delayOf(loss.failure, now, chance)) {
            return {exact, *delay};
        }
    }
    const bool mendable = !m_cut || isMendable(m_cut->kind);
    if (loss.continues && mendable && m_continuations < mostContinuations) {
        ++m_continuations;
        // What comes now is another answer to the server.
        m_streamRefused = m_tellRefused = false;
        return {Rung::Continue, Milliseconds{0}};
    }
    return {};
}

bool ResumeLadder::isRefused(const Failure& failure) {
    return verdictOn(failure) == Verdict::Refused;
}

ResumeLadder::Rung ResumeLadder::exactRung(const Loss& loss) const {
    if (loss.streams && !m_streamRefused) {
        return Rung::Exact;
    }
    return loss.tells && !m_tellRefused ? Rung::Poll : Rung::None;
}

std::optional<ResumeLadder::Milliseconds> ResumeLadder::delayOf(const Failure& failure, Instant now,
                                                                double chance) {
    if (m_tries >= mostTries || m_resumes >= mostResumes) {
        return std::nullopt;
    }
    const bool advised = failure.retryAfter && *failure.retryAfter >= Milliseconds{0};
    if (advised && *failure.retryAfter > longestAdvice) {
        return std::nullopt;
    }
    const double spread = 0.8 + 0.4 * std::clamp(chance, 0.0, 1.0);
    const double own =
        static_cast<double>(m_base.count()) * backoff.at(static_cast<std::size_t>(m_tries)) * spread;
    const Milliseconds delay = advised ? *failure.retryAfter : Milliseconds{std::llround(own)};
    if (advised) {
        m_advised += delay;
    }
    if (now + delay - *m_since - m_advised > span) {
        return std::nullopt;
    }
    ++m_tries;
    ++m_resumes;
    return delay;
}

} // namespace rivulet::stream
