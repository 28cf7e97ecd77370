// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace rivulet::providers {

namespace {

using domain::Attachment;
using domain::Effort;
using domain::Prompt;
using domain::Role;

Prompt question() {
    Prompt prompt;
    prompt.model = QStringLiteral("m");
    prompt.turns = {{Role::User, QStringLiteral("Why?")}};
    return prompt;
}

domain::Endpoint local() {
    domain::Endpoint endpoint;
    endpoint.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:11434"));
    return endpoint;
}

QJsonObject bodyOf(const Prompt& prompt) {
    return QJsonDocument::fromJson(makeDialect(u"ollama")->request(prompt, local()).body).object();
}

QJsonObject object(const char* json) {
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class TestOllama : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksToThinkAsTheModelTakesIt_data();
    void asksToThinkAsTheModelTakesIt();
    void sendsFilesAsItsServerTakesThem();
    void sendsOptionsOnlyWhereTheyAreSet();
    void asksForAContextWhereItsOwnIsTooSmall();
    void readsTheServersOwnTimes();
    void asksNoMoreForWhatTakesTooMuchMemory();
    void asksWhetherItIsReady();
    void listsWhatAModelCanDo();
};

void TestOllama::asksToThinkAsTheModelTakesIt_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("effort");
    QTest::addColumn<QJsonValue>("think");
    const auto row = [](const char* name, const char* model, const char* mode, int effort,
                        const QJsonValue& think) {
        QTest::newRow(name) << QString::fromLatin1(model) << QString::fromLatin1(mode) << effort << think;
    };
    row("not asked", "qwen3:8b", "", -1, QJsonValue::Undefined);
    row("off", "qwen3:8b", "", int(Effort::Off), false);
    row("yes or no", "qwen3:8b", "", int(Effort::High), true);
    row("an effort", "gpt-oss:20b", "", int(Effort::High), QStringLiteral("high"));
    row("an effort has no off", "gpt-oss:20b", "", int(Effort::Off), QStringLiteral("low"));
    row("the table knows: an effort", "m", "effort", int(Effort::Medium), QStringLiteral("medium"));
    row("the table knows: yes or no", "gpt-oss:20b", "enabled", int(Effort::Low), true);
    row("the table knows: none", "gpt-oss:20b", "none", int(Effort::Low), QJsonValue::Undefined);
}

void TestOllama::asksToThinkAsTheModelTakesIt() {
    QFETCH(const QString, model);
    QFETCH(const QString, mode);
    QFETCH(const int, effort);
    QFETCH(const QJsonValue, think);
    Prompt prompt = question();
    prompt.model = model;
    prompt.thinkingMode = mode;
    if (effort >= 0) {
        prompt.effort = static_cast<Effort>(effort);
    }
    QCOMPARE(bodyOf(prompt).value(u"think"), think);
}

void TestOllama::sendsFilesAsItsServerTakesThem() {
    Prompt prompt = question();
    prompt.turns.back().attachments = {
        {Attachment::Kind::Image, QStringLiteral("a.png"), "image/png", "abc"},
        {Attachment::Kind::Text, QStringLiteral("b.md"), "text/markdown", "```\ncode\n```"},
        {Attachment::Kind::Pdf, QStringLiteral("c.pdf"), "application/pdf", "%PDF"}};
    QCOMPARE(bodyOf(prompt),
             object(R"({"model":"m","stream":true,"messages":[{"role":"user","images":["YWJj"],
        "content":"b.md:\n````\n```\ncode\n```\n````\n\n[c.pdf is a PDF file and could not be attached.]\n\nWhy?"}]})"));
}

void TestOllama::sendsOptionsOnlyWhereTheyAreSet() {
    Prompt prompt = question();
    QVERIFY(!bodyOf(prompt).contains(u"options"));
    QVERIFY(!bodyOf(prompt).contains(u"keep_alive"));
    prompt.maxTokens = 7;
    prompt.temperature = 0.5;
    prompt.topP = 0.25;
    QCOMPARE(bodyOf(prompt).value(u"options").toObject(),
             object(R"({"num_predict":7,"temperature":0.5,"top_p":0.25})"));
}

