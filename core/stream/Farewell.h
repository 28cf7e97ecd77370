// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/HttpExchange.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace rivulet::stream {

/// One request that nobody waits for: it tells a server that would go on by itself to stop. Belongs to the
/// pool and outlives the stream it is about; goes by itself when it was answered, failed or took too long.
/// Knows no stream, and tells nobody how it ended.
class Farewell : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds longest{5};
    /// How long the end of the application may be held up for those that are under way.
    static constexpr std::chrono::milliseconds longestAtEnd{1000};

    static void send(ConnectionPool& pool, const domain::Clock& clock, const providers::HttpRequest& request,
                     const domain::Secret& key, HttpExchange::Options options);
    /// Waits until all of this pool are over, or for so long; those left are dropped.
    static void finishAll(ConnectionPool& pool, std::chrono::milliseconds atMost);

private:
    Farewell(ConnectionPool& pool, const domain::Clock& clock);

    HttpExchange m_exchange;
    QTimer m_patience;
};

} // namespace rivulet::stream
