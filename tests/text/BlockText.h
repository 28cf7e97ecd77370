// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <QString>

#include <vector>

namespace rivulet::text {

/// Blocks in a notation for failure messages and golden data: a line a block.
inline QString runsText(const std::vector<Run>& runs) {
    QString text;
    for (const Run& run : runs) {
        text += QStringLiteral("<") + QString::number(run.styles) + QStringLiteral(":") + run.text;
        if (!run.target.isEmpty())
            text += QStringLiteral("->") + run.target;
        text += u">";
    }
    return text;
}

enum class WithTight { No, Yes };

inline QString blockText(const Block& block, WithTight withTight = WithTight::Yes) {
    static const char* const kinds[] = {"Paragraph", "Heading", "Code", "Table", "Rule", "Html"};
    QString text = QString::fromLatin1(kinds[static_cast<int>(block.kind)]);
    if (block.level > 0)
        text += QString::number(block.level);
    text += QString(block.quoteDepth, u'>') + QString(block.listDepth, u'-');
    if (!block.marker.isEmpty())
        text += QStringLiteral(" '") + block.marker + QStringLiteral("'");
    if (block.tight && withTight == WithTight::Yes)
        text += u" tight";
    if (block.joint != Block::Joint::None)
        text += QStringLiteral(" rest") + QString::number(static_cast<int>(block.joint));
    if (block.goesOn)
        text += u" goes on";
    if (block.open)
        text += u" open";
    if (!block.language.isEmpty())
        text += QStringLiteral(" lang=") + block.language;
    text += QStringLiteral(" ") + runsText(block.runs);
    if (block.kind == Block::Kind::Code || block.kind == Block::Kind::Html)
        text += QString(QStringLiteral("{") + block.literal + QStringLiteral("}"))
                    .replace(u'\n', QStringLiteral("\\n"));
    for (const Block::Align align : block.aligns)
        text += QChar(u"dlcr"[static_cast<int>(align)]);
    for (const auto& row : block.rows) {
        text += u" [";
        for (const Cell& cell : row)
            text += runsText(cell.runs) + QStringLiteral("|");
        text += u"]";
    }
    return text;
}

inline QString blocksText(const std::vector<Block>& blocks, WithTight withTight = WithTight::Yes) {
    QString text;
    for (const Block& block : blocks)
        text += blockText(block, withTight) + u'\n';
    return text;
}

} // namespace rivulet::text
