// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace rivulet::app {

/// Composes what `rivulet ask` needs of this machine (data directory, keychain, environment, standard
/// streams) and runs it with the arguments after `ask`. A QCoreApplication must be there. Returns the exit
/// code.
[[nodiscard]] int runAsk(const QStringList& arguments);

} // namespace rivulet::app
