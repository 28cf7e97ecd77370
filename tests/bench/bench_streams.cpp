// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

// Wire to text, everything included: answers of a server in a process of its own, read as the application
// reads them, each with its state, its batches, its journal in a file and its blocks. CPU time is that of the
// whole process with all its threads and the system's share in them.

#include "Figures.h"
#include "Scripts.h"
#include "domain/Clock.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"
#include "stream/ConnectionPool.h"
#include "stream/StreamController.h"
#include "stream/TokenBatcher.h"
#include "text/MarkdownBlocks.h"

#include <QEventLoop>
#include <QFile>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <sys/resource.h>
#include <vector>

using namespace rivulet;
using namespace rivulet::bench;

namespace {

constexpr int fullTokens = 100'000;
constexpr int fullRuns = 5;
constexpr int firstRuns = 150;
constexpr int waiting = 300;
constexpr auto many = "openai-chat";

/// token_server, started and stopped with this.
class TokenServer {
public:
    TokenServer() {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() +
                            QStringLiteral("/../bench-parts/token_server"),
                        QStringList());
        if (!m_process.waitForReadyRead()) {
            qFatal("no server");
        }
        m_port = m_process.readLine().trimmed().toInt();
    }
    ~TokenServer() {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }
    TokenServer(const TokenServer&) = delete;
    TokenServer& operator=(const TokenServer&) = delete;

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] static QString path(const QString& dialect, int tokens, int rate, int delay) {
        return QStringLiteral("/%1/%2/%3/%4").arg(dialect).arg(tokens).arg(rate).arg(delay);
    }
    [[nodiscard]] QUrl url(const QString& path) const {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(path));
    }

private:
    QProcess m_process;
    int m_port = 0;
};

/// What all answers have in common.
struct Ground {
    domain::SystemClock clock;
    stream::FlushClock flushes{clock};
    QTemporaryDir folder;
    std::shared_ptr<store::Database> database =
        store::Database::open(folder.filePath(QStringLiteral("streams.db"))).value();
    store::ConversationStore history{database, clock};
    domain::ConversationId conversation = history.create(QStringLiteral("streams"), 2).value();
    stream::ConnectionPool pool;
    int turns = 0;
};

/// One answer from the wire to its blocks, wired as the application wires it.
class Answer : public QObject {
public:
    explicit Answer(Ground& ground)
        : m_ground(ground)
        , m_controller(ground.pool, ground.clock, [] { return 0.5; })
        , m_batcher(ground.flushes)
        , m_recorder(ground.database, ground.clock)
        , m_recording(m_controller.addObserver(m_recorder)) {
        connect(&m_controller, &stream::StreamController::textArrived, this, [this](const QString& text) {
            if (m_firstAt < 0) {
                m_firstAt = m_watch.milliseconds();
            }
            m_batcher.append(text);
        });
        connect(&m_batcher, &stream::TokenBatcher::flushed, this, [this](const QString& text) {
            const double before = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
            m_recorder.commit();
            static_cast<void>(m_blocks.append(text));
            m_callbacks.push_back(1000 * (cpuSeconds(CLOCK_THREAD_CPUTIME_ID) - before));
        });
        connect(&m_controller, &stream::StreamController::ended, this, [this] {
            m_recorder.commit();
            m_tick.stop();
            m_batcher.finish();
        });
        connect(&m_tick, &QTimer::timeout, this, [this] { m_recorder.setResume(m_controller.resumeNote()); });
        connect(&m_batcher, &stream::TokenBatcher::drained, this, [this] { m_over = true; });
    }

    void begin(const QString& dialect, const QUrl& url) {
        domain::Message answer;
        answer.conversation = m_ground.conversation;
        answer.turn = m_ground.turns++;
        m_recorder.begin(answer);
        stream::StreamRequest request;
        request.endpoint.id = QStringLiteral("bench");
        request.endpoint.dialect = dialect;
        request.endpoint.baseUrl = url;
        request.beats = &m_ground.flushes;
        request.prompt.model = QStringLiteral("m");
        request.prompt.turns.push_back({domain::Role::User, QStringLiteral("question"), {}});
        m_tick.start(250);
        m_watch = {};
        m_controller.start(request);
    }

