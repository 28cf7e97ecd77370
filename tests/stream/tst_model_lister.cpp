// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Clock.h"
#include "loopback/HttpServer.h"
#include "stream/ModelLister.h"

#include <QTest>

#include <memory>

using namespace rivulet;
using Kind = domain::Failure::Kind;
using Models = domain::Result<std::vector<domain::ModelTraits>>;

class ModelListerTest : public QObject {
    Q_OBJECT

private:
    static domain::Endpoint endpoint(const QUrl& url) {
        domain::Endpoint result;
        result.id = QStringLiteral("test");
        result.dialect = QStringLiteral("openai-chat");
        result.baseUrl = url;
        result.credential = {"Authorization", "Bearer "};
        result.needsKey = true;
        return result;
    }

    const domain::SystemClock m_clock;
    stream::ConnectionPool m_pool;
    std::optional<Models> m_answer;
    int m_answers = 0;

    stream::ModelLister::Listed keep() {
        return [this](const Models& models) {
            m_answer = models;
            ++m_answers;
        };
    }

private Q_SLOTS:
    void init() {
        m_answer.reset();
        m_answers = 0;
    }

    void listsTheModels() {
        QByteArray key;
        loopback::HttpServer server([&](loopback::Exchange& exchange) {
            key = exchange.request().headers.value("authorization");
            exchange.respond(
                200, "application/json",
                R"({"object":"list","data":[{"id":"a","object":"model"},{"id":"b","object":"model"}]})");
        });
        QVERIFY(server.listen());
        stream::ModelLister lister(m_pool, m_clock);
        lister.list(endpoint(server.url(QStringLiteral("/v1"))), domain::Secret("canary"), keep());
        QTRY_COMPARE(m_answers, 1);
        QVERIFY(m_answer->ok());
        QCOMPARE(m_answer->value().size(), std::size_t{2});
        QCOMPARE(key, "Bearer canary");
        QTRY_VERIFY(lister.children().isEmpty());
        QCOMPARE(m_pool.running(), 0);
    }

    void tellsARefusedKeyWithTheServersAdvice() {
        loopback::HttpServer server([](loopback::Exchange& exchange) {
            exchange.respond(401, "application/json", R"({"error":{"message":"no such key"}})",
                             {{"Retry-After", "3"}, {"x-should-retry", "false"}});
        });
        QVERIFY(server.listen());
        stream::ModelLister lister(m_pool, m_clock);
        lister.list(endpoint(server.url()), domain::Secret("canary"), keep());
        QTRY_COMPARE(m_answers, 1);
        QVERIFY(!m_answer->ok());
        QCOMPARE(domain::failureName(m_answer->failure().kind), domain::failureName(Kind::Unauthorized));
        QCOMPARE(m_answer->failure().httpStatus, 401);
        QCOMPARE(m_answer->failure().retryAfter, std::optional(std::chrono::milliseconds{3000}));
        QCOMPARE(m_answer->failure().shouldRetry, std::optional(false));
    }

    void failsForABodyThatIsNoList() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(200, "text/html", "<html>hello</html>"); });
        QVERIFY(server.listen());
        stream::ModelLister lister(m_pool, m_clock);
        lister.list(endpoint(server.url()), domain::Secret("canary"), keep());
        QTRY_COMPARE(m_answers, 1);
        QVERIFY(!m_answer->ok());
    }

    void asksNobodyWithoutWhatItNeeds() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(200, "application/json", "{}"); });
        QVERIFY(server.listen());
        stream::ModelLister lister(m_pool, m_clock);
        lister.list(endpoint(server.url()), {}, keep());
        QCOMPARE(m_answers, 0); // later, as every other answer
        QTRY_COMPARE(m_answers, 1);
        QCOMPARE(domain::failureName(m_answer->failure().kind), domain::failureName(Kind::MissingKey));

        auto unknown = endpoint(server.url());
        unknown.dialect = QStringLiteral("none");
        lister.list(unknown, domain::Secret("canary"), keep());
        QTRY_COMPARE(m_answers, 2);
        QCOMPARE(domain::failureName(m_answer->failure().kind), domain::failureName(Kind::Unsupported));

        lister.list(endpoint(QUrl(QStringLiteral("http://models.example.com/v1"))), domain::Secret("canary"),
                    keep());
        QTRY_COMPARE(m_answers, 3);
        QCOMPARE(domain::failureName(m_answer->failure().kind), domain::failureName(Kind::InvalidInput));
        QCOMPARE(server.requestCount(), 0);
    }

    void dropsItsCallsWhenItGoes() {
        loopback::HttpServer server([](loopback::Exchange&) {});
        QVERIFY(server.listen());
        auto lister = std::make_unique<stream::ModelLister>(m_pool, m_clock);
        lister->list(endpoint(server.url()), domain::Secret("canary"), keep());
        QTRY_COMPARE(server.requestCount(), 1);
        lister.reset();
        QTRY_COMPARE(server.openConnections(), 0);
        QCOMPARE(m_answers, 0);
        QCOMPARE(m_pool.running(), 0);
    }

    void mayBeDestroyedByItsAnswer() {
        loopback::HttpServer server(
            [](loopback::Exchange& exchange) { exchange.respond(500, "text/plain", "no"); });
        QVERIFY(server.listen());
        auto lister = std::make_unique<stream::ModelLister>(m_pool, m_clock);
        lister->list(endpoint(server.url()), domain::Secret("canary"), [&](const Models&) {
            lister.reset();
            ++m_answers;
        });
        QTRY_COMPARE(m_answers, 1);
        QCOMPARE(m_pool.running(), 0);
    }
};

QTEST_GUILESS_MAIN(ModelListerTest)
#include "tst_model_lister.moc"
