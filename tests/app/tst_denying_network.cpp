// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "DenyingNetwork.h"
#include "loopback/HttpServer.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQmlNetworkAccessManagerFactory>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace rivulet;

namespace {

enum class Network { Denied, Open };

/// An Image of the server's, made by an engine; whether it ended in an error.
bool failsToLoad(const QUrl& source, Network network) {
    app::DenyingNetwork denying;
    QQmlEngine engine;
    if (network == Network::Denied) {
        engine.setNetworkAccessManagerFactory(&denying);
    }
    QQmlComponent component(&engine);
    component.setData("import QtQuick\nImage { readonly property bool failed: status === Image.Error }", {});
    const std::unique_ptr<QObject> image(component.create());
    if (!image) {
        qFatal("no Image: %s", qPrintable(component.errorString()));
    }
    image->setProperty("source", source);
    return QTest::qWaitFor([&] { return image->property("failed").toBool(); });
}

} // namespace

/// Whatever the interface names, nothing is asked of any server.
class DenyingNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anImageOfAServerIsNotAskedFor() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(404, "text/plain", "no"); });
        QVERIFY(server.listen());
        const QUrl source = server.url(QStringLiteral("/x.png"));
        QVERIFY(failsToLoad(source, Network::Denied));
        QCOMPARE(server.connectionCount(), 0);
        // The trap works: without the factory the request is made.
        QVERIFY(failsToLoad(source, Network::Open));
        QCOMPARE(server.requestCount(), 1);
    }

    void everyRequestFailsOnce_data() {
        QTest::addColumn<QString>("url");
        for (const char* url : {"http://127.0.0.1:9/", "https://127.0.0.1:9/", "file:///etc/passwd",
                                "data:text/plain,x", "ftp://127.0.0.1:9/"}) {
            QTest::newRow(url) << QString::fromLatin1(url);
        }
    }

    void everyRequestFailsOnce() {
        QFETCH(const QString, url);
        app::DenyingNetwork network;
        const std::unique_ptr<QNetworkAccessManager> manager(network.create(nullptr));
        const QNetworkRequest request{QUrl(url)};
        for (const bool sends : {false, true}) {
            auto* reply = sends ? manager->post(request, QByteArray("x")) : manager->get(request);
            QSignalSpy finished(reply, &QNetworkReply::finished);
            QTRY_COMPARE(finished.count(), 1);
            QVERIFY(reply->isFinished());
            QCOMPARE(reply->error(), QNetworkReply::ContentAccessDenied);
            QCOMPARE(reply->readAll(), QByteArray());
        }
    }
};

QTEST_MAIN(DenyingNetworkTest)
#include "tst_denying_network.moc"
