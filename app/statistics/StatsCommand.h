// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QStringList>
#include <QTimeZone>

#include <functional>

namespace rivulet::app {

/// All that `rivulet stats` uses of the world, handed in.
struct StatsServices {
    /// The data folder where none is named.
    QString usualFolder;
    /// Whose days they are.
    QTimeZone zone;
    /// Standard output and standard error.
    std::function<void(const QByteArray&)> output;
    std::function<void(const QByteArray&)> errors;
};

/// `rivulet stats`: what was counted, read from the history and printed. Changes nothing but an older schema,
/// which it brings up to date, and makes no file where there is none. Needs no display.
class StatsCommand {
public:
    enum Exit { Done = 0, Failed = 1, Usage = 2 };

    explicit StatsCommand(StatsServices services);

    /// With the arguments but the word `stats`. The exit code.
    [[nodiscard]] int run(const QStringList& arguments) const;

private:
    StatsServices m_services;
};

} // namespace rivulet::app
