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

using domain::Attachment;
using domain::Effort;
using domain::Endpoint;
using domain::Prompt;
using domain::Role;
using Way = Dialect::Way;
using Change = std::function<void(Prompt&)>;

constexpr auto none = std::nullopt;

Prompt question(const QString& model) {
    Prompt prompt;
    prompt.model = model;
    prompt.turns = {{Role::User, QStringLiteral("Why?")}};
    return prompt;
}

HttpRequest requestFor(const Prompt& prompt, const Endpoint& given = {}) {
    Endpoint endpoint = given;
    endpoint.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:9"));
    return makeDialect(u"anthropic")->request(prompt, endpoint);
}

QJsonObject bodyFor(const Prompt& prompt) {
    return QJsonDocument::fromJson(requestFor(prompt).body).object();
}

/// These fields of the body, the ones that it has.
QByteArray fieldsOf(const Prompt& prompt, const QStringList& names) {
    const QJsonObject body = bodyFor(prompt);
    QJsonObject fields;
    for (const QString& name : names) {
        if (body.contains(name)) {
            fields[name] = body.value(name);
        }
    }
    return QJsonDocument(fields).toJson(QJsonDocument::Compact);
}

QByteArray canonical(const QByteArray& json) {
    const auto document = QJsonDocument::fromJson(json);
    return document.isNull() ? "no JSON: " + json : document.toJson(QJsonDocument::Compact);
}

QByteArray headersOf(const HttpRequest& request, const QByteArray& name) {
    QByteArrayList values;
    for (const auto& [key, value] : request.headers) {
        if (key == name) {
            values.append(value);
        }
    }
    return values.join(" | ");
}

} // namespace

class TestAnthropicRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksToThinkAsTheModelTakesIt_data();
    void asksToThinkAsTheModelTakesIt();
    void sendsSamplingOnlyWhereItIsTaken_data();
    void sendsSamplingOnlyWhereItIsTaken();
    void limitsTheAnswer();
    void replacesWhatTheServerRefused_data();
    void replacesWhatTheServerRefused();
    void sendsFilesAsBlocks();
    void sendsFilesWithoutWords();
    void sendsNothingEmpty();
    void sendsTextFilesWithTheirName();
    void namesBetasInTheirHeader();
    void pinsTheVersion();
    void followsTheEndpointsQuirks();
    void findsTheRefusedField_data();
    void findsTheRefusedField();
    void givesBackAPausedAnswerAsItCame();
    void prefillsOnlyWhereItIsTaken_data();
    void prefillsOnlyWhereItIsTaken();
};

void TestAnthropicRequests::asksToThinkAsTheModelTakesIt_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<std::optional<Effort>>("effort");
    QTest::addColumn<QByteArray>("thinking");
    const auto row = [](const char* name, const char* model, const char* mode, std::optional<Effort> effort,
                        const char* thinking) {
        QTest::newRow(name) << QString::fromLatin1(model) << QString::fromLatin1(mode) << effort
                            << QByteArray(thinking);
    };
    constexpr const char* adaptive = R"({"thinking":{"type":"adaptive","display":"summarized"}})";
    constexpr const char* low =
        R"({"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"}})";
    constexpr const char* disabled = R"({"thinking":{"type":"disabled"}})";
    constexpr const char* budget =
        R"({"thinking":{"type":"enabled","budget_tokens":2048,"display":"summarized"}})";
    row("too old to think", "claude-3-5-sonnet-20241022", "", Effort::High, "{}");
    row("much too old", "claude-2.1", "", Effort::High, "{}");
    row("of another maker's naming", "anthropic/claude-sonnet-4.5", "", Effort::Low, budget);
    row("behind a cloud's name", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "", Effort::Low, budget);
    row("4.6 is adaptive", "claude-sonnet-4-6", "", Effort::Low, low);
    row("4.6 takes a budget, if the table says so", "claude-sonnet-4-6", "enabled", Effort::Low, budget);
    row("4.7 by itself is off", "claude-opus-4-7", "", none, "{}");
    row("5 by itself is on", "claude-sonnet-5", "", none, adaptive);
    row("5 can be off", "claude-opus-5", "", Effort::Off, disabled);
    row("5.5 of this family is always on", "claude-opus-5-5", "", Effort::Off, low);
    row("5.5 of another family can be off", "claude-haiku-5-5", "", Effort::Off, disabled);
    row("always on by family", "claude-fable-5", "", none, adaptive);
    row("always on by family, and a number", "claude-mythos-5-2", "", Effort::Off, low);
    row("the table says effort", "reasoner", "effort", Effort::Low, R"({"output_config":{"effort":"low"}})");
    row("the table says effort, and it is off", "reasoner", "effort", Effort::Off, disabled);
    row("the table says effort, and nothing is asked", "reasoner", "effort", none, "{}");
    row("nothing is known", "qwen3", "", Effort::Low, budget);
    row("nothing is known and nothing asked", "qwen3", "", none, "{}");
}

