// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/JoinedBlock.h"

#include "models/RowContent.h"
#include "text/ShownText.h"

#include <algorithm>

namespace rivulet::app {

using text::Block;
using text::ShownText;
using Joint = text::Block::Joint;

JoinedBlock::JoinedBlock(const std::vector<Block>& blocks, std::size_t part)
    : m_first(part) {
    const auto isRest = [&](std::size_t number) { return blocks[number].joint != Joint::None; };
    while (m_first > 0 && isRest(m_first)) {
        --m_first;
    }
    m_block = blocks[m_first];
    m_shown = RowContent::shown(m_block);
    m_parts.push_back({});
    for (std::size_t rest = m_first + 1; rest < blocks.size() && isRest(rest); ++rest) {
        const Block& block = blocks[rest];
        const QString joint = text::textOf(block.joint);
        m_shown += joint;
        m_block.literal += joint;
        m_parts.push_back({static_cast<int>(m_shown.size()), static_cast<int>(m_block.literal.size())});
        m_shown += RowContent::shown(block);
        m_block.literal += block.literal;
        m_block.rows.insert(m_block.rows.end(), block.rows.begin(), block.rows.end());
        if (!joint.isEmpty()) {
            m_block.runs.push_back({joint, text::Run::Plain, {}});
        }
        m_block.runs.insert(m_block.runs.end(), block.runs.begin(), block.runs.end());
    }
}

int JoinedBlock::positionOf(std::size_t part, int position) const {
    return m_parts[part - m_first].shown + position;
}

QString JoinedBlock::literal(int from, int to) const {
    const qsizetype begin = literalAt(from, Edge::Begin);
    return m_block.literal.sliced(begin, std::max(literalAt(to, Edge::End), begin) - begin);
}

qsizetype JoinedBlock::literalAt(int position, Edge edge) const {
    const auto behind = std::ranges::upper_bound(m_parts, position, {}, &Part::shown);
    const Part& part = *std::prev(behind);
    const qsizetype end = behind == m_parts.end() ? m_block.literal.size() : behind->literal;
    const QString text = m_block.literal.sliced(part.literal, end - part.literal);
    const qsizetype wanted = position - part.shown;
    // What is shown of a beginning is the beginning of what is shown.
    const auto sizeOf = [&](qsizetype length) { return ShownText::code(text.first(length)).size(); };
    qsizetype low = 0;
    for (qsizetype high = text.size(); low < high;) {
        const qsizetype middle = (low + high + 1) / 2;
        if (sizeOf(middle) <= wanted) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    const qsizetype missing = wanted - sizeOf(low);
    // Where a long line is folded nothing was written.
    const bool isFold = missing == 1 && m_shown[position - 1] == u'\n';
    if (missing > 0 && !isFold && edge == Edge::End && low < text.size()) {
        low += text[low].isHighSurrogate() ? 2 : 1;
    }
    return part.literal + std::min(low, text.size());
}

} // namespace rivulet::app
