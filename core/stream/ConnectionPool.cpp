// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ConnectionPool.h"

#include "domain/Endpoint.h"
#include "stream/Farewell.h"

#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkRequest>

#include <algorithm>
#include <utility>

namespace rivulet::stream {

namespace {

/// The system's proxies for the world; none for this machine and its own network, whatever the environment
/// says: a model server next door is never reached through a proxy outside.
class LocalIsDirect : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override {
        domain::Endpoint asked;
        asked.baseUrl = query.url();
        if (asked.isLocal()) {
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        }
        return proxyForQuery(query);
    }
};

std::unique_ptr<QNetworkAccessManager> makeManager() {
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setAutoDeleteReplies(false);
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setTransferTimeout(0);
    manager->setProxyFactory(new LocalIsDirect); // the manager owns it
    return manager;
}

} // namespace

/// One manager and how many streams run on it. The pool and its leases share it.
struct ConnectionPool::Lease::Place {
    std::unique_ptr<QNetworkAccessManager> manager = makeManager();
    int running = 0;
    QUrl server;
};

ConnectionPool::ConnectionPool(QObject* parent)
    : QObject(parent) {}

ConnectionPool::~ConnectionPool() {
    Farewell::finishAll(*this, Farewell::longestAtEnd);
}

ConnectionPool::Lease ConnectionPool::lease(const QUrl& url) {
    const QUrl server =
        url.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    auto place = std::ranges::find_if(m_places, [&server](const auto& candidate) {
        return candidate->server == server && candidate->running < streamsPerManager;
    });
    if (place == m_places.end() && m_places.size() >= managersKept) {
        place = std::ranges::find(m_places, 0, [](const auto& candidate) { return candidate->running; });
    }
    if (place == m_places.end()) {
        place = m_places.insert(m_places.end(), std::make_shared<Lease::Place>());
    }
    (*place)->server = server;
    Lease lease;
    lease.m_place = *place;
    ++lease.m_place->running;
    return lease;
}

ConnectionPool::Lease ConnectionPool::leaseAlone() {
    Lease lease;
    lease.m_place = std::make_shared<Lease::Place>();
    lease.m_place->running = 1;
    return lease;
}

int ConnectionPool::running() const {
    int sum = 0;
    for (const auto& place : m_places) {
        sum += place->running;
    }
    return sum;
}

int ConnectionPool::managers() const {
    return static_cast<int>(m_places.size());
}

ConnectionPool::Lease::Lease(Lease&& other) noexcept
    : m_place(std::move(other.m_place)) {}

ConnectionPool::Lease& ConnectionPool::Lease::operator=(Lease&& other) noexcept {
    if (this != &other) {
        giveBack();
        m_place = std::move(other.m_place);
    }
    return *this;
}

ConnectionPool::Lease::~Lease() {
    giveBack();
}

QNetworkAccessManager* ConnectionPool::Lease::manager() const {
    return m_place ? m_place->manager.get() : nullptr;
}

void ConnectionPool::Lease::giveBack() {
    if (!m_place) {
        return;
    }
    --m_place->running;
    if (m_place.use_count() == 1) {
        // The pool is gone or never had it, and this may run inside a signal of one of the manager's replies.
        m_place->manager.release()->deleteLater();
    }
    m_place.reset();
}

} // namespace rivulet::stream
