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

/// Where prose that is longer than `longest` is cut: behind a sentence, else at a line's end, else at a
/// space; where it can, outside of code, emphasis, links and maths, and before its last line, which may be a
/// table's header.
qsizetype proseCut(const QString& prose, qsizetype longest) {
    constexpr QStringView ends = u".!?:;\u2026\u3002\uff01\uff1f";
    constexpr QStringView closing = u")]}\"'*_\u201d\u2019\u00bb";
    const qsizetype lastLine = prose.lastIndexOf(u'\n');
    qsizetype ticks = 0;
    qsizetype stars = 0;
    qsizetype dollars = 0;
    qsizetype brackets = 0;
    qsizetype sentence = 0;
    qsizetype line = 0;
    qsizetype space = 0;
    qsizetype anySpace = 0;
    for (qsizetype i = 0; i <= longest && i < prose.size(); ++i) {
        const QChar c = prose[i];
        ticks += c == u'`' ? 1 : 0;
        stars += c == u'*' ? 1 : 0;
        dollars += c == u'$' ? 1 : 0;
        brackets += c == u'[' || c == u'(' ? 1 : c == u']' || c == u')' ? -1 : 0;
        if (i < longest / 2 || !c.isSpace())
            continue;
        anySpace = i;
        if (ticks % 2 != 0 || stars % 2 != 0 || dollars % 2 != 0 || brackets > 0)
            continue;
        space = i;
        if (c == u'\n')
            line = i;
        qsizetype end = i - 1;
        while (end > 0 && closing.contains(prose[end]))
            --end;
        if (ends.contains(prose[end]) && (sentence < longest / 2 || i <= lastLine || lastLine < longest / 2))
            sentence = i;
    }
    for (const qsizetype cut : {sentence, line, space, anySpace})
        if (cut > 0)
            return cut;
    return prose[longest].isLowSurrogate() ? longest - 1 : longest;
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
    if (const QStringView signs = line.trimmed();
        signs == u"$" || signs == u"$$" || signs == u"\\" || signs == u"\\[")
        return true;
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
            if (m_open.blankLines.size() > mostBlankLines) // no code goes on behind so many
                closeLeaf();
        } else
            addToLiteral(cursor.rest());
        return;
    case Leaf::Table:
        addRow(cursor.trimmedRest());
        return;
    case Leaf::Math:
        addToMath(cursor.trimmedRest().trimmed());
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
        splitLiteral(Block::Joint::Line);
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
        splitLiteral(Block::Joint::Within);
    m_blocks.back().literal += piece;
    m_open.hasLines = true;
}

Block& BlockReader::goOn(Block::Joint joint) {
    Block& full = m_blocks.back();
    full.goesOn = true;
    Block rest;
    rest.kind = full.kind;
    rest.quoteDepth = full.quoteDepth;
    rest.listDepth = full.listDepth;
    rest.tight = true;
    rest.joint = joint;
    rest.language = full.language;
    rest.open = std::exchange(full.open, false);
    rest.aligns = full.aligns;
    m_blocks.push_back(std::move(rest));
    return m_blocks.back();
}

void BlockReader::splitLiteral(Block::Joint joint) {
    goOn(joint);
    m_open.lines = 0;
    // The line feed in front of blank lines that wait is the joint's.
    m_open.hasLines = !m_open.blankLines.isEmpty();
    m_open.blankLines.remove(0, 1);
}

void BlockReader::addRow(QStringView line) {
    const std::size_t columns = m_blocks.back().aligns.size();
    if (m_blocks.back().rows.size() > 1 && (m_blocks.back().rows.size() + 1) * columns > mostCells)
        goOn(Block::Joint::Line);
    std::vector<Cell> row(columns);
    const QStringList texts = syntax::cells(line);
    for (std::size_t i = 0; i < row.size() && i < static_cast<std::size_t>(texts.size()); ++i)
        row[i].runs = inlines(texts[static_cast<qsizetype>(i)]);
    m_blocks.back().rows.push_back(std::move(row));
}

void BlockReader::addToMath(QStringView line) {
    m_open.prose += u'\n';
    m_open.prose += line;
    if (line.endsWith(m_open.mathEnd) || m_open.prose.size() > longestMath)
        closeLeaf();
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
    // What may be definitions is left whole, so that they are found.
    const auto longest = [this] { return m_open.prose.startsWith(u'[') ? longestProse : longestParagraph; };
    while (m_open.prose.size() > longest()) {
        if (const QStringView rest = m_definitions.take(m_open.prose); rest.size() < m_open.prose.size()) {
            m_open.prose = rest.toString();
            continue;
        }
        const qsizetype cut = proseCut(m_open.prose, longest());
        QStringView rest = QStringView(m_open.prose).sliced(cut);
        while (!rest.isEmpty() && rest.front().isSpace())
            rest = rest.sliced(1);
        const bool atSpace = rest.size() < m_open.prose.size() - cut;
        Block full = paragraphOf(QStringView(m_open.prose).first(cut));
        full.goesOn = true;
        put(std::move(full));
        m_open.prose = rest.toString();
        m_open.paragraph = blockHere(Block::Kind::Paragraph);
        m_open.paragraph.tight = true;
        m_open.paragraph.joint = atSpace ? Block::Joint::Word : Block::Joint::Within;
    }
}

void BlockReader::showParagraph() {
    if (m_open.leaf == Leaf::Paragraph)
        closeParagraph();
    if (m_open.leaf == Leaf::Math)
        closeMath();
}

void BlockReader::closeMath() {
    Block block = m_open.paragraph;
    block.runs = {Run{std::exchange(m_open.prose, {}), Run::Math, {}}};
    put(std::move(block));
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
    if (m_open.leaf == Leaf::Math)
        closeMath();
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
