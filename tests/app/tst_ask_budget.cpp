// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "AskFixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rivulet;
using app::SendGate;
using app::tests::answering;
using app::tests::AskFixture;
using app::tests::modelAt;
using app::tests::onlyEndOf;
using app::tests::ownAt;
using loopback::Exchange;
using loopback::HttpServer;
using Limit = stream::RateLimiter::Wait;

/// `rivulet ask` stands in line like the window: for a person's budget, for what the server told is left, and
/// behind what other runs took.
class AskBudgetTest : public QObject {
    Q_OBJECT

private:
    static QStringList twice() {
        return {u"--model"_s, u"own:m"_s, u"--model"_s, u"own:n"_s, u"--json"_s, u"Why?"_s};
    }
    static QStringList once() { return {u"--model"_s, u"own:m"_s, u"--json"_s, u"Why?"_s}; }

    static int count(const AskFixture& ask, int stream, const QString& state) {
        int all = 0;
        for (const auto& event : ask.events()) {
            all += event.value("stream"_L1) == stream && event.value("type"_L1) == u"state"_s &&
                           event.value("state"_L1) == state
                       ? 1
                       : 0;
        }
        return all;
    }

private Q_SLOTS:
    void whereNoBudgetIsNobodyWaits() {
        HttpServer server(answering(u"ollama"_s, u"So."_s));
        QVERIFY(server.listen());
        AskFixture ask;
        ask.endpoints.push_back(ownAt(server));
        QCOMPARE(ask.run(twice()), 0);
        QCOMPARE(server.requestCount(), 2);
        QVERIFY(ask.waits.empty());
        QCOMPARE(ask.errors, "");
    }

    void theSecondOfTwoWaitsForThePersonsBudget() {
        HttpServer server(answering(u"ollama"_s, u"So."_s));
        QVERIFY(server.listen());
        AskFixture ask;
        ask.endpoints.push_back(ownAt(server));
        ask.budget.requests = 1;
        int before = -1;
        ask.onWait = [&](app::AskCommand&, SendGate& gate) {
            before = server.requestCount();
            ask.clock.pass(61s);
            gate.takeBudgets();
        };
        QCOMPARE(ask.run(twice()), 0);
        QVERIFY(before <= 1);
        QCOMPARE(server.requestCount(), 2);
        QCOMPARE(onlyEndOf(ask.events(), 1).value("state"_L1), u"completed"_s);
        QCOMPARE(onlyEndOf(ask.events(), 1).value("requests"_L1), 1);
        // One line for people, and a state for scripts.
        QCOMPARE(ask.errors, "rivulet: own:n: waits for Own\n");
        QCOMPARE(ask.waits.size(), std::size_t(1));
        QCOMPARE(ask.waits[0].limit->whose, Limit::Whose::User);
        QCOMPARE(count(ask, 0, u"waiting"_s), 0);
        QCOMPARE(count(ask, 1, u"waiting"_s), 1);
    }

    void aSignalEndsTheWait() {
        HttpServer server(answering(u"ollama"_s, u"So."_s));
        QVERIFY(server.listen());
        AskFixture ask;
        ask.endpoints.push_back(ownAt(server));
        ask.budget.requests = 1;
        QCOMPARE(ask.run(once()), 0);
        ask.output.clear();
        ask.onWait = [&](app::AskCommand& command, SendGate&) { command.cancel(); };
        QCOMPARE(ask.run(once()), 130);
        QCOMPARE(onlyEndOf(ask.events(), 0).value("state"_L1), u"cancelled"_s);
        QCOMPARE(server.requestCount(), 1);
    }

    void whatAnotherRunTookCountsForAMinute() {
        HttpServer server(answering(u"ollama"_s, u"So."_s));
        QVERIFY(server.listen());
        AskFixture ask;
        ask.endpoints.push_back(ownAt(server));
        ask.budget.requests = 2;
        QCOMPARE(ask.run(once()), 0);
        ask.clock.pass(40s);
        QCOMPARE(ask.run(once()), 0);
        QVERIFY(ask.waits.empty());
        ask.onWait = [&](app::AskCommand&, SendGate& gate) {
            // The first of them is a minute old, the second not.
            ask.clock.pass(21s);
            gate.takeBudgets();
        };
        QCOMPARE(ask.run(once()), 0);
        QCOMPARE(ask.waits.size(), std::size_t(1));
        const auto left = *ask.waits[0].until - ask.clock.now();
        QVERIFY(left <= 0s);
        QCOMPARE(server.requestCount(), 3);
    }

    void whatWasNeverSentTookNothing() {
        HttpServer server(answering(u"ollama"_s, u"So."_s));
        QVERIFY(server.listen());
        AskFixture ask;
        ask.endpoints.push_back(ownAt(server));
        ask.budget.requests = 2;
        QCOMPARE(ask.run(once()), 0);
        ask.clock.pass(40s);
        QCOMPARE(ask.run(once()), 0);
        ask.onWait = [&](app::AskCommand& command, SendGate&) { command.cancel(); };
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(ask.run(once()), 130);
        }
        ask.clock.pass(21s);
        ask.waits.clear();
        QCOMPARE(ask.run(once()), 0);
        QVERIFY(ask.waits.empty());
    }

    void anotherAddressIsAnotherAccount() {
        HttpServer server(answering(u"ollama"_s, u"So."_s));
        HttpServer other(answering(u"ollama"_s, u"Thus."_s));
        QVERIFY(server.listen() && other.listen());
        AskFixture ask;
        ask.endpoints.push_back(ownAt(server));
        ask.budget.requests = 1;
        QCOMPARE(ask.run(once()), 0);
        QCOMPARE(ask.run(modelAt(other, u"ollama"_s) + QStringList{u"--json"_s, u"Why?"_s}), 0);
        QVERIFY(ask.waits.empty());
    }

    void whatTheServerToldIsWaitedForToo() {
        int asked = 0;
        HttpServer server([&](Exchange& exchange) {
            if (++asked > 1) {
                return exchange.respond(200, app::tests::headOf(u"openai-chat"_s),
                                        app::tests::bodyOf(u"openai-chat"_s, u"So."_s));
            }
            // Told to come back at once, but there is room only in a while.
            exchange.respond(503, "application/json", "{}",
                             {{"Retry-After", "0"},
                              {"x-ratelimit-limit-requests", "10"},
                              {"x-ratelimit-remaining-requests", "0"},
                              {"x-ratelimit-reset-requests", "20s"}});
        });
        QVERIFY(server.listen());
        AskFixture ask;
        ask.onWait = [&](app::AskCommand&, SendGate& gate) {
            ask.clock.pass(30s);
            gate.takeBudgets();
        };
        QCOMPARE(ask.run(modelAt(server, u"openai-chat"_s) + QStringList{u"--json"_s, u"Why?"_s}), 0);
        QCOMPARE(asked, 2);
        QCOMPARE(ask.waits.size(), std::size_t(1));
        QCOMPARE(ask.waits[0].limit->whose, Limit::Whose::Server);
        QCOMPARE(ask.errors, "rivulet: own:m: waits for own\n");
    }
};

QTEST_GUILESS_MAIN(AskBudgetTest)
#include "tst_ask_budget.moc"
