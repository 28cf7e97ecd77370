// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "models/TranscriptModel.h"

namespace rivulet::app {

/// About how high a row will be that was never shown. Knows the letters and the column they are wrapped in,
/// but no item.
class RowEstimate {
public:
    /// All in pixels: the column, a line of text, the mean width of a letter.
    RowEstimate(double column, double line, double letter);

    [[nodiscard]] double height(const TranscriptModel::RowLength& length) const;
    /// Of messages that have no rows yet.
    [[nodiscard]] double height(const TranscriptModel::Earlier& earlier) const;

private:
    double m_lettersInLine;
    double m_line;
};

} // namespace rivulet::app
