// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StreamStage.h"
#include "stream/Farewell.h"
#include "stream/FlowWatch.h"

#include <QTimer>

using namespace rivulet;
using namespace rivulet::domain;
using namespace rivulet::stream;
using namespace std::chrono_literals;
using rivulet::loopback::Exchange;

namespace {

using Stage = StreamStage;

/// Chat Completions of a server that goes on by itself until it is told to stop, and that can be asked
/// whether its model is loaded.
class GoingOn final : public providers::Dialect {
public:
    std::unique_ptr<wire::FrameDecoder> makeDecoder() const override { return m_chat->makeDecoder(); }
    providers::HttpRequest request(const Prompt& prompt, const Endpoint& endpoint) const override {
        return m_chat->request(prompt, endpoint);
    }
    void read(const wire::Frame& frame, std::vector<StreamEvent>& events) override {
        m_began = true;
        m_chat->read(frame, events);
    }
    void readWhole(const QByteArray& body, std::vector<StreamEvent>& events) override {
        m_chat->readWhole(body, events);
    }
    Failure readError(const providers::HttpReply& reply) const override { return m_chat->readError(reply); }
    std::optional<Way> continuationWay(const Prompt& prompt, const Endpoint& endpoint) const override {
        return m_chat->continuationWay(prompt, endpoint);
    }
    std::optional<providers::HttpRequest> listRequest(const Endpoint& endpoint) const override {
        return m_chat->listRequest(endpoint);
    }
    Result<std::vector<ModelTraits>> readList(const QByteArray& body) const override {
        return m_chat->readList(body);
    }

    std::optional<providers::ResumePoint> resumePoint(const Prompt&, const Endpoint&) const override {
        return m_began ? std::optional(providers::ResumePoint{QStringLiteral("answer-1"), {}, 0})
                       : std::nullopt;
    }
    std::optional<providers::HttpRequest> cancelRequest(const Endpoint& endpoint,
                                                        const providers::ResumePoint& point) const override {
        providers::HttpRequest request;
        request.url = endpoint.baseUrl;
        request.url.setPath(QStringLiteral("/cancel/") + point.id);
        request.body = "{}";
        return request;
    }
    std::optional<providers::HttpRequest> readyRequest(const Endpoint& endpoint) const override {
        providers::HttpRequest request;
        request.method = providers::HttpRequest::Method::Get;
        request.url = endpoint.baseUrl;
        request.url.setPath(QStringLiteral("/health"));
        return request;
    }

private:
    std::unique_ptr<providers::Dialect> m_chat = providers::makeDialect(u"openai-chat");
    bool m_began = false;
};

std::unique_ptr<providers::Dialect> goingOn(QStringView) {
    return std::make_unique<GoingOn>();
}

/// Enough to tell a burst by: 40 pieces of 30 characters.
QByteArray longAnswer() {
    QByteArray body;
    for (int i = 0; i < 40; ++i) {
        body += Stage::says(QStringLiteral("thirty characters of an answer"));
    }
    return body;
}
QString longText() {
    return QStringLiteral("thirty characters of an answer").repeated(40);
}

QByteArray wholeAnswer(const QByteArray& text) {
    return R"({"id":"i","model":"m","choices":[{"index":0,"message":{"content":")" + text +
           R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}})";
}

/// A proxy that lets the head through, perhaps, and the rest all at once.
Stage::Script heldBack(const QByteArray& body, const QByteArray& first = {}) {
    // After a first sign of life, long enough to be no burst with it.
    const auto held = first.isEmpty() ? 80ms : 2 * FlowWatch::burst;
    return [body, first, held](Exchange& exchange) {
        exchange.sendHead(200, "text/event-stream");
        if (!first.isEmpty()) {
            exchange.sendBody(first);
        }
        QTimer::singleShot(held, &exchange, [&exchange, body] {
            exchange.sendBody(body);
            exchange.finish();
        });
    };
}

Stage::Script lateWhole(const QByteArray& body) {
    return [body](Exchange& exchange) {
        QTimer::singleShot(80, &exchange,
                           [&exchange, body] { exchange.respond(200, "application/json", body); });
    };
}

Stage::Script loading() {
    return Stage::status(503,
                         R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})");
}

