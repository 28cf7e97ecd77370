// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "statistics/StatsCommand.h"

#include "ask/JsonReporter.h"
#include "ask/TextReporter.h"
#include "metrics/OpenMetrics.h"
#include "metrics/StatisticsCsv.h"
#include "metrics/StatisticsJson.h"
#include "statistics/StatsOptions.h"
#include "statistics/StatsTable.h"
#include "store/StreamRecords.h"

#include <QFile>
#include <QJsonArray>

#include <utility>

using namespace Qt::StringLiterals;

namespace rivulet::app {

namespace {

/// All that is printed from.
struct Counted {
    std::vector<domain::StreamRecord> records;
    std::vector<metrics::ActiveStream> active;
};

domain::Result<std::shared_ptr<store::Database>> openDatabase(const QString& file) {
    // Whoever only looks leaves no trace; but an older schema has to be brought up to date first.
    auto opened = store::Database::open(file, {.access = store::DatabaseOptions::Access::ReadOnly});
    return opened ? opened : store::Database::open(file);
}

domain::Result<Counted> readCounted(const QString& file) {
    Counted counted;
    if (!QFile::exists(file)) {
        return counted;
    }
    const auto database = openDatabase(file);
    if (!database) {
        return database.failure();
    }
    auto records = store::StreamRecords::read(*database.value());
    if (!records) {
        return records.failure();
    }
    const auto active = store::StreamRecords::active(*database.value());
    if (!active) {
        return active.failure();
    }
    counted.records = std::move(records.value());
    for (const auto& stream : active.value()) {
        counted.active.push_back({stream.endpointId, stream.endpointName, stream.model});
    }
    return counted;
}

QByteArray json(const std::vector<metrics::Summary>& models, const std::vector<metrics::Summary>& days) {
    const auto array = [](const std::vector<metrics::Summary>& summaries) {
        QJsonArray all;
        for (const auto& summary : summaries) {
            all.append(metrics::statisticsJson(summary));
        }
        return all;
    };
    return jsonLine({{u"models"_s, array(models)}, {u"days"_s, array(days)}});
}

} // namespace

StatsCommand::StatsCommand(StatsServices services)
    : m_services(std::move(services)) {}

int StatsCommand::run(const QStringList& arguments) const {
    const auto options = parseStatsOptions(arguments);
    if (!options) {
        m_services.errors(
            (u"rivulet stats: %1\nTry: rivulet stats --help\n"_s.arg(plainText(options.failure().detail)))
                .toUtf8());
        return Usage;
    }
    if (options.value().action == StatsOptions::Action::Help) {
        m_services.output(statsUsage().toUtf8());
        return Done;
    }
    const QString& folder =
        options.value().dataFolder.isEmpty() ? m_services.usualFolder : options.value().dataFolder;
    const auto counted = readCounted(folder + u"/rivulet.db"_s);
    if (!counted) {
        m_services.errors(
            (u"rivulet: the statistics can't be read: %1\n"_s.arg(plainText(counted.failure().detail)))
                .toUtf8());
        return Failed;
    }
    auto models = metrics::byModel(counted.value().records);
    metrics::addActive(models, counted.value().active);
    switch (options.value().format) {
    case StatsOptions::Format::Table:
        m_services.output(statsTable(models).toUtf8());
        break;
    case StatsOptions::Format::OpenMetrics:
        m_services.output(metrics::openMetricsText(models));
        break;
    case StatsOptions::Format::Json:
        m_services.output(json(models, metrics::byModelAndDay(counted.value().records, m_services.zone)));
        break;
    case StatsOptions::Format::Csv:
        m_services.output(
            metrics::statisticsCsv(metrics::byModelAndDay(counted.value().records, m_services.zone)));
        break;
    }
    return Done;
}

} // namespace rivulet::app
