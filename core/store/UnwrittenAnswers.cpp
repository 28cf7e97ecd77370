// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/UnwrittenAnswers.h"

#include <algorithm>

namespace rivulet::store {

void UnwrittenAnswers::add(Records& records) {
    m_all.push_back(&records);
}

void UnwrittenAnswers::remove(const Records& records) {
    std::erase(m_all, &records);
}

void UnwrittenAnswers::forEach(const std::function<void(AnswerRecord&)>& visit) const {
    for (Records* const records : m_all) {
        std::ranges::for_each(*records, visit);
    }
}

const AnswerRecord* UnwrittenAnswers::find(const domain::Message& answer) const {
    const AnswerRecord* found = nullptr;
    for (const Records* records : m_all) {
        for (const AnswerRecord& record : *records) {
            found = record.waits() && record.isSameAnswer(answer) ? &record : found;
        }
    }
    return found;
}

bool UnwrittenAnswers::holds(domain::MessageId id) const {
    return std::ranges::any_of(m_all, [id](const Records* records) {
        return std::ranges::any_of(*records, [id](const AnswerRecord& record) {
            return record.waits() && record.message().id == id;
        });
    });
}

void UnwrittenAnswers::layOver(domain::ConversationId conversation,
                               std::vector<domain::Message>& messages) const {
    for (const Records* records : m_all) {
        for (const AnswerRecord& record : *records) {
            if (!record.waits() || record.message().conversation != conversation) {
                continue;
            }
            const auto known = std::ranges::find_if(messages, [&](const domain::Message& message) {
                return message.role == domain::Role::Assistant && record.isSameAnswer(message);
            });
            if (known == messages.end()) {
                messages.push_back(record.message());
            } else {
                *known = record.message();
            }
        }
    }
}

} // namespace rivulet::store
