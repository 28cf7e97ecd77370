// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/Snippet.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace rivulet::store {

namespace {

/// A word's place in a text.
struct Span {
    qsizetype begin = 0;
    qsizetype end = 0;
};

/// The words of a text, one after the other.
class Words {
public:
    explicit Words(QStringView text)
        : m_text(text) {}

    std::optional<Span> next() {
        while (m_at < m_text.size() && !isPart(m_text.at(m_at))) {
            ++m_at;
        }
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && isPart(m_text.at(m_at))) {
            ++m_at;
        }
        return m_at > begin ? std::optional(Span{begin, m_at}) : std::nullopt;
    }

private:
    static bool isPart(QChar unit) { return unit.isLetterOrNumber() || unit.isMark() || unit.isSurrogate(); }

    QStringView m_text;
    qsizetype m_at = 0;
};

/// Without case and accents.
QString folded(QStringView word) {
    const bool plain =
        std::all_of(word.begin(), word.end(), [](QChar unit) { return unit.unicode() < 0x80; });
    if (plain) {
        return word.toString().toLower();
    }
    QString bare = word.toString().normalized(QString::NormalizationForm_D);
    bare.removeIf([](QChar unit) { return unit.isMark(); });
    return bare.toCaseFolded();
}

/// What is no word at all may be very long.
QStringView clipped(QStringView piece) {
    constexpr qsizetype most = 100;
    return piece.first(std::min(piece.size(), most));
}

} // namespace

Snippet::Snippet(QStringView typed) {
    Words words(typed);
    while (const auto word = words.next()) {
        m_words.append(folded(typed.sliced(word->begin, word->end - word->begin)));
    }
}

bool Snippet::isHit(QStringView word) const {
    if (m_words.isEmpty()) {
        return false;
    }
    const QString bare = folded(word);
    return bare.startsWith(m_words.last()) || m_words.contains(bare);
}

QString Snippet::of(QStringView text) const {
    // The words before the first hit, then those behind it, until there are enough.
    Words words(text);
    std::deque<Span> before;
    bool isCut = false;
    std::optional<Span> word;
    while ((word = words.next()) && !isHit(text.sliced(word->begin, word->end - word->begin))) {
        before.push_back(*word);
        if (before.size() > wordsBefore) {
            before.pop_front();
            isCut = true;
        }
    }
    if (!word) { // a hit by rules that are not known here: its beginning says something as well
        words = Words(text);
        before.clear();
        isCut = false;
        word = words.next();
    }
    const qsizetype from = isCut ? before.front().begin : 0;
    QString shown = isCut ? QStringLiteral("…") : QString();
    qsizetype at = from;
    int count = static_cast<int>(before.size());
    for (; word && count < wordsShown; word = words.next(), ++count) {
        const QStringView unit = text.sliced(word->begin, word->end - word->begin);
        shown += clipped(text.sliced(at, word->begin - at));
        const QString piece = clipped(unit).toString();
        shown += isHit(unit) ? QChar(2) + piece + QChar(3) : piece;
        at = word->end;
    }
    return shown + (word ? QStringLiteral("…") : clipped(text.sliced(at)).toString());
}

} // namespace rivulet::store
