// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// The lines of what is no programming language: markup, style sheets, data, diffs, Markdown.
#include "text/CodeScanner.h"

#include <algorithm>

namespace rivulet::text {

namespace {

using Kind = CodeSpan::Kind;
using Shape = CodeSpans::Language::Shape;

/// In markup and Markdown the values of a Carry.
constexpr int insideTag = 0;
constexpr int insideDouble = 1;
constexpr int insideSingle = 2;

bool isNameCharacter(QChar c) {
    return c.isLetterOrNumber() || QStringView(u"-_:.@#").contains(c);
}

} // namespace

void CodeScanner::diffLine() {
    m_at = m_line.size();
    if (m_line.startsWith(u"+++") || m_line.startsWith(u"---") || m_line.startsWith(u"diff ") ||
        m_line.startsWith(u"index "))
        span(0, Kind::Attribute);
    else if (m_line.startsWith(u"@@"))
        span(0, Kind::Preprocessor);
    else if (m_line.startsWith(u'+'))
        span(0, Kind::Added);
    else if (m_line.startsWith(u'-'))
        span(0, Kind::Removed);
}

void CodeScanner::markdownLine() {
    const QStringView text = m_line.trimmed();
    const bool isFence = text.startsWith(u"```") || text.startsWith(u"~~~");
    if (isFence || m_carry.mode == Carry::Mode::Fence) {
        m_at = m_line.size();
        span(0, Kind::String);
        const int sign = text.startsWith(u'~') ? 1 : 0;
        if (isFence && m_carry.mode == Carry::Mode::None)
            m_carry = {Carry::Mode::Fence, 0, sign};
        else if (isFence && m_carry.value == sign)
            m_carry = {};
        return;
    }
    skipSpace();
    const qsizetype start = m_at;
    if (peek() == u'#' || peek() == u'>') {
        const Kind kind = peek() == u'#' ? Kind::Keyword : Kind::Comment;
        m_at = m_line.size();
        span(start, kind);
        return;
    }
    if (QStringView(u"-*+").contains(peek()) && peek(1) == u' ') {
        ++m_at;
        span(start, Kind::Keyword);
    }
    while (!atEnd()) {
        const qsizetype from = m_at;
        if (peek() == u'`' || peek() == u'[') {
            const qsizetype end = m_line.indexOf(peek() == u'`' ? QChar(u'`') : QChar(u']'), m_at + 1);
            const Kind kind = peek() == u'`' ? Kind::String : Kind::Attribute;
            m_at = end < 0 ? m_at + 1 : end + 1;
            if (end >= 0)
                span(from, kind);
            else if (kind == Kind::String || kind == Kind::Attribute)
                m_at = m_line.size();
        } else {
            ++m_at;
        }
    }
}

void CodeScanner::markup() {
    while (!atEnd()) {
        const qsizetype start = m_at;
        if (m_carry.mode == Carry::Mode::BlockComment || startsWith(u"<!--")) {
            m_carry = {Carry::Mode::BlockComment, 0, 0};
            const qsizetype end = m_line.indexOf(u"-->", m_at);
            m_at = end < 0 ? m_line.size() : end + 3;
            if (end >= 0)
                m_carry = {};
            span(start, Kind::Comment);
        } else if (m_carry.mode == Carry::Mode::Tag) {
            tag();
        } else if (peek() == u'<' && (peek(1).isLetter() || QStringView(u"/!?").contains(peek(1)))) {
            m_at += peek(1).isLetter() ? 1 : 2;
            while (isNameCharacter(peek()))
                ++m_at;
            span(start, Kind::Keyword);
            m_carry = {Carry::Mode::Tag, 0, insideTag};
        } else if (peek() == u'&') {
            ++m_at;
            while (peek().isLetterOrNumber() || peek() == u'#')
                ++m_at;
            if (peek() == u';') {
                ++m_at;
                span(start, Kind::Constant);
            }
        } else {
            ++m_at;
        }
    }
}

/// One thing inside of a tag: a value, a name, or its end.
void CodeScanner::tag() {
    const qsizetype start = m_at;
    const QChar c = peek();
    if (m_carry.value != insideTag || c == u'"' || c == u'\'') {
        QChar quote = m_carry.value == insideSingle ? u'\'' : u'"';
        if (m_carry.value == insideTag) {
            quote = c;
            ++m_at;
        }
        const qsizetype end = m_line.indexOf(quote, m_at);
        m_at = end < 0 ? m_line.size() : end + 1;
        m_carry.value = end >= 0 ? insideTag : quote == u'"' ? insideDouble : insideSingle;
        span(start, Kind::String);
    } else if (c == u'>' || ((c == u'/' || c == u'?') && peek(1) == u'>')) {
        m_at += c == u'>' ? 1 : 2;
        span(start, Kind::Keyword);
        m_carry = {};
    } else if (isNameCharacter(c)) {
        while (isNameCharacter(peek()))
            ++m_at;
        span(start, Kind::Attribute);
    } else {
        ++m_at;
    }
}

/// The key, section or target that a line of data starts with.
bool CodeScanner::key() {
    const Shape shape = m_language.shape;
    if (shape != Shape::Yaml && shape != Shape::Ini && shape != Shape::Makefile && shape != Shape::Json)
        return false;
    if (shape == Shape::Yaml)
        while (peek() == u'-' && peek(1) == u' ') {
            ++m_at;
            skipSpace();
        }
    const qsizetype start = m_at;
    if (shape == Shape::Ini && peek() == u'[') {
        while (!atEnd() && peek() != u'#')
            ++m_at;
        span(start, Kind::Type);
        return true;
    }
    if (shape == Shape::Json)
        return false;
    if (shape == Shape::Makefile && start > 0)
        return false;
    qsizetype end = start;
    const QChar quote = peek() == u'"' || peek() == u'\'' ? peek() : QChar();
    if (!quote.isNull())
        end = m_line.indexOf(quote, start + 1) + 1;
    if (!quote.isNull() && end == 0)
        return false;
    const QStringView stops = shape == Shape::Ini ? QStringView(u"=;#") : QStringView(u":#=\"'{}[],");
    while (end < m_line.size() && !stops.contains(m_line[end]))
        ++end;
    if (end >= m_line.size() || end == start || m_line[end] == u'#' || m_line[end] == u';')
        return false;
    const QChar separator = m_line[end];
    const bool spaced = end + 1 == m_line.size() || m_line[end + 1].isSpace();
    if (shape == Shape::Yaml && (separator != u':' || !spaced))
        return false;
    if (shape == Shape::Makefile && separator != u':' && separator != u'=')
        return false;
    while (end > start && m_line[end - 1].isSpace())
        --end;
    m_at = end;
    span(start, shape == Shape::Makefile && separator == u':' ? Kind::Function : Kind::Attribute);
    return true;
}

void CodeScanner::cssWord(qsizetype start, QStringView word) {
    qsizetype next = m_at;
    while (next < m_line.size() && m_line[next] == u' ')
        ++next;
    const QChar after = next < m_line.size() ? m_line[next] : QChar(u'\n');
    if (word.front() == u'#' && m_inValue)
        span(start, Kind::Number);
    else if (word.front() == u'.' || word.front() == u'#')
        span(start, Kind::Type);
    else if (after == u'(')
        span(start, Kind::Function);
    else if (after == u':' && !(next + 1 < m_line.size() && m_line[next + 1].isLetter()))
        span(start, Kind::Attribute);
    else if (after == u'{' || after == u',')
        span(start, Kind::Keyword);
}

} // namespace rivulet::text
