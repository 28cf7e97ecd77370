// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <QString>

#include <cstddef>
#include <vector>

namespace rivulet::app {

/// A leaf of Markdown and the rest of it, however many blocks it was cut into, as one block, and where each
/// of them is in it. Pure.
class JoinedBlock {
public:
    /// Of all these the leaf that this one is a part of.
    JoinedBlock(const std::vector<text::Block>& blocks, std::size_t part);

    [[nodiscard]] const text::Block& block() const { return m_block; }
    /// All that is shown of it.
    [[nodiscard]] const QString& shown() const { return m_shown; }
    /// Its first part, and the one behind its last.
    [[nodiscard]] std::size_t first() const { return m_first; }
    [[nodiscard]] std::size_t next() const { return m_first + m_parts.size(); }
    /// Where a place in what a part shows is in all that is shown.
    [[nodiscard]] int positionOf(std::size_t part, int position) const;

    /// Of code: what stands there that is shown from here to there, as it was written. A character that is
    /// written out is whole or not there.
    [[nodiscard]] QString literal(int from, int to) const;

private:
    struct Part {
        int shown = 0;   ///< where it begins in all that is shown
        int literal = 0; ///< and in what was written
    };
    enum class Edge { Begin, End };
    [[nodiscard]] qsizetype literalAt(int position, Edge edge) const;

    text::Block m_block;
    QString m_shown;
    std::size_t m_first = 0;
    std::vector<Part> m_parts;
};

} // namespace rivulet::app
