// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "OpenAiResponsesParts.h"

#include "Json.h"

namespace rivulet::providers {

using namespace domain;

namespace {

/// More parts or items than these are not kept apart: their pieces are told, repetitions of the whole are
/// not.
constexpr std::size_t mostKept = 4096;

/// A page has an address, a file its name or only an identifier.
Citation citationOf(const Json& annotation) {
    QString title;
    for (const char* const name : {"title", "filename", "file_id"}) {
        if (title.isEmpty()) {
            title = annotation[name].text();
        }
    }
    return {title, annotation["url"].text(), {}};
}

} // namespace

void OpenAiResponsesParts::beginItem(const QString& item, const Json& content,
                                     std::vector<StreamEvent>& events) {
    if (m_items.size() < mostKept) {
        m_items[item] = {true, false};
    }
    if (content["type"].view() == "reasoning") {
        // Said even while it has no words yet: they may never come, only a long silence.
        events.emplace_back(ThinkingDelta{});
    }
}

void OpenAiResponsesParts::endItem(const QString& item, const Json& content,
                                   std::vector<StreamEvent>& events) {
    const std::string_view type = content["type"].view();
    if (type == "message") {
        qint64 index = 0;
        for (const Json part : content["content"].items()) {
            completeContent(item, index++, part, events);
        }
        if (content["phase"].view() == "commentary" && !content["content"].isEmpty()) {
            // Such a message is never the last; told by its end, so that it holds wherever a stream is cut.
            events.emplace_back(TextDelta{QStringLiteral("\n\n")});
            m_hasText = false;
        }
    } else if (type == "reasoning") {
        qint64 index = 0;
        for (const Json part : content["summary"].items()) {
            complete(Kind::Summary, item, index++, part["text"].text(), events);
        }
        index = 0;
        for (const Json part : content["content"].items()) {
            complete(Kind::Reasoning, item, index++, part["text"].text(), events);
        }
        const auto known = m_items.find(item);
        if (known != m_items.end() && known->second.begun && !known->second.told) {
            events.emplace_back(ThinkingDelta{{}, true});
        }
    }
}

void OpenAiResponsesParts::beginPart(Kind kind, const QString& item, qint64 index,
                                     std::vector<StreamEvent>& events) {
    Part* const begun = part(kind, item, index);
    if (begun == nullptr || begun->begun) {
        return;
    }
    begun->begun = true;
    if (kind == Kind::Summary && index > 0) {
        // Told by the part's beginning, so that it holds wherever a stream is cut.
        begun->parted = true;
        events.emplace_back(ThinkingDelta{QStringLiteral("\n\n"), false});
    }
}

void OpenAiResponsesParts::add(Kind kind, const QString& item, qint64 index, const QString& words,
                               std::vector<StreamEvent>& events) {
    if (words.isEmpty()) {
        return;
    }
    Part* const place = part(kind, item, index);
    QString gap;
    if (place != nullptr) {
        if (!place->told && !place->parted && isWholeHere(item, *place)) {
            gap = gapBefore(kind, item, index);
        }
        place->told = true;
    }
    if (const auto known = m_items.find(item); known != m_items.end()) {
        known->second.told = true;
    }
    if (kind == Kind::Text) {
        m_hasText = true;
        m_textItem = item;
        events.emplace_back(TextDelta{gap + words});
    } else {
        m_hasThinking = true;
        events.emplace_back(ThinkingDelta{gap + words, false});
    }
}

void OpenAiResponsesParts::complete(Kind kind, const QString& item, qint64 index, const QString& words,
                                    std::vector<StreamEvent>& events) {
    const Part* const place = part(kind, item, index);
    if (place != nullptr && !place->told && isWholeHere(item, *place)) {
        add(kind, item, index, words, events);
    }
}

void OpenAiResponsesParts::completeContent(const QString& item, qint64 index, const Json& content,
                                           std::vector<StreamEvent>& events) {
    const std::string_view type = content["type"].view();
    if (type == "reasoning_text") {
        complete(Kind::Reasoning, item, index, content["text"].text(), events);
        return;
    }
    if (type == "refusal") {
        m_refused = true;
        complete(Kind::Text, item, index, content["refusal"].text(), events);
    } else {
        complete(Kind::Text, item, index, content["text"].text(), events);
    }
    Part* const place = part(Kind::Text, item, index);
    if (place != nullptr && !place->cited && isWholeHere(item, *place)) {
        for (const Json annotation : content["annotations"].items()) {
            cite(item, index, annotation, events);
        }
    }
}

void OpenAiResponsesParts::cite(const QString& item, qint64 index, const Json& annotation,
                                std::vector<StreamEvent>& events) {
    if (Part* const place = part(Kind::Text, item, index)) {
        place->cited = true;
    }
    const Citation citation = citationOf(annotation);
    if (!citation.title.isEmpty() || !citation.url.isEmpty()) {
        events.emplace_back(citation);
    }
}

OpenAiResponsesParts::Part* OpenAiResponsesParts::part(Kind kind, const QString& item, qint64 index) {
    const Key key{kind, item, index};
    if (const auto known = m_parts.find(key); known != m_parts.end()) {
        return &known->second;
    }
    return m_parts.size() < mostKept ? &m_parts[key] : nullptr;
}

bool OpenAiResponsesParts::isWholeHere(const QString& item, const Part& part) const {
    const auto known = m_items.find(item);
    return !m_continues || part.begun || (known != m_items.end() && known->second.begun);
}

QString OpenAiResponsesParts::gapBefore(Kind kind, const QString& item, qint64 index) {
    const QString paragraph = QStringLiteral("\n\n");
    if (kind == Kind::Text) {
        // Parts of one message go on from each other, messages do not.
        return m_hasText && m_textItem != item ? paragraph : QString();
    }
    return m_hasThinking || (kind == Kind::Summary && index > 0) ? paragraph : QString();
}

} // namespace rivulet::providers
