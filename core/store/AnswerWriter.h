// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "store/UnwrittenAnswers.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace rivulet::store {

/// Lets all who record over one database share their commits: when one of them writes, what waits of the
/// others goes into the same transaction. Knows not why something waits, nor what becomes of what can't be
/// written together: that is left as it was, for each to write by itself.
class AnswerWriter : public QObject {
    Q_OBJECT

public:
    explicit AnswerWriter(Database& database, QObject* parent = nullptr);

    /// Everyone is asked to commit within this time, once, whoever expects it first.
    void expectWithin(std::chrono::milliseconds delay);
    /// In one transaction all that waits, where that is of more than one answer. Says why, where the database
    /// can't be written at present.
    [[nodiscard]] std::optional<domain::Failure> writeTogether();
    /// Transactions that were shared.
    [[nodiscard]] int shared() const { return m_shared; }

Q_SIGNALS:
    /// What has been observed is to be on disk now.
    void due();

private:
    Database& m_database;
    QTimer m_timer;
    int m_shared = 0;
};

} // namespace rivulet::store