void TestAnthropicRequests::asksToThinkAsTheModelTakesIt() {
    QFETCH(const QString, model);
    QFETCH(const QString, mode);
    QFETCH(const std::optional<Effort>, effort);
    QFETCH(const QByteArray, thinking);
    Prompt prompt = question(model);
    prompt.thinkingMode = mode;
    prompt.effort = effort;
    QCOMPARE(fieldsOf(prompt, {"thinking", "output_config"}), canonical(thinking));
}

void TestAnthropicRequests::sendsSamplingOnlyWhereItIsTaken_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("sampling");
    const auto row = [](const char* name, const char* model, std::optional<double> temperature,
                        std::optional<double> topP, std::optional<Effort> effort, const char* sampling) {
        QTest::newRow(name) << QString::fromLatin1(model) << Change([=](Prompt& prompt) {
            prompt.temperature = temperature;
            prompt.topP = topP;
            prompt.effort = effort;
        }) << QByteArray(sampling);
    };
    row("not set", "claude-haiku-4-5", none, none, none, "{}");
    row("one", "claude-haiku-4-5", 0.25, none, none, R"({"temperature":0.25})");
    row("the other", "claude-haiku-4-5", none, 0.5, none, R"({"top_p":0.5})");
    row("not both from 4.1 on", "claude-opus-4-1", 0.25, 0.5, none, R"({"temperature":0.25})");
    row("both before", "claude-opus-4-20250514", 0.25, 0.5, none, R"({"temperature":0.25,"top_p":0.5})");
    row("4.6 takes it", "claude-sonnet-4-6", 0.25, none, none, R"({"temperature":0.25})");
    row("4.7 does not", "claude-opus-4-7", 0.25, 0.5, none, "{}");
    row("nor does 5", "claude-haiku-5-5", 0.25, none, none, "{}");
    row("nor what is always on", "claude-fable-5", 0.25, none, none, "{}");
    row("not hotter than 1", "claude-haiku-4-5", 1.5, none, none, R"({"temperature":1})");
    row("not colder than 0", "claude-haiku-4-5", -1, none, none, R"({"temperature":0})");
    row("another model's range is its own", "qwen3", 1.5, 0.5, none, R"({"temperature":1.5,"top_p":0.5})");
    row("no temperature beside thinking", "claude-haiku-4-5", 0.25, none, Effort::Low, "{}");
    row("nor a low top_p", "claude-haiku-4-5", none, 0.5, Effort::Low, "{}");
    row("a high one is taken", "claude-haiku-4-5", 0.25, 0.97, Effort::Low, R"({"top_p":0.97})");
}

void TestAnthropicRequests::sendsSamplingOnlyWhereItIsTaken() {
    QFETCH(const QString, model);
    QFETCH(const Change, change);
    QFETCH(const QByteArray, sampling);
    Prompt prompt = question(model);
    change(prompt);
    QCOMPARE(fieldsOf(prompt, {"temperature", "top_p", "top_k"}), canonical(sampling));
}

