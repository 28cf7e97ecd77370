// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "loopback/BytePlayer.h"
#include "loopback/HttpServer.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace rivulet::loopback;
using namespace std::chrono_literals;

class BytePlayerTest : public QObject {
    Q_OBJECT

private:
    QPointer<Exchange> m_exchange;
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<QTcpSocket> m_client;

private Q_SLOTS:
    void init() {
        m_server = std::make_unique<HttpServer>([this](Exchange& exchange) {
            m_exchange = &exchange;
            exchange.sendHead(200, "text/plain");
        });
        QVERIFY(m_server->listen());
        m_client = std::make_unique<QTcpSocket>();
        m_client->connectToHost(QHostAddress::LocalHost, m_server->port());
        QTRY_COMPARE(m_client->state(), QAbstractSocket::ConnectedState);
        m_client->write("GET / HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(m_exchange);
    }

    void cleanup() {
        m_client.reset();
        m_server.reset();
    }

    void playsAllAtOnceWithoutSpeed() {
        BytePlayer player(*m_exchange, {{1h, "b"}, {0ms, "a"}}, 0);
        const QSignalSpy finished(&player, &BytePlayer::finished);
        player.start();
        QCOMPARE(finished.count(), 1);
        QTRY_VERIFY(m_client->peek(4096).endsWith("1\r\na\r\n1\r\nb\r\n"));
    }

    void playsEachChunkInItsTime() {
        BytePlayer player(*m_exchange, {{0ms, "a"}, {1s, "b"}, {2s, "c"}}, 100);
        const QSignalSpy finished(&player, &BytePlayer::finished);
        player.start();
        QCOMPARE(m_exchange->bodyBytesSent(), 1);
        QCOMPARE(finished.count(), 0);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(m_exchange->bodyBytesSent(), 3);
    }

    void goesOnWhereItWasHeld() {
        BytePlayer player(*m_exchange, {{0ms, "a"}, {1h, "b"}}, 1);
        player.start();
        player.hold();
        QCOMPARE(m_exchange->bodyBytesSent(), 1);
        player.release();
        QCOMPARE(m_exchange->bodyBytesSent(), 1);
    }

    void playsNothingBeforeTheReleaseOfAHeldStart() {
        BytePlayer player(*m_exchange, {{0ms, "a"}, {20ms, "b"}}, 1);
        const QSignalSpy finished(&player, &BytePlayer::finished);
        player.hold();
        player.start();
        QCOMPARE(m_exchange->bodyBytesSent(), 0);
        player.release();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(m_exchange->bodyBytesSent(), 2);
    }

    void stopsForGoodWhenTheClientGoes() {
        BytePlayer player(*m_exchange, {{0ms, "a"}, {20ms, "b"}}, 1);
        const QSignalSpy finished(&player, &BytePlayer::finished);
        player.start();
        m_client->abort();
        QTRY_VERIFY(!m_exchange);
        player.hold();
        player.release();
        QCOMPARE(finished.count(), 0);
    }
};

QTEST_GUILESS_MAIN(BytePlayerTest)
#include "tst_byte_player.moc"
