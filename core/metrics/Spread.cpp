// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/Spread.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rivulet::metrics {

void Spread::add(double value) {
    if (std::isfinite(value)) {
        m_isSorted = m_values.empty() || (m_isSorted && value >= m_values.back());
        m_values.push_back(value);
    }
}

double Spread::sum() const {
    return std::accumulate(m_values.begin(), m_values.end(), 0.0);
}

std::optional<double> Spread::percentile(double share) const {
    if (m_values.empty()) {
        return std::nullopt;
    }
    if (!m_isSorted) {
        std::ranges::sort(m_values);
        m_isSorted = true;
    }
    const auto count = static_cast<double>(m_values.size());
    const double rank = std::clamp(std::ceil(share * count), 1.0, count);
    return m_values[static_cast<std::size_t>(rank) - 1];
}

} // namespace rivulet::metrics
