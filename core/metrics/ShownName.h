// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::metrics {

/// A name from outside on one line and without what a terminal may obey or what turns text around: such
/// characters become U+FFFD.
[[nodiscard]] QString shownName(const QString& name);

} // namespace rivulet::metrics
