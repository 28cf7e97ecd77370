// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/OverlapTrimmer.h"

#include <algorithm>

namespace rivulet::stream {

OverlapTrimmer::OverlapTrimmer(const QString& text, Start start)
    : m_tail(text.last(std::min(text.size(), reach)))
    , m_start(start) {}

std::optional<OverlapTrimmer::Decision> OverlapTrimmer::feed(const QString& text) {
    m_new += text;
    return m_new.isEmpty() ? std::nullopt : decide(Ending::Open);
}

std::optional<OverlapTrimmer::Decision> OverlapTrimmer::finish() {
    return m_new.isEmpty() ? std::nullopt : decide(Ending::Final);
}

std::optional<OverlapTrimmer::Decision> OverlapTrimmer::decide(Ending ending) const {
    const QStringView tail(m_tail);
    // From the longest: the first that holds is the one.
    for (qsizetype length = tail.size(); length > 0; --length) {
        const qsizetype known = std::min(length, m_new.size());
        if (tail.last(length).first(known) != QStringView(m_new).first(known)) {
            continue;
        }
        // Of a whole match the next character decides whether it was the beginning of a longer word.
        if (ending == Ending::Open && (known < length || m_new.size() == length)) {
            return std::nullopt;
        }
        if (known == length && isOverlap(length)) {
            return Decision{length, m_new.mid(length)};
        }
    }
    const qsizetype white = whiteSpaceOverlap();
    if (ending == Ending::Open && white == m_new.size()) {
        return std::nullopt;
    }
    return Decision{white, m_new.mid(white)};
}

bool OverlapTrimmer::isOverlap(qsizetype length) const {
    if (length >= leastOverlap) {
        return true;
    }
    if (m_start == Start::AtTheEnd || length < leastWordPart || length >= m_new.size()) {
        return false;
    }
    // The tail ends within a word, and the new text begins with the same part of a word and goes on with it.
    const QStringView part = QStringView(m_tail).last(length);
    const bool isWord = std::all_of(part.begin(), part.end(), [](QChar c) { return c.isLetterOrNumber(); });
    const bool begins = length == m_tail.size() || !m_tail.at(m_tail.size() - length - 1).isLetterOrNumber();
    return isWord && begins && m_new.at(length).isLetterOrNumber();
}

qsizetype OverlapTrimmer::whiteSpaceOverlap() const {
    const auto first = std::find_if(m_tail.rbegin(), m_tail.rend(), [](QChar c) { return !c.isSpace(); });
    const QStringView white = QStringView(m_tail).last(std::distance(m_tail.rbegin(), first));
    const qsizetype most = std::min(white.size(), m_new.size());
    qsizetype same = 0;
    while (same < most && white.at(same) == m_new.at(same)) {
        ++same;
    }
    return same;
}

} // namespace rivulet::stream
