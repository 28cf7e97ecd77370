// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/CharacterEnds.h"
#include "stream/StreamControllerImpl.h"

#include <algorithm>
#include <utility>

namespace rivulet::stream {

using domain::Failure;

namespace {

/// The phase of a Progress that stays once the answer comes.
constexpr QStringView ofTheAnswer = u"answer";

domain::Usage sumOf(const domain::Usage& earlier, const domain::Usage& later) {
    using domain::Usage;
    Usage sum = earlier;
    const auto add = [&](auto count) {
        if (later.*count) {
            sum.*count = earlier.*count ? *(earlier.*count) + *(later.*count) : *(later.*count);
        }
    };
    add(&Usage::input);
    add(&Usage::cached);
    add(&Usage::thinking);
    add(&Usage::output);
    add(&Usage::cacheWrite);
    add(&Usage::cost);
    add(&Usage::loadTime);
    add(&Usage::promptTime);
    add(&Usage::answerTime);
    if (later.source == Usage::Source::Estimated) {
        sum.source = Usage::Source::Estimated;
    }
    return sum;
}

} // namespace

void StreamController::Impl::read(const std::vector<domain::StreamEvent>& events) {
    const Outbox::Turn turn(outbox);
    const Attempt* const reading = m_attempt.get();
    for (const domain::StreamEvent& event : events) {
        std::visit([this](const auto& kind) { take(kind); }, event);
        if (m_attempt.get() != reading || reading == nullptr) {
            tellUsage();
            return; // this event ended the attempt; what came behind it means nothing
        }
    }
    tellUsage();
    tellRung();
}

void StreamController::Impl::attemptIsOver(const std::optional<Failure>& failure) {
    const Outbox::Turn turn(outbox);
    if (m_finished) {
        complete();
        return;
    }
    if (!failure && m_attempt->isStillWritten() && rungAt(placeOfAttempt()) != Rung::None) {
        awaitAnswer();
        return;
    }
    Failure cut;
    cut.kind = Failure::Kind::CutOff;
    lose(failure.value_or(cut));
}

void StreamController::Impl::take(const domain::TextDelta& delta) {
    const QString piece = m_retelling ? m_retelling->text(delta.text) : delta.text;
    tellDifference();
    if (piece.isEmpty()) {
        return;
    }
    if (!m_trimmer) {
        appendText(piece);
    } else if (const auto decision = m_trimmer->feed(piece)) {
        appendContinued(*decision);
    }
}

void StreamController::Impl::take(const domain::ThinkingDelta& delta) {
    const QString piece = m_retelling ? m_retelling->thinking(delta.text) : delta.text;
    if (piece.isEmpty() && !delta.text.isEmpty()) {
        return; // told before
    }
    feed(StreamInput::Thought);
    const QString more = fitting(piece);
    contentComes();
    if (!more.isEmpty()) {
        markSeam();
        m_attemptHasContent = true;
        stats.addThinking(more.size(), m_clock.now());
        thinking += more;
        outbox->add(ThinkingCame{more});
    }
    if (more.size() < piece.size()) {
        Failure failure;
        failure.kind = Failure::Kind::AnswerTooLong;
        end(StreamInput::BrokeAfterContent, failure);
    }
}

void StreamController::Impl::take(const domain::ToolActivity& told) {
    const domain::ToolActivity tool = m_retelling ? m_retelling->tool(told) : told;
    const qsizetype units = tool.id.size() + tool.name.size() + tool.arguments.size() + tool.result.size();
    contentComes();
    m_attemptHasContent = true;
    m_toolUsed = true;
    feed(StreamInput::TextCame);
    if (text.size() + thinking.size() + m_toolUnits + units > answerLimit) {
        Failure failure;
        failure.kind = Failure::Kind::AnswerTooLong;
        end(StreamInput::BrokeAfterContent, failure);
        return;
    }
    m_toolUnits += units;
    if (m_toolsSince.size() >= mostTools && !m_toolsSince.contains(tool.id)) {
        return; // each is a row of the view
    }
    if (m_toolArguments.size() < mostTools) {
        m_toolArguments[tool.id] += tool.arguments.size();
    }
    markSeam();
    outbox->add(timed(tool));
}

domain::ToolActivity StreamController::Impl::timed(domain::ToolActivity tool) {
    const auto since = m_toolsSince.find(tool.id);
    if (since == m_toolsSince.end()) {
        tool.at = text.size();
        if (m_toolsSince.size() < mostTools) {
            m_toolsSince.emplace(tool.id, m_clock.now());
        }
    } else if (tool.state != domain::ToolActivity::State::Running && !tool.duration) {
        tool.duration = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - since->second);
    }
    return tool;
}

