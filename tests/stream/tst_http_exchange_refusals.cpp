// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ExchangeProbe.h"
#include "loopback/HttpServer.h"

#include <QTest>

using namespace rivulet;
using namespace std::chrono_literals;
using Kind = domain::Failure::Kind;
using LoopbackExchange = loopback::Exchange;

/// Answers that are none: errors, redirects, and what is too large or not what was asked for.
class HttpExchangeRefusalsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neverFollowsARedirect_data() {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308}) {
            QTest::newRow(QByteArray::number(status).constData()) << status;
        }
    }

    void neverFollowsARedirect() {
        QFETCH(int, status);
        loopback::HttpServer target(
            [](LoopbackExchange& exchange) { exchange.respond(200, "text/plain", "no"); });
        QVERIFY(target.listen());
        QByteArray location = target.url(QStringLiteral("/there?key=canary")).toEncoded();
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            exchange.respond(status, "text/plain", "moved", {{"Location", location}});
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url());
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::Redirected));
        QCOMPARE(probe.failure->target, target.url(QStringLiteral("/there")));
        QCOMPARE(probe.failure->httpStatus, status);

        for (const QByteArray other : {"file:///etc/hostname", "/same", "https://127.0.0.1:1/x", ""}) {
            location = other;
            probe.post(server.url());
            const int before = probe.ends;
            QTRY_COMPARE(probe.ends, before + 1);
            QCOMPARE(probe.kind(), domain::failureName(Kind::Redirected));
        }
        QCOMPARE(target.requestCount(), 0);
        QCOMPARE(server.requestCount(), 5);
    }

    void givesAnErrorWithItsBody_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("challenge");
        for (const int status : {400, 401, 403, 404, 429, 500, 503, 529, 201}) {
            QTest::addRow("%d", status) << status << QByteArray("Bearer");
        }
        for (const char* challenge :
             {"Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"n\"", "NTLM", "Negotiate"}) {
            QTest::addRow("401 %s", challenge) << 401 << QByteArray(challenge);
            QTest::addRow("407 %s", challenge) << 407 << QByteArray(challenge);
        }
    }

    void givesAnErrorWithItsBody() {
        QFETCH(int, status);
        QFETCH(QByteArray, challenge);
        const QByteArray body = "{\"error\":{\"message\":\"no\"}}";
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            exchange.respond(status, "application/json", body,
                             {{"Retry-After", "3"},
                              {status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate", challenge}});
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url());
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::UnexpectedStatus));
        QCOMPARE(probe.failure->httpStatus, status);
        QCOMPARE(probe.last.status, status);
        QCOMPARE(probe.last.body, body);
        QCOMPARE(ExchangeProbe::header(probe.last, "retry-after"), "3");
        QCOMPARE(probe.heads, 0);
        QVERIFY(probe.body.isEmpty());
        QCOMPARE(server.requestCount(), 1);
    }

    void boundsTheBodyOfAnError() {
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            exchange.sendHead(500, "text/html");
            exchange.sendBody(QByteArray(3 * stream::HttpExchange::errorBodyLimit, 'x'));
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url());
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::UnexpectedStatus));
        QCOMPARE(probe.last.body.size(), stream::HttpExchange::errorBodyLimit);
    }

    void tellsAnErrorWhoseBodyStallsOrBreaks() {
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            exchange.sendHead(503, "text/plain");
            exchange.sendBody("loading");
            if (exchange.request().number == 2) {
                exchange.drop();
            }
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.options.timeouts.upload = 50ms;
        for (int sends = 1; sends <= 2; ++sends) {
            probe.post(server.url());
            QTRY_COMPARE(probe.ends, sends);
            QCOMPARE(probe.kind(), domain::failureName(Kind::UnexpectedStatus));
            QCOMPARE(probe.last.status, 503);
            QCOMPARE(probe.last.body, "loading");
        }
    }

    void takesNoInformationalHeadForTheAnswer() {
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            exchange.sendRaw("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            exchange.respond(200, "text/plain", "hello");
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url());
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.heads, 0);
        QCOMPARE(probe.kind(), domain::failureName(Kind::UnexpectedStatus));
        QCOMPARE(probe.failure->httpStatus, 103);
        QCOMPARE(server.requestCount(), 1);
    }

    void refusesAnEncodingItDidNotAskFor() {
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            exchange.respond(200, "text/plain", "\x1f\x8b\x08", {{"Content-Encoding", "gzip"}});
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url());
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::ContentEncoded));
        QCOMPARE(probe.heads, 0);
        QVERIFY(probe.body.isEmpty());
    }

    void boundsTheHead_data() {
        QTest::addColumn<int>("lines");
        QTest::addColumn<int>("length");
        QTest::newRow("many lines") << 1100 << 4;
        QTest::newRow("too many lines") << 20'000 << 4;
        QTest::newRow("one long line") << 1 << 300'000;
        QTest::newRow("long in sum") << 90 << 4000;
    }

    void boundsTheHead() {
        QFETCH(int, lines);
        QFETCH(int, length);
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            QByteArray head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n";
            for (int i = 0; i < lines; ++i) {
                head += "h" + QByteArray::number(i) + ": " + QByteArray(length, 'x') + "\r\n";
            }
            exchange.sendRaw(head + "\r\nok");
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.post(server.url());
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::HeadersTooLong));
        QCOMPARE(probe.heads, 0);
        QCOMPARE(server.requestCount(), 1);
    }
};

QTEST_GUILESS_MAIN(HttpExchangeRefusalsTest)
#include "tst_http_exchange_refusals.moc"