void TestAnthropicRequests::limitsTheAnswer() {
    const auto limit = [](Prompt prompt, std::optional<int> asked) {
        prompt.maxTokens = asked;
        return bodyFor(prompt).value(u"max_tokens").toInt();
    };
    QCOMPARE(limit(question("claude-opus-5-5"), none), 8192);
    QCOMPARE(limit(question("claude-3-opus-20240229"), none), 4096); // all that it can write
    QCOMPARE(limit(question("m"), none), 8192);
    QCOMPARE(limit(question("m"), 17), 17);
    Prompt thinking = question("claude-haiku-4-5");
    thinking.thinkingBudget = 30'000;
    QCOMPARE(limit(thinking, none), 38'192);
    thinking.omittedFields = {"thinking"}; // no room for thoughts that will not come
    QCOMPARE(limit(thinking, none), 8192);
    thinking.omittedFields = {"max_tokens"};
    QCOMPARE(limit(thinking, none), 8192);
    QCOMPARE(bodyFor(thinking).value(u"thinking").toObject().value(u"budget_tokens").toInt(), 4096);
}

void TestAnthropicRequests::replacesWhatTheServerRefused_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QStringList>("refused");
    QTest::addColumn<QByteArray>("fields");
    const auto row = [](const char* name, const char* model, const QStringList& refused, const char* fields) {
        QTest::newRow(name) << QString::fromLatin1(model) << refused << QByteArray(fields);
    };
    row("a budget: an effort", "m", {"thinking.type.enabled"},
        R"({"max_tokens":9000,"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"}})");
    row("an effort: a budget", "claude-sonnet-4-6", {"thinking.type.adaptive"},
        R"({"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2048,"display":"summarized"}})");
    row("both: no thinking", "m", {"thinking.type.enabled", "thinking.type.adaptive"},
        R"({"max_tokens":9000})");
    row("thinking at all", "claude-sonnet-4-6", {"thinking"},
        R"({"max_tokens":9000,"output_config":{"effort":"low"}})");
    row("how it is shown", "claude-haiku-4-5", {"thinking.display"},
        R"({"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2048}})");
    row("an effort alone", "claude-sonnet-4-6", {"output_config"},
        R"({"max_tokens":9000,"thinking":{"type":"adaptive","display":"summarized"}})");
    row("too high a limit: the default", "claude-sonnet-4-6", {"max_tokens"},
        R"({"max_tokens":8192,"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"}})");
}

void TestAnthropicRequests::replacesWhatTheServerRefused() {
    QFETCH(const QString, model);
    QFETCH(const QStringList, refused);
    QFETCH(const QByteArray, fields);
    Prompt prompt = question(model);
    prompt.effort = Effort::Low;
    prompt.maxTokens = 9000;
    prompt.omittedFields = refused;
    QCOMPARE(fieldsOf(prompt, {"max_tokens", "thinking", "output_config"}), canonical(fields));
}

void TestAnthropicRequests::sendsFilesAsBlocks() {
    Prompt prompt = question("claude-opus-5-5");
    prompt.turns.front().attachments = {
        {Attachment::Kind::Image, "sea.png", "image/png", "\x89PNG"},
        {Attachment::Kind::Pdf, "tides.pdf", "application/pdf", "%PDF-1.7"},
        {Attachment::Kind::Text, "notes.txt", "text/plain", "High at nine.\n"},
    };
    const QJsonArray expected = QJsonDocument::fromJson(R"([
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw=="}},
        {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjc="},
         "title":"tides.pdf"},
        {"type":"text","text":"<file name=\"notes.txt\">\nHigh at nine.\n</file>"},
        {"type":"text","text":"Why?"}])")
                                    .array();
    QCOMPARE(bodyFor(prompt).value(u"messages").toArray().at(0).toObject().value(u"content").toArray(),
             expected);
}

void TestAnthropicRequests::sendsFilesWithoutWords() {
    Prompt prompt = question("claude-opus-5-5");
    prompt.turns.front().text = QStringLiteral(" \n");
    prompt.turns.front().attachments = {{Attachment::Kind::Image, "sea.jpg", "image/jpeg", "jpeg"}};
    const QJsonArray messages = bodyFor(prompt).value(u"messages").toArray();
    QCOMPARE(messages.size(), 1);
    const QJsonArray content = messages.at(0).toObject().value(u"content").toArray();
    QCOMPARE(content.size(), 1);
    QCOMPARE(content.at(0).toObject().value(u"type").toString(), QStringLiteral("image"));
}

void TestAnthropicRequests::sendsNothingEmpty() {
    Prompt prompt = question("m");
    prompt.system = QStringLiteral("\t");
    domain::Turn empty{Role::User, QStringLiteral(" ")};
    empty.attachments = {{Attachment::Kind::Image, "empty.png", "image/png", ""}};
    domain::Turn half{Role::User, QStringLiteral("And?")};
    half.attachments = empty.attachments;
    prompt.turns = {{Role::User, "Hi"}, {Role::Assistant, ""}, empty, half};
    QCOMPARE(fieldsOf(prompt, {"system", "messages"}),
             canonical(R"({"messages":[{"role":"user","content":[{"type":"text","text":"Hi\n\nAnd?"}]}]})"));
}

