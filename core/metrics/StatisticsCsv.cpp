// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/StatisticsCsv.h"

#include "metrics/ShownName.h"

#include <QStringList>

namespace rivulet::metrics {

namespace {

/// "Fields containing line breaks (CRLF), double quotes, and commas should be enclosed in double-quotes"; a
/// quote in them is doubled (RFC 4180, 2.6 and 2.7).
QString field(const QString& text) {
    if (!text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n') && !text.contains(u'\r')) {
        return text;
    }
    QString quoted = text;
    quoted.replace(u'"', QStringLiteral("\"\""));
    return u'"' + quoted + u'"';
}

QString number(double value) {
    constexpr int digits = 12;
    return QString::number(value, 'g', digits);
}

QString number(qint64 value) {
    return QString::number(value);
}

QString number(const std::optional<double>& value) {
    return value ? number(*value) : QString();
}

QString number(const Summary::Sum& sum) {
    return number(sum.known());
}

/// A column's name, and what stands in it.
struct Column {
    const char* name;
    QString (*value)(const Summary&);
};

constexpr double middle = 0.5;
constexpr double high = 0.95;

constexpr Column columns[] = {
    {"day", [](const Summary& s) { return s.day.toString(Qt::ISODate); }},
    {"provider", [](const Summary& s) { return field(shownName(s.endpointId)); }},
    {"name", [](const Summary& s) { return field(shownName(s.endpointName)); }},
    {"model", [](const Summary& s) { return field(shownName(s.model)); }},
    {"streams", [](const Summary& s) { return number(s.streams); }},
    {"completed", [](const Summary& s) { return number(s.of(domain::Outcome::Completed)); }},
    {"cancelled", [](const Summary& s) { return number(s.of(domain::Outcome::Cancelled)); }},
    {"interrupted", [](const Summary& s) { return number(s.of(domain::Outcome::Interrupted)); }},
    {"failed", [](const Summary& s) { return number(s.of(domain::Outcome::Failed)); }},
    {"requests", [](const Summary& s) { return number(s.requests); }},
    {"input_tokens", [](const Summary& s) { return number(s.input); }},
    {"cached_tokens", [](const Summary& s) { return number(s.cached); }},
    {"thinking_tokens", [](const Summary& s) { return number(s.thinking); }},
    {"output_tokens", [](const Summary& s) { return number(s.output); }},
    {"estimated_streams", [](const Summary& s) { return number(s.estimated); }},
    {"cost_usd", [](const Summary& s) { return number(s.cost); }},
    {"cost_known_streams", [](const Summary& s) { return number(s.cost.streams); }},
    {"cuts", [](const Summary& s) { return number(s.cuts); }},
    {"early_faults", [](const Summary& s) { return number(s.earlyFaults); }},
    {"recovered_retry", [](const Summary& s) { return number(s.of(domain::Recovery::Way::Retry)); }},
    {"recovered_exact", [](const Summary& s) { return number(s.of(domain::Recovery::Way::Exact)); }},
    {"recovered_continue", [](const Summary& s) { return number(s.of(domain::Recovery::Way::Continue)); }},
    {"duration_s", [](const Summary& s) { return number(s.duration.sum()); }},
    {"first_token_p50_s", [](const Summary& s) { return number(s.firstToken.percentile(middle)); }},
    {"first_token_p95_s", [](const Summary& s) { return number(s.firstToken.percentile(high)); }},
    {"tokens_per_second_p50", [](const Summary& s) { return number(s.rate.percentile(middle)); }},
    {"tokens_per_second_p95", [](const Summary& s) { return number(s.rate.percentile(high)); }},
    {"recovery_p50_s", [](const Summary& s) { return number(s.timeToMend.percentile(middle)); }},
    {"recovery_p95_s", [](const Summary& s) { return number(s.timeToMend.percentile(high)); }},
};

} // namespace

QByteArray statisticsCsv(const std::vector<Summary>& summaries) {
    QStringList line;
    for (const Column& column : columns) {
        line.append(QLatin1String(column.name));
    }
    QString text = line.join(u',') + QStringLiteral("\r\n");
    for (const Summary& summary : summaries) {
        line.clear();
        for (const Column& column : columns) {
            line.append(column.value(summary));
        }
        text += line.join(u',') + QStringLiteral("\r\n");
    }
    return text.toUtf8();
}

} // namespace rivulet::metrics
