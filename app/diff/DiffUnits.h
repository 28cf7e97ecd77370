// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "compare/TextDiff.h"
#include "text/MarkdownBlocks.h"

#include <QString>

#include <vector>

namespace rivulet::app {

/// A growing answer in the pieces that are compared and shown side by side: paragraphs, headings, items and
/// tables as they are, code cut where it has an empty line, so that two programs that differ at their
/// beginning are still compared function by function. Belongs to one thread.
class DiffUnits {
public:
    struct Unit {
        enum class Kind { Prose, Heading, Code, Table, Rule };
        Kind kind = Kind::Prose;
        /// A heading's.
        int level = 0;
        int indent = 0;
        /// An item's bullet, number or task box; a code's language.
        QString marker;
        int quoteDepth = 0;
        /// As it is seen.
        QString text;

        friend bool operator==(const Unit&, const Unit&) = default;
    };

    /// Code is cut at the first empty line behind so many characters, and anywhere behind `longestCode`.
    static constexpr qsizetype enoughCode = 1'000;
    static constexpr qsizetype longestCode = 6'000;

    /// The answer as it is now: one that begins with the last one costs only what is new. Tells the first
    /// unit that may be compared otherwise now; as many as there are where none is.
    qsizetype setText(const QString& markdown, bool isWhole);
    [[nodiscard]] const std::vector<Unit>& units() const { return m_units; }
    /// The units from `first` on, to be compared.
    [[nodiscard]] std::vector<compare::DiffBlock> blocksFrom(qsizetype first) const;

private:
    void makeFrom(qsizetype firstBlock);
    void addCode(const QString& code, const Unit& like, qsizetype firstBlock);
    void add(Unit unit, qsizetype firstBlock);

    text::MarkdownBlocks m_blocks;
    std::vector<Unit> m_units;
    /// Of each unit, the block that it begins with.
    std::vector<qsizetype> m_firstBlocks;
    bool m_isWhole = false;
};

} // namespace rivulet::app