    [[nodiscard]] bool isOver() const { return m_over; }
    [[nodiscard]] bool isComplete() const { return m_controller.state() == stream::StreamState::Completed; }
    [[nodiscard]] bool isConnected() const { return m_controller.requests() > 0; }
    [[nodiscard]] double firstAt() const { return m_firstAt; }
    [[nodiscard]] const std::vector<double>& callbacks() const { return m_callbacks; }
    [[nodiscard]] qsizetype length() const { return m_controller.text().size(); }

private:
    Ground& m_ground;
    stream::StreamController m_controller;
    stream::TokenBatcher m_batcher;
    store::Recorder m_recorder;
    stream::StreamController::Registration m_recording;
    text::MarkdownBlocks m_blocks;
    QTimer m_tick;
    Stopwatch m_watch;
    double m_firstAt = -1;
    std::vector<double> m_callbacks;
    bool m_over = false;
};

using Answers = std::vector<std::unique_ptr<Answer>>;

void spin(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

void untilAllAreOver(const Answers& answers) {
    const Stopwatch watch;
    for (const auto& answer : answers) {
        while (!answer->isOver()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            if (watch.milliseconds() > 120'000) {
                qFatal("the answers do not end");
            }
        }
    }
}

Answers beginMany(Ground& ground, int count, const QUrl& url) {
    Answers answers;
    for (int i = 0; i < count; ++i) {
        answers.push_back(std::make_unique<Answer>(ground));
        answers.back()->begin(QLatin1String(many), url);
    }
    return answers;
}

void fullSpeed(Ground& ground, const TokenServer& server, const Figures& figures) {
    std::vector<double> callbacks;
    for (const Script& script : scripts) {
        const QString dialect = QLatin1String(script.dialect);
        std::vector<double> cpu;
        std::vector<double> thread;
        qsizetype length = 0;
        for (int run = 0; run <= fullRuns; ++run) {
            Answers answers;
            answers.push_back(std::make_unique<Answer>(ground));
            const double before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
            const double threadBefore = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
            answers.front()->begin(dialect, server.url(TokenServer::path(dialect, fullTokens, 0, 0)));
            untilAllAreOver(answers);
            if (!answers.front()->isComplete()) {
                qFatal("%s: not completed", script.dialect);
            }
            if (run > 0) { // the first makes the server's bytes
                cpu.push_back(cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before);
                thread.push_back(cpuSeconds(CLOCK_THREAD_CPUTIME_ID) - threadBefore);
                const auto& own = answers.front()->callbacks();
                callbacks.insert(callbacks.end(), own.begin(), own.end());
            }
            length = answers.front()->length();
        }
        figures.print(QStringLiteral("one stream at full speed, %1, bytes to blocks").arg(dialect),
                      QStringLiteral("CPU s per 100,000 tokens"), cpu,
                      {{QStringLiteral("main_thread"), Figures::share(thread, 0.5)},
                       {QStringLiteral("characters"), length}});
    }
    figures.print(QStringLiteral("batch callback at full speed"), QStringLiteral("CPU ms"), callbacks,
                  {{QStringLiteral("p99"), Figures::share(callbacks, 0.99)}});
}

void paced(Ground& ground, const TokenServer& server, const Figures& figures, int count, int rate,
           int seconds) {
    const Answers answers = beginMany(
        ground, count, server.url(TokenServer::path(QLatin1String(many), rate * (seconds + 3), rate, 0)));
    spin(1500);
    const Stopwatch watch;
    const double before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    spin(1000 * seconds);
    const double share = (cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before) / (watch.milliseconds() / 1000);
    untilAllAreOver(answers);
    std::vector<double> callbacks;
    for (const auto& answer : answers) {
        callbacks.insert(callbacks.end(), answer->callbacks().begin(), answer->callbacks().end());
    }
    const auto complete = std::ranges::count_if(answers, &Answer::isComplete);
    figures.print(QStringLiteral("%1 streams at %2 tokens/s").arg(count).arg(rate),
                  QStringLiteral("share of a core"), {share},
                  {{QStringLiteral("completed"), static_cast<qint64>(complete)},
                   {QStringLiteral("callback_p99_ms"), Figures::share(callbacks, 0.99)},
                   {QStringLiteral("callback_max_ms"), Figures::share(callbacks, 1)}});
}

void atOnce(Ground& ground, const TokenServer& server, const Figures& figures, int count) {
    constexpr int tokens = 1000;
    const Stopwatch watch;
    const double before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    const Answers answers =
        beginMany(ground, count, server.url(TokenServer::path(QLatin1String(many), tokens, 0, 500)));
    untilAllAreOver(answers);
    figures.print(QStringLiteral("%1 streams at once, %2 tokens each").arg(count).arg(tokens),
                  QStringLiteral("s"), {watch.milliseconds() / 1000},
                  {{QStringLiteral("completed"),
                    static_cast<qint64>(std::ranges::count_if(answers, &Answer::isComplete))},
                   {QStringLiteral("cpu_s"), cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before}});
}

/// Of this process: proportional set size.
double pssKilobytes() {
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.startsWith("Pss:")) {
                return line.mid(4).trimmed().split(' ').first().toDouble();
            }
        }
    }
    return 0;
}

