// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ask/AskReporter.h"

#include <QByteArray>
#include <QString>
#include <QStringEncoder>

#include <functional>

namespace rivulet::app {

/// One stream's answer as plain text for people: the text on standard output, what went wrong on standard
/// error. No control character of the answer but newline and tab gets through. Until release() it keeps what
/// it has to say, so that two answers do not run into one another.
class TextReporter final : public AskReporter {
public:
    using Sink = std::function<void(const QByteArray& bytes)>;
    using Describe = std::function<QString(const domain::Failure&)>;

    /// `label` names the model in messages; `heading` is written before the answer, if it is not empty.
    TextReporter(QString label, QString heading, Sink output, Sink errors, Describe describe);

    /// From now on everything is written at once. `next` is called when this stream has finished.
    void release();
    void whenFinished(std::function<void()> next) { m_next = std::move(next); }

    void delta(const QString& text, qsizetype index) override;
    void warning(const domain::Warning& warning) override;
    void retrying(int attempt, std::chrono::milliseconds delay, const domain::Failure& reason) override;
    void noticed(const AskNotice& notice) override;
    void finished(const AskEnd& end) override;

private:
    void write(const QByteArray& bytes);
    void say(const QString& sentence);
    void endIfDone();

    QString m_label;
    QString m_heading;
    Sink m_output;
    Sink m_errors;
    Describe m_describe;
    std::function<void()> m_next;
    QStringEncoder m_encoder{QStringEncoder::Utf8};
    QByteArray m_waiting;
    bool m_released = false;
    bool m_finished = false;
    bool m_lineOpen = false;
};

/// `text` without the control characters that a terminal may obey; newline and tab stay.
[[nodiscard]] QString plainText(const QString& text);

} // namespace rivulet::app
