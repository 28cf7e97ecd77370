// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>
#include <QtGlobal>

#include <vector>

namespace rivulet::compare {

/// A stretch of a text that is compared as a whole: a word, a sign, or a line.
struct Piece {
    /// In UTF-16 units of its text.
    qsizetype from = 0;
    qsizetype size = 0;
    /// The same for the same characters, in one run of the program.
    size_t id = 0;

    friend bool operator==(const Piece&, const Piece&) = default;
};

/// What a text is taken apart into.
enum class Grain {
    Words, ///< words and signs by the rules of Unicode; white space is none of them
    Lines, ///< lines without the white space at their end; an empty one counts
};

/// The pieces of a text in their order. Linear in its length.
[[nodiscard]] std::vector<Piece> piecesOf(QStringView text, Grain grain);

} // namespace rivulet::compare
