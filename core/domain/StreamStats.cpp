// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/StreamStats.h"

#include <algorithm>
#include <cmath>

namespace rivulet::domain {

namespace {

using Milliseconds = StreamStats::Milliseconds;

/// A plain estimate for text whose server does not count: four characters a token.
qint64 estimatedTokens(qsizetype characters) {
    return (characters + 3) / 4;
}

Milliseconds between(StreamStats::Instant from, StreamStats::Instant to) {
    return std::max(Milliseconds{0}, std::chrono::duration_cast<Milliseconds>(to - from));
}

std::optional<double> rate(qint64 tokens, Milliseconds span) {
    if (span < StreamStats::minimumSpan || tokens < StreamStats::minimumTokens) {
        return std::nullopt;
    }
    return static_cast<double>(tokens) * 1000.0 / static_cast<double>(span.count());
}

} // namespace

void StreamStats::start(Instant now) {
    *this = StreamStats{};
    m_start = now;
}

void StreamStats::addText(qsizetype characters, Instant now) {
    if (!m_firstContent) {
        m_firstContent = now;
    }
    if (!m_firstText) {
        m_firstText = now;
    }
    m_lastText = now;
    m_lastContent = now;
    m_textCharacters += characters;
}

void StreamStats::addThinking(qsizetype characters, Instant now) {
    if (!m_firstContent) {
        m_firstContent = now;
    }
    if (!m_firstThinking) {
        m_firstThinking = now;
    }
    m_lastThinking = now;
    m_lastContent = now;
    m_thinkingCharacters += characters;
}

void StreamStats::setWhole() {
    m_beganWhole = m_beganWhole || !m_firstContent;
}

void StreamStats::setUsage(const Usage& usage) {
    if (m_usage) {
        m_usage->overwriteWith(usage);
    } else {
        m_usage = usage;
    }
}

void StreamStats::setAnnouncedTotal(std::optional<qint64> tokens) {
    m_announcedTotal = tokens;
}

void StreamStats::finish(Instant now) {
    m_end = now;
}

void StreamStats::resume(Instant now) {
    m_earlierThinkingTokens = thinkingTokens();
    m_earlierAnswerTokens = estimatedTokens(m_textCharacters);
    m_usage.reset();
    m_resumed = true;
    goOn(now);
}

void StreamStats::goOn(Instant now) {
    if (!m_end) {
        return;
    }
    // Everything moves by the gap: spans before it stay as they are, spans across it do not hold it.
    const auto gap = std::max(Instant::duration{0}, now - *m_end);
    for (auto* instant : {&m_start, &m_firstContent, &m_lastContent, &m_firstText, &m_lastText,
                          &m_firstThinking, &m_lastThinking}) {
        if (*instant) {
            **instant += gap;
        }
    }
    m_end.reset();
}

std::optional<Milliseconds> StreamStats::timeToFirstToken() const {
    if (!m_start || !m_firstContent || m_beganWhole) {
        return std::nullopt;
    }
    return between(*m_start, *m_firstContent);
}

Milliseconds StreamStats::elapsed(Instant now) const {
    return m_start ? between(*m_start, m_end.value_or(now)) : Milliseconds{0};
}

Milliseconds StreamStats::thinkingTime(Instant now) const {
    if (!m_firstThinking) {
        return Milliseconds{0};
    }
    if (m_firstText && *m_firstText >= *m_firstThinking) {
        return between(*m_firstThinking, *m_firstText);
    }
    return between(*m_firstThinking, m_end.value_or(now));
}

qint64 StreamStats::thinkingTokens() const {
    if (m_usage && m_usage->thinking) {
        return m_earlierThinkingTokens + *m_usage->thinking;
    }
    return estimatedTokens(m_thinkingCharacters);
}

qint64 StreamStats::answerTokens() const {
    // A count that the server gave at the start of the answer is not its length: believe it only at the end.
    if (m_end && m_usage && m_usage->output) {
        const qint64 counted = std::max<qint64>(0, *m_usage->output - m_usage->thinking.value_or(0));
        return std::max<qint64>(0, m_earlierAnswerTokens + counted);
    }
    return estimatedTokens(m_textCharacters);
}

bool StreamStats::tokensEstimated() const {
    return m_resumed || !(m_end && m_usage && m_usage->output && m_usage->source == Usage::Source::Reported);
}

std::optional<double> StreamStats::answerRate(Instant now) const {
    if (!m_firstText) {
        return std::nullopt;
    }
    return rate(answerTokens(), between(*m_firstText, m_end ? *m_lastText : now));
}

std::optional<double> StreamStats::thinkingRate(Instant now) const {
    if (!m_firstThinking) {
        return std::nullopt;
    }
    const Instant end = m_firstText ? *m_firstText : (m_end ? *m_lastThinking : now);
    return rate(thinkingTokens(), between(*m_firstThinking, end));
}

Milliseconds StreamStats::sinceContent(Instant now) const {
    if (m_lastContent) {
        return between(*m_lastContent, now);
    }
    return m_start ? between(*m_start, now) : Milliseconds{0};
}

std::optional<StreamStats::Range> StreamStats::remaining(Instant now,
                                                         const std::vector<qint64>& earlierAnswers) const {
    const auto speed = answerRate(now);
    if (!speed || m_end) {
        return std::nullopt;
    }
    const auto left = [&](qint64 total) {
        const double tokens = std::max(0.0, static_cast<double>(total - answerTokens()));
        return Milliseconds{static_cast<qint64>(std::llround(tokens * 1000.0 / *speed))};
    };
    if (m_announcedTotal) {
        return Range{left(*m_announcedTotal), left(*m_announcedTotal)};
    }
    if (earlierAnswers.size() < minimumHistory) {
        return std::nullopt;
    }
    const auto [shortest, longest] = std::minmax_element(earlierAnswers.begin(), earlierAnswers.end());
    if (*longest <= answerTokens()) {
        return std::nullopt; // longer than any before: history has nothing more to say
    }
    return Range{left(*shortest), left(*longest)};
}

std::optional<double> StreamStats::fraction() const {
    if (!m_announcedTotal || *m_announcedTotal <= 0) {
        return std::nullopt;
    }
    return std::clamp(static_cast<double>(answerTokens()) / static_cast<double>(*m_announcedTotal), 0.0, 1.0);
}

} // namespace rivulet::domain
