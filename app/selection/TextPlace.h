// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <compare>

namespace rivulet::app {

/// A place between two characters of the texts of a list of rows. Knows no row and no text.
struct TextPlace {
    int row = -1;
    int position = 0; ///< UTF-16 units into the row's text

    friend auto operator<=>(const TextPlace&, const TextPlace&) = default;
};

/// What lies between two places, the first of which is not behind the second.
struct TextStretch {
    TextPlace from;
    TextPlace to;

    [[nodiscard]] bool isEmpty() const { return from == to; }
    friend bool operator==(const TextStretch&, const TextStretch&) = default;
};

/// The rows that text may be selected in, as their owner knows them.
class TextRows {
public:
    virtual ~TextRows() = default;
    [[nodiscard]] virtual int count() const = 0;
    /// What is selected of a row, as it is shown; empty where there is nothing to select.
    [[nodiscard]] virtual QString text(int row) const = 0;

protected:
    TextRows() = default;
    TextRows(const TextRows&) = default;
    TextRows& operator=(const TextRows&) = default;
};

} // namespace rivulet::app
