// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "compare/TextDiff.h"

#include "compare/EditScript.h"

#include <algorithm>

namespace rivulet::compare {

namespace {

using Relation = DiffRow::Relation;

qsizetype unitsOf(std::span<const Piece> pieces) {
    qsizetype units = 0;
    for (const Piece& piece : pieces) {
        units += piece.size;
    }
    return units;
}

/// From the first of these pieces to the end of the last, with the white space between them.
DiffRow::Mark markOf(std::span<const Piece> pieces) {
    const Piece& first = pieces.front();
    const Piece& last = pieces.back();
    return {first.from, last.from + last.size - first.from};
}

/// What either side has behind the last that is the same.
std::pair<size_t, size_t> tailOf(const std::vector<EditRun>& script) {
    std::pair<size_t, size_t> tail;
    for (auto run = script.rbegin(); run != script.rend() && run->side != EditRun::Side::Both; ++run) {
        (run->side == EditRun::Side::Left ? tail.first : tail.second) += static_cast<size_t>(run->count);
    }
    return tail;
}

void dropTail(std::vector<EditRun>& script) {
    while (!script.empty() && script.back().side != EditRun::Side::Both) {
        script.pop_back();
    }
}

} // namespace

void TextDiff::replace(int side, qsizetype first, std::span<const DiffBlock> blocks) {
    auto& mine = m_sides.at(side == 0 ? 0 : 1);
    auto keep = static_cast<size_t>(std::clamp<qsizetype>(first, 0, static_cast<qsizetype>(mine.size())));
    while (keep < mine.size() && !blocks.empty() && mine[keep].asked == blocks.front()) {
        ++keep;
        blocks = blocks.subspan(1);
    }
    if (keep == mine.size() && blocks.empty()) {
        return;
    }
    mine.resize(keep);
    std::vector<BlockAlignment::Sketch> sketches;
    for (const DiffBlock& asked : blocks) {
        Block block{asked, piecesOf(asked.text, asked.grain), 0, ++m_versions};
        block.units = unitsOf(block.pieces);
        const auto words = asked.grain == Grain::Words ? block.pieces : piecesOf(asked.text, Grain::Words);
        auto sketch = BlockAlignment::sketchOf(words, asked.kind);
        sketch.open = asked.open;
        sketches.push_back(std::move(sketch));
        mine.push_back(std::move(block));
    }
    m_alignment.replace(side, keep, sketches);
    m_stale = true;
}

const std::vector<DiffRow>& TextDiff::rows() {
    update();
    return m_rows;
}

double TextDiff::similarity() {
    update();
    qsizetype all = -m_awaitedUnits;
    for (const auto& side : m_sides) {
        for (const Block& block : side) {
            all += block.units;
        }
    }
    return all == 0 ? 1 : 2 * static_cast<double>(m_sameUnits) / static_cast<double>(all);
}

void TextDiff::update() {
    if (!std::exchange(m_stale, false)) {
        return;
    }
    m_rows.clear();
    m_sameUnits = m_awaitedUnits = 0;
    m_found.resize(m_sides[0].size());
    qsizetype left = 0;
    qsizetype right = 0;
    for (const auto& found : m_alignment.pairs()) {
        if (found.left >= 0 && found.right >= 0) {
            endGap(left, found.left, right, found.right);
            pair(found);
            left = found.left + 1;
            right = found.right + 1;
        }
    }
    endOfAll(left, right);
}

bool TextDiff::isOpen(int side) const {
    const auto& blocks = m_sides.at(static_cast<size_t>(side));
    return !blocks.empty() && blocks.back().asked.open;
}

void TextDiff::endOfAll(qsizetype left, qsizetype right) {
    const auto leftEnd = static_cast<qsizetype>(m_sides[0].size());
    const auto rightEnd = static_cast<qsizetype>(m_sides[1].size());
    const auto first = m_rows.size();
    endGap(left, leftEnd, right, rightEnd);
    for (auto row = m_rows.begin() + static_cast<qsizetype>(first); row != m_rows.end(); ++row) {
        if (row->relation == Relation::OnlyLeft && isOpen(1)) {
            row->relation = Relation::Awaited;
            m_awaitedUnits += m_sides[0][static_cast<size_t>(row->left)].units;
        } else if (row->relation == Relation::OnlyRight && isOpen(0)) {
            row->relation = Relation::Awaited;
            m_awaitedUnits += m_sides[1][static_cast<size_t>(row->right)].units;
        }
    }
}

void TextDiff::endGap(qsizetype& left, qsizetype leftEnd, qsizetype& right, qsizetype rightEnd) {
    while (left < leftEnd || right < rightEnd) {
        DiffRow row;
        if (left < leftEnd) {
            row.left = left++;
            row.version = m_sides[0][static_cast<size_t>(row.left)].version;
        }
        if (right < rightEnd) {
            row.right = right++;
            row.version = std::max(row.version, m_sides[1][static_cast<size_t>(row.right)].version);
        }
        row.relation = row.right < 0  ? Relation::OnlyLeft
                       : row.left < 0 ? Relation::OnlyRight
                                      : Relation::Different;
        m_rows.push_back(std::move(row));
    }
}

void TextDiff::pair(const BlockAlignment::Pair& pair) {
    const Found& found = compared(pair.left, pair.right);
    m_sameUnits += found.sameUnits;
    m_awaitedUnits += found.awaitedUnits;
    DiffRow row;
    row.left = pair.left;
    row.right = pair.right;
    row.leftMarks = found.leftMarks;
    row.rightMarks = found.rightMarks;
    row.relation = row.leftMarks.empty() && row.rightMarks.empty() ? Relation::Same : Relation::Changed;
    row.version = std::max(found.left, found.right);
    m_rows.push_back(std::move(row));
}

const TextDiff::Found& TextDiff::compared(qsizetype left, qsizetype right) {
    const Block& a = m_sides[0][static_cast<size_t>(left)];
    const Block& b = m_sides[1][static_cast<size_t>(right)];
    Found& found = m_found[static_cast<size_t>(left)];
    if (found.left == a.version && found.right == b.version) {
        return found;
    }
    found = {};
    found.left = a.version;
    found.right = b.version;
    compare(a, b, found);
    return found;
}

void TextDiff::compare(const Block& a, const Block& b, Found& found) {
    auto script = editScript(a.pieces, b.pieces);
    if (a.asked.grain == Grain::Words) {
        script = withoutSplinters(script, a.pieces, b.pieces);
    }
    // One that is being written is just on a word, which is another one so far.
    const auto [leftTail, rightTail] = tailOf(script);
    if ((a.asked.open && leftTail <= 1) || (b.asked.open && rightTail <= 1)) {
        found.awaitedUnits =
            unitsOf(std::span(a.pieces).last(leftTail)) + unitsOf(std::span(b.pieces).last(rightTail));
        dropTail(script);
    }
    size_t atLeft = 0;
    size_t atRight = 0;
    for (const EditRun& run : script) {
        const auto count = static_cast<size_t>(run.count);
        if (run.side == EditRun::Side::Both) {
            found.sameUnits += unitsOf(std::span(a.pieces).subspan(atLeft, count));
            atLeft += count;
            atRight += count;
        } else if (run.side == EditRun::Side::Left) {
            found.leftMarks.push_back(markOf(std::span(a.pieces).subspan(atLeft, count)));
            atLeft += count;
        } else {
            found.rightMarks.push_back(markOf(std::span(b.pieces).subspan(atRight, count)));
            atRight += count;
        }
    }
}

} // namespace rivulet::compare
