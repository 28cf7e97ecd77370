// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/BlockCut.h"

#include "RichText.h"
#include "text/MarkdownBlocks.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace rivulet::app {

namespace {

using text::Block;
using text::Run;

/// One character as it is seen.
struct Sign {
    QChar character;
    unsigned styles = 0;
    QString target;
    friend bool operator==(const Sign&, const Sign&) = default;
};

std::vector<Sign> signsOf(const std::vector<Run>& runs) {
    std::vector<Sign> signs;
    for (const Run& run : runs) {
        for (const QChar c : RichText::shown(run)) {
            // White space looks the same in any weight and slant.
            signs.push_back(c.isSpace() && (run.styles & Run::Code) == 0
                                ? Sign{u' ', c == u'\n' ? unsigned{Run::LineBreak} : 0, {}}
                                : Sign{c, run.styles, run.target});
        }
    }
    return signs;
}

bool isProse(const Block& block) {
    return block.kind == Block::Kind::Paragraph || block.kind == Block::Kind::Heading;
}

bool isMaths(const Run& run) {
    return (run.styles & Run::Math) != 0;
}

/// Beyond the marks that are closed here, and where they lead to.
qsizetype behindMarks(QStringView source, qsizetype at) {
    for (; at >= 0 && at < source.size() && QStringView(u"*_`~]").contains(source[at]); ++at) {
        if (source[at] == u']' && source.sliced(at + 1).startsWith(u'(')) {
            const qsizetype close = source.indexOf(u')', at);
            return close < 0 ? source.size() : close + 1;
        }
    }
    return at;
}

qsizetype beforeMarks(QStringView source, qsizetype at) {
    while (at > 0 && QStringView(u"*_`~[").contains(source[at - 1])) {
        --at;
    }
    return at;
}

QString escaped(const QString& text) {
    QString result;
    for (const QChar c : text) {
        if (QStringView(u"\\`*_[]<>~|&$").contains(c)) {
            result += u'\\';
        }
        result += c;
    }
    return result;
}

/// One run as Markdown, its white space left outside of its marks.
QString markdownOf(const QString& text, const Run& run) {
    if ((run.styles & Run::LineBreak) != 0) {
        return QStringLiteral("\\\n");
    }
    if ((run.styles & Run::Code) != 0) {
        QString ticks(1, u'`');
        while (text.contains(ticks)) {
            ticks += u'`';
        }
        const QString room = text.startsWith(u'`') || text.endsWith(u'`') ? QStringLiteral(" ") : QString();
        return ticks + room + text + room + ticks;
    }
    const QString words = text.trimmed();
    if (words.isEmpty()) {
        return text;
    }
    QString inner = escaped(words);
    const auto wrap = [&](unsigned style, const QString& mark) {
        if ((run.styles & style) != 0) {
            inner = mark + inner + mark;
        }
    };
    wrap(Run::Emphasis, QStringLiteral("*"));
    wrap(Run::Strong, QStringLiteral("**"));
    wrap(Run::Strikethrough, QStringLiteral("~~"));
    if (!run.target.isEmpty()) {
        inner = QStringLiteral("[%1](<%2>)").arg(inner, run.target);
    }
    const qsizetype before = text.indexOf(words);
    return text.first(before) + inner + text.sliced(before + words.size());
}

} // namespace

std::optional<QString> BlockCut::of(int from, int to) const {
    if (m_block.kind == Block::Kind::Code) {
        return fenced(from, to);
    }
    if (!isProse(m_block)) {
        return fromSource(from, to);
    }
    // At the edges of a paragraph white space is nothing in Markdown.
    while (from < to && m_shown[to - 1].isSpace()) {
        --to;
    }
    while (from < to && m_shown[from].isSpace()) {
        ++from;
    }
    if (from == to) {
        return QString();
    }
    // A part of a formula is none.
    int start = 0;
    for (const Run& run : m_block.runs) {
        const int end = start + static_cast<int>(RichText::shown(run).size());
        if (isMaths(run) && from < end && to > start) {
            from = std::min(from, start);
            to = std::max(to, end);
        }
        start = end;
    }
    const auto trimmed = fromSource(from, to);
    return trimmed ? trimmed : fromLooks(from, to);
}

