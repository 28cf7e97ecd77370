// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "EarlierTurns.h"

#include "store/ConversationStore.h"

#include <limits>

namespace rivulet::app {

EarlierTurns::EarlierTurns(const store::ConversationStore& store, domain::ConversationId conversation)
    : m_store(&store)
    , m_conversation(conversation)
    , m_before(std::numeric_limits<qint64>::max()) {}

qsizetype EarlierTurns::count(int pane) const {
    return m_store != nullptr ? m_store->countBefore(m_conversation, m_before, pane) : 0;
}

domain::Result<std::vector<domain::Message>> EarlierTurns::takeLast(qsizetype characters) {
    if (m_store == nullptr) {
        return std::vector<domain::Message>{};
    }
    auto last = m_store->messagesBefore(m_conversation, m_before, characters);
    if (!last) {
        return last.failure();
    }
    if (last.value().first) {
        m_before = *last.value().first;
    } else {
        m_store = nullptr;
    }
    return std::move(last.value().messages);
}

} // namespace rivulet::app
