// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Catalog.h"
#include "providers/Dialect.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace rivulet::providers {

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

domain::Result<Catalog> shipped() {
    return Catalog::parse(contentOf(QStringLiteral(RIVULET_SOURCE "/resources/providers.json")),
                          contentOf(QStringLiteral(RIVULET_SOURCE "/resources/models.json")));
}

constexpr const char* noModels = R"({"models":[]})";

} // namespace

class TestCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheTablesWeShip();
    void shipsFactsThatAreConsistent();
    void readsEveryFieldOfARow();
    void everyRowWeShipCanBeWritten();
    void readsWhereTheLastIdGoes();
    void takesNothingFromARowThatMayNotBeSent();
    void aTableOverAnotherReplacesAndAdds();
    void everyProtocolWithAServerOfItsOwnHasARow();
    void aRowHasTheModelsOfAnother();
    void namesARowWhoseModelsCantBeShared_data();
    void namesARowWhoseModelsCantBeShared();
    void theUsersWordOfAModelComesFirstThenTheServersThenOurs();
    void knowsTheServerThatAKeyVariableIsFor_data();
    void knowsTheServerThatAKeyVariableIsFor();
    void namesRowAndFieldOfAMistake_data();
    void namesRowAndFieldOfAMistake();
    void makesAnEndpointForANameOfOnesOwn();
    void refusesEndpointsThatMayNotBeUsed();
    void noOtherLayerNamesAProvider();
};

void TestCatalog::readsTheTablesWeShip() {
    const auto catalog = shipped();
    QVERIFY2(catalog.ok(), qPrintable(catalog.ok() ? QString() : catalog.failure().detail));
    const auto anthropic = catalog.value().endpoint(u"anthropic");
    QVERIFY(anthropic.has_value());
    QCOMPARE(anthropic->baseUrl, QUrl(QStringLiteral("https://api.anthropic.com")));
    QCOMPARE(anthropic->credential.header, QByteArray("x-api-key"));
    QCOMPARE(anthropic->credential.prefix, QByteArray());
    QCOMPARE(anthropic->keyVariable, QStringLiteral("ANTHROPIC_API_KEY"));
    QVERIFY(anthropic->needsKey);
    const auto openAi = catalog.value().endpoint(u"openai");
    QVERIFY(openAi.has_value());
    QCOMPARE(openAi->credential.prefix, QByteArray("Bearer "));
    QCOMPARE(openAi->quirks.tokenLimitField, QStringLiteral("max_completion_tokens"));
    const auto ollama = catalog.value().endpoint(u"ollama");
    QVERIFY(ollama.has_value());
    QVERIFY(!ollama->needsKey);
    QVERIFY(ollama->isLoopback());
    QVERIFY(!catalog.value().endpoint(u"nobody"));
    QCOMPARE(catalog.value().model(u"anthropic", u"claude-opus-5-5")->thinking, QStringLiteral("always"));
    QVERIFY(!catalog.value().model(u"openai", u"claude-opus-5-5"));
}

