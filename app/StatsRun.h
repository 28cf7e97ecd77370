// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace rivulet::app {

/// Composes what `rivulet stats` needs of this machine (data directory, time zone, standard streams) and runs
/// it with the arguments but the word `stats`. A QCoreApplication must be there. Returns the exit code.
[[nodiscard]] int runStats(const QStringList& arguments);

} // namespace rivulet::app