void waitingStreams(Ground& ground, const TokenServer& server, const Figures& figures) {
    const QUrl url = server.url(TokenServer::path(QLatin1String(many), 0, 0, 0));
    const Answers some = beginMany(ground, 12, url); // what is made once is there
    spin(500);
    const double before = pssKilobytes();
    const Answers answers = beginMany(ground, waiting, url);
    spin(3000);
    figures.print(QStringLiteral("memory of a stream that waits"), QStringLiteral("KiB"),
                  {(pssKilobytes() - before) / waiting}, {{QStringLiteral("streams"), waiting}});
}

/// From asking to the first bytes that hold a token, by the plainest reader there is.
double rawFirst(const TokenServer& server, const QString& path) {
    QTcpSocket socket;
    QEventLoop loop;
    double first = -1;
    QByteArray came;
    const Stopwatch watch;
    const QByteArray body =
        "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"question\"}]}";
    QObject::connect(&socket, &QTcpSocket::connected, &loop, [&] {
        socket.write("POST " + path.toLatin1() +
                     "/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
                     "application/json\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
    });
    QObject::connect(&socket, &QTcpSocket::readyRead, &loop, [&] {
        came += socket.readAll();
        if (first < 0 && came.contains("token")) {
            first = watch.milliseconds();
            loop.quit();
        }
    });
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(server.port()));
    loop.exec();
    return first;
}

void firstToken(Ground& ground, const TokenServer& server, const Figures& figures) {
    const QString path = TokenServer::path(QLatin1String(many), 1, 0, 5);
    std::vector<double> raw;
    std::vector<double> ours;
    for (int run = 0; run < firstRuns; ++run) {
        raw.push_back(rawFirst(server, path));
        Answer answer(ground);
        answer.begin(QLatin1String(many), server.url(path));
        while (answer.firstAt() < 0) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        ours.push_back(answer.firstAt());
        while (!answer.isOver()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
    }
    std::vector<double> added;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        added.push_back(ours.at(i) - raw.at(i));
    }
    figures.print(QStringLiteral("added to the first token, over a socket's reader"), QStringLiteral("ms"),
                  added,
                  {{QStringLiteral("p95_added"), Figures::share(ours, 0.95) - Figures::share(raw, 0.95)},
                   {QStringLiteral("p50_added"), Figures::share(ours, 0.5) - Figures::share(raw, 0.5)},
                   {QStringLiteral("socket_p95"), Figures::share(raw, 0.95)},
                   {QStringLiteral("stream_p95"), Figures::share(ours, 0.95)}});
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const Figures figures(QStringLiteral("streams"));
    Ground ground;
    const TokenServer server;
    // Not before: what starts a process closes all files that there may be.
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (Figures::wants(QStringLiteral("memory"))) {
        waitingStreams(ground, server, figures); // first, while little is kept of others
    }
    if (Figures::wants(QStringLiteral("first"))) {
        firstToken(ground, server, figures);
    }
    if (Figures::wants(QStringLiteral("full speed"))) {
        fullSpeed(ground, server, figures);
    }
    if (Figures::wants(QStringLiteral("tokens/s"))) {
        paced(ground, server, figures, 1, 1000, 5);
        paced(ground, server, figures, 100, 50, 8);
    }
    if (Figures::wants(QStringLiteral("at once"))) {
        atOnce(ground, server, figures, 100);
        atOnce(ground, server, figures, 1000);
    }
    return 0;
}