void TestCatalog::shipsFactsThatAreConsistent() {
    const auto catalog = shipped();
    QVERIFY(catalog.ok());
    for (const auto& endpoint : catalog.value().endpoints()) {
        QVERIFY2(!endpoint.keyVariable.isEmpty(), qPrintable(endpoint.id));
        const QString address = catalog.value().addressTemplate(endpoint.id);
        if (endpoint.baseUrl.isEmpty()) {
            QVERIFY2(address.startsWith(u"https://") && address.contains(u'{'), qPrintable(endpoint.id));
            QVERIFY2(endpoint.needsKey && !endpoint.problem().isEmpty(), qPrintable(endpoint.id));
            continue;
        }
        QVERIFY2(address.isEmpty(), qPrintable(endpoint.id));
        // A key goes to another machine only encrypted.
        QVERIFY2(endpoint.isLoopback() || endpoint.baseUrl.scheme() == u"https", qPrintable(endpoint.id));
        QVERIFY2(endpoint.isLoopback() != endpoint.needsKey, qPrintable(endpoint.id));
    }
    for (const auto& facts : catalog.value().models()) {
        QVERIFY2(facts.maxOutputTokens.value_or(1) <= facts.contextTokens.value_or(1'000'000'000),
                 qPrintable(facts.id));
        QVERIFY2(facts.inputPrice.value_or(0) <= facts.outputPrice.value_or(0), qPrintable(facts.id));
        QVERIFY2(facts.cachedPrice.value_or(0) <= facts.inputPrice.value_or(0), qPrintable(facts.id));
        QVERIFY2(facts.cacheWritePrice.value_or(1e9) >= facts.inputPrice.value_or(0), qPrintable(facts.id));
        QVERIFY2(facts.inputPrice.has_value() == facts.outputPrice.has_value(), qPrintable(facts.id));
        QVERIFY2(facts.inputPrice.has_value() == !facts.pricesAsOf.isEmpty(), qPrintable(facts.id));
        QVERIFY2(catalog.value().endpoint(facts.endpointId), qPrintable(facts.endpointId));
    }
}

void TestCatalog::readsEveryFieldOfARow() {
    const auto catalog = Catalog::parse(
        R"({"providers":[{"id":"p","name":"P","dialect":"openai-chat","base_url":"http://127.0.0.1:9/v1",
            "key_header":"Authorization","key_prefix":"Bearer ","key_variable":"P_KEY","needs_key":true,"demo":true,
            "token_limit_field":"max_tokens","stream_options":false,"plain_http":true,"thinking_style":"google",
            "prefill":"prefix","prefill_path":"/beta/x","chat_path":"deployments/{model}/x","list_path":"../list",
            "health_path":"/health","query":"v=1&w=a%20b","progress_field":"tell","session_header":"X-Session",
            "headers":["X-One: 1","X-Two:a b"],"later":1}]})",
        R"({"as_of":"2026-11-01","models":[{"provider":"p","id":"m","name":"M","context":10,"max_output":5,
            "thinking":"effort","input_price":0.1,"output_price":2,"cached_price":0.01,"cache_write_price":0.2,
            "images":true,"pdf":false,"tools":true,"sampling":false,"betas":["one-1","two.2"],
            "as_of":"2026-09-20"},
            {"provider":"p","id":"n"},{"provider":"p","id":"o","input_price":0,"output_price":0,"thinking":"none"},
            {"provider":"mine","id":"m"}]})");
    QVERIFY2(catalog.ok(), qPrintable(catalog.ok() ? QString() : catalog.failure().detail));
    domain::Endpoint expected;
    expected.id = QStringLiteral("p");
    expected.name = QStringLiteral("P");
    expected.dialect = QStringLiteral("openai-chat");
    expected.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:9/v1"));
    expected.credential = {"Authorization", "Bearer "};
    expected.keyVariable = QStringLiteral("P_KEY");
    expected.needsKey = true;
    expected.demo = true;
    expected.quirks.tokenLimitField = QStringLiteral("max_tokens");
    expected.quirks.streamOptions = false;
    expected.allowsPlainHttp = true;
    expected.quirks.thinkingStyle = QStringLiteral("google");
    expected.quirks.prefill = QStringLiteral("prefix");
    expected.quirks.prefillPath = QStringLiteral("/beta/x");
    expected.quirks.chatPath = QStringLiteral("deployments/{model}/x");
    expected.quirks.listPath = QStringLiteral("../list");
    expected.quirks.healthPath = QStringLiteral("/health");
    expected.quirks.query = QStringLiteral("v=1&w=a%20b");
    expected.quirks.progressField = QStringLiteral("tell");
    expected.quirks.sessionHeader = "X-Session";
    expected.quirks.headers = {{"X-One", "1"}, {"X-Two", "a b"}};
    QVERIFY(catalog.value().endpoints() == std::vector{expected});
    // And writes them again.
    const auto reading = Catalog::read(Catalog::row(expected));
    QCOMPARE(reading.problem, QString());
    QVERIFY(reading.endpoint == expected);
    const auto known = catalog.value().model(u"p", u"m");
    QVERIFY(known.has_value());
    QCOMPARE(known->name, QStringLiteral("M"));
    QCOMPARE(known->contextTokens, std::optional<qint64>(10));
    QCOMPARE(known->maxOutputTokens, std::optional<qint64>(5));
    QCOMPARE(known->thinking, QStringLiteral("effort"));
    QCOMPARE(known->inputPrice, std::optional(0.1));
    QCOMPARE(known->outputPrice, std::optional(2.0));
    QCOMPARE(known->cachedPrice, std::optional(0.01));
    QCOMPARE(known->cacheWritePrice, std::optional(0.2));
    QCOMPARE(known->takesImages, std::optional(true));
    QCOMPARE(known->takesPdf, std::optional(false));
    QCOMPARE(known->usesTools, std::optional(true));
    QCOMPARE(known->takesSampling, std::optional(false));
    QCOMPARE(known->thinks, std::optional(true));
    QCOMPARE(known->betas, QStringList({QStringLiteral("one-1"), QStringLiteral("two.2")}));
    QCOMPARE(known->pricesAsOf, QStringLiteral("2026-09-20"));
    const auto free = catalog.value().model(u"p", u"o");
    QCOMPARE(free->pricesAsOf, QStringLiteral("2026-11-01"));
    QCOMPARE(free->inputPrice, std::optional(0.0));
    QCOMPARE(free->thinks, std::optional(false));
    // A model of a server that only the user's settings know.
    QVERIFY(catalog.value().model(u"mine", u"m").has_value());
    const auto bare = catalog.value().model(u"p", u"n");
    QVERIFY(bare.has_value());
    QCOMPARE(bare->name, QStringLiteral("n"));
    QVERIFY(!bare->contextTokens && !bare->inputPrice && bare->thinking.isEmpty());
    QVERIFY(bare->pricesAsOf.isEmpty() && !bare->thinks);
}

