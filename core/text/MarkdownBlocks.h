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

/// A growing Markdown text as blocks. Appending touches the open block only; a closed block is final. Laws:
/// any slicing of a text gives the same blocks; after finish() they equal a parse of the whole text, where
/// references that are defined later stay literal. Knows no colours, no fonts, no streams. CommonMark and
/// GitHub's tables, strikethrough, autolinks and task lists; raw HTML is text.
class MarkdownBlocks {
public:
    MarkdownBlocks();
    ~MarkdownBlocks();
    MarkdownBlocks(const MarkdownBlocks&) = delete;
    MarkdownBlocks& operator=(const MarkdownBlocks&) = delete;

    BlockChange append(QStringView text);
    /// The text is whole: closes the open block.
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
