// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/StreamCollector.h"

#include "domain/Redaction.h"

#include <algorithm>
#include <utility>

namespace rivulet::metrics {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr qsizetype longestName = 200;

/// A name is what people, servers and command lines say it is.
QString named(const QString& name) {
    return domain::redacted(name, longestName).simplified();
}

domain::Usage tokensOf(const domain::StreamStats& stats, bool continued) {
    domain::Usage tokens = stats.usage().value_or(domain::Usage{});
    // Times and the like are not counted, and what the tokens cost is the owner's to tell.
    domain::Usage kept;
    kept.input = tokens.input;
    kept.cached = tokens.cached;
    kept.thinking = tokens.thinking;
    kept.output = tokens.output;
    kept.source = tokens.source;
    if (continued) {
        // The server counts each request anew; what came before is an estimate.
        kept.thinking = stats.thinkingTokens() > 0 ? std::optional(stats.thinkingTokens()) : std::nullopt;
        kept.output = stats.answerTokens() + kept.thinking.value_or(0);
        kept.source = domain::Usage::Source::Estimated;
    }
    return kept;
}

} // namespace

std::optional<domain::StreamRecord> StreamCollector::record(const domain::StreamStats& stats,
                                                            int requests) const {
    if (!m_stream || m_stream->runs) {
        return std::nullopt;
    }
    domain::StreamRecord record = m_stream->record;
    record.tokens = tokensOf(stats, m_stream->isContinued);
    record.requests = requests;
    if (!stats.timeToFirstToken()) {
        record.timeToFirstToken.reset(); // it came as a whole, and has no times of its own
    } else if (m_stream->firstText) {
        const auto span = *m_stream->lastText - *m_stream->firstText - m_stream->leftOut;
        record.leftOut = duration_cast<milliseconds>(m_stream->leftOut);
        record.streamingTime = duration_cast<milliseconds>(std::max(Instant::duration{0}, span));
    }
    return record;
}

void StreamCollector::started(const domain::StreamMetadata& metadata) {
    if (!m_stream || !m_stream->runs) {
        m_stream = CollectedStream{};
        m_stream->runs = true;
        m_stream->began = m_clock.now();
        m_stream->record.beganAt = m_clock.wallTime();
    }
    domain::StreamRecord& record = m_stream->record;
    record.endpointId = named(metadata.endpointId);
    record.endpointName = named(metadata.endpointName);
    record.model = named(metadata.model);
    record.dialect = named(metadata.dialect);
    m_stream->standsExactly = metadata.resume == u"exact";
}

void StreamCollector::delta(const QString&, qsizetype) {
    if (!m_stream) {
        return;
    }
    contentCame();
    const Instant now = m_clock.now();
    if (!m_stream->firstText) {
        m_stream->firstText = now;
        m_stream->stopped = {}; // it was before
    }
    m_stream->leftOut += std::exchange(m_stream->stopped, {});
    m_stream->lastText = now;
}

void StreamCollector::thinking(const QString&) {
    contentCame();
}

void StreamCollector::tool(const domain::ToolActivity&) {
    contentCame();
}

void StreamCollector::citation(const domain::Citation&) {
    contentCame();
}

void StreamCollector::contentCame() {
    if (!m_stream) {
        return;
    }
    if (!m_stream->hasContent) {
        m_stream->hasContent = true;
        m_stream->record.timeToFirstToken = duration_cast<milliseconds>(m_clock.now() - m_stream->began);
    }
    flowsAgain();
}

void StreamCollector::retrying(int, milliseconds, const domain::Failure& reason) {
    if (!m_stream || m_stream->fault || !domain::isFault(reason.kind)) {
        return;
    }
    m_stream->fault = CollectedStream::Fault{m_clock.now(), m_stream->hasContent, {}};
    ++(m_stream->hasContent ? m_stream->record.cuts : m_stream->record.earlyFaults);
    stopCounting();
}

void StreamCollector::seam(qsizetype, qsizetype, bool exact) {
    if (!m_stream) {
        return;
    }
    m_stream->isContinued = m_stream->isContinued || !exact;
    if (m_stream->fault) {
        m_stream->fault->seam = exact ? Way::Exact : Way::Continue;
    }
}

void StreamCollector::flowsAgain() {
    if (!m_stream->fault) {
        return;
    }
    auto& recoveries = m_stream->record.recoveries;
    if (recoveries.size() < domain::StreamRecord::mostRecoveries) {
        recoveries.push_back({way(), duration_cast<milliseconds>(m_clock.now() - m_stream->fault->since)});
    }
    m_stream->fault.reset();
    goOnCounting();
}

/// A fault that left no seam, since no text came after it, was got over as the stream stands.
StreamCollector::Way StreamCollector::way() const {
    const CollectedStream::Fault& fault = *m_stream->fault;
    if (!fault.hadContent) {
        return Way::Retry;
    }
    return fault.seam.value_or(m_stream->standsExactly ? Way::Exact : Way::Continue);
}

void StreamCollector::ended(const domain::Ending& ending, const QString&) {
    if (!m_stream || !m_stream->runs) {
        m_stream.reset(); // refused before a request was made, and what was before it is not its own
        return;
    }
    if (ending.outcome == domain::Outcome::Completed) {
        flowsAgain();
    }
    m_stream->runs = false;
    domain::StreamRecord& record = m_stream->record;
    record.outcome = ending.outcome;
    record.duration = duration_cast<milliseconds>(m_clock.now() - m_stream->began);
    if (!ending.failure) {
        return;
    }
    record.failure = ending.failure->kind;
    if (!m_stream->fault && domain::isFault(ending.failure->kind)) {
        ++(m_stream->hasContent ? record.cuts : record.earlyFaults);
    }
}

void StreamCollector::holdWire() {
    m_isWireHeld = true;
    stopCounting();
}

void StreamCollector::releaseWire() {
    m_isWireHeld = false;
    goOnCounting();
}

void StreamCollector::stopCounting() {
    if (m_stream && !m_stream->stoppedSince) {
        m_stream->stoppedSince = m_clock.now();
    }
}

void StreamCollector::goOnCounting() {
    if (m_stream && m_stream->stoppedSince && !m_isWireHeld && !m_stream->fault) {
        m_stream->stopped += m_clock.now() - *std::exchange(m_stream->stoppedSince, std::nullopt);
    }
}

} // namespace rivulet::metrics
