// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "store/AnswerRecord.h"

#include <functional>
#include <list>
#include <vector>

namespace rivulet::store {

/// The answers of which something is in memory only, of all who record over one database. Knows where they
/// are, not why they wait.
class UnwrittenAnswers {
public:
    using Records = std::list<AnswerRecord>;

    /// These are looked at until they are removed. Of one answer that is there twice the last counts.
    void add(Records& records);
    void remove(const Records& records);

    /// All of them, of each who records in the order in which they came.
    void forEach(const std::function<void(AnswerRecord&)>& visit) const;
    /// What waits of this answer, or null.
    [[nodiscard]] const AnswerRecord* find(const domain::Message& answer) const;
    /// Something of the answer of this number waits.
    [[nodiscard]] bool holds(domain::MessageId id) const;
    /// Answers of a conversation that wait take the place of what was read of them, or come behind the rest.
    void layOver(domain::ConversationId conversation, std::vector<domain::Message>& messages) const;

private:
    std::vector<Records*> m_all;
};

} // namespace rivulet::store
