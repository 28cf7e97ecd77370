// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"
#include "domain/Result.h"

#include <vector>

namespace rivulet::store {
class ConversationStore;
}

namespace rivulet::app {

/// What of a stored conversation has not been read: all before a turn. It is read from there back to the
/// beginning, as far as somebody wants it. Knows neither panes nor what the messages are wanted for.
class EarlierTurns {
public:
    /// Nothing.
    EarlierTurns() = default;
    /// All that there is of a conversation. `store` outlives it.
    EarlierTurns(const store::ConversationStore& store, domain::ConversationId conversation);

    [[nodiscard]] bool isEmpty() const { return m_store == nullptr; }
    /// About how many prompts and answers of a pane it is.
    [[nodiscard]] qsizetype count(int pane) const;
    /// The last of them, in order: whole turns, at least one, of so many characters or a few more. They are
    /// no longer part of this. Where they can't be read, all stays as it is.
    [[nodiscard]] domain::Result<std::vector<domain::Message>> takeLast(qsizetype characters);

private:
    const store::ConversationStore* m_store = nullptr; ///< null: there is nothing left
    domain::ConversationId m_conversation = 0;
    qint64 m_before = 0;
};

} // namespace rivulet::app
