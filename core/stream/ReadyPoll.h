// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "stream/HttpExchange.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace rivulet::stream {

/// Waits for a server that is loading its model: asks it every now and then whether it is ready, without end.
/// Where there is nothing to ask, or the server answers something else than yes or "not yet", it says ready
/// after one interval: then the question itself finds out. Knows no state and no retry.
class ReadyPoll : public QObject {
    Q_OBJECT

public:
    ReadyPoll(ConnectionPool& pool, const domain::Clock& clock, QObject* parent = nullptr);

    void start(const std::optional<providers::HttpRequest>& request, const domain::Secret& key,
               const HttpExchange::Options& options);
    void stop();
    [[nodiscard]] bool isRunning() const { return m_interval.isActive() || m_exchange.isRunning(); }

Q_SIGNALS:
    /// A request went out.
    void asked();
    /// The server said "not yet".
    void stillLoading();
    /// It is time to send the prompt again. Nothing comes after this, until the next start().
    void ready();

private:
    void ask();
    void judge(const domain::Failure& failure);

    std::optional<providers::HttpRequest> m_request;
    domain::Secret m_key;
    HttpExchange::Options m_options;
    HttpExchange m_exchange;
    QTimer m_interval;
};

} // namespace rivulet::stream
