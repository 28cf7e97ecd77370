// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Catalog.h"
#include "providers/Dialect.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

namespace rivulet::providers {

namespace {

using domain::Attachment;
using domain::Effort;
using domain::Endpoint;
using domain::Prompt;
using domain::Role;

Prompt question() {
    Prompt prompt;
    prompt.model = QStringLiteral("m");
    prompt.turns = {{Role::User, QStringLiteral("Why?")}};
    return prompt;
}

Prompt continued() {
    Prompt prompt = question();
    prompt.turns.push_back({Role::Assistant, QStringLiteral("Because \n")});
    prompt.continuesLastTurn = true;
    return prompt;
}

Endpoint at(const char* url) {
    Endpoint endpoint;
    endpoint.dialect = QStringLiteral("openai-chat");
    endpoint.baseUrl = QUrl(QString::fromLatin1(url));
    return endpoint;
}

std::unique_ptr<Dialect> chat() {
    return makeDialect(u"openai-chat");
}

QJsonObject bodyOf(const Prompt& prompt, const Endpoint& endpoint) {
    return QJsonDocument::fromJson(chat()->request(prompt, endpoint).body).object();
}

QByteArray compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Of the body: all but model, messages and stream.
QByteArray extrasOf(const Prompt& prompt, Endpoint endpoint) {
    endpoint.quirks.streamOptions = false;
    QJsonObject body = bodyOf(prompt, endpoint);
    for (const char* const field : {"model", "messages", "stream"}) {
        body.remove(QLatin1String(field));
    }
    return compact(body);
}

QByteArray headerOf(const HttpRequest& request, const QByteArray& name) {
    QByteArrayList values;
    for (const auto& header : request.headers) {
        if (header.first == name) {
            values.append(header.second);
        }
    }
    return values.isEmpty() ? QByteArray("(none)") : values.join('|');
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// As the table that we ship has it.
Endpoint shipped(const char* id) {
    const auto catalog = Catalog::parse(contentOf(QStringLiteral(RIVULET_SOURCE "/resources/providers.json")),
                                        R"({"models":[]})");
    return catalog.ok() ? catalog.value().endpoint(QString::fromLatin1(id)).value_or(Endpoint{}) : Endpoint{};
}

} // namespace

class TestOpenAiChatQuirks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksForThinkingByStyle_data();
    void asksForThinkingByStyle();
    void asksForNoThinkingWhereNoneIs();
    void sendsSamplingOnlyWhereSet();
    void sendsFilesAsParts();
    void goesOnByPrefill_data();
    void goesOnByPrefill();
    void choosesTheWayToGoOnByQuirk();
    void placesPathsLikeLinks_data();
    void placesPathsLikeLinks();
    void asksToBeToldOfProgress();
    void sendsTheHeadersOfTheTable();
    void namesTheAnswerForServersThatKeepIt();
    void resumesAndStopsByName();
    void goesOnInsideThinking();
    void goesOnInsideACall();
    void resumesNowhereElse();
    void asksWhetherAServerIsReady();
    void asksOurTablesServersInTheirWay_data();
    void asksOurTablesServersInTheirWay();
};

void TestOpenAiChatQuirks::asksForThinkingByStyle_data() {
    QTest::addColumn<QString>("style");
    QTest::addColumn<QByteArray>("off");
    QTest::addColumn<QByteArray>("high");
    QTest::addColumn<QByteArray>("budget");
    const auto row = [](const char* style, const char* off, const char* high, const char* budget) {
        QTest::newRow(*style == '\0' ? "(usual)" : style)
            << QString::fromLatin1(style) << QByteArray(off) << QByteArray(high) << QByteArray(budget);
    };
    constexpr const char* none = R"({"reasoning_effort":"none"})";
    constexpr const char* high = R"({"reasoning_effort":"high"})";
    constexpr const char* low = R"({"reasoning_effort":"low"})";
    row("", none, high, low);
    row("effort", none, high, low);
    row("reasoning", R"({"reasoning":{"enabled":false}})", R"({"reasoning":{"effort":"high"}})",
        R"({"reasoning":{"max_tokens":2000}})");
    row("thinking", R"({"thinking":{"type":"disabled"}})",
        R"({"reasoning_effort":"high","thinking":{"type":"enabled"}})",
        R"({"reasoning_effort":"low","thinking":{"type":"enabled"}})");
    row("template", R"({"chat_template_kwargs":{"enable_thinking":false}})",
        R"({"chat_template_kwargs":{"enable_thinking":true}})",
        R"({"chat_template_kwargs":{"enable_thinking":true}})");
    row("format", none, R"({"reasoning_effort":"high","reasoning_format":"parsed"})",
        R"({"reasoning_effort":"low","reasoning_format":"parsed"})");
    row("google", R"({"extra_body":{"google":{"thinking_config":{"thinking_budget":0}}}})",
        R"({"extra_body":{"google":{"thinking_config":{"include_thoughts":true,"thinking_level":"high"}}}})",
        R"({"extra_body":{"google":{"thinking_config":{"include_thoughts":true,"thinking_budget":2000}}}})");
    row("none", "{}", "{}", "{}");
}

void TestOpenAiChatQuirks::asksForThinkingByStyle() {
    QFETCH(const QString, style);
    QFETCH(const QByteArray, off);
    QFETCH(const QByteArray, high);
    QFETCH(const QByteArray, budget);
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.thinkingStyle = style;
    Prompt prompt = question();
    QCOMPARE(extrasOf(prompt, endpoint), QByteArray("{}"));
    prompt.effort = Effort::Off;
    QCOMPARE(extrasOf(prompt, endpoint), off);
    prompt.effort = Effort::High;
    QCOMPARE(extrasOf(prompt, endpoint), high);
    prompt.effort.reset();
    prompt.thinkingBudget = 2000;
    QCOMPARE(extrasOf(prompt, endpoint), budget);
}

void TestOpenAiChatQuirks::asksForNoThinkingWhereNoneIs() {
    for (const char* const style : {"", "reasoning", "thinking", "template", "format", "google"}) {
        Endpoint endpoint = at("http://127.0.0.1:9/v1");
        endpoint.quirks.thinkingStyle = QString::fromLatin1(style);
        Prompt prompt = question();
        prompt.effort = Effort::High;
        prompt.thinkingMode = QStringLiteral("none");
        QCOMPARE(extrasOf(prompt, endpoint), QByteArray("{}"));
    }
    // What was refused before is left out, whole.
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.thinkingStyle = QStringLiteral("template");
    Prompt prompt = question();
    prompt.effort = Effort::High;
    prompt.omittedFields = {QStringLiteral("chat_template_kwargs.enable_thinking")};
    QCOMPARE(extrasOf(prompt, endpoint), QByteArray("{}"));
}

void TestOpenAiChatQuirks::sendsSamplingOnlyWhereSet() {
    Prompt prompt = question();
    prompt.temperature = 0.0;
    QCOMPARE(extrasOf(prompt, at("http://127.0.0.1:9")), QByteArray(R"({"temperature":0})"));
    prompt.topP = 0.5;
    prompt.omittedFields = {QStringLiteral("temperature")};
    QCOMPARE(extrasOf(prompt, at("http://127.0.0.1:9")), QByteArray(R"({"top_p":0.5})"));
    // Switches of another protocol's header are nothing here.
    prompt.betas = {QStringLiteral("beta-1")};
    const auto request = chat()->request(prompt, at("http://127.0.0.1:9"));
    QVERIFY(!request.body.contains("beta-1"));
    QVERIFY(std::ranges::none_of(request.headers,
                                 [](const auto& header) { return header.second.contains("beta-1"); }));
}

void TestOpenAiChatQuirks::sendsFilesAsParts() {
    Prompt prompt = question();
    prompt.turns.front().attachments = {
        {Attachment::Kind::Image, QStringLiteral("cloud.png"), "image/png", "\x89PNG"},
        {Attachment::Kind::Pdf, QStringLiteral("rain.pdf"), "application/pdf", "%PDF"},
        {Attachment::Kind::Text, QStringLiteral("a\"b%1.txt"), "text/plain", "\xef\xbb\xbfHail %2"},
    };
    const auto content =
        bodyOf(prompt, at("http://127.0.0.1:9")).value(u"messages").toArray().at(0)[u"content"];
    const QByteArray expected = R"([
        {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}},
        {"type":"file","file":{"filename":"rain.pdf","file_data":"data:application/pdf;base64,JVBERg=="}},
        {"type":"text","text":"<file name=\"ab%1.txt\">\nHail %2\n</file>"},
        {"type":"text","text":"Why?"}])";
    QCOMPARE(content.toArray(), QJsonDocument::fromJson(expected).array());
    // A text alone stays a text.
    QVERIFY(bodyOf(question(), at("http://127.0.0.1:9"))
                .value(u"messages")
                .toArray()
                .at(0)[u"content"]
                .isString());
}

