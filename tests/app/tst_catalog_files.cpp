// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AskFixture.h"
#include "CatalogFiles.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace rivulet;
using app::tests::AskFixture;

namespace {

/// A data folder with tables of a user's own.
class Folder {
public:
    [[nodiscard]] QString path() const { return m_folder.path(); }
    void write(const QString& name, const QByteArray& content) const {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

/// A user's own tables stand over the bundled ones, and a broken one costs nothing but itself.
class CatalogFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBundledTablesAreSound();
    void aUsersRowsReplaceAndAdd();
    void aBrokenTableIsToldAndLeftOut_data();
    void aBrokenTableIsToldAndLeftOut();
    void aProviderIsAddedByJsonAlone();
};

void CatalogFilesTest::theBundledTablesAreSound() {
    const auto bundled = app::loadCatalog();
    QVERIFY2(bundled.ok(), qPrintable(bundled.ok() ? QString() : bundled.failure().detail));
    const Folder folder;
    const auto loaded = app::loadCatalog(folder.path());
    QCOMPARE(loaded.problems, QStringList());
    QVERIFY(loaded.catalog.endpoints() == bundled.value().endpoints());
    QVERIFY(loaded.catalog.models() == bundled.value().models());
}

void CatalogFilesTest::aUsersRowsReplaceAndAdd() {
    const Folder folder;
    folder.write(
        u"providers.json"_s,
        R"({"providers":[ )"
        R"({"id":"openai","name":"Through us","dialect":"openai-chat","base_url":"https://us.example/v1"}, )"
        R"({"id":"mine","name":"Mine","dialect":"openai-chat","base_url":"http://127.0.0.1:9/v1"}]})");
    folder.write(
        u"models.json"_s,
        R"({"models":[ )"
        R"({"provider":"openai","id":"gpt-4o","context":7},{"provider":"mine","id":"m","input_price":1,"output_price":2}]})");
    const auto [catalog, problems] = app::loadCatalog(folder.path());
    QCOMPARE(problems, QStringList());
    QCOMPARE(catalog.endpoint(u"openai")->name, u"Through us"_s);
    QVERIFY(catalog.endpoint(u"mine").has_value());
    QVERIFY(catalog.endpoint(u"ollama").has_value());
    QCOMPARE(catalog.model(u"openai", u"gpt-4o")->contextTokens, std::optional<qint64>(7));
    QVERIFY(catalog.model(u"openai", u"o3").has_value());
    QCOMPARE(catalog.model(u"mine", u"m")->outputPrice, std::optional(2.0));
}

void CatalogFilesTest::aBrokenTableIsToldAndLeftOut_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    QTest::newRow("no JSON") << u"providers.json"_s << QByteArray("{")
                             << u"providers.json: must be a JSON object with a list \"providers\""_s;
    QTest::newRow("empty") << u"models.json"_s << QByteArray()
                           << u"models.json: must be a JSON object with a list \"models\""_s;
    QTest::newRow("a mistake") << u"providers.json"_s
                               << QByteArray(R"({"providers":[{"id":"x","name":"X","dialect":"openai-chat", )"
                                             R"("base_url":"http://example.org/v1"}]})")
                               << u"providers.json row 1 (x): base_url: plain http"_s;
}

void CatalogFilesTest::aBrokenTableIsToldAndLeftOut() {
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    QFETCH(const QString, words);
    const Folder folder;
    folder.write(name, content);
    // The other one counts all the same.
    if (name == u"models.json"_s) {
        folder.write(u"providers.json"_s,
                     R"({"providers":[ )"
                     R"({"id":"mine","name":"Mine","dialect":"ollama","base_url":"http://127.0.0.1:9"}]})");
    } else {
        folder.write(u"models.json"_s, R"({"models":[{"provider":"mine","id":"m"}]})");
    }
    const auto [catalog, problems] = app::loadCatalog(folder.path());
    QCOMPARE(problems.size(), 1);
    QVERIFY2(problems.first().startsWith(u"Your own table"_s), qPrintable(problems.first()));
    QVERIFY2(problems.first().contains(words), qPrintable(problems.first()));
    QVERIFY(catalog.endpoint(u"openai").has_value());
    QVERIFY(!catalog.endpoint(u"x"));
    QVERIFY(catalog.endpoint(u"mine") || catalog.model(u"mine", u"m"));
}

/// The promise of the table: no code of ours knows this server.
void CatalogFilesTest::aProviderIsAddedByJsonAlone() {
    QList<loopback::Request> requests;
    loopback::HttpServer server([&requests](loopback::Exchange& exchange) {
        requests.append(exchange.request());
        exchange.respond(
            200, "text/event-stream",
            ": waiting\n\n"
            "data: {\"id\":\"n1\",\"model\":\"m\",\"choices\":[],\"prompt_progress\":{\"total\":10,"
            "\"cache\":0,\"processed\":5,\"time_ms\":100}}\n\n"
            "data: {\"choices\":[{\"delta\":{\"content\":\"<think>Hm.</think>\\n\\nWind \"}}]}\n\n"
            "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"turns.\"}]},"
            "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4,"
            "\"cost\":0.5}}\n\n"
            "data: [DONE]\n\n");
    });
    QVERIFY(server.listen());
    const Folder folder;
    folder.write(
        u"providers.json"_s,
        R"({"providers":[{"id":"newcomer","name":"Newcomer", )"
        R"("dialect":"openai-chat","base_url":")" +
            server.url(u"/api"_s).toEncoded() +
            R"(", )"
            R"("key_header":"X-New-Key","key_prefix":"Key ","key_variable":"NEWCOMER_KEY","needs_key":true, )"
            R"("token_limit_field":"answer_limit","stream_options":false,"thinking_style":"reasoning", )"
            R"("chat_path":"models/{model}/chat","query":"version=2","progress_field":"tell_progress", )"
            R"("session_header":"X-Answer","headers":["X-Client: Rivulet"]}]})");
    const auto [catalog, problems] = app::loadCatalog(folder.path());
    QCOMPARE(problems, QStringList());

    AskFixture ask;
    ask.endpoints = {*catalog.endpoint(u"newcomer")};
    ask.variables = {{u"NEWCOMER_KEY"_s, "sesame"}};
    QCOMPARE(ask.run({u"--model"_s, u"newcomer:m/1"_s, u"--max-tokens"_s, u"99"_s, u"--thinking"_s, u"low"_s,
                      u"--json"_s, u"Why?"_s}),
             0);
    const auto events = ask.events();
    const QJsonObject end = events.back();
    QCOMPARE(end.value("type"_L1), u"end"_s);
    QCOMPARE(end.value("state"_L1), u"completed"_s);
    QCOMPARE(end.value("text"_L1), u"Wind turns."_s);
    QCOMPARE(end.value("thinking"_L1), u"Hm."_s);
    QVERIFY(std::ranges::any_of(events, [](const QJsonObject& event) {
        return event.value("type"_L1) == u"usage"_s && event.value("output_tokens"_L1) == 4;
    }));

    QCOMPARE(requests.size(), 1);
    const auto& request = requests.first();
    QCOMPARE(request.path, "/api/models/m%2F1/chat?version=2");
    QCOMPARE(request.headers.value("x-new-key"), "Key sesame");
    QCOMPARE(request.headers.value("x-client"), "Rivulet");
    const auto body = QJsonDocument::fromJson(request.body).object();
    QCOMPARE(body.value("answer_limit"_L1), 99);
    QCOMPARE(body.value("tell_progress"_L1), true);
    QCOMPARE(body.value("reasoning"_L1).toObject(), (QJsonObject{{u"effort"_s, u"low"_s}}));
    QVERIFY(!body.contains("stream_options"_L1));
}

QTEST_GUILESS_MAIN(CatalogFilesTest)
#include "tst_catalog_files.moc"
