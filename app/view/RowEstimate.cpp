// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "view/RowEstimate.h"

#include <algorithm>
#include <cmath>

namespace rivulet::app {

RowEstimate::RowEstimate(double column, double line, double letter)
    : m_lettersInLine(std::max(8.0, column / std::max(1.0, letter)))
    , m_line(line) {}

double RowEstimate::height(const TranscriptModel::RowLength& length) const {
    using Kind = TranscriptModel::RowKind;
    const double wrapped = std::ceil(length.characters / m_lettersInLine);
    const double lines = std::max({1.0, wrapped, static_cast<double>(length.lines)});
    // In lines of text, with the space above: what the rows of these kinds are, about.
    switch (length.kind) {
    case Kind::Prompt:
        return std::round(m_line * (lines + 2));
    case Kind::Heading:
        return std::round(m_line * (lines * 1.2 + 1));
    case Kind::Code:
        return std::round(m_line * (std::max(1, length.lines) * 0.9 + 3));
    case Kind::Table:
        return std::round(m_line * (lines * 1.7 + 0.7));
    case Kind::Rule:
        return std::round(m_line);
    case Kind::Thinking:
    case Kind::Tool:
    case Kind::Sources:
    case Kind::Footer:
    case Kind::Seam:
        return std::round(m_line * 2);
    case Kind::Prose:
        break;
    }
    return std::round(m_line * (lines + 0.5));
}

double RowEstimate::height(const TranscriptModel::Earlier& earlier) const {
    // Half of an answer's lines are short ones, and a message has space around it.
    const auto lines = static_cast<double>(earlier.characters) / m_lettersInLine * 2.2;
    return std::round(m_line * (lines + 3 * static_cast<double>(earlier.messages)));
}

} // namespace rivulet::app
