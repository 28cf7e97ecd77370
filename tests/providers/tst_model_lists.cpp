// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QTest>

namespace rivulet::providers {

namespace {

using Models = std::vector<domain::ModelTraits>;

domain::ModelTraits told(const char* id, const char* name, std::optional<qint64> context,
                         std::optional<qint64> output, std::optional<bool> thinks) {
    domain::ModelTraits model;
    model.id = QString::fromUtf8(id);
    model.name = QString::fromUtf8(name);
    model.contextTokens = context;
    model.maxOutputTokens = output;
    model.thinks = thinks;
    return model;
}

/// Files of this kind are never taken, and where the server tells what a model can do, it tells of all.
domain::ModelTraits toldByOllama(const char* id, std::optional<bool> thinks, std::optional<bool> tools) {
    domain::ModelTraits model = told(id, id, {}, {}, thinks);
    model.takesPdf = false;
    model.usesTools = tools;
    if (tools) {
        model.takesImages = false;
    }
    return model;
}

} // namespace

class TestModelLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheList_data();
    void readsTheList();
    void failsOnWhatIsNoList_data();
    void failsOnWhatIsNoList();
};

void TestModelLists::readsTheList_data() {
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Models>("models");
    QTest::newRow("anthropic") << QStringLiteral("anthropic") << QByteArray(R"({"data":[
            {"type":"model","id":"claude-opus-5-5","display_name":"Claude Opus 5.5","lifecycle":"active",
             "max_input_tokens":1000000,"max_tokens":128000,"capabilities":{"thinking":{"supported":true}}},
            {"type":"model","id":"old","display_name":"Old","lifecycle":"retired"},
            {"type":"model","id":"bare","capabilities":null,"max_input_tokens":null},
            {"id":7}],"has_more":false})")
                               << Models{told("claude-opus-5-5", "Claude Opus 5.5", 1000000, 128000, true),
                                         told("bare", "bare", {}, {}, {})};
    QTest::newRow("openai: what can't chat is left out")
        << QStringLiteral("openai-chat") << QByteArray(R"({"object":"list","data":[
            {"id":"gpt-6-sol","object":"model","created":1,"owned_by":"system"},
            {"id":"text-embedding-4"},{"id":"whisper-1"},{"id":"gpt-6-realtime"},{"id":"omni-moderation-latest"},
            {"id":"tts-1"},{"id":"nomic-embed-text"},{"id":"x","type":"embedding"}]})")
        << Models{told("gpt-6-sol", "gpt-6-sol", {}, {}, {})};
    QTest::newRow("a bare list") << QStringLiteral("openai-chat") << QByteArray(R"([{"id":"m"}])")
                                 << Models{told("m", "m", {}, {}, {})};
    QTest::newRow("ollama") << QStringLiteral("ollama") << QByteArray(R"({"models":[
            {"name":"qwen3:8b","model":"qwen3:8b","size":5225388164,"capabilities":["completion","tools","thinking"]},
            {"name":"llama3:8b","model":"llama3:8b","capabilities":["completion"]},
            {"name":"bge","model":"bge","capabilities":["embedding"]},
            {"name":"older:1b"}]})")
                            << Models{toldByOllama("qwen3:8b", true, true),
                                      toldByOllama("llama3:8b", false, false),
                                      toldByOllama("older:1b", {}, {})};
    QTest::newRow("none") << QStringLiteral("ollama") << QByteArray(R"({"models":[]})") << Models{};
}

void TestModelLists::readsTheList() {
    QFETCH(const QString, dialect);
    QFETCH(const QByteArray, body);
    QFETCH(const Models, models);
    const auto list = makeDialect(dialect)->readList(body);
    QVERIFY2(list.ok(), qPrintable(list.ok() ? QString() : list.failure().detail));
    QCOMPARE(list.value().size(), models.size());
    for (std::size_t i = 0; i < models.size(); ++i) {
        QCOMPARE(list.value().at(i).id, models.at(i).id);
        QVERIFY2(list.value().at(i) == models.at(i), qPrintable(models.at(i).id));
    }
}

void TestModelLists::failsOnWhatIsNoList_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("kind");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("malformed");
    QTest::newRow("a page") << QByteArray("<html></html>") << QStringLiteral("malformed");
    QTest::newRow("another object") << QByteArray(R"({"hello":1})") << QStringLiteral("malformed");
    QTest::newRow("an error") << QByteArray(R"({"error":{"type":"authentication_error","message":"m"}})")
                              << QStringLiteral("unauthorized");
}

void TestModelLists::failsOnWhatIsNoList() {
    QFETCH(const QByteArray, body);
    QFETCH(const QString, kind);
    const auto names = dialectNames();
    for (const QString& name : names) {
        const auto list = makeDialect(name)->readList(body);
        QVERIFY(!list.ok());
        QCOMPARE(domain::failureName(list.failure().kind), kind);
    }
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestModelLists)
#include "tst_model_lists.moc"