void TestCatalog::everyRowWeShipCanBeWritten() {
    const auto catalog = shipped();
    QVERIFY(catalog.ok());
    for (const auto& endpoint : catalog.value().endpoints()) {
        QVERIFY2(Catalog::read(Catalog::row(endpoint)).endpoint == endpoint, qPrintable(endpoint.id));
    }
}

/// Servers of one protocol take the place to go on from in a header, in the query, or in both.
void TestCatalog::readsWhereTheLastIdGoes() {
    QJsonObject row{{QStringLiteral("id"), QStringLiteral("p")},
                    {QStringLiteral("name"), QStringLiteral("P")},
                    {QStringLiteral("dialect"), QStringLiteral("assist")},
                    {QStringLiteral("base_url"), QStringLiteral("http://127.0.0.1:9")}};
    for (const char* place : {"", "Last-Event-ID", "?last-event-id"}) {
        row.insert(QStringLiteral("session_header"), QString::fromLatin1(place));
        const auto reading = Catalog::read(row);
        QCOMPARE(reading.problem, QString());
        QCOMPARE(reading.endpoint.quirks.sessionHeader, QByteArray(place));
    }
    for (const char* place : {"?", "?a b", "?api_key", "?a&b"}) {
        row.insert(QStringLiteral("session_header"), QString::fromLatin1(place));
        const auto reading = Catalog::read(row);
        QVERIFY2(!reading.problem.isEmpty(), place);
        QCOMPARE(reading.endpoint.quirks.sessionHeader, QByteArray());
    }
}

