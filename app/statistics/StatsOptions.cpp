// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "statistics/StatsOptions.h"

#include <QDir>

#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace rivulet::app {

namespace {

domain::Failure wrong(const QString& words) {
    domain::Failure failure;
    failure.kind = domain::Failure::Kind::InvalidInput;
    failure.detail = words;
    return failure;
}

std::optional<StatsOptions::Format> formatOf(const QString& argument) {
    using Format = StatsOptions::Format;
    if (argument == u"--openmetrics") {
        return Format::OpenMetrics;
    }
    if (argument == u"--json") {
        return Format::Json;
    }
    return argument == u"--csv" ? std::optional(Format::Csv) : std::nullopt;
}

} // namespace

domain::Result<StatsOptions> parseStatsOptions(const QStringList& arguments) {
    const QString folder = u"--data-dir"_s;
    StatsOptions options;
    std::optional<StatsOptions::Format> format;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments.at(i);
        QString value;
        if (const auto wanted = formatOf(argument)) {
            if (format && *format != *wanted) {
                return wrong(u"only one of --openmetrics, --json and --csv can be had at a time"_s);
            }
            format = wanted;
            continue;
        }
        if (argument == u"--help" || argument == u"-h") {
            options.action = StatsOptions::Action::Help;
            continue;
        }
        if (argument == folder && i + 1 < arguments.size()) {
            value = arguments.at(++i);
        } else if (argument.startsWith(folder + u'=')) {
            value = argument.sliced(folder.size() + 1);
        } else if (argument != folder) {
            return wrong(u"unknown option %1"_s.arg(argument));
        }
        if (value.isEmpty()) {
            return wrong(u"--data-dir needs a value"_s);
        }
        options.dataFolder = QDir(value).absolutePath();
    }
    options.format = format.value_or(StatsOptions::Format::Table);
    return options;
}

QString statsUsage() {
    return u"Usage: rivulet stats [--openmetrics | --json | --csv] [--data-dir DIR]\n"
           "\n"
           "Prints what has been counted of answers, by provider and model. Nothing of what was asked or\n"
           "answered is in it.\n"
           "\n"
           "  --openmetrics   OpenMetrics text, e.g. for the node exporter's textfile collector:\n"
           "                  rivulet stats --openmetrics >rivulet.prom.tmp && mv rivulet.prom.tmp "
           "rivulet.prom\n"
           "  --json          one JSON object\n"
           "  --csv           one line a provider, model and day\n"
           "  --data-dir DIR  where everything is kept\n"_s;
}

} // namespace rivulet::app
