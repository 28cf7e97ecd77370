// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"

#include <QString>
#include <QStringList>

namespace rivulet::app {

/// What the command line of `rivulet stats` asks for, as a value.
struct StatsOptions {
    enum class Format { Table, OpenMetrics, Json, Csv };
    enum class Action { Print, Help };

    Format format = Format::Table;
    Action action = Action::Print;
    /// Empty: the usual one.
    QString dataFolder;
};

/// Reads the arguments but the word `stats` itself. A failure's detail says what is wrong.
[[nodiscard]] domain::Result<StatsOptions> parseStatsOptions(const QStringList& arguments);

/// What `rivulet stats --help` prints.
[[nodiscard]] QString statsUsage();

} // namespace rivulet::app
