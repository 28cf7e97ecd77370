// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// What a token costs on its way from bytes to text: decoding alone, and the whole way over a loopback socket
// through the controller. CPU time of the thread, since wall time on a shared machine says little.

#include "domain/Clock.h"
#include "loopback/HttpServer.h"
#include "providers/Dialect.h"
#include "stream/ConnectionPool.h"
#include "stream/StreamController.h"
#include "stream/TextBacklog.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

#include <algorithm>
#include <ctime>
#include <functional>
#include <vector>

using namespace rivulet;

namespace {

constexpr int tokens = 100'000;
constexpr int runs = 5;

QByteArray answer() {
    QByteArray body;
    for (int i = 0; i < tokens; ++i) {
        body += "data: "
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,"
                "\"model\":\"m\","
                "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token" +
                QByteArray::number(i % 1000) + "\"},\"finish_reason\":null}]}\n\n";
    }
    return body +
           "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
}

double threadSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// `once` returns the seconds of one run.
void measure(const QString& variant, const std::function<double()>& once) {
    std::vector<double> micros;
    for (int i = 0; i < runs; ++i) {
        micros.push_back(once() * 1e6 / tokens);
    }
    std::sort(micros.begin(), micros.end());
    const QJsonObject line{{QStringLiteral("bench"), QStringLiteral("pipeline")},
                           {QStringLiteral("variant"), variant},
                           {QStringLiteral("unit"), QStringLiteral("CPU us per token")},
                           {QStringLiteral("median"), micros.at(runs / 2)},
                           {QStringLiteral("min"), micros.front()},
                           {QStringLiteral("max"), micros.back()},
                           {QStringLiteral("n"), runs},
                           {QStringLiteral("tokens"), tokens}};
    QTextStream(stdout) << QJsonDocument(line).toJson(QJsonDocument::Compact) << '\n';
}

/// Bytes to events, in pieces as a socket hands them out.
double decode(const QByteArray& body) {
    const auto dialect = providers::makeDialect(u"openai-chat");
    const auto decoder = dialect->makeDecoder();
    const double begin = threadSeconds();
    std::vector<wire::Frame> frames;
    std::vector<domain::StreamEvent> events;
    for (qsizetype at = 0; at < body.size(); at += 16384) {
        frames.clear();
        events.clear();
        const auto length = std::min<qsizetype>(16384, body.size() - at);
        if (!decoder->feed(QByteArrayView(body).sliced(at, length), frames)) {
            qFatal("the answer has a frame that is too long");
        }
        for (const wire::Frame& frame : frames) {
            dialect->read(frame, events);
        }
    }
    return threadSeconds() - begin;
}

/// The whole way on one thread, the server's share and the sockets' included.
double wholeWay(const QByteArray& body) {
    const domain::SystemClock clock;
    stream::ConnectionPool pool;
    loopback::HttpServer server([&body](loopback::Exchange& exchange) {
        exchange.sendHead(200, "text/event-stream", body.size());
        exchange.sendBody(body);
        exchange.finish();
    });
    if (!server.listen()) {
        qFatal("no port to listen on");
    }
    stream::StreamController controller(pool, clock, [] { return 0.5; });
    QEventLoop loop;
    QObject::connect(&controller, &stream::StreamController::ended, &loop, &QEventLoop::quit);
    stream::StreamRequest request;
    request.endpoint.dialect = QStringLiteral("openai-chat");
    request.endpoint.baseUrl = server.url();
    const double begin = threadSeconds();
    controller.start(request);
    loop.exec();
    const double spent = threadSeconds() - begin;
    if (controller.state() != stream::StreamState::Completed) {
        qFatal("the answer did not complete");
    }
    return spent;
}

/// Arriving tokens to flushes, one token each 5 ms.
double batch() {
    stream::TextBacklog backlog;
    stream::TextBacklog::Instant now{};
    const QString token = QStringLiteral(" token");
    qsizetype shown = 0;
    const double begin = threadSeconds();
    for (int i = 0; i < tokens; ++i) {
        now += std::chrono::milliseconds{5};
        backlog.append(token, now);
        if (const auto due = backlog.due(); due && *due <= now) {
            shown += backlog.take(now).size();
        }
    }
    const double spent = threadSeconds() - begin;
    return shown > 0 ? spent : 0;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const QByteArray body = answer();
    measure(QStringLiteral("decode: bytes to events"), [&] { return decode(body); });
    measure(QStringLiteral("stream: socket to controller text, server included"),
            [&] { return wholeWay(body); });
    measure(QStringLiteral("batch: tokens to flushes"), [] { return batch(); });
    return 0;
}
