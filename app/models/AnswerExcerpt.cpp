// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/AnswerExcerpt.h"

#include "models/BlockCut.h"
#include "models/JoinedBlock.h"
#include "models/RowContent.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace rivulet::app {

namespace {

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
    Leaf(const TranscriptAnswer& answer, const std::vector<qsizetype>& starts, int block)
        : m_joined(answer.blocks.blocks(), static_cast<std::size_t>(block)) {
        const QStringView source = answer.blocks.source();
        m_start = starts[m_joined.first()];
        const qsizetype limit = m_joined.next() < starts.size() ? starts[m_joined.next()] : source.size();
        m_source = source.sliced(m_start, std::max(limit, m_start) - m_start);
        m_source.truncate(endWithoutBlanks(m_source));
    }

    [[nodiscard]] bool operator==(const Leaf& other) const { return m_start == other.m_start; }
    [[nodiscard]] qsizetype start() const { return m_start; }
    [[nodiscard]] qsizetype end() const { return m_start + m_source.size(); }
    [[nodiscard]] bool isCode() const { return m_joined.block().kind == text::Block::Kind::Code; }
    [[nodiscard]] int size() const { return static_cast<int>(m_joined.shown().size()); }
    [[nodiscard]] QString source() const { return m_source.toString(); }
    [[nodiscard]] QString code(int from, int to) const { return m_joined.literal(from, to); }
    [[nodiscard]] std::optional<QString> cut(int from, int to) const {
        return BlockCut(m_joined, m_source).of(from, to);
    }
    [[nodiscard]] int positionOf(TextPlace place) const {
        return m_joined.positionOf(static_cast<std::size_t>(place.row), place.position);
    }

private:
    JoinedBlock m_joined;
    qsizetype m_start = 0;
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

    const Leaf first(m_answer, starts, stretch.from.row);
    const int from = first.positionOf(stretch.from);
    const Leaf last(m_answer, starts, stretch.to.row);
    const int to = last.positionOf(stretch.to);

    if (first == last) {
        if (from == 0 && to >= last.size()) {
            return last.source();
        }
        // A part of one piece of code is wanted for an editor: as it is, without a fence.
        return last.isCode() ? last.code(from, to) : last.cut(from, to).value_or(last.source());
    }
    QString head;
    qsizetype begin = first.start();
    if (from > 0) {
        if (const auto part = first.cut(from, first.size())) {
            head = *part;
            begin = first.end();
        }
    }
    QString tail;
    qsizetype end = last.end();
    if (to < last.size()) {
        if (const auto part = last.cut(0, to)) {
            tail = *part;
            end = last.start();
        }
    }
    return head + source.mid(begin, std::max<qsizetype>(0, end - begin)) + tail;
}

} // namespace rivulet::app
