// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
// The half of MathText that finds maths among words.
#include "text/MathText.h"

#include <algorithm>

namespace rivulet::text {

namespace {

/// Longer ones are prose between two signs that mean something else.
constexpr qsizetype longestInline = 600;
constexpr qsizetype longestBetweenDollars = 240;
/// A leaf of so many is no text of a person.
constexpr std::size_t mostSpans = 500;

bool isWordCharacter(QChar c) {
    return c.isLetterOrNumber() || c == u'_';
}

/// So many letters in a row, not of a command, are a word.
bool hasWords(QStringView inside) {
    qsizetype run = 0;
    bool isCommand = false;
    for (const QChar c : inside) {
        if (c == u'\\') {
            isCommand = true;
            run = 0;
        } else if (c.isLetter()) {
            if (!isCommand && ++run >= 3)
                return true;
        } else {
            isCommand = false;
            run = 0;
        }
    }
    return false;
}

/// What may stand between two single dollar signs: no price, no shell's variable, no prose.
bool isMathematical(QStringView inside) {
    if (inside.isEmpty() || inside.size() > longestBetweenDollars || inside.front().isSpace() ||
        inside.back().isSpace())
        return false;
    const bool hasCommand = inside.contains(u'\\');
    const bool hasSigns = std::any_of(inside.begin(), inside.end(),
                                      [](QChar c) { return QStringView(u"^_=<>+{}|").contains(c); });
    if (hasCommand)
        return true;
    if (hasWords(inside))
        return false;
    if (hasSigns)
        return true;
    const bool isShort = inside.size() <= 24;
    const bool isTerm = std::all_of(inside.begin(), inside.end(), [](QChar c) {
        return c.isLetterOrNumber() || QStringView(u" ()[],.;:'-*/!").contains(c);
    });
    return isShort && isTerm && (!inside.contains(u' ') || inside.contains(u','));
}

class Finder {
public:
    explicit Finder(QStringView text)
        : m_text(text) {}

    std::vector<MathText::Span> find() {
        while (m_at < m_text.size() && m_spans.size() < mostSpans) {
            const QChar c = m_text[m_at];
            if (c == u'`')
                skipCode();
            else if (c == u'\\')
                backslash();
            else if (c == u'$')
                dollar();
            else
                ++m_at;
        }
        return std::move(m_spans);
    }

private:
    [[nodiscard]] qsizetype runOf(QChar c, qsizetype at) const {
        qsizetype end = at;
        while (end < m_text.size() && m_text[end] == c)
            ++end;
        return end - at;
    }
    void skipCode() {
        const qsizetype length = runOf(u'`', m_at);
        for (qsizetype at = m_text.indexOf(u'`', m_at + length); at >= 0; at = m_text.indexOf(u'`', at)) {
            const qsizetype run = runOf(u'`', at);
            at += run;
            if (run == length) {
                m_at = at;
                return;
            }
        }
        m_at += length;
    }
    void take(qsizetype end) {
        m_spans.push_back({m_at, end - m_at});
        m_at = end;
    }
    void backslash() {
        const QChar next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : QChar();
        if (next == u'(' || next == u'[') {
            const QStringView close = next == u'(' ? u"\\)" : u"\\]";
            const QStringView rest =
                m_text.sliced(m_at + 2).first(std::min(longestInline, m_text.size() - m_at - 2));
            const qsizetype end = rest.indexOf(close);
            if (end > 0 && !rest.first(end).trimmed().isEmpty() && !rest.first(end).contains(u'`')) {
                take(m_at + 2 + end + 2);
                return;
            }
        }
        m_at += 2;
    }
    void dollar() {
        const qsizetype run = runOf(u'$', m_at);
        const bool opens = m_at == 0 || !isWordCharacter(m_text[m_at - 1]);
        const qsizetype limit = std::min(m_text.size(), m_at + run + longestInline);
        for (qsizetype at = m_at + run; opens && run <= 2 && at < limit; ++at) {
            if (m_text[at] == u'`')
                break;
            if (m_text[at] == u'\\') {
                ++at;
                continue;
            }
            if (m_text[at] != u'$')
                continue;
            const qsizetype closing = runOf(u'$', at);
            const qsizetype end = at + closing;
            const QStringView inside = m_text.sliced(m_at + run, at - m_at - run);
            const bool closes = closing == run && (end == m_text.size() || !isWordCharacter(m_text[end]));
            if (closes && (run == 2 ? !inside.trimmed().isEmpty() : isMathematical(inside))) {
                take(end);
                return;
            }
            break;
        }
        m_at += run;
    }

    QStringView m_text;
    qsizetype m_at = 0;
    std::vector<MathText::Span> m_spans;
};

} // namespace

std::vector<MathText::Span> MathText::find(QStringView text) {
    if (!text.contains(u'$') && !text.contains(u"\\(") && !text.contains(u"\\["))
        return {};
    return Finder(text).find();
}

QStringView MathText::opens(QStringView line) {
    line = line.trimmed();
    for (const auto& [open, close] : {std::pair{QStringView(u"$$"), QStringView(u"$$")},
                                      std::pair{QStringView(u"\\["), QStringView(u"\\]")}}) {
        if (!line.startsWith(open))
            continue;
        const QStringView rest = line.sliced(open.size()).trimmed();
        const bool whole = rest.size() > close.size() && rest.indexOf(close) == rest.size() - close.size();
        if (rest.isEmpty() || whole || rest.startsWith(u"\\begin{"))
            return close;
    }
    return {};
}

} // namespace rivulet::text
