// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/TextReporter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rivulet::app {
namespace {

bool isObeyedByTerminals(QChar character) {
    return character.category() == QChar::Other_Control && character != u'\n' && character != u'\t';
}

QString sentenceOf(const domain::Warning& warning) {
    switch (warning.kind) {
    case domain::Warning::Kind::SkippedEvent:
        return u"something that can't be understood was skipped: "_s + warning.message;
    case domain::Warning::Kind::EmptyAnswer:
        return u"the answer is empty"_s;
    case domain::Warning::Kind::Provider:
        return u"the server warns: "_s + warning.message;
    case domain::Warning::Kind::DroppedField:
        return u"the server refuses the field \"%1\"; it is left out"_s.arg(warning.message);
    case domain::Warning::Kind::HistoryTrimmed:
        return u"the oldest %1 messages were left out"_s.arg(warning.message);
    case domain::Warning::Kind::Fallback:
        return u"%1 could not answer"_s.arg(warning.message);
    case domain::Warning::Kind::NotStreamed:
        return u"the stream did not get through; the answer came as a whole"_s;
    }
    return {};
}

} // namespace

QString plainText(const QString& text) {
    QString plain = text;
    plain.removeIf(isObeyedByTerminals);
    return plain;
}

TextReporter::TextReporter(QString label, QString heading, Sink output, Sink errors, Describe describe)
    : m_label(std::move(label))
    , m_heading(std::move(heading))
    , m_output(std::move(output))
    , m_errors(std::move(errors))
    , m_describe(std::move(describe)) {}

void TextReporter::release() {
    m_released = true;
    if (!m_heading.isEmpty()) {
        m_output((plainText(m_heading) + u"\n\n"_s).toUtf8());
    }
    if (!m_waiting.isEmpty()) {
        m_output(std::exchange(m_waiting, {}));
    }
    endIfDone();
}

void TextReporter::delta(const QString& text, qsizetype) {
    const QByteArray bytes = m_encoder.encode(plainText(text));
    if (!bytes.isEmpty()) {
        m_lineOpen = !bytes.endsWith('\n');
        write(bytes);
    }
}

void TextReporter::warning(const domain::Warning& warning) {
    say(sentenceOf(warning));
}

void TextReporter::noticed(const AskNotice& notice) {
    say(notice.message);
}

void TextReporter::retrying(int attempt, std::chrono::milliseconds delay, const domain::Failure& reason) {
    const auto seconds = static_cast<double>(delay.count()) / 1000;
    QString why = m_describe(reason);
    if (why.endsWith(u'.')) { // the sentence goes on here
        why.chop(1);
    }
    say(u"%1; attempt %2 in %3 s"_s.arg(why).arg(attempt).arg(seconds, 0, 'f', 1));
}

void TextReporter::finished(const AskEnd& end) {
    m_finished = true;
    if (m_lineOpen) {
        write("\n");
    }
    switch (end.ending.outcome) {
    case domain::Outcome::Completed:
        if (end.ending.stop != domain::StopReason::EndTurn &&
            end.ending.stop != domain::StopReason::StopSequence) {
            say(u"the model stopped: "_s + domain::stopName(end.ending.stop));
        }
        break;
    case domain::Outcome::Cancelled:
    case domain::Outcome::Interrupted:
    case domain::Outcome::Failed:
        say(domain::outcomeName(end.ending.outcome) +
            (end.ending.failure ? u": "_s + m_describe(*end.ending.failure) : QString()));
        break;
    }
    endIfDone();
}

void TextReporter::write(const QByteArray& bytes) {
    if (m_released) {
        m_output(bytes);
    } else {
        m_waiting += bytes;
    }
}

void TextReporter::say(const QString& sentence) {
    m_errors((plainText(m_label + u": "_s + sentence) + u'\n').toUtf8());
}

void TextReporter::endIfDone() {
    if (m_released && m_finished && m_next) {
        std::exchange(m_next, nullptr)();
    }
}

} // namespace rivulet::app
