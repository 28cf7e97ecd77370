// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TokenEstimator.h"

#include "stream/FileTokens.h"
#include "stream/TokenFactors.h"

#include <cmath>
#include <utility>

namespace rivulet::stream {

namespace {

/// What a turn's role and its borders are in most chat templates, and a conversation's.
constexpr qint64 turnFrame = 4;
constexpr qint64 promptFrame = 3;

/// What a character is to a vocabulary.
enum class Kind {
    Word,
    Digit,
    Sign,
    WideSign,
    Space,
    Break,
    Han,
    Kana,
    Hangul,
    Alphabet,
    Semitic,
    Indic,
    Other,
    Emoji
};

bool isEmoji(char32_t c) {
    return c >= 0x1F000 || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) || c == 0xFE0F ||
           c == 0x200D;
}

Kind kindOfLetter(char32_t c) {
    switch (QChar::script(c)) {
    case QChar::Script_Latin:
        return Kind::Word;
    case QChar::Script_Han:
        return Kind::Han;
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
        return Kind::Kana;
    case QChar::Script_Hangul:
        return Kind::Hangul;
    case QChar::Script_Cyrillic:
    case QChar::Script_Greek:
    case QChar::Script_Armenian:
        return Kind::Alphabet;
    case QChar::Script_Arabic:
    case QChar::Script_Hebrew:
        return Kind::Semitic;
    case QChar::Script_Devanagari:
    case QChar::Script_Bengali:
    case QChar::Script_Gurmukhi:
    case QChar::Script_Gujarati:
    case QChar::Script_Tamil:
    case QChar::Script_Telugu:
    case QChar::Script_Kannada:
    case QChar::Script_Malayalam:
    case QChar::Script_Thai:
        return Kind::Indic;
    default:
        return Kind::Other;
    }
}

/// `before`: for marks, which belong to what they stand on.
Kind kindOf(char32_t c, Kind before) {
    if (c < 0x80) {
        const char ascii = static_cast<char>(c);
        if ((ascii >= 'a' && ascii <= 'z') || (ascii >= 'A' && ascii <= 'Z')) {
            return Kind::Word;
        }
        if (ascii >= '0' && ascii <= '9') {
            return Kind::Digit;
        }
        return ascii == '\n' || ascii == '\r'  ? Kind::Break
               : ascii == ' ' || ascii == '\t' ? Kind::Space
                                               : Kind::Sign;
    }
    if (isEmoji(c)) {
        return Kind::Emoji;
    }
    if (QChar::isMark(c) && QChar::script(c) == QChar::Script_Inherited) {
        return before;
    }
    if (QChar::isLetter(c) || QChar::isMark(c)) {
        // U+30FC, the long vowel, is common to both kana.
        return c == 0x30FC ? Kind::Kana : kindOfLetter(c);
    }
    if (QChar::isSpace(c) && c != 0x3000) {
        return Kind::Space;
    }
    if (QChar::isDigit(c)) {
        return Kind::Other;
    }
    return c >= 0x2000 ? Kind::WideSign : Kind::Sign;
}

/// Adds up one text: runs of one kind, each by its own rule.
class Count {
public:
    explicit Count(const TokenFactors& factors)
        : m_factors(factors) {}

    void take(char32_t c) {
        const Kind kind = kindOf(c, m_kind);
        const bool upper = kind == Kind::Word && QChar::isUpper(c);
        // aWordLikeThis is four to a vocabulary too
        if (kind != m_kind || (upper && m_length > m_upper)) {
            close(kind);
            m_kind = kind;
        }
        ++m_length;
        m_upper += upper ? 1 : 0;
        m_accents += kind == Kind::Word && c >= 0x80 ? 1 : 0;
        m_repeats += c == m_last ? 1 : 0;
        m_last = c;
    }

    [[nodiscard]] qint64 sum() {
        close(Kind::Space);
        return std::llround(std::ceil(m_sum));
    }

private:
    /// After a word with letters that English has not, so many are taken for words of that language:
    /// vocabularies are made of English most of all and know fewer words of others whole.
    static constexpr int foreignWords = 15;

    void close(Kind next) {
        const double length = static_cast<double>(std::exchange(m_length, 0));
        const double upper = static_cast<double>(std::exchange(m_upper, 0));
        const double accents = static_cast<double>(std::exchange(m_accents, 0));
        const double repeats = static_cast<double>(std::exchange(m_repeats, 0));
        if (m_kind == Kind::Word && length > 0) {
            m_foreign = accents > 0 ? foreignWords : std::max(0, m_foreign - 1);
        }
        if (length > 0) {
            m_sum += tokens(length, upper, accents, repeats, next);
            m_before = m_kind;
        }
    }

