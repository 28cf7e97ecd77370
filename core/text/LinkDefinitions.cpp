// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/LinkDefinitions.h"

#include <QSet>

namespace rivulet::text {

namespace {

// CommonMark: a label has at most 999 characters. The bound on targets is ours: a short label must not be
// able to unfold into megabytes.
constexpr qsizetype longestLabel = 999;
constexpr qsizetype longestTarget = 2000;
/// What one leaf may pull in; further references of it stay literal.
constexpr qsizetype mostUsed = 100'000;

bool isSpace(QChar c) {
    return c == u' ' || c == u'\t' || c == u'\n';
}

/// One definition being read; each step says whether it found what it wants.
class DefinitionReader {
public:
    explicit DefinitionReader(QStringView text)
        : m_text(text) {}

    QStringView label;
    QStringView target;

    bool read() {
        if (!readLabel() || !eat(u':'))
            return false;
        skipSpaceAndOneLineFeed();
        if (!readTarget())
            return false;
        const qsizetype afterTarget = m_at;
        skipSpaceAndOneLineFeed();
        if (m_at > afterTarget && readTitle() && readLineEnd())
            return true;
        // "If the title is not closed or more follows it, there is none, if it stood on a line of its own."
        m_at = afterTarget;
        return readLineEnd();
    }
    [[nodiscard]] qsizetype end() const { return m_at; }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] QChar peek() const { return atEnd() ? QChar(u'\n') : m_text[m_at]; }
    bool eat(QChar c) {
        if (atEnd() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    void skipSpaceAndOneLineFeed() {
        while (!atEnd() && (peek() == u' ' || peek() == u'\t'))
            ++m_at;
        if (eat(u'\n'))
            while (!atEnd() && (peek() == u' ' || peek() == u'\t'))
                ++m_at;
    }
    bool readLabel() {
        if (!eat(u'['))
            return false;
        const qsizetype start = m_at;
        if (peek() == u'^') // a footnote: it is text, whatever it says
            return false;
        bool blank = true;
        for (; !atEnd() && m_at - start <= longestLabel; ++m_at) {
            const QChar c = peek();
            if (c == u'[')
                return false;
            if (c == u']') {
                label = m_text.sliced(start, m_at - start);
                ++m_at;
                return !blank;
            }
            blank = blank && isSpace(c);
            if (c == u'\\' && m_at + 1 < m_text.size() && m_text[m_at + 1].isPunct())
                ++m_at;
        }
        return false;
    }
    bool readTarget() {
        const qsizetype start = m_at;
        if (eat(u'<')) {
            while (!atEnd() && peek() != u'>' && peek() != u'<' && peek() != u'\n')
                m_at += peek() == u'\\' && m_at + 1 < m_text.size() ? 2 : 1;
            if (!eat(u'>'))
                return false;
        } else {
            int depth = 0;
            for (; !atEnd() && peek() > u' ' && peek() != u'\x7f'; ++m_at) {
                if (peek() == u'\\' && m_at + 1 < m_text.size() && m_text[m_at + 1] > u' ')
                    ++m_at;
                else if (peek() == u'(')
                    ++depth;
                else if (peek() == u')' && --depth < 0)
                    return false;
            }
            if (m_at == start)
                return false;
        }
        target = m_text.sliced(start, m_at - start);
        return target.size() <= longestTarget;
    }
    bool readTitle() {
        const QChar opener = peek();
        if (atEnd() || (opener != u'"' && opener != u'\'' && opener != u'('))
            return false;
        const QChar closer = opener == u'(' ? QChar(u')') : opener;
        for (++m_at; !atEnd(); ++m_at) {
            if (peek() == closer) {
                ++m_at;
                return true;
            }
            if (opener == u'(' && peek() == u'(')
                return false;
            if (peek() == u'\\')
                ++m_at;
        }
        return false;
    }
    bool readLineEnd() {
        while (!atEnd() && (peek() == u' ' || peek() == u'\t'))
            ++m_at;
        return atEnd() || eat(u'\n');
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

QString keyOf(QStringView label) {
    return label.toString().simplified().toCaseFolded();
}

} // namespace

QStringView LinkDefinitions::take(QStringView paragraph) {
    while (paragraph.startsWith(u'[')) {
        DefinitionReader reader(paragraph);
        if (!reader.read())
            break;
        if (const QString key = keyOf(reader.label); !m_targets.contains(key)) {
            m_targets.insert(key, reader.target.toString());
            m_order.append(key);
        }
        paragraph = paragraph.sliced(reader.end());
    }
    return paragraph;
}

QString LinkDefinitions::usedBy(QStringView text) const {
    QString used;
    if (m_targets.isEmpty())
        return used;
    QSet<QString> seen;
    // A label holds no bracket, so each candidate is what stands between a '[' and the next ']'.
    qsizetype opener = -1;
    for (qsizetype i = 0; i < text.size() && used.size() < mostUsed; ++i) {
        const QChar c = text[i];
        if (c == u'\\')
            ++i;
        else if (c == u'[')
            opener = i;
        else if (c == u']' && opener >= 0) {
            const QStringView label = text.sliced(opener + 1, i - opener - 1);
            opener = -1;
            if (label.size() > longestLabel)
                continue;
            const QString key = keyOf(label);
            const auto target = m_targets.constFind(key);
            if (target == m_targets.cend() || seen.contains(key))
                continue;
            seen.insert(key);
            used += QStringLiteral("[%1]: %2\n").arg(key, *target);
        }
    }
    return used;
}

void LinkDefinitions::keep(qsizetype count) {
    while (m_order.size() > count)
        m_targets.remove(m_order.takeLast());
}

} // namespace rivulet::text
