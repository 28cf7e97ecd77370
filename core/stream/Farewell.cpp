// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/Farewell.h"

#include <QEventLoop>

#include <algorithm>

namespace rivulet::stream {

Farewell::Farewell(ConnectionPool& pool, const domain::Clock& clock)
    : QObject(&pool)
    , m_exchange(pool, clock) {
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &QObject::deleteLater);
    connect(&m_exchange, &HttpExchange::finished, this, &QObject::deleteLater);
    connect(&m_exchange, &HttpExchange::failed, this, &QObject::deleteLater);
}

void Farewell::send(ConnectionPool& pool, const domain::Clock& clock, const providers::HttpRequest& request,
                    const domain::Secret& key, HttpExchange::Options options) {
    auto* const farewell = new Farewell(pool, clock); // the pool's, or gone before it
    options.whole = true;
    farewell->m_patience.start(longest);
    farewell->m_exchange.send(request, key, options);
}

void Farewell::finishAll(ConnectionPool& pool, std::chrono::milliseconds atMost) {
    // Not counted by their destruction: that may have been put off to an event loop outside of this one.
    const QList<Farewell*> all = pool.findChildren<Farewell*>(Qt::FindDirectChildrenOnly);
    const auto isUnderWay = [](const Farewell* farewell) { return farewell->m_exchange.isRunning(); };
    QEventLoop loop;
    const auto leaveWhenOver = [&] {
        if (std::ranges::none_of(all, isUnderWay)) {
            loop.quit();
        }
    };
    for (Farewell* const farewell : all) {
        farewell->m_patience.stop();
        farewell->m_exchange.disconnect(farewell);
        connect(&farewell->m_exchange, &HttpExchange::finished, &loop, leaveWhenOver);
        connect(&farewell->m_exchange, &HttpExchange::failed, &loop, leaveWhenOver);
    }
    if (std::ranges::any_of(all, isUnderWay)) {
        QTimer::singleShot(atMost, &loop, &QEventLoop::quit);
        loop.exec(QEventLoop::ExcludeUserInputEvents);
    }
    qDeleteAll(all); // while the pool still has the managers that they run on
}

} // namespace rivulet::stream
