// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/RetryPolicy.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace rivulet::stream {

namespace {

using Milliseconds = std::chrono::milliseconds;
using providers::HttpReply;

/// Beyond a year it is no advice but a mistake.
constexpr double longestSaneMilliseconds = 366.0 * 24 * 3600 * 1000;

std::optional<Milliseconds> sane(double milliseconds) {
    if (!std::isfinite(milliseconds) || milliseconds < 0 || milliseconds > longestSaneMilliseconds) {
        return std::nullopt;
    }
    return Milliseconds{std::llround(std::ceil(milliseconds))};
}

std::optional<double> number(QByteArrayView text) {
    // Digits and a point alone: no "inf", "nan", "1e99", sign or hexadecimal.
    const auto fits = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), fits)) {
        return std::nullopt;
    }
    bool ok = false;
    const double value = text.toByteArray().toDouble(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

std::optional<Milliseconds> scaled(QByteArrayView text, double unit) {
    const auto value = number(text);
    return value ? sane(*value * unit) : std::nullopt;
}

/// "Sat, 21 Nov 2026 10:00:17 GMT", in milliseconds since the epoch.
std::optional<Milliseconds> httpDate(const QByteArray& text) {
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(text), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid()) {
        return std::nullopt;
    }
    date.setTimeSpec(Qt::UTC);
    return Milliseconds{date.toMSecsSinceEpoch()};
}

/// A span to a moment, by the server's own clock where it told it.
std::optional<Milliseconds> until(Milliseconds moment, const HttpReply& reply, Milliseconds wallTime) {
    const Milliseconds now = httpDate(reply.header("date")).value_or(wallTime);
    return sane(static_cast<double>((moment - now).count()));
}

/// "6m0s", "1h2m3.5s", "12ms": Go's notation, or a bare number of seconds (Azure).
std::optional<Milliseconds> goDuration(QByteArrayView text) {
    if (const auto seconds = number(text)) {
        return sane(*seconds * 1000);
    }
    struct Unit {
        QByteArrayView name;
        double milliseconds;
    };
    // "ms" before "m" and "s".
    static const Unit units[] = {{"ns", 1e-6}, {"us", 1e-3},     {"\xc2\xb5s", 1e-3}, {"\xce\xbcs", 1e-3},
                                 {"ms", 1.0},  {"h", 3'600'000}, {"m", 60'000},       {"s", 1000}};
    double sum = 0;
    while (!text.isEmpty()) {
        const auto end =
            std::find_if(text.begin(), text.end(), [](char c) { return (c < '0' || c > '9') && c != '.'; });
        const auto value = number(text.first(end - text.begin()));
        text = text.sliced(end - text.begin());
        const auto unit = std::find_if(std::begin(units), std::end(units),
                                       [&](const Unit& each) { return text.startsWith(each.name); });
        if (!value || unit == std::end(units)) {
            return std::nullopt;
        }
        sum += *value * unit->milliseconds;
        text = text.sliced(unit->name.size());
    }
    return sane(sum);
}

std::optional<Milliseconds> resetSpan(const QByteArray& text, const HttpReply& reply, Milliseconds wallTime) {
    const QDateTime moment = QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs);
    return moment.isValid() ? until(Milliseconds{moment.toMSecsSinceEpoch()}, reply, wallTime)
                            : goDuration(text);
}

/// The longest reset of the limits that are used up; where a 429 does not tell which, of them all. Every
/// answer carries resets: of limits that still have room, and of answers that are no 429, they say nothing.
std::optional<Milliseconds> resetAdvice(const HttpReply& reply, Milliseconds wallTime) {
    if (reply.status != 429) {
        return std::nullopt;
    }
    std::optional<Milliseconds> usedUp;
    std::optional<Milliseconds> unknown;
    for (const auto& [name, value] : reply.headers) {
        if (!name.contains("ratelimit") || !name.contains("reset")) {
            continue;
        }
        const auto span = resetSpan(value.trimmed(), reply, wallTime);
        if (!span) {
            continue;
        }
        const QByteArray remaining = reply.header(QByteArray(name).replace("reset", "remaining")).trimmed();
        auto& longest = remaining.isEmpty() ? unknown : usedUp;
        if (remaining.isEmpty() || number(remaining) == 0.0 || remaining.startsWith('-')) {
            longest = std::max(longest.value_or(Milliseconds{0}), *span);
        }
    }
    return usedUp ? usedUp : unknown;
}

} // namespace

std::optional<Milliseconds> retryAdvice(const HttpReply& reply, Milliseconds wallTime) {
    if (const auto wait = scaled(reply.header("retry-after-ms").trimmed(), 1)) {
        return wait;
    }
    const QByteArray after = reply.header("retry-after").trimmed();
    if (const auto wait = scaled(after, 1000)) {
        return wait;
    }
    if (const auto moment = httpDate(after)) {
        if (const auto wait = until(*moment, reply, wallTime)) {
            return wait;
        }
    }
    return resetAdvice(reply, wallTime);
}

std::optional<bool> shouldRetryAdvice(const HttpReply& reply) {
    const QByteArray value = reply.header("x-should-retry").trimmed().toLower();
    if (value == "true") {
        return true;
    }
    return value == "false" ? std::optional(false) : std::nullopt;
}

} // namespace rivulet::stream