void TestCatalog::takesNothingFromARowThatMayNotBeSent() {
    const auto reading = Catalog::read(
        {{QStringLiteral("id"), QStringLiteral("p")},
         {QStringLiteral("key_header"), QStringLiteral("X: y\r\nZ")},
         {QStringLiteral("chat_path"), QStringLiteral("//evil.example")},
         {QStringLiteral("headers"), QJsonArray{QStringLiteral("Cookie: a"), QStringLiteral("X-A: b")}}});
    QVERIFY(!reading.problem.isEmpty());
    QCOMPARE(reading.endpoint.id, QStringLiteral("p"));
    QCOMPARE(reading.endpoint.credential.header, QByteArray());
    QCOMPARE(reading.endpoint.quirks.chatPath, QString());
    const std::vector<std::pair<QByteArray, QByteArray>> headers{{"X-A", "b"}};
    QVERIFY(reading.endpoint.quirks.headers == headers);
}

void TestCatalog::aTableOverAnotherReplacesAndAdds() {
    const auto base = Catalog::parse(
        R"({"providers":[{"id":"p","name":"P","dialect":"ollama","base_url":"http://127.0.0.1:9"},
            {"id":"t","name":"T","dialect":"openai-chat","base_url_template":"https://{here}.example/v1"}]})",
        R"({"models":[{"provider":"p","id":"m","context":10},{"provider":"p","id":"n","context":20}]})");
    QVERIFY(base.ok());
    QCOMPARE(base.value().addressTemplate(QStringLiteral("t")), QStringLiteral("https://{here}.example/v1"));
    const auto over = base.value().extended(
        R"({"providers":[{"id":"q","name":"Q","dialect":"openai-chat","base_url":"https://q.example"},
            {"id":"p","name":"Other","dialect":"openai-chat","base_url":"http://127.0.0.1:8"},
            {"id":"t","name":"T","dialect":"openai-chat","base_url":"https://mine.example/v1"}]})",
        R"({"models":[{"provider":"p","id":"n","context":30},{"provider":"q","id":"n"}]})");
    QVERIFY2(over.ok(), qPrintable(over.ok() ? QString() : over.failure().detail));
    QStringList names;
    for (const auto& endpoint : over.value().endpoints()) {
        names.append(endpoint.name);
    }
    QCOMPARE(names, QStringList({"Other", "T", "Q"}));
    QCOMPARE(over.value().addressTemplate(QStringLiteral("t")), QString());
    QCOMPARE(over.value().models().size(), 2U);
    QCOMPARE(over.value().modelsOf(u"p").size(), 2U);
    QCOMPARE(over.value().modelsOf(u"q").size(), 1U);
    QCOMPARE(over.value().model(u"p", u"m")->contextTokens, std::optional<qint64>(10));
    QCOMPARE(over.value().model(u"p", u"n")->contextTokens, std::optional<qint64>(30));
    // Nothing over it changes nothing; a mistake is told.
    QVERIFY(base.value().extended({}, {}).value().endpoints() == base.value().endpoints());
    QVERIFY(!base.value().extended("{", {}).ok());
    QVERIFY(!base.value()
                 .extended({}, R"({"models":[{"provider":"p","id":"m"},{"provider":"p","id":"m"}]})")
                 .ok());
}

/// One has none: everybody who speaks it has a server of his own, and adds it as an endpoint.
void TestCatalog::everyProtocolWithAServerOfItsOwnHasARow() {
    const auto catalog = shipped();
    QVERIFY(catalog.ok());
    QSet<QString> spoken;
    for (const auto& endpoint : catalog.value().endpoints()) {
        spoken.insert(endpoint.dialect);
    }
    for (const QString& dialect : dialectNames()) {
        QCOMPARE(spoken.contains(dialect), dialect != u"assist");
    }
    const auto gemini = catalog.value().endpoint(u"gemini");
    QVERIFY(gemini.has_value());
    QCOMPARE(gemini->credential.header, QByteArray("x-goog-api-key"));
    QVERIFY(!catalog.value().modelsOf(u"gemini").empty());
}