void TestAnthropicRequests::sendsTextFilesWithTheirName() {
    const auto text = [](const QByteArray& bytes, const QString& name) {
        Prompt prompt = question("m");
        prompt.turns.front().attachments = {{Attachment::Kind::Text, name, "text/plain", bytes}};
        return bodyFor(prompt)
            .value(u"messages")[0]
            .toObject()
            .value(u"content")[0]
            .toObject()
            .value(u"text")
            .toString();
    };
    QCOMPARE(text("a", "x.txt"), QStringLiteral("<file name=\"x.txt\">\na\n</file>"));
    QCOMPARE(text("\xEF\xBB\xBF%1 %2\n", "x%1.txt"),
             QStringLiteral("<file name=\"x%1.txt\">\n%1 %2\n</file>"));
    QCOMPARE(text("a", "\"x\n\".txt"), QStringLiteral("<file name=\"x.txt\">\na\n</file>"));
    QCOMPARE(text("not \xff UTF-8", "x"), QStringLiteral("<file name=\"x\">\nnot \uFFFD UTF-8\n</file>"));
}

void TestAnthropicRequests::namesBetasInTheirHeader() {
    Prompt prompt = question("m");
    QCOMPARE(headersOf(requestFor(prompt), "anthropic-beta"), QByteArray());
    prompt.betas = {"output-128k-2025-02-19", "other.one_2", "output-128k-2025-02-19"};
    QCOMPARE(headersOf(requestFor(prompt), "anthropic-beta"),
             QByteArray("output-128k-2025-02-19,other.one_2"));
    prompt.omittedFields = {"anthropic-beta"};
    QCOMPARE(headersOf(requestFor(prompt), "anthropic-beta"), QByteArray());
    // Names come from a file that people edit: none may add a header of its own.
    prompt.omittedFields.clear();
    prompt.betas = {"bad\r\nx-evil: 1", "", "two words", "fine-1", "fine-2\n"};
    QCOMPARE(headersOf(requestFor(prompt), "anthropic-beta"), QByteArray("fine-1"));
}

void TestAnthropicRequests::pinsTheVersion() {
    Prompt prompt = question("m");
    QCOMPARE(headersOf(requestFor(prompt), "anthropic-version"), QByteArray("2023-06-01"));
    QCOMPARE(bodyFor(prompt).value(u"stream"), QJsonValue(true));
    prompt.stream = false;
    QCOMPARE(headersOf(requestFor(prompt), "anthropic-version"), QByteArray("2023-06-01"));
    QCOMPARE(bodyFor(prompt).value(u"stream"), QJsonValue(false));
}

void TestAnthropicRequests::followsTheEndpointsQuirks() {
    Endpoint endpoint;
    endpoint.quirks.query = QStringLiteral("api-version=7");
    endpoint.quirks.headers = {{"x-region", "eu"}};
    const HttpRequest plain = requestFor(question("m"), endpoint);
    QCOMPARE(plain.url.toString(), QStringLiteral("http://127.0.0.1:9/v1/messages?api-version=7"));
    QCOMPARE(headersOf(plain, "x-region"), QByteArray("eu"));
    endpoint.quirks.chatPath = QStringLiteral("/chat");
    endpoint.quirks.listPath = QStringLiteral("/list");
    QCOMPARE(requestFor(question("m"), endpoint).url.path(), QStringLiteral("/chat"));
    endpoint.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:9"));
    QCOMPARE(makeDialect(u"anthropic")->listRequest(endpoint)->url.toString(),
             QStringLiteral("http://127.0.0.1:9/list?api-version=7&limit=1000"));
}

void TestAnthropicRequests::findsTheRefusedField_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* words, const char* field) {
        QTest::newRow(words) << QString::fromLatin1(words) << QString::fromLatin1(field);
    };
    row("`temperature` is deprecated for this model.", "temperature");
    row("temperature: range: 0..1", "temperature");
    row("`temperature` may only be set to 1 when thinking is enabled.", "temperature");
    row("top_p: Extra inputs are not permitted", "top_p");
    row("`temperature` and `top_p` cannot both be specified for this model. Please use only one.", "top_p");
    row("thinking: Extra inputs are not permitted", "thinking");
    row("\"thinking.type.enabled\" is not supported. Use \"thinking.type.adaptive\".",
        "thinking.type.enabled");
    row("adaptive thinking is not supported on this model", "thinking.type.adaptive");
    row("thinking.type.disabled is not supported for this model", "thinking.type.disabled");
    row("thinking.adaptive.display: Extra inputs are not permitted", "thinking.display");
    row("`max_tokens` must be greater than `thinking.budget_tokens`.", "max_tokens");
    row("max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens", "max_tokens");
    row("This model does not support the effort parameter.", "output_config");
    row("output_config: Extra inputs are not permitted", "output_config");
    row("Unexpected value(s) `x-1` for the `anthropic-beta` header", "anthropic-beta");
    row("messages.0.content.0.thinking: must not be sent", "");
    row("messages: at least one message is required", "");
    row("system: text content blocks must be non-empty", "");
    row("Something else", "");
}

