// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnswerServer.h"
#include "Application.h"
#include "FailureText.h"
#include "FakeReachability.h"
#include "loopback/HttpServer.h"
#include "store/ConversationStore.h"
#include "store/Database.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

using namespace rivulet;
using app::Settings;
using Phase = app::ChatSession::Phase;
using State = app::Reachability::State;

namespace {

/// An answer of this protocol, whole.
const QByteArray answer =
    R"(event: message_start
data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","usage":{"input_tokens":3,"output_tokens":1}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Yes."}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}

event: message_stop
data: {"type":"message_stop"}

)";

/// Both panes ask one endpoint with one key; every answer tells of `limits`.
struct Fixture {
    using Headers = loopback::Exchange::Headers;

    QTemporaryDir folder;
    Headers limits;
    loopback::HttpServer server{
        [this](loopback::Exchange& exchange) { exchange.respond(200, "text/event-stream", answer, limits); }};
    bool listening = server.listen();
    AnswerServer other;
    std::shared_ptr<FakeReachability> network = std::make_shared<FakeReachability>();
    std::unique_ptr<app::Application> application;

    Fixture() { open(server.url().toString()); }

    void open(const QString& url) {
        QVERIFY(listening);
        app::Application::Options options;
        options.dataDirectory = folder.path();
        options.reachability = network;
        for (int pane = 0; pane < 2; ++pane) {
            options.models.push_back(
                {QStringLiteral("shared"), QStringLiteral("m"), url, QStringLiteral("anthropic")});
        }
        options.models.push_back(
            {QStringLiteral("other"), QStringLiteral("m"), other.url(), QStringLiteral("anthropic")});
        application = std::make_unique<app::Application>(options);
        QCOMPARE(application->optionProblem(), QString());
        QCOMPARE(application->settings()->setLimits(0, 10, 10, 10, 10), QString());
        application->settings()->setProfile(Settings::Profile::Instant);
        session().showPanes(2);
        session().second()->useModel(QStringLiteral("shared:m"));
    }
    [[nodiscard]] app::CompareSession& session() const { return *application->session(); }
    [[nodiscard]] app::ChatSession& pane(int number) const {
        return number == 0 ? *session().first() : *session().second();
    }
    [[nodiscard]] bool ask(const char* prompt = "Well?") const {
        return session().send(QString::fromLatin1(prompt));
    }
    [[nodiscard]] bool ended() const {
        return QTest::qWaitFor([&] { return !session().isRunning(); });
    }
    [[nodiscard]] bool waits(int number) const {
        return QTest::qWaitFor([&] { return !pane(number).sendWait().isEmpty(); });
    }
    /// As another connection finds them.
    [[nodiscard]] std::vector<domain::Message> answers(int number) const {
        const auto database = store::Database::open(folder.filePath(QStringLiteral("rivulet.db")));
        const store::ConversationStore store(database.value());
        std::vector<domain::Message> result;
        for (const auto& message : store.messages(store.list(1, 0).value().front().id).value()) {
            if (message.role == domain::Role::Assistant && message.pane == number) {
                result.push_back(message);
            }
        }
        return result;
    }
};

} // namespace

