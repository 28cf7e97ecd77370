// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/BlockReader.h"

#include "text/LineCursor.h"
#include "text/MathText.h"

#include <algorithm>
#include <limits>

namespace rivulet::text {

qsizetype BlockReader::longestPiece(QStringView line) const {
    constexpr QStringView signs = u" \t>-+*0123456789.)";
    line = line.first(std::min<qsizetype>(line.size(), 200));
    const auto start = std::find_if_not(line.begin(), line.end(), [&](QChar c) { return signs.contains(c); });
    const bool mayDefine = start != line.end() && *start == u'[';
    return m_open.leaf == Leaf::Table || mayDefine ? longestProse : longestParagraph;
}

void BlockReader::readLine(QStringView line) {
    m_unitsRead += line.size();
    if (m_blocks.size() >= mostBlocks && m_open.leaf != Leaf::Fence)
        goVerbatim();
    LineCursor cursor(line);
    std::size_t matched = matchContainers(cursor);
    // A paragraph may go on without its containers' marks; any other leaf ends with them.
    if (matched < m_open.containers.size()) {
        if (m_open.leaf != Leaf::Paragraph)
            closeLeaf();
    } else if (!matchLeaf(cursor)) {
        m_open.afterBlank = false;
        return;
    }

    bool openedItem = false;
    const bool isVerbatim = m_open.leaf == Leaf::Fence || m_open.leaf == Leaf::Indented ||
                            m_open.leaf == Leaf::Html || m_open.leaf == Leaf::Math;
    if (!isVerbatim) {
        Found found = openNext(cursor, matched);
        for (; found == Found::Container; found = openNext(cursor, matched)) {
            matched = m_open.containers.size();
            openedItem = openedItem || m_open.containers.back().kind == Container::Kind::Item;
        }
        if (found == Found::Leaf) {
            m_open.afterBlank = false;
            return;
        }
    }
    const bool blank = cursor.isBlank();
    addRest(cursor, matched);
    m_open.afterBlank = blank && !openedItem;
}

void BlockReader::readMore(QStringView piece) {
    m_unitsRead += piece.size();
    switch (m_open.leaf) {
    case Leaf::Fence:
    case Leaf::Html:
        addToLine(piece);
        break;
    case Leaf::Indented:
        m_open.blankLines += piece;
        if (!piece.trimmed().isEmpty())
            addToLine(std::exchange(m_open.blankLines, {}));
        break;
    case Leaf::Paragraph:
        m_open.prose += piece;
        splitProse();
        break;
    case Leaf::None:
    case Leaf::Table:
    case Leaf::Math:
        // A heading or a row of that length goes on as prose, so that no text is lost.
        closeLeaf();
        openParagraph();
        addToProse(piece);
        break;
    }
    m_open.afterBlank = false;
}

std::size_t BlockReader::matchContainers(LineCursor& cursor) const {
    std::size_t matched = 0;
    for (const Container& container : m_open.containers) {
        switch (container.kind) {
        case Container::Kind::List:
            break;
        case Container::Kind::Quote:
            if (cursor.isIndented() || cursor.next() != u'>')
                return matched;
            cursor.skipToNext();
            cursor.skipCharacters(1);
            if (cursor.atSpace())
                cursor.skipColumns(1);
            break;
        case Container::Kind::Item:
            if (cursor.indent() >= container.contentColumns)
                cursor.skipColumns(container.contentColumns);
            else if (cursor.isBlank() && container.hasBlocks)
                cursor.skipToNext();
            else
                return matched;
            break;
        }
        ++matched;
    }
    return matched;
}

/// False if the line was the leaf's end and is thereby read.
bool BlockReader::matchLeaf(LineCursor& cursor) {
    switch (m_open.leaf) {
    case Leaf::None:
        break;
    case Leaf::Paragraph:
    case Leaf::Table:
    case Leaf::Math:
        if (cursor.isBlank())
            closeLeaf();
        break;
    case Leaf::Fence:
        if (!cursor.isIndented() && syntax::closes(m_open.fence, cursor.trimmedRest())) {
            closeLeaf();
            return false;
        }
        for (qsizetype i = 0; i < m_open.fenceIndent && cursor.atSpace(); ++i)
            cursor.skipColumns(1);
        break;
    case Leaf::Indented:
        if (cursor.isIndented())
            cursor.skipColumns(4);
        else if (cursor.isBlank())
            cursor.skipToNext();
        else
            closeLeaf();
        break;
    case Leaf::Html:
        if (cursor.isBlank() && syntax::endsAtBlankLine(m_open.html))
            closeLeaf();
        break;
    }
    return true;
}

bool BlockReader::isInParagraph(std::size_t matched) const {
    return matched == m_open.containers.size() && m_open.leaf == Leaf::Paragraph;
}

BlockReader::Found BlockReader::openNext(LineCursor& cursor, std::size_t matched) {
    if (cursor.isIndented())
        return openIndented(cursor, matched) ? Found::Leaf : Found::Nothing;
    if (cursor.next() == u'>' && matched < deepestNesting) {
        openQuote(cursor, matched);
        return Found::Container;
    }
    if (openHeading(cursor, matched) || openFence(cursor, matched) || openHtml(cursor, matched) ||
        openMath(cursor, matched))
        return Found::Leaf;
    if (const int level = syntax::underline(cursor.trimmedRest()); level > 0 && isInParagraph(matched))
        return underlineParagraph(level) ? Found::Leaf : Found::Nothing;
    if (openRule(cursor, matched))
        return Found::Leaf;
    if (openItem(cursor, matched))
        return Found::Container;
    return openTable(cursor, matched) ? Found::Leaf : Found::Nothing;
}

void BlockReader::goVerbatim() {
    makeRoom(0);
    put(blockHere(Block::Kind::Code));
    m_blocks.back().open = true;
    m_open.leaf = Leaf::Fence;
    m_open.fence = {u'`', std::numeric_limits<qsizetype>::max(), {}}; // no line closes it
    m_open.fenceIndent = 0;
}

void BlockReader::makeRoom(std::size_t matched) {
    closeLeaf();
    closeDownTo(matched);
    // A list holds items only.
    if (!m_open.containers.empty() && m_open.containers.back().kind == Container::Kind::List)
        closeDownTo(m_open.containers.size() - 1);
}

void BlockReader::openQuote(LineCursor& cursor, std::size_t matched) {
    makeRoom(matched);
    for (Container& container : m_open.containers)
        container.hasBlocks = true;
    m_open.containers.push_back({});
    cursor.skipToNext();
    cursor.skipCharacters(1);
    if (cursor.atSpace())
        cursor.skipColumns(1);
}

bool BlockReader::openHeading(LineCursor& cursor, std::size_t matched) {
    const auto heading = syntax::heading(cursor.trimmedRest());
    if (!heading)
        return false;
    makeRoom(matched);
    Block block = blockHere(Block::Kind::Heading);
    block.level = heading->level;
    block.runs = inlines(heading->text);
    put(std::move(block));
    return true;
}

bool BlockReader::openFence(LineCursor& cursor, std::size_t matched) {
    const auto fence = syntax::fence(cursor.trimmedRest());
    if (!fence)
        return false;
    makeRoom(matched);
    Block block = blockHere(Block::Kind::Code);
    const auto isSpace = [](QChar c) { return c.isSpace(); };
    const auto wordEnd = std::find_if(fence->info.begin(), fence->info.end(), isSpace);
    block.language = fence->info.first(wordEnd - fence->info.begin()).toString();
    block.open = true;
    put(std::move(block));
    m_open.leaf = Leaf::Fence;
    m_open.fence = {fence->character, fence->length, {}};
    m_open.fenceIndent = cursor.indent();
    return true;
}

bool BlockReader::openHtml(LineCursor& cursor, std::size_t matched) {
    const syntax::HtmlKind kind = syntax::htmlStart(cursor.trimmedRest());
    if (kind == syntax::HtmlKind::None || (kind == syntax::HtmlKind::AnyTag && isInParagraph(matched)))
        return false;
    makeRoom(matched);
    put(blockHere(Block::Kind::Html));
    m_open.leaf = Leaf::Html;
    m_open.html = kind;
    addRest(cursor, m_open.containers.size());
    return true;
}

bool BlockReader::openMath(LineCursor& cursor, std::size_t matched) {
    const QStringView end = MathText::opens(cursor.trimmedRest());
    if (end.isEmpty())
        return false;
    makeRoom(matched);
    openParagraph();
    m_open.leaf = Leaf::Math;
    m_open.mathEnd = end.toString();
    const QStringView line = cursor.trimmedRest().trimmed();
    m_open.prose = line.toString();
    if (line.size() > end.size() && line.endsWith(end))
        closeLeaf();
    return true;
}

bool BlockReader::openRule(LineCursor& cursor, std::size_t matched) {
    if (!syntax::isRule(cursor.trimmedRest()))
        return false;
    makeRoom(matched);
    put(blockHere(Block::Kind::Rule));
    return true;
}

bool BlockReader::openIndented(LineCursor& cursor, std::size_t matched) {
    if (m_open.leaf == Leaf::Paragraph || cursor.isBlank())
        return false;
    makeRoom(matched);
    put(blockHere(Block::Kind::Code));
    m_open.leaf = Leaf::Indented;
    cursor.skipColumns(4);
    addRest(cursor, m_open.containers.size());
    return true;
}

bool BlockReader::openItem(LineCursor& cursor, std::size_t matched) {
    const auto marker = syntax::listMarker(cursor.trimmedRest());
    if (!marker || matched + 2 > deepestNesting)
        return false;
    // "In order for a list item to interrupt a paragraph, it must start with 1 and not be empty."
    if (isInParagraph(matched) && (marker->restIsBlank || (marker->ordered && marker->number != 1)))
        return false;
    closeLeaf();
    closeDownTo(matched);
    enterList(*marker);

    Container item;
    item.kind = Container::Kind::Item;
    item.contentColumns = cursor.indent() + marker->length;
    cursor.skipToNext();
    cursor.skipCharacters(marker->length);
    const LineCursor afterMarker = cursor;
    while (cursor.atSpace() && cursor.column() - afterMarker.column() <= 5)
        cursor.skipColumns(1);
    const qsizetype spaces = cursor.column() - afterMarker.column();
    if (spaces >= 1 && spaces < 5 && !cursor.isBlank()) {
        item.contentColumns += spaces;
    } else { // an empty first line, or one that starts with indented code
        item.contentColumns += 1;
        cursor = afterMarker;
        if (spaces > 0)
            cursor.skipColumns(1);
    }
    m_open.containers.push_back(item);
    return true;
}

/// Goes on with the innermost list or starts one, and puts the new item's row.
void BlockReader::enterList(const syntax::ListMarker& marker) {
    m_open.awaitsFirst = false;
    if (!m_open.containers.empty() && m_open.containers.back().kind == Container::Kind::List) {
        const syntax::ListMarker& open = m_open.containers.back().marker;
        if (open.ordered != marker.ordered || open.delimiter != marker.delimiter)
            closeDownTo(m_open.containers.size() - 1);
    }
    if (m_open.containers.empty() || m_open.containers.back().kind != Container::Kind::List) {
        Container list;
        list.kind = Container::Kind::List;
        list.marker = marker;
        m_open.containers.push_back(list);
    }
    Block row = blockHere(Block::Kind::Paragraph);
    int& number = m_open.containers.back().marker.number;
    row.marker = marker.ordered ? QString::number(number++) + marker.delimiter : QString(QChar(u'\u2022'));
    put(std::move(row));
    m_open.awaitsFirst = true;
}

bool BlockReader::underlineParagraph(int level) {
    const QString text = m_definitions.take(m_open.prose).toString();
    m_open.prose = text;
    if (text.trimmed().isEmpty())
        return false;
    Block block = m_open.paragraph;
    block.kind = Block::Kind::Heading;
    block.level = level;
    block.runs = inlines(text);
    m_open.prose.clear();
    put(std::move(block));
    closeLeaf();
    return true;
}

bool BlockReader::openTable(LineCursor& cursor, std::size_t matched) {
    if (!isInParagraph(matched))
        return false;
    const std::vector<Block::Align> aligns = syntax::delimiterRow(cursor.trimmedRest());
    if (aligns.empty() || aligns.size() > widestTable)
        return false;
    const qsizetype headerStart = m_open.prose.lastIndexOf(u'\n') + 1;
    const QString header = m_open.prose.sliced(headerStart);
    if (static_cast<std::size_t>(syntax::cells(header).size()) != aligns.size())
        return false;

    m_open.prose.truncate(headerStart);
    closeLeaf();
    Block table = blockHere(Block::Kind::Table);
    table.aligns = aligns;
    put(std::move(table));
    m_open.leaf = Leaf::Table;
    addRow(header);
    return true;
}

BlockReader::Mark BlockReader::mark() const {
    Mark mark;
    mark.open = m_open;
    mark.count = m_blocks.size();
    mark.definitions = m_definitions.count();
    mark.lastMayGrow = m_open.awaitsFirst || (m_open.leaf != Leaf::None && m_open.leaf != Leaf::Paragraph &&
                                              m_open.leaf != Leaf::Math);
    if (!mark.lastMayGrow)
        return mark;
    const Block& last = m_blocks.back();
    mark.last = withoutBulk(last);
    mark.lastLiteral = last.literal.size();
    mark.lastRows = last.rows.size();
    return mark;
}

void BlockReader::goBack(const Mark& mark) {
    m_open = mark.open;
    m_blocks.resize(mark.count);
    m_definitions.keep(mark.definitions);
    if (!mark.lastMayGrow)
        return;
    QString literal = std::move(m_blocks.back().literal);
    std::vector<std::vector<Cell>> rows = std::move(m_blocks.back().rows);
    literal.truncate(mark.lastLiteral);
    rows.resize(mark.lastRows);
    m_blocks.back() = mark.last;
    m_blocks.back().literal = std::move(literal);
    m_blocks.back().rows = std::move(rows);
}

} // namespace rivulet::text
