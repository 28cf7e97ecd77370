// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "text/ShownText.h"

#include <QStringBuilder>

#include <algorithm>

namespace rivulet::text {

namespace {

bool runsToTheLeft(char32_t c) {
    const QChar::Direction direction = QChar::direction(c);
    return direction == QChar::DirR || direction == QChar::DirAL || direction == QChar::DirAN;
}

/// Why a character can't be painted as it is.
enum class Trait { None, Control, Layout, Direction, ZeroWidth, Joiner, Variation, Tag };

constexpr bool isIn(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

Trait traitOf(char32_t c) {
    if (isIn(c, 0x20, 0x7e) || c == U'\n' || c == U'\t')
        return Trait::None;
    if (c < 0x20 || isIn(c, 0x7f, 0x9f))
        return Trait::Control;
    // A document's own marks: ends of lines, frames and embedded objects; and what is no character at all.
    if (isIn(c, 0x2028, 0x2029) || c == 0xfffc || isIn(c, 0xfdd0, 0xfdef) || (c & 0xfffe) == 0xfffe)
        return Trait::Layout;
    if (c == 0x061c || isIn(c, 0x200e, 0x200f) || isIn(c, 0x202a, 0x202e) || isIn(c, 0x2066, 0x2069))
        return Trait::Direction;
    if (isIn(c, 0x200c, 0x200d))
        return Trait::Joiner;
    if (isIn(c, 0xfe00, 0xfe0f) || isIn(c, 0xe0100, 0xe01ef) || isIn(c, 0x180b, 0x180d) || c == 0x180f)
        return Trait::Variation;
    if (isIn(c, 0xe0000, 0xe0fff))
        return Trait::Tag;
    if (c == 0xad || c == 0x34f || isIn(c, 0x115f, 0x1160) || isIn(c, 0x17b4, 0x17b5) || c == 0x180e ||
        c == 0x200b || isIn(c, 0x2060, 0x2065) || isIn(c, 0x206a, 0x206f) || c == 0x3164 || c == 0xfeff ||
        c == 0xffa0 || isIn(c, 0xfff0, 0xfffb) || isIn(c, 0x1bca0, 0x1bca3) || isIn(c, 0x1d173, 0x1d17a))
        return Trait::ZeroWidth;
    return Trait::None;
}

QString writtenOut(char32_t c) {
    if (c < 0x20)
        return QChar(static_cast<char16_t>(0x2400 + c)); // the picture of that control
    if (c == 0x7f)
        return QChar(u'\u2421');
    return u"⟨U+" % QString::number(static_cast<uint>(c), 16).toUpper().rightJustified(4, u'0') % u"⟩";
}

/// What stood before decides whether a joiner or a selector does its honest work.
struct Before {
    char32_t character = U'\n';
    Trait trait = Trait::None;
    bool isSeen = false; ///< as it is
    bool inFlag = false; ///< in a flag that is spelt with tags, as Scotland's
};

bool isSeenInProse(char32_t c, Trait trait, const Before& before) {
    switch (trait) {
    case Trait::None:
    case Trait::Direction:
    case Trait::ZeroWidth:
    case Trait::Joiner:
        return true;
    case Trait::Control:
    case Trait::Layout:
        return false;
    case Trait::Variation:
        return before.trait != Trait::Variation;
    case Trait::Tag:
        return before.inFlag && c >= 0xe0020;
    }
    return false;
}

bool isSeenInCode(Trait trait, const Before& before) {
    // Emoji and scripts of joined letters need these behind a character of their own.
    const bool isBehindOne = before.character > 0x7f && before.trait == Trait::None;
    switch (trait) {
    case Trait::None:
        return true;
    case Trait::Joiner:
        return isBehindOne || (before.trait == Trait::Variation && before.isSeen);
    case Trait::Variation:
        return isBehindOne;
    default:
        return false;
    }
}

enum class Place { Prose, Code };

/// The first character that has to be written out or folded at, or the end.
qsizetype firstTrouble(const QString& text, Place place) {
    qsizetype line = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        line = c == u'\n' ? 0 : line + 1;
        const bool harmless =
            isIn(c, 0x20, 0x7e) || c == u'\n' || c == u'\t' || isIn(c, 0xa0, 0xac) || isIn(c, 0xae, 0x34e);
        if (!harmless || (place == Place::Code && line > ShownText::longestLine))
            return i;
    }
    return text.size();
}

QString shown(const QString& text, Place place) {
    if (firstTrouble(text, place) == text.size())
        return text; // as it nearly always is: nothing is copied
    QString result;
    result.reserve(text.size());
    Before before;
    qsizetype line = 0;
    const auto add = [&](QStringView piece) {
        if (place == Place::Code && line + piece.size() > ShownText::longestLine) {
            result += u'\n';
            line = 0;
        }
        result += piece;
        line += piece.size();
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            c = QChar::surrogateToUcs4(text[i], text[i + 1]);
        const qsizetype units = c > 0xffff ? 2 : 1;
        const Trait trait = traitOf(c);
        const bool seen =
            place == Place::Prose ? isSeenInProse(c, trait, before) : isSeenInCode(trait, before);
        if (c == U'\n') {
            result += u'\n';
            line = 0;
        } else {
            const QString instead = seen ? QString() : writtenOut(c);
            add(seen ? QStringView(text).sliced(i, units) : QStringView(instead));
        }
        before.inFlag = c == 0x1f3f4 || (before.inFlag && trait == Trait::Tag && c != 0xe007f);
        before.character = c;
        before.trait = trait;
        before.isSeen = seen;
        i += units - 1;
    }
    return result;
}

} // namespace

QString ShownText::prose(const QString& text) {
    return shown(text, Place::Prose);
}

QString ShownText::code(const QString& text) {
    return shown(text, Place::Code);
}

qsizetype ShownText::room(const QString& text) {
    const qsizetype most = std::min(text.size(), longestPiece);
    int lines = 0;
    for (qsizetype i = 0; i < most; ++i) {
        if (text[i] == u'\n' && ++lines == mostLines)
            return i;
    }
    return most > 0 && most < text.size() && text[most - 1].isHighSurrogate() ? most - 1 : most;
}

QString ShownText::folded(const QString& text) {
    QString result;
    qsizetype begin = 0;
    qsizetype line = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        line = text[i] == u'\n' ? 0 : line + 1;
        if (line > longestLine && !text[i].isLowSurrogate()) {
            result += QStringView(text).sliced(begin, i - begin);
            result += u'\n';
            begin = i;
            line = 1;
        }
    }
    return begin == 0 ? text : result.append(QStringView(text).sliced(begin));
}

QString ShownText::label(const QString& text, qsizetype longest) {
    QString result;
    Before before;
    const QString head = text.left(longest * 4).simplified();
    qsizetype i = 0;
    bool isRightToLeft = false;
    for (; i < head.size() && result.size() < longest; ++i) {
        char32_t c = head[i].unicode();
        if (head[i].isHighSurrogate() && i + 1 < head.size() && head[i + 1].isLowSurrogate())
            c = QChar::surrogateToUcs4(head[i], head[i + 1]);
        const qsizetype units = c > 0xffff ? 2 : 1;
        const Trait trait = traitOf(c);
        const bool seen = isSeenInCode(trait, before);
        if (seen) {
            result += QStringView(head).sliced(i, units);
            isRightToLeft = isRightToLeft || runsToTheLeft(c);
        }
        before.character = c;
        before.trait = trait;
        before.isSeen = seen;
        i += units - 1;
    }
    if (i < head.size() || text.size() > longest * 4)
        result += u'…';
    // First strong isolate, and its end: what stands beside it keeps its order.
    return isRightToLeft ? u'\u2068' + result + u'\u2069' : result;
}

} // namespace rivulet::text