void TestOpenAiChatQuirks::goesOnByPrefill_data() {
    QTest::addColumn<QString>("prefill");
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<QByteArray>("extras");
    constexpr const char* plain = R"({"content":"Because","role":"assistant"})";
    QTest::newRow("(none)") << QString() << QByteArray(plain) << QByteArray("{}");
    QTest::newRow("trailing") << QStringLiteral("trailing") << QByteArray(plain) << QByteArray("{}");
    QTest::newRow("prefix") << QStringLiteral("prefix")
                            << QByteArray(R"({"content":"Because","prefix":true,"role":"assistant"})")
                            << QByteArray("{}");
    QTest::newRow("final_message") << QStringLiteral("final_message") << QByteArray(plain)
                                   << QByteArray(
                                          R"({"add_generation_prompt":false,"continue_final_message":true})");
}

void TestOpenAiChatQuirks::goesOnByPrefill() {
    QFETCH(const QString, prefill);
    QFETCH(const QByteArray, last);
    QFETCH(const QByteArray, extras);
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.prefill = prefill;
    endpoint.quirks.prefillPath = QStringLiteral("/beta/chat/completions");
    QCOMPARE(compact(bodyOf(continued(), endpoint).value(u"messages").toArray().last().toObject()), last);
    QCOMPARE(extrasOf(continued(), endpoint), extras);
    QCOMPARE(chat()->request(continued(), endpoint).url, QUrl("http://127.0.0.1:9/beta/chat/completions"));
    // A turn that is not gone on with is as ever.
    QCOMPARE(extrasOf(question(), endpoint), QByteArray("{}"));
    QCOMPARE(chat()->request(question(), endpoint).url, QUrl("http://127.0.0.1:9/v1/chat/completions"));
    // An answer that has begun has its thinking behind it.
    endpoint.quirks.thinkingStyle = QStringLiteral("template");
    QVERIFY(extrasOf(continued(), endpoint).contains(R"("enable_thinking":false)"));
    Prompt thinking = continued();
    thinking.effort = Effort::High;
    QVERIFY(extrasOf(thinking, endpoint).contains(R"("enable_thinking":false)"));
}

