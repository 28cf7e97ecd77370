// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

namespace rivulet::metrics {

/// Values and how they are spread. Percentiles are values that were there (nearest rank), never something
/// between two; of no value there is none. Knows no unit.
class Spread {
public:
    void add(double value);

    [[nodiscard]] std::size_t count() const { return m_values.size(); }
    [[nodiscard]] double sum() const;
    /// The least value that at least this share (over 0, up to 1) of all is not above.
    [[nodiscard]] std::optional<double> percentile(double share) const;

private:
    /// Sorted when they are asked for.
    mutable std::vector<double> m_values;
    mutable bool m_isSorted = true;
};

} // namespace rivulet::metrics
