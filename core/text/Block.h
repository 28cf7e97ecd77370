// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace rivulet::text {

/// A stretch of inline text with one look. Text is plain: no markup, nothing to be interpreted.
struct Run {
    enum Style : unsigned {
        Plain = 0,
        Strong = 1,
        Emphasis = 2,
        Strikethrough = 4,
        Code = 8,
        LineBreak = 16, ///< a hard line break; no text
        Image = 32,     ///< an image's alternative text; `target` is where it would be. Never loaded.
        Math = 64,      ///< TeX as written, its signs ("$", "\\[" ...) included
    };
    QString text;
    unsigned styles = Plain; ///< Style values or'ed
    QString target;          ///< a link's target as written; empty: no link

    friend bool operator==(const Run&, const Run&) = default;
};

struct Cell {
    std::vector<Run> runs;
    friend bool operator==(const Cell&, const Cell&) = default;
};

/// One leaf of a Markdown document, flat: what encloses it (quotes, lists) is told by its own fields, so that
/// a document is a list of rows, a list goes by its items and nothing is nested.
struct Block {
    enum class Kind { Paragraph, Heading, Code, Table, Rule, Html };
    enum class Align { Default, Left, Centre, Right };
    /// Long leaves are cut, so that an append touches a small block only. How one goes on from the block
    /// above: not at all, in the next line or row, with the next word, or within a word or line.
    enum class Joint { None, Line, Word, Within };

    Kind kind = Kind::Paragraph;
    /// Heading: 1..6.
    int level = 0;
    /// How many block quotes and how many lists enclose it.
    int quoteDepth = 0;
    int listDepth = 0;
    /// First block of a list item (a paragraph without runs if the item is empty): its bullet ("\u2022"),
    /// number ("3.") or task box ("\u2610", "\u2611"). Else empty.
    QString marker;
    /// Stands close to the block above it: in a list, without a blank line between them; or the rest of it.
    bool tight = false;
    Joint joint = Joint::None;
    /// The block below is the rest of this one.
    bool goesOn = false;

    /// Paragraph, Heading.
    std::vector<Run> runs;
    /// Code (without its fence) and Html (as written, to be shown as text); no line feed at the end.
    QString literal;
    /// Code: the info string's first word, as written.
    QString language;
    /// Code: the fence is still open.
    bool open = false;
    /// Table: row 0 is the header, unless it is the rest of the table above; each row has as many cells as
    /// `aligns`.
    std::vector<std::vector<Cell>> rows;
    std::vector<Align> aligns;

    friend bool operator==(const Block&, const Block&) = default;
};

/// The block but for its literal and its rows.
[[nodiscard]] Block withoutBulk(const Block& block);
/// What stands between the texts of a block and of its rest below it.
[[nodiscard]] QString textOf(Block::Joint joint);
/// The text of runs without their looks; images as their alternative text.
[[nodiscard]] QString plainText(const std::vector<Run>& runs);
/// The whole block as text: cells of a table separated by tabs, rows by line feeds.
[[nodiscard]] QString plainText(const Block& block);

} // namespace rivulet::text
