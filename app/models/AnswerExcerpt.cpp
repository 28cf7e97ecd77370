// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/AnswerExcerpt.h"

#include "models/BlockCut.h"

#include <algorithm>

namespace rivulet::app {

namespace {

qsizetype endWithoutBlanks(QStringView text) {
    qsizetype end = text.size();
    while (end > 0 && text[end - 1].isSpace()) {
        --end;
    }
    return end;
}

} // namespace

QString AnswerExcerpt::of(TextStretch stretch) const {
    const auto& blocks = m_answer.blocks.blocks();
    const std::vector<qsizetype> starts = m_answer.blockStarts();
    const QString& source = m_answer.blocks.source();
    const auto count = static_cast<int>(std::min(blocks.size(), starts.size()));
    if (stretch.from.row >= count || stretch.to.row < stretch.from.row) {
        return {};
    }
    const int last = std::min(stretch.to.row, count - 1);
    // Blocks of one long line begin at the same place.
    const auto endOf = [&](int block) {
        const auto next =
            std::upper_bound(starts.begin() + block, starts.end(), starts[static_cast<std::size_t>(block)]);
        const qsizetype limit = next == starts.end() ? source.size() : *next;
        const qsizetype start = starts[static_cast<std::size_t>(block)];
        return start + endWithoutBlanks(QStringView(source).sliced(start, limit - start));
    };
    const auto cutOf = [&](int block) {
        const auto at = static_cast<std::size_t>(block);
        return BlockCut(blocks[at], QStringView(source).sliced(starts[at], endOf(block) - starts[at]));
    };
    const auto wholeFrom = [&](int block) { return starts[static_cast<std::size_t>(block)]; };

    if (stretch.from.row == last) {
        const BlockCut cut = cutOf(last);
        const int to = std::min(stretch.to.position, static_cast<int>(cut.shown().size()));
        if (stretch.from.position == 0 && to == cut.shown().size()) {
            return source.sliced(wholeFrom(last), endOf(last) - wholeFrom(last));
        }
        // A part of one piece of code is wanted for an editor: as it is, without a fence.
        if (blocks[static_cast<std::size_t>(last)].kind == text::Block::Kind::Code) {
            return cut.shown().sliced(stretch.from.position, to - stretch.from.position);
        }
        return cut.of(stretch.from.position, to)
            .value_or(source.sliced(wholeFrom(last), endOf(last) - wholeFrom(last)));
    }

    QString head;
    qsizetype from = wholeFrom(stretch.from.row);
    if (stretch.from.position > 0) {
        const BlockCut cut = cutOf(stretch.from.row);
        if (const auto part = cut.of(stretch.from.position, static_cast<int>(cut.shown().size()))) {
            head = *part;
            from = endOf(stretch.from.row);
        }
    }
    qsizetype to = endOf(last);
    QString tail;
    const BlockCut cut = cutOf(last);
    if (stretch.to.position < cut.shown().size()) {
        if (const auto part = cut.of(0, stretch.to.position)) {
            tail = *part;
            to = wholeFrom(last);
        }
    }
    return head + source.mid(from, std::max<qsizetype>(0, to - from)) + tail;
}

} // namespace rivulet::app
