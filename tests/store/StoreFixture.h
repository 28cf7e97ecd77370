// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Clock.h"
#include "domain/Message.h"
#include "store/Database.h"
#include "store/Statement.h"

#include <QTemporaryDir>

#include <memory>

namespace rivulet::store {

/// A clock that stands still until a test moves it.
class ManualClock final : public domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant(m_since); }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return m_base + m_since; }
    void advance(std::chrono::milliseconds span) { m_since += span; }

private:
    std::chrono::milliseconds m_base{1'700'000'000'000};
    std::chrono::milliseconds m_since{0};
};

/// A folder of its own for one test, and connections to the database in it.
class StoreFixture {
public:
    [[nodiscard]] QString file() const { return m_folder.filePath(QStringLiteral("rivulet.sqlite")); }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    /// Null where it can't be opened.
    [[nodiscard]] std::shared_ptr<Database> open() const {
        auto opened = Database::open(file());
        return opened ? opened.value() : nullptr;
    }

private:
    QTemporaryDir m_folder;
};

/// The first column of the first row, as text.
inline QString sqlValue(const Database& database, const QString& sql, const QVariantList& values = {}) {
    Statement statement(database, sql);
    return statement.select(values) && statement.next() ? statement.value(0).toString() : QString();
}

/// A conversation and its prompt, in words that every schema knows.
inline bool fillAsEver(const Database& database) {
    Statement conversation(
        database, QStringLiteral("INSERT INTO conversations (id, title, panes, created_at, updated_at) "
                                 "VALUES (1, 'Old title', 2, 1, 1)"));
    Statement prompt(database,
                     QStringLiteral("INSERT INTO messages (conversation_id, turn, role, created_at, text) "
                                    "VALUES (1, 0, 'user', 1, 'an old question')"));
    return conversation.execute() && prompt.execute();
}

inline domain::Message answerTo(domain::ConversationId conversation, int turn = 0) {
    domain::Message answer;
    answer.conversation = conversation;
    answer.turn = turn;
    answer.role = domain::Role::Assistant;
    answer.endpointId = QStringLiteral("demo");
    answer.endpointName = QStringLiteral("Demo");
    answer.model = QStringLiteral("brook");
    return answer;
}

inline domain::Ending completed() {
    domain::Ending ending;
    ending.outcome = domain::Outcome::Completed;
    return ending;
}

} // namespace rivulet::store
