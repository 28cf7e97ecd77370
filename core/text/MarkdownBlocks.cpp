// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/MarkdownBlocks.h"

#include "text/BlockReader.h"

#include <algorithm>

namespace rivulet::text {

namespace {

/// What the parser must not meet: NUL (CommonMark: "must be replaced") and halves of surrogate pairs.
QString sanitised(QStringView line) {
    QString result = line.toString();
    for (qsizetype i = 0; i < result.size(); ++i) {
        const QChar c = std::as_const(result)[i];
        if (c.isHighSurrogate() && i + 1 < result.size() && std::as_const(result)[i + 1].isLowSurrogate())
            ++i;
        else if (c.isNull() || c.isSurrogate())
            result[i] = QChar::ReplacementCharacter;
    }
    return result;
}

/// A block as it is now, without the part of its bulk that an append can't touch.
Block withoutBulk(const Block& block, const BlockReader::Mark& mark) {
    Block rest = withoutBulk(block);
    rest.literal = block.literal.sliced(std::min(mark.lastLiteral, block.literal.size()));
    const std::size_t rows = std::min(mark.lastRows, block.rows.size());
    rest.rows.assign(block.rows.begin() + static_cast<std::ptrdiff_t>(rows), block.rows.end());
    return rest;
}

} // namespace

/// Cuts the text into lines, has whole ones read for good and the last one on trial.
class MarkdownBlocks::Impl {
public:
    QString source;
    BlockReader reader;

    BlockChange append(QStringView text) {
        const Before before = takeBack();
        source += text;
        readWholeLines();
        m_mark = reader.mark();
        const QString rest = sanitised(QStringView(source).sliced(m_read).first(restLength()));
        if (!rest.isEmpty() && (m_insideLine || !reader.isUndecided(rest)))
            read(rest);
        reader.showParagraph();
        return changeSince(before);
    }

    BlockChange finish() {
        const Before before = takeBack();
        if (m_read < source.size() && restLength() > 0)
            read(sanitised(QStringView(source).sliced(m_read).first(restLength())));
        m_read = m_scanned = source.size();
        m_insideLine = false;
        reader.close();
        m_mark = reader.mark();
        return changeSince(before);
    }

private:
    /// The blocks that were shown and may turn out otherwise.
    struct Before {
        BlockReader::Mark mark;
        std::size_t first = 0;
        std::vector<Block> blocks;
    };

    Before takeBack() {
        Before before;
        before.first = m_mark.count - (m_mark.lastMayGrow ? 1 : 0);
        const std::vector<Block>& blocks = reader.blocks();
        for (std::size_t i = before.first; i < blocks.size(); ++i)
            before.blocks.push_back(i < m_mark.count ? withoutBulk(blocks[i], m_mark) : blocks[i]);
        reader.goBack(m_mark);
        before.mark = m_mark;
        return before;
    }

    void read(QStringView piece) {
        if (m_insideLine)
            reader.readMore(piece);
        else
            reader.readLine(piece);
    }

    /// CommonMark: "a line ending is a line feed, a carriage return, or both". A carriage return at the very
    /// end may be the first half of both, so it ends no line yet.
    void readWholeLines() {
        for (; m_scanned < source.size(); ++m_scanned) {
            if (m_scanned - m_read >= BlockReader::longestParagraph &&
                m_scanned - m_read >= reader.longestPiece(QStringView(source).sliced(m_read)))
                cutLine();
            const QChar c = std::as_const(source)[m_scanned];
            if (c != u'\n' && c != u'\r')
                continue;
            if (c == u'\r' && m_scanned + 1 == source.size())
                return;
            const bool both = c == u'\r' && std::as_const(source)[m_scanned + 1] == u'\n';
            if (!m_insideLine || m_scanned > m_read)
                read(sanitised(QStringView(source).sliced(m_read, m_scanned - m_read)));
            if (both)
                ++m_scanned;
            m_read = m_scanned + 1;
            m_insideLine = false;
        }
    }

    void cutLine() {
        qsizetype end = m_scanned;
        if (std::as_const(source)[end].isLowSurrogate() && std::as_const(source)[end - 1].isHighSurrogate())
            --end;
        read(sanitised(QStringView(source).sliced(m_read, end - m_read)));
        m_read = end;
        m_insideLine = true;
    }

    [[nodiscard]] qsizetype restLength() const {
        return source.size() - m_read - (source.endsWith(u'\r') && source.size() > m_read ? 1 : 0);
    }

    [[nodiscard]] BlockChange changeSince(const Before& before) const {
        const std::vector<Block>& blocks = reader.blocks();
        const auto isSame = [&](std::size_t i) {
            const std::size_t index = before.first + i;
            return index < before.mark.count ? withoutBulk(blocks[index], before.mark) == before.blocks[i]
                                             : blocks[index] == before.blocks[i];
        };
        std::size_t oldCount = before.blocks.size();
        std::size_t newCount = blocks.size() - before.first;
        std::size_t same = 0;
        while (same < oldCount && same < newCount && isSame(same))
            ++same;
        if (oldCount == newCount)
            for (; oldCount > same && isSame(oldCount - 1); --newCount)
                --oldCount;
        if (same == oldCount && same == newCount)
            return {};
        const std::size_t replaced = std::min(oldCount, newCount) - same;
        return {static_cast<qsizetype>(before.first + same), static_cast<qsizetype>(replaced),
                static_cast<qsizetype>(newCount - same - replaced),
                static_cast<qsizetype>(oldCount - same - replaced)};
    }

    BlockReader::Mark m_mark;
    qsizetype m_read = 0;    ///< up to here the source was read for good
    qsizetype m_scanned = 0; ///< up to here no line end was found
    bool m_insideLine = false;
};

MarkdownBlocks::MarkdownBlocks()
    : m(std::make_unique<Impl>()) {}

MarkdownBlocks::~MarkdownBlocks() = default;

BlockChange MarkdownBlocks::append(QStringView text) {
    return m->append(text);
}

BlockChange MarkdownBlocks::finish() {
    return m->finish();
}

void MarkdownBlocks::clear() {
    m = std::make_unique<Impl>();
}

const std::vector<Block>& MarkdownBlocks::blocks() const {
    return m->reader.blocks();
}

const QString& MarkdownBlocks::source() const {
    return m->source;
}

qsizetype MarkdownBlocks::unitsRead() const {
    return m->reader.unitsRead();
}

} // namespace rivulet::text