void TestOpenAiChatQuirks::choosesTheWayToGoOnByQuirk() {
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    QVERIFY(chat()->continuationWay(question(), endpoint) == Dialect::Way::Instruction);
    for (const char* const prefill : {"trailing", "prefix", "final_message"}) {
        endpoint.quirks.prefill = QString::fromLatin1(prefill);
        QVERIFY(chat()->continuationWay(question(), endpoint) == Dialect::Way::Prefill);
    }
}

void TestOpenAiChatQuirks::placesPathsLikeLinks_data() {
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("url");
    const auto row = [](const char* base, const char* path, const char* url) {
        QTest::newRow(url) << QString::fromLatin1(base) << QString::fromLatin1(path)
                           << QString::fromLatin1(url);
    };
    row("http://127.0.0.1:9/v1", "list", "http://127.0.0.1:9/v1/list?v=1");
    row("http://127.0.0.1:9/v1/", "list", "http://127.0.0.1:9/v1/list?v=1");
    row("http://127.0.0.1:9/a/v1", "../list", "http://127.0.0.1:9/a/list?v=1");
    row("http://127.0.0.1:9", "../list", "http://127.0.0.1:9/list?v=1");
    row("http://127.0.0.1:9/a/v1", "/list", "http://127.0.0.1:9/list?v=1");
    row("http://127.0.0.1:9/v1?x=y%26z", "list", "http://127.0.0.1:9/v1/list?x=y%26z&v=1");
    row("http://127.0.0.1:9/v1?v=7", "list", "http://127.0.0.1:9/v1/list?v=7");
    // Nothing that could be another host, whoever wrote it.
    row("http://127.0.0.1:9/v1", "//evil.example/list", "http://127.0.0.1:9//evil.example/list?v=1");
    row("http://127.0.0.1:9/v1", "https://evil.example/l",
        "http://127.0.0.1:9/v1/https://evil.example/l?v=1");
}

void TestOpenAiChatQuirks::placesPathsLikeLinks() {
    QFETCH(const QString, base);
    QFETCH(const QString, path);
    QFETCH(const QString, url);
    Endpoint endpoint = at("");
    endpoint.baseUrl = QUrl(base);
    endpoint.quirks.listPath = path;
    endpoint.quirks.query = QStringLiteral("v=1");
    const auto list = chat()->listRequest(endpoint);
    QVERIFY(list.has_value());
    QCOMPARE(list->url.host(), QStringLiteral("127.0.0.1"));
    if (!path.contains(u"evil")) {
        QCOMPARE(list->url.toString(QUrl::FullyEncoded), url);
    }
}

