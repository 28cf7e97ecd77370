// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <functional>

namespace rivulet::providers {

namespace {

using domain::Effort;
using domain::Endpoint;
using domain::Prompt;
using domain::Role;

Prompt question(const QString& model = QStringLiteral("m")) {
    Prompt prompt;
    prompt.model = model;
    prompt.turns = {{Role::User, QStringLiteral("Why?")}};
    return prompt;
}

Endpoint at(const QString& url) {
    Endpoint endpoint;
    endpoint.baseUrl = QUrl(url);
    endpoint.credential = {"x-api-key", ""};
    return endpoint;
}

QByteArray canonical(const QByteArray& json) {
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(json, &error);
    return error.error == QJsonParseError::NoError ? document.toJson(QJsonDocument::Compact)
                                                   : "no JSON: " + json;
}

QByteArray header(const HttpRequest& request, const QByteArray& name) {
    const auto found = std::ranges::find(request.headers, name, &std::pair<QByteArray, QByteArray>::first);
    return found == request.headers.end() ? QByteArray("(none)") : found->second;
}

using Change = std::function<void(Prompt&)>;

} // namespace

class TestDialectRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsItsDialectsByName();
    void writesTheBody_data();
    void writesTheBody();
    void asksClaudeToThinkAsItsModelTakesIt_data();
    void asksClaudeToThinkAsItsModelTakesIt();
    void appendsItsPathToTheBaseUrl_data();
    void appendsItsPathToTheBaseUrl();
    void asksForAStreamWithoutCompression();
    void putsNoKeyIntoTheRequest();
    void sendsNoHalfOfASurrogatePair();
    void leavesOutWhatTheServerRefused();
    void namesTheTokenLimitAsTheEndpointDoes();
    void leavesOutStreamOptionsWhereTheyAreRefused();
    void letsTheSpeakersAlternate_data();
    void letsTheSpeakersAlternate();
};