void TestAnthropicRequests::findsTheRefusedField() {
    QFETCH(const QString, words);
    QFETCH(const QString, field);
    const QJsonObject error{{QStringLiteral("type"), QStringLiteral("invalid_request_error")},
                            {QStringLiteral("message"), words}};
    const QByteArray body = QJsonDocument(QJsonObject{{QStringLiteral("type"), QStringLiteral("error")},
                                                      {QStringLiteral("error"), error}})
                                .toJson();
    const auto dialect = makeDialect(u"anthropic");
    const auto failure = dialect->readError({400, {}, body});
    QCOMPARE(failure.kind, domain::Failure::Kind::BadRequest);
    QCOMPARE(failure.field, field);
    // Only a refused request names a field that may be left out.
    QCOMPARE(dialect->readError({500, {}, body}).field, QString());
}

void TestAnthropicRequests::givesBackAPausedAnswerAsItCame() {
    const QByteArray content =
        R"([{"signature":"sig","thinking":"Hm","type":"thinking"},{"citations":[{"type":"char_location","x":1}],)"
        R"("text":"Ebb","type":"text"},{"content":[{"encrypted_content":"e","type":"web_search_result"}],)"
        R"("tool_use_id":"t","type":"web_search_tool_result"}])";
    const QByteArray message = R"({"id":"m","type":"message","content":)" + content;
    const auto whole = makeDialect(u"anthropic");
    std::vector<domain::StreamEvent> events;
    whole->readWhole(message + R"(,"stop_reason":"pause_turn"})", events);
    QCOMPARE(whole->pausedContent().value_or("nothing"), content);

    const auto streamed = makeDialect(u"anthropic");
    for (const QByteArray frame :
         {R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}})",
          R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}})",
          R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}})",
          R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":"E"}})",
          R"({"type":"content_block_delta","index":1,"delta":{"type":"citations_delta",)"
          R"("citation":{"type":"char_location","x":1}}})",
          R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"bb"}})",
          R"({"type":"content_block_start","index":2,"content_block":{"type":"web_search_tool_result",)"
          R"("tool_use_id":"t","content":[{"type":"web_search_result","encrypted_content":"e"}]}})"}) {
        streamed->read({{}, frame, {}}, events);
    }
    QVERIFY(!streamed->pausedContent()); // it has not paused
    streamed->read({{}, R"({"type":"message_delta","delta":{"stop_reason":"pause_turn"}})", {}}, events);
    QCOMPARE(streamed->pausedContent().value_or("nothing"), content);

    Prompt prompt = question(QStringLiteral("another"));
    prompt.pausedContents = {content, content};
    const QJsonArray messages = bodyFor(prompt)[QStringLiteral("messages")].toArray();
    QCOMPARE(messages.size(), 2);
    QCOMPARE(messages.at(1)[u"role"].toString(), QStringLiteral("assistant"));
    QCOMPARE(QJsonDocument(messages.at(1)[u"content"].toArray()).toJson(QJsonDocument::Compact),
             content.chopped(1) + ',' + content.sliced(1));
    // To one that goes on from the text, the text stands for it.
    QCOMPARE(continuationPrompt(prompt, QStringLiteral("Ebb"), Way::Instruction).pausedContents.size(), 0);
}

void TestAnthropicRequests::prefillsOnlyWhereItIsTaken_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("prefills");
    const auto row = [](const char* model, const char* mode, bool prefills) {
        QTest::addRow("%s %s", model, mode)
            << QString::fromLatin1(model) << QString::fromLatin1(mode) << prefills;
    };
    row("claude-3-opus-20240229", "", true);
    row("claude-opus-4-1", "", true);
    row("claude-haiku-4-5-20251001", "", true);
    row("claude-sonnet-4-6", "", false);
    row("claude-sonnet-4-6", "enabled", false);
    row("claude-opus-5", "none", false);
    row("claude-fable-5-1", "", false);
    row("claude-mythos-next", "", false);
    row("another", "always", false);
    row("another", "none", true);
    row("another", "", true);
}

void TestAnthropicRequests::prefillsOnlyWhereItIsTaken() {
    QFETCH(const QString, model);
    QFETCH(const QString, mode);
    QFETCH(const bool, prefills);
    Prompt prompt = question(model);
    prompt.thinkingMode = mode;
    const auto way = makeDialect(u"anthropic")->continuationWay(prompt, {});
    QVERIFY(way == (prefills ? Way::Prefill : Way::Instruction));
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestAnthropicRequests)
#include "tst_anthropic_requests.moc"
