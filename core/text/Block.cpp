// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/Block.h"

namespace rivulet::text {

Block withoutBulk(const Block& block) {
    Block frame;
    frame.kind = block.kind;
    frame.level = block.level;
    frame.quoteDepth = block.quoteDepth;
    frame.listDepth = block.listDepth;
    frame.marker = block.marker;
    frame.tight = block.tight;
    frame.joint = block.joint;
    frame.goesOn = block.goesOn;
    frame.runs = block.runs;
    frame.language = block.language;
    frame.open = block.open;
    frame.aligns = block.aligns;
    return frame;
}

QString textOf(Block::Joint joint) {
    switch (joint) {
    case Block::Joint::None:
        return QStringLiteral("\n\n");
    case Block::Joint::Line:
        return QStringLiteral("\n");
    case Block::Joint::Word:
        return QStringLiteral(" ");
    case Block::Joint::Within:
        break;
    }
    return {};
}

QString plainText(const std::vector<Run>& runs) {
    QString text;
    for (const Run& run : runs)
        text += (run.styles & Run::LineBreak) != 0 ? QStringLiteral("\n") : run.text;
    return text;
}

QString plainText(const Block& block) {
    switch (block.kind) {
    case Block::Kind::Code:
    case Block::Kind::Html:
        return block.literal;
    case Block::Kind::Rule:
        return {};
    case Block::Kind::Table: {
        QStringList lines;
        lines.reserve(static_cast<qsizetype>(block.rows.size()));
        for (const std::vector<Cell>& row : block.rows) {
            QStringList cells;
            for (const Cell& cell : row)
                // One row is one line, whatever its cells hold.
                cells.append(plainText(cell.runs).replace(u'\n', u' '));
            lines.append(cells.join(u'\t'));
        }
        return lines.join(u'\n');
    }
    case Block::Kind::Paragraph:
    case Block::Kind::Heading:
        break;
    }
    return plainText(block.runs);
}

} // namespace rivulet::text
