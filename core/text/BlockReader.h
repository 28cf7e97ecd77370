// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"
#include "text/BlockSyntax.h"
#include "text/LinkDefinitions.h"

#include <QSet>
#include <QString>
#include <QStringView>

#include <vector>

namespace rivulet::text {

class LineCursor;

/// Reads Markdown a line at a time into flat blocks, by CommonMark's own method: match what is open, open
/// what starts here, put the rest into the open leaf. Each line costs its own length. Can go back to a mark,
/// so that a line that is still growing may be read on trial. Knows no line ends and no slices.
class BlockReader {
public:
    /// A longer line of a table, and what may be a link's definition, is handed on in pieces.
    static constexpr qsizetype longestProse = 10'000;
    /// More prose than this in one leaf goes on in another block: every append reads and lays out the open
    /// one anew.
    static constexpr qsizetype longestParagraph = 2'400;
    /// Deeper quotes and lists are text.
    static constexpr qsizetype deepestNesting = 20;
    /// Wider tables are text.
    static constexpr std::size_t widestTable = 30;
    /// More cells than these go on in another block: each is an item of the window.
    static constexpr std::size_t mostCells = 60;
    /// Code and HTML of more lines, or longer than this, go on in another block of the same kind.
    static constexpr int mostLines = 100;
    static constexpr qsizetype longestLiteral = 8'000;
    /// Maths that is longer has not been closed.
    static constexpr qsizetype longestMath = 4'000;
    /// Of indented code.
    static constexpr qsizetype mostBlankLines = 2'000;
    /// From so many blocks on the rest is one text without any markup.
    static constexpr std::size_t mostBlocks = 20'000;

    /// A longer line than this is handed on in pieces. `line`: its start.
    [[nodiscard]] qsizetype longestPiece(QStringView line) const;
    /// A whole line, or the first piece of a longer one, without its line end.
    void readLine(QStringView line);
    /// What follows in the same line.
    void readMore(QStringView piece);
    /// Makes the open paragraph, or maths, a block for now. Only between a mark and the way back to it.
    void showParagraph();
    /// The end of the text: closes all that is open.
    void close();

    /// Whether a line so far (it may grow) can only be shown once it is known what it becomes: it is nothing
    /// but the signs of a list, a heading, a fence, a table or a rule.
    [[nodiscard]] bool isUndecided(QStringView line) const;

    [[nodiscard]] const std::vector<Block>& blocks() const { return m_blocks; }
    /// UTF-16 units looked at so far, by whatever parser.
    [[nodiscard]] qsizetype unitsRead() const { return m_unitsRead; }

private:
    struct Container {
        enum class Kind { Quote, List, Item };
        Kind kind = Kind::Quote;
        bool hasBlocks = false;       ///< something was opened in it
        syntax::ListMarker marker;    ///< List, Item; in a List, `number` is the next one
        qsizetype contentColumns = 0; ///< Item: how far its lines are indented
    };
    enum class Leaf { None, Paragraph, Fence, Indented, Html, Table, Math };

    /// Everything a line's meaning depends on, small enough to be copied once an append.
    struct Open {
        std::vector<Container> containers;
        Leaf leaf = Leaf::None;
        bool awaitsFirst = false; ///< the last block is an item's row without a content yet
        bool afterBlank = false;
        // Paragraph, Math
        Block paragraph; ///< its place and marker
        QString prose;
        QString mathEnd; ///< what closes it
        // Fence, Indented, Html
        syntax::Fence fence;
        qsizetype fenceIndent = 0;
        syntax::HtmlKind html = syntax::HtmlKind::None;
        bool hasLines = false;
        int lines = 0;      ///< of the literal so far
        QString blankLines; ///< Indented: they count only if code follows
    };

public:
    /// Where reading stood. The block that may still grow is kept without its bulk.
    struct Mark {
        Open open;
        std::size_t count = 0;
        bool lastMayGrow = false;
        Block last;
        qsizetype lastLiteral = 0;
        std::size_t lastRows = 0;
        qsizetype definitions = 0;
    };
    [[nodiscard]] Mark mark() const;
    void goBack(const Mark& mark);

private:
    enum class Found { Nothing, Container, Leaf };

    // Matching what is open
    std::size_t matchContainers(LineCursor& cursor) const;
    bool matchLeaf(LineCursor& cursor);
    // Opening what starts here, inside the first `matched` containers
    Found openNext(LineCursor& cursor, std::size_t matched);
    void openQuote(LineCursor& cursor, std::size_t matched);
    bool openHeading(LineCursor& cursor, std::size_t matched);
    bool openFence(LineCursor& cursor, std::size_t matched);
    bool openHtml(LineCursor& cursor, std::size_t matched);
    bool openMath(LineCursor& cursor, std::size_t matched);
    bool openRule(LineCursor& cursor, std::size_t matched);
    bool openItem(LineCursor& cursor, std::size_t matched);
    bool openIndented(LineCursor& cursor, std::size_t matched);
    /// False if the paragraph holds definitions only: then the line is text.
    bool underlineParagraph(int level);
    bool openTable(LineCursor& cursor, std::size_t matched);
    void enterList(const syntax::ListMarker& marker);
    /// The text has too many blocks: what comes is shown as it is.
    void goVerbatim();
    /// Closes what the line did not match and makes room for a block.
    void makeRoom(std::size_t matched);
    [[nodiscard]] bool isInParagraph(std::size_t matched) const;

    // Filling the open leaf
    void addRest(LineCursor& cursor, std::size_t matched);
    void addToLiteral(const QString& line);
    void addToLine(QStringView piece);
    void splitLiteral(Block::Joint joint);
    void addRow(QStringView line);
    void addToMath(QStringView line);
    /// The block that the last one goes on in, which is put behind it.
    Block& goOn(Block::Joint joint);
    void openParagraph();
    void addToProse(QStringView text);
    void splitProse();

    // Closing
    void closeLeaf();
    void closeDownTo(std::size_t count);
    void closeParagraph();
    void closeMath();

    /// A block for where reading stands; in an item that waits for its first block, that item's own.
    [[nodiscard]] Block blockHere(Block::Kind kind);
    [[nodiscard]] Block paragraphOf(QStringView prose);
    void put(Block block);
    [[nodiscard]] std::vector<Run> inlines(QStringView text);

    std::vector<Block> m_blocks;
    Open m_open;
    LinkDefinitions m_definitions;
    QSet<QString> m_targets; ///< of leaves that used definitions, each kept once
    qsizetype m_unitsRead = 0;
};

} // namespace rivulet::text
