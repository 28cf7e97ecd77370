// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "metrics/Statistics.h"

#include <QByteArray>

#include <vector>

namespace rivulet::metrics {

/// The summaries (of all days) as OpenMetrics 1.0 text, which readers of the older Prometheus text take too.
/// What is counted is a gauge: old figures are forgotten and all can be cleared, so that it may fall.
/// What is not known has no line.
[[nodiscard]] QByteArray openMetricsText(const std::vector<Summary>& summaries);

} // namespace rivulet::metrics
