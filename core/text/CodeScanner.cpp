// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/CodeScanner.h"

#include <algorithm>
#include <utility>

namespace rivulet::text {

namespace {

using Kind = CodeSpan::Kind;
using Language = CodeSpans::Language;

constexpr int modeBits = 3;
constexpr int ruleBits = 4;

bool isDigit(QChar c) {
    return c >= u'0' && c <= u'9';
}

bool isWordStart(QChar c) {
    return c.isLetter() || c == u'_' || c.isSurrogate();
}

} // namespace

Carry Carry::fromState(int state) {
    const auto bits = static_cast<unsigned>(state);
    Carry carry;
    carry.mode =
        static_cast<Mode>(std::min(bits & ((1U << modeBits) - 1), static_cast<unsigned>(Mode::Fence)));
    carry.rule = static_cast<int>((bits >> modeBits) & ((1U << ruleBits) - 1));
    carry.value = static_cast<int>((bits >> (modeBits + ruleBits)) & ((1U << Carry::valueBits) - 1));
    return carry;
}

int Carry::state() const {
    const int bounded = std::clamp(value, 0, (1 << Carry::valueBits) - 1);
    return mode == Mode::None ? 0
                              : static_cast<int>(mode) | rule << modeBits | bounded << (modeBits + ruleBits);
}

CodeScanner::CodeScanner(const Language& language, QStringView line, int state, std::vector<CodeSpan>& spans)
    : m_language(language)
    , m_line(line)
    , m_spans(spans)
    , m_carry(Carry::fromState(state)) {}

int CodeScanner::scan() {
    switch (m_language.shape) {
    case Language::Shape::Diff:
        diffLine();
        break;
    case Language::Shape::Markdown:
        markdownLine();
        break;
    case Language::Shape::Markup:
        markup();
        break;
    default:
        code();
        break;
    }
    return m_next.mode == Carry::Mode::None ? m_carry.state() : m_next.state();
}

QChar CodeScanner::peek(qsizetype ahead) const {
    const qsizetype at = m_at + ahead;
    return at >= 0 && at < m_line.size() ? m_line[at] : QChar(u'\n');
}

void CodeScanner::span(qsizetype start, CodeSpan::Kind kind) {
    if (m_at > start)
        m_spans.push_back({static_cast<int>(start), static_cast<int>(m_at - start), kind});
}

void CodeScanner::skipSpace() {
    while (!atEnd() && (peek() == u' ' || peek() == u'\t'))
        ++m_at;
}

void CodeScanner::code() {
    if (!goOn())
        return;
    skipSpace();
    if (directive() || key()) { // what stands first in a line
    }
    while (!atEnd()) {
        skipSpace();
        if (atEnd())
            break;
        if (attribute() || comment() || startHeredoc() || startString(m_at) || number() || variable() ||
            word())
            continue;
        // In a style sheet "#fff" is a colour behind a colon, and an element's name elsewhere.
        const QChar sign = peek();
        ++m_at;
        if (sign == u':')
            m_inValue = !peek().isLetter();
        else if (sign == u'{' || sign == u';' || sign == u'}')
            m_inValue = false;
    }
}

/// Finishes what is open; false if it takes the whole line.
bool CodeScanner::goOn() {
    switch (m_carry.mode) {
    case Carry::Mode::BlockComment:
        if (m_language.blockClose.isEmpty()) // not a state of this language
            m_carry = {};
        else
            blockComment(0);
        break;
    case Carry::Mode::String:
        if (static_cast<std::size_t>(m_carry.rule) < m_language.strings.size())
            string(0);
        else
            m_carry = {};
        break;
    case Carry::Mode::Heredoc:
        return heredoc();
    case Carry::Mode::None:
    case Carry::Mode::Tag:
    case Carry::Mode::Fence:
        break;
    }
    return !atEnd() || m_carry.mode == Carry::Mode::None;
}

void CodeScanner::blockComment(qsizetype start) {
    const bool nests = m_language.blockComments == Language::BlockComments::Nested;
    while (!atEnd()) {
        if (startsWith(m_language.blockClose)) {
            m_at += m_language.blockClose.size();
            if (--m_carry.value <= 0) {
                m_carry = {};
                break;
            }
        } else if (nests && startsWith(m_language.blockOpen)) {
            m_at += m_language.blockOpen.size();
            ++m_carry.value;
        } else {
            ++m_at;
        }
    }
    span(start, Kind::Comment);
}

bool CodeScanner::comment() {
    const qsizetype start = m_at;
    if (!m_language.blockOpen.isEmpty() && startsWith(m_language.blockOpen)) {
        m_at += m_language.blockOpen.size();
        m_carry = {Carry::Mode::BlockComment, 0, 1};
        blockComment(start);
        return true;
    }
    for (const QString& opener : m_language.lineComments) {
        if (!startsWith(opener))
            continue;
        // In shells a hash sign within a word, or after "$", is none.
        const bool inWord =
            start > 0 && !peek(-1).isSpace() && QStringView(u";(){}[],").indexOf(peek(-1)) < 0;
        if (opener == u"#" && inWord)
            continue;
        m_at = m_line.size();
        span(start, Kind::Comment);
        return true;
    }
    return false;
}

bool CodeScanner::directive() {
    if (m_language.directive.isNull() || peek() != m_language.directive || atEnd())
        return false;
    const qsizetype start = m_at++;
    skipSpace();
    const qsizetype name = m_at;
    while (peek().isLetter())
        ++m_at;
    const bool includes = m_line.sliced(name, m_at - name) == u"include";
    span(start, Kind::Preprocessor);
    skipSpace();
    if (const qsizetype end = m_line.indexOf(u'>', m_at); includes && peek() == u'<' && end > 0) {
        const qsizetype file = m_at;
        m_at = end + 1;
        span(file, Kind::String);
    }
    return true;
}

bool CodeScanner::attribute() {
    const qsizetype start = m_at;
    if (!m_language.attributeOpen.isEmpty() &&
        (startsWith(m_language.attributeOpen) || (peek() == u'#' && peek(1) == u'!' && peek(2) == u'['))) {
        int depth = 0;
        do {
            depth += peek() == u'[' ? 1 : peek() == u']' ? -1 : 0;
            ++m_at;
        } while (!atEnd() && (depth > 0 || m_at < start + 2));
        span(start, Kind::Attribute);
        return true;
    }
    if (m_language.decorator.isNull() || peek() != m_language.decorator)
        return false;
    qsizetype ahead = 1;
    while (peek(ahead) == m_language.decorator)
        ++ahead;
    if (!isWordStart(peek(ahead)))
        return false;
    m_at += ahead;
    while (isWordStart(peek()) || isDigit(peek()) || peek() == u'.' || m_language.wordSigns.contains(peek()))
        ++m_at;
    span(start, Kind::Attribute);
    return true;
}

bool CodeScanner::variable() {
    if (m_language.variable.isNull() || peek() != m_language.variable)
        return false;
    const qsizetype start = m_at++;
    if (peek() == u'{' || (peek() == u'(' && m_language.shape == Language::Shape::Makefile)) {
        const QChar closer = peek() == u'{' ? u'}' : u')';
        const qsizetype end = m_line.indexOf(closer, m_at);
        m_at = end < 0 ? m_line.size() : end + 1;
    } else if (isWordStart(peek())) {
        while (isWordStart(peek()) || isDigit(peek()))
            ++m_at;
        const auto known =
            m_language.words.constFind(m_line.sliced(start, m_at - start).toString().toLower());
        if (known != m_language.words.cend()) {
            span(start, *known);
            return true;
        }
    } else if (!atEnd() && (isDigit(peek()) || QStringView(u"?!@*#$<^_").contains(peek()))) {
        ++m_at;
    } else {
        return true;
    }
    span(start, Kind::Constant);
    return true;
}

bool CodeScanner::number() {
    const bool startsWithPoint = peek() == u'.' && peek(-1) != u'.' && isDigit(peek(1));
    if (!isDigit(peek()) && !startsWithPoint)
        return false;
    const qsizetype start = m_at;
    while (!atEnd()) {
        const QChar c = peek();
        const bool exponentSign = (c == u'+' || c == u'-') && m_at > start &&
                                  QStringView(u"eEpP").contains(m_line[m_at - 1]) && isDigit(peek(1));
        const bool separator = c == u'\'' && isDigit(peek(1)) && m_at > start && isDigit(m_line[m_at - 1]);
        // Two dots are a range.
        const bool point = c == u'.' && peek(1) != u'.' && !(m_at > start && m_line[m_at - 1] == u'.');
        if (!c.isLetterOrNumber() && c != u'_' && c != u'%' && !exponentSign && !separator && !point)
            break;
        ++m_at;
        if (c == u'%')
            break;
    }
    span(start, Kind::Number);
    return true;
}

bool CodeScanner::word() {
    const bool signedWord = m_language.wordSigns.contains(u'-') && peek() == u'-' && isWordStart(peek(1));
    const bool dollarWord = m_language.wordSigns.contains(u'$') && peek() == u'$';
    if (!isWordStart(peek()) && !signedWord && !dollarWord) {
        if (m_language.shape == Language::Shape::Css && (peek() == u'#' || peek() == u'.')) {
            const qsizetype start = m_at++;
            while (isWordStart(peek()) || isDigit(peek()) || peek() == u'-')
                ++m_at;
            cssWord(start, m_line.sliced(start, m_at - start));
            return true;
        }
        return false;
    }
    const qsizetype start = m_at++;
    while (isWordStart(peek()) || isDigit(peek()) || m_language.wordSigns.contains(peek())) {
        // A sign belongs to the word only inside of it or, like Ruby's "?", at its very end.
        ++m_at;
    }
    const QStringView text = m_line.sliced(start, m_at - start);
    const bool isPrefix = text.size() <= 3 && !m_language.stringPrefixes.isEmpty() &&
                          std::all_of(text.begin(), text.end(),
                                      [this](QChar c) { return m_language.stringPrefixes.contains(c); });
    if (isPrefix && (peek() == u'"' || peek() == u'\'') && startString(start))
        return true;
    // Openers that begin with letters, such as R"( and r#".
    if (const qsizetype end = m_at; peek() == u'"' || peek() == u'#') {
        for (qsizetype from = std::max(start, end - 2); from < end; ++from) {
            m_at = from;
            if (startString(start))
                return true;
        }
        m_at = end;
    }
    if (m_language.shape == Language::Shape::Css)
        cssWord(start, text);
    else
        classify(start, text);
    return true;
}

void CodeScanner::classify(qsizetype start, QStringView word) {
    const bool isMember = start > 0 && m_line[start - 1] == u'.' && !(start > 1 && m_line[start - 2] == u'.');
    const QString key =
        m_language.wordCase == Language::Case::Ignored ? word.toString().toLower() : word.toString();
    const auto known = m_language.words.constFind(key);
    if (known != m_language.words.cend() && !isMember) {
        span(start, *known);
        return;
    }
    qsizetype next = m_at;
    while (next < m_line.size() && m_line[next] == u' ')
        ++next;
    const bool isMacro = next < m_line.size() && m_line[next] == u'!' &&
                         !m_language.attributeOpen.isEmpty() && next + 1 < m_line.size() &&
                         QStringView(u"([{").contains(m_line[next + 1]);
    const bool isCapital = m_language.capitals == Language::Capitals::Types && word.front().isUpper();
    if (isCapital && !isMember)
        span(start, Kind::Type);
    else if (isMacro || (next < m_line.size() && m_line[next] == u'('))
        span(start, Kind::Function);
}

} // namespace rivulet::text
