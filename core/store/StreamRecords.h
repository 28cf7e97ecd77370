// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "domain/StreamRecord.h"
#include "store/Database.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace rivulet::store {

/// The counted streams of one database. Writes behind the journal, never before it: a record waits for the
/// next turn of the event loop, and where the database can't be written, in memory, within a bound, until it
/// can. Tells nobody of that: figures are not worth a banner. What can't be written even when it is destroyed
/// is lost. Each record is one statement, so that there is never half of one.
class StreamRecords : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t mostWaiting = 10'000;
    static constexpr std::chrono::milliseconds retryDelay{5000};

    explicit StreamRecords(std::shared_ptr<Database> database, QObject* parent = nullptr);
    ~StreamRecords() override;

    /// Where there is no room for more, the oldest one that waits gives way.
    void add(domain::StreamRecord record);
    /// Those that began before are no longer kept. In due time, as a record.
    void forgetBefore(std::chrono::milliseconds sinceEpoch);
    /// All of them, also those that wait. Conversations stay as they are.
    [[nodiscard]] domain::Result<std::monostate> clear();
    /// Writes what waits, as far as it can be.
    void write();
    /// How many are written, and when the first of them began.
    struct Extent {
        qint64 streams = 0;
        std::chrono::milliseconds first{0};
    };
    [[nodiscard]] domain::Result<Extent> extent() const;
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }

    /// In the order they were written.
    [[nodiscard]] static domain::Result<std::vector<domain::StreamRecord>> read(const Database& database);

    /// An answer that is being written, by whichever process.
    struct Active {
        QString endpointId;
        QString endpointName;
        QString model;
    };
    /// As far as the history knows: those that are not kept in it are not among them.
    [[nodiscard]] static domain::Result<std::vector<Active>> active(const Database& database);

Q_SIGNALS:
    /// Some were written, or all are gone.
    void changed();

private:
    [[nodiscard]] bool writeAll();

    std::shared_ptr<Database> m_database;
    std::deque<domain::StreamRecord> m_waiting;
    std::optional<std::chrono::milliseconds> m_forgetBefore;
    QTimer m_timer;
};

} // namespace rivulet::store
