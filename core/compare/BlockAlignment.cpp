// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/BlockAlignment.h"

#include <QHash>

#include <algorithm>

namespace rivulet::compare {

namespace {

constexpr int same = 31;
constexpr size_t leastRoom = 64;
/// Fewer words of a block that is being written say nothing.
constexpr size_t leastWords = 4;

using Words = std::vector<size_t>;

struct Overlap {
    size_t shared = 0;
    size_t seen = 0;
};

/// Of the least ids of both together, how many both have: what they share of all their words, closely.
Overlap between(const Words& a, const Words& b) {
    Overlap overlap;
    auto left = a.begin();
    auto right = b.begin();
    for (; overlap.seen < BlockAlignment::sketchSize && left != a.end() && right != b.end(); ++overlap.seen) {
        if (*left == *right) {
            ++overlap.shared;
            ++left;
            ++right;
        } else {
            ++(*left < *right ? left : right);
        }
    }
    const auto rest = static_cast<size_t>((a.end() - left) + (b.end() - right));
    overlap.seen = std::min(overlap.seen + rest, BlockAlignment::sketchSize);
    return overlap;
}

/// How many words of a part are in a whole, as far as the whole's are known.
Overlap within(const Words& whole, const Words& part) {
    const bool isCut = whole.size() == BlockAlignment::sketchSize;
    Overlap overlap;
    for (const size_t word : part) {
        if (isCut && word > whole.back()) {
            break;
        }
        ++overlap.seen;
        overlap.shared += std::binary_search(whole.begin(), whole.end(), word) ? 1 : 0;
    }
    return overlap.seen < leastWords ? Overlap{} : overlap;
}

} // namespace

BlockAlignment::Sketch BlockAlignment::sketchOf(std::span<const Piece> words, int kind) {
    Sketch sketch;
    sketch.kind = kind;
    sketch.words.reserve(words.size());
    for (const Piece& word : words) {
        sketch.whole = qHashMulti(sketch.whole, word.id);
        sketch.words.push_back(word.id);
    }
    std::sort(sketch.words.begin(), sketch.words.end());
    sketch.words.erase(std::unique(sketch.words.begin(), sketch.words.end()), sketch.words.end());
    if (sketch.words.size() > sketchSize) {
        sketch.words.resize(sketchSize);
        sketch.words.shrink_to_fit();
    }
    return sketch;
}

int BlockAlignment::likeness(const Sketch& a, const Sketch& b) {
    if (a.kind != b.kind) {
        return 0;
    }
    if (a.whole == b.whole) {
        return same;
    }
    Overlap overlap;
    if (a.open || b.open) {
        const bool isPart = a.open && (!b.open || a.words.size() <= b.words.size());
        overlap = isPart ? within(b.words, a.words) : within(a.words, b.words);
    } else {
        overlap = between(a.words, b.words);
    }
    const int like = overlap.seen == 0
                         ? 0
                         : static_cast<int>(overlap.shared * static_cast<size_t>(same - 1) / overlap.seen);
    return like < leastAlike ? 0 : like;
}

size_t BlockAlignment::rows() const {
    return std::min(m_sides[0].size(), mostBlocks);
}

size_t BlockAlignment::columns() const {
    return std::min(m_sides[1].size(), mostBlocks);
}

std::uint16_t& BlockAlignment::best(size_t row, size_t column) {
    return m_best[row * m_roomColumns + column];
}

std::uint16_t BlockAlignment::best(size_t row, size_t column) const {
    return m_best[row * m_roomColumns + column];
}

void BlockAlignment::replace(int side, size_t first, std::span<const Sketch> blocks) {
    auto& mine = m_sides.at(side == 0 ? 0 : 1);
    first = std::min(first, mine.size());
    mine.erase(mine.begin() + static_cast<qsizetype>(first), mine.end());
    mine.insert(mine.end(), blocks.begin(), blocks.end());
    makeRoom();
    fill(side == 0 ? first : 0, side == 0 ? 0 : first);
}

void BlockAlignment::makeRoom() {
    const auto grown = [](size_t room, size_t needed) {
        while (room < needed) {
            room = std::max(leastRoom, room * 2);
        }
        return room;
    };
    const size_t roomRows = grown(m_roomRows, rows() + 1);
    const size_t roomColumns = grown(m_roomColumns, columns() + 1);
    if (roomColumns != m_roomColumns) {
        std::vector<std::uint16_t> wider(roomRows * roomColumns);
        for (size_t row = 0; row < m_roomRows; ++row) {
            const auto from = m_best.begin() + static_cast<qsizetype>(row * m_roomColumns);
            std::copy(from, from + static_cast<qsizetype>(m_roomColumns),
                      wider.begin() + static_cast<qsizetype>(row * roomColumns));
        }
        m_best = std::move(wider);
    } else if (roomRows != m_roomRows) {
        m_best.resize(roomRows * roomColumns);
    }
    m_roomRows = roomRows;
    m_roomColumns = roomColumns;
}

void BlockAlignment::fill(size_t firstRow, size_t firstColumn) {
    for (size_t row = firstRow; row < rows(); ++row) {
        for (size_t column = firstColumn; column < columns(); ++column) {
            const auto alone = std::max(best(row, column + 1), best(row + 1, column));
            // Two that are not alike are passed over: the sum can't grow by them.
            const int like = likeness(m_sides[0][row], m_sides[1][column]);
            const auto paired = static_cast<std::uint16_t>(best(row, column) + like);
            best(row + 1, column + 1) = std::max(alone, paired);
        }
    }
}

std::vector<BlockAlignment::Pair> BlockAlignment::pairs() const {
    std::vector<Pair> found;
    size_t row = rows();
    size_t column = columns();
    // From the end: the right ones first, so that the left ones come first when it is turned round.
    for (size_t i = m_sides[1].size(); i > column; --i) {
        found.push_back({-1, static_cast<qsizetype>(i) - 1});
    }
    for (size_t i = m_sides[0].size(); i > row; --i) {
        found.push_back({static_cast<qsizetype>(i) - 1, -1});
    }
    while (row > 0 || column > 0) {
        if (column > 0 && best(row, column) == best(row, column - 1)) {
            found.push_back({-1, static_cast<qsizetype>(--column)});
        } else if (row > 0 && best(row, column) == best(row - 1, column)) {
            found.push_back({static_cast<qsizetype>(--row), -1});
        } else {
            found.push_back({static_cast<qsizetype>(--row), static_cast<qsizetype>(--column)});
        }
    }
    std::reverse(found.begin(), found.end());
    return found;
}

} // namespace rivulet::compare
