// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ModelLister.h"

#include "domain/KeyMask.h"
#include "stream/HttpExchange.h"
#include "stream/RetryPolicy.h"

#include <memory>
#include <utility>

namespace rivulet::stream {

namespace {

using Kind = domain::Failure::Kind;

/// A list is no answer that has to be thought about.
constexpr std::chrono::seconds patience{30};

domain::Failure broken(Kind kind, const QString& detail) {
    domain::Failure failure;
    failure.kind = kind;
    failure.detail = detail;
    return failure;
}

domain::Failure told(const providers::Dialect& dialect, const domain::Failure& transport,
                     const providers::HttpReply& reply, const domain::Clock& clock) {
    if (transport.kind != Kind::UnexpectedStatus) {
        return transport;
    }
    domain::Failure failure = dialect.readError(reply);
    if (const auto advice = retryAdvice(reply, clock.wallTime())) {
        failure.retryAfter = advice;
    }
    if (const auto advice = shouldRetryAdvice(reply)) {
        failure.shouldRetry = advice;
    }
    return failure;
}

} // namespace

ModelLister::ModelLister(ConnectionPool& pool, const domain::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_pool(pool)
    , m_clock(clock) {}

void ModelLister::list(const domain::Endpoint& endpoint, const domain::Secret& key, const Listed& listed) {
    const std::shared_ptr<providers::Dialect> dialect = providers::makeDialect(endpoint.dialect);
    const auto request = dialect ? dialect->listRequest(endpoint) : std::nullopt;
    const QString problem = endpoint.problem();
    if (!request || !problem.isEmpty() || (endpoint.needsKey && key.isEmpty())) {
        const domain::Failure failure = !request             ? broken(Kind::Unsupported, endpoint.dialect)
                                        : !problem.isEmpty() ? broken(Kind::InvalidInput, problem)
                                                             : broken(Kind::MissingKey, {});
        // Later, as every other answer.
        QMetaObject::invokeMethod(this, [listed, failure] { listed(failure); }, Qt::QueuedConnection);
        return;
    }

    auto* const exchange = new HttpExchange(m_pool, m_clock, this);
    connect(exchange, &HttpExchange::finished, this,
            [exchange, dialect, listed](const providers::HttpReply& reply) {
                exchange->deleteLater();
                const auto answer = std::pair(listed, dialect->readList(reply.body));
                answer.first(answer.second);
            });
    connect(exchange, &HttpExchange::failed, this,
            [this, exchange, dialect, listed, mask = domain::KeyMask(key, endpoint.baseUrl)](
                const domain::Failure& failure, const providers::HttpReply& reply) {
                exchange->deleteLater();
                // Copies: whoever is called may destroy this lister, and these with it.
                const auto answer = std::pair(listed, mask.masked(told(*dialect, failure, reply, m_clock)));
                answer.first(answer.second);
            });
    HttpExchange::Options options;
    options.timeouts.firstByte = patience;
    options.timeouts.idle = patience;
    options.whole = true;
    exchange->send(*request, key, options);
}

} // namespace rivulet::stream
