// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "loopback/RequestReader.h"

#include <QTest>

using rivulet::loopback::Request;
using rivulet::loopback::RequestReader;

namespace {

const QByteArray twoRequests =
    "POST /v1/chat?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
    "\r\nPOST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";

} // namespace

class RequestReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheSameCutAnywhere() {
        for (qsizetype first = 0; first <= twoRequests.size(); ++first) {
            RequestReader reader;
            QList<Request> requests;
            const auto feed = [&](const QByteArray& bytes) {
                reader.feed(bytes);
                while (reader.isComplete()) {
                    requests.append(reader.take());
                }
            };
            feed(twoRequests.first(first));
            feed(twoRequests.mid(first));
            QCOMPARE(reader.problem(), 0);
            QCOMPARE(requests.size(), 2);
            QCOMPARE(requests.at(0).method, "POST");
            QCOMPARE(requests.at(0).path, "/v1/chat?x=1");
            QCOMPARE(requests.at(0).headers.value("host"), "a");
            QCOMPARE(requests.at(0).body, "hello");
            QVERIFY(requests.at(0).keepsAlive);
            QCOMPARE(requests.at(1).body, "abc0123456789");
            QVERIFY(!requests.at(1).keepsAlive);
        }
    }

    void refusesWhatIsTooBigOrNoHttp_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("no http") << QByteArray("hello\r\n\r\n") << 400;
        QTest::newRow("header without colon") << QByteArray("GET / HTTP/1.1\r\nx\r\n\r\n") << 400;
        QTest::newRow("negative length") << QByteArray("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n") << 400;
        QTest::newRow("bad chunk size")
            << QByteArray("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") << 400;
        QTest::newRow("endless header") << QByteArray(RequestReader::headLimit + 1, 'a') << 431;
        QTest::newRow("long whole header")
            << QByteArray("GET / HTTP/1.1\r\na: ").append(RequestReader::headLimit, 'a').append("\r\n\r\n")
            << 431;
        QTest::newRow("big length") << QByteArray("GET / HTTP/1.1\r\nContent-Length: 67108865\r\n\r\n")
                                    << 413;
        QTest::newRow("big chunk")
            << QByteArray("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n") << 413;
    }

    void refusesWhatIsTooBigOrNoHttp() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        RequestReader reader;
        reader.feed(bytes);
        QCOMPARE(reader.problem(), status);
        QVERIFY(!reader.isComplete());
    }
};

QTEST_GUILESS_MAIN(RequestReaderTest)
#include "tst_request_reader.moc"
