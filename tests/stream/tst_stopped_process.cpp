// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ExchangeProbe.h"
#include "loopback/HttpServer.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <cstdio>

using namespace rivulet;
using namespace std::chrono_literals;

namespace {

constexpr auto silence = 2s;
constexpr auto pieceEach = 100ms;
constexpr int piecesWhileStopped = 28;

/// The other role of this program: reads one answer, and tells of its beginning and its end.
int readAnswer(const QString& url) {
    ExchangeProbe probe;
    probe.options.timeouts.idle = silence;
    QObject::connect(probe.exchange.get(), &stream::HttpExchange::headReceived, &probe, [] {
        std::puts("begun");
        std::fflush(stdout);
    });
    const auto tell = [&probe] {
        std::printf("ended %lld %s\n", static_cast<long long>(probe.body.size()), qPrintable(probe.kind()));
        std::fflush(stdout);
        QCoreApplication::quit();
    };
    QObject::connect(probe.exchange.get(), &stream::HttpExchange::finished, &probe, tell);
    QObject::connect(probe.exchange.get(), &stream::HttpExchange::failed, &probe, tell);
    probe.post(QUrl(url));
    return QCoreApplication::exec();
}

} // namespace

/// A machine that slept, as far as a process can tell: it was stopped, and its clocks went on.
class StoppedProcessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStreamThatLivesOutlivesAStopOfItsReader() {
        QPointer<loopback::Exchange> answer;
        loopback::HttpServer server([&](loopback::Exchange& exchange) {
            answer = &exchange;
            exchange.sendHead(200, "text/event-stream");
        });
        QVERIFY(server.listen());
        qint64 sent = 0;
        QTimer pieces;
        QObject::connect(&pieces, &QTimer::timeout, [&] {
            if (answer) {
                answer->sendBody("x");
                ++sent;
            }
        });
        QProcess reader;
        reader.start(QCoreApplication::applicationFilePath(),
                     {QStringLiteral("--read"), server.url().toString()});
        QTRY_VERIFY_WITH_TIMEOUT(reader.canReadLine(), 20'000);
        QCOMPARE(reader.readLine(), "begun\n");
        pieces.start(pieceEach);
        QTRY_VERIFY(sent >= 3);

        QCOMPARE(::kill(static_cast<pid_t>(reader.processId()), SIGSTOP), 0);
        const qint64 before = sent;
        QTRY_VERIFY_WITH_TIMEOUT(sent >= before + piecesWhileStopped, 30'000);
        QCOMPARE(::kill(static_cast<pid_t>(reader.processId()), SIGCONT), 0);

        const qint64 after = sent;
        QTRY_VERIFY(sent >= after + 3);
        pieces.stop();
        QVERIFY(answer && answer->isOpen());
        answer->finish();
        QTRY_VERIFY_WITH_TIMEOUT(reader.canReadLine(), 20'000);
        QCOMPARE(reader.readLine(), "ended " + QByteArray::number(sent) + " \n");
        QTRY_COMPARE(reader.state(), QProcess::NotRunning);
        QCOMPARE(reader.exitCode(), 0);
    }
};

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == u"--read") {
        return readAnswer(arguments.at(2));
    }
    StoppedProcessTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_stopped_process.moc"
