// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// The half of BlockReader that fills and closes leaves.
#include "text/BlockReader.h"
#include "text/Inlines.h"
#include "text/LineCursor.h"

#include <algorithm>

namespace rivulet::text {

namespace {

/// The signs that a line can start with before it is known what it becomes.
bool isSign(QChar c) {
    return QStringView(u" \t-=*+_#`~>|:").contains(c);
}

QString taskMarker(syntax::TaskBox box) {
    return QString(QChar(box == syntax::TaskBox::Done ? u'\u2611' : u'\u2610'));
}

} // namespace

bool BlockReader::isUndecided(QStringView line) const {
    constexpr qsizetype longEnough = 200;
    if (line.size() > longEnough)
        return false;
    if (m_open.leaf == Leaf::Fence) {
        qsizetype start = 0;
        while (start < line.size() && QStringView(u" \t>").contains(line[start]))
            ++start;
        const QStringView rest = line.sliced(start);
        return !rest.isEmpty() &&
               std::all_of(rest.begin(), rest.end(), [this](QChar c) { return c == m_open.fence.character; });
    }
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    const auto signsEnd = std::find_if_not(line.begin(), line.end(), isSign);
    if (m_open.leaf == Leaf::Table && signsEnd != line.end() && line.trimmed().startsWith(u'|'))
        return false;
    auto number = std::find_if_not(signsEnd, line.end(), isDigit);
    if (number - signsEnd <= 9) {
        if (number != signsEnd && number != line.end() && (*number == u'.' || *number == u')'))
            ++number;
        if (std::all_of(number, line.end(), [](QChar c) { return c == u' '; }))
            return true;
    }
    // A fence's language is shown when it is whole.
    const auto fence = std::find_if(line.begin(), line.end(), [](QChar c) { return c == u'`' || c == u'~'; });
    return fence < signsEnd && syntax::fence(line.sliced(fence - line.begin())).has_value();
}

Block BlockReader::blockHere(Block::Kind kind) {
    Block block;
    bool isFirst = false;
    for (Container& container : m_open.containers) {
        if (container.kind == Container::Kind::Quote)
            ++block.quoteDepth;
        if (container.kind == Container::Kind::List && ++block.listDepth == 1)
            isFirst = !container.hasBlocks;
        container.hasBlocks = true;
    }
    block.tight = block.listDepth > 0 && !isFirst && !m_open.afterBlank;
    block.kind = kind;
    if (m_open.awaitsFirst) {
        block.marker = m_blocks.back().marker;
        block.tight = m_blocks.back().tight;
    }
    return block;
}

void BlockReader::put(Block block) {
    if (m_open.awaitsFirst)
        m_blocks.back() = std::move(block);
    else
        m_blocks.push_back(std::move(block));
    m_open.awaitsFirst = false;
}

std::vector<Run> BlockReader::inlines(QStringView text) {
    const QString definitions = m_definitions.usedBy(text);
    m_unitsRead += text.size() + definitions.size();
    std::vector<Run> runs = readInlines(text, definitions);
    if (!definitions.isEmpty()) {
        // A thousand paragraphs that refer to one long target by a short label share its string.
        for (Run& run : runs) {
            if (run.target.isEmpty())
                continue;
            const bool isItsOwnText = run.text == run.target;
            run.target = *m_targets.insert(run.target);
            if (isItsOwnText)
                run.text = run.target;
        }
    }
    return runs;
}

Block BlockReader::paragraphOf(QStringView prose) {
    Block block = m_open.paragraph;
    if (!block.marker.isEmpty()) {
        if (const syntax::TaskBox box = syntax::taskBox(prose); box != syntax::TaskBox::None) {
            block.marker = taskMarker(box);
            prose = prose.sliced(4);
        }
    }
    block.runs = inlines(prose.trimmed());
    return block;
}

void BlockReader::addRest(LineCursor& cursor, std::size_t matched) {
    if (m_open.leaf == Leaf::Paragraph && !cursor.isBlank()) {
        // Also where containers did not match: "laziness".
        addToProse(cursor.trimmedRest());
        return;
    }
    if (matched < m_open.containers.size()) {
        closeLeaf();
        closeDownTo(matched);
    }
    switch (m_open.leaf) {
    case Leaf::Fence:
        addToLiteral(cursor.rest());
        return;
    case Leaf::Html:
        addToLiteral(cursor.rest());
        if (syntax::endsHtml(m_open.html, cursor.trimmedRest()))
            closeLeaf();
        return;
    case Leaf::Indented:
        if (cursor.isBlank()) {
            m_open.blankLines += u'\n' + cursor.rest();
            if (m_open.blankLines.size() > mostLines) // no code goes on behind so many
                closeLeaf();
        } else
            addToLiteral(cursor.rest());
        return;
    case Leaf::Table:
        addRow(cursor.trimmedRest());
        return;
    case Leaf::None:
    case Leaf::Paragraph:
        break;
    }
    if (cursor.isBlank())
        return;
    makeRoom(m_open.containers.size());
    openParagraph();
    addToProse(cursor.trimmedRest());
}

void BlockReader::addToLiteral(const QString& line) {
    if (m_open.lines >= mostLines || m_blocks.back().literal.size() >= longestLiteral)
        splitLiteral();
    QString& literal = m_blocks.back().literal;
    if (!m_open.blankLines.isEmpty())
        literal += std::exchange(m_open.blankLines, {});
    if (m_open.hasLines)
        literal += u'\n';
    literal += line;
    m_open.hasLines = true;
    ++m_open.lines;
}

void BlockReader::addToLine(QStringView piece) {
    if (m_blocks.back().literal.size() >= longestLiteral)
        splitLiteral();
    m_blocks.back().literal += piece;
    m_open.hasLines = true;
}

void BlockReader::splitLiteral() {
    Block& full = m_blocks.back();
    Block rest;
    rest.kind = full.kind;
    rest.quoteDepth = full.quoteDepth;
    rest.listDepth = full.listDepth;
    rest.tight = true;
    rest.language = full.language;
    rest.open = std::exchange(full.open, false);
    m_blocks.push_back(std::move(rest));
    m_open.hasLines = false;
    m_open.lines = 0;
    m_open.blankLines.clear();
}

void BlockReader::addRow(QStringView line) {
    if ((m_blocks.back().rows.size() + 1) * m_blocks.back().aligns.size() > mostCells)
        splitTable();
    Block& table = m_blocks.back();
    std::vector<Cell> row(table.aligns.size());
    const QStringList texts = syntax::cells(line);
    for (std::size_t i = 0; i < row.size() && i < static_cast<std::size_t>(texts.size()); ++i)
        row[i].runs = inlines(texts[static_cast<qsizetype>(i)]);
    table.rows.push_back(std::move(row));
}

void BlockReader::splitTable() {
    const Block& full = m_blocks.back();
    if (full.rows.size() < 2)
        return; // a header alone
    Block rest;
    rest.kind = Block::Kind::Table;
    rest.quoteDepth = full.quoteDepth;
    rest.listDepth = full.listDepth;
    rest.tight = true;
    rest.aligns = full.aligns;
    rest.rows.push_back(full.rows.front());
    m_blocks.push_back(std::move(rest));
}

void BlockReader::openParagraph() {
    m_open.leaf = Leaf::Paragraph;
    m_open.paragraph = blockHere(Block::Kind::Paragraph);
    m_open.prose.clear();
}

void BlockReader::addToProse(QStringView text) {
    if (!m_open.prose.isEmpty())
        m_open.prose += u'\n';
    m_open.prose += text;
    splitProse();
}

void BlockReader::splitProse() {
    while (m_open.prose.size() > longestProse) {
        if (const QStringView rest = m_definitions.take(m_open.prose); rest.size() < m_open.prose.size()) {
            m_open.prose = rest.toString();
            continue;
        }
        qsizetype cut = m_open.prose.lastIndexOf(u'\n', longestProse);
        if (cut < longestProse / 2)
            cut = m_open.prose.lastIndexOf(u' ', longestProse);
        if (cut < longestProse / 2) {
            cut = longestProse;
            if (m_open.prose[cut].isLowSurrogate())
                --cut;
        }
        QStringView rest = QStringView(m_open.prose).sliced(cut);
        while (!rest.isEmpty() && rest.front().isSpace())
            rest = rest.sliced(1);
        put(paragraphOf(QStringView(m_open.prose).first(cut)));
        m_open.prose = rest.toString();
        m_open.paragraph = blockHere(Block::Kind::Paragraph);
        m_open.paragraph.tight = true;
    }
}

void BlockReader::showParagraph() {
    if (m_open.leaf == Leaf::Paragraph)
        closeParagraph();
}

void BlockReader::closeParagraph() {
    const QString prose = m_definitions.take(m_open.prose).toString();
    m_open.prose.clear();
    // Nothing but definitions: no block, and an item goes on waiting for one.
    if (!prose.trimmed().isEmpty())
        put(paragraphOf(prose));
}

void BlockReader::closeLeaf() {
    if (m_open.leaf == Leaf::Paragraph)
        closeParagraph();
    if (m_open.leaf == Leaf::Fence)
        m_blocks.back().open = false;
    m_open.leaf = Leaf::None;
    m_open.hasLines = false;
    m_open.lines = 0;
    m_open.blankLines.clear();
}

void BlockReader::closeDownTo(std::size_t count) {
    for (; m_open.containers.size() > count; m_open.containers.pop_back())
        if (m_open.containers.back().kind == Container::Kind::Item)
            m_open.awaitsFirst = false;
}

void BlockReader::close() {
    closeLeaf();
    closeDownTo(0);
    m_open = {};
}

} // namespace rivulet::text
