// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

namespace rivulet::app {

/// How high each row of a long list is, and so where each one stands. What changes near the end costs nothing
/// for the rows above it. Knows no items, no models, and not where a height comes from.
class RowHeights {
public:
    [[nodiscard]] int count() const { return static_cast<int>(m_heights.size()); }
    /// Of all rows.
    [[nodiscard]] double total() const { return m_total; }
    [[nodiscard]] double height(int row) const { return m_heights[static_cast<std::size_t>(row)]; }
    /// Where a row begins; of count(): where the last one ends.
    [[nodiscard]] double top(int row) const;
    /// The row at this place, the first or the last one where it is outside; -1 where there is none.
    [[nodiscard]] int rowAt(double y) const;

    void clear();
    void insert(int row, const std::vector<double>& heights);
    void remove(int row, int count);
    /// By how much it is higher now.
    double set(int row, double height);
    /// All of them, times this.
    void scale(double factor);

private:
    void know(int row) const;

    std::vector<double> m_heights;
    double m_total = 0;
    /// Where rows begin, as far as it was asked for: what is behind the last of them is worked out when it
    /// is.
    mutable std::vector<double> m_tops{0};
};

} // namespace rivulet::app
