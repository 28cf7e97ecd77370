// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/CharacterEnds.h"

namespace rivulet::stream {

namespace {

constexpr qsizetype window = 256;
/// The canonical combining class of viramas.
constexpr int virama = 9;

char32_t before(QStringView text, qsizetype at) {
    const QChar c = text.at(at - 1);
    if (c.isLowSurrogate() && at >= 2 && text.at(at - 2).isHighSurrogate()) {
        return QChar::surrogateToUcs4(text.at(at - 2), c);
    }
    return c.unicode();
}

char32_t after(QStringView text, qsizetype at) {
    const QChar c = text.at(at);
    if (c.isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate()) {
        return QChar::surrogateToUcs4(c, text.at(at + 1));
    }
    return c.unicode();
}

bool isFlagHalf(char32_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/// Hangul letters that build syllables: leading, vowel and trailing ones.
bool isJamo(char32_t c) {
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0xA960 && c <= 0xA97F) || (c >= 0xD7B0 && c <= 0xD7FF);
}

bool isHangul(char32_t c) {
    return isJamo(c) || (c >= 0xAC00 && c <= 0xD7A3);
}

/// Marks, joiners, variation selectors, skin tones and tags: they belong to what stands before them.
bool isExtending(char32_t c) {
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return true;
    default:
        return (c >= 0x1F3FB && c <= 0x1F3FF) || c == 0x0E33 || c == 0x0EB3 || c == 0xFF9E || c == 0xFF9F;
    }
}

/// What holds the character that follows: the joiner between emoji, signs that stand before numbers, and the
/// virama, which makes a conjunct of two Indic letters.
bool isHolding(char32_t c) {
    return QChar::category(c) == QChar::Other_Format || QChar::combiningClass(c) == virama;
}

} // namespace

bool characterEndsAt(QStringView text, qsizetype at) {
    if (at <= 0 || at >= text.size()) {
        return true;
    }
    if (text.at(at - 1).isHighSurrogate() && text.at(at).isLowSurrogate()) {
        return false;
    }
    const char32_t left = before(text, at);
    const char32_t right = after(text, at);
    if (left < 0x80 && right < 0x80) {
        return left != U'\r' || right != U'\n'; // GB3, GB4, GB5
    }
    if (isFlagHalf(left) && isFlagHalf(right)) { // GB12, GB13: they pair from the first on
        qsizetype first = at;
        while (first >= 2 && at - first < window && isFlagHalf(before(text, first))) {
            first -= 2;
        }
        return (at - first) / 2 % 2 == 0;
    }
    if ((isJamo(right) && isHangul(left)) || (isJamo(left) && isHangul(right))) { // GB6, GB7, GB8
        return false;
    }
    return !isExtending(right) && !isHolding(left); // GB9 to GB9c, GB11
}

bool lastCharacterMayGrow(QStringView text) {
    if (text.isEmpty()) {
        return false;
    }
    const char32_t c = before(text, text.size());
    if (c < 0x80) {
        return c == U'\r';
    }
    switch (QChar::category(c)) {
    case QChar::Punctuation_Connector:
    case QChar::Punctuation_Dash:
    case QChar::Punctuation_Open:
    case QChar::Punctuation_Close:
    case QChar::Punctuation_InitialQuote:
    case QChar::Punctuation_FinalQuote:
    case QChar::Punctuation_Other:
    case QChar::Separator_Space:
        return c == 0x203C || c == 0x2049 || c == 0x3030; // these have an emoji form
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Other:
        break;
    default:
        return true;
    }
    switch (QChar::script(c)) {
    case QChar::Script_Latin:
    case QChar::Script_Greek:
    case QChar::Script_Cyrillic:
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
        return false;
    case QChar::Script_Hangul:
        return isJamo(c);
    default:
        return true;
    }
}

} // namespace rivulet::stream
