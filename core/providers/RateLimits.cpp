// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "RateLimits.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace rivulet::providers {

namespace {

using std::chrono::milliseconds;

constexpr double longestWait = 7.0 * 24 * 3600 * 1000;

std::optional<milliseconds> waitOf(double wait) {
    if (!std::isfinite(wait) || wait < 0 || wait > longestWait) {
        return std::nullopt;
    }
    return milliseconds(static_cast<qint64>(std::ceil(wait)));
}

/// "6m0s", "1h2m3.5s", "12ms": numbers and units, summed. Nothing where anything else stands there.
std::optional<milliseconds> durationOf(const QString& text) {
    static const QRegularExpression part(QStringLiteral(R"(\G(\d*\.?\d+)(ns|us|µs|ms|h|m|s))"));
    double sum = 0;
    qsizetype end = 0;
    auto parts = part.globalMatch(text);
    while (parts.hasNext()) {
        const auto match = parts.next();
        const QString unit = match.captured(2);
        const double scale = unit == u"h"    ? 3'600'000
                             : unit == u"m"  ? 60'000
                             : unit == u"s"  ? 1000
                             : unit == u"ms" ? 1
                             : unit == u"ns" ? 1e-6
                                             : 1e-3;
        sum += match.captured(1).toDouble() * scale;
        end = match.capturedEnd();
    }
    return end > 0 && end == text.size() ? waitOf(sum) : std::nullopt;
}

/// A date header's value, e.g. "Sat, 21 Nov 2026 10:00:17 GMT".
std::optional<milliseconds> httpDate(QByteArrayView value) {
    QString text = QString::fromLatin1(value);
    text.remove(QStringLiteral(" GMT"));
    QDateTime date = QLocale::c().toDateTime(text, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss"));
    date.setTimeSpec(Qt::UTC);
    return date.isValid() ? std::optional(milliseconds(date.toMSecsSinceEpoch())) : std::nullopt;
}

/// A number, a date: as a moment since the epoch, where it is one. So many seconds from now nobody waits; as
/// many since the epoch is this century.
std::optional<double> momentOf(const QString& text, std::optional<double> number) {
    constexpr double firstMoment = 1e9;
    constexpr double firstInMilliseconds = 1e11;
    if (number) {
        return *number < firstMoment           ? std::nullopt
               : *number < firstInMilliseconds ? std::optional(*number * 1000)
                                               : number;
    }
    const QDateTime at = QDateTime::fromString(text, Qt::ISODate);
    if (at.isValid()) {
        return static_cast<double>(at.toMSecsSinceEpoch());
    }
    const auto date = httpDate(text.toLatin1());
    return date ? std::optional(static_cast<double>(date->count())) : std::nullopt;
}

} // namespace

std::optional<Reset> readReset(QByteArrayView value, std::optional<milliseconds> now) {
    const QString text = QString::fromUtf8(value).trimmed();
    bool isNumber = false;
    const double seconds = text.toDouble(&isNumber);
    if (const auto moment = momentOf(text, isNumber ? std::optional(seconds) : std::nullopt)) {
        const auto wait =
            now ? waitOf(std::max(*moment - static_cast<double>(now->count()), 0.0)) : std::nullopt;
        return wait ? std::optional(Reset{*wait, Reset::Form::Moment}) : std::nullopt;
    }
    const auto wait = isNumber ? waitOf(seconds * 1000) : durationOf(text);
    return wait ? std::optional(Reset{*wait, Reset::Form::Span}) : std::nullopt;
}

std::optional<milliseconds> dateOf(const HttpReply& reply) {
    return httpDate(reply.header("date"));
}

std::optional<milliseconds> resetWait(QByteArrayView value, QByteArrayView date) {
    const auto reset = readReset(value, httpDate(date));
    return reset ? std::optional(reset->wait) : std::nullopt;
}

void addResetAdvice(domain::Failure& failure, const HttpReply& reply, std::span<const RateLimit> limits) {
    if (failure.kind != domain::Failure::Kind::RateLimited || failure.retryAfter ||
        !reply.header("retry-after").isEmpty() || !reply.header("retry-after-ms").isEmpty()) {
        return;
    }
    const QByteArray date = reply.header("date");
    std::optional<milliseconds> usedUp;
    std::optional<milliseconds> first;
    for (const RateLimit& limit : limits) {
        const auto wait = resetWait(reply.header(limit.reset), date);
        if (!wait) {
            continue;
        }
        first = std::min(first.value_or(*wait), *wait);
        bool isNumber = false;
        if (reply.header(limit.remaining).toDouble(&isNumber) <= 0 && isNumber) {
            usedUp = std::max(usedUp.value_or(*wait), *wait);
        }
    }
    failure.retryAfter = usedUp ? usedUp : first;
}

} // namespace rivulet::providers
