// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "view/RowHeights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rivulet::app {

void RowHeights::know(int row) const {
    const auto wanted = static_cast<std::size_t>(row);
    while (m_tops.size() <= wanted) {
        const std::size_t last = m_tops.size() - 1;
        m_tops.push_back(m_tops[last] + m_heights[last]);
    }
}

double RowHeights::top(int row) const {
    know(row);
    return m_tops[static_cast<std::size_t>(row)];
}

int RowHeights::rowAt(double y) const {
    if (m_heights.empty()) {
        return -1;
    }
    while (m_tops.back() <= y && m_tops.size() < m_heights.size()) {
        know(static_cast<int>(m_tops.size()));
    }
    const auto after = std::upper_bound(m_tops.begin(), m_tops.end(), y);
    const auto row = static_cast<int>(after - m_tops.begin()) - 1;
    return std::clamp(row, 0, count() - 1);
}

void RowHeights::clear() {
    m_heights.clear();
    m_tops.assign(1, 0);
    m_total = 0;
}

void RowHeights::insert(int row, const std::vector<double>& heights) {
    m_heights.insert(m_heights.begin() + row, heights.begin(), heights.end());
    m_tops.resize(std::min(m_tops.size(), static_cast<std::size_t>(row) + 1));
    m_total += std::accumulate(heights.begin(), heights.end(), 0.0);
}

void RowHeights::remove(int row, int count) {
    const auto first = m_heights.begin() + row;
    m_total -= std::accumulate(first, first + count, 0.0);
    m_heights.erase(first, first + count);
    m_tops.resize(std::min(m_tops.size(), static_cast<std::size_t>(row) + 1));
}

double RowHeights::set(int row, double height) {
    auto& known = m_heights[static_cast<std::size_t>(row)];
    const double more = height - known;
    if (more != 0) {
        known = height;
        m_total += more;
        m_tops.resize(std::min(m_tops.size(), static_cast<std::size_t>(row) + 1));
    }
    return more;
}

void RowHeights::scale(double factor) {
    m_total = 0;
    for (double& height : m_heights) {
        height = std::round(height * factor);
        m_total += height;
    }
    m_tops.assign(1, 0);
}

} // namespace rivulet::app
