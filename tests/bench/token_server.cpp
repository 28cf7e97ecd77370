// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// Answers for bench_streams, from a process of its own: the path of a request begins with
// /DIALECT/TOKENS/RATE/DELAY. That many tokens, so many a second (0: as fast as they are read), the first
// after DELAY ms; without tokens the head of an answer and nothing more. Prints its port, and goes when its
// standard input ends.

#include "Scripts.h"
#include "loopback/HttpServer.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QHash>
#include <QSocketNotifier>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>

using namespace rivulet;
using namespace rivulet::bench;

namespace {

constexpr qsizetype pieceBytes = qsizetype{64} * 1024;
constexpr qint64 ahead = qint64{512} * 1024;
/// As often as a paced answer says what is due.
constexpr int pace = 10;

const Script* scriptOf(const QByteArray& dialect) {
    const auto* const found = std::ranges::find_if(
        scripts, [&](const Script& script) { return dialect == QByteArrayView(script.dialect); });
    return found == scripts.end() ? nullptr : found;
}

/// One answer on its way. Belongs to its exchange.
class Answer : public QObject {
public:
    Answer(loopback::Exchange& exchange, const Script& script, int tokens, int rate)
        : QObject(&exchange)
        , m_exchange(exchange)
        , m_script(script)
        , m_tokens(tokens)
        , m_rate(rate) {}

    void begin(int delay) {
        m_exchange.sendHead(200, QByteArrayView(m_script.dialect) == "ollama" ? "application/x-ndjson"
                                                                              : "text/event-stream");
        if (m_tokens == 0) {
            return;
        }
        connect(&m_exchange, &loopback::Exchange::closed, &m_timer, &QTimer::stop);
        m_timer.setTimerType(Qt::PreciseTimer);
        QTimer::singleShot(delay, Qt::PreciseTimer, this, [this] { m_rate > 0 ? trickle() : pour(); });
    }

private:
    void trickle() {
        m_exchange.sendBody(m_script.head);
        m_clock.start();
        connect(&m_timer, &QTimer::timeout, this, &Answer::sayDue);
        m_timer.start(pace);
        sayDue();
    }

    void sayDue() {
        const auto due = std::min<qint64>(m_tokens, 1 + m_clock.elapsed() * m_rate / 1000);
        QByteArray bytes;
        for (; m_said < due; ++m_said) {
            bytes += deltaOf(m_script, " token" + QByteArray::number(m_said % 1000), m_said);
        }
        m_exchange.sendBody(bytes);
        if (m_said == m_tokens) {
            m_timer.stop();
            m_exchange.sendBody(m_script.tail);
            m_exchange.finish();
        }
    }

    void pour() {
        static QHash<QByteArray, QByteArray> made;
        QByteArray& body = made[QByteArray(m_script.dialect) + QByteArray::number(m_tokens)];
        if (body.isEmpty()) {
            body = streamOf(m_script, m_tokens);
        }
        m_body = body;
        connect(&m_exchange, &loopback::Exchange::written, this, &Answer::pourMore);
        pourMore();
    }

    void pourMore() {
        while (m_exchange.isOpen() && m_exchange.bytesQueued() < ahead) {
            if (m_at == m_body.size()) {
                m_exchange.finish();
                return;
            }
            const qsizetype length = std::min(pieceBytes, m_body.size() - m_at);
            m_exchange.sendBody(m_body.mid(m_at, length));
            m_at += length;
        }
    }

    loopback::Exchange& m_exchange;
    const Script& m_script;
    int m_tokens;
    int m_rate;
    int m_said = 0;
    QByteArray m_body;
    qsizetype m_at = 0;
    QElapsedTimer m_clock;
    QTimer m_timer;
};

void serve(loopback::Exchange& exchange) {
    const auto parts = exchange.request().path.split('/');
    const Script* const script = parts.size() > 4 ? scriptOf(parts.at(1)) : nullptr;
    if (script == nullptr) {
        exchange.respond(404, "application/json", "{}");
        return;
    }
    (new Answer(exchange, *script, parts.at(2).toInt(), parts.at(3).toInt()))->begin(parts.at(4).toInt());
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    loopback::HttpServer server(serve);
    if (!server.listen()) {
        return 1;
    }
    QTextStream(stdout) << server.port() << Qt::endl;
    const QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, [] {
        char byte = 0;
        if (::read(STDIN_FILENO, &byte, 1) <= 0) {
            QCoreApplication::quit();
        }
    });
    return QCoreApplication::exec();
}
