// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "compare/Piece.h"

#include <span>
#include <vector>

namespace rivulet::compare {

/// So many pieces of both sides that are the same, or of one side that the other has not.
struct EditRun {
    enum class Side { Both, Left, Right };
    Side side = Side::Both;
    qsizetype count = 0;

    friend bool operator==(const EditRun&, const EditRun&) = default;
};

/// How one sequence of pieces becomes another: runs in their order, between two of Both at most one of Left
/// and then one of Right. By Myers (1986), within what patience finds unique on both sides.
///
/// Its cost is bounded whatever it is handed: a stretch with more than `mostEdits` edits and nothing unique
/// in it is told as replaced in one piece. Pure; any thread.
[[nodiscard]] std::vector<EditRun> editScript(std::span<const Piece> left, std::span<const Piece> right);

/// Edits of one stretch between what is unique; the cost of such a stretch grows with their square.
inline constexpr qsizetype mostEdits = 512;

/// The script without splinters: what is the same and shorter than the changes on both sides of it ("the",
/// a comma) is taken for changed, so that phrases are told apart and not letters that happen to agree.
/// `left` and `right` are what the script was made of.
[[nodiscard]] std::vector<EditRun> withoutSplinters(const std::vector<EditRun>& script,
                                                    std::span<const Piece> left,
                                                    std::span<const Piece> right);

} // namespace rivulet::compare
