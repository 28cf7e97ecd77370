// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "view/RowPlaces.h"

#include <algorithm>
#include <numeric>

namespace rivulet::app {

RowPlaces::Place RowPlaces::place(double y) const {
    const int row = rowAt(y);
    return row < 0 ? Place{} : Place{row, y - top(row)};
}

double RowPlaces::at(const Place& place) const {
    return place.row < count() ? top(place.row) + place.offset : end();
}

double RowPlaces::share(double y) const {
    const int row = rowAt(y);
    return row < 0 ? 0 : std::clamp((y - top(row)) / std::max(1.0, height(row)), 0.0, 1.0);
}

void RowPlaces::clear() {
    m_heights.clear();
    m_guesses.clear();
    m_origin = 0;
    m_earlier = 0;
    m_kept = 0;
}

void RowPlaces::insert(int row, const std::vector<double>& guesses) {
    m_heights.insert(row, guesses);
    m_guesses.insert(row, guesses);
    if (row <= m_kept && row + static_cast<int>(guesses.size()) < count()) {
        m_kept += static_cast<int>(guesses.size());
        m_origin -= std::accumulate(guesses.begin(), guesses.end(), 0.0);
    }
}

void RowPlaces::remove(int row, int removed) {
    if (row < m_kept) {
        const int above = std::min(removed, m_kept - row);
        m_origin += m_heights.top(row + above) - m_heights.top(row);
        m_kept -= above;
    }
    m_heights.remove(row, removed);
    m_guesses.remove(row, removed);
}

bool RowPlaces::measure(int row, double height) {
    const double more = m_heights.set(row, height);
    if (row < m_kept) {
        m_origin -= more;
    }
    return more != 0;
}

void RowPlaces::guess(int row, double height) {
    const double more = m_guesses.set(row, height);
    measure(row, std::max(1.0, m_heights.height(row) + more));
}

void RowPlaces::scale(double factor) {
    m_heights.scale(factor);
    m_guesses.scale(factor);
    m_earlier *= factor;
}

double RowPlaces::depth(double y, double padding) const {
    const double whole = m_earlier + m_guesses.total() + padding;
    if (count() == 0 || whole <= 0 || y <= start()) {
        return 0;
    }
    double above = 0;
    if (y < m_origin) {
        above = y - start();
    } else if (y >= end()) {
        above = m_earlier + m_guesses.total() + std::min(padding, y - end());
    } else {
        const int row = rowAt(y);
        above = m_earlier + m_guesses.top(row) + share(y) * m_guesses.height(row);
    }
    return std::clamp(above / whole, 0.0, 1.0);
}

double RowPlaces::atDepth(double depth, double padding) const {
    const double above = depth * (m_earlier + m_guesses.total() + padding);
    if (count() == 0 || above < m_earlier) {
        return start() + above;
    }
    const double guessed = above - m_earlier;
    if (guessed >= m_guesses.total()) {
        return end() + guessed - m_guesses.total();
    }
    const int row = m_guesses.rowAt(guessed);
    const double share = (guessed - m_guesses.top(row)) / std::max(1.0, m_guesses.height(row));
    return top(row) + share * height(row);
}

} // namespace rivulet::app