    [[nodiscard]] double tokens(double length, double upper, double accents, double repeats,
                                Kind next) const {
        switch (m_kind) {
        case Kind::Word: {
            // Names in capitals are rare as one piece.
            const bool capitals = upper == length && length > 2;
            const double free = capitals ? 2.5 : m_factors.freeLetters * (m_foreign > 0 ? 0.6 : 1);
            const double more = capitals ? 2.5 : m_factors.lettersPerToken * (m_foreign > 0 ? 0.8 : 1);
            return 1 + std::max(0.0, length - free) / more + accents * m_factors.accent;
        }
        case Kind::Digit:
            // Unlike words, numbers do not take the space before them along in most vocabularies.
            return std::ceil(length / m_factors.digitsPerToken) + (m_before == Kind::Space ? 0.5 : 0);
        case Kind::Sign:
            if (length == 1 && m_last == U'\'' && m_before == Kind::Word && next == Kind::Word) {
                return 0; // with the letters behind it
            }
            // A line of dashes is one or two; brackets and quotes pair up now and then.
            return 1 + (length - 1 - repeats) * m_factors.moreSigns + repeats / 6;
        case Kind::WideSign:
            return length * m_factors.wideSign;
        case Kind::Space:
            // One belongs to the word behind it; more are indentation or a table.
            return length < 2 ? 0 : std::ceil(length / m_factors.spacesPerToken);
        case Kind::Break:
            return m_before == Kind::Sign ? 0.5 : 1;
        case Kind::Han:
            return length * m_factors.han;
        case Kind::Kana:
            return length * m_factors.kana;
        case Kind::Hangul:
            return length * m_factors.hangul;
        case Kind::Alphabet:
            return std::max(1.0, length * m_factors.alphabet);
        case Kind::Semitic:
            return std::max(1.0, length * m_factors.semitic);
        case Kind::Indic:
            return std::max(1.0, length * m_factors.indic);
        case Kind::Other:
            return length * m_factors.other;
        case Kind::Emoji:
            return length * m_factors.emoji;
        }
        return length;
    }

    const TokenFactors& m_factors;
    Kind m_kind = Kind::Space;
    Kind m_before = Kind::Space;
    char32_t m_last = 0;
    qsizetype m_length = 0;
    qsizetype m_upper = 0;
    qsizetype m_accents = 0;
    qsizetype m_repeats = 0;
    /// Words to come that are probably of the same other language.
    int m_foreign = 0;
    double m_sum = 0;
};

} // namespace

TokenEstimator::TokenEstimator(QString family, double ratio)
    : m_family(std::move(family))
    , m_ratio(ratio) {}

qint64 TokenEstimator::estimate(QStringView text, QStringView family) {
    Count count(tokenFactors(family));
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar unit = text.at(i);
        if (unit.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            count.take(QChar::surrogateToUcs4(unit, text.at(++i)));
        } else {
            count.take(unit.unicode());
        }
    }
    return count.sum();
}

qint64 TokenEstimator::tokensOf(QStringView text) const {
    return corrected(estimate(text, m_family));
}

qint64 TokenEstimator::tokensOf(const domain::Attachment& attachment) const {
    switch (attachment.kind) {
    case domain::Attachment::Kind::Text:
        return tokensOf(attachment.name) + tokensOf(QString::fromUtf8(attachment.bytes));
    case domain::Attachment::Kind::Image:
        return imageTokens(attachment.bytes);
    case domain::Attachment::Kind::Pdf:
        return pdfTokens(attachment.bytes);
    }
    return 0;
}

qint64 TokenEstimator::tokensOf(const domain::Turn& turn) const {
    qint64 sum = turnFrame + tokensOf(turn.text);
    for (const domain::Attachment& attachment : turn.attachments) {
        sum += tokensOf(attachment);
    }
    return sum;
}

qint64 TokenEstimator::tokensOf(const domain::Prompt& prompt) const {
    qint64 sum = promptFrame;
    if (!prompt.system.isEmpty()) {
        sum += turnFrame + tokensOf(prompt.system);
    }
    for (const domain::Turn& turn : prompt.turns) {
        sum += tokensOf(turn);
    }
    return sum;
}

qint64 TokenEstimator::corrected(qint64 tokens) const {
    return std::llround(std::ceil(static_cast<double>(tokens) * m_ratio));
}

} // namespace rivulet::stream
