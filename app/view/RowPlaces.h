// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "view/RowHeights.h"

#include <vector>

namespace rivulet::app {

/// Where the rows of a list stand whose heights are partly guessed, so that the row that a reader looks at
/// stays where it is: what is above it grows upwards. And how far a scroll handle is, which goes by the
/// guesses alone: a row that turns out to be higher does not throw it back. Knows no items.
class RowPlaces {
public:
    /// A point of the list that holds whatever the rows' heights are.
    struct Place {
        int row = 0;
        double offset = 0; ///< from its top
    };

    [[nodiscard]] int count() const { return m_heights.count(); }
    [[nodiscard]] double top(int row) const { return m_origin + m_heights.top(row); }
    [[nodiscard]] double height(int row) const { return m_heights.height(row); }
    /// Where the list begins, with the rows above the first one that are only known to exist.
    [[nodiscard]] double start() const { return m_origin - m_earlier; }
    [[nodiscard]] double end() const { return m_origin + m_heights.total(); }
    [[nodiscard]] int rowAt(double y) const { return m_heights.rowAt(y - m_origin); }
    [[nodiscard]] Place place(double y) const;
    [[nodiscard]] double at(const Place& place) const;
    /// Of the row that holds it, so much is above this place, 0 to 1.
    [[nodiscard]] double share(double y) const;

    /// This row, and with it all that are below, stays where it is when one above it changes.
    void keep(int row) { m_kept = row; }
    [[nodiscard]] int kept() const { return m_kept; }
    void clear();
    void insert(int row, const std::vector<double>& guesses);
    void remove(int row, int count);
    /// Its height as it is. True where that is new.
    bool measure(int row, double height);
    /// Another guess, of a row that nobody measures now: it is as much higher as the guess is.
    void guess(int row, double height);
    /// How high all rows are that are to come above the first one, about.
    void setEarlier(double height) { m_earlier = height; }
    [[nodiscard]] double earlier() const { return m_earlier; }
    /// Every row is about so many times as high as it was.
    void scale(double factor);
    /// All of it is further down, or up.
    void move(double distance) { m_origin += distance; }

    /// The part of the whole that is above this place, 0 to 1, by the guesses. `padding`: below the last row.
    [[nodiscard]] double depth(double y, double padding) const;
    /// The place that is so deep.
    [[nodiscard]] double atDepth(double depth, double padding) const;

private:
    RowHeights m_heights;
    RowHeights m_guesses;
    double m_origin = 0;
    double m_earlier = 0;
    int m_kept = 0;
};

} // namespace rivulet::app
