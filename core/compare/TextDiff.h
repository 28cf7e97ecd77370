// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "compare/BlockAlignment.h"
#include "compare/Piece.h"

#include <QString>

#include <array>
#include <span>
#include <vector>

namespace rivulet::compare {

/// A block of an answer as it is compared.
struct DiffBlock {
    QString text;
    Grain grain = Grain::Words;
    /// Blocks of different kinds never stand opposite each other.
    int kind = 0;
    /// The last one of an answer that is still being written: what it lacks so far is no difference to speak
    /// of.
    bool open = false;

    friend bool operator==(const DiffBlock&, const DiffBlock&) = default;
};

/// What stands side by side, and what only one side has of it.
struct DiffRow {
    enum class Relation {
        Same,      ///< word for word
        Changed,   ///< alike; the marks tell what only one side has
        Different, ///< two that have nothing to do with each other, opposite each other to save room
        OnlyLeft,
        OnlyRight,
        Awaited, ///< of one side; the other, which is still being written, did not get there yet
    };
    /// UTF-16 units of the block's text.
    struct Mark {
        qsizetype from = 0;
        qsizetype size = 0;
        friend bool operator==(const Mark&, const Mark&) = default;
    };

    Relation relation = Relation::Same;
    /// The block's index on each side; -1: none.
    qsizetype left = -1;
    qsizetype right = -1;
    /// Ascending, without overlap. Only of Changed: else all or nothing is meant.
    std::vector<Mark> leftMarks;
    std::vector<Mark> rightMarks;
    /// Changes whenever the text of either block did.
    quint64 version = 0;

    friend bool operator==(const DiffRow&, const DiffRow&) = default;
};

/// Two growing answers block by block: which stand opposite each other, and where they differ. After each
/// change only what changed is compared anew, so that following two streams costs about as much as comparing
/// them once. Pure values; knows no Markdown, no colours, no threads: one instance belongs to one thread.
class TextDiff {
public:
    /// Of side 0 or 1: the blocks from `first` on are now these. Blocks that did not change cost little.
    void replace(int side, qsizetype first, std::span<const DiffBlock> blocks);
    /// The whole comparison, as of now.
    [[nodiscard]] const std::vector<DiffRow>& rows();
    /// What both have, as a share of all they say, from 0 to 1; 1 for two empty answers. By characters that
    /// are no white space; without what is awaited.
    [[nodiscard]] double similarity();

private:
    struct Block {
        DiffBlock asked;
        std::vector<Piece> pieces;
        qsizetype units = 0; ///< of its pieces
        quint64 version = 0;
    };
    /// What was found about the block of the left side with this index.
    struct Found {
        quint64 left = 0; ///< versions
        quint64 right = 0;
        qsizetype sameUnits = 0;
        qsizetype awaitedUnits = 0;
        std::vector<DiffRow::Mark> leftMarks;
        std::vector<DiffRow::Mark> rightMarks;
    };

    void update();
    void pair(const BlockAlignment::Pair& pair);
    void endGap(qsizetype& left, qsizetype leftEnd, qsizetype& right, qsizetype rightEnd);
    void endOfAll(qsizetype left, qsizetype right);
    [[nodiscard]] bool isOpen(int side) const;
    [[nodiscard]] const Found& compared(qsizetype left, qsizetype right);
    static void compare(const Block& a, const Block& b, Found& found);

    std::array<std::vector<Block>, 2> m_sides;
    BlockAlignment m_alignment;
    std::vector<Found> m_found;
    std::vector<DiffRow> m_rows;
    qsizetype m_sameUnits = 0;
    qsizetype m_awaitedUnits = 0;
    quint64 m_versions = 0;
    bool m_stale = false;
};

} // namespace rivulet::compare