void TestCatalog::aRowHasTheModelsOfAnother() {
    const auto catalog = shipped();
    QVERIFY(catalog.ok());
    const auto own = catalog.value().modelsOf(u"openai");
    const auto shared = catalog.value().modelsOf(u"openai-responses");
    QVERIFY(!own.empty());
    QCOMPARE(shared.size(), own.size());
    QCOMPARE(shared.front().id, own.front().id);
    QCOMPARE(shared.front().endpointId, QStringLiteral("openai-responses"));
    QCOMPARE(catalog.value().model(u"openai-responses", u"gpt-4o")->contextTokens,
             catalog.value().model(u"openai", u"gpt-4o")->contextTokens);
    // What a row knows better of such a model is its own word.
    const auto over = catalog.value().extended(
        {}, R"({"models":[{"provider":"openai","id":"gpt-4o","context":5,"max_output":4},
                          {"provider":"openai-responses","id":"gpt-4o","context":7}]})");
    QVERIFY(over.ok());
    QCOMPARE(over.value().model(u"openai-responses", u"gpt-4o")->contextTokens, std::optional<qint64>(7));
    QCOMPARE(over.value().model(u"openai-responses", u"gpt-4o")->maxOutputTokens, std::optional<qint64>(4));
    QCOMPARE(over.value().model(u"openai", u"gpt-4o")->contextTokens, std::optional<qint64>(5));
    QCOMPARE(over.value().modelsOf(u"openai-responses").size(), own.size());
}

void TestCatalog::namesARowWhoseModelsCantBeShared_data() {
    QTest::addColumn<QByteArray>("owner");
    QTest::newRow("nobody") << QByteArray("nobody");
    QTest::newRow("itself") << QByteArray("p");
    QTest::newRow("one that shares") << QByteArray("q");
}

void TestCatalog::namesARowWhoseModelsCantBeShared() {
    QFETCH(const QByteArray, owner);
    const QByteArray row =
        R"({"id":"ID","name":"N","dialect":"ollama","base_url":"http://127.0.0.1:9","models_of":"OWNER"})";
    const QByteArray p = QByteArray(row).replace("ID", "p").replace("OWNER", owner);
    const QByteArray q = QByteArray(row).replace("ID", "q").replace("OWNER", "r");
    const QByteArray r = QByteArray(row).replace("ID", "r").replace(R"(,"models_of":"OWNER")", "");
    const auto catalog = Catalog::parse("{\"providers\":[" + p + ',' + q + ',' + r + "]}", noModels);
    QVERIFY(!catalog.ok());
    QCOMPARE(catalog.failure().detail,
             QStringLiteral("providers.json (p): models_of: \"%1\" is no other row with models of its own")
                 .arg(QString::fromLatin1(owner)));
}

void TestCatalog::theUsersWordOfAModelComesFirstThenTheServersThenOurs() {
    const auto bundled = Catalog::parse(
        R"({"providers":[{"id":"p","name":"P","dialect":"ollama","base_url":"http://127.0.0.1:9"}]})",
        R"({"models":[{"provider":"p","id":"m","name":"Ours","context":10,"max_output":5,"images":true,
                       "input_price":1,"output_price":2}]})");
    QVERIFY(bundled.ok());
    domain::ModelTraits told;
    told.id = QStringLiteral("m");
    told.name = told.id;
    told.contextTokens = 20;
    told.maxOutputTokens = 6;
    auto known = bundled.value().model(u"p", u"m", told);
    QVERIFY(known.has_value());
    QCOMPARE(known->contextTokens, std::optional<qint64>(20));
    QCOMPARE(known->name, QStringLiteral("Ours"));
    const auto catalog =
        bundled.value().extended({}, R"({"models":[{"provider":"p","id":"m","context":30}]})");
    QVERIFY(catalog.ok());
    known = catalog.value().model(u"p", u"m", told);
    QVERIFY(known.has_value());
    QCOMPARE(known->contextTokens, std::optional<qint64>(30));
    QCOMPARE(known->maxOutputTokens, std::optional<qint64>(6));
    QCOMPARE(known->takesImages, std::optional(true));
    QCOMPARE(known->outputPrice, std::optional(2.0));
    QCOMPARE(known->name, QStringLiteral("Ours"));
    // Of a model in no table only its server tells.
    told.id = QStringLiteral("new");
    QCOMPARE(catalog.value().model(u"p", u"new", told)->contextTokens, std::optional<qint64>(20));
    QVERIFY(!catalog.value().model(u"p", u"new"));
}

