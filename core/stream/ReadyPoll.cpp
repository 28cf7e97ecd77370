// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ReadyPoll.h"

namespace rivulet::stream {

using Kind = domain::Failure::Kind;

ReadyPoll::ReadyPoll(ConnectionPool& pool, const domain::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_exchange(pool, clock) {
    m_interval.setSingleShot(true);
    connect(&m_interval, &QTimer::timeout, this, &ReadyPoll::ask);
    connect(&m_exchange, &HttpExchange::finished, this, &ReadyPoll::ready);
    connect(&m_exchange, &HttpExchange::failed, this, &ReadyPoll::judge);
}

void ReadyPoll::start(const std::optional<providers::HttpRequest>& request, const domain::Secret& key,
                      const HttpExchange::Options& options) {
    stop();
    m_request = request;
    m_key = key;
    m_options = options;
    m_options.whole = true;
    // A look is no answer that has to be thought about.
    m_options.timeouts.firstByte = m_options.timeouts.connect;
    m_options.timeouts.idle = m_options.timeouts.connect;
    m_interval.start(m_options.timeouts.loading);
}

void ReadyPoll::stop() {
    m_interval.stop();
    m_exchange.cancel();
    m_key = {};
}

void ReadyPoll::ask() {
    if (!m_request) {
        Q_EMIT ready();
        return;
    }
    m_exchange.send(*m_request, m_key, m_options);
    Q_EMIT asked();
}

void ReadyPoll::judge(const domain::Failure& failure) {
    // Too busy to answer is loading too.
    const bool notYet = failure.httpStatus == 503 || failure.kind == Kind::FirstByteTimeout;
    if (!notYet) {
        Q_EMIT ready();
        return;
    }
    m_interval.start(m_options.timeouts.loading);
    Q_EMIT stillLoading();
}

} // namespace rivulet::stream