QByteArray refusalOf(const QString& dialect, const QString& field) {
    if (dialect == u"ollama") {
        return "{\"error\":\"this model does not support thinking\"}";
    }
    return "{\"error\":{\"message\":\"Unsupported "
           "parameter\",\"type\":\"invalid_request_error\",\"param\":\"" +
           field.toUtf8() + "\"}}";
}

QJsonObject bodyOf(const Exchange& exchange) {
    return QJsonDocument::fromJson(exchange.request().body).object();
}

int count(const QStringList& notes, const QString& line) {
    return static_cast<int>(notes.count(line));
}

} // namespace

class tst_StreamWays : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // What holds streams back

    void aStreamHeldBackToItsEnd_data() {
        QTest::addColumn<StreamStage::Script>("script");
        QTest::addColumn<StreamNeed>("need");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<bool>("warned");
        const QByteArray whole = longAnswer() + Stage::stops() + Stage::done();
        QTest::newRow("a burst, enforced")
            << heldBack(whole) << StreamNeed::Enforced << Outcome::Interrupted << false;
        QTest::newRow("a burst, preferred")
            << heldBack(whole) << StreamNeed::Preferred << Outcome::Completed << true;
        QTest::newRow("a burst that is cut, enforced")
            << heldBack(longAnswer()) << StreamNeed::Enforced << Outcome::Interrupted << false;
        QTest::newRow("a whole body late, enforced") << lateWhole(wholeAnswer(longText().toUtf8()))
                                                     << StreamNeed::Enforced << Outcome::Interrupted << false;
        QTest::newRow("a whole body late, preferred") << lateWhole(wholeAnswer(longText().toUtf8()))
                                                      << StreamNeed::Preferred << Outcome::Completed << true;
    }
    void aStreamHeldBackToItsEnd() {
        QFETCH(StreamStage::Script, script);
        QFETCH(StreamNeed, need);
        QFETCH(Outcome, outcome);
        QFETCH(bool, warned);
        Stage stage({script});
        stage.request.streamNeed = need;
        stage.request.timeouts.quiet = 20ms;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(outcomeName(stage.outcome()), outcomeName(outcome));
        QCOMPARE(stage.controller->text(), longText()); // whatever it ends as, what came is kept
        QCOMPARE(stage.server.requestCount(), 1);
        QCOMPARE(count(stage.observer.notes, QStringLiteral("warning not_streamed")), warned ? 1 : 0);
        if (outcome == Outcome::Interrupted) {
            QCOMPARE(failureName(stage.failure()), QStringLiteral("buffered"));
        }
    }

    void aBurstThatIsCutGoesOnAsAWholeAndIsToldOfOnce() {
        bool streamed = true;
        Stage stage({heldBack(longAnswer()), [&streamed](Exchange& exchange) {
                         streamed = bodyOf(exchange)[QStringLiteral("stream")].toBool();
                         exchange.respond(200, "application/json", wholeAnswer(" and more"));
                     }});
        stage.request.timeouts.quiet = 20ms;
        stage.request.continuation = ContinuePolicy::Always;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), longText() + QStringLiteral(" and more"));
        QVERIFY(!streamed);
        QCOMPARE(count(stage.observer.notes, QStringLiteral("warning not_streamed")), 1);
    }

    void whatOnlyLooksHeldBackIsCompleted_data() {
        QTest::addColumn<StreamStage::Script>("script");
        QTest::addColumn<QString>("text");
        const QByteArray end = Stage::stops() + Stage::done();
        QTest::newRow("a short answer after long thought")
            << heldBack(Stage::says(QStringLiteral("Yes.")) + end) << QStringLiteral("Yes.");
        QTest::newRow("an answer in one piece") << heldBack(Stage::says(longText()) + end) << longText();
        QTest::newRow("comments kept coming")
            << heldBack(longAnswer() + end, ": still there\n\n") << longText();
        QTest::newRow("at once") << Stage::stream(longAnswer() + end) << longText();
    }
    void whatOnlyLooksHeldBackIsCompleted() {
        QFETCH(StreamStage::Script, script);
        QFETCH(QString, text);
        Stage stage({script});
        stage.request.streamNeed = StreamNeed::Enforced;
        stage.request.timeouts.quiet = QByteArray(QTest::currentDataTag()) == "at once" ? 10s : 20ms;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), text);
        QVERIFY(!stage.observer.notes.contains(QStringLiteral("warning not_streamed")));
    }

    void aServerThatNeverStreamsIsToldOf() {
        Stage stage(
            {[](Exchange& exchange) { exchange.respond(200, "application/json", wholeAnswer("Hi")); }});
        stage.request.streamNeed = StreamNeed::Enforced; // it came soon: nobody waited for nothing
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(count(stage.observer.notes, QStringLiteral("warning not_streamed")), 1);
    }

    void aStreamOfNothingIsAskedForAsAWholeOnce() {
        Stage stage({Stage::stallAfter({}), [](Exchange& exchange) {
                         QCOMPARE(bodyOf(exchange)[QStringLiteral("stream")], false);
                         exchange.respond(200, "application/json", wholeAnswer("Whole"));
                     }});
        stage.request.timeouts.idle = 50ms;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("Whole"));
        QCOMPARE(stage.server.requestCount(), 2);
        QVERIFY(stage.observer.notes.contains(QStringLiteral("retrying 2 buffered")));
        QCOMPARE(count(stage.observer.notes, QStringLiteral("warning not_streamed")), 1);
    }

    void whereTheWholeDoesNotComeEitherNothingIsRemembered() {
        Stage stage(
            {Stage::stallAfter({}), [](Exchange& exchange) { exchange.sendHead(200, "application/json"); }});
        stage.request.timeouts.idle = 50ms;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Failed);
        QCOMPARE(failureName(stage.failure()), QStringLiteral("idle_timeout"));
        QCOMPARE(stage.server.requestCount(), 2);
        QVERIFY(!stage.observer.notes.contains(QStringLiteral("warning not_streamed")));
    }

    void aStreamOfNothingThatIsEnforcedIsInterrupted() {
        Stage stage({Stage::stallAfter({})});
        stage.request.timeouts.idle = 50ms;
        stage.request.streamNeed = StreamNeed::Enforced;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Interrupted);
        QCOMPARE(failureName(stage.failure()), QStringLiteral("buffered"));
        QCOMPARE(stage.server.requestCount(), 1);
    }

    void anEndpointThatHoldsBackIsAskedForAWholeUnlessStreamingIsEnforced() {
        for (const StreamNeed need : {StreamNeed::Preferred, StreamNeed::Enforced}) {
            bool streamed = false;
            Stage stage({[&streamed](Exchange& exchange) {
                streamed = bodyOf(exchange)[QStringLiteral("stream")].toBool();
                exchange.respond(200, "application/json", wholeAnswer("Hi"));
            }});
            stage.request.streamNeed = need;
            stage.request.streamMemory = StreamMemory::HoldsBack;
            stage.controller->start(stage.request);
            QTRY_VERIFY(stage.hasEnded());
            QCOMPARE(stage.controller->state(), StreamState::Completed);
            QCOMPARE(streamed, need == StreamNeed::Enforced);
            // What is known is not told again.
            QCOMPARE(count(stage.observer.notes, QStringLiteral("warning not_streamed")),
                     need == StreamNeed::Enforced ? 1 : 0);
        }
    }

    void aWholeAnswerIsAsRealAsAStream() {
        Stage stage({lateWhole(wholeAnswer("All of it"))});
        stage.request.prompt.stream = false;
        stage.request.timeouts.firstByte = 60ms; // it takes longer than a stream's first byte may
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("All of it"));
        const auto& stats = stage.controller->stats();
        QCOMPARE(stats.usage()->input, 7);
        QCOMPARE(stats.usage()->output, 3);
        QCOMPARE(stats.usage()->source, Usage::Source::Reported);
        QVERIFY(stats.elapsed(stage.clock.now()) >= 70ms);
        QVERIFY(!stats.timeToFirstToken());
    }

    // Fields that servers refuse

    void fieldsThatAreRefusedAreLeftOutOneAfterTheOther_data() {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QStringList>("refused");
        QTest::addColumn<QString>("kept");
        const auto row = [](const char* dialect, const QStringList& refused, const char* kept = "") {
            QTest::addRow("%s: %s", dialect, qPrintable(refused.join(u' ')))
                << QString::fromLatin1(dialect) << refused << QString::fromLatin1(kept);
        };
        row("openai-chat", {QStringLiteral("temperature"), QStringLiteral("stream_options")});
        row("openai-chat", {QStringLiteral("reasoning_effort"), QStringLiteral("temperature")});
        row("openai-chat", {QStringLiteral("max_tokens")}, "max_completion_tokens");
        row("openai-chat", {QStringLiteral("max_tokens"), QStringLiteral("max_completion_tokens")});
        row("openai-chat",
            {QStringLiteral("stream_options"), QStringLiteral("max_tokens"),
             QStringLiteral("reasoning_effort"), QStringLiteral("temperature")},
            "max_completion_tokens");
        row("ollama", {QStringLiteral("think")});
    }
    void fieldsThatAreRefusedAreLeftOutOneAfterTheOther() {
        QFETCH(QString, dialect);
        QFETCH(QStringList, refused);
        QFETCH(QString, kept);
        const auto script = [=](Exchange& exchange) {
            const QJsonObject body = bodyOf(exchange);
            for (const QString& field : refused) {
                if (body.contains(field)) {
                    const QByteArray error = refusalOf(dialect, field);
                    exchange.respond(400, "application/json", error);
                    return;
                }
            }
            if (!kept.isEmpty() && !body.contains(kept)) {
                exchange.respond(500, "application/json", "{}");
                return;
            }
            if (dialect == u"ollama") {
                exchange.respond(200, "application/x-ndjson",
                                 "{\"model\":\"m\",\"message\":{\"content\":\"fine\"},\"done\":true}\n");
                return;
            }
            Stage::answer(QStringLiteral("fine"))(exchange);
        };
        Stage stage({script});
        stage.request.endpoint.dialect = dialect;
        stage.request.retry.retries = 0;
        stage.request.prompt.temperature = 0.5;
        stage.request.prompt.maxTokens = 100;
        stage.request.prompt.effort = Effort::High;
        QStringList dropped;
        QObject::connect(stage.controller.get(), &StreamController::warned, &stage.server,
                         [&dropped](const Warning& warning) {
                             if (warning.kind == Warning::Kind::DroppedField) {
                                 dropped.append(warning.message);
                             }
                         });
        const auto sent =
            providers::makeDialect(dialect)->request(stage.request.prompt, stage.request.endpoint);
        QStringList expected;
        for (const QString& field : refused) {
            if (QJsonDocument::fromJson(sent.body).object().contains(field) ||
                field == u"max_completion_tokens") {
                expected.append(field);
            }
        }
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("fine"));
        QCOMPARE(dropped, expected);
        QCOMPARE(stage.server.requestCount(), 1 + static_cast<int>(expected.size()));

        // Who remembers what was dropped is not refused again.
        stage.request.prompt.omittedFields = dropped;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.server.requestCount(), 2 + static_cast<int>(expected.size()));
    }

    void whatCanNotBeLeftOutIsAFailureAtOnce() {
        for (const QByteArray& field : {QByteArray("model"), QByteArray("messages"),
                                        QByteArray("no_such_field"), QByteArray(300, 'x')}) {
            Stage stage({Stage::status(400, refusalOf({}, QString::fromLatin1(field)))});
            stage.controller->start(stage.request);
            QTRY_VERIFY(stage.hasEnded());
            QCOMPARE(stage.controller->state(), StreamState::Failed);
            QCOMPARE(stage.server.requestCount(), 1);
        }
    }

    // Models that are being loaded

    void waitsForAModelWithoutCountingAttempts() {
        int looks = 0;
        const auto answers = [&looks](Exchange& exchange) {
            if (exchange.request().path == "/health") {
                ++looks;
                (looks < 3 ? loading() : Stage::status(200, R"({"status":"ok"})"))(exchange);
            } else {
                (looks < 3 ? loading() : Stage::answer(QStringLiteral("Here")))(exchange);
            }
        };
        Stage stage({answers});
        stage.request.dialects = goingOn;
        stage.request.retry.retries = 0;
        stage.request.timeouts.loading = 5ms;
        QStringList phases;
        QObject::connect(stage.controller.get(), &StreamController::progressChanged, &stage.server,
                         [&phases](const Progress& progress) { phases.append(progress.phase); });
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->state(), StreamState::Waiting);
        QCOMPARE(failureName(stage.controller->retryReason()->kind), QStringLiteral("model_loading"));
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("Here"));
        QCOMPARE(looks, 3);
        QCOMPARE(phases, QStringList(3, QStringLiteral("loading"))); // the answer, and two looks
        QCOMPARE(stage.controller->attempts(), 1);
        QCOMPARE(stage.controller->requests(), stage.server.requestCount());
        QCOMPARE(stage.server.requestCount(), 5);
    }

    void asksAgainWhereThereIsNothingElseToAsk() {
        Stage stage({loading(), loading(), loading(), Stage::answer(QStringLiteral("Here"))});
        stage.request.retry.retries = 0;
        stage.request.timeouts.loading = 5ms;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.server.requestCount(), 4);
        QCOMPARE(stage.controller->attempts(), 1);
    }

    void aServerThatGoesWhileLoadingIsAFailureLikeAnyOther() {
        const auto answers = [](Exchange& exchange) {
            (exchange.request().path == "/health" ? Stage::refuseConnection()
             : exchange.request().number == 1     ? loading()
                                                  : Stage::status(500))(exchange);
        };
        Stage stage({answers});
        stage.request.dialects = goingOn;
        stage.request.retry.retries = 0;
        stage.request.timeouts.loading = 5ms;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Failed);
        QCOMPARE(failureName(stage.failure()), QStringLiteral("server_error"));
    }

    void aWaitForAModelCanBeCancelledAndCutShort() {
        Stage stage({loading()});
        stage.request.dialects = goingOn;
        stage.request.timeouts.loading = 1h;
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->state(), StreamState::Waiting);
        stage.controller->reconnect();
        QTRY_COMPARE(stage.server.requestCount(), 2);
        QTRY_COMPARE(stage.controller->state(), StreamState::Waiting);
        stage.controller->cancel();
        QCOMPARE(stage.controller->state(), StreamState::Cancelled);
        QCOMPARE(stage.observer.ends, 1);
        QCOMPARE(stage.pool.running(), 0);

        stage.request.timeouts.loading = 1ms;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.server.requestCount() >= 6); // it is looking
        stage.controller->cancel();
        QCOMPARE(stage.controller->state(), StreamState::Cancelled);
        QCOMPARE(stage.pool.running(), 0);
    }

    // Servers that go on by themselves

    void aCancelIsToldToAServerThatWouldGoOn() {
        QByteArrayList paths;
        const auto answers = [&paths](Exchange& exchange) {
            paths.append(exchange.request().method + ' ' + exchange.request().path);
            (paths.size() == 1 ? Stage::stallAfter(Stage::says(QStringLiteral("Once")))
                               : Stage::status(200, "{}"))(exchange);
        };
        Stage stage({answers});
        stage.request.dialects = goingOn;
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->text(), QStringLiteral("Once"));
        stage.controller->cancel();
        stage.controller.reset(); // it outlives the stream it is about
        QTRY_COMPARE(paths.value(1), QByteArray("POST /cancel/answer-1"));
        QTRY_COMPARE(stage.pool.findChildren<Farewell*>().size(), 0);
        QCOMPARE(stage.pool.running(), 0);
    }

    void aCancelDuringAWaitIsToldToo() {
        QByteArrayList paths;
        const auto answers = [&paths](Exchange& exchange) {
            paths.append(exchange.request().path);
            (paths.size() == 1 ? Stage::cutAfter(": began\n\ndata: {\"choices\":[]}\n\n")
                               : Stage::status(200, "{}"))(exchange);
        };
        Stage stage({answers});
        stage.request.dialects = goingOn;
        stage.request.retry.base = 1h;
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->state(), StreamState::Waiting);
        stage.controller->cancel();
        QTRY_COMPARE(paths.value(1), QByteArray("/cancel/answer-1"));
    }

    void whatIsNoCancelIsNotTold() {
        Stage stage({Stage::stallAfter(Stage::says(QStringLiteral("Once")))});
        stage.request.dialects = goingOn;
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->text(), QStringLiteral("Once"));
        Failure gone;
        gone.kind = Failure::Kind::NetworkGone;
        stage.controller->disconnectFromServer(gone);
        QCOMPARE(stage.pool.findChildren<Farewell*>().size(), 0);
        // Nor where nothing was begun.
        Stage silent({[](Exchange&) {}});
        silent.request.dialects = goingOn;
        silent.controller->start(silent.request);
        silent.controller->cancel();
        QCOMPARE(silent.pool.findChildren<Farewell*>().size(), 0);
    }

    void theEndOfTheApplicationWaitsForWhatIsUnderWay() {
        SystemClock clock;
        int told = 0;
        loopback::HttpServer server([&told](Exchange& exchange) {
            ++told;
            exchange.respond(200, "application/json", "{}");
        });
        QVERIFY(server.listen());
        providers::HttpRequest request;
        request.url = server.url(QStringLiteral("/cancel"));
        request.body = "{}";
        {
            ConnectionPool pool;
            Farewell::send(pool, clock, request, {}, {});
            QCOMPARE(told, 0);
        }
        QCOMPARE(told, 1);
        server.close();
        loopback::HttpServer mute([&told](Exchange&) { ++told; });
        QVERIFY(mute.listen());
        request.url = mute.url(QStringLiteral("/cancel"));
        {
            ConnectionPool pool;
            Farewell::send(pool, clock, request, {}, {});
        }
        QCOMPARE(told, 2); // and that was waited for no longer than it is worth
    }

    // What is told of an answer

    void aToolsTimeIsTakenFromItsFirstPieceToItsEnd() {
        const QByteArray piece =
            R"(data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1",)"
            R"("function":{"name":"look","arguments":"{}"}}]}}]})"
            "\n\n";
        const QByteArray end = R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})"
                               "\n\n";
        Stage stage({[=](Exchange& exchange) {
            exchange.sendHead(200, "text/event-stream");
            exchange.sendBody(piece);
            QTimer::singleShot(30, &exchange, [&exchange, end] {
                exchange.sendBody(end + Stage::done());
                exchange.finish();
            });
        }});
        std::optional<std::chrono::milliseconds> duration;
        ToolActivity::State last = ToolActivity::State::Running;
        QObject::connect(stage.controller.get(), &StreamController::toolChanged, &stage.server,
                         [&](const ToolActivity& tool) {
                             duration = tool.duration;
                             last = tool.state;
                         });
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->state(), StreamState::Completed);
        if (last == ToolActivity::State::Running) {
            QSKIP("this protocol tells no end of a call");
        }
        QVERIFY(duration && *duration >= 25ms);
    }

    void whatTheServerDoesNotCountIsEstimated() {
        Stage stage({Stage::answer(QStringLiteral("The river rises slowly in spring."))});
        stage.request.tokenRatio = 2;
        QList<Usage> told;
        QObject::connect(stage.controller.get(), &StreamController::usageChanged, &stage.server,
                         [&told](const Usage& usage) { told.append(usage); });
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().source, Usage::Source::Estimated);
        QCOMPARE(told.first().output, 14); // seven, twice
        QVERIFY(told.first().input.value_or(0) > 0);
        QVERIFY(stage.controller->stats().tokensEstimated());
        // Told before the end, so that whoever writes it down has it.
        QCOMPARE(stage.observer.notes.last(), QStringLiteral("ended completed"));
    }

    void whatTheServerCountsIsNotEstimated() {
        const QByteArray usage = R"(data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":1}})"
                                 "\n\n";
        Stage stage(
            {Stage::stream(Stage::says(QStringLiteral("Yes")) + Stage::stops() + usage + Stage::done())});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->stats().usage()->source, Usage::Source::Reported);
        QCOMPARE(stage.controller->stats().usage()->output, 1);
    }

    void whatNeverCameIsNotCounted() {
        Stage stage({Stage::status(401)});
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(!stage.controller->stats().usage());
    }

    void aCancelledAnswerIsCountedAsFarAsItCame() {
        Stage stage({Stage::stallAfter(Stage::says(QStringLiteral("The river rises")))});
        stage.controller->start(stage.request);
        QTRY_VERIFY(!stage.controller->text().isEmpty());
        stage.controller->cancel();
        QCOMPARE(stage.controller->stats().usage()->source, Usage::Source::Estimated);
        QCOMPARE(stage.controller->stats().usage()->output, 3);
    }
};

QTEST_GUILESS_MAIN(tst_StreamWays)
#include "tst_stream_ways.moc"
