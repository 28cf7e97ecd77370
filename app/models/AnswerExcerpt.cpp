// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/AnswerExcerpt.h"

#include "models/BlockCut.h"
#include "models/RowContent.h"

#include <algorithm>
#include <vector>

namespace rivulet::app {

namespace {

using text::Block;
using Joint = text::Block::Joint;

qsizetype endWithoutBlanks(QStringView text) {
    qsizetype end = text.size();
    while (end > 0 && text[end - 1].isSpace()) {
        --end;
    }
    return end;
}

/// What one stretch of the source became: a block, and the rest of it where it is long.
class Leaf {
public:
    Leaf(const std::vector<Block>& blocks, const std::vector<qsizetype>& starts, const QString& source,
         int block) {
        const auto isRest = [&](std::size_t number) { return blocks[number].joint != Joint::None; };
        auto first = static_cast<std::size_t>(block);
        while (first > 0 && isRest(first)) {
            --first;
        }
        m_whole = blocks[first];
        m_first = static_cast<int>(first);
        qsizetype length = RowContent::shown(m_whole).size();
        m_offsets.push_back(0);
        std::size_t next = first + 1;
        for (; next < blocks.size() && isRest(next); ++next) {
            const QString joint = text::textOf(blocks[next].joint);
            m_offsets.push_back(static_cast<int>(length + joint.size()));
            length += joint.size() + RowContent::shown(blocks[next]).size();
            m_whole.literal += joint + blocks[next].literal;
            m_whole.rows.insert(m_whole.rows.end(), blocks[next].rows.begin(), blocks[next].rows.end());
            if (!joint.isEmpty()) {
                m_whole.runs.push_back({joint, text::Run::Plain, {}});
            }
            m_whole.runs.insert(m_whole.runs.end(), blocks[next].runs.begin(), blocks[next].runs.end());
        }
        m_start = starts[first];
        const qsizetype limit = next < starts.size() ? starts[next] : source.size();
        m_end = m_start +
                endWithoutBlanks(QStringView(source).sliced(m_start, std::max(limit, m_start) - m_start));
        m_source = QStringView(source).sliced(m_start, m_end - m_start);
    }

    [[nodiscard]] int first() const { return m_first; }
    [[nodiscard]] qsizetype start() const { return m_start; }
    [[nodiscard]] qsizetype end() const { return m_end; }
    [[nodiscard]] const Block& whole() const { return m_whole; }
    [[nodiscard]] QString source() const { return m_source.toString(); }
    [[nodiscard]] BlockCut cut() const { return {m_whole, m_source}; }
    /// Where a place in one of its blocks is in the whole.
    [[nodiscard]] int positionOf(TextPlace place) const {
        return m_offsets[static_cast<std::size_t>(place.row - m_first)] + place.position;
    }

private:
    Block m_whole;
    int m_first = 0;
    std::vector<int> m_offsets;
    qsizetype m_start = 0;
    qsizetype m_end = 0;
    QStringView m_source;
};

} // namespace

QString AnswerExcerpt::of(TextStretch stretch) const {
    const auto& blocks = m_answer.blocks.blocks();
    const std::vector<qsizetype> starts = m_answer.blockStarts();
    const QString& source = m_answer.blocks.source();
    const auto count = static_cast<int>(std::min(blocks.size(), starts.size()));
    if (count == 0 || stretch.from.row >= count || stretch.to.row < stretch.from.row) {
        return {};
    }
    stretch.to.row = std::min(stretch.to.row, count - 1);
    const auto lastSize =
        static_cast<int>(RowContent::shown(blocks[static_cast<std::size_t>(stretch.to.row)]).size());
    stretch.to.position = std::min(stretch.to.position, lastSize);

    const Leaf first(blocks, starts, source, stretch.from.row);
    const int from = first.positionOf(stretch.from);
    const BlockCut firstCut = first.cut();
    const Leaf last(blocks, starts, source, stretch.to.row);
    const int to = last.positionOf(stretch.to);
    const BlockCut lastCut = last.cut();
    const auto size = [](const BlockCut& cut) { return static_cast<int>(cut.shown().size()); };

    if (first.first() == last.first()) {
        if (from == 0 && to >= size(lastCut)) {
            return last.source();
        }
        // A part of one piece of code is wanted for an editor: as it is, without a fence.
        return last.whole().kind == Block::Kind::Code ? lastCut.shown().mid(from, to - from)
                                                      : lastCut.of(from, to).value_or(last.source());
    }
    QString head;
    qsizetype begin = first.start();
    if (from > 0) {
        if (const auto part = firstCut.of(from, size(firstCut))) {
            head = *part;
            begin = first.end();
        }
    }
    QString tail;
    qsizetype end = last.end();
    if (to < size(lastCut)) {
        if (const auto part = lastCut.of(0, to)) {
            tail = *part;
            end = last.start();
        }
    }
    return head + source.mid(begin, std::max<qsizetype>(0, end - begin)) + tail;
}

} // namespace rivulet::app
