// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/StreamControllerImpl.h"

#include <utility>

namespace rivulet::stream {

namespace {

using domain::Failure;
using Milliseconds = std::chrono::milliseconds;

/// A connection that held for so long, and brought events, is no try in vain.
constexpr std::chrono::seconds longEnough{10};

/// As StreamStats estimates: four characters a token.
qint64 estimatedTokens(qsizetype characters) {
    return (characters + 3) / 4;
}

/// `kept` without what `rest` says is beyond the place.
std::map<QString, qsizetype> upToPlace(std::map<QString, qsizetype> kept,
                                       const std::map<QString, qsizetype>& rest) {
    for (const auto& [id, units] : rest) {
        kept[id] -= units;
    }
    return kept;
}

} // namespace

void StreamController::Impl::reconnectTo(StreamRequest asked, const domain::Message& answer,
                                         const QString& noteText) {
    const Outbox::Turn turn(outbox);
    if (isRunning(state)) {
        return;
    }
    const auto note = ResumeNote::fromText(noteText);
    const bool fits = note && note->dialect == asked.endpoint.dialect && note->text <= answer.text.size() &&
                      note->thinking <= answer.thinking.size();
    if (!fits) {
        start(std::move(asked), answer.text, answer.thinking);
        return;
    }
    prepare(std::move(asked), answer.text, answer.thinking);
    const domain::Prompt asIs = m_request.prompt;
    takePlace(*note, answer);
    m_rung = rungAt(m_place);
    if (m_rung != Rung::None) {
        m_canTakeUp = true;
        ask(StreamInput::Resumed);
        return;
    }
    StreamRequest plain = std::move(m_request);
    plain.prompt = asIs;
    start(std::move(plain), answer.text, answer.thinking);
}

void StreamController::Impl::takePlace(const ResumeNote& note, const domain::Message& answer) {
    domain::Prompt& prompt = m_request.prompt;
    prompt.stream = note.streamed;
    prompt.background = note.background;
    if (!note.session.isEmpty()) {
        prompt.session = note.session;
    }
    m_place = note.point;
    m_resumePoint = note.point;
    m_way = note.way;
    m_toolUnitsBefore = 0;
    m_textBefore = note.textBefore;
    m_thinkingBefore = note.thinkingBefore;
    m_trimmed = note.trimmed;
    m_sent = m_way ? providers::continuationPrompt(prompt, text.first(m_textBefore), *m_way) : prompt;
    Retelling::Told beyond{text.sliced(note.text), thinking.sliced(note.thinking), {}, 0};
    for (const auto& tool : answer.tools) {
        m_toolUsed = true;
        m_toolArguments[tool.id] = tool.arguments.size();
        const auto known = note.arguments.find(tool.id);
        const qsizetype before = known == note.arguments.end() ? 0 : known->second;
        if (tool.arguments.size() > before) {
            beyond.arguments[tool.id] = tool.arguments.size() - before;
        }
    }
    for (const auto& citation : answer.citations) {
        static_cast<void>(isAgain(citation));
    }
    m_lag = Retelling(std::move(beyond)).rest();
    stats.leaveOut(estimatedTokens(text.size() - m_textBefore));
}

StreamController::Impl::Rung
StreamController::Impl::rungAt(const std::optional<providers::ResumePoint>& place) const {
    const auto dialect = place ? makeDialect() : nullptr;
    if (!dialect) {
        return Rung::None;
    }
    if (dialect->resumeRequest(m_sent, m_request.endpoint, *place)) {
        return Rung::Exact;
    }
    return dialect->pollRequest(m_request.endpoint, *place) ? Rung::Poll : Rung::None;
}

std::optional<providers::ResumePoint> StreamController::Impl::placeOfAttempt() const {
    // Of a question that the server did not take there is nothing to go on with, whatever it is called.
    const bool isTaken = m_attempt && (m_rung != Rung::Ask || m_attempt->isAccepted());
    return isTaken ? m_attempt->resumePoint() : std::nullopt;
}

bool StreamController::Impl::hasMoved() const {
    if (!m_attempt || m_attemptHasContent || !m_attempt->isAccepted()) {
        return m_attempt && m_attemptHasContent;
    }
    // A model that thinks in silence: what came is no content, but its server was there.
    const auto held = m_clock.now() - m_askedAt;
    return held > ResumeLadder::span || (held > longEnough && placeOfAttempt() != m_place);
}

ResumeLadder::Loss StreamController::Impl::lossOf(const Failure& failure) const {
    ResumeLadder::Loss loss;
    loss.failure = failure;
    loss.rung = m_rung;
    loss.continues = mayContinue();
    const auto dialect = makeDialect();
    if (dialect && m_place) {
        loss.streams = dialect->resumeRequest(m_sent, m_request.endpoint, *m_place).has_value();
        loss.tells = dialect->pollRequest(m_request.endpoint, *m_place).has_value();
    }
    return loss;
}

void StreamController::Impl::climbTo(Rung rung, Milliseconds delay, const Failure& failure) {
    m_rung = rung;
    m_canTakeUp = true;
    m_pollsSince.reset();
    feed(StreamInput::Lost);
    tellRung();
    wait(delay, failure);
}

void StreamController::Impl::forgetPlace() {
    m_place.reset();
    m_lag.reset();
    m_retelling.reset();
    m_seamWaits = false;
    m_canTakeUp = false;
}

void StreamController::Impl::sendTakeUp(const HttpExchange::Options& options) {
    const bool whole = m_rung == Rung::Poll;
    const auto told = whole ? std::optional(toldAgain()) : m_lag;
    if (told) {
        m_retelling.emplace(*told);
    } else {
        m_retelling.reset();
    }
    m_seamWaits = hasContent();
    const providers::ResumePoint place = *m_place;
    if (!m_attempt->takeUp(m_sent, m_request.endpoint, m_request.key, options, place,
                           whole ? Attempt::TakeUp::Whole : Attempt::TakeUp::Stream)) {
        --requests;
        Failure failure;
        failure.kind = Failure::Kind::Unsupported;
        lose(failure);
    }
}

Retelling::Told StreamController::Impl::toldAgain() const {
    return {text.sliced(m_textBefore), thinking.sliced(m_thinkingBefore), m_toolArguments, m_trimmed};
}

void StreamController::Impl::awaitAnswer() {
    dropAttempt();
    m_rung = Rung::Poll;
    m_canTakeUp = true;
    m_ladder.mended();
    if (!m_pollsSince) {
        m_pollsSince = m_clock.now();
    }
    feed(StreamInput::Delayed);
    tellRung();
    m_delay.start(m_request.timeouts.loading);
}

void StreamController::Impl::markSeam() {
    if (std::exchange(m_seamWaits, false)) {
        outbox->add(domain::Seam{text.size(), 0, true});
    }
}

QString StreamController::Impl::rungName() const {
    const bool exact = m_canTakeUp || (m_promisesPlace && !m_attemptHasContent);
    if (exact && m_request.resume == ResumePolicy::Auto) {
        return QStringLiteral("exact");
    }
    return m_canContinue ? QStringLiteral("continue") : QStringLiteral("none");
}

void StreamController::Impl::tellRung() {
    if (!m_canTakeUp && m_attempt) {
        m_canTakeUp = rungAt(placeOfAttempt()) != Rung::None;
    }
    if (const QString name = rungName(); name != metadata.resume) {
        metadata.resume = name;
        outbox->add(AttemptStarted{metadata});
    }
}

Failure StreamController::Impl::unmended(const Failure& failure) const {
    if (m_rung == Rung::Ask || !ResumeLadder::isRefused(failure)) {
        return failure;
    }
    // What matters is the cut; that nothing mends it is the rest of it.
    Failure cut;
    cut.kind = Failure::Kind::CutOff;
    Failure told = m_ladder.cut().value_or(cut);
    told.code = QStringLiteral("resume_refused");
    told.detail = failure.detail;
    told.httpStatus = failure.httpStatus;
    return told;
}

bool StreamController::Impl::partHasContent() const {
    return text.size() > m_textBefore || thinking.size() > m_thinkingBefore ||
           m_toolUnits > m_toolUnitsBefore;
}

int StreamController::Impl::mostTries() const {
    return m_rung == Rung::Ask ? m_request.retry.retries : ResumeLadder::mostTries;
}

QString StreamController::Impl::resumeNote() const {
    // What the trimmer holds back is part of the place and not of the text.
    if (m_trimmer || !m_canTakeUp || state == StreamState::Completed || state == StreamState::Cancelled) {
        return {};
    }
    const auto place = m_attempt ? placeOfAttempt() : m_place;
    if (!place) {
        return {};
    }
    const auto rest = m_rung == Rung::Exact && m_retelling ? m_retelling->rest() : m_lag;
    const Retelling::Told beyond = rest.value_or(Retelling::Told{});
    ResumeNote note;
    note.dialect = m_request.endpoint.dialect;
    note.point = *place;
    note.text = text.size() - beyond.text.size();
    note.thinking = thinking.size() - beyond.thinking.size();
    note.arguments = upToPlace(m_toolArguments, beyond.arguments);
    note.textBefore = m_textBefore;
    note.thinkingBefore = m_thinkingBefore;
    note.trimmed = m_trimmed;
    note.way = m_way;
    note.streamed = m_sent.stream;
    note.background = m_sent.background;
    note.session = m_sent.session;
    return note.toText();
}

} // namespace rivulet::stream