void TestOpenAiChatQuirks::asksToBeToldOfProgress() {
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.progressField = QStringLiteral("return_progress");
    QCOMPARE(extrasOf(question(), endpoint), QByteArray(R"({"return_progress":true})"));
    Prompt whole = question();
    whole.stream = false;
    QCOMPARE(extrasOf(whole, endpoint), QByteArray("{}"));
}

void TestOpenAiChatQuirks::sendsTheHeadersOfTheTable() {
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.headers = {{"X-Title", "Rivulet"}};
    endpoint.quirks.query = QStringLiteral("v=1");
    const auto request = chat()->request(question(), endpoint);
    QCOMPARE(headerOf(request, "X-Title"), QByteArray("Rivulet")); // once
    QCOMPARE(request.url.query(), QStringLiteral("v=1"));
    QCOMPARE(headerOf(*chat()->listRequest(endpoint), "X-Title"), QByteArray("Rivulet"));
}

void TestOpenAiChatQuirks::namesTheAnswerForServersThatKeepIt() {
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.sessionHeader = "X-Conversation-Id";
    Prompt prompt = question();
    const auto header = [&] { return headerOf(chat()->request(prompt, endpoint), "X-Conversation-Id"); };
    QCOMPARE(header(), QByteArray("(none)"));
    prompt.session = QStringLiteral("a-1_b.c~2");
    QCOMPARE(header(), QByteArray("a-1_b.c~2"));
    prompt.session = QStringLiteral("ü\r\nX: y");
    QCOMPARE(header(), QByteArray("%C3%BC%0D%0AX%3A%20y"));
    prompt.stream = false;
    QCOMPARE(header(), QByteArray("(none)"));
}

void TestOpenAiChatQuirks::resumesAndStopsByName() {
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.sessionHeader = "X-Conversation-Id";
    endpoint.quirks.headers = {{"X-Title", "Rivulet"}};
    endpoint.credential = {"Authorization", "Bearer "};
    Prompt prompt = question();
    QVERIFY(!chat()->resumePoint(prompt, endpoint));
    prompt.session = QStringLiteral("a b");
    auto point = chat()->resumePoint(prompt, endpoint);
    QVERIFY(point.has_value());
    QCOMPARE(point->id, QStringLiteral("a%20b")); // as the header has it
    point->bytes = 1234;
    const auto resumed = chat()->resumeRequest(prompt, endpoint, *point);
    QVERIFY(resumed.has_value());
    QVERIFY(resumed->method == HttpRequest::Method::Get);
    QCOMPARE(resumed->url.toString(QUrl::FullyEncoded),
             QStringLiteral("http://127.0.0.1:9/v1/stream?conv_id=a%2520b&from=1234"));
    QCOMPARE(headerOf(*resumed, "Accept"), QByteArray("text/event-stream"));
    QCOMPARE(headerOf(*resumed, "Accept-Encoding"), QByteArray("identity"));
    QCOMPARE(headerOf(*resumed, "X-Title"), QByteArray("Rivulet"));
    QVERIFY(resumed->credential == endpoint.credential);
    QVERIFY(resumed->body.isEmpty());
    const auto cancelled = chat()->cancelRequest(endpoint, *point);
    QVERIFY(cancelled.has_value());
    QVERIFY(cancelled->method == HttpRequest::Method::Delete);
    QCOMPARE(cancelled->url.toString(QUrl::FullyEncoded),
             QStringLiteral("http://127.0.0.1:9/v1/stream?conv_id=a%2520b"));
    endpoint.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:9"));
    QCOMPARE(chat()->cancelRequest(endpoint, *point)->url.path(), QStringLiteral("/v1/stream"));
}

