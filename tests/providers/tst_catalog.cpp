// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Catalog.h"
#include "providers/Dialect.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
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
        // A key goes to another machine only encrypted.
        QVERIFY2(endpoint.isLoopback() || endpoint.baseUrl.scheme() == u"https", qPrintable(endpoint.id));
        QVERIFY2(endpoint.isLoopback() != endpoint.needsKey, qPrintable(endpoint.id));
    }
    for (const auto& facts : catalog.value().models()) {
        QVERIFY2(facts.maxOutputTokens.value_or(1) <= facts.contextTokens.value_or(1'000'000'000),
                 qPrintable(facts.id));
        QVERIFY2(facts.inputPrice.value_or(0) <= facts.outputPrice.value_or(0), qPrintable(facts.id));
    }
}

void TestCatalog::readsEveryFieldOfARow() {
    const auto catalog = Catalog::parse(
        R"({"providers":[{"id":"p","name":"P","dialect":"openai-chat","base_url":"http://127.0.0.1:9/v1",
            "key_header":"Authorization","key_prefix":"Bearer ","key_variable":"P_KEY","needs_key":true,"demo":true,
            "token_limit_field":"max_tokens","stream_options":false,"later":1}]})",
        R"({"models":[{"provider":"p","id":"m","name":"M","context":10,"max_output":5,"thinking":"effort",
            "input_price":0.1,"output_price":2},{"provider":"p","id":"n"}]})");
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
    QVERIFY(catalog.value().endpoints() == std::vector{expected});
    const auto known = catalog.value().model(u"p", u"m");
    QVERIFY(known.has_value());
    QCOMPARE(known->name, QStringLiteral("M"));
    QCOMPARE(known->contextTokens, std::optional<qint64>(10));
    QCOMPARE(known->maxOutputTokens, std::optional<qint64>(5));
    QCOMPARE(known->thinking, QStringLiteral("effort"));
    QCOMPARE(known->inputPrice, std::optional(0.1));
    QCOMPARE(known->outputPrice, std::optional(2.0));
    const auto bare = catalog.value().model(u"p", u"n");
    QVERIFY(bare.has_value());
    QCOMPARE(bare->name, QStringLiteral("n"));
    QVERIFY(!bare->contextTokens && !bare->inputPrice && bare->thinking.isEmpty());
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
    row("unknown provider", valid, "models.json row 1 (m): provider: \"q\" is no provider",
        R"({"models":[{"provider":"q","id":"m"}]})");
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
        QCOMPARE(endpoint.value().credential.header,
                 dialect == u"anthropic" ? QByteArray("x-api-key") : QByteArray("Authorization"));
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
