// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnswerLine.h"

#include <QLocale>
#include <QStringList>

namespace rivulet::app {

QString AnswerLine::time(std::chrono::milliseconds span) {
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    if (span.count() < 10'000) {
        return tr("%1 s").arg(QLocale().toString(static_cast<double>(span.count()) / 1000.0, 'f', 1));
    }
    if (whole < 60) {
        return tr("%1 s").arg(whole);
    }
    return whole < 3600 ? tr("%1 min %2 s").arg(whole / 60).arg(whole % 60)
                        : tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString AnswerLine::rate(double tokensPerSecond) {
    return tr("%1 tok/s").arg(QLocale().toString(tokensPerSecond, 'f', tokensPerSecond < 10 ? 1 : 0));
}

QString AnswerLine::tokens(qint64 count) {
    return tr("%1 tokens").arg(QLocale().toString(count));
}

QString AnswerLine::aboutTokens(qint64 count) {
    return tr("≈%1 tokens").arg(QLocale().toString(count));
}

QString AnswerLine::money(double dollars) {
    constexpr double least = 0.0001;
    constexpr double cents = 0.1;
    if (dollars > 0 && dollars < least) {
        return tr("under $%1").arg(QLocale().toString(least, 'f', 4));
    }
    return QStringLiteral("$%1").arg(
        QLocale().toString(dollars, 'f', dollars > 0 && dollars < cents ? 4 : 2));
}

QString AnswerLine::cost(const domain::Usage& usage) {
    if (!usage.cost || *usage.cost <= 0) {
        return {};
    }
    const QString cost = money(*usage.cost);
    return usage.source == domain::Usage::Source::Reported ? cost : tr("%1 estimated").arg(cost);
}

QString AnswerLine::details(const domain::Message& answer) {
    if (!answer.usage) {
        return {};
    }
    const domain::Usage& usage = *answer.usage;
    const bool exact = usage.source == domain::Usage::Source::Reported;
    QStringList lines;
    const auto add = [&](const QString& name, const QString& value) {
        lines.append(exact ? tr("%1: %2, reported").arg(name, value)
                           : tr("%1: %2, estimated").arg(name, value));
    };
    const auto count = [&](const QString& name, const std::optional<qint64>& number) {
        if (number) {
            add(name, exact ? tokens(*number) : aboutTokens(*number));
        }
    };
    count(tr("Input"), usage.input);
    count(tr("Of it from the cache"), usage.cached);
    count(tr("Output"), usage.output);
    count(tr("Of it thinking"), usage.thinking);
    if (usage.cost && *usage.cost > 0) {
        add(tr("Cost"), money(*usage.cost));
    }
    return lines.join(u'\n');
}

QString AnswerLine::text(const domain::Message& answer) {
    QStringList parts;
    if (answer.timeToFirstToken.count() >= 0) {
        parts.append(tr("%1 to first token").arg(time(answer.timeToFirstToken)));
    }
    if (answer.tokensPerSecond > 0) {
        parts.append(rate(answer.tokensPerSecond));
    }
    if (answer.usage && answer.usage->output) {
        const bool exact = answer.usage->source == domain::Usage::Source::Reported;
        parts.append(exact ? tokens(*answer.usage->output) : aboutTokens(*answer.usage->output));
    }
    if (const QString cost = answer.usage ? AnswerLine::cost(*answer.usage) : QString(); !cost.isEmpty()) {
        parts.append(cost);
    }
    if (answer.duration.count() > 0) {
        parts.append(time(answer.duration));
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace rivulet::app
