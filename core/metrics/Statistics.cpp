// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/Statistics.h"

#include <QDateTime>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace rivulet::metrics {

namespace {

using domain::StreamRecord;
using Key = std::tuple<QDate, QString, QString>;

double seconds(std::chrono::milliseconds span) {
    return static_cast<double>(span.count()) / 1000.0;
}

std::optional<double> share(qint64 part, qint64 whole) {
    return whole > 0 ? std::optional(static_cast<double>(part) / static_cast<double>(whole)) : std::nullopt;
}

void addKnown(Summary::Sum& sum, const std::optional<qint64>& count) {
    if (count) {
        sum.add(static_cast<double>(*count));
    }
}

/// `dayOf` tells the day that a record is counted for.
template <typename DayOf>
std::vector<Summary> group(const std::vector<StreamRecord>& records, const DayOf& dayOf) {
    std::map<Key, Summary> groups;
    for (const StreamRecord& record : records) {
        const QDate day = dayOf(record);
        Summary& summary = groups[{day, record.endpointId, record.model}];
        summary.day = day;
        summary.endpointId = record.endpointId;
        summary.endpointName = record.endpointName; // as it was called last
        summary.model = record.model;
        summary.add(record);
    }
    std::vector<Summary> found;
    found.reserve(groups.size());
    for (auto& [key, summary] : groups) {
        found.push_back(std::move(summary));
    }
    return found;
}

} // namespace

void Summary::add(const StreamRecord& record) {
    ++streams;
    ++byOutcome[static_cast<std::size_t>(record.outcome)];
    requests += record.requests;
    duration.add(seconds(record.duration));
    if (record.timeToFirstToken) {
        firstToken.add(seconds(*record.timeToFirstToken));
    }
    if (const auto speed = record.tokensPerSecond()) {
        rate.add(*speed);
    }
    addKnown(input, record.tokens.input);
    addKnown(cached, record.tokens.cached);
    addKnown(thinking, record.tokens.thinking);
    addKnown(output, record.tokens.output);
    const bool counted = record.tokens.input || record.tokens.output;
    estimated += counted && record.tokens.source == domain::Usage::Source::Estimated ? 1 : 0;
    if (record.cost && record.currency == u"USD") { // other money can't be added to it
        cost.add(*record.cost);
    }
    cuts += record.cuts;
    earlyFaults += record.earlyFaults;
    for (const auto& recovery : record.recoveries) {
        ++byWay[static_cast<std::size_t>(recovery.way)];
        timeToMend.add(seconds(recovery.time));
    }
}

qint64 Summary::of(domain::Outcome outcome) const {
    return byOutcome[static_cast<std::size_t>(outcome)];
}

qint64 Summary::of(domain::Recovery::Way way) const {
    return byWay[static_cast<std::size_t>(way)];
}

qint64 Summary::recovered() const {
    return std::accumulate(byWay.begin(), byWay.end(), qint64{0});
}

std::optional<double> Summary::errorRate() const {
    return share(of(domain::Outcome::Failed), streams);
}

std::optional<double> Summary::interruptionRate() const {
    return share(of(domain::Outcome::Interrupted), streams);
}

std::optional<double> Summary::reconnectionRate() const {
    return share(recovered(), streams);
}

std::optional<double> Summary::shareRecovered() const {
    return share(recovered(), faults());
}

std::vector<Summary> byModel(const std::vector<StreamRecord>& records) {
    return group(records, [](const StreamRecord&) { return QDate(); });
}

std::vector<Summary> byModelAndDay(const std::vector<StreamRecord>& records, const QTimeZone& zone) {
    return group(records, [&](const StreamRecord& record) {
        return QDateTime::fromMSecsSinceEpoch(record.beganAt.count(), zone).date();
    });
}

void addActive(std::vector<Summary>& summaries, const std::vector<ActiveStream>& active) {
    for (Summary& summary : summaries) {
        summary.active = 0;
    }
    for (const ActiveStream& stream : active) {
        auto found = std::ranges::find_if(summaries, [&](const Summary& summary) {
            return summary.endpointId == stream.endpointId && summary.model == stream.model;
        });
        if (found == summaries.end()) {
            Summary& summary = summaries.emplace_back();
            summary.endpointId = stream.endpointId;
            summary.endpointName = stream.endpointName;
            summary.model = stream.model;
            summary.active = 0;
            found = std::prev(summaries.end());
        }
        ++*found->active;
    }
}

} // namespace rivulet::metrics