void TestDialectRequests::letsTheSpeakersAlternate_data() {
    QTest::addColumn<QString>("dialect");
    const auto names = dialectNames();
    for (const QString& name : names) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

/// Two prompts, the first of which got no answer, or an empty one: nothing of them is lost, and nobody speaks
/// twice.
void TestDialectRequests::letsTheSpeakersAlternate() {
    QFETCH(const QString, dialect);
    const domain::Attachment note{domain::Attachment::Kind::Text, "note.txt", "text/plain", "The file"};
    for (const bool hasEmptyAnswer : {false, true}) {
        Prompt prompt = question();
        prompt.turns = {{Role::User, "The first", {note}}};
        if (hasEmptyAnswer) {
            prompt.turns.push_back({Role::Assistant, " \n"});
        }
        prompt.turns.insert(
            prompt.turns.end(),
            {{Role::User, "The second"}, {Role::Assistant, "The answer"}, {Role::User, "The last"}});
        const auto request = makeDialect(dialect)->request(prompt, at("http://127.0.0.1:9"));
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        QStringList roles;
        for (const char* const list : {"messages", "input", "contents"}) {
            const auto turns = body.value(QLatin1String(list)).toArray();
            for (const auto turn : turns) {
                roles.append(turn.toObject().value(u"role").toString());
            }
        }
        const QString answering =
            dialect == u"gemini" ? QStringLiteral("model") : QStringLiteral("assistant");
        QCOMPARE(roles, (QStringList{"user", answering, "user"}));
        for (const char* const words : {"The first", "The second", "The answer", "The last"}) {
            QVERIFY2(request.body.contains(words), words);
        }
        QVERIFY(request.body.contains("The file") || request.body.contains(note.bytes.toBase64()));
    }
}

void TestDialectRequests::knowsItsDialectsByName() {
    QCOMPARE(dialectNames(),
             (QStringList{"anthropic", "openai-chat", "openai-responses", "gemini", "ollama", "assist"}));
    const auto names = dialectNames();
    for (const QString& name : names) {
        QVERIFY(makeDialect(name) != nullptr);
    }
    QVERIFY(makeDialect(u"Anthropic") == nullptr);
    QVERIFY(makeDialect(u"") == nullptr);
}

void TestDialectRequests::writesTheBody_data() {
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("body");

    const Change nothing = [](Prompt&) {};
    const Change everything = [](Prompt& prompt) {
        prompt.system = QStringLiteral("Be brief.");
        prompt.turns = {{Role::User, "Hi"}, {Role::Assistant, "Hello."}, {Role::User, "Why?"}};
        prompt.maxTokens = 500;
        prompt.effort = Effort::Medium;
        prompt.stream = false;
    };
    const Change prefill = [](Prompt& prompt) {
        prompt.turns.push_back({Role::Assistant, "Because \n"});
        prompt.continuesLastTurn = true;
    };
    const Change emptyTurns = [](Prompt& prompt) {
        prompt.system = QStringLiteral(" \n");
        prompt.turns = {{Role::User, "Hi"}, {Role::Assistant, ""}, {Role::User, "Why?"}};
    };

    const QString anthropic = QStringLiteral("anthropic");
    QTest::newRow("anthropic, plain")
        << anthropic << nothing
        << QByteArray(
               R"({"model":"m","max_tokens":8192,"stream":true,"messages":[{"role":"user","content":"Why?"}]})");
    QTest::newRow("anthropic, all")
        << anthropic << everything
        << QByteArray(
               R"({"model":"m","max_tokens":500,"stream":false,"system":"Be brief.","messages":[
            {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello."},{"role":"user","content":"Why?"}]})");
    QTest::newRow("anthropic, prefill")
        << anthropic << prefill
        << QByteArray(
               R"({"model":"m","max_tokens":8192,"stream":true,"messages":[{"role":"user","content":"Why?"},
            {"role":"assistant","content":"Because"}]})");
    QTest::newRow("anthropic, empty turns")
        << anthropic << emptyTurns
        << QByteArray(
               R"({"model":"m","max_tokens":8192,"stream":true,"messages":[{"role":"user","content":"Hi\n\nWhy?"}]})");

    const QString openAi = QStringLiteral("openai-chat");
    QTest::newRow("openai, plain")
        << openAi << nothing
        << QByteArray(
               R"({"model":"m","stream":true,"stream_options":{"include_usage":true},
            "messages":[{"role":"user","content":"Why?"}]})");
    QTest::newRow("openai, all")
        << openAi << everything
        << QByteArray(
               R"({"model":"m","stream":false,"max_tokens":500,"reasoning_effort":"medium","messages":[
            {"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},
            {"role":"assistant","content":"Hello."},{"role":"user","content":"Why?"}]})");
    QTest::newRow("openai, no thinking")
        << openAi << Change([](Prompt& prompt) {
               prompt.effort = Effort::Off;
               prompt.thinkingMode = QStringLiteral("effort");
           })
        << QByteArray(
               R"({"model":"m","stream":true,"stream_options":{"include_usage":true},"reasoning_effort":"none",
            "messages":[{"role":"user","content":"Why?"}]})");
    QTest::newRow("openai, a model that can't think")
        << openAi << Change([](Prompt& prompt) {
               prompt.effort = Effort::High;
               prompt.thinkingMode = QStringLiteral("none");
           })
        << QByteArray(
               R"({"model":"m","stream":true,"stream_options":{"include_usage":true},
            "messages":[{"role":"user","content":"Why?"}]})");
    QTest::newRow("openai, a budget is an effort")
        << openAi << Change([](Prompt& prompt) { prompt.thinkingBudget = 20'000; })
        << QByteArray(
               R"({"model":"m","stream":true,"stream_options":{"include_usage":true},"reasoning_effort":"high",
            "messages":[{"role":"user","content":"Why?"}]})");
    QTest::newRow("openai, prefill")
        << openAi << prefill
        << QByteArray(
               R"({"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[
            {"role":"user","content":"Why?"},{"role":"assistant","content":"Because"}]})");

    const QString ollama = QStringLiteral("ollama");
    QTest::newRow("ollama, plain")
        << ollama << nothing
        << QByteArray(R"({"model":"m","stream":true,"messages":[{"role":"user","content":"Why?"}]})");
    QTest::newRow("ollama, all")
        << ollama << everything
        << QByteArray(
               R"({"model":"m","stream":false,"think":true,"options":{"num_predict":500},"messages":[
            {"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},
            {"role":"assistant","content":"Hello."},{"role":"user","content":"Why?"}]})");
    QTest::newRow("ollama, no thinking")
        << ollama << Change([](Prompt& prompt) { prompt.effort = Effort::Off; })
        << QByteArray(
               R"({"model":"m","stream":true,"think":false,"messages":[{"role":"user","content":"Why?"}]})");
    QTest::newRow("ollama, prefill")
        << ollama << prefill
        << QByteArray(
               R"({"model":"m","stream":true,"messages":[{"role":"user","content":"Why?"},
            {"role":"assistant","content":"Because"}]})");
}

