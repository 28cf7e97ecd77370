// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <QStringView>

#include <memory>
#include <vector>

namespace rivulet::text {

/// What an append did to the list of blocks: from row `first` on, `replaced` rows have new content and
/// `added` rows are new behind them; then `removed` rows behind those are gone (an open block that turned out
/// to be fewer). Rows before `first` are untouched.
struct BlockChange {
    qsizetype first = 0;
    qsizetype replaced = 0;
    qsizetype added = 0;
    qsizetype removed = 0;

    [[nodiscard]] bool isEmpty() const { return replaced == 0 && added == 0 && removed == 0; }
    friend bool operator==(const BlockChange&, const BlockChange&) = default;
};

/// A growing Markdown text as blocks. Appending touches the open block only; a block is final once a later
/// one began on a line that has ended. Laws: any slicing of a text gives the same blocks, after each append
/// those of the text so far; after finish() those of the whole text. Knows no colours, no fonts, no streams.
///
/// CommonMark and GitHub's tables, strikethrough (two tildes), autolinks and task lists, with these rules of
/// its own:
/// - raw HTML is text, but for <br>, which is a line break; images are their alternative text;
/// - a reference applies to what follows its definition, in front of it it stays literal;
/// - tightness goes by the line above a block, not by the whole list;
/// - prose over 2,400 characters goes on in another block, a longer line is read in pieces;
/// - a table over 60 cells goes on in another block, without another header;
/// - code over 100 lines or 8,000 characters goes on in another block, and what comes behind 20,000
/// blocks is shown as one text without markup;
/// - quotes and lists deeper than 20 and tables wider than 30 are text;
/// - a last line of mere signs ("-", "#", "```py") is held back until it says something or finish() is
/// called.
///
/// After finish() an append starts a new block. One instance belongs to one thread; several may run at once.
class MarkdownBlocks {
public:
    MarkdownBlocks();
    ~MarkdownBlocks();
    MarkdownBlocks(const MarkdownBlocks&) = delete;
    MarkdownBlocks& operator=(const MarkdownBlocks&) = delete;

    BlockChange append(QStringView text);
    /// The text is whole: shows what was held back and closes the open block.
    BlockChange finish();
    /// Back to an empty text.
    void clear();

    [[nodiscard]] const std::vector<Block>& blocks() const;
    /// The Markdown source so far.
    [[nodiscard]] const QString& source() const;
    /// How many UTF-16 units were looked at so far, by whatever parser: the work, for benchmarks and tests.
    [[nodiscard]] qsizetype unitsRead() const;

private:
    class Impl;
    std::unique_ptr<Impl> m;
};

} // namespace rivulet::text
