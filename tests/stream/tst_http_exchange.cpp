// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ExchangeProbe.h"
#include "loopback/HttpServer.h"

#include <QTcpServer>
#include <QTest>

using namespace rivulet;
using Kind = domain::Failure::Kind;
using LoopbackExchange = loopback::Exchange;

/// One request and its answer, from the promise to the end, whatever becomes of the connection.
class HttpExchangeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handsOutAStreamAndItsProperEnd() {
        loopback::HttpServer server([](LoopbackExchange& exchange) {
            exchange.sendHead(200, "text/event-stream", -1, {{"X-Request-Id", "7"}});
            exchange.sendBody("one ");
            exchange.sendBody("two");
            exchange.finish();
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url(QStringLiteral("/v1")));
        QVERIFY(probe.exchange->isRunning());
        QTRY_COMPARE(probe.ends, 1);
        QVERIFY(!probe.failure);
        QVERIFY(!probe.exchange->isRunning());
        QCOMPARE(probe.heads, 1);
        QCOMPARE(probe.head.status, 200);
        QCOMPARE(ExchangeProbe::header(probe.head, "content-type"), "text/event-stream");
        QCOMPARE(ExchangeProbe::header(probe.head, "x-request-id"), "7");
        QCOMPARE(probe.body, "one two");
        QVERIFY(probe.last.body.isEmpty());
        QCOMPARE(probe.exchange->bytesReceived(), 7);
        QVERIFY(probe.exchange->lastByteAt() > domain::Clock::Instant{});
        QCOMPARE(probe.pool.running(), 0);
    }

    void sendsThePromisedRequestAndTheKeyOnlyInItsHeader() {
        loopback::Request seen;
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            seen = exchange.request();
            exchange.respond(200, "text/plain", "ok", {{"Set-Cookie", "a=b"}});
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        for (int sends = 1; sends <= 2; ++sends) {
            probe.post(server.url(QStringLiteral("/v1/chat?x=1")), "{\"a\":1}");
            QTRY_COMPARE(probe.ends, sends);
            QCOMPARE(seen.method, "POST");
            QCOMPARE(seen.path, "/v1/chat?x=1");
            QCOMPARE(seen.body, "{\"a\":1}");
            QCOMPARE(seen.headers.value("x-dialect"), "yes");
            QCOMPARE(seen.headers.value("accept-encoding"), "identity");
            QCOMPARE(seen.headers.value("connection").toLower(), "close");
            QCOMPARE(seen.headers.value("content-type"), "application/json");
            QVERIFY(!seen.headers.contains("cookie"));
            QCOMPARE(seen.headers.take("x-api-key"), "Key canary-key");
            for (const QByteArray& value : std::as_const(seen.headers)) {
                QVERIFY(!value.contains("canary"));
            }
        }
    }

    void sendsNoKeyWhereThereIsNone() {
        loopback::Request seen;
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            seen = exchange.request();
            exchange.respond(200, "text/plain", "ok");
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.key.clear();
        probe.post(server.url(), {}, providers::HttpRequest::Method::Get);
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(seen.method, "GET");
        QVERIFY(!seen.headers.contains("x-api-key"));
    }