void TestDialectRequests::writesTheBody() {
    QFETCH(const QString, dialect);
    QFETCH(const Change, change);
    QFETCH(const QByteArray, body);
    Prompt prompt = question();
    change(prompt);
    const HttpRequest request = makeDialect(dialect)->request(prompt, at("http://127.0.0.1:9"));
    QCOMPARE(canonical(request.body), canonical(body));
    QVERIFY(request.method == HttpRequest::Method::Post);
}

void TestDialectRequests::asksClaudeToThinkAsItsModelTakesIt_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<Change>("change");
    // Of the body: thinking, output_config and max_tokens.
    QTest::addColumn<QByteArray>("part");

    const auto row = [](const char* name, const char* model, const char* mode, std::optional<Effort> effort,
                        std::optional<int> budget, std::optional<int> limit, const char* part) {
        QTest::newRow(name) << QString::fromLatin1(model) << Change([=](Prompt& prompt) {
            prompt.thinkingMode = QString::fromLatin1(mode);
            prompt.effort = effort;
            prompt.thinkingBudget = budget;
            prompt.maxTokens = limit;
        }) << QByteArray(part);
    };
    constexpr auto none = std::nullopt;
    constexpr const char* plain = R"({"max_tokens":8192})";
    constexpr const char* shown =
        R"({"max_tokens":8192,"thinking":{"type":"adaptive","display":"summarized"}})";
    row("by name, new: its own way, shown", "claude-opus-5", "", none, none, none, shown);
    row("by name, 4.6: its own default, off", "claude-opus-4-6", "", none, none, none, plain);
    row("by name, 4.8: asked", "claude-opus-4-8", "", Effort::High, none, none,
        R"({"max_tokens":8192,"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"high"}})");
    row("by name, 4.5: a budget", "claude-haiku-4-5-20251001", "", Effort::Low, none, none,
        R"({"max_tokens":10240,"thinking":{"type":"enabled","budget_tokens":2048,"display":"summarized"}})");
    row("by name, 3.7", "claude-3-7-sonnet-20250219", "", none, 5000, none,
        R"({"max_tokens":13192,"thinking":{"type":"enabled","budget_tokens":5000,"display":"summarized"}})");
    row("by name, 4 with a date", "claude-opus-4-20250514", "", Effort::Low, none, none,
        R"({"max_tokens":10240,"thinking":{"type":"enabled","budget_tokens":2048,"display":"summarized"}})");
    row("4.5 off", "claude-sonnet-4-5", "", Effort::Off, none, none, plain);
    row("the budget leaves room for the answer", "claude-sonnet-4-5", "enabled", Effort::High, none, 4000,
        R"({"max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000,"display":"summarized"}})");
    row("no room for a budget", "claude-sonnet-4-5", "enabled", Effort::High, none, 1500,
        R"({"max_tokens":1500})");
    row("a number goes as it is", "claude-sonnet-4-5", "enabled", none, 3000, 4000,
        R"({"max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":3000,"display":"summarized"}})");
    row("a budget that is too small", "claude-sonnet-4-5", "enabled", none, 10, none,
        R"({"max_tokens":9216,"thinking":{"type":"enabled","budget_tokens":1024,"display":"summarized"}})");
    row("adaptive off", "claude-opus-5", "adaptive", Effort::Off, none, none,
        R"({"max_tokens":8192,"thinking":{"type":"disabled"}})");
    row("adaptive takes no budget", "claude-sonnet-5", "adaptive", none, 6000, none,
        R"({"max_tokens":8192,"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"medium"}})");
    row("always on", "claude-opus-5-5", "always", none, none, none, shown);
    row("always on can't be off", "claude-opus-5-5", "always", Effort::Off, none, none,
        R"({"max_tokens":8192,"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"}})");
    row("none", "claude-opus-5", "none", Effort::High, none, none, plain);
    row("another model of this API", "qwen3", "", none, none, none, plain);
}