/// Prompts that wait before they are sent, through the whole application.
class SendWaitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const char* variable : {"RIVULET_API_KEY", "ANTHROPIC_API_KEY"}) {
            qunsetenv(variable);
        }
        // No desktop's keychain is asked.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    void twoPanesOnOneKeyShareWhatTheServerTells() {
        Fixture f;
        f.limits = {{"x-ratelimit-limit-requests", "50"},
                    {"x-ratelimit-remaining-requests", "0"},
                    {"x-ratelimit-reset-requests", "50s"}};
        QVERIFY(f.ask());
        QVERIFY(f.ended());
        QCOMPARE(f.server.requestCount(), 2);

        QVERIFY(f.ask("And now?"));
        QVERIFY(f.waits(0) && f.waits(1));
        for (int number : {0, 1}) {
            QCOMPARE(f.pane(number).phase(), Phase::Waiting);
            QVERIFY2(f.pane(number).chipText().startsWith(QStringLiteral("Waiting for limit ")),
                     qPrintable(f.pane(number).chipText()));
            QVERIFY(f.pane(number).chipText().endsWith(QStringLiteral(" s")));
            QVERIFY(!f.pane(number).canPause());
            QVERIFY(f.pane(number).canCancel() && f.pane(number).canReconnect());
        }
        QCOMPARE(f.server.requestCount(), 2);

        f.pane(1).sendNow();
        QTRY_COMPARE(f.pane(1).phase(), Phase::Completed);
        QCOMPARE(f.server.requestCount(), 3);
        QVERIFY(!f.pane(0).sendWait().isEmpty());
        f.pane(0).cancel();
        QCOMPARE(f.pane(0).phase(), Phase::Cancelled);
        QCOMPARE(f.server.requestCount(), 3);
        QVERIFY(f.pane(0).canRetry());
        QVERIFY(f.pane(0).sendWait().isEmpty());
    }

    void whatWaitsGoesByItselfWhenItsTimeHasCome() {
        Fixture f;
        f.limits = {{"x-ratelimit-remaining-tokens", "5"}, {"x-ratelimit-reset-tokens", "400ms"}};
        QVERIFY(f.ask());
        QVERIFY(f.ended());
        f.limits.clear();
        QVERIFY(f.ask("And now?"));
        QVERIFY(f.ended());
        QCOMPARE(f.server.requestCount(), 4);
        QCOMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.pane(1).phase(), Phase::Completed);
    }

    void aRefusalTellsOfLimitsToo() {
        Fixture f;
        int refused = 0;
        loopback::HttpServer strict([&](loopback::Exchange& exchange) {
            ++refused;
            exchange.respond(429, "application/json", "{}",
                             {{"anthropic-ratelimit-requests-remaining", "0"},
                              {"anthropic-ratelimit-requests-reset", "2999-01-01T00:00:00Z"},
                              {"x-ratelimit-remaining-tokens", "0"},
                              {"x-ratelimit-reset-tokens", "55"}});
        });
        QVERIFY(strict.listen());
        f.application.reset();
        f.open(strict.url().toString());
        QVERIFY(f.ask());
        QVERIFY(f.ended());
        QCOMPARE(refused, 2);
        QVERIFY(f.ask("Again?"));
        QVERIFY(f.waits(0) && f.waits(1));
        QCOMPARE(refused, 2);
    }

    void theFocusedPaneTakesWhatTheUserAllows() {
        Fixture f;
        QCOMPARE(
            f.application->settings()->setBudget(QStringLiteral("shared"), Settings::Budget::Requests, 1),
            QString());
        f.session().setFocusedPane(1);
        QVERIFY(f.ask());
        QTRY_COMPARE(f.pane(1).phase(), Phase::Completed);
        QVERIFY(f.waits(0));
        QVERIFY(f.pane(0).sendWait().contains(QStringLiteral("budget")));
        QCOMPARE(f.server.requestCount(), 1);
        QCOMPARE(f.application->settings()->setBudget(QStringLiteral("shared"), Settings::Budget::Requests,
                                                      std::nullopt),
                 QString());
        QVERIFY(f.ended());
        QCOMPARE(f.server.requestCount(), 2);
    }

    void aRetryWaitsForRoomLikeEveryRequest() {
        Fixture f;
        int refused = 0;
        loopback::HttpServer server([&](loopback::Exchange& exchange) {
            if (++refused == 1) {
                exchange.respond(503, "application/json", "{}", {{"retry-after-ms", "1"}});
            } else {
                exchange.respond(200, "text/event-stream", answer);
            }
        });
        QVERIFY(server.listen());
        f.application.reset();
        f.open(server.url().toString());
        f.session().showPanes(1);
        QCOMPARE(f.application->settings()->setLimits(3, 10, 10, 10, 10), QString());
        QCOMPARE(
            f.application->settings()->setBudget(QStringLiteral("shared"), Settings::Budget::Requests, 1),
            QString());
        QVERIFY(f.ask());
        QVERIFY(f.waits(0));
        QCOMPARE(server.requestCount(), 1);
        QCOMPARE(f.pane(0).phase(), Phase::Waiting);
        QVERIFY2(f.pane(0).chipText().startsWith(QStringLiteral("Waiting for limit ")),
                 qPrintable(f.pane(0).chipText()));
        QVERIFY(f.pane(0).sendWait().contains(QStringLiteral("budget")));
        QVERIFY(f.pane(0).canReconnect() && f.pane(0).canCancel() && f.pane(0).canChooseModel());
        f.pane(0).reconnect();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(server.requestCount(), 2);
        QCOMPARE(f.answers(0).back().attempts, 2);
        // Both were counted, and a third one waits until the first of them is a minute old.
        QVERIFY(f.ask("And?"));
        QVERIFY(f.waits(0));
        f.pane(0).cancel();
    }

    void whatIsGoneOnWithWaitsForRoomToo() {
        Fixture f;
        QByteArrayList bodies;
        loopback::HttpServer server([&](loopback::Exchange& exchange) {
            bodies.append(exchange.request().body);
            if (bodies.size() == 1) {
                exchange.sendHead(200, "text/event-stream");
                exchange.sendBody(answer.first(answer.indexOf("event: content_block_stop")));
                exchange.drop();
            } else {
                exchange.respond(200, "text/event-stream", answer);
            }
        });
        QVERIFY(server.listen());
        f.application.reset();
        f.open(server.url().toString());
        f.session().showPanes(1);
        f.application->settings()->setGoOn(QStringLiteral("shared"), Settings::GoOn::Always);
        QCOMPARE(
            f.application->settings()->setBudget(QStringLiteral("shared"), Settings::Budget::Requests, 1),
            QString());
        QVERIFY(f.ask());
        QVERIFY(f.waits(0));
        QCOMPARE(f.pane(0).phase(), Phase::Waiting);
        QVERIFY2(f.pane(0).sendWaitSentence().contains(QStringLiteral("The answer goes on in ")),
                 qPrintable(f.pane(0).sendWaitSentence()));
        // Another model can't go on with the words of this one.
        QVERIFY(!f.pane(0).canChooseModel());
        f.pane(0).chooseModel(QStringLiteral("other:m"));
        QCOMPARE(f.pane(0).modelKey(), QStringLiteral("shared:m"));
        QCOMPARE(bodies.size(), 1);
        f.pane(0).cancel();
        QTRY_COMPARE(f.pane(0).phase(), Phase::Cancelled);
        QCOMPARE(f.pane(0).answerText(), QStringLiteral("Yes."));
        QCOMPARE(bodies.size(), 1);
        QVERIFY(f.pane(0).sendWait().isEmpty());
    }

    void aPromptThatWasNotSentSaysSo() {
        Fixture f;
        f.application.reset();
        f.open(QStringLiteral("https://far.example"));
        f.session().showPanes(1);
        f.network->become(State::Offline);
        QVERIFY(f.ask());
        QVERIFY(f.waits(0));
        f.pane(0).cancel();
        QCOMPARE(f.pane(0).phase(), Phase::Cancelled);
        const auto kept = f.answers(0);
        QCOMPARE(kept.back().attempts, 0);
        QCOMPARE(app::FailureText::card(kept.back()).text, QStringLiteral("It was not sent."));
    }

    void anotherModelCanBeAskedInstead() {
        Fixture f;
        f.other.answerAll(QStringLiteral("I have time."));
        QCOMPARE(
            f.application->settings()->setBudget(QStringLiteral("shared"), Settings::Budget::Requests, 1),
            QString());
        QVERIFY(f.ask());
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QVERIFY(f.waits(1));
        f.pane(1).chooseModel(QStringLiteral("shared:m")); // the same: it waits on
        QVERIFY(!f.pane(1).sendWait().isEmpty());
        f.pane(1).chooseModel(QStringLiteral("other:m"));
        QVERIFY(f.ended());
        QCOMPARE(f.pane(1).phase(), Phase::Completed);
        QCOMPARE(f.pane(1).answerText(), QStringLiteral("I have time."));
        QCOMPARE(f.other.requests(), 1);
        QCOMPARE(f.server.requestCount(), 1);
        const auto answers = f.answers(1);
        QCOMPARE(answers.size(), std::size_t{2});
        QCOMPARE(answers.front().ending->outcome, domain::Outcome::Cancelled);
        QCOMPARE(answers.back().endpointId, QStringLiteral("other"));
        QCOMPARE(answers.back().variant, 1);
    }

    void whatWaitedGoesWithTheKeyOfNow() {
        Fixture f;
        QByteArrayList keys;
        loopback::HttpServer server([&](loopback::Exchange& exchange) {
            keys.append(exchange.request().headers.value("x-api-key"));
            exchange.respond(200, "text/event-stream", answer);
        });
        QVERIFY(server.listen());
        qputenv("RIVULET_API_KEY", "first-key");
        const auto noKey = qScopeGuard([] { qunsetenv("RIVULET_API_KEY"); });
        f.application.reset();
        f.open(server.url().toString());
        QCOMPARE(
            f.application->settings()->setBudget(QStringLiteral("shared"), Settings::Budget::Requests, 1),
            QString());
        QVERIFY(f.ask());
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QVERIFY(f.waits(1));
        qputenv("RIVULET_API_KEY", "second-key");
        f.pane(1).sendNow();
        QTRY_COMPARE(f.pane(1).phase(), Phase::Completed);
        QCOMPARE(keys, QByteArrayList({"first-key", "second-key"}));
    }

    void aRunningAnswerKeepsItsModel() {
        Fixture f;
        f.pane(0).useModel(QStringLiteral("other:m"));
        QVERIFY(f.ask());
        QTRY_VERIFY(f.other.isAsked());
        f.pane(0).chooseModel(QStringLiteral("shared:m"));
        QCOMPARE(f.pane(0).modelKey(), QStringLiteral("other:m"));
        f.other.say(QStringLiteral("Here."));
        f.other.finish();
        QVERIFY(f.ended());
    }

    void offlineAPromptWaitsAndIsKept() {
        Fixture f;
        f.application.reset();
        f.open(QStringLiteral("https://far.example"));
        f.pane(1).useModel(QStringLiteral("other:m"));
        f.other.answerAll(QStringLiteral("Next door."));
        f.network->become(State::Offline);
        QVERIFY(f.ask());
        QVERIFY(f.waits(0));
        QCOMPARE(f.pane(0).chipText(), QStringLiteral("Waiting for the network"));
        QCOMPARE(f.pane(0).chipShortText(), QString());
        // What is near does not wait.
        QTRY_COMPARE(f.pane(1).phase(), Phase::Completed);

        f.application->close();
        f.application.reset();
        const auto answers = f.answers(0);
        QCOMPARE(answers.size(), std::size_t{1});
        QCOMPARE(answers.front().ending->outcome, domain::Outcome::Interrupted);
        QCOMPARE(answers.front().ending->failure->kind, domain::Failure::Kind::AppClosed);
        f.open(QStringLiteral("https://far.example"));
        f.application->openConversation(f.application->conversations()
                                            ->index(0, 0)
                                            .data(app::ConversationListModel::IdRole)
                                            .toLongLong());
        QCOMPARE(f.pane(0).phase(), Phase::Interrupted);
        QVERIFY(f.pane(0).canRetry());
        f.pane(0).retry();
        QVERIFY(f.waits(0));
        // The way out that needs no network
        f.pane(0).chooseModel(QStringLiteral("other:m"));
        QTRY_COMPARE(f.pane(0).phase(), Phase::Completed);
        QCOMPARE(f.pane(0).answerText(), QStringLiteral("Next door."));
    }
};

QTEST_MAIN(SendWaitsTest)
#include "tst_send_waits.moc"