void TestOllama::asksForAContextWhereItsOwnIsTooSmall() {
    Prompt prompt = question();
    const auto context = [&] {
        return bodyOf(prompt).value(u"options").toObject().value(u"num_ctx").toInt();
    };
    QCOMPARE(context(), 0);
    prompt.maxTokens = 4000;
    QCOMPARE(context(), 0); // there is room in what it has anyway
    prompt.maxTokens = 4090;
    QCOMPARE(context(), 6144);
    prompt.maxTokens = 8192;
    QCOMPARE(context(), 12'288);
    // So do words and files, in all turns.
    prompt.maxTokens = 1000;
    prompt.system = QStringLiteral("\u6C34").repeated(4000);
    QCOMPARE(context(), 6144);
    prompt.turns.back().attachments = {
        {Attachment::Kind::Text, QStringLiteral("b.txt"), "text/plain", QByteArray(30'000, 'a')}};
    QCOMPARE(context(), 16'384);
    prompt.omittedFields = {QStringLiteral("num_ctx")};
    QCOMPARE(context(), 0);
    prompt.omittedFields.clear();
    prompt.maxTokens = 10'000'000;
    QCOMPARE(context(), 1 << 20);
}

void TestOllama::readsTheServersOwnTimes() {
    using std::chrono::milliseconds;
    const auto dialect = makeDialect(u"ollama");
    std::vector<domain::StreamEvent> events;
    dialect->read({{},
                   R"({"model":"m","message":{"content":"Hi"},"done":true,"done_reason":"stop",
        "load_duration":1500000,"prompt_eval_duration":342546000,"eval_count":2,"eval_duration":-1})",
                   {},
                   0},
                  events);
    const auto* reported = std::get_if<domain::UsageReported>(&events.at(2));
    QVERIFY(reported != nullptr);
    QVERIFY(reported->usage.loadTime == milliseconds(2));
    QVERIFY(reported->usage.promptTime == milliseconds(343));
    QVERIFY(!reported->usage.answerTime.has_value());
    QVERIFY(!reported->usage.input.has_value());
}

void TestOllama::asksNoMoreForWhatTakesTooMuchMemory() {
    const auto dialect = makeDialect(u"ollama");
    const auto failure =
        dialect->readError({500, {}, R"({"error":"model requires more system memory than is available"})"});
    QVERIFY(failure.shouldRetry == false);
    // A smaller context takes less.
    QVERIFY(failure.kind == domain::Failure::Kind::Unprocessable);
    QCOMPARE(failure.field, QStringLiteral("num_ctx"));
    QVERIFY(!dialect->readError({500, {}, R"({"error":"crashed"})"}).shouldRetry.has_value());
}

void TestOllama::asksWhetherItIsReady() {
    const auto request = makeDialect(u"ollama")->readyRequest(local());
    QVERIFY(request.has_value());
    QCOMPARE(request->url.toString(), QStringLiteral("http://127.0.0.1:11434/api/ps"));
    QVERIFY(request->method == HttpRequest::Method::Get);
}

void TestOllama::listsWhatAModelCanDo() {
    const auto list = makeDialect(u"ollama")->readList(R"({"models":[
        {"name":"seer:8b","capabilities":["completion","vision","tools"],"details":{"context_length":4096}},
        {"name":"older:1b"},{"name":"bge","capabilities":["embedding"]}]})");
    QVERIFY(list.ok());
    QCOMPARE(list.value().size(), 2U);
    const domain::ModelTraits& seer = list.value().at(0);
    QVERIFY(seer.takesImages == true && seer.usesTools == true && seer.thinks == false);
    QVERIFY(seer.takesPdf == false);
    QCOMPARE(seer.contextTokens, 4096);
    const domain::ModelTraits& older = list.value().at(1);
    QVERIFY(!older.takesImages && !older.usesTools && !older.thinks);
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestOllama)
#include "tst_ollama.moc"
