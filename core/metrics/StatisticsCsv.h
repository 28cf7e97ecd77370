// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "metrics/Statistics.h"

#include <QByteArray>

#include <vector>

namespace rivulet::metrics {

/// The summaries as CSV (RFC 4180): a line of names, then a line a summary. A field of what is not known is
/// empty.
[[nodiscard]] QByteArray statisticsCsv(const std::vector<Summary>& summaries);

} // namespace rivulet::metrics
