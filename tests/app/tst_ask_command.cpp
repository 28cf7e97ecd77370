// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "AskFixture.h"
#include "FakeSecretStore.h"

#include "demo/DemoServer.h"

#include <QSqlQuery>
#include <QTemporaryFile>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace rivulet;
using app::tests::answering;
using app::tests::AskFixture;
using app::tests::bodyOf;
using app::tests::headOf;
using app::tests::modelAt;
using app::tests::onlyEndOf;
using app::tests::ownAt;
using loopback::Exchange;
using loopback::HttpServer;

namespace {

const auto answer = u"Café → 🌈\nand *more*"_s;

/// Sends the beginning of an answer and then does as told.
HttpServer::Handler beginning(const QString& dialect, const QString& text,
                              const std::function<void(Exchange&)>& then) {
    return [=](Exchange& exchange) {
        exchange.sendHead(200, headOf(dialect));
        exchange.sendBody(bodyOf(dialect, text, app::tests::Ending::Open));
        then(exchange);
    };
}

QStringList warningsOf(const AskFixture& ask) {
    QStringList kinds;
    for (const auto& event : ask.events()) {
        if (event.value("type"_L1) == u"warning"_s) {
            kinds << event.value("kind"_L1).toString();
        }
    }
    return kinds;
}

} // namespace

class AskCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void completesInEveryDialect_data() {
        QTest::addColumn<QString>("dialect");
        for (const auto* dialect : {"anthropic", "openai-chat", "ollama"}) {
            QTest::addRow("%s", dialect) << QString::fromLatin1(dialect);
        }
    }

    void completesInEveryDialect() {
        QFETCH(const QString, dialect);
        HttpServer server(answering(dialect, answer));
        QVERIFY(server.listen());
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(server, dialect) + QStringList{u"--json"_s, u"Why?"_s}), 0);
        const auto events = ask.events();
        const auto end = onlyEndOf(events, 0);
        QCOMPARE(end.value("state"_L1), u"completed"_s);
        QCOMPARE(end.value("reason"_L1), u"end_turn"_s);
        QCOMPARE(end.value("text"_L1), answer);
        QCOMPARE(end.value("requests"_L1), 1);
        QCOMPARE(end.value("http_status"_L1), 200);
        QString joined;
        for (const auto& event : events) {
            joined += event.value("type"_L1) == u"text"_s ? event.value("text"_L1).toString() : QString();
        }
        QCOMPARE(joined, answer);
        QCOMPARE(ask.errors, "");
        const auto start = std::ranges::find(events, QJsonValue(u"start"_s),
                                             [](const QJsonObject& event) { return event.value("type"_L1); });
        QVERIFY(start != events.end());
        QCOMPARE(start->value("provider"_L1), u"own"_s);
        QCOMPARE(start->value("dialect"_L1), dialect);
        QCOMPARE(start->value("attempt"_L1), 1);
        QCOMPARE(server.requestCount(), 1);
    }

    void printsTheTextAlone() {
        HttpServer server(answering(u"ollama"_s, answer));
        QVERIFY(server.listen());
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(server, u"ollama"_s) + QStringList{u"Why?"_s}), 0);
        QCOMPARE(ask.output, answer.toUtf8() + '\n');
        QCOMPARE(ask.errors, "");
    }

    void asksTwoSideBySide() {
        HttpServer first(answering(u"anthropic"_s, u"one"_s));
        HttpServer second(answering(u"openai-chat"_s, u"two"_s));
        QVERIFY(first.listen() && second.listen());
        const auto models =
            modelAt(first, u"anthropic"_s, u"a"_s) + modelAt(second, u"openai-chat"_s, u"b"_s);
        AskFixture plain;
        QCOMPARE(plain.run(models + QStringList{u"Why?"_s}), 0);
        QCOMPARE(plain.output, "== a:m ==\n\none\n\n== b:m ==\n\ntwo\n");
        AskFixture json;
        QCOMPARE(json.run(models + QStringList{u"--json"_s, u"Why?"_s}), 0);
        QCOMPARE(onlyEndOf(json.events(), 0).value("text"_L1), u"one"_s);
        QCOMPARE(onlyEndOf(json.events(), 1).value("text"_L1), u"two"_s);
    }

    void oneFailureDoesNotTouchTheOther() {
        HttpServer good(answering(u"ollama"_s, answer));
        HttpServer bad([](Exchange& exchange) {
            exchange.respond(401, "application/json", R"({"error":"unauthorized"})");
        });
        QVERIFY(good.listen() && bad.listen());
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(good, u"ollama"_s, u"a"_s) + modelAt(bad, u"ollama"_s, u"b"_s) +
                         QStringList{u"--json"_s, u"Why?"_s}),
                 1);
        QCOMPARE(onlyEndOf(ask.events(), 0).value("text"_L1), answer);
        const auto end = onlyEndOf(ask.events(), 1);
        QCOMPARE(end.value("state"_L1), u"failed"_s);
        QCOMPARE(end.value("reason"_L1), u"unauthorized"_s);
        QCOMPARE(end.value("http_status"_L1), 401);
    }

    void aSignalCancelsAndKeepsTheText() {
        HttpServer server(beginning(u"anthropic"_s, u"half of"_s, [](Exchange&) {}));
        QVERIFY(server.listen());
        AskFixture ask;
        ask.onOutput = [](const QByteArray& line) {
            if (line.contains("half of") && !line.contains("\"end\"")) {
                ::raise(SIGINT);
            }
        };
        QCOMPARE(ask.run(modelAt(server, u"anthropic"_s) + QStringList{u"--json"_s, u"Why?"_s}), 130);
        const auto end = onlyEndOf(ask.events(), 0);
        QCOMPARE(end.value("state"_L1), u"cancelled"_s);
        QCOMPARE(end.value("text"_L1), u"half of"_s);
        const auto messages = ask.stored();
        QCOMPARE(messages.size(), 2U);
        QCOMPARE(messages[1].text, u"half of"_s);
        QCOMPARE(messages[1].ending->outcome, domain::Outcome::Cancelled);
        QTRY_COMPARE(server.openConnections(), 0);
    }

    /// A shell ignores the interrupt for whatever a script starts in the background.
    void aSignalCancelsThoughItWasIgnoredBefore_data() {
        QTest::addColumn<int>("number");
        QTest::newRow("interrupt") << SIGINT;
        QTest::newRow("terminate") << SIGTERM;
    }

    void aSignalCancelsThoughItWasIgnoredBefore() {
        QFETCH(const int, number);
        HttpServer server(beginning(u"anthropic"_s, u"half of"_s, [](Exchange&) {}));
        QVERIFY(server.listen());
        const auto before = std::signal(number, SIG_IGN);
        AskFixture ask;
        bool raised = false;
        ask.onOutput = [&](const QByteArray& line) {
            if (line.contains("half of") && !std::exchange(raised, true)) {
                ::raise(number);
                QTimer::singleShot(5000, &server,
                                   [&] { server.close(); }); // an ignored signal fails, not hangs
            }
        };
        const int code =
            ask.run(modelAt(server, u"anthropic"_s) +
                    QStringList{u"--json"_s, u"--continue"_s, u"off"_s, u"--retries"_s, u"0"_s, u"Why?"_s});
        std::signal(number, before);
        QCOMPARE(code, 130);
    }

    void whatWasAskedIsRememberedUnlessItFailedOrIsNotKept() {
        HttpServer server(answering(u"ollama"_s, answer));
        QVERIFY(server.listen());
        const auto model = modelAt(server, u"ollama"_s);
        AskFixture first;
        QCOMPARE(first.run(model + QStringList{u"Why?"_s}), 0);
        QCOMPARE(first.remembered.size(), 1U);
        QCOMPARE(first.remembered[0].key(), u"own:m"_s);
        QCOMPARE(first.remembered[0].baseUrl, server.url().toString());

        // What is remembered asks the same server again.
        AskFixture again;
        again.lastUsed = first.remembered[0].arguments();
        QCOMPARE(again.run({u"And then?"_s}), 0);
        QCOMPARE(again.output, answer.toUtf8() + '\n');
        QCOMPARE(server.requestCount(), 2);

        AskFixture unkept;
        QCOMPARE(unkept.run(model + QStringList{u"--no-save"_s, u"Why?"_s}), 0);
        QVERIFY(unkept.remembered.empty());
        server.close();
        AskFixture failed;
        QCOMPARE(failed.run(model + QStringList{u"--retries"_s, u"0"_s, u"Why?"_s}), 1);
        QVERIFY(failed.remembered.empty());
    }

    void withoutAKeychainTheVariableIsNamed() {
        FakeSecretStore keychain;
        keychain.failing = domain::Failure::Kind::KeychainUnavailable;
        AskFixture ask;
        ask.keychain = &keychain;
        QCOMPARE(ask.run({u"--model"_s, u"anthropic:m"_s, u"--json"_s, u"hi"_s}), 1);
        const auto end = onlyEndOf(ask.events(), 0);
        QCOMPARE(end.value("reason"_L1), u"keychain_unavailable"_s);
        QVERIFY(end.value("message"_L1).toString().contains(u"ANTHROPIC_API_KEY"_s));
    }

    void aRefusedConnectionFails() {
        HttpServer server(answering(u"ollama"_s, answer));
        QVERIFY(server.listen());
        const auto model = modelAt(server, u"ollama"_s);
        server.close();
        AskFixture ask;
        QCOMPARE(ask.run(model + QStringList{u"--json"_s, u"--retries"_s, u"0"_s, u"Why?"_s}), 1);
        const auto end = onlyEndOf(ask.events(), 0);
        QCOMPARE(end.value("state"_L1), u"failed"_s);
        QCOMPARE(end.value("reason"_L1), u"connection_refused"_s);
        QVERIFY(end.value("http_status"_L1).isNull());
        AskFixture plain;
        QCOMPARE(plain.run(model + QStringList{u"--retries"_s, u"0"_s, u"Why?"_s}), 1);
        QCOMPARE(plain.output, "");
        QVERIFY(plain.errors.startsWith("own:m: failed: connection_refused"));
    }

    void aCutAnswerIsInterrupted_data() { completesInEveryDialect_data(); }

    void aCutAnswerIsInterrupted() {
        QFETCH(const QString, dialect);
        HttpServer server(beginning(dialect, answer, [](Exchange& exchange) { exchange.drop(); }));
        QVERIFY(server.listen());
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(server, dialect) +
                         QStringList{u"--json"_s, u"--continue"_s, u"off"_s, u"Why?"_s}),
                 3);
        const auto end = onlyEndOf(ask.events(), 0);
        QCOMPARE(end.value("state"_L1), u"interrupted"_s);
        QCOMPARE(end.value("reason"_L1), u"cut_off"_s);
        QCOMPARE(end.value("text"_L1), answer);
        QCOMPARE(server.requestCount(), 1);
        QCOMPARE(ask.stored().at(1).ending->outcome, domain::Outcome::Interrupted);
    }

    void wrongUsageSendsNothing_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no model") << QStringList{u"hi"_s};
        QTest::newRow("unknown provider") << QStringList{u"--model"_s, u"nobody:m"_s, u"hi"_s};
        QTest::newRow("no base url") << QStringList{u"--model"_s, u"x:m"_s, u"--dialect"_s, u"ollama"_s,
                                                    u"hi"_s};
        QTest::newRow("plain http elsewhere") << QStringList{
            u"--model"_s, u"x:m"_s, u"--dialect"_s, u"ollama"_s, u"--base-url"_s, u"http://example.org"_s,
            u"hi"_s};
        QTest::newRow("file url") << QStringList{u"--model"_s, u"ollama:m"_s, u"--base-url"_s,
                                                 u"file:///etc"_s, u"hi"_s};
        QTest::newRow("not a url") << QStringList{u"--model"_s, u"ollama:m"_s, u"--base-url"_s, u"nowhere"_s,
                                                  u"hi"_s};
        QTest::newRow("no authority")
            << QStringList{u"--model"_s, u"ollama:m"_s, u"--ca"_s, u"/nowhere"_s, u"hi"_s};
        QTest::newRow("empty prompt") << QStringList{u"--model"_s, u"ollama:m"_s, u" "_s};
        QTest::newRow("no background")
            << QStringList{u"--model"_s, u"ollama:m"_s, u"--background"_s, u"hi"_s};
        QTest::newRow("no room for an answer")
            << QStringList{u"--model"_s,      u"anthropic:m"_s, u"--thinking"_s, u"8192"_s,
                           u"--max-tokens"_s, u"4000"_s,        u"hi"_s};
        QTest::newRow("as much thinking as the answer") << QStringList{
            u"--max-tokens"_s, u"4000"_s, u"--thinking"_s, u"4000"_s, u"--model"_s, u"ollama:m"_s, u"hi"_s};
        QTest::newRow("more thinking than the model gives at all") << QStringList{
            u"--model"_s, u"anthropic:claude-haiku-4-5"_s, u"--thinking"_s, u"64000"_s, u"hi"_s};
        QTest::newRow("no file") << QStringList{u"--model"_s, u"ollama:m"_s, u"--file"_s, u"/nowhere"_s,
                                                u"hi"_s};
        QTest::newRow("a folder") << QStringList{u"--model"_s, u"ollama:m"_s, u"--file"_s, u"/tmp"_s,
                                                 u"hi"_s};
    }

    void wrongUsageSendsNothing() {
        QFETCH(const QStringList, arguments);
        AskFixture ask;
        QCOMPARE(ask.run(arguments + QStringList{u"--json"_s}), 2);
        QCOMPARE(ask.output, "");
        QVERIFY(ask.errors.startsWith("rivulet ask: "));
        QCOMPARE(ask.databasesOpened, 0);
    }

    void helpIsNoError() {
        AskFixture ask;
        QCOMPARE(ask.run({u"--help"_s}), 0);
        QVERIFY(ask.output.startsWith("Usage: rivulet ask"));
    }

    void sendsTheKeyOfTheEnvironmentAndNeverShowsIt() {
        const QByteArray canary = "canary-7f3a91";
        QByteArray sent;
        HttpServer server([&](Exchange& exchange) {
            sent = exchange.request().headers.value("x-api-key");
            exchange.respond(
                401, "application/json",
                R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})");
        });
        QVERIFY(server.listen());
        AskFixture ask;
        ask.variables.insert(u"RIVULET_API_KEY"_s, canary);
        QCOMPARE(ask.run(modelAt(server, u"anthropic"_s) + QStringList{u"--json"_s, u"Why?"_s}), 1);
        QCOMPARE(sent, canary);
        QVERIFY(!ask.output.contains(canary));
        QVERIFY(!ask.errors.contains(canary));
        QVERIFY(!ask.logged.contains(QString::fromLatin1(canary)));
    }

    void asksANearServerWithoutAKeyThoughItsProviderNeedsOne() {
        bool hasKey = true;
        HttpServer server([&](Exchange& exchange) {
            hasKey = exchange.request().headers.contains("x-api-key");
            exchange.respond(200, headOf(u"anthropic"_s), bodyOf(u"anthropic"_s, answer));
        });
        QVERIFY(server.listen());
        AskFixture ask;
        QCOMPARE(ask.run({u"--model"_s, u"anthropic:m"_s, u"--base-url"_s, server.url().toString(),
                          u"--json"_s, u"hi"_s}),
                 0);
        QVERIFY(!hasKey);
    }

    void aMissingKeyFailsBeforeAnyRequest() {
        HttpServer server(answering(u"anthropic"_s, answer));
        QVERIFY(server.listen());
        AskFixture ask;
        // Where the person said that this server needs one, however near it is.
        ask.endpoints.push_back(ownAt(server));
        ask.endpoints.back().credential = {"x-api-key", ""};
        ask.endpoints.back().needsKey = true;
        QCOMPARE(ask.run({u"--model"_s, u"own:m"_s, u"--json"_s, u"hi"_s}), 1);
        const auto end = onlyEndOf(ask.events(), 0);
        QCOMPARE(end.value("reason"_L1), u"missing_key"_s);
        QCOMPARE(end.value("requests"_L1), 0);
        QCOMPARE(server.requestCount(), 0);
    }

    void keepsPromptAndAnswerInTheHistory() {
        HttpServer server(answering(u"ollama"_s, answer));
        QVERIFY(server.listen());
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(server, u"ollama"_s) + QStringList{u"--json"_s, u"First line\nsecond"_s}),
                 0);
        const auto messages = ask.stored();
        QCOMPARE(messages.size(), 2U);
        QCOMPARE(messages[0].text, u"First line\nsecond"_s);
        QCOMPARE(messages[1].text, answer);
        QCOMPARE(messages[1].endpointId, u"own"_s);
        QCOMPARE(messages[1].model, u"m"_s);
        QCOMPARE(messages[1].ending->outcome, domain::Outcome::Completed);
        QCOMPARE(onlyEndOf(ask.events(), 0).value("stored_id"_L1).toInteger(), messages[1].id);
        QCOMPARE(ask.titles(), QStringList{u"First line"_s});
    }

    void keepsNothingWhereToldSo() {
        HttpServer server(answering(u"ollama"_s, answer));
        QVERIFY(server.listen());
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(server, u"ollama"_s) + QStringList{u"--json"_s, u"--no-save"_s, u"Why?"_s}),
                 0);
        QCOMPARE(ask.databasesOpened, 0);
        QVERIFY(onlyEndOf(ask.events(), 0).value("stored_id"_L1).isNull());
    }

    void answersAlsoWhereNothingCanBeKept() {
        HttpServer server(answering(u"ollama"_s, answer));
        QVERIFY(server.listen());
        AskFixture ask;
        QTemporaryFile notAFolder;
        QVERIFY(notAFolder.open());
        ask.databaseFile = notAFolder.fileName() + u"/rivulet.db"_s;
        QCOMPARE(ask.run(modelAt(server, u"ollama"_s) + QStringList{u"Why?"_s}), 0);
        QCOMPARE(ask.output, answer.toUtf8() + '\n');
        QVERIFY(ask.errors.startsWith("rivulet: nothing is kept in the history"));
    }

    void keepsWhatIsSaidWhileTheHistoryIsLocked() {
        AskFixture ask;
        const auto other = store::Database::open(ask.databaseFile).value();
        QSqlQuery lock(other->connection());
        QVERIFY(lock.exec(u"BEGIN IMMEDIATE"_s));
        const auto whole = answering(u"ollama"_s, answer);
        HttpServer server([&](Exchange& exchange) {
            QCOMPARE(store::ConversationStore(other).list(10, 0).value().size(), std::size_t(0));
            QVERIFY(lock.exec(u"ROLLBACK"_s));
            whole(exchange);
        });
        QVERIFY(server.listen());
        QCOMPARE(ask.run(modelAt(server, u"ollama"_s) + QStringList{u"Why?"_s}), 0);
        QCOMPARE(ask.output, answer.toUtf8() + '\n');
        QCOMPARE(ask.errors, QByteArray());
        QCOMPARE(ask.stored().size(), std::size_t(2));
        QCOMPARE(ask.stored().back().text, answer);
    }

    void readsThePromptFromStandardInput() {
        QByteArray body;
        HttpServer server([&](Exchange& exchange) {
            body = exchange.request().body;
            exchange.respond(200, headOf(u"ollama"_s), bodyOf(u"ollama"_s, answer));
        });
        QVERIFY(server.listen());
        AskFixture ask;
        ask.input = "What is\na café?\n";
        QCOMPARE(ask.run(modelAt(server, u"ollama"_s) + QStringList{u"-"_s}), 0);
        const auto messages = QJsonDocument::fromJson(body).object().value("messages"_L1).toArray();
        QCOMPARE(messages.last().toObject().value("content"_L1), u"What is\na café?"_s);
        AskFixture tooLong;
        tooLong.input = QByteArray(17LL * 1024 * 1024, 'a');
        QCOMPARE(tooLong.run(modelAt(server, u"ollama"_s)), 2);
    }

    void sendsWhatTheOptionsSay() {
        QJsonObject body;
        HttpServer server([&](Exchange& exchange) {
            body = QJsonDocument::fromJson(exchange.request().body).object();
            exchange.respond(200, headOf(u"openai-chat"_s), bodyOf(u"openai-chat"_s, answer));
        });
        QVERIFY(server.listen());
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(server, u"openai-chat"_s) +
                         QStringList{u"--system"_s, u"Be brief."_s, u"--max-tokens"_s, u"77"_s, u"Why?"_s}),
                 0);
        QCOMPARE(body.value("model"_L1), u"m"_s);
        QCOMPARE(body.value("stream"_L1), true);
        const auto first = body.value("messages"_L1).toArray().first().toObject();
        QCOMPARE(first.value("content"_L1), u"Be brief."_s);
        QVERIFY(QJsonDocument(body).toJson().contains("77"));
    }

    void streamsALongAnswerWhateverWasAskedForAndSaysSo() {
        for (const bool isLong : {true, false}) {
            QJsonObject body;
            HttpServer server([&](Exchange& exchange) {
                body = QJsonDocument::fromJson(exchange.request().body).object();
                exchange.respond(200, headOf(u"anthropic"_s), bodyOf(u"anthropic"_s, answer));
            });
            QVERIFY(server.listen());
            AskFixture ask;
            const QStringList limit = isLong ? QStringList{} : QStringList{u"--max-tokens"_s, u"4096"_s};
            QStringList arguments = modelAt(server, u"anthropic"_s) + limit;
            arguments << u"--json"_s << u"--stream"_s << u"never"_s << u"Why?"_s;
            (void)ask.run(arguments);
            QCOMPARE(body.value("stream"_L1).toBool(), isLong);
            QCOMPARE(body.value("max_tokens"_L1).toInt(), isLong ? 8192 : 4096);
            QCOMPARE(warningsOf(ask).contains(u"streaming_enforced"_s), isLong);
        }
    }

    void asksWithWhatWasLearntAndTeachesUnlessNothingIsKept() {
        for (const bool isKept : {true, false}) {
            QJsonObject body;
            HttpServer server([&](Exchange& exchange) {
                body = QJsonDocument::fromJson(exchange.request().body).object();
                exchange.respond(200, headOf(u"openai-chat"_s), bodyOf(u"openai-chat"_s, QString()));
            });
            QVERIFY(server.listen());
            AskFixture ask;
            ask.experience.omittedFields = {u"max_tokens"_s};
            QStringList arguments = modelAt(server, u"openai-chat"_s);
            arguments << u"--max-tokens"_s << u"9"_s << u"Why?"_s;
            QCOMPARE(ask.run(isKept ? arguments : arguments << u"--no-save"_s), 0);
            QVERIFY(!body.contains("max_tokens"_L1));
            QCOMPARE(ask.learnt.size(), isKept ? 1U : 0U);
            if (isKept) {
                // Not under the name alone: the next server of that name is another one.
                QVERIFY(ask.learnt[0].endpointId.contains(u"@http://127.0.0.1:"_s));
                QCOMPARE(ask.learnt[0].warnings.size(), 1U);
            }
        }
    }

    void asksAWholeWhereStreamsDidNotGetThroughButNotWhereOneIsWanted() {
        for (const auto& choice : {u"auto"_s, u"always"_s}) {
            QJsonObject body;
            HttpServer server([&](Exchange& exchange) {
                body = QJsonDocument::fromJson(exchange.request().body).object();
                exchange.respond(200, headOf(u"ollama"_s), bodyOf(u"ollama"_s, answer));
            });
            QVERIFY(server.listen());
            AskFixture ask;
            ask.experience.notStreamed = true;
            QStringList arguments = modelAt(server, u"ollama"_s);
            arguments << u"--json"_s << u"--max-tokens"_s << u"1000"_s << u"--stream"_s << choice
                      << u"Why?"_s;
            (void)ask.run(arguments);
            QCOMPARE(body.value("stream"_L1).toBool(true), choice == u"always"_s);
            QCOMPARE(warningsOf(ask).contains(u"not_streamed"_s), choice == u"auto"_s);
        }
    }

    void saysWhereAModelDoesNotThinkAsAskedFor_data() {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("warning");
        const auto row = [](const char* name, const QString& dialect, const QString& mode,
                            const QStringList& options, const QString& warning = {}) {
            QTest::newRow(name) << dialect << mode << options << warning;
        };
        const QString claude = u"anthropic"_s;
        const QString ignored = u"thinking_ignored"_s;
        row("a budget", claude, u"enabled"_s, {u"2000"_s});
        row("a budget below the limit", claude, u"enabled"_s, {u"2000"_s, u"--max-tokens"_s, u"2001"_s});
        row("a budget that is too small", claude, u"enabled"_s, {u"500"_s}, u"thinking_changed"_s);
        row("no budget", claude, u"adaptive"_s, {u"2000"_s}, ignored);
        row("no place for a budget", u"ollama"_s, u"enabled"_s, {u"2000"_s}, ignored);
        row("a level", claude, u"adaptive"_s, {u"high"_s});
        row("no room for a level", claude, u"enabled"_s, {u"high"_s, u"--max-tokens"_s, u"900"_s}, ignored);
        row("no thinking", claude, u"none"_s, {u"high"_s}, ignored);
        row("none wanted", claude, u"none"_s, {u"off"_s});
        row("always", claude, u"always"_s, {u"off"_s}, ignored);
    }

    void saysWhereAModelDoesNotThinkAsAskedFor() {
        QFETCH(const QString, dialect);
        QFETCH(const QString, mode);
        QFETCH(const QStringList, options);
        QFETCH(const QString, warning);
        HttpServer server(answering(dialect, answer));
        QVERIFY(server.listen());
        AskFixture ask;
        ask.endpoints.push_back(ownAt(server));
        ask.endpoints.back().dialect = dialect;
        ask.listed.emplace().thinking = mode;
        QCOMPARE(
            ask.run(QStringList{u"--model"_s, u"own:m"_s, u"--json"_s, u"Why?"_s, u"--thinking"_s} + options),
            0);
        QCOMPARE(warningsOf(ask).join(u' '), warning);
    }

    void keepsFilesWithThePrompt() {
        HttpServer server(answering(u"ollama"_s, answer));
        QVERIFY(server.listen());
        QTemporaryDir folder;
        QFile file(folder.filePath(u"note.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Water.\n") > 0);
        file.close();
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(server, u"ollama"_s) + QStringList{u"--file"_s, file.fileName(), u"Why?"_s}),
                 0);
        const auto kept = ask.stored();
        QCOMPARE(kept.size(), 2U);
        QCOMPARE(kept[0].text, u"Why?"_s);
        QCOMPARE(kept[0].attachments.size(), 1U);
        QCOMPARE(kept[0].attachments[0].name, u"note.txt"_s);
        QCOMPARE(kept[0].attachments[0].bytes, "Water.\n");
    }

    void aPromptThatIsLongerThanTheModelReadsFailsUnsent() {
        HttpServer server(answering(u"ollama"_s, answer));
        QVERIFY(server.listen());
        AskFixture ask;
        ask.endpoints.push_back(ownAt(server));
        domain::ModelTraits small;
        small.id = u"m"_s;
        small.contextTokens = 100;
        ask.listed = small;
        QCOMPARE(ask.run({u"--model"_s, u"own:m"_s, u"--json"_s, u"water "_s.repeated(500)}), 1);
        QCOMPARE(onlyEndOf(ask.events(), 0).value("reason"_L1), u"context_too_long"_s);
        QCOMPARE(server.requestCount(), 0);
    }

    void playsTheDemonstrationLikeAnyOther() {
        app::DemoServer demo(u":/demo"_s, 0);
        QVERIFY(demo.start().ok());
        AskFixture ask;
        QStringList arguments{u"--json"_s, u"Compare TCP and QUIC"_s};
        for (const auto& [endpoint, model] : demo.models()) {
            ask.endpoints.push_back(endpoint);
            arguments << u"--model"_s << endpoint.id + u':' + model;
        }
        QCOMPARE(ask.run(arguments), 0);
        QVERIFY(onlyEndOf(ask.events(), 0).value("text"_L1).toString().startsWith("## Short answer"_L1));
        QVERIFY(onlyEndOf(ask.events(), 1).value("text"_L1).toString().startsWith("# Two ways"_L1));
        QVERIFY(!onlyEndOf(ask.events(), 0).value("thinking"_L1).toString().isEmpty());
    }

    void tellsProgressButNotTooOften() {
        app::DemoServer demo(u":/demo"_s, 10);
        QVERIFY(demo.start().ok());
        AskFixture ask;
        ask.endpoints.push_back(demo.models()[0].endpoint);
        QCOMPARE(ask.run({u"--json"_s, u"--no-save"_s, u"--model"_s, u"demo-a:brook-demo"_s, u"a rainbow"_s}),
                 0);
        std::vector<qint64> times;
        for (const auto& event : ask.events()) {
            if (event.value("type"_L1) == u"progress"_s) {
                times.push_back(event.value("t"_L1).toInteger());
                QVERIFY(event.value("tokens"_L1).isDouble());
                QVERIFY(!event.value("phase"_L1).toString().isEmpty());
            }
        }
        QVERIFY(times.size() >= 2);
        for (std::size_t i = 1; i < times.size(); ++i) {
            QVERIFY(times[i] - times[i - 1] >= 249); // 250, each rounded down to whole milliseconds
        }
    }

    void everyLineIsOneObjectWithTypeStreamAndTime() {
        HttpServer server(answering(u"anthropic"_s, u"a\u009b31m\x1b[0mb"_s));
        QVERIFY(server.listen());
        AskFixture ask;
        QCOMPARE(ask.run(modelAt(server, u"anthropic"_s) + QStringList{u"--json"_s, u"Why?"_s}), 0);
        for (const auto& line : ask.lines) {
            QVERIFY(line.endsWith('\n'));
            QCOMPARE(line.count('\n'), 1);
            QVERIFY(!line.contains('\x1b') && !line.contains("\xC2\x9b"));
        }
        qint64 previous = 0;
        for (const auto& event : ask.events()) {
            QVERIFY(event.value("type"_L1).isString());
            QCOMPARE(event.value("stream"_L1), 0);
            QVERIFY(event.value("t"_L1).toInteger(-1) >= previous);
            previous = event.value("t"_L1).toInteger();
        }
        QCOMPARE(onlyEndOf(ask.events(), 0).value("text"_L1), u"a\u009b31m\x1b[0mb"_s);
    }
};

QTEST_GUILESS_MAIN(AskCommandTest)
#include "tst_ask_command.moc"