/// What follows a drop inside of thinking is thinking still, though another object reads it.
void TestOpenAiChatQuirks::goesOnInsideThinking() {
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.sessionHeader = "X-Conversation-Id";
    Prompt prompt = question();
    prompt.session = QStringLiteral("s");
    const auto frame = [](const char* text) {
        const QJsonObject delta{{QStringLiteral("content"), QString::fromUtf8(text)}};
        const QJsonObject choice{{QStringLiteral("delta"), delta}};
        return wire::Frame{{},
                           compact({{QStringLiteral("id"), QStringLiteral("c")},
                                    {QStringLiteral("choices"), QJsonArray{choice}}}),
                           {}};
    };
    std::vector<domain::StreamEvent> events;
    const auto first = chat();
    first->read(frame("<think>One </th"), events);
    auto point = first->resumePoint(prompt, endpoint);
    QVERIFY(point.has_value());
    point->bytes = 10;
    const auto second = chat();
    second->resumeAt(*point);
    second->read(frame("ree</think>Four"), events);
    const std::vector<domain::StreamEvent> expected{
        domain::Started{QStringLiteral("c"), {}}, domain::ThinkingDelta{QStringLiteral("One "), false},
        domain::ThinkingDelta{QStringLiteral("</three"), false}, domain::TextDelta{QStringLiteral("Four")}};
    QVERIFY(events == expected);
}

/// And so is a call of a tool, by the id that only its first piece told.
void TestOpenAiChatQuirks::goesOnInsideACall() {
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.sessionHeader = "X-Conversation-Id";
    Prompt prompt = question();
    prompt.session = QStringLiteral("s");
    const auto frame = [](const char* call) {
        return wire::Frame{
            {}, QByteArray(R"({"id":"c","choices":[{"delta":{"tool_calls":[)") + call + "]}}]}", {}};
    };
    std::vector<domain::StreamEvent> events;
    const auto first = chat();
    first->read(frame(R"({"index":0,"id":"call_7","function":{"name":"look","arguments":"{\"a"}})"), events);
    auto point = first->resumePoint(prompt, endpoint);
    QVERIFY(point.has_value());
    point->bytes = 10;
    const auto second = chat();
    second->resumeAt(*point);
    second->read(frame(R"({"index":0,"function":{"arguments":"\":1}"}})"), events);
    using domain::ToolActivity;
    const std::vector<domain::StreamEvent> expected{
        domain::Started{QStringLiteral("c"), {}},
        ToolActivity{QStringLiteral("call_7"),
                     QStringLiteral("look"),
                     ToolActivity::State::Running,
                     QStringLiteral("{\"a"),
                     {}},
        ToolActivity{
            QStringLiteral("call_7"), {}, ToolActivity::State::Running, QStringLiteral("\":1}"), {}}};
    QVERIFY(events == expected);
}

void TestOpenAiChatQuirks::resumesNowhereElse() {
    const Endpoint endpoint = at("http://127.0.0.1:9/v1");
    Prompt prompt = question();
    prompt.session = QStringLiteral("s");
    const ResumePoint point{QStringLiteral("s"), {}, 5};
    QVERIFY(!chat()->resumePoint(prompt, endpoint));
    QVERIFY(!chat()->resumeRequest(prompt, endpoint, point));
    QVERIFY(!chat()->cancelRequest(endpoint, point));
    QVERIFY(!chat()->pollRequest(endpoint, point));
    QVERIFY(!chat()->readyRequest(endpoint));
    Endpoint keeping = endpoint;
    keeping.quirks.sessionHeader = "X-Conversation-Id";
    QVERIFY(!chat()->resumeRequest(prompt, keeping, {}));
    QVERIFY(!chat()->cancelRequest(keeping, {}));
}

void TestOpenAiChatQuirks::asksWhetherAServerIsReady() {
    Endpoint endpoint = at("http://127.0.0.1:9/v1");
    endpoint.quirks.healthPath = QStringLiteral("../health");
    const auto ready = chat()->readyRequest(endpoint);
    QVERIFY(ready.has_value());
    QVERIFY(ready->method == HttpRequest::Method::Get);
    QCOMPARE(ready->url, QUrl(QStringLiteral("http://127.0.0.1:9/health")));
}

