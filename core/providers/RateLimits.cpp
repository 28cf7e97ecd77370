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

/// The Date header of a reply, e.g. "Sat, 21 Nov 2026 10:00:17 GMT".
QDateTime httpDate(QByteArrayView value) {
    QString text = QString::fromLatin1(value);
    text.remove(QStringLiteral(" GMT"));
    QDateTime date = QLocale::c().toDateTime(text, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss"));
    date.setTimeSpec(Qt::UTC);
    return date;
}

} // namespace

std::optional<milliseconds> resetWait(QByteArrayView value, QByteArrayView date) {
    const QString text = QString::fromUtf8(value).trimmed();
    bool isNumber = false;
    const double seconds = text.toDouble(&isNumber);
    if (isNumber) {
        return waitOf(seconds * 1000);
    }
    if (const auto duration = durationOf(text)) {
        return duration;
    }
    const QDateTime at = QDateTime::fromString(text, Qt::ISODate);
    const QDateTime now = httpDate(date);
    if (!at.isValid() || !now.isValid()) {
        return std::nullopt;
    }
    return waitOf(static_cast<double>(std::max<qint64>(now.msecsTo(at), 0)));
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
