// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OllamaThinkTags.h"

#include <algorithm>
#include <utility>

namespace rivulet::providers {

namespace {

constexpr QStringView openingTag = u"<think>";
constexpr QStringView closingTag = u"</think>";

/// How much of the end of `text` is the beginning of `tag`.
qsizetype begunTag(QStringView text, QStringView tag) {
    for (qsizetype size = std::min(text.size(), tag.size() - 1); size > 0; --size) {
        if (text.last(size) == tag.first(size)) {
            return size;
        }
    }
    return 0;
}

qsizetype leadingSpace(QStringView text) {
    const auto* const end = std::ranges::find_if(text, [](QChar c) { return !c.isSpace(); });
    return end - text.begin();
}

} // namespace

OllamaThinkTags::Split OllamaThinkTags::take(const QString& piece) {
    if (m_place == Place::Answer) {
        return {{}, piece};
    }
    Split split;
    QString text = std::exchange(m_waiting, {}) + piece;
    if (m_place == Place::Beginning) {
        const QStringView words = QStringView(text).sliced(leadingSpace(text));
        if (words.startsWith(openingTag)) {
            m_place = Place::Thinking;
            text = words.sliced(openingTag.size()).toString();
        } else if (openingTag.startsWith(words)) {
            m_waiting = text;
            return {};
        } else {
            m_place = Place::Answer;
            return {{}, text};
        }
    }
    if (m_place == Place::Thinking) {
        const qsizetype end = text.indexOf(closingTag);
        if (end < 0) {
            const qsizetype begun = begunTag(text, closingTag);
            m_waiting = text.last(begun);
            text.chop(begun);
            return {text, {}};
        }
        split.thinking = text.first(end);
        text = text.sliced(end + closingTag.size());
        m_place = Place::BeforeAnswer;
    }
    // The empty lines between the two belong to neither.
    text = text.sliced(leadingSpace(text));
    if (!text.isEmpty()) {
        m_place = Place::Answer;
        split.text = text;
    }
    return split;
}

OllamaThinkTags::Split OllamaThinkTags::finish() {
    const QString rest = std::exchange(m_waiting, {});
    return m_place == Place::Thinking ? Split{rest, {}} : Split{{}, rest};
}

} // namespace rivulet::providers
