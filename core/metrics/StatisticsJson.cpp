// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/StatisticsJson.h"

#include <cmath>

namespace rivulet::metrics {

namespace {

constexpr double middle = 0.5;
constexpr double high = 0.95;

QJsonValue orNull(const std::optional<double>& value) {
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue count(const Summary::Sum& sum) {
    const auto known = sum.known();
    return known ? QJsonValue(std::llround(*known)) : QJsonValue(QJsonValue::Null);
}

QJsonObject spread(const Spread& values) {
    return {
        {QStringLiteral("count"), static_cast<qint64>(values.count())},
        {QStringLiteral("sum"), values.count() > 0 ? QJsonValue(values.sum()) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("p50"), orNull(values.percentile(middle))},
        {QStringLiteral("p95"), orNull(values.percentile(high))}};
}

} // namespace

QJsonObject statisticsJson(const Summary& summary) {
    QJsonObject outcomes;
    for (const auto outcome : allOutcomes) {
        outcomes.insert(domain::outcomeName(outcome), summary.of(outcome));
    }
    QJsonObject recovered;
    for (const auto way : allWays) {
        recovered.insert(domain::wayName(way), summary.of(way));
    }
    QJsonObject json{
        {QStringLiteral("provider"), summary.endpointId},
        {QStringLiteral("name"), summary.endpointName},
        {QStringLiteral("model"), summary.model},
        {QStringLiteral("streams"), summary.streams},
        {QStringLiteral("outcomes"), outcomes},
        {QStringLiteral("requests"), summary.requests},
        {QStringLiteral("tokens"), QJsonObject{{QStringLiteral("input"), count(summary.input)},
                                               {QStringLiteral("cached"), count(summary.cached)},
                                               {QStringLiteral("thinking"), count(summary.thinking)},
                                               {QStringLiteral("output"), count(summary.output)},
                                               {QStringLiteral("estimated_streams"), summary.estimated}}},
        {QStringLiteral("cost"), QJsonObject{{QStringLiteral("currency"), QStringLiteral("USD")},
                                             {QStringLiteral("value"), orNull(summary.cost.known())},
                                             {QStringLiteral("known_streams"), summary.cost.streams}}},
        {QStringLiteral("faults"),
         QJsonObject{{QStringLiteral("cuts"), summary.cuts},
                     {QStringLiteral("early"), summary.earlyFaults},
                     {QStringLiteral("recovered"), recovered},
                     {QStringLiteral("share_recovered"), orNull(summary.shareRecovered())}}},
        {QStringLiteral("error_rate"), orNull(summary.errorRate())},
        {QStringLiteral("interruption_rate"), orNull(summary.interruptionRate())},
        {QStringLiteral("reconnection_rate"), orNull(summary.reconnectionRate())},
        {QStringLiteral("duration_s"), spread(summary.duration)},
        {QStringLiteral("first_token_s"), spread(summary.firstToken)},
        {QStringLiteral("tokens_per_second"), spread(summary.rate)},
        {QStringLiteral("recovery_s"), spread(summary.timeToMend)}};
    if (summary.day.isValid()) {
        json.insert(QStringLiteral("day"), summary.day.toString(Qt::ISODate));
    } else {
        json.insert(QStringLiteral("active"),
                    summary.active ? QJsonValue(*summary.active) : QJsonValue(QJsonValue::Null));
    }
    return json;
}

} // namespace rivulet::metrics