void TestDialectRequests::asksClaudeToThinkAsItsModelTakesIt() {
    QFETCH(const QString, model);
    QFETCH(const Change, change);
    QFETCH(const QByteArray, part);
    Prompt prompt = question(model);
    change(prompt);
    const auto request = makeDialect(u"anthropic")->request(prompt, at("http://127.0.0.1:9"));
    QJsonObject body = QJsonDocument::fromJson(request.body).object();
    for (const char* const field : {"model", "messages", "stream"}) {
        body.remove(QLatin1String(field));
    }
    QCOMPARE(QJsonDocument(body).toJson(QJsonDocument::Compact), canonical(part));
}

void TestDialectRequests::appendsItsPathToTheBaseUrl_data() {
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("chat");
    QTest::addColumn<QString>("list");
    const auto row = [](const char* dialect, const char* base, const char* chat, const char* list) {
        QTest::newRow(base) << QString::fromLatin1(dialect) << QString::fromLatin1(base)
                            << QString::fromLatin1(chat) << QString::fromLatin1(list);
    };
    row("anthropic", "https://a.example", "https://a.example/v1/messages",
        "https://a.example/v1/models?limit=1000");
    row("anthropic", "https://a.example/v1/", "https://a.example/v1/messages",
        "https://a.example/v1/models?limit=1000");
    row("anthropic", "https://a.example/skin", "https://a.example/skin/v1/messages",
        "https://a.example/skin/v1/models?limit=1000");
    row("openai-chat", "https://b.example/v1", "https://b.example/v1/chat/completions",
        "https://b.example/v1/models");
    row("openai-chat", "https://b.example/", "https://b.example/chat/completions",
        "https://b.example/models");
    row("openai-chat", "https://b.example/o?api-version=1",
        "https://b.example/o/chat/completions?api-version=1", "https://b.example/o/models?api-version=1");
    row("ollama", "http://127.0.0.1:11434", "http://127.0.0.1:11434/api/chat",
        "http://127.0.0.1:11434/api/tags");
}

void TestDialectRequests::appendsItsPathToTheBaseUrl() {
    QFETCH(const QString, dialect);
    QFETCH(const QString, base);
    QFETCH(const QString, chat);
    QFETCH(const QString, list);
    const auto speaker = makeDialect(dialect);
    QCOMPARE(speaker->request(question(), at(base)).url.toString(), chat);
    const auto listing = speaker->listRequest(at(base));
    QVERIFY(listing.has_value());
    QCOMPARE(listing->url.toString(), list);
    QVERIFY(listing->method == HttpRequest::Method::Get);
    QVERIFY(listing->body.isEmpty());
}

