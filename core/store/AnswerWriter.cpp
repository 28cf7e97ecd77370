// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "store/AnswerWriter.h"

#include "store/Transaction.h"
#include "store/WaitingChanges.h"

#include <algorithm>
#include <vector>

namespace rivulet::store {

AnswerWriter::AnswerWriter(Database& database, QObject* parent)
    : QObject(parent)
    , m_database(database) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &AnswerWriter::due);
}

void AnswerWriter::expectWithin(std::chrono::milliseconds delay) {
    if (!m_timer.isActive()) {
        m_timer.start(delay);
    }
}

std::optional<domain::Failure> AnswerWriter::writeTogether() {
    struct Staged {
        AnswerRecord* record;
        AnswerRecord::Place place;
    };
    std::vector<Staged> staged;
    m_database.unwritten().forEach([&](AnswerRecord& record) {
        if (record.waits() && record.sharesTransactions(m_database)) {
            staged.push_back({&record, {}});
        }
    });
    if (staged.size() < 2 || m_database.isReadOnly()) {
        return std::nullopt;
    }
    // Without their conversations' rows answers would have no place to go.
    if (auto failure = m_database.waiting().write(m_database)) {
        return failure;
    }
    const bool ends = std::ranges::any_of(staged, [](const Staged& one) { return one.record->endsNow(); });
    Transaction transaction(m_database,
                            ends ? Transaction::Durability::Full : Transaction::Durability::Normal);
    if (!transaction.begun()) {
        return transaction.failure();
    }
    AnswerStatements& statements = m_database.answerStatements();
    for (Staged& one : staged) {
        if (one.record->stage(statements, one.place) != AnswerRecord::Written::All) {
            return std::nullopt; // one whose place is gone, or there is no room: each finds out by itself
        }
    }
    if (!transaction.commit()) {
        return transaction.failure();
    }
    ++m_shared;
    for (const Staged& one : staged) {
        one.record->settle(one.place);
    }
    return std::nullopt;
}

} // namespace rivulet::store
