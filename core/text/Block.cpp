// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/Block.h"

namespace rivulet::text {

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
