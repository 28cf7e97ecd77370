// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "../text/BlockText.h"
#include "text/BlockReader.h"
#include "text/MarkdownBlocks.h"

using namespace rivulet::text;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;

namespace {

/// A list of rows as a view keeps it, which knows of changes only.
class Rows {
public:
    void apply(const BlockChange& change, const std::vector<Block>& blocks) {
        const auto count = static_cast<qsizetype>(m_blocks.size());
        require(change.first >= 0 && change.replaced >= 0 && change.added >= 0 && change.removed >= 0 &&
                    change.first + change.replaced + change.removed <= count,
                "a change is within the rows there were");
        const auto at = m_blocks.begin() + change.first;
        m_blocks.erase(at, at + change.replaced + change.removed);
        require(change.first + change.replaced + change.added <= static_cast<qsizetype>(blocks.size()),
                "a change is within the rows there are");
        m_blocks.insert(m_blocks.begin() + change.first, blocks.begin() + change.first,
                        blocks.begin() + change.first + change.replaced + change.added);
        require(m_blocks == blocks, "changes tell all", blocksText(blocks));
    }

private:
    std::vector<Block> m_blocks;
};

void holdBounds(const std::vector<Block>& blocks, const QString& source) {
    qsizetype units = 0;
    for (const Block& block : blocks) {
        require(block.quoteDepth + block.listDepth <= BlockReader::deepestNesting, "nesting is bounded");
        require(block.aligns.size() <= BlockReader::widestTable, "a table's width is bounded");
        for (const auto& row : block.rows) {
            require(row.size() == block.aligns.size(), "a row has a table's width");
        }
        require(plainText(block).isValidUtf16(), "no half of a surrogate pair reaches the view");
        require(!plainText(block).contains(QChar(u'\0')), "no NUL reaches the view");
        units += plainText(block).size();
    }
    require(units <= 64 * source.size() + 64, "what is shown grows with what came");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QString text = input.text();
    MarkdownBlocks whole;
    whole.append(text);
    const std::vector<Block> unfinished = whole.blocks();
    whole.finish();
    holdBounds(whole.blocks(), text);

    MarkdownBlocks sliced;
    Rows rows;
    std::vector<Block> final;
    for (const QStringView slice : input.slices(QStringView(text), std::max<std::size_t>(12, size / 2))) {
        rows.apply(sliced.append(slice), sliced.blocks());
        const std::vector<Block>& blocks = sliced.blocks();
        require(final.size() <= blocks.size() && std::equal(final.begin(), final.end(), blocks.begin()),
                "a block that ended is final", blocksText(blocks));
        if (slice.endsWith(u'\n') && !blocks.empty()) {
            final.assign(blocks.begin(), blocks.end() - 1);
        }
    }
    require(sliced.blocks() == unfinished, "appended in slices as appended whole", blocksText(unfinished));
    rows.apply(sliced.finish(), sliced.blocks());
    require(sliced.blocks() == whole.blocks(), "finished in slices as finished whole",
            blocksText(whole.blocks()));
    require(sliced.source() == text, "the source is kept");
    require(sliced.finish().isEmpty(), "the end comes once");
    return 0;
}
