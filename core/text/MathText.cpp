// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/MathText.h"

#include "text/MathSigns.h"

#include <algorithm>

namespace rivulet::text {

namespace {

using Piece = MathText::Piece;
using Place = Piece::Place;

/// Deeper braces are shown as they are.
constexpr int deepest = 12;

bool isLetter(QChar c) {
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

/// Reads TeX from left to right, each character once, and writes pieces.
class MathReader {
public:
    explicit MathReader(QStringView source)
        : m_source(source) {}

    std::vector<Piece> read() {
        while (m_at < m_source.size())
            item(Place::Line, 0);
        while (!m_pieces.empty() && m_pieces.back().text.trimmed().isEmpty())
            m_pieces.pop_back();
        return std::move(m_pieces);
    }

private:
    void add(const QString& text, Place place, bool upright) {
        if (text.isEmpty())
            return;
        if (!m_pieces.empty() && m_pieces.back().place == place && m_pieces.back().upright == upright)
            m_pieces.back().text += text;
        else
            m_pieces.push_back({text, place, upright});
    }
    /// A sign with a space at both sides, as an operator has.
    void addSpaced(const QString& sign, Place place) {
        const bool atStart = m_pieces.empty() || m_pieces.back().text.endsWith(u' ') ||
                             m_pieces.back().text.endsWith(u'\n') || m_pieces.back().text.endsWith(u'(');
        if (place != Place::Line || atStart) {
            add(sign, place, true);
            return;
        }
        add(u' ' + sign + u' ', place, true);
        m_afterSpace = true;
    }
    void skipSpace() {
        while (m_at < m_source.size() && m_source[m_at].isSpace())
            ++m_at;
    }

    /// One letter, command, group or script.
    void item(Place place, int depth) {
        const QChar c = m_source[m_at];
        const bool afterSpace = std::exchange(m_afterSpace, false);
        if (c == u'\\') {
            command(place, depth);
        } else if (c == u'{') {
            group(place, depth);
        } else if (c == u'}') {
            ++m_at;
        } else if (c == u'^' || c == u'_') {
            ++m_at;
            skipSpace();
            if (m_at < m_source.size())
                place == Place::Line ? script(c == u'^' ? Place::Above : Place::Below, depth)
                                     : nestedScript(c, place, depth);
        } else if (c == u'&' || c == u'~') {
            ++m_at;
            if (c == u'~')
                add(QStringLiteral(" "), place, true);
        } else if (c.isSpace()) {
            ++m_at;
            // TeX sets its own spaces; between words of ours one is enough.
            m_afterSpace = afterSpace;
        } else if (c == u'\'') {
            ++m_at;
            add(QStringLiteral("\u2032"), place, true);
        } else if (QStringView(u"=<>+-").contains(c)) {
            ++m_at;
            const QString sign = c == u'-' ? QStringLiteral("\u2212") : QString(c);
            afterSpace && (c == u'-' || c == u'+') ? add(sign, place, true) : addSpaced(sign, place);
        } else {
            ++m_at;
            add(c == u',' && place == Place::Line ? QStringLiteral(", ") : QString(c), place, !c.isLetter());
            m_afterSpace = c == u',';
        }
    }

    void group(Place place, int depth) {
        ++m_at;
        if (depth >= deepest)
            return;
        while (m_at < m_source.size() && m_source[m_at] != u'}')
            item(place, depth + 1);
        ++m_at;
    }

    void script(Place place, int depth) {
        if (m_source[m_at] == u'{') {
            group(place, depth);
        } else {
            item(place, depth + 1);
        }
        m_afterSpace = false;
    }

    /// There is one height only: what stands above what is above is told by its sign.
    void nestedScript(QChar sign, Place place, int depth) {
        static constexpr QStringView digits = u"\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
        const QStringView inside = argument();
        if (sign == u'^' && inside.size() == 1 && inside.front() >= u'0' && inside.front() <= u'9') {
            add(QString(digits[inside.front().unicode() - u'0']), place, true);
            return;
        }
        add(QString(sign), place, true);
        inner(inside, place, depth, Brackets::IfNeeded);
    }

    /// What the next braces hold, or the next letter or command.
    QStringView argument() {
        skipSpace();
        if (m_at >= m_source.size())
            return {};
        const qsizetype start = m_at;
        if (m_source[m_at] == u'{') {
            int depth = 0;
            for (; m_at < m_source.size(); ++m_at) {
                if (m_source[m_at] == u'\\')
                    ++m_at;
                else if (m_source[m_at] == u'{')
                    ++depth;
                else if (m_source[m_at] == u'}' && --depth == 0)
                    break;
            }
            m_at = std::min(m_at, m_source.size());
            const QStringView inside = m_source.sliced(start + 1, std::max<qsizetype>(0, m_at - start - 1));
            m_at = std::min(m_at + 1, m_source.size());
            return inside;
        }
        ++m_at;
        if (m_source[start] == u'\\')
            while (m_at < m_source.size() && isLetter(m_source[m_at]))
                ++m_at;
        return m_source.sliced(start, m_at - start);
    }
    QStringView optional() {
        skipSpace();
        if (m_at >= m_source.size() || m_source[m_at] != u'[')
            return {};
        const qsizetype end = m_source.indexOf(u']', m_at);
        if (end < 0)
            return {};
        const QStringView inside = m_source.sliced(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return inside;
    }
    /// Maths within maths, in brackets where it is more than one sign and would be read otherwise.
    enum class Brackets { Never, IfNeeded };
    void inner(QStringView source, Place place, int depth, Brackets brackets) {
        if (depth >= deepest) {
            add(source.toString(), place, true);
            return;
        }
        std::vector<Piece> pieces = MathReader(source).readInner(depth + 1);
        QString text;
        for (const Piece& piece : pieces)
            text += piece.text;
        const bool simple = std::all_of(text.begin(), text.end(), [](QChar c) {
            return c.isLetterOrNumber() || c.isMark() || c == u'.' || c == u'\u2032' || c == u'\u221e';
        });
        const bool wanted = brackets == Brackets::IfNeeded && !simple;
        if (wanted)
            add(QStringLiteral("("), place, true);
        for (const Piece& piece : pieces)
            add(piece.text, place == Place::Line ? piece.place : place, piece.upright);
        if (wanted)
            add(QStringLiteral(")"), place, true);
    }
    std::vector<Piece> readInner(int depth) {
        while (m_at < m_source.size())
            item(Place::Line, depth);
        return std::move(m_pieces);
    }

    void command(Place place, int depth) {
        const qsizetype start = m_at++;
        if (m_at >= m_source.size()) {
            add(QStringLiteral("\\"), place, true);
            return;
        }
        if (!isLetter(m_source[m_at])) {
            sign(m_source[m_at++], place);
            return;
        }
        while (m_at < m_source.size() && isLetter(m_source[m_at]))
            ++m_at;
        const QStringView name = m_source.sliced(start + 1, m_at - start - 1);
        if (name == u"frac" || name == u"dfrac" || name == u"tfrac" || name == u"cfrac") {
            const QStringView above = argument();
            const QStringView below = argument();
            inner(above, place, depth, Brackets::IfNeeded);
            add(QStringLiteral("/"), place, true);
            inner(below, place, depth, Brackets::IfNeeded);
        } else if (name == u"binom") {
            const QStringView above = argument();
            const QStringView below = argument();
            add(QStringLiteral("C("), place, true);
            inner(above, place, depth, Brackets::Never);
            add(QStringLiteral(", "), place, true);
            inner(below, place, depth, Brackets::Never);
            add(QStringLiteral(")"), place, true);
        } else if (name == u"sqrt") {
            const QStringView root = optional();
            if (root == u"3" || root == u"4")
                add(root == u"3" ? QStringLiteral("\u221b") : QStringLiteral("\u221c"), place, true);
            else {
                if (!root.isEmpty())
                    add(root.toString(), place == Place::Line ? Place::Above : place, true);
                add(QStringLiteral("\u221a"), place, true);
            }
            inner(argument(), place, depth, Brackets::IfNeeded);
        } else if (name == u"begin" || name == u"end") {
            environment(argument(), name == u"begin", place);
        } else if (name == u"left" || name == u"right" || name == u"big" || name == u"Big" ||
                   name == u"bigg" || name == u"Bigg") {
            skipSpace();
            if (m_at < m_source.size() && m_source[m_at] == u'.')
                ++m_at; // no bracket at this side
        } else if (math::isWords(name)) {
            add(words(argument()), place, true);
        } else if (const QString letters = math::alphabet(name, u'x'); !letters.isEmpty()) {
            alphabet(name, argument(), place, depth);
        } else if (const QChar mark = math::accent(name); !mark.isNull()) {
            const QStringView under = argument();
            inner(under, place, depth, Brackets::IfNeeded);
            if (!m_pieces.empty())
                m_pieces.back().text += mark;
        } else if (math::isSilent(name)) {
            // How big or where it is set says nothing here.
        } else if (const math::Sign* known = math::sign(name)) {
            const bool isVariable = known->text.size() == 1 && known->text.front().isLower();
            known->spaced ? addSpaced(known->text, place) : add(known->text, place, !isVariable);
            if (known->isName)
                m_afterSpace = false;
        } else {
            add(m_source.sliced(start, m_at - start).toString(), place, true);
        }
    }

    void sign(QChar c, Place place) {
        switch (c.unicode()) {
        case u'\\':
            add(QStringLiteral("\n"), Place::Line, true);
            optional();
            break;
        case u',':
        case u':':
        case u';':
        case u' ':
        case u'>':
            add(QStringLiteral(" "), place, true);
            break;
        case u'!':
        case u'(':
        case u')':
        case u'[':
        case u']':
            break;
        case u'|':
            add(QStringLiteral("\u2016"), place, true);
            break;
        default: // "\{", "\%", "\_", "\$", "\#", "\&"
            add(QString(c), place, true);
            break;
        }
    }

    void environment(QStringView name, bool begins, Place place) {
        QString bracket;
        if (name.contains(u"pmatrix"))
            bracket = begins ? QStringLiteral("(") : QStringLiteral(")");
        else if (name.contains(u"bmatrix"))
            bracket = begins ? QStringLiteral("[") : QStringLiteral("]");
        else if (name.contains(u"vmatrix"))
            bracket = QStringLiteral("|");
        else if (name == u"cases" && begins)
            bracket = QStringLiteral("{ ");
        if (begins && name == u"array")
            argument(); // how its columns stand
        add(bracket, place, true);
    }

    static QString words(QStringView text) {
        QString plain = text.toString();
        return plain.replace(u'~', u' ').remove(u'\\');
    }

    void alphabet(QStringView name, QStringView letters, Place place, int depth) {
        if (letters.startsWith(u'\\')) {
            inner(letters, place, depth, Brackets::Never);
            return;
        }
        QString text;
        for (const QChar c : letters)
            if (c != u'{' && c != u'}')
                text += math::alphabet(name, c);
        add(text, place, true);
    }

    QStringView m_source;
    qsizetype m_at = 0;
    std::vector<Piece> m_pieces;
    bool m_afterSpace = true; ///< a sign here is no operator between two things
};

QStringView withoutSigns(QStringView source) {
    source = source.trimmed();
    for (const auto& [open, close] :
         {std::pair{QStringView(u"$$"), QStringView(u"$$")}, std::pair{QStringView(u"$"), QStringView(u"$")},
          std::pair{QStringView(u"\\["), QStringView(u"\\]")},
          std::pair{QStringView(u"\\("), QStringView(u"\\)")}}) {
        if (!source.startsWith(open))
            continue;
        source = source.sliced(open.size());
        if (source.endsWith(close))
            source.chop(close.size());
        break;
    }
    return source.trimmed();
}

} // namespace

std::vector<MathText::Piece> MathText::pieces(QStringView source) {
    return MathReader(withoutSigns(source)).read();
}

QString MathText::plain(QStringView source) {
    QString text;
    const std::vector<Piece> all = pieces(source);
    for (std::size_t at = 0; at < all.size();) {
        const Place place = all[at].place;
        QString together;
        for (; at < all.size() && all[at].place == place; ++at)
            together += all[at].text;
        if (place == Place::Line) {
            text += together;
            continue;
        }
        text += place == Place::Above ? u'^' : u'_';
        text += together.size() > 1 ? u'(' + together + u')' : together;
    }
    return text;
}

bool MathText::isDisplay(QStringView source) {
    return source.startsWith(u"$$") || source.startsWith(u"\\[");
}

} // namespace rivulet::text
