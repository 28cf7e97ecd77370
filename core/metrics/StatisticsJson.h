// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "metrics/Statistics.h"

#include <QJsonObject>

namespace rivulet::metrics {

/// A summary as a JSON object. What is not known is null; `day` is there where the summary is of one.
[[nodiscard]] QJsonObject statisticsJson(const Summary& summary);

} // namespace rivulet::metrics
