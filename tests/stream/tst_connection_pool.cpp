// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ConnectionPool.h"

#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QPointer>
#include <QSet>
#include <QTest>
#include <QUrl>

#include <memory>
#include <vector>

using rivulet::stream::ConnectionPool;

class ConnectionPoolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void putsAtMostSixStreamsOnAManager() {
        ConnectionPool pool;
        std::vector<ConnectionPool::Lease> leases;
        QHash<QNetworkAccessManager*, int> streams;
        for (int i = 0; i < 13; ++i) {
            leases.push_back(pool.lease());
            ++streams[leases.back().manager()];
        }
        QCOMPARE(pool.running(), 13);
        QCOMPARE(pool.managers(), 3);
        QCOMPARE(streams.size(), 3);
        for (const int count : std::as_const(streams)) {
            QVERIFY(count <= ConnectionPool::streamsPerManager);
        }
    }

    void givesPlacesBackAndKeepsItsManagers() {
        ConnectionPool pool;
        {
            std::vector<ConnectionPool::Lease> leases;
            for (int i = 0; i < 7; ++i) {
                leases.push_back(pool.lease());
            }
        }
        QCOMPARE(pool.running(), 0);
        QCOMPARE(pool.managers(), 2);
        const ConnectionPool::Lease lease = pool.lease();
        QCOMPARE(pool.running(), 1);
        QCOMPARE(pool.managers(), 2);
    }

    void keepsServersApart() {
        // A server that never ends its head keeps Qt's thread to itself, and what else runs on it.
        ConnectionPool pool;
        const auto at = [](const char* text) { return QUrl(QString::fromLatin1(text)); };
        const auto one = pool.lease(at("http://127.0.0.1:1/v1/chat?key=x"));
        const auto same = pool.lease(at("http://127.0.0.1:1/other"));
        const auto port = pool.lease(at("http://127.0.0.1:2/v1/chat"));
        const auto scheme = pool.lease(at("https://127.0.0.1:1/v1/chat"));
        QCOMPARE(same.manager(), one.manager());
        QVERIFY(port.manager() != one.manager());
        QVERIFY(scheme.manager() != one.manager());
        QCOMPARE(pool.managers(), 3);
    }

    void makesNoManagersWithoutEnd() {
        ConnectionPool pool;
        const auto at = [](int port) { return QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(port)); };
        for (int port = 1; port <= 100; ++port) {
            const auto lease = pool.lease(at(port));
            QVERIFY(lease.manager());
        }
        QCOMPARE(pool.managers(), int(ConnectionPool::managersKept));
        // What runs is never taken from it.
        const auto running = pool.lease(at(1000));
        for (int port = 1; port <= 100; ++port) {
            QVERIFY(pool.lease(at(port)).manager() != running.manager());
        }
    }

    void movesAPlaceWithoutLosingOrDoublingIt() {
        ConnectionPool pool;
        ConnectionPool::Lease first = pool.lease();
        QNetworkAccessManager* const manager = first.manager();
        ConnectionPool::Lease second = std::move(first);
        QCOMPARE(second.manager(), manager);
        QCOMPARE(pool.running(), 1);
        second = pool.lease();
        QCOMPARE(pool.running(), 1);
        second = {};
        QCOMPARE(pool.running(), 0);
        QVERIFY(!second.manager());
    }

    void leaseOutlivesThePool() {
        auto pool = std::make_unique<ConnectionPool>();
        auto lease = std::make_unique<ConnectionPool::Lease>(pool->lease());
        const QPointer<QNetworkAccessManager> manager = lease->manager();
        pool.reset();
        QVERIFY(manager);
        lease.reset();
        QVERIFY(manager); // not deleted under the feet of its caller
        QTRY_VERIFY(!manager);
    }

    void managersFollowNothingAndKeepNothing() {
        ConnectionPool pool;
        const ConnectionPool::Lease lease = pool.lease();
        QNetworkAccessManager& manager = *lease.manager();
        QCOMPARE(manager.redirectPolicy(), QNetworkRequest::ManualRedirectPolicy);
        QVERIFY(!manager.autoDeleteReplies());
        QVERIFY(!manager.cache());
        QCOMPARE(manager.transferTimeout(), 0);
    }

    void reachesLocalHostsWithoutAProxy() {
        class Everywhere : public QNetworkProxyFactory {
        public:
            QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery&) override {
                return {QNetworkProxy(QNetworkProxy::HttpProxy, QStringLiteral("proxy.invalid"), 1)};
            }
        };
        QNetworkProxyFactory::setApplicationProxyFactory(new Everywhere);
        ConnectionPool pool;
        const ConnectionPool::Lease lease = pool.lease();
        const auto proxyFor = [&](const char* url) {
            return lease.manager()
                ->proxyFactory()
                ->queryProxy(QNetworkProxyQuery(QUrl(QString::fromLatin1(url))))
                .first()
                .type();
        };
        QCOMPARE(proxyFor("http://127.0.0.1:11434/"), QNetworkProxy::NoProxy);
        QCOMPARE(proxyFor("http://localhost:1234/"), QNetworkProxy::NoProxy);
        QCOMPARE(proxyFor("https://192.168.1.7/"), QNetworkProxy::NoProxy);
        QCOMPARE(proxyFor("https://api.example.com/"), QNetworkProxy::HttpProxy);
        QNetworkProxyFactory::setApplicationProxyFactory(nullptr);
    }
};

QTEST_GUILESS_MAIN(ConnectionPoolTest)
#include "tst_connection_pool.moc"
