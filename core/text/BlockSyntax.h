// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <QString>
#include <QStringList>
#include <QStringView>

#include <optional>
#include <vector>

/// How the lines that open and close Markdown blocks look. Pure questions about one line, whose leading white
/// space is off already; what a line means where is BlockReader's to say.
namespace rivulet::text::syntax {

struct Heading {
    int level = 0;
    QStringView text;
};
[[nodiscard]] std::optional<Heading> heading(QStringView line);
/// The level of the heading that `line` underlines, or 0.
[[nodiscard]] int underline(QStringView line);
[[nodiscard]] bool isRule(QStringView line);

struct Fence {
    QChar character;
    qsizetype length = 0;
    QStringView info;
};
[[nodiscard]] std::optional<Fence> fence(QStringView line);
[[nodiscard]] bool closes(const Fence& fence, QStringView line);

struct ListMarker {
    bool ordered = false;
    QChar delimiter; ///< the bullet, or what stands behind the number
    int number = 0;
    qsizetype length = 0;
    bool restIsBlank = false;
};
[[nodiscard]] std::optional<ListMarker> listMarker(QStringView line);
/// "[ ]" or "[x]" and white space at the start of an item's text.
enum class TaskBox { None, Open, Done };
[[nodiscard]] TaskBox taskBox(QStringView text);

/// CommonMark's seven kinds of HTML blocks, by what ends them.
enum class HtmlKind { None, Raw, Comment, Instruction, Declaration, Data, Element, AnyTag };
[[nodiscard]] HtmlKind htmlStart(QStringView line);
[[nodiscard]] bool endsHtml(HtmlKind kind, QStringView line);
[[nodiscard]] inline bool endsAtBlankLine(HtmlKind kind) {
    return kind == HtmlKind::Element || kind == HtmlKind::AnyTag;
}

/// The alignments a table's delimiter row gives; empty if it is none.
[[nodiscard]] std::vector<Block::Align> delimiterRow(QStringView line);
/// The cells of a table's row, trimmed, "\|" read as "|".
[[nodiscard]] QStringList cells(QStringView line);

} // namespace rivulet::text::syntax