bool BlockCut::shows(const QString& markdown, int from, int to) const {
    text::MarkdownBlocks read;
    read.append(markdown);
    read.finish();
    if (read.blocks().empty()) {
        return false;
    }
    const JoinedBlock leaf(read.blocks(), 0);
    if (leaf.next() != read.blocks().size()) {
        return false;
    }
    const Block& block = leaf.block();
    // Without its beginning it is the paragraph, not the heading or the item.
    const bool begins = from == 0;
    const bool sameKind =
        begins ? block.kind == m_block.kind && block.level == m_block.level && block.marker == m_block.marker
               : block.listDepth == 0 && block.quoteDepth == 0 &&
                     (isProse(m_block) ? block.kind == Block::Kind::Paragraph : block.kind == m_block.kind);
    if (!sameKind) {
        return false;
    }
    if (!isProse(m_block)) {
        return leaf.shown() == QStringView(m_shown).sliced(from, to - from);
    }
    const std::vector<Sign> wanted = signsOf(m_block.runs);
    const std::vector<Sign> found = signsOf(block.runs);
    return to <= static_cast<int>(wanted.size()) &&
           std::equal(wanted.begin() + from, wanted.begin() + to, found.begin(), found.end());
}

qsizetype BlockCut::sourceOf(int position) const {
    qsizetype at = -1;
    int i = 0;
    const auto step = [&] {
        const QChar c = m_shown[i++];
        ++at;
        if (c.isSpace()) {
            while (at < m_source.size() && !m_source[at].isSpace()) {
                ++at;
            }
        } else {
            at = m_source.indexOf(c, at);
        }
        return at >= 0 && at < m_source.size();
    };
    // Maths is written otherwise than it is shown: it is found as a whole.
    for (const Run& run : m_block.runs) {
        const int end = std::min(i + static_cast<int>(RichText::shown(run).size()), position + 1);
        if (isMaths(run)) {
            const qsizetype start = m_source.indexOf(run.text, at + 1);
            const bool isFirst = position == i;
            at = start + (isFirst ? 0 : run.text.size() - 1);
            i = end;
            if (start < 0) {
                return -1;
            }
        }
        while (i < end) {
            if (!step()) {
                return -1;
            }
        }
    }
    while (i <= position && i < m_shown.size()) { // the cells of a table
        if (!step()) {
            return -1;
        }
    }
    return at;
}

std::optional<QString> BlockCut::fromSource(int from, int to) const {
    // Marks stand between two characters that are shown: they belong to the one, the other or neither.
    std::vector<qsizetype> begins{0};
    if (from > 0) {
        begins = {sourceOf(from), beforeMarks(m_source, sourceOf(from)), sourceOf(from - 1) + 1};
    }
    std::vector<qsizetype> ends{m_source.size()};
    if (to < m_shown.size()) {
        const qsizetype behind = sourceOf(to - 1) + 1;
        ends = {behind, behindMarks(m_source, behind), sourceOf(to)};
    }
    for (const qsizetype begin : begins) {
        for (const qsizetype end : ends) {
            if (begin < 0 || end <= begin) {
                continue;
            }
            QString candidate = m_source.sliced(begin, end - begin).toString();
            if (shows(candidate, from, to)) {
                return candidate;
            }
        }
    }
    return {};
}

std::optional<QString> BlockCut::fromLooks(int from, int to) const {
    QString candidate;
    if (from == 0) {
        candidate = m_source.first(std::max<qsizetype>(0, sourceOf(0))).toString();
        while (!candidate.isEmpty() && !candidate.back().isSpace()) {
            candidate.chop(1); // the first character's own marks
        }
    }
    int at = 0;
    for (const Run& run : m_block.runs) {
        const QString text = RichText::shown(run);
        const int begin = std::clamp(from - at, 0, static_cast<int>(text.size()));
        const int end = std::clamp(to - at, 0, static_cast<int>(text.size()));
        at += static_cast<int>(text.size());
        if (begin < end && isMaths(run)) {
            candidate += run.text;
        } else if (begin < end) {
            candidate += markdownOf(text.sliced(begin, end - begin), run);
        }
    }
    return shows(candidate, from, to) ? std::optional(candidate) : std::nullopt;
}

std::optional<QString> BlockCut::fenced(int from, int to) const {
    const QString part = m_leaf.literal(from, to);
    QString fence(3, u'`');
    while (part.contains(fence)) {
        fence += u'`';
    }
    QString candidate = fence + m_block.language + u'\n' + part + u'\n' + fence;
    text::MarkdownBlocks read;
    read.append(candidate);
    read.finish();
    if (read.blocks().empty()) {
        return std::nullopt;
    }
    const JoinedBlock leaf(read.blocks(), 0);
    const Block& block = leaf.block();
    const bool exact = leaf.next() == read.blocks().size() && block.kind == Block::Kind::Code &&
                       block.literal == part && block.language == m_block.language;
    return exact ? std::optional(candidate) : std::nullopt;
}

} // namespace rivulet::app
