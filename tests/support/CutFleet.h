// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "ResumableAnswer.h"
#include "domain/Clock.h"
#include "loopback/HttpServer.h"
#include "stream/ConnectionPool.h"
#include "stream/StreamController.h"

#include <QEventLoop>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace rivulet::tests {

/// What became of one answer that was cut.
struct CutOutcome {
    qsizetype cut = 0;
    domain::Outcome outcome = domain::Outcome::Failed;
    QString text;
    QString thinking;
    int requests = 0;
    int asked = 0; ///< by the server's count
    int seams = 0;
    bool inOrder = true;
    QStringList reasons;
    std::optional<qint64> outputTokens;
    /// From the cut to the next sign of the answer.
    std::optional<std::chrono::milliseconds> mended;
};

/// Asks one question many times, each answer being cut once at its own place, and plays the server that goes
/// on with it.
class CutFleet {
public:
    using Milliseconds = std::chrono::milliseconds;
    struct Cut {
        qsizetype at = 0;
        /// For so long the server is not there again.
        Milliseconds down{0};
        /// More than 0: each connection after that brings so many bytes and is cut too.
        qsizetype piece = 0;
    };

    CutFleet(const QString& dialect, const QStringList& pieces)
        : m_dialect(dialect)
        , m_answer(dialect, pieces)
        , m_server([this](loopback::Exchange& exchange) { handle(exchange); }) {
        if (!m_server.listen()) {
            qFatal("no port to listen on");
        }
    }

    [[nodiscard]] const ResumableAnswer& answer() const { return m_answer; }
    stream::RetryPolicy retry;
    /// How many are under way at a time.
    std::size_t width = 12;

    std::vector<CutOutcome> play(const std::vector<Cut>& cuts) {
        m_cuts = cuts;
        m_served.clear();
        m_outcomes.assign(cuts.size(), {});
        m_next = 0;
        m_left = cuts.size();
        while (m_next < std::min(width, m_cuts.size())) {
            launch();
        }
        if (m_left > 0) {
            m_loop.exec();
        }
        m_runs.clear();
        return m_outcomes;
    }

private:
    struct Served {
        int requests = 0;
        std::chrono::steady_clock::time_point cutAt;
        bool isCut = false;
    };

    struct Run : domain::StreamObserver {
        /// Its own: in a pool that is shared, Qt gives a request now and then to a connection that has just
        /// been dropped, and that happens here more often than anywhere else.
        stream::ConnectionPool pool;
        std::unique_ptr<stream::StreamController> controller;
        stream::StreamController::Registration registration;
        CutOutcome outcome;
        QString told;
        QString thought;
        const Served* served = nullptr;

        void delta(const QString& piece, qsizetype index) override {
            outcome.inOrder = outcome.inOrder && index == told.size();
            told += piece;
            flow();
        }
        void thinking(const QString& piece) override {
            thought += piece;
            flow();
        }
        void retrying(int, std::chrono::milliseconds, const domain::Failure& reason) override {
            outcome.reasons.append(domain::failureName(reason.kind) + u' ' + reason.detail);
        }
        void seam(qsizetype, qsizetype, bool exact) override { outcome.seams += exact ? 1 : 1000; }
        void ended(const domain::Ending& ending, const QString& fullText) override {
            outcome.outcome = ending.outcome;
            outcome.inOrder = outcome.inOrder && fullText == told;
            flow();
        }
        void flow() {
            // What was sent before the cut may be read after it.
            if (!outcome.reasons.isEmpty() && !outcome.mended) {
                outcome.mended = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() -
                                                                          served->cutAt);
            }
        }
    };

    void launch() {
        const std::size_t number = m_next++;
        auto& run = m_runs[number];
        run = std::make_unique<Run>();
        run->served = &m_served[number];
        run->outcome.cut = m_cuts[number].at;
        run->controller = std::make_unique<stream::StreamController>(run->pool, m_clock, [] { return 0.5; });
        run->registration = run->controller->addObserver(*run);
        stream::StreamRequest request;
        request.endpoint.id = QStringLiteral("cut");
        ResumableAnswer::ask(m_dialect, request.endpoint, request.prompt);
        request.endpoint.baseUrl = m_server.url(QStringLiteral("/run-%1/v1").arg(number));
        request.prompt.model = QStringLiteral("m");
        request.prompt.turns = {{domain::Role::User, QStringLiteral("Hello?")}};
        request.retry = retry;
        request.continuation = stream::ContinuePolicy::Never;
        QObject::connect(
            run->controller.get(), &stream::StreamController::ended, &m_loop,
            [this, number] { finish(number); }, Qt::QueuedConnection);
        run->controller->start(std::move(request));
    }

    void finish(std::size_t number) {
        Run& run = *m_runs[number];
        CutOutcome outcome = run.outcome;
        outcome.text = run.controller->text();
        outcome.thinking = run.controller->thinking();
        outcome.requests = run.controller->requests();
        outcome.asked = m_served[number].requests;
        const auto& usage = run.controller->stats().usage();
        outcome.outputTokens = usage ? usage->output : std::nullopt;
        m_outcomes[number] = outcome;
        m_runs.erase(number);
        if (m_next < m_cuts.size()) {
            launch();
        }
        if (--m_left == 0) {
            m_loop.quit();
        }
    }

    void handle(loopback::Exchange& exchange) {
        const QByteArray path = exchange.request().path;
        const qsizetype begin = path.indexOf("/run-") + 5;
        const auto number = path.mid(begin, path.indexOf('/', begin) - begin).toULongLong();
        Served& served = m_served[number];
        ++served.requests;
        const Cut& cut = m_cuts.at(number);
        const QByteArray body = m_answer.body();
        if (served.isCut && std::chrono::steady_clock::now() - served.cutAt < cut.down) {
            exchange.reset();
            return;
        }
        const auto start = m_answer.start(exchange.request());
        exchange.sendHead(200, "text/event-stream");
        if (!start && !served.isCut) {
            if (cut.at > 0) {
                exchange.sendBody(body.first(cut.at));
            }
            served.isCut = true;
            served.cutAt = std::chrono::steady_clock::now();
            exchange.drop();
            return;
        }
        const QByteArray rest = body.sliced(start.value_or(0));
        if (cut.piece > 0 && rest.size() > cut.piece) {
            exchange.sendBody(rest.first(cut.piece));
            exchange.drop();
            return;
        }
        exchange.sendBody(rest);
        exchange.finish();
    }

    QString m_dialect;
    ResumableAnswer m_answer;
    domain::SystemClock m_clock;
    loopback::HttpServer m_server;
    QEventLoop m_loop;
    std::vector<Cut> m_cuts;
    std::map<std::size_t, Served> m_served;
    std::map<std::size_t, std::unique_ptr<Run>> m_runs;
    std::vector<CutOutcome> m_outcomes;
    std::size_t m_next = 0;
    std::size_t m_left = 0;
};

} // namespace rivulet::tests
