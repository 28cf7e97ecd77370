// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "demo/Continuation.h"
#include "demo/DemoRequest.h"
#include "demo/DemoServer.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using rivulet::app::continuation;
using rivulet::app::DemoServer;
using rivulet::app::demoTopic;
using rivulet::app::parseDemoRequest;
using rivulet::exchange::Recording;

namespace {

const auto folder = u":/demo"_s;

QByteArray chatBody(const QString& model, const QString& prompt) {
    const QJsonObject message{{u"role"_s, u"user"_s}, {u"content"_s, prompt}};
    return QJsonDocument(
               QJsonObject{{u"model"_s, model}, {u"stream"_s, true}, {u"messages"_s, QJsonArray{message}}})
        .toJson();
}

Recording recordingNamed(const QString& name) {
    QFile file(folder + u'/' + name + u".recording"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("no such recording");
    }
    return rivulet::exchange::parseRecording(file.readAll()).value();
}

/// The answer's text in a recording, read without the application's own decoders.
QString textOf(const Recording& recording) {
    QString text;
    for (const auto& line : recording.bytes().split('\n')) {
        const auto json = QJsonDocument::fromJson(line.startsWith("data: ") ? line.sliced(6) : line).object();
        text += json.value("delta"_L1).toObject().value("text"_L1).toString();
        text += json.value("message"_L1).toObject().value("content"_L1).toString();
    }
    return text;
}

class Client {
public:
    std::unique_ptr<QNetworkReply> post(const QUrl& base, const QString& path, const QByteArray& body) {
        QNetworkRequest request(base.resolved(QUrl(path)));
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
        return std::unique_ptr<QNetworkReply>(m_network.post(request, body));
    }
    std::unique_ptr<QNetworkReply> fetch(const QUrl& base, const QString& path) {
        return std::unique_ptr<QNetworkReply>(m_network.get(QNetworkRequest(base.resolved(QUrl(path)))));
    }

private:
    QNetworkAccessManager m_network;
};

int statusOf(const std::unique_ptr<QNetworkReply>& reply) {
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace

class DemoServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsTheBytesOfTheRecording_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("prompt");
        QTest::addColumn<QString>("recording");
        const struct {
            QString path, model, voice;
        } voices[] = {{u"/v1/messages"_s, u"brook-demo"_s, u"brook"_s},
                      {u"/api/chat"_s, u"meander-demo"_s, u"meander"_s}};
        for (const auto& [path, model, voice] : voices) {
            const auto row = [&](const char* topic, const QString& prompt) {
                QTest::addRow("%s %s", qPrintable(voice), topic)
                    << path << model << prompt << voice + u'-' + QString::fromLatin1(topic);
            };
            row("transport", u"Compare TCP and QUIC for a chat application"_s);
            row("rainbow", u"Explain how a RAINBOW forms, with a table"_s);
            row("http-client", u"Write a small HTTP client in C++ with comments"_s);
            row("welcome", u"What shall I cook tonight?"_s);
        }
    }

    void playsTheBytesOfTheRecording() {
        QFETCH(const QString, path);
        QFETCH(const QString, model);
        QFETCH(const QString, prompt);
        QFETCH(const QString, recording);
        DemoServer server(folder, 0);
        QVERIFY(server.start().ok());
        Client client;
        const auto reply = client.post(server.models()[0].endpoint.baseUrl, path, chatBody(model, prompt));
        QVERIFY(QSignalSpy(reply.get(), &QNetworkReply::finished).wait());
        const auto expected = recordingNamed(recording);
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(reply->rawHeader("Content-Type"), expected.contentType);
        QCOMPARE(reply->readAll(), expected.bytes());
    }