void TestCatalog::knowsTheServerThatAKeyVariableIsFor_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isIts");
    const auto row = [](const char* id, const char* url, bool isIts) {
        QTest::newRow(url) << QString::fromLatin1(id) << QString::fromLatin1(url) << isIts;
    };
    row("azure", "https://my-team.openai.azure.com/openai/v1", true);
    row("azure", "https://my-team.openai.azure.com/openai/v1/", true);
    row("azure-classic", "https://my-team.openai.azure.com/elsewhere", true);
    row("azure", "http://my-team.openai.azure.com/openai/v1", false);
    row("azure", "https://my-team.openai.azure.com.evil.example/openai/v1", false);
    row("azure", "https://evil.example/my-team.openai.azure.com/openai/v1", false);
    row("azure", "https://evil.example?.openai.azure.com", false);
    row("azure", "https://evil.example#.openai.azure.com", false);
    row("azure", "https://a.b.openai.azure.com/openai/v1", false);
    row("azure", "https://openai.azure.com/openai/v1", false);
    row("azure", "https://my-team.openaixazure.com/openai/v1", false);
    row("azure", "https://my-team.openai.azure.com:8443/openai/v1", false);
    row("azure", "", false);
    row("openai", "https://api.openai.com/v2", true);
    row("openai", "https://my-team.openai.azure.com/openai/v1", false);
    row("mine", "https://mine.example", false);
}

void TestCatalog::knowsTheServerThatAKeyVariableIsFor() {
    QFETCH(const QString, id);
    QFETCH(const QString, url);
    QFETCH(const bool, isIts);
    const auto catalog = shipped();
    QVERIFY(catalog.ok());
    domain::Endpoint endpoint;
    endpoint.id = id;
    endpoint.baseUrl = QUrl(url);
    QCOMPARE(catalog.value().isAtItsOwnServer(endpoint), isIts);
}

