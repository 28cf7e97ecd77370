// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicContent.h"

#include "Json.h"

#include <QJsonDocument>

#include <array>

namespace rivulet::providers {

namespace {

struct WordsDelta {
    std::string_view type;
    const char* field;
};

constexpr std::array wordsDeltas{
    WordsDelta{"text_delta", "text"},
    WordsDelta{"thinking_delta", "thinking"},
    WordsDelta{"signature_delta", "signature"},
};

QJsonObject objectOf(const QString& json) {
    return QJsonDocument::fromJson(json.toUtf8()).object();
}

} // namespace

void AnthropicContent::start(qint64 index, const Json& block) {
    const QString json = block.compact();
    if (!takes(json.size())) {
        return;
    }
    Block& begun = m_blocks[index];
    begun = {};
    begun.begun = objectOf(json);
    if (begun.begun.isEmpty()) {
        giveUp();
    }
}

void AnthropicContent::readDelta(qint64 index, const Json& delta) {
    const auto found = m_blocks.find(index);
    if (found == m_blocks.end()) {
        giveUp();
        return;
    }
    Block& block = found->second;
    const std::string_view type = delta["type"].view();
    for (const WordsDelta& known : wordsDeltas) {
        if (type == known.type) {
            const QString words = delta[known.field].text();
            if (takes(words.size())) {
                block.words[QString::fromLatin1(known.field)] += words;
            }
            return;
        }
    }
    if (type == "input_json_delta") {
        const QByteArray piece = delta["partial_json"].text().toUtf8();
        if (takes(piece.size())) {
            block.input += piece;
        }
    } else if (type == "citations_delta") {
        const QString citation = delta["citation"].compact();
        if (takes(citation.size())) {
            block.citations.append(objectOf(citation));
        }
    } else {
        giveUp();
    }
}

std::optional<QByteArray> AnthropicContent::bytes() const {
    if (!m_complete || m_blocks.empty()) {
        return std::nullopt;
    }
    QJsonArray content;
    for (const auto& [index, block] : m_blocks) {
        const auto told = whole(block);
        if (!told) {
            return std::nullopt;
        }
        content.append(*told);
    }
    return QJsonDocument(content).toJson(QJsonDocument::Compact);
}

std::optional<QJsonObject> AnthropicContent::whole(const Block& block) {
    QJsonObject told = block.begun;
    for (const auto& [field, words] : block.words) {
        told[field] = told.value(field).toString() + words;
    }
    if (!block.input.isEmpty()) {
        const QJsonDocument input = QJsonDocument::fromJson(block.input);
        if (!input.isObject()) {
            return std::nullopt;
        }
        told[QStringLiteral("input")] = input.object();
    }
    if (!block.citations.isEmpty()) {
        QJsonArray citations = told.value(u"citations").toArray();
        for (const QJsonValue citation : block.citations) {
            citations.append(citation);
        }
        told[QStringLiteral("citations")] = citations;
    }
    return told;
}

bool AnthropicContent::takes(qsizetype size) {
    if (!m_complete || m_size + size > limit) {
        giveUp();
        return false;
    }
    m_size += size;
    return true;
}

void AnthropicContent::giveUp() {
    m_complete = false;
    m_blocks.clear();
}

} // namespace rivulet::providers
