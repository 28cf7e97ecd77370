// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "metrics/Statistics.h"

#include <QString>

#include <vector>

namespace rivulet::app {

/// The summaries (of all days) as text for people at a terminal: what ended how, then how fast and how
/// steadily. A dash where nothing is known.
[[nodiscard]] QString statsTable(const std::vector<metrics::Summary>& summaries);

} // namespace rivulet::app
