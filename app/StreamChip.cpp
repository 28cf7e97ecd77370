// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StreamChip.h"

#include "AnswerLine.h"
#include "text/ShownText.h"

#include <QLocale>

#include <algorithm>

namespace rivulet::app {

namespace {

using Phase = ChatSession::Phase;
using Tone = TranscriptModel::Tone;
using State = stream::StreamState;

/// Of a tool's name, which the model or its server chose, so much is shown.
constexpr qsizetype longestTool = 60;

/// Whole seconds, rounded up: a countdown ends at 1, not at 0.
qint64 secondsUp(std::chrono::milliseconds span) {
    return (std::max<qint64>(0, span.count()) + 999) / 1000;
}

qint64 secondsDown(std::chrono::milliseconds span) {
    return std::max<qint64>(0, span.count()) / 1000;
}

} // namespace

QString StreamChip::countdown(std::chrono::milliseconds span) {
    const qint64 seconds = std::max<qint64>(secondsUp(span), 1);
    return seconds < 60 ? tr("%1 s").arg(seconds) : AnswerLine::time(std::chrono::seconds(seconds));
}

Phase StreamChip::phase() const {
    if (m_input.held && (stream::isRunning(m_input.state) || m_input.revealing)) {
        return Phase::Paused;
    }
    if (m_input.gate != Gate::Open) {
        return Phase::Waiting;
    }
    if (m_input.preparing) {
        return Phase::Connecting;
    }
    if (!stream::isRunning(m_input.state) && m_input.revealing) {
        return Phase::Streaming;
    }
    if (stream::isRunning(m_input.state)) {
        const bool flowing = m_input.state == State::Streaming || m_input.state == State::Thinking;
        if (flowing && isQuiet()) {
            return Phase::Quiet;
        }
        if (flowing && !m_input.runningTool.isEmpty()) {
            return Phase::UsingTool;
        }
        switch (m_input.state) {
        case State::Waiting:
            return Phase::Waiting;
        case State::Thinking:
            return Phase::Thinking;
        case State::Streaming:
            return Phase::Streaming;
        case State::Reconnecting:
            return Phase::Reconnecting;
        default:
            return m_input.waitForWhole ? Phase::Waiting : Phase::Connecting;
        }
    }
    if (!m_input.ending) {
        return Phase::Idle;
    }
    switch (m_input.ending->outcome) {
    case domain::Outcome::Completed:
        return Phase::Completed;
    case domain::Outcome::Cancelled:
        return Phase::Cancelled;
    case domain::Outcome::Interrupted:
        return Phase::Interrupted;
    case domain::Outcome::Failed:
        return Phase::Failed;
    }
    return Phase::Idle;
}

bool StreamChip::isQuiet() const {
    if (m_input.silence >= m_input.quietAfter) {
        return true;
    }
    // Who thinks or works with a tool may be at it for long, and the chip says that it does.
    return m_input.state == State::Streaming && m_input.runningTool.isEmpty() &&
           m_input.stall >= m_input.quietAfter;
}

QString StreamChip::text() const {
    switch (phase()) {
    case Phase::Idle:
        return tr("Ready");
    case Phase::Waiting:
        if (m_input.gate != Gate::Open) {
            return gateText();
        }
        if (!m_input.retryIn) {
            const QString what = preparation();
            return what.isEmpty() ? tr("Waiting") : what;
        }
        return m_input.retryReason && m_input.retryReason->kind == domain::Failure::Kind::RateLimited
                   ? tr("Waiting for limit %1 s").arg(secondsUp(*m_input.retryIn))
                   : tr("Retrying %1/%2 in %3 s")
                         .arg(m_input.retry)
                         .arg(m_input.retries)
                         .arg(secondsUp(*m_input.retryIn));
    case Phase::Connecting: {
        const QString what = preparation();
        return what.isEmpty() ? tr("Connecting") : what;
    }
    case Phase::Thinking:
        return tr("Thinking %1 s").arg(secondsDown(m_input.thinkingTime));
    case Phase::UsingTool:
        return tr("Using %1").arg(text::ShownText::label(m_input.runningTool, longestTool));
    case Phase::Streaming:
        return tr("Streaming");
    case Phase::Quiet:
        return m_input.silence >= m_input.quietAfter
                   ? tr("Quiet for %1 s").arg(secondsDown(m_input.silence))
                   : tr("Alive, nothing new for %1 s").arg(secondsDown(m_input.stall));
    case Phase::Paused:
        return tr("Paused (%1 held)").arg(QLocale().toString(m_input.waiting));
    case Phase::Reconnecting:
        if (!m_input.retryIn) {
            return tr("Reconnecting");
        }
        return m_input.retry > 0 ? tr("Reconnecting %1/%2 in %3 s")
                                       .arg(m_input.retry)
                                       .arg(m_input.retries)
                                       .arg(secondsUp(*m_input.retryIn))
                                 : tr("Reconnecting in %1 s").arg(secondsUp(*m_input.retryIn));
    case Phase::Completed:
        return m_input.isEmpty ? tr("Empty answer") : tr("Complete");
    case Phase::Cancelled:
        return m_input.hasText ? tr("Cancelled (kept)") : tr("Cancelled");
    case Phase::Interrupted:
        return m_input.hasText ? tr("Interrupted (kept)") : tr("Interrupted");
    case Phase::Failed:
        return tr("Failed");
    }
    return {};
}

QString StreamChip::gateText() const {
    if (m_input.gate == Gate::Network) {
        return tr("Waiting for the network");
    }
    return m_input.gateIn ? tr("Waiting for limit %1").arg(countdown(*m_input.gateIn))
                          : tr("Waiting for limit");
}

QString StreamChip::preparation() const {
    if (m_input.preparing) {
        return tr("Looking up the key");
    }
    const QString phase = m_input.progress ? m_input.progress->phase : QString();
    QString what;
    if (phase == u"loading") {
        what = tr("Loading the model");
    } else if (phase == u"prefill") {
        what = tr("Reading the prompt");
    } else {
        return m_input.waitForWhole
                   ? tr("Waiting for the whole answer %1 s").arg(secondsDown(*m_input.waitForWhole))
                   : QString();
    }
    if (const auto share = percent()) {
        what = tr("%1 %2 %").arg(what).arg(*share);
    }
    const auto left = m_input.progress->remaining;
    return left && left->count() > 0 ? tr("%1, about %2 s left").arg(what).arg(secondsUp(*left)) : what;
}

QString StreamChip::preparationFigure() const {
    if (m_input.preparing) {
        return {};
    }
    if (const auto share = percent()) {
        return tr("%1 %").arg(*share);
    }
    return m_input.waitForWhole ? tr("%1 s").arg(secondsDown(*m_input.waitForWhole)) : QString();
}

std::optional<int> StreamChip::percent() const {
    if (!m_input.progress || !m_input.progress->fraction || m_input.progress->phase == u"answer") {
        return std::nullopt;
    }
    const double share = std::clamp(*m_input.progress->fraction, 0.0, 1.0) * 100;
    constexpr double inexactness = 1e-9;          // 0.29 of 100 is 28.99...
    return static_cast<int>(share + inexactness); // down: 100 is for what is done
}

QString StreamChip::shortText() const {
    switch (phase()) {
    case Phase::Waiting:
        if (m_input.gate != Gate::Open) {
            return m_input.gateIn ? countdown(*m_input.gateIn) : QString();
        }
        [[fallthrough]];
    case Phase::Connecting:
        if (!m_input.retryIn) {
            return preparationFigure();
        }
        [[fallthrough]];
    case Phase::Reconnecting:
        return m_input.retryIn ? tr("%1 s").arg(secondsUp(*m_input.retryIn)) : QString();
    case Phase::Thinking:
        return tr("%1 s").arg(secondsDown(m_input.thinkingTime));
    case Phase::Quiet:
        return tr("%1 s").arg(secondsDown(std::max(m_input.silence, m_input.stall)));
    case Phase::Paused:
        return QLocale().toString(m_input.waiting);
    default:
        return {};
    }
}

QString StreamChip::icon() const {
    switch (phase()) {
    case Phase::Idle:
        return QStringLiteral("idle");
    case Phase::Waiting:
        return QStringLiteral("waiting");
    case Phase::Quiet:
        return QStringLiteral("quiet");
    case Phase::Connecting:
        return QStringLiteral("connecting");
    case Phase::Reconnecting:
        return QStringLiteral("reconnecting");
    case Phase::Thinking:
        return QStringLiteral("thinking");
    case Phase::UsingTool:
        return QStringLiteral("tool");
    case Phase::Streaming:
        return QStringLiteral("streaming");
    case Phase::Paused:
        return QStringLiteral("paused");
    case Phase::Completed:
        return m_input.isEmpty ? QStringLiteral("interrupted") : QStringLiteral("complete");
    case Phase::Cancelled:
        return QStringLiteral("cancelled");
    case Phase::Interrupted:
        return QStringLiteral("interrupted");
    case Phase::Failed:
        return QStringLiteral("failed");
    }
    return {};
}

Tone StreamChip::tone() const {
    switch (phase()) {
    case Phase::Idle:
    case Phase::Cancelled:
        return Tone::Neutral;
    case Phase::Waiting:
    case Phase::Quiet:
    case Phase::Paused:
    case Phase::Reconnecting:
        return Tone::Waiting;
    case Phase::Connecting:
    case Phase::Thinking:
    case Phase::UsingTool:
    case Phase::Streaming:
        return Tone::Active;
    case Phase::Completed:
        return m_input.isEmpty ? Tone::Attention : Tone::Good;
    case Phase::Interrupted:
        return Tone::Attention;
    case Phase::Failed:
        return Tone::Bad;
    }
    return Tone::Neutral;
}

} // namespace rivulet::app