void TestCatalog::namesRowAndFieldOfAMistake_data() {
    QTest::addColumn<QByteArray>("providers");
    QTest::addColumn<QByteArray>("models");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const QByteArray& providers, const char* words,
                        const char* models = noModels) {
        QTest::newRow(name) << providers << QByteArray(models) << QString::fromLatin1(words);
    };
    const QByteArray good = R"({"id":"p","name":"P","dialect":"ollama","base_url":"http://127.0.0.1:9"})";
    const auto table = [](const QByteArray& rows) { return "{\"providers\":[" + rows + "]}"; };
    const QByteArray valid = table(good);
    const auto with = [&](const char* from, const char* to) {
        return table(QByteArray(good).replace(from, to));
    };
    row("no JSON", "{", "providers.json: must be a JSON object with a list \"providers\"");
    row("no list", R"({"providers":{}})", "providers.json: must be a JSON object with a list \"providers\"");
    row("no object", table("7"), "providers.json row 1 (no id): must be an object");
    row("no id", with(R"("id":"p",)", ""),
        "providers.json row 1 (no id): id: must be a text that is not empty");
    row("second row", table(good + R"(,{"id":"q"})"),
        "providers.json row 2 (q): name: must be a text that is not empty");
    row("twice", table(good + "," + good), "providers.json row 2 (p): id: is there twice");
    row("wrong type", with(R"("name":"P")", R"("name":"P","needs_key":1)"),
        "providers.json row 1 (p): needs_key: must be true or false");
    row("dialect", with("ollama", "latin"), "providers.json row 1 (p): dialect: \"latin\" is not known");
    row("plain http", with("127.0.0.1", "example.org"),
        "providers.json row 1 (p): base_url: plain http is only for servers on this machine; use https");
    row("key without header", with(R"("name":"P")", R"("name":"P","needs_key":true)"),
        "providers.json row 1 (p): key_header: is needed where a key is");
    row("no models", valid, "models.json: must be a JSON object with a list \"models\"", "[]");
    row("no provider", valid, "models.json row 1 (m): provider: must be a text that is not empty",
        R"({"models":[{"id":"m"}]})");
    row("betas", valid, "models.json row 1 (m): betas: must be a list of texts",
        R"({"models":[{"provider":"p","id":"m","betas":"b"}]})");
    row("a beta with spaces", valid,
        "models.json row 1 (m): betas: must be names of letters, digits, points and dashes",
        R"({"models":[{"provider":"p","id":"m","betas":["a","b\r\nx: y"]}]})");
    row("date", valid, "models.json row 1 (m): as_of: must be a date such as 2026-11-21",
        R"({"models":[{"provider":"p","id":"m","as_of":"May"}]})");
    row("images", valid, "models.json row 1 (m): images: must be true or false",
        R"({"models":[{"provider":"p","id":"m","images":"png"}]})");
    const auto quirk = [&](const char* name, const char* field, const char* words) {
        row(name, with(R"("name":"P")", QByteArray(R"("name":"P",)" + QByteArray(field)).constData()),
            QByteArray("providers.json row 1 (p): " + QByteArray(words)).constData());
    };
    quirk("token limit", R"("token_limit_field":"a b")", "token_limit_field: must be the name of a field");
    quirk("thinking style", R"("thinking_style":"deep")", "thinking_style: \"deep\" is not known");
    quirk("prefill", R"("prefill":true)", "prefill: must be a text");
    quirk("unknown prefill", R"("prefill":"x")", "prefill: \"x\" is not known");
    constexpr const char* path = ": must be a path without host, query or spaces";
    quirk("another host", R"("chat_path":"//evil.example/x")",
          QByteArray("chat_path" + QByteArray(path)).constData());
    quirk("a whole URL", R"("list_path":"https://evil.example/x")",
          QByteArray("list_path" + QByteArray(path)).constData());
    quirk("path with query", R"("prefill_path":"x?y")",
          QByteArray("prefill_path" + QByteArray(path)).constData());
    quirk("path with space", R"("health_path":"a b")",
          QByteArray("health_path" + QByteArray(path)).constData());
    quirk("query", R"("query":"a b")", R"(query: must be pairs such as "version=1", none of them a key)");
    quirk("key in the query", R"("query":"v=1&key=x")",
          R"(query: must be pairs such as "version=1", none of them a key)");
    quirk("progress field", R"("progress_field":"a.b")", "progress_field: must be the name of a field");
    quirk("session in the query", R"("session_header":"?x")",
          "session_header: must be the name of a header that holds no key");
    quirk("session header", R"("session_header":"X: y")",
          "session_header: must be the name of a header that holds no key");
    quirk("headers", R"("headers":{"a":"b"})", "headers: must be a list of texts");
    quirk("header", R"("headers":["X-Title"])", "headers: must each be \"Name: value\"");
    quirk("two headers in one", R"("headers":["X: a\r\nY: b"])", "headers: must each be \"Name: value\"");
    quirk("a key as header", R"("headers":["Authorization: Bearer x"])",
          "headers: \"Authorization\" can't be set here");
    quirk("key header", R"("key_header":"X Key")", "key_header: must be the name of a header");
    quirk("key prefix", R"("key_prefix":"a\nb")", "key_prefix: must be visible characters");
    quirk("key prefix that ends a line", R"("key_prefix":"Bearer\r ")",
          "key_prefix: must be visible characters");
    quirk("key prefix on a line of its own", R"("key_prefix":"\nBearer ")",
          "key_prefix: must be visible characters");
    quirk("key variable", R"("key_variable":"A=B")",
          "key_variable: must be the name of an environment variable");
    row("address without a place", with(R"("base_url":"http://127.0.0.1:9")", R"("base_url_template":"x")"),
        "providers.json row 1 (p): base_url_template: must hold a {place} that the user fills in");
    row("thinking", valid, "models.json row 1 (m): thinking: \"deep\" is not known",
        R"({"models":[{"provider":"p","id":"m","thinking":"deep"}]})");
    row("context", valid, "models.json row 1 (m): context: must be a whole number over 0",
        R"({"models":[{"provider":"p","id":"m","context":1.5}]})");
    row("price", valid, "models.json row 1 (m): output_price: must be a number, 0 or more",
        R"({"models":[{"provider":"p","id":"m","output_price":"cheap"}]})");
}

