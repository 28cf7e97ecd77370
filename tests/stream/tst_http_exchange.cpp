// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ExchangeProbe.h"
#include "loopback/HttpServer.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace rivulet;
using namespace std::chrono_literals;
using Kind = domain::Failure::Kind;
using LoopbackExchange = loopback::Exchange;

class HttpExchangeTest : public QObject {
    Q_OBJECT

private:
    static QByteArray header(const providers::HttpReply& reply, const QByteArray& name) {
        for (const auto& [each, value] : reply.headers) {
            if (each == name) {
                return value;
            }
        }
        return {};
    }

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
        QCOMPARE(header(probe.head, "content-type"), "text/event-stream");
        QCOMPARE(header(probe.head, "x-request-id"), "7");
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
        QCOMPARE(header(probe.last, "retry-after"), "3");
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

    void runsItsClocks() {
        QPointer<LoopbackExchange> answer;
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            answer = &exchange;
            if (exchange.request().path == "/idle") {
                exchange.sendHead(200, "text/event-stream");
                exchange.sendBody("a");
            }
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.options.timeouts.firstByte = 50ms;
        probe.options.timeouts.idle = 50ms;
        probe.post(server.url());
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::FirstByteTimeout));
        QTRY_VERIFY(!answer); // the socket was closed

        probe.post(server.url(QStringLiteral("/idle")));
        QTRY_COMPARE(probe.ends, 2);
        QCOMPARE(probe.kind(), domain::failureName(Kind::IdleTimeout));
        QCOMPARE(probe.body, "a");
        QCOMPARE(server.requestCount(), 2);
    }

    void givesUpOnAServerThatTakesNoConnection() {
        // A full backlog: the system takes the first connection into the queue and leaves the rest
        // unanswered.
        QTcpServer busy;
        busy.setListenBacklogSize(0);
        QVERIFY(busy.listen(QHostAddress::LocalHost));
        busy.pauseAccepting();
        std::vector<std::unique_ptr<QTcpSocket>> crowd;
        for (int i = 0; i < 4; ++i) {
            crowd.push_back(std::make_unique<QTcpSocket>());
            crowd.back()->connectToHost(QHostAddress::LocalHost, busy.serverPort());
        }
        ExchangeProbe probe;
        probe.options.timeouts.connect = 100ms;
        probe.post(QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(busy.serverPort())));
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::ConnectTimeout));
    }

    void noticesAStalledUpload() {
        // Connected, but nobody reads: the system's buffers fill, and then nothing moves.
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        silent.pauseAccepting();
        ExchangeProbe probe;
        probe.options.timeouts.upload = 300ms;
        probe.post(QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(silent.serverPort())),
                   QByteArray(32 * 1024 * 1024, 'x'));
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::UploadStalled));
    }

    void anyByteIsASignOfLife() {
        QPointer<LoopbackExchange> answer;
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            answer = &exchange;
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(":");
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.options.timeouts.idle = 400ms;
        // Each byte calls the next 100 ms later: together they last longer than the clock.
        connect(probe.exchange.get(), &stream::HttpExchange::received, &probe, [&] {
            QTimer::singleShot(100ms, &probe, [&] {
                if (probe.body.size() >= 8) {
                    answer->finish();
                } else {
                    answer->sendBody(":");
                }
            });
        });
        probe.post(server.url());
        QTRY_COMPARE(probe.ends, 1);
        QVERIFY(!probe.failure);
        QVERIFY(probe.body.size() >= 8);
    }

    void pushesBackWhileHeldAndLosesNothing() {
        constexpr qint64 total = 64 * 1024 * 1024;
        QPointer<LoopbackExchange> answer;
        qint64 taken = 0;
        const auto pour = [&] {
            while (answer && answer->isOpen() && answer->bytesQueued() < 1'000'000 &&
                   answer->bodyBytesSent() < total) {
                answer->sendBody(QByteArray(64 * 1024, 'x'));
            }
            taken = answer ? answer->bodyBytesSent() - answer->bytesQueued() : taken;
            if (answer && answer->bodyBytesSent() >= total) {
                answer->finish();
            }
        };
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            answer = &exchange;
            connect(&exchange, &LoopbackExchange::written, &exchange, pour);
            exchange.sendHead(200, "text/event-stream");
            pour();
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.options.timeouts.idle = 200ms;
        probe.exchange->setHeld(true);
        probe.post(server.url());
        QTRY_COMPARE(probe.heads, 1);
        // Longer than the idle clock without a byte taken: TCP pushes back, and nobody calls it a stall.
        QElapsedTimer still;
        still.start();
        for (qint64 before = -1; still.elapsed() < 600; QTest::qWait(10)) {
            if (taken != before) {
                before = taken;
                still.restart();
            }
            QVERIFY2(taken < 24 * 1024 * 1024, "the server's bytes do not stop");
        }
        QCOMPARE(probe.body.size(), 0);
        QCOMPARE(probe.ends, 0);
        probe.exchange->setHeld(false);
        QTRY_COMPARE_WITH_TIMEOUT(probe.ends, 1, 30'000);
        QVERIFY(!probe.failure);
        QCOMPARE(probe.body.size(), total);
        QVERIFY(probe.longest <= stream::HttpExchange::turnBytes);
    }

    void keepsWhatCameBeforeACutWhileHeld_data() {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1000, 65'536, 600'000, 3'000'000}) {
            QTest::addRow("%d", size) << size;
        }
    }

    void keepsWhatCameBeforeACutWhileHeld() {
        QFETCH(int, size);
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(QByteArray(size, 'x'));
            exchange.drop();
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.options.timeouts.idle = 1s; // Qt 6.4 may miss the end of a connection that was held
        probe.exchange->setHeld(true);
        probe.post(server.url());
        QTRY_COMPARE(server.requestCount(), 1);
        QTRY_COMPARE(probe.heads, 1);
        // Up to what the system's own buffers hold, the server has said all and gone.
        QTRY_VERIFY(size > 1'000'000 || server.openConnections() == 0);
        QVERIFY(probe.body.isEmpty());
        probe.exchange->setHeld(false);
        QTRY_COMPARE(probe.body.size(), size);
        QTRY_COMPARE(probe.ends, 1);
        QVERIFY(probe.failure);
        QVERIFY(probe.failure->kind == Kind::CutOff || probe.failure->kind == Kind::IdleTimeout);
    }

    void goesOnAfterAHold() {
        QPointer<LoopbackExchange> answer;
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            answer = &exchange;
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(QByteArray(3'000'000, 'x'));
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        probe.exchange->setHeld(true);
        probe.post(server.url());
        QTRY_COMPARE(probe.heads, 1);
        QTRY_VERIFY(answer->bytesQueued() < 3'000'000); // some of it is on its way
        QCOMPARE(probe.body.size(), 0);
        probe.exchange->setHeld(false);
        QTRY_COMPARE(probe.body.size(), 3'000'000);
        answer->sendBody("more");
        QTRY_COMPARE(probe.body.size(), 3'000'004);
        answer->drop();
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::CutOff));
    }

    void letsOthersRunDuringAFlood() {
        loopback::HttpServer server([&](LoopbackExchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(QByteArray(16 * 1024 * 1024, 'x'));
            exchange.finish();
        });
        QVERIFY(server.listen());
        ExchangeProbe probe;
        qint64 sinceTurn = 0;
        qint64 most = 0;
        QTimer turn;
        connect(&turn, &QTimer::timeout, this, [&] { sinceTurn = 0; });
        connect(probe.exchange.get(), &stream::HttpExchange::received, this, [&](const QByteArray& bytes) {
            sinceTurn += bytes.size();
            most = std::max(most, sinceTurn);
        });
        turn.start(0);
        probe.post(server.url());
        QTRY_COMPARE_WITH_TIMEOUT(probe.ends, 1, 30'000);
        // A turn may end with one share and the next begin with one before this test's timer is asked.
        QVERIFY2(most <= 2 * stream::HttpExchange::turnBytes, QByteArray::number(most).constData());
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