    void refusesWhatMayNotBeSent_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("file") << QStringLiteral("file:///etc/hostname") << QByteArray("k");
        QTest::newRow("user name") << QStringLiteral("http://a:b@127.0.0.1:1/") << QByteArray("k");
        QTest::newRow("no address") << QString() << QByteArray("k");
        QTest::newRow("key of two lines")
            << QStringLiteral("http://127.0.0.1:1/") << QByteArray("k\r\nX-Other: 1");
    }

    void refusesWhatMayNotBeSent() {
        QFETCH(QString, url);
        QFETCH(QByteArray, key);
        ExchangeProbe probe;
        probe.key = key;
        probe.post(QUrl(url));
        QCOMPARE(probe.ends, 0);
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::InvalidInput));
        QVERIFY(!probe.failure->detail.contains(QStringLiteral("X-Other")));
    }

    void failsWhereNobodyListens() {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();
        ExchangeProbe probe;
        probe.post(QUrl(QStringLiteral("http://127.0.0.1:%1/?key=canary").arg(port)));
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::ConnectionRefused));
        QVERIFY(!probe.failure->detail.isEmpty());
        QVERIFY(!probe.failure->detail.contains(QStringLiteral("canary")));
    }

    void sendsOnceWhateverHappensBeforeTheAnswer_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("reset");
        QTest::addColumn<domain::Failure::Kind>("kind");
        QTest::newRow("close") << QByteArray() << false << Kind::ConnectionReset;
        QTest::newRow("reset") << QByteArray() << true << Kind::ConnectionReset;
        QTest::newRow("garbage status line")
            << QByteArray("garbage\r\n\r\n") << false << Kind::ConnectionReset;
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Ty") << false
                                     << Kind::ConnectionReset;
    }

    void sendsOnceWhateverHappensBeforeTheAnswer() {
        QFETCH(QByteArray, answer);
        QFETCH(bool, reset);
        QFETCH(domain::Failure::Kind, kind);
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            if (!answer.isEmpty()) {
                exchange.sendRaw(answer);
            }
            if (reset) {
                exchange.reset();
            } else {
                exchange.drop();
            }
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url(), "{\"prompt\":\"hi\"}");
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(kind));
        QCOMPARE(probe.heads, 0);
        QCOMPARE(server.requestCount(), 1);
        QCOMPARE(server.connectionCount(), 1);
    }

    void keepsWhatCameBeforeACut_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("reset");
        QTest::newRow("close after the head") << QByteArray() << false;
        QTest::newRow("close after a chunk") << QByteArray("hello") << false;
        QTest::newRow("close after many") << QByteArray(3'000'000, 'x') << false;
        QTest::newRow("reset after the head") << QByteArray() << true;
        QTest::newRow("reset after a chunk") << QByteArray("hello") << true;
    }

    void keepsWhatCameBeforeACut() {
        QFETCH(QByteArray, body);
        QFETCH(bool, reset);
        QPointer<LoopbackExchange> answer;
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            answer = &exchange;
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(body);
            if (!reset) {
                exchange.drop();
            }
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url());
        if (reset) {
            QTRY_COMPARE(probe.heads, 1);
            QTRY_COMPARE(probe.body.size(), body.size());
            answer->reset();
        }
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::CutOff));
        QCOMPARE(probe.failure->httpStatus, 200);
        QCOMPARE(probe.body, body);
        QCOMPARE(server.requestCount(), 1);
    }

    void leavesAProperEndWithoutMarkToTheProtocol() {
        // A body that ends by its length, and one that ends with the connection: HTTP calls both proper.
        for (const QByteArray head : {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npart",
                                      "HTTP/1.0 200 OK\r\nContent-Type: a/b\r\n\r\npart"}) {
            loopback::HttpServer server([&](LoopbackExchange& exchange) {
                exchange.sendRaw(head);
                exchange.drop();
            });
            QVERIFY(server.listen());
            ExchangeProbe probe;
            probe.post(server.url());
            QTRY_COMPARE(probe.ends, 1);
            QVERIFY(!probe.failure);
            QCOMPARE(probe.body, "part");
        }
    }

    void cancelClosesTheSocketAndSaysNothingMore_data() {
        QTest::addColumn<QString>("moment");
        for (const char* moment : {"connecting", "waiting", "streaming"}) {
            QTest::newRow(moment) << QString::fromLatin1(moment);
        }
    }

    void cancelClosesTheSocketAndSaysNothingMore() {
        QFETCH(QString, moment);
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            if (moment == u"streaming") {
                exchange.sendHead(200, "text/event-stream");
                exchange.sendBody("a");
            }
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url());
        if (moment == u"waiting") {
            QTRY_COMPARE(server.requestCount(), 1);
        } else if (moment == u"streaming") {
            QTRY_COMPARE(probe.body, "a");
        }
        probe.exchange->cancel();
        QVERIFY(!probe.exchange->isRunning());
        QCOMPARE(probe.pool.running(), 0);
        QTRY_COMPARE(server.openConnections(), 0);
        QCoreApplication::processEvents();
        QCOMPARE(probe.ends, 0);
    }

    void survivesItsEndInsideEachOfItsSignals_data() {
        QTest::addColumn<QString>("signal");
        QTest::addColumn<QString>("act");
        for (const char* signal : {"head", "received", "finished", "failed", "failed status"}) {
            for (const char* act : {"cancel", "destroy", "send"}) {
                QTest::addRow("%s in %s", act, signal)
                    << QString::fromLatin1(signal) << QString::fromLatin1(act);
            }
        }
    }

    void survivesItsEndInsideEachOfItsSignals() {
        QFETCH(QString, signal);
        QFETCH(QString, act);
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            if (exchange.request().path == "/again") {
                exchange.respond(200, "text/plain", "again");
            } else if (signal == u"failed status") {
                exchange.respond(500, "text/plain", "no");
            } else {
                exchange.sendHead(200, "text/plain");
                exchange.sendBody(QByteArray(2'000'000, 'x'));
                if (signal == u"failed") {
                    exchange.drop();
                } else {
                    exchange.finish();
                }
            }
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        bool acted = false;
        const auto doIt = [&] {
            if (std::exchange(acted, true)) {
                return;
            }
            probe.body.clear();
            if (act == u"cancel") {
                probe.exchange->cancel();
            } else if (act == u"destroy") {
                probe.exchange.reset();
            } else {
                probe.failure.reset();
                probe.post(server.url(QStringLiteral("/again")));
            }
        };
        stream::HttpExchange& exchange = *probe.exchange;
        if (signal == u"head") {
            connect(&exchange, &stream::HttpExchange::headReceived, this, doIt);
        } else if (signal == u"received") {
            connect(&exchange, &stream::HttpExchange::received, this, doIt);
        } else if (signal == u"finished") {
            connect(&exchange, &stream::HttpExchange::finished, this, doIt);
        } else {
            connect(&exchange, &stream::HttpExchange::failed, this, doIt);
        }
        const bool atTheEnd = signal != u"head" && signal != u"received";
        probe.post(server.url());
        QTRY_VERIFY(acted);
        const int endsOfFirst = atTheEnd ? 1 : 0;
        if (act == u"send") {
            QTRY_COMPARE(probe.ends, endsOfFirst + 1);
            QCOMPARE(probe.body, "again");
            QVERIFY(!probe.failure);
            QCOMPARE(server.requestCount(), 2);
        } else {
            QTRY_COMPARE(server.openConnections(), 0);
            QCoreApplication::processEvents();
            QCOMPARE(probe.ends, endsOfFirst);
            QCOMPARE(probe.body, QByteArray());
        }
        QCOMPARE(probe.pool.running(), 0);
    }

    void collectsAWholeAnswerWithinItsBound() {
        loopback::HttpServer server(
            [&](LoopbackExchange& exchange) { exchange.respond(200, "application/json", "{\"data\":[]}"); });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.options.whole = true;
        probe.options.wholeLimit = 11;
        probe.post(server.url(), {}, providers::HttpRequest::Method::Get);
        QTRY_COMPARE(probe.ends, 1);
        QVERIFY(!probe.failure);
        QCOMPARE(probe.last.status, 200);
        QCOMPARE(probe.last.body, "{\"data\":[]}");
        QVERIFY(probe.body.isEmpty());

        probe.options.wholeLimit = 10;
        probe.post(server.url(), {}, providers::HttpRequest::Method::Get);
        QTRY_COMPARE(probe.ends, 2);
        QCOMPARE(probe.kind(), domain::failureName(Kind::AnswerTooLong));
    }

    void runsMoreStreamsThanQtAllowsAHost() {
        int open = 0;
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            ++open;
            exchange.sendHead(200, "text/event-stream");
        });
        QVERIFY(server.listen());
        stream::ConnectionPool pool;
        const domain::SystemClock clock;
        std::vector<std::unique_ptr<stream::HttpExchange>> exchanges;
        for (int i = 0; i < 14; ++i) {
            exchanges.push_back(std::make_unique<stream::HttpExchange>(pool, clock));
            providers::HttpRequest request;
            request.url = server.url();
            exchanges.back()->send(request, {}, {});
        }
        QTRY_COMPARE(open, 14);
    }
};

QTEST_GUILESS_MAIN(HttpExchangeTest)
#include "tst_http_exchange.moc"