void TestCatalog::namesRowAndFieldOfAMistake() {
    QFETCH(const QByteArray, providers);
    QFETCH(const QByteArray, models);
    QFETCH(const QString, words);
    const auto catalog = Catalog::parse(providers, models);
    QVERIFY(!catalog.ok());
    QCOMPARE(catalog.failure().detail, words);
    QVERIFY(catalog.failure().kind == domain::Failure::Kind::InvalidSettings);
}

void TestCatalog::makesAnEndpointForANameOfOnesOwn() {
    const auto catalog = shipped();
    QVERIFY(catalog.ok());
    const auto names = dialectNames();
    for (const QString& dialect : names) {
        const auto endpoint = catalog.value().custom(QStringLiteral("x"), dialect,
                                                     QUrl(QStringLiteral("http://127.0.0.1:9/v1")));
        QVERIFY(endpoint.ok());
        QCOMPARE(endpoint.value().id, QStringLiteral("x"));
        QCOMPARE(endpoint.value().dialect, dialect);
        QCOMPARE(endpoint.value().keyVariable, QStringLiteral("RIVULET_API_KEY"));
        QVERIFY(!endpoint.value().needsKey);
        QCOMPARE(endpoint.value().credential.header, dialect == u"anthropic" ? QByteArray("x-api-key")
                                                     : dialect == u"gemini"  ? QByteArray("x-goog-api-key")
                                                                             : QByteArray("Authorization"));
        QCOMPARE(endpoint.value().quirks.tokenLimitField, QString());
    }
}

void TestCatalog::refusesEndpointsThatMayNotBeUsed() {
    const auto catalog = shipped();
    QVERIFY(catalog.ok());
    const auto custom = [&](const char* dialect, const char* url) {
        return catalog.value().custom(QStringLiteral("x"), QString::fromLatin1(dialect),
                                      QUrl(QString::fromLatin1(url)));
    };
    QVERIFY(custom("openai-chat", "https://example.org").ok());
    QVERIFY(!custom("latin", "https://example.org").ok());
    QVERIFY(!custom("openai-chat", "http://example.org").ok());
    QVERIFY(!custom("openai-chat", "https://user:word@example.org").ok());
    QVERIFY(!custom("openai-chat", "ftp://example.org").ok());
    QVERIFY(!custom("openai-chat", "").ok());
}

/// Adding a provider is a row and adding a protocol is one file, as long as nobody else knows one by name.
void TestCatalog::noOtherLayerNamesAProvider() {
    static const QRegularExpression comment(QStringLiteral("//.*"));
    static const QRegularExpression name(
        QStringLiteral("anthropic|openai|ollama|claude|groq|mistral|deepseek|openrouter|lm ?studio|vllm"),
        QRegularExpression::CaseInsensitiveOption);
    int files = 0;
    QDirIterator sources(QStringLiteral(RIVULET_SOURCE "/core"),
                         {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                         QDirIterator::Subdirectories);
    while (sources.hasNext()) {
        const QString path = sources.next();
        if (path.contains(u"/core/providers/")) {
            continue;
        }
        ++files;
        const QString code = QString::fromUtf8(contentOf(path)).remove(comment);
        const auto match = name.match(code);
        QVERIFY2(!match.hasMatch(), qPrintable(path + QStringLiteral(": ") + match.captured()));
    }
    QVERIFY(files > 20);
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestCatalog)
#include "tst_catalog.moc"