void TestOpenAiChatQuirks::asksOurTablesServersInTheirWay_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QString>("base"); // where the table has none
    QTest::addColumn<QString>("chatUrl");
    QTest::addColumn<QString>("listUrl");
    QTest::addColumn<QString>("continueUrl");
    QTest::addColumn<QByteArray>("extras"); // for 100 tokens and much thinking
    const auto row = [](const char* id, const char* base, const char* chatUrl, const char* listUrl,
                        const char* extras, const char* continueUrl = "") {
        QTest::newRow(id) << QByteArray(id) << QString::fromLatin1(base) << QString::fromLatin1(chatUrl)
                          << QString::fromLatin1(listUrl)
                          << QString::fromLatin1(*continueUrl == '\0' ? chatUrl : continueUrl)
                          << QByteArray(extras);
    };
    row("openai", "", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1/models",
        R"({"max_completion_tokens":100,"reasoning_effort":"high"})");
    row("openrouter", "", "https://openrouter.ai/api/v1/chat/completions",
        "https://openrouter.ai/api/v1/models", R"({"max_tokens":100,"reasoning":{"effort":"high"}})");
    row("deepseek", "", "https://api.deepseek.com/chat/completions", "https://api.deepseek.com/models",
        R"({"max_tokens":100,"reasoning_effort":"high","thinking":{"type":"enabled"}})",
        "https://api.deepseek.com/beta/chat/completions");
    row("groq", "", "https://api.groq.com/openai/v1/chat/completions",
        "https://api.groq.com/openai/v1/models",
        R"({"max_tokens":100,"reasoning_effort":"high","reasoning_format":"parsed"})");
    row("mistral", "", "https://api.mistral.ai/v1/chat/completions", "https://api.mistral.ai/v1/models",
        R"({"max_tokens":100,"reasoning_effort":"high"})");
    row("azure", "https://r.openai.azure.com/openai/v1",
        "https://r.openai.azure.com/openai/v1/chat/completions",
        "https://r.openai.azure.com/openai/v1/models",
        R"({"max_completion_tokens":100,"reasoning_effort":"high"})");
    row("azure-classic", "https://r.openai.azure.com/openai",
        "https://r.openai.azure.com/openai/deployments/a%2Fm%3F/chat/completions?api-version=2024-10-21",
        "https://r.openai.azure.com/openai/models?api-version=2024-10-21",
        R"({"max_completion_tokens":100,"reasoning_effort":"high"})");
    row("gemini-openai", "", "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions",
        "https://generativelanguage.googleapis.com/v1beta/openai/models",
        R"({"extra_body":{"google":{"thinking_config":{"include_thoughts":true,"thinking_level":"high"}}},"max_tokens":100})");
    row("vllm", "", "http://127.0.0.1:8000/v1/chat/completions", "http://127.0.0.1:8000/v1/models",
        R"({"chat_template_kwargs":{"enable_thinking":true},"max_tokens":100})");
    row("llamacpp", "", "http://127.0.0.1:8080/v1/chat/completions", "http://127.0.0.1:8080/v1/models",
        R"({"chat_template_kwargs":{"enable_thinking":true},"max_tokens":100,"return_progress":true})");
    row("lmstudio", "", "http://127.0.0.1:1234/v1/chat/completions", "http://127.0.0.1:1234/api/v1/models",
        R"({"max_tokens":100,"reasoning_effort":"high"})");
    row("ollama-openai", "", "http://127.0.0.1:11434/v1/chat/completions", "http://127.0.0.1:11434/v1/models",
        R"({"max_tokens":100,"reasoning_effort":"high"})");
}

void TestOpenAiChatQuirks::asksOurTablesServersInTheirWay() {
    QFETCH(const QByteArray, id);
    QFETCH(const QString, base);
    QFETCH(const QString, chatUrl);
    QFETCH(const QString, listUrl);
    QFETCH(const QString, continueUrl);
    QFETCH(const QByteArray, extras);
    Endpoint endpoint = shipped(id.constData());
    QCOMPARE(endpoint.dialect, QStringLiteral("openai-chat"));
    if (!base.isEmpty()) {
        QVERIFY(endpoint.baseUrl.isEmpty());
        QVERIFY(!endpoint.problem().isEmpty());
        endpoint.baseUrl = QUrl(base);
    }
    QCOMPARE(endpoint.problem(), QString());
    Prompt prompt = question();
    prompt.model = QStringLiteral("a/m?");
    prompt.maxTokens = 100;
    prompt.effort = Effort::High;
    QCOMPARE(chat()->request(prompt, endpoint).url.toString(QUrl::FullyEncoded), chatUrl);
    QCOMPARE(extrasOf(prompt, endpoint), extras);
    QCOMPARE(bodyOf(prompt, endpoint).contains(u"stream_options"), id != "mistral");
    QCOMPARE(chat()->listRequest(endpoint)->url.toString(QUrl::FullyEncoded), listUrl);
    const Prompt next = continuationPrompt(prompt, QStringLiteral("Because"), Dialect::Way::Prefill);
    QCOMPARE(chat()->request(next, endpoint).url.toString(QUrl::FullyEncoded), continueUrl);
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestOpenAiChatQuirks)
#include "tst_openai_chat_quirks.moc"
