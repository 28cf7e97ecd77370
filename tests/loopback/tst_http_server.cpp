// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "loopback/HttpServer.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <arpa/inet.h>
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

using namespace rivulet::loopback;

class HttpServerTest : public QObject {
    Q_OBJECT

private:
    static void connectTo(QTcpSocket& client, const HttpServer& server) {
        client.connectToHost(QHostAddress::LocalHost, server.port());
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    }

private Q_SLOTS:
    void answersSeveralRequestsOnOneConnection() {
        HttpServer server([](Exchange& exchange) {
            exchange.respond(200, "text/plain",
                             exchange.request().path + ' ' + QByteArray::number(exchange.request().number));
        });
        QVERIFY(server.listen());
        QTcpSocket client;
        connectTo(client, server);
        // The second request is on its way before the first is answered.
        client.write("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(client.peek(4096).endsWith("/b 2"));
        QCOMPARE(client.readAll().count("HTTP/1.1 200 OK\r\n"), 2);
        client.write("GET /c HTTP/1.1\r\nConnection: close\r\n\r\n");
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(client.readAll().endsWith("/c 3"));
        QCOMPARE(server.connectionCount(), 1);
        QCOMPARE(server.requestCount(), 3);
    }

    void sendsChunksAndTheirEnd() {
        HttpServer server([](Exchange& exchange) {
            exchange.sendHead(200, "text/plain");
            exchange.sendBody("hello");
            exchange.sendBody({});
            exchange.sendBody("0123456789abcdef");
            exchange.finish();
            exchange.sendBody("too late");
        });
        QVERIFY(server.listen());
        QTcpSocket client;
        connectTo(client, server);
        client.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(client.peek(4096).endsWith("\r\n\r\n5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"));
    }

    void answersLater() {
        QPointer<Exchange> kept;
        HttpServer server([&](Exchange& exchange) { kept = &exchange; });
        QVERIFY(server.listen());
        QTcpSocket client;
        connectTo(client, server);
        client.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(kept);
        QVERIFY(kept->isOpen());
        QCOMPARE(client.bytesAvailable(), 0);
        kept->respond(200, "text/plain", "late");
        QTRY_VERIFY(client.peek(4096).endsWith("late"));
    }

    void saysOnceThatTheClientWent() {
        QPointer<Exchange> kept;
        HttpServer server([&](Exchange& exchange) { kept = &exchange; });
        QVERIFY(server.listen());
        QTcpSocket client;
        connectTo(client, server);
        client.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(kept);
        const QSignalSpy closed(kept, &Exchange::closed);
        client.abort();
        QTRY_COMPARE(server.openConnections(), 0);
        QCOMPARE(closed.count(), 1);
        QTRY_VERIFY(!kept);
    }

    void dropsWithoutTheEndOfTheBody() {
        HttpServer server([](Exchange& exchange) {
            exchange.sendHead(200, "text/plain");
            exchange.sendBody("part");
            exchange.drop();
        });
        QVERIFY(server.listen());
        QTcpSocket client;
        connectTo(client, server);
        client.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(client.readAll().endsWith("4\r\npart\r\n"));
        QCOMPARE(client.error(), QAbstractSocket::RemoteHostClosedError);
    }

    void resetsForReal() {
        QPointer<Exchange> kept;
        HttpServer server([&](Exchange& exchange) { kept = &exchange; });
        QVERIFY(server.listen());
        // Qt says the same error for FIN and RST, so the system is asked.
        const int client = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(server.port());
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        QCOMPARE(::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        const QByteArray request = "GET / HTTP/1.1\r\n\r\n";
        QCOMPARE(::send(client, request.constData(), static_cast<std::size_t>(request.size()), 0),
                 request.size());
        QTRY_VERIFY(kept);
        const QSignalSpy closed(kept, &Exchange::closed);
        kept->reset();
        QCOMPARE(closed.count(), 1);
        char byte = 0;
        QCOMPARE(::recv(client, &byte, 1, 0), -1);
        QCOMPARE(errno, ECONNRESET);
        ::close(client);
        QCOMPARE(server.openConnections(), 0);
    }

    void closesFromInsideAHandler() {
        std::unique_ptr<HttpServer> server;
        server = std::make_unique<HttpServer>([&](Exchange&) { server->close(); });
        QVERIFY(server->listen());
        QTcpSocket client;
        connectTo(client, *server);
        client.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    }

    void refusesAHeadWithoutBounds() {
        HttpServer server([](Exchange& exchange) { exchange.respond(200, "text/plain", "never"); });
        QVERIFY(server.listen());
        QTcpSocket client;
        connectTo(client, server);
        client.write("GET / HTTP/1.1\r\nx: " + QByteArray(70'000, 'x'));
        QTRY_VERIFY(client.peek(64).startsWith("HTTP/1.1 431"));
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(server.requestCount(), 0);
    }

    void showsAClientThatDoesNotRead() {
        QPointer<Exchange> kept;
        HttpServer server([&](Exchange& exchange) {
            kept = &exchange;
            exchange.sendHead(200, "text/plain");
            exchange.sendBody(QByteArray(32 * 1024 * 1024, 'x'));
        });
        QVERIFY(server.listen());
        QTcpSocket client;
        client.setReadBufferSize(1024);
        connectTo(client, server);
        client.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(kept);
        QVERIFY(kept->bytesQueued() > 0);
        client.setReadBufferSize(0);
        connect(&client, &QTcpSocket::readyRead, this, [&] { client.readAll(); });
        client.readAll();
        QTRY_COMPARE(kept->bytesQueued(), 0);
    }
};

QTEST_GUILESS_MAIN(HttpServerTest)
#include "tst_http_server.moc"