void TestDialectRequests::asksForAStreamWithoutCompression() {
    const auto names = dialectNames();
    for (const QString& name : names) {
        Prompt prompt = question();
        const auto streamed = makeDialect(name)->request(prompt, at("http://127.0.0.1:9"));
        QCOMPARE(header(streamed, "Accept"),
                 name == u"ollama" ? QByteArray("application/x-ndjson") : QByteArray("text/event-stream"));
        QCOMPARE(header(streamed, "Accept-Encoding"), QByteArray("identity"));
        QCOMPARE(header(streamed, "Content-Type"), QByteArray("application/json"));
        QCOMPARE(header(streamed, "anthropic-version"),
                 name == u"anthropic" ? QByteArray("2023-06-01") : QByteArray("(none)"));
        prompt.stream = false;
        QCOMPARE(header(makeDialect(name)->request(prompt, at("http://127.0.0.1:9")), "Accept"),
                 QByteArray("application/json"));
    }
}

void TestDialectRequests::putsNoKeyIntoTheRequest() {
    const auto names = dialectNames();
    for (const QString& name : names) {
        const auto dialect = makeDialect(name);
        const Endpoint endpoint = at("http://127.0.0.1:9");
        const auto chat = dialect->request(question(), endpoint);
        const auto list = dialect->listRequest(endpoint);
        QVERIFY(list.has_value());
        QVERIFY(chat.credential == endpoint.credential);
        QVERIFY(list->credential == endpoint.credential);
        QCOMPARE(header(chat, "x-api-key"), QByteArray("(none)"));
    }
}

void TestDialectRequests::sendsNoHalfOfASurrogatePair() {
    const auto names = dialectNames();
    for (const QString& name : names) {
        Prompt prompt = question();
        prompt.turns.front().text =
            QStringLiteral("\\ud83d ") + QChar(0xD83D) + QStringLiteral("! \U0001F30A");
        const QByteArray body = makeDialect(name)->request(prompt, at("http://127.0.0.1:9/v1")).body;
        // What the user wrote stands there with two backslashes.
        QVERIFY2(body.contains("\\\\ud83d \\ufffd! \xF0\x9F\x8C\x8A"), body.constData());
    }
}

void TestDialectRequests::leavesOutWhatTheServerRefused() {
    Prompt prompt = question();
    prompt.effort = Effort::High;
    prompt.omittedFields = {"reasoning_effort", "stream_options.include_usage", "messages[0].content",
                            "think"};
    QCOMPARE(canonical(makeDialect(u"openai-chat")->request(prompt, at("http://127.0.0.1:9")).body),
             canonical(R"({"model":"m","stream":true,"messages":[{"role":"user","content":"Why?"}]})"));
    QCOMPARE(canonical(makeDialect(u"ollama")->request(prompt, at("http://127.0.0.1:9")).body),
             canonical(R"({"model":"m","stream":true,"messages":[{"role":"user","content":"Why?"}]})"));
}

void TestDialectRequests::namesTheTokenLimitAsTheEndpointDoes() {
    const auto limitField = [](const Prompt& prompt, const QString& field) {
        Endpoint endpoint = at("http://127.0.0.1:9");
        endpoint.quirks.tokenLimitField = field;
        const auto body = makeDialect(u"openai-chat")->request(prompt, endpoint).body;
        return QJsonDocument::fromJson(body).object().keys().filter("max_").join(u',');
    };
    Prompt prompt = question();
    QCOMPARE(limitField(prompt, ""), QString());
    prompt.maxTokens = 7;
    QCOMPARE(limitField(prompt, ""), QStringLiteral("max_tokens"));
    QCOMPARE(limitField(prompt, "max_completion_tokens"), QStringLiteral("max_completion_tokens"));
    prompt.omittedFields = {"max_tokens"};
    QCOMPARE(limitField(prompt, ""), QStringLiteral("max_completion_tokens"));
    prompt.omittedFields = {"max_tokens", "max_completion_tokens"};
    QCOMPARE(limitField(prompt, ""), QString());
}

void TestDialectRequests::leavesOutStreamOptionsWhereTheyAreRefused() {
    Endpoint endpoint = at("http://127.0.0.1:9");
    endpoint.quirks.streamOptions = false;
    QVERIFY(!makeDialect(u"openai-chat")->request(question(), endpoint).body.contains("stream_options"));
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestDialectRequests)
#include "tst_dialect_requests.moc"
