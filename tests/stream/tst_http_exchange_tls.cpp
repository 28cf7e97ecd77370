// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ExchangeProbe.h"

#include <QFile>
#include <QProcess>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace rivulet;
using namespace std::chrono_literals;
using Kind = domain::Failure::Kind;

/// A certificate is made for each run, so that none can expire in the repository and no key lies in it.
class HttpExchangeTlsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QSslCertificate m_certificate;
    QSslConfiguration m_configuration;

    QByteArray fileText(const QString& name) const {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] static QUrl url(const QTcpServer& server) {
        return QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort()));
    }
    /// Answers every request with "ok".
    void answer(QSslServer& server, QByteArray& seen) {
        server.setSslConfiguration(m_configuration);
        connect(&server, &QSslServer::pendingConnectionAvailable, this, [&server, &seen] {
            QTcpSocket* const socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, &seen] {
                seen += socket->readAll();
                if (seen.endsWith("{}")) {
                    socket->write(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
                }
            });
        });
    }

private Q_SLOTS:
    void initTestCase() {
        QProcess openssl;
        openssl.setWorkingDirectory(m_folder.path());
        openssl.start(QStringLiteral("openssl"),
                      {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                       QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
                       QStringLiteral("2"), QStringLiteral("-keyout"), QStringLiteral("key.pem"),
                       QStringLiteral("-out"), QStringLiteral("cert.pem"), QStringLiteral("-subj"),
                       QStringLiteral("/CN=127.0.0.1"), QStringLiteral("-addext"),
                       QStringLiteral("subjectAltName=IP:127.0.0.1")});
        if (!QSslSocket::supportsSsl() || !openssl.waitForFinished() || openssl.exitCode() != 0) {
            QSKIP("no TLS, or no openssl to make a certificate with");
        }
        m_certificate = QSslCertificate(fileText(QStringLiteral("cert.pem")));
        m_configuration = QSslConfiguration::defaultConfiguration();
        m_configuration.setLocalCertificate(m_certificate);
        m_configuration.setPrivateKey(QSslKey(fileText(QStringLiteral("key.pem")), QSsl::Rsa));
        QVERIFY(!m_certificate.isNull());
    }

    void refusesACertificateThatNobodyKnowsAndTakesItOnceItIsAdded() {
        QByteArray seen;
        QSslServer server;
        answer(server, seen);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        ExchangeProbe probe;
        probe.post(url(server));
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::TlsCertificate));
        QVERIFY(!probe.failure->detail.isEmpty());
        QVERIFY(seen.isEmpty());

        probe.failure.reset();
        probe.options.extraAuthority = m_certificate;
        probe.post(url(server));
        QTRY_COMPARE(probe.ends, 2);
        QCOMPARE(probe.kind(), QString());
        QCOMPARE(probe.body, "ok");

        // And is a stranger again where it is not added: Qt remembers nothing of it.
        seen.clear();
        probe.options.extraAuthority.reset();
        probe.post(url(server));
        QTRY_COMPARE(probe.ends, 3);
        QCOMPARE(probe.kind(), domain::failureName(Kind::TlsCertificate));
        QVERIFY(seen.isEmpty());
    }

    void refusesACertificateOfAnotherHost() {
        QByteArray seen;
        QSslServer server;
        answer(server, seen);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        ExchangeProbe probe;
        probe.options.extraAuthority = m_certificate;
        QUrl other = url(server);
        other.setHost(QStringLiteral("localhost"));
        probe.post(other);
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::TlsCertificate));
        QVERIFY(seen.isEmpty());
    }

    void tellsABrokenHandshakeFromABadCertificate() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket* const socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, &QTcpSocket::abort);
        });
        ExchangeProbe probe;
        probe.post(url(server));
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::TlsHandshake));
    }

    void givesUpOnAServerThatSpeaksNoTls() {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        ExchangeProbe probe;
        probe.options.timeouts.connect = 100ms;
        probe.post(url(silent));
        QTRY_COMPARE(probe.ends, 1);
        QCOMPARE(probe.kind(), domain::failureName(Kind::ConnectTimeout));
    }
};

QTEST_GUILESS_MAIN(HttpExchangeTlsTest)
#include "tst_http_exchange_tls.moc"