void StreamController::Impl::take(const domain::Citation& citation) {
    if (!isAgain(citation) && ++m_citations <= mostCitations) {
        outbox->add(citation);
    }
}

/// A source may be told twice by a server; one that tells its answer again tells all of them again.
bool StreamController::Impl::isAgain(const domain::Citation& citation) {
    const QString key = citation.title + u'\n' + citation.url + u'\n' + citation.quote;
    const bool known = m_sources.contains(key);
    if (!known && m_sources.size() < mostCitations) {
        m_sources.insert(key);
    }
    return known && m_retelling;
}

void StreamController::Impl::tellDifference() {
    if (m_retelling && m_retelling->differs() && !std::exchange(m_toldDifference, true)) {
        take(domain::Warning{domain::Warning::Kind::SkippedEvent,
                             QStringLiteral("the server tells the answer with other words than before")});
    }
}

void StreamController::Impl::take(const domain::Progress& told) {
    const bool ofAnswer = told.phase == ofTheAnswer;
    if (ofAnswer && told.total) {
        stats.setAnnouncedTotal(told.total);
    }
    if (ofAnswer || (state != StreamState::Thinking && state != StreamState::Streaming)) {
        progress = told;
    }
    outbox->add(told);
}

void StreamController::Impl::contentComes() {
    m_pollsSince.reset();
    if (progress && progress->phase != ofTheAnswer) {
        progress.reset(); // what came before the answer is over
    }
    if (m_attempt && m_attempt->isWhole()) {
        stats.setWhole();
    }
}

void StreamController::Impl::take(const domain::UsageReported& reported) {
    if (m_attemptUsage) {
        m_attemptUsage->overwriteWith(reported.usage);
    } else {
        m_attemptUsage = reported.usage;
    }
    const auto before = stats.usage();
    stats.setUsage(m_pausedUsage ? sumOf(*m_pausedUsage, *m_attemptUsage) : *m_attemptUsage);
    m_usageWaits = m_usageWaits || stats.usage() != before;
}

/// Some servers count in every event, and each telling parts the text around it: once a turn is enough.
void StreamController::Impl::tellUsage() {
    if (std::exchange(m_usageWaits, false) && stats.usage()) {
        outbox->add(*stats.usage());
    }
}

void StreamController::Impl::take(const domain::Warning& warning) {
    if (++m_warnings <= mostWarnings) {
        outbox->add(warning);
    }
}

void StreamController::Impl::take(const domain::Finished& mark) {
    if (m_finished) {
        return;
    }
    releaseTrimmer();
    if (m_retelling && !m_retelling->isCaughtUp() && !std::exchange(m_toldDifference, true)) {
        take(domain::Warning{domain::Warning::Kind::SkippedEvent,
                             QStringLiteral("the server tells less of the answer than before")});
    }
    if (isRunning(state)) {
        m_finished = mark;
        m_grace.start(grace);
    }
}

void StreamController::Impl::take(const domain::ErrorReported& error) {
    if (m_finished) {
        complete();
    } else {
        lose(error.failure);
    }
}

void StreamController::Impl::appendText(const QString& more) {
    const QString fits = fitting(more);
    if (!fits.isEmpty()) {
        contentComes();
        markSeam();
        m_attemptHasContent = true;
        feed(StreamInput::TextCame);
        stats.addText(fits.size(), m_clock.now());
        outbox->add(TextCame{fits, text.size()});
        text += fits;
    }
    if (fits.size() < more.size()) {
        Failure failure;
        failure.kind = Failure::Kind::AnswerTooLong;
        end(StreamInput::BrokeAfterContent, failure);
    }
}

void StreamController::Impl::appendContinued(const OverlapTrimmer::Decision& decision) {
    m_trimmer.reset();
    m_trimmed = decision.trimmed;
    outbox->add(domain::Seam{text.size(), decision.trimmed, false});
    m_attemptHasContent = true; // also where all of it was a repetition
    appendText(decision.text);
}

void StreamController::Impl::releaseTrimmer() {
    if (!m_trimmer) {
        return;
    }
    const auto decision = m_trimmer->finish();
    m_trimmer.reset();
    if (decision) {
        appendContinued(*decision);
    }
}

QString StreamController::Impl::fitting(const QString& more) const {
    const qsizetype room = std::max<qsizetype>(0, answerLimit - text.size() - thinking.size() - m_toolUnits);
    if (more.size() <= room) {
        return more;
    }
    qsizetype cut = room;
    while (cut > 0 && !characterEndsAt(more, cut)) {
        --cut;
    }
    return more.first(cut);
}

} // namespace rivulet::stream
