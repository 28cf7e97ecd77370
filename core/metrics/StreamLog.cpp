// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/StreamLog.h"

#include <algorithm>
#include <utility>

namespace rivulet::metrics {

namespace {

using std::chrono::milliseconds;

QString seconds(milliseconds span) {
    return QStringLiteral("%1 s").arg(static_cast<double>(span.count()) / 1000.0, 0, 'f', 1);
}

} // namespace

StreamLog::StreamLog(QString label, const domain::Clock& clock, Sink sink, QObject* parent)
    : QObject(parent)
    , m_label(std::move(label))
    , m_clock(clock)
    , m_sink(std::move(sink)) {
    m_timer.setInterval(rateInterval);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &StreamLog::look);
}

void StreamLog::begin() {
    const auto now = m_clock.now();
    m_start = now;
    m_lastContent = now;
    m_firstContent.reset();
    m_characters = 0;
    m_thinkingCharacters = 0;
    m_deltas = 0;
    m_longestSilence = milliseconds{0};
    m_retries = 0;
    m_silenceTold = false;
    m_lastLook = now;
    m_charactersAtLook = 0;
    m_deltasAtLook = 0;
    m_timer.start();
}

void StreamLog::started(const domain::StreamMetadata& metadata) {
    if (!m_timer.isActive()) {
        begin();
    }
    say(QStringLiteral("started %1:%2 dialect %3, resume %4, attempt %5")
            .arg(metadata.endpointId, metadata.model, metadata.dialect, metadata.resume)
            .arg(metadata.attempt));
}

void StreamLog::delta(const QString& text, qsizetype index) {
    Q_UNUSED(index)
    contentCame();
    m_characters += text.size();
    ++m_deltas;
}

void StreamLog::thinking(const QString& text) {
    contentCame();
    m_thinkingCharacters += text.size();
    ++m_deltas;
}

void StreamLog::tool(const domain::ToolActivity& activity) {
    contentCame();
    // The name is the protocol's; what it is called with is the conversation's.
    if (!activity.name.isEmpty()) {
        say(QStringLiteral("tool %1 %2").arg(activity.name, domain::toolStateName(activity.state)));
    }
}

void StreamLog::citation(const domain::Citation& citation) {
    Q_UNUSED(citation)
    contentCame();
}

void StreamLog::warning(const domain::Warning& warning) {
    say(QStringLiteral("warning %1").arg(domain::warningName(warning.kind)));
}

void StreamLog::retrying(int attempt, milliseconds delay, const domain::Failure& reason) {
    ++m_retries;
    say(QStringLiteral("retry: attempt %1 in %2, because of %3%4")
            .arg(attempt)
            .arg(seconds(delay), domain::failureName(reason.kind),
                 reason.httpStatus == 0 ? QString() : QStringLiteral(" (%1)").arg(reason.httpStatus)));
}

void StreamLog::seam(qsizetype at, qsizetype trimmed, bool exact) {
    say(QStringLiteral("seam at %1, %2 trimmed, %3")
            .arg(at)
            .arg(trimmed)
            .arg(exact ? QStringLiteral("exact") : QStringLiteral("continued")));
}

void StreamLog::ended(const domain::Ending& ending, const QString& fullText) {
    Q_UNUSED(fullText)
    if (!m_timer.isActive()) {
        begin(); // it ended before any request, and the sums of the answer before are not its own
    }
    m_timer.stop();
    m_longestSilence = std::max(m_longestSilence, since(m_lastContent));
    QString reason = domain::stopName(ending.stop);
    if (ending.failure) {
        reason = domain::failureName(ending.failure->kind);
        if (ending.failure->httpStatus != 0) {
            reason += QStringLiteral(" (%1)").arg(ending.failure->httpStatus);
        }
    } else if (ending.outcome == domain::Outcome::Cancelled) {
        reason = QStringLiteral("by the user");
    }
    say(QStringLiteral("%1: %2, after %3, first content %4, %5 characters, %6 of thinking, %7 deltas, "
                       "longest silence %8, %9 retries")
            .arg(domain::outcomeName(ending.outcome), reason, seconds(since(m_start)),
                 m_firstContent ? seconds(*m_firstContent) : QStringLiteral("never"))
            .arg(m_characters)
            .arg(m_thinkingCharacters)
            .arg(m_deltas)
            .arg(seconds(m_longestSilence))
            .arg(m_retries));
}

void StreamLog::say(const QString& what) const {
    if (m_sink) {
        m_sink(m_label + QStringLiteral(": ") + what);
    }
}

void StreamLog::look() {
    const milliseconds silence = since(m_lastContent);
    if (silence >= longSilence && !std::exchange(m_silenceTold, true)) {
        say(QStringLiteral("quiet for %1").arg(seconds(silence)));
    }
    const milliseconds span = since(m_lastLook);
    const qint64 characters = m_characters + m_thinkingCharacters - m_charactersAtLook;
    const qint64 deltas = m_deltas - m_deltasAtLook;
    if (span.count() > 0 && deltas > 0) {
        const auto rate = [&](qint64 count) {
            return QString::number(static_cast<double>(count) * 1000.0 / static_cast<double>(span.count()),
                                   'f', 1);
        };
        say(QStringLiteral("%1 characters/s, %2 deltas/s, %3 characters so far")
                .arg(rate(characters), rate(deltas))
                .arg(m_characters));
    }
    m_lastLook = m_clock.now();
    m_charactersAtLook = m_characters + m_thinkingCharacters;
    m_deltasAtLook = m_deltas;
}

void StreamLog::contentCame() {
    const milliseconds silence = since(m_lastContent);
    m_longestSilence = std::max(m_longestSilence, silence);
    if (silence >= longSilence) {
        say(QStringLiteral("content again after %1").arg(seconds(silence)));
    }
    m_silenceTold = false;
    m_lastContent = m_clock.now();
    if (!m_firstContent) {
        m_firstContent = since(m_start);
    }
}

milliseconds StreamLog::since(domain::Clock::Instant instant) const {
    return std::chrono::duration_cast<milliseconds>(m_clock.now() - instant);
}

} // namespace rivulet::metrics
