// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Endpoint.h"

#include <QTest>

using rivulet::domain::Endpoint;

namespace {

Endpoint at(const QString& url) {
    Endpoint endpoint;
    endpoint.baseUrl = QUrl(url);
    return endpoint;
}

} // namespace

class tst_Endpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatIsNear_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("loopback");
        QTest::addColumn<bool>("local");
        const auto row = [](const char* url, bool loopback, bool local) {
            QTest::newRow(url) << QString::fromLatin1(url) << loopback << local;
        };
        row("http://localhost:11434", true, true);
        row("http://LOCALHOST", true, true);
        row("http://api.localhost", true, true);
        row("http://127.0.0.1:1", true, true);
        row("http://127.9.9.9", true, true);
        row("http://[::1]:8080", true, true);
        row("http://10.1.2.3", false, true);
        row("http://172.16.0.1", false, true);
        row("http://172.31.255.1", false, true);
        row("http://172.32.0.1", false, false);
        row("http://172.15.0.1", false, false);
        row("http://192.168.1.2", false, true);
        row("http://192.169.1.2", false, false);
        row("http://169.254.1.2", false, true);
        row("http://nas.local", false, true);
        row("http://[fe80::1]", false, true);
        row("http://[febf::1]", false, true);
        row("http://[fec0::1]", false, false);
        row("http://[fd12:3456::1]", false, true);
        row("http://[fc00::1]", false, true);
        row("http://[2001:db8::1]", false, false);
        row("https://api.example.com", false, false);
        row("https://localhost.example.com", false, false);
        row("https://127.0.0.1.example.com", false, false);
        row("https://fd.example.com", false, false);
        row("https://notlocalhost", false, false);
    }
    void knowsWhatIsNear() {
        QFETCH(QString, url);
        QFETCH(bool, loopback);
        QFETCH(bool, local);
        QCOMPARE(at(url).isLoopback(), loopback);
        QCOMPARE(at(url).isLocal(), local);
    }

    void bindsAKeyToSchemeHostAndPort() {
        QCOMPARE(at(QStringLiteral("https://api.example.com/v1?x=1")).origin(),
                 QStringLiteral("https://api.example.com:443"));
        QCOMPARE(at(QStringLiteral("http://API.example.com")).origin(),
                 QStringLiteral("http://api.example.com:80"));
        QCOMPARE(at(QStringLiteral("http://[::1]:8080/v1")).origin(), QStringLiteral("http://[::1]:8080"));
        QVERIFY(at(QStringLiteral("http://h")).origin() != at(QStringLiteral("https://h")).origin());
        QVERIFY(at(QStringLiteral("https://h:1")).origin() != at(QStringLiteral("https://h:2")).origin());
    }

    void aNumberedZoneKeepsThePortInItsPlace() {
        Endpoint endpoint;
        endpoint.baseUrl = QUrl(QStringLiteral("http://[fe80::1%253]:8080"));
        QVERIFY(endpoint.origin().endsWith(u"]:8080"));
        QVERIFY2(endpoint.origin().contains(u"%3"), qPrintable(endpoint.origin()));
    }

    void saysWhyAnAddressIsRefused_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("plain");
        QTest::addColumn<QString>("word");
        QTest::newRow("https") << QStringLiteral("https://h") << false << QString();
        QTest::newRow("loopback") << QStringLiteral("http://127.0.0.1:1") << false << QString();
        QTest::newRow("plain http elsewhere")
            << QStringLiteral("http://192.168.1.2") << false << QStringLiteral("plain http");
        QTest::newRow("plain http by choice") << QStringLiteral("http://192.168.1.2") << true << QString();
        QTest::newRow("user name") << QStringLiteral("https://me@h") << false << QStringLiteral("user name");
        QTest::newRow("password on loopback")
            << QStringLiteral("http://me:pw@127.0.0.1") << true << QStringLiteral("user name");
        QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << true
                              << QStringLiteral("not a valid");
        QTest::newRow("ftp") << QStringLiteral("ftp://h") << true << QStringLiteral("https://");
        QTest::newRow("empty") << QString() << true << QStringLiteral("not a valid");
    }
    void saysWhyAnAddressIsRefused() {
        QFETCH(QString, url);
        QFETCH(bool, plain);
        QFETCH(QString, word);
        Endpoint endpoint = at(url);
        endpoint.allowsPlainHttp = plain;
        QCOMPARE(endpoint.problem().isEmpty(), word.isEmpty());
        QVERIFY2(endpoint.problem().contains(word), qPrintable(endpoint.problem()));
    }
};

QTEST_GUILESS_MAIN(tst_Endpoint)
#include "tst_endpoint.moc"
