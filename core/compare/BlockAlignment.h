// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "compare/Piece.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace rivulet::compare {

/// Which block of one text stands opposite which of another: the pairs in both texts' order that are the most
/// alike in all. Either text may grow, and change at its end, at the cost of what changed times the blocks of
/// the other. Knows sketches of blocks, not their texts.
class BlockAlignment {
public:
    /// What a block says, in short: enough to tell how alike two are.
    struct Sketch {
        /// Blocks of different classes never stand opposite each other.
        int kind = 0;
        /// It is still being written: alike is what begins alike.
        bool open = false;
        /// Of all pieces in their order: equal blocks have equal ones.
        size_t whole = 0;
        /// The least ids of its words, each once, ascending.
        std::vector<size_t> words;
    };
    /// The block's index on each side; -1: none.
    struct Pair {
        qsizetype left = -1;
        qsizetype right = -1;
        friend bool operator==(const Pair&, const Pair&) = default;
    };

    /// Words kept of a block.
    static constexpr size_t sketchSize = 48;
    /// Blocks of a side; those behind them stand alone.
    static constexpr size_t mostBlocks = 2000;
    /// Of 31: below this two blocks speak of different things.
    static constexpr int leastAlike = 9;

    [[nodiscard]] static Sketch sketchOf(std::span<const Piece> words, int kind);
    /// 0, unless at least `leastAlike`, to 31, the same.
    [[nodiscard]] static int likeness(const Sketch& a, const Sketch& b);

    /// Of side 0 or 1: the blocks from `first` on are now these.
    void replace(int side, size_t first, std::span<const Sketch> blocks);
    /// Every block of both sides once, in the order of each; where several stand alone between two pairs,
    /// the left ones come first.
    [[nodiscard]] std::vector<Pair> pairs() const;

private:
    [[nodiscard]] size_t rows() const;
    [[nodiscard]] size_t columns() const;
    [[nodiscard]] std::uint16_t& best(size_t row, size_t column);
    [[nodiscard]] std::uint16_t best(size_t row, size_t column) const;
    void makeRoom();
    void fill(size_t firstRow, size_t firstColumn);

    std::array<std::vector<Sketch>, 2> m_sides;
    /// best(i, j): how alike the first i blocks and the first j are in all.
    std::vector<std::uint16_t> m_best;
    size_t m_roomRows = 0;
    size_t m_roomColumns = 0;
};

} // namespace rivulet::compare