    void stopsPlayingWhenTheClientGoes() {
        DemoServer server(folder);
        QVERIFY(server.start().ok());
        QTcpSocket socket;
        const auto base = server.models()[1].endpoint.baseUrl;
        socket.connectToHost(base.host(), static_cast<quint16>(base.port()));
        const auto body = chatBody(u"meander-demo"_s, u"hello"_s);
        socket.write("POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QTRY_VERIFY(socket.bytesAvailable() > 500);
        QCOMPARE(server.playing(), 1);
        socket.abort();
        QTRY_COMPARE(server.playing(), 0);
    }

    void listensOnlyWhileInUse() {
        DemoServer server(folder);
        QVERIFY(!server.isListening());
        QVERIFY(server.models()[0].endpoint.baseUrl.isEmpty());
        QVERIFY(server.start().ok());
        const auto base = server.models()[0].endpoint.baseUrl;
        QVERIFY(server.start().ok());
        QCOMPARE(server.models()[0].endpoint.baseUrl, base);
        QTcpSocket socket;
        socket.connectToHost(base.host(), static_cast<quint16>(base.port()));
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        server.stop();
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        socket.connectToHost(base.host(), static_cast<quint16>(base.port()));
        QTRY_COMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
        QVERIFY(server.start().ok());
        QVERIFY(server.isListening());
    }

    void dropsAnswersUnderWayWhenItStops() {
        DemoServer server(folder);
        QVERIFY(server.start().ok());
        Client client;
        const auto reply = client.post(server.models()[0].endpoint.baseUrl, u"/v1/messages"_s,
                                       chatBody(u"brook-demo"_s, u"hello"_s));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_VERIFY(reply->bytesAvailable() > 0);
        server.stop();
        QVERIFY(!finished.isEmpty() || finished.wait());
        QCOMPARE(reply->error(), QNetworkReply::RemoteHostClosedError);
    }

    void marksItsEndpointsAsDemonstration() {
        DemoServer server(folder);
        QVERIFY(server.start().ok());
        for (const auto& [endpoint, model] : server.models()) {
            QVERIFY(endpoint.demo);
            QVERIFY(!endpoint.needsKey);
            QVERIFY(endpoint.isLoopback());
            QCOMPARE(endpoint.problem(), QString());
            QVERIFY(endpoint.id.startsWith("demo-"_L1));
            QVERIFY(endpoint.name.startsWith("Demo"_L1));
            QVERIFY(model.endsWith("-demo"_L1));
        }
    }

    void listsItsModels() {
        DemoServer server(folder);
        QVERIFY(server.start().ok());
        Client client;
        for (const auto& [path, field, model] :
             {std::tuple{u"/v1/models?limit=1000"_s, u"data"_s, u"brook-demo"_s},
              {u"/api/tags"_s, u"models"_s, u"meander-demo"_s}}) {
            const auto reply = client.fetch(server.models()[0].endpoint.baseUrl, path);
            QVERIFY(QSignalSpy(reply.get(), &QNetworkReply::finished).wait());
            const auto listed = QJsonDocument::fromJson(reply->readAll()).object().value(field).toArray();
            QCOMPARE(listed.size(), 1);
            const auto first = listed.first().toObject();
            QCOMPARE(first.value("id"_L1).toString(first.value("model"_L1).toString()), model);
        }
    }

    void refusesWhatItDoesNotServe() {
        DemoServer server(folder, 0);
        QVERIFY(server.start().ok());
        Client client;
        const auto base = server.models()[0].endpoint.baseUrl;
        const auto statusAfter = [](const std::unique_ptr<QNetworkReply>& reply) {
            QSignalSpy(reply.get(), &QNetworkReply::finished).wait();
            return statusOf(reply);
        };
        QCOMPARE(statusAfter(client.fetch(base, u"/"_s)), 404);
        QCOMPARE(statusAfter(client.fetch(base, u"/v1/messages"_s)), 404);
        QCOMPARE(statusAfter(client.fetch(base, u"/../etc/passwd"_s)), 404);
        QCOMPARE(statusAfter(client.post(base, u"/v1/messages"_s, "nonsense")), 400);
        QCOMPARE(statusAfter(client.post(base, u"/v1/messages"_s, chatBody(u"other"_s, u"hi"_s))), 404);
        QCOMPARE(statusAfter(client.post(base, u"/api/chat"_s,
                                         R"({"model":"meander-demo","stream":false,)"
                                         R"("messages":[{"role":"user","content":"x"}]})")),
                 400);
    }

    void saysWhyItCannotStart() {
        DemoServer server(u":/nothing"_s);
        const auto started = server.start();
        QVERIFY(!started.ok());
        QVERIFY(!server.isListening());
        QCOMPARE(started.failure().detail, u":/nothing: no recordings"_s);
    }

    void everyContinuationCompletesTheText_data() {
        QTest::addColumn<QString>("name");
        QTest::addRow("anthropic") << u"brook-transport"_s;
        QTest::addRow("ollama") << u"meander-rainbow"_s;
    }

    // The law: whatever was kept, kept + continuation = whole.
    void everyContinuationCompletesTheText() {
        QFETCH(const QString, name);
        const auto recording = recordingNamed(name);
        const auto whole = textOf(recording);
        QVERIFY(whole.size() > 1000);
        for (qsizetype cut = 0; cut <= whole.size(); cut += cut < 40 ? 1 : 97) {
            const auto kept = whole.first(cut);
            QCOMPARE(kept + textOf(continuation(recording, kept)), whole);
        }
        QVERIFY(!continuation(recording, whole.first(9)).bytes().contains("thinking\":\""));
        QCOMPARE(continuation(recording, u"something else"_s), recording);
    }

    void knowsAContinuationFromAQuestion() {
        const auto request = [](const QByteArray& turns) {
            return parseDemoRequest(R"({"model":"m","messages":[{"role":"system","content":"s"},)" + turns +
                                    "]}");
        };
        const QByteArray question = R"({"role":"user","content":"tell me of rainbows"},)";
        const QByteArray partial =
            R"({"role":"assistant","content":[{"type":"text","text":"Light enters the drop and"}]})";
        const auto prefill = request(question + partial);
        QVERIFY(prefill);
        QCOMPARE(prefill->prompt, u"tell me of rainbows"_s);
        QCOMPARE(prefill->partial, u"Light enters the drop and"_s);
        const auto instruction =
            request(question + partial + R"(,{"role":"user","content":"Go on after: enters the drop and"})");
        QCOMPARE(instruction->prompt, u"tell me of rainbows"_s);
        QCOMPARE(instruction->partial, u"Light enters the drop and"_s);
        const auto next = request(question + partial + R"(,{"role":"user","content":"and why round?"})");
        QCOMPARE(next->prompt, u"and why round?"_s);
        QCOMPARE(next->partial, QString());
        QVERIFY(!request(partial));
        QVERIFY(!parseDemoRequest("[]"));
    }

    void namesTheTopicByItsWords() {
        QCOMPARE(demoTopic(u"QUIC or TCP?"_s), u"transport"_s);
        QCOMPARE(demoTopic(u"an HTTP client, please"_s), u"http-client"_s);
        QCOMPARE(demoTopic(u"an HTTP client over TCP with QUIC"_s), u"transport"_s);
        QCOMPARE(demoTopic({}), u"welcome"_s);
    }
};

QTEST_GUILESS_MAIN(DemoServerTest)
#include "tst_demo_server.moc"
