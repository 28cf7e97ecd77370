// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// The strings of a line of code, in all the ways languages write them.
#include "text/CodeScanner.h"

#include <algorithm>
#include <cstdint>

namespace rivulet::text {

namespace {

using Kind = CodeSpan::Kind;
using Form = StringRule::Form;

/// A small number for a word, so that a state can tell it again: FNV-1a, folded.
int fingerprint(QStringView word) {
    std::uint32_t hash = 2166136261U;
    for (const QChar c : word)
        hash = (hash ^ c.unicode()) * 16777619U;
    return static_cast<int>((hash ^ (hash >> Carry::valueBits)) & ((1U << Carry::valueBits) - 1));
}

} // namespace

/// Where `c` stands within the reach of a raw string's delimiter (C++: at most 16 characters), or -1.
qsizetype CodeScanner::indexSoon(QChar c) const {
    constexpr qsizetype reach = 19;
    const qsizetype index = m_line.sliced(m_at, std::min(reach, m_line.size() - m_at)).indexOf(c);
    return index < 0 ? -1 : m_at + index;
}

/// How long the opener of `rule` at m_at is, and what its end will have to match; 0 if it does not open here.
CodeScanner::Opener CodeScanner::openerOf(const StringRule& rule) const {
    Opener opener{rule.open.size(), 0};
    switch (rule.form) {
    case Form::Hashed: {
        // The '#'s stand before the quote and behind the letters that say "raw".
        const qsizetype letters = rule.open.indexOf(u'"');
        if (!startsWith(QStringView(rule.open).first(letters)))
            return {};
        while (peek(letters + opener.value) == u'#')
            ++opener.value;
        const QStringView quotes = QStringView(rule.open).sliced(letters);
        const qsizetype at = std::min(m_at + letters + opener.value, m_line.size());
        opener.length += opener.value;
        return m_line.sliced(at).startsWith(quotes) ? opener : Opener{};
    }
    case Form::Delimited: {
        const qsizetype paren = startsWith(rule.open) ? indexSoon(u'(') : -1;
        if (paren < 0)
            return {};
        opener.value = fingerprint(m_line.sliced(m_at + opener.length, paren - m_at - opener.length));
        opener.length = paren - m_at + 1;
        return opener;
    }
    case Form::Levelled:
        if (peek() != u'[')
            return {};
        while (peek(1 + opener.value) == u'=')
            ++opener.value;
        opener.length = opener.value + 2;
        return peek(1 + opener.value) == u'[' ? opener : Opener{};
    case Form::Character: {
        const qsizetype width = peek(1).isHighSurrogate() ? 2 : 1;
        const bool isCharacter = peek(1) == u'\\' || (peek(1) != u'\'' && peek(1 + width) == u'\'');
        return startsWith(rule.open) && isCharacter ? opener : Opener{};
    }
    case Form::OneLine:
    case Form::ManyLines:
        break;
    }
    return startsWith(rule.open) ? opener : Opener{};
}

/// How long the end of the open string at m_at is; 0 if it does not end here.
qsizetype CodeScanner::closerOf(const StringRule& rule) const {
    const int value = m_carry.value;
    switch (rule.form) {
    case Form::Hashed: {
        if (!startsWith(rule.close))
            return 0;
        for (int i = 0; i < value; ++i)
            if (peek(rule.close.size() + i) != u'#')
                return 0;
        return rule.close.size() + value;
    }
    case Form::Delimited: {
        const qsizetype quote = peek() == u')' ? indexSoon(u'"') : -1;
        if (quote < 0 || fingerprint(m_line.sliced(m_at + 1, quote - m_at - 1)) != value)
            return 0;
        return quote - m_at + 1;
    }
    case Form::Levelled:
        if (peek() != u']')
            return 0;
        for (int i = 1; i <= value; ++i)
            if (peek(i) != u'=')
                return 0;
        return peek(value + 1) == u']' ? value + 2 : 0;
    case Form::OneLine:
    case Form::ManyLines:
    case Form::Character:
        break;
    }
    return startsWith(rule.close) ? rule.close.size() : 0;
}

/// Goes on to the end of the string that m_carry describes.
void CodeScanner::string(qsizetype start) {
    const StringRule& rule = m_language.strings[static_cast<std::size_t>(m_carry.rule)];
    while (!atEnd()) {
        if (!rule.escape.isNull() && peek() == rule.escape && m_carry.value == 0) {
            m_at = std::min(m_at + 2, m_line.size());
        } else if (const qsizetype length = closerOf(rule); length > 0) {
            m_at += length;
            m_carry = {};
            break;
        } else {
            ++m_at;
        }
    }
    if (rule.form == Form::OneLine || rule.form == Form::Character)
        m_carry = {};
    // JSON's keys are strings, too; a colon tells them.
    qsizetype next = 0;
    while (peek(next) == u' ')
        ++next;
    const bool isKey = m_language.shape == CodeSpans::Language::Shape::Json && peek(next) == u':';
    span(start, isKey ? Kind::Attribute : Kind::String);
}

/// A string that opens at m_at and whose colour begins at `start`.
bool CodeScanner::startString(qsizetype start) {
    for (std::size_t i = 0; i < m_language.strings.size(); ++i) {
        const Opener opener = openerOf(m_language.strings[i]);
        if (opener.length == 0)
            continue;
        m_at += opener.length;
        m_carry = {Carry::Mode::String, static_cast<int>(i), opener.value};
        string(start);
        return true;
    }
    return false;
}

bool CodeScanner::startHeredoc() {
    if (m_language.heredoc.isEmpty() || !startsWith(m_language.heredoc) || m_next.mode != Carry::Mode::None)
        return false;
    qsizetype at = m_at + m_language.heredoc.size();
    while (at < m_line.size() && (m_line[at] == u'-' || m_line[at] == u'~'))
        ++at;
    if (m_language.heredoc == u"<<<" && at < m_line.size() && m_line[at] == u' ')
        ++at;
    const QChar quote =
        at < m_line.size() && (m_line[at] == u'"' || m_line[at] == u'\'') ? m_line[at] : QChar();
    if (!quote.isNull())
        ++at;
    const qsizetype start = at;
    while (at < m_line.size() && (m_line[at].isLetterOrNumber() || m_line[at] == u'_'))
        ++at;
    // "a << b" and "1 << 2" are shifts: the word of a heredoc is by custom in capitals.
    const QStringView word = m_line.sliced(start, at - start);
    if (word.isEmpty() || !word.front().isUpper())
        return false;
    m_next = {Carry::Mode::Heredoc, 0, fingerprint(word)};
    const qsizetype before = m_at;
    m_at = at + (quote.isNull() ? 0 : 1);
    m_at = std::min(m_at, m_line.size());
    span(before, Kind::String);
    return true;
}

bool CodeScanner::heredoc() {
    QStringView word = m_line.trimmed();
    while (word.endsWith(u';') || word.endsWith(u')') || word.endsWith(u','))
        word.chop(1);
    if (fingerprint(word) == m_carry.value)
        m_carry = {};
    m_at = m_line.size();
    span(0, Kind::String);
    return false;
}

} // namespace rivulet::text
