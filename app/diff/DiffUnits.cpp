// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "diff/DiffUnits.h"

#include "RichText.h"
#include "text/ShownText.h"

#include <QStringList>

#include <algorithm>

namespace rivulet::app {

namespace {

using Kind = DiffUnits::Unit::Kind;

QString tableText(const text::Block& block) {
    QStringList lines;
    for (const auto& row : block.rows) {
        QStringList cells;
        for (const auto& cell : row) {
            cells.append(RichText::shown(cell.runs));
        }
        lines.append(cells.join(QStringLiteral("  \u2502  ")));
    }
    return lines.join(u'\n');
}

DiffUnits::Unit unitOf(const text::Block& block) {
    DiffUnits::Unit unit;
    unit.indent = block.listDepth;
    unit.quoteDepth = block.quoteDepth;
    unit.marker = block.marker;
    switch (block.kind) {
    case text::Block::Kind::Paragraph:
        unit.text = RichText::shown(block.runs);
        break;
    case text::Block::Kind::Heading:
        unit.kind = Kind::Heading;
        unit.level = block.level;
        unit.text = RichText::shown(block.runs);
        break;
    case text::Block::Kind::Table:
        unit.kind = Kind::Table;
        unit.text = tableText(block);
        break;
    case text::Block::Kind::Rule:
        unit.kind = Kind::Rule;
        break;
    case text::Block::Kind::Code:
    case text::Block::Kind::Html:
        unit.kind = Kind::Code;
        unit.marker = text::ShownText::label(block.language);
        break;
    }
    return unit;
}

/// Where a piece of code ends that begins here: behind an empty line, where there is one.
qsizetype endOfPiece(const QString& code, qsizetype from) {
    if (code.size() - from <= DiffUnits::enoughCode) {
        return code.size();
    }
    const auto empty = code.indexOf(QStringLiteral("\n\n"), from + DiffUnits::enoughCode);
    if (empty >= 0 && empty - from <= DiffUnits::longestCode) {
        return empty + 2;
    }
    if (code.size() - from <= DiffUnits::longestCode) {
        return code.size();
    }
    const auto line = code.lastIndexOf(u'\n', from + DiffUnits::longestCode);
    return line > from ? line + 1 : from + DiffUnits::longestCode;
}

} // namespace

qsizetype DiffUnits::setText(const QString& markdown, bool isWhole) {
    const auto old = m_units;
    const bool goesOn = markdown.startsWith(m_blocks.source());
    if (goesOn && isWhole == m_isWhole && markdown.size() == m_blocks.source().size()) {
        return static_cast<qsizetype>(m_units.size());
    }
    if (m_isWhole || !goesOn) {
        m_blocks.clear();
        m_units.clear();
        m_firstBlocks.clear();
    }
    m_isWhole = isWhole;
    auto firstBlock = static_cast<qsizetype>(m_blocks.blocks().size());
    const auto change = m_blocks.append(QStringView(markdown).sliced(m_blocks.source().size()));
    firstBlock = change.isEmpty() ? firstBlock : std::min(firstBlock, change.first);
    if (isWhole) {
        const auto last = m_blocks.finish();
        firstBlock = last.isEmpty() ? firstBlock : std::min(firstBlock, last.first);
    }
    makeFrom(firstBlock);
    const auto same = std::mismatch(m_units.begin(), m_units.end(), old.begin(), old.end()).first;
    const auto changed = std::min<qsizetype>(same - m_units.begin(), static_cast<qsizetype>(old.size()));
    // The last one of an unfinished text is open: it no longer is, or no longer is the last.
    return std::max<qsizetype>(0, changed - 1);
}

void DiffUnits::makeFrom(qsizetype firstBlock) {
    const auto& blocks = m_blocks.blocks();
    // The rest of some code is cut together with what is above it.
    while (firstBlock > 0 && firstBlock <= static_cast<qsizetype>(blocks.size()) &&
           blocks[static_cast<size_t>(firstBlock) - 1].goesOn &&
           blocks[static_cast<size_t>(firstBlock) - 1].kind == text::Block::Kind::Code) {
        --firstBlock;
    }
    while (!m_firstBlocks.empty() && m_firstBlocks.back() >= firstBlock) {
        m_firstBlocks.pop_back();
        m_units.pop_back();
    }
    for (auto i = static_cast<size_t>(firstBlock); i < blocks.size(); ++i) {
        const text::Block& block = blocks[i];
        Unit unit = unitOf(block);
        if (unit.kind != Kind::Code) {
            add(std::move(unit), static_cast<qsizetype>(i));
            continue;
        }
        const auto first = static_cast<qsizetype>(i);
        QString code = block.literal;
        while (blocks[i].goesOn && i + 1 < blocks.size() && blocks[i + 1].kind == block.kind) {
            ++i;
            code += text::textOf(blocks[i].joint) + blocks[i].literal;
        }
        addCode(code, unit, first);
    }
}

void DiffUnits::addCode(const QString& code, const Unit& like, qsizetype firstBlock) {
    qsizetype from = 0;
    do {
        const auto end = endOfPiece(code, from);
        Unit unit = like;
        unit.text = code.sliced(from, end - from);
        while (unit.text.endsWith(u'\n')) {
            unit.text.chop(1);
        }
        unit.text = text::ShownText::code(unit.text);
        add(std::move(unit), firstBlock);
        from = end;
    } while (from < code.size());
}

void DiffUnits::add(Unit unit, qsizetype firstBlock) {
    m_units.push_back(std::move(unit));
    m_firstBlocks.push_back(firstBlock);
}

std::vector<compare::DiffBlock> DiffUnits::blocksFrom(qsizetype first) const {
    std::vector<compare::DiffBlock> blocks;
    for (auto i = static_cast<size_t>(first); i < m_units.size(); ++i) {
        const Unit& unit = m_units[i];
        blocks.push_back({unit.text, unit.kind == Kind::Code ? compare::Grain::Lines : compare::Grain::Words,
                          static_cast<int>(unit.kind), !m_isWhole && i + 1 == m_units.size()});
    }
    return blocks;
}

} // namespace rivulet::app
