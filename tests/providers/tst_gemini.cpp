// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace rivulet::providers {

namespace {

using domain::Attachment;
using domain::Effort;
using domain::Prompt;
using domain::Role;
using domain::StreamEvent;

Prompt question(const QString& model = QStringLiteral("gemini-3.8-flash")) {
    Prompt prompt;
    prompt.model = model;
    prompt.turns = {{Role::User, QStringLiteral("Why?")}};
    return prompt;
}

domain::Endpoint google() {
    domain::Endpoint endpoint;
    endpoint.baseUrl = QUrl(QStringLiteral("https://g.example/v1beta"));
    endpoint.credential = {"x-goog-api-key", ""};
    return endpoint;
}

QByteArray canonical(const QByteArray& json) {
    return QJsonDocument::fromJson(json).toJson(QJsonDocument::Compact);
}

QByteArray bodyOf(const Prompt& prompt) {
    return canonical(makeDialect(u"gemini")->request(prompt, google()).body);
}

/// A chunk of one text, with more fields of its candidate.
QByteArray chunk(const char* text, const char* more = "") {
    return QByteArray(R"({"candidates":[{"content":{"parts":[{"text":")") + text + R"("}]})" + more + "}]}";
}

/// What a stream told, in short: text as it is, "|" for its end, "!" for a failure.
QString read(Dialect& dialect, const std::vector<QByteArray>& chunks,
             std::vector<StreamEvent>* kept = nullptr) {
    std::vector<StreamEvent> events;
    for (const QByteArray& data : chunks) {
        dialect.read({{}, data, {}, 0}, events);
    }
    QString told;
    for (const StreamEvent& event : events) {
        if (const auto* text = std::get_if<domain::TextDelta>(&event)) {
            told += text->text;
        } else if (std::holds_alternative<domain::Finished>(event)) {
            told += u'|';
        } else if (std::holds_alternative<domain::ErrorReported>(event)) {
            told += u'!';
        }
    }
    if (kept != nullptr) {
        *kept = events;
    }
    return told;
}

std::unique_ptr<Dialect> resumed(const Dialect& cut) {
    const auto point = cut.resumePoint(question(), google());
    auto next = makeDialect(u"gemini");
    if (point) {
        next->resumeAt(*point);
    }
    return next;
}

} // namespace

class TestGemini : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheBody_data();
    void writesTheBody();
    void asksToThinkAsTheModelTakesIt_data();
    void asksToThinkAsTheModelTakesIt();
    void namesTheModelInThePath_data();
    void namesTheModelInThePath();
    void keepsTheKeyOutOfTheAddress();
    void leavesOutWhatWasRefused();
    void namesOnlyFieldsThatCanBeLeftOut();
    void listsWhatCanChat();
    void cannotResumeWithoutACheckpoint();
    void resumesFromTheLatestCheckpoint();
    void tellsNothingTwiceHoweverTheRepetitionIsCut();
    void resumesFromWithinARepetition();
    void failsWhereTheTextComesOutOtherwise();
    void failsWhereTheTextComesOutShorter();
    void addsTheCountsOfAllItsStreams();
    void tellsNoToolOrThoughtTwice();
    void doesNotLoopOnACheckpointThatLeadsNowhere();
    void ignoresAPointOfAnotherProtocol();
};

void TestGemini::writesTheBody_data() {
    QTest::addColumn<Prompt>("prompt");
    QTest::addColumn<QByteArray>("body");
    Prompt prompt = question(QStringLiteral("gemini-2.0-flash"));
    QTest::newRow("plain") << prompt
                           << QByteArray(R"({"contents":[{"role":"user","parts":[{"text":"Why?"}]}]})");
    prompt.system = QStringLiteral("Be brief.");
    prompt.turns = {{Role::User, "Hi"}, {Role::Assistant, "Hello."}, {Role::User, "Why?"}};
    prompt.maxTokens = 500;
    prompt.temperature = 0.5;
    prompt.topP = 0.25;
    prompt.stream = false;
    QTest::newRow("all") << prompt << QByteArray(R"({
        "systemInstruction":{"parts":[{"text":"Be brief."}]},
        "contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Hello."}]},
            {"role":"user","parts":[{"text":"Why?"}]}],
        "generationConfig":{"maxOutputTokens":500,"temperature":0.5,"topP":0.25}})");
    prompt.turns = {{Role::User, "Why?"}};
    prompt.maxTokens.reset();
    prompt.temperature.reset();
    prompt.topP.reset();
    prompt.omittedFields = {"systemInstruction"};
    QTest::newRow("no place for an instruction") << prompt << QByteArray(R"({"contents":[
        {"role":"user","parts":[{"text":"Be brief."},{"text":"Why?"}]}]})");
    prompt = question(QStringLiteral("gemini-2.0-flash"));
    prompt.turns.back().attachments = {
        {Attachment::Kind::Image, QStringLiteral("a.webp"), "image/webp", "abc"},
        {Attachment::Kind::Pdf, QStringLiteral("b.pdf"), {}, "%PDF"},
        {Attachment::Kind::Text, QStringLiteral("c.txt"), "text/plain", "Flut — 🌊"}};
    QTest::newRow("files") << prompt << QByteArray(R"({"contents":[{"role":"user","parts":[
        {"inlineData":{"mimeType":"image/webp","data":"YWJj"}},
        {"inlineData":{"mimeType":"application/pdf","data":"JVBERg=="}},
        {"text":"c.txt:\n\nFlut — 🌊"},{"text":"Why?"}]}]})");
}

void TestGemini::writesTheBody() {
    QFETCH(const Prompt, prompt);
    QFETCH(const QByteArray, body);
    QCOMPARE(bodyOf(prompt), canonical(body));
}

void TestGemini::asksToThinkAsTheModelTakesIt_data() {
    QTest::addColumn<Prompt>("prompt");
    QTest::addColumn<QByteArray>("config");
    const auto row = [](const char* name, const char* model, const char* mode, std::optional<Effort> effort,
                        std::optional<int> budget, const char* config) {
        Prompt prompt = question(QString::fromLatin1(model));
        prompt.thinkingMode = QString::fromLatin1(mode);
        prompt.effort = effort;
        prompt.thinkingBudget = budget;
        QTest::newRow(name) << prompt << canonical(config);
    };
    constexpr auto none = std::nullopt;
    constexpr const char* shown = R"({"includeThoughts":true})";
    row("3: its own way, shown", "gemini-3.8-flash", "", none, none, shown);
    row("3: low", "gemini-3-flash-preview", "", Effort::Low, none,
        R"({"thinkingLevel":"LOW","includeThoughts":true})");
    row("4: high", "gemini-4-argon", "", Effort::High, none,
        R"({"thinkingLevel":"HIGH","includeThoughts":true})");
    row("3: off", "gemini-3.8-flash", "", Effort::Off, none,
        R"({"thinkingLevel":"MINIMAL","includeThoughts":true})");
    row("3 pro: off", "gemini-3.1-pro-preview", "", Effort::Off, none,
        R"({"thinkingLevel":"LOW","includeThoughts":true})");
    row("3: a budget is a level", "gemini-3.8-flash", "", none, 5000,
        R"({"thinkingLevel":"MEDIUM","includeThoughts":true})");
    row("3: as it likes", "gemini-3.8-flash", "", none, -1, shown);
    row("2.5: its own way, shown", "gemini-2.5-flash", "", none, none, shown);
    row("2.5: medium", "models/gemini-2.5-flash", "", Effort::Medium, none,
        R"({"thinkingBudget":8192,"includeThoughts":true})");
    row("2.5: off", "gemini-2.5-flash", "", Effort::Off, none, R"({"thinkingBudget":0})");
    row("2.5 pro: off", "gemini-2.5-pro", "", Effort::Off, none,
        R"({"thinkingBudget":128,"includeThoughts":true})");
    row("2.5: as it likes", "gemini-2.5-flash", "", none, -1,
        R"({"thinkingBudget":-1,"includeThoughts":true})");
    row("2.5: too much", "gemini-2.5-flash", "", none, 90'000,
        R"({"thinkingBudget":24576,"includeThoughts":true})");
    row("2.5 lite: too little", "gemini-2.5-flash-lite", "", none, 7,
        R"({"thinkingBudget":512,"includeThoughts":true})");
    row("2.0", "gemini-2.0-flash", "", Effort::High, none, "{}");
    row("speech", "gemini-2.5-flash-tts", "", Effort::High, none, "{}");
    row("unknown, not asked", "gemma-4-31b-it", "", none, none, "{}");
    row("unknown, asked", "gemini-flash-latest", "", Effort::Low, none,
        R"({"thinkingLevel":"LOW","includeThoughts":true})");
    row("the table knows: none", "gemini-3.8-flash", "none", Effort::High, none, "{}");
    row("the table knows: a budget", "anything", "enabled", Effort::Low, none,
        R"({"thinkingBudget":1024,"includeThoughts":true})");
    row("the table knows: always", "anything", "always", Effort::Off, none,
        R"({"thinkingLevel":"LOW","includeThoughts":true})");
}

void TestGemini::asksToThinkAsTheModelTakesIt() {
    QFETCH(const Prompt, prompt);
    QFETCH(const QByteArray, config);
    const QJsonObject body = QJsonDocument::fromJson(bodyOf(prompt)).object();
    const QJsonObject thinking =
        body.value(u"generationConfig").toObject().value(u"thinkingConfig").toObject();
    QCOMPARE(QJsonDocument(thinking).toJson(QJsonDocument::Compact), config);
}

void TestGemini::namesTheModelInThePath_data() {
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("model");
    QTest::addColumn<bool>("stream");
    QTest::addColumn<QString>("url");
    QTest::newRow("streamed") << "https://g.example/v1beta" << "m" << true
                              << "https://g.example/v1beta/models/m:streamGenerateContent?alt=sse";
    QTest::newRow("whole") << "https://g.example/v1beta/" << "m" << false
                           << "https://g.example/v1beta/models/m:generateContent";
    QTest::newRow("no version") << "https://g.example" << "m" << true
                                << "https://g.example/v1beta/models/m:streamGenerateContent?alt=sse";
    QTest::newRow("another version") << "https://g.example/v1" << "m" << true
                                     << "https://g.example/v1/models/m:streamGenerateContent?alt=sse";
    QTest::newRow("a name with its collection") << "https://g.example/v1beta" << "tunedModels/t" << false
                                                << "https://g.example/v1beta/tunedModels/t:generateContent";
    QTest::newRow("a query stays") << "https://g.example/v1beta?x=1" << "m" << true
                                   << "https://g.example/v1beta/models/m:streamGenerateContent?x=1&alt=sse";
    QTest::newRow("a name is no query") << "https://g.example/v1beta" << "m?x#y" << false
                                        << "https://g.example/v1beta/models/m%3Fx%23y:generateContent";
}

void TestGemini::namesTheModelInThePath() {
    QFETCH(const QString, base);
    QFETCH(const QString, model);
    QFETCH(const bool, stream);
    QFETCH(const QString, url);
    Prompt prompt = question(model);
    prompt.stream = stream;
    domain::Endpoint endpoint = google();
    endpoint.baseUrl = QUrl(base);
    QCOMPARE(makeDialect(u"gemini")->request(prompt, endpoint).url.toString(QUrl::FullyEncoded), url);
}

void TestGemini::keepsTheKeyOutOfTheAddress() {
    const auto dialect = makeDialect(u"gemini");
    const auto list = dialect->listRequest(google());
    QVERIFY(list.has_value());
    QCOMPARE(list->url.toString(), QStringLiteral("https://g.example/v1beta/models?pageSize=1000"));
    QVERIFY(list->credential == google().credential);
    QVERIFY(dialect->request(question(), google()).credential == google().credential);
}

void TestGemini::leavesOutWhatWasRefused() {
    Prompt prompt = question();
    prompt.temperature = 0.5;
    prompt.omittedFields = {"thinkingConfig", "temperature"};
    QCOMPARE(bodyOf(prompt), canonical(R"({"contents":[{"role":"user","parts":[{"text":"Why?"}]}]})"));
}

void TestGemini::namesOnlyFieldsThatCanBeLeftOut() {
    const auto fieldOf = [](const QByteArray& error) {
        return makeDialect(u"gemini")->readError({400, {}, R"({"error":{"code":400,)" + error + "}}"}).field;
    };
    QCOMPARE(fieldOf(R"("message":"Thinking level is not supported for this model.")"), "thinkingConfig");
    QCOMPARE(fieldOf(R"("message":"Budget 0 is invalid. This model only works in thinking mode.")"),
             "thinkingConfig");
    QCOMPARE(fieldOf(R"("message":"Developer instruction is not enabled for models/gemma-3-27b-it")"),
             "systemInstruction");
    QCOMPARE(
        fieldOf(R"("message":"m","details":[{"fieldViolations":[{"field":"generation_config.top_p"}]}])"),
        "topP");
    QCOMPARE(fieldOf(R"("message":"m","details":[{"fieldViolations":[{"field":"contents[0].parts"}]}])"),
             QString());
}

void TestGemini::listsWhatCanChat() {
    const auto list = makeDialect(u"gemini")->readList(R"({"models":[
        {"name":"models/gemini-3.8-flash","displayName":"Gemini 3.8 Flash","inputTokenLimit":1048576,
         "outputTokenLimit":65536,"supportedGenerationMethods":["generateContent","countTokens"],"thinking":true},
        {"name":"models/gemma-4-31b-it","supportedGenerationMethods":["streamGenerateContent"]},
        {"name":"models/gemini-embedding-2","supportedGenerationMethods":["embedContent"]},
        {"name":"models/gemini-3.8-flash-tts","supportedGenerationMethods":["generateContent"]},
        {"name":"models/aqa","supportedGenerationMethods":["generateAnswer"]},
        {"name":"tunedModels/mine"},{"displayName":"nameless"}],"nextPageToken":""})");
    QVERIFY(list.ok());
    QCOMPARE(list.value().size(), 3U);
    domain::ModelTraits flash;
    flash.id = QStringLiteral("gemini-3.8-flash");
    flash.name = QStringLiteral("Gemini 3.8 Flash");
    flash.contextTokens = 1048576;
    flash.maxOutputTokens = 65536;
    flash.thinks = true;
    flash.takesImages = true;
    flash.takesPdf = true;
    QVERIFY(list.value().at(0) == flash);
    QCOMPARE(list.value().at(1).title(), QStringLiteral("gemma-4-31b-it"));
    QVERIFY(!list.value().at(1).takesImages.has_value());
    QCOMPARE(list.value().at(2).id, QStringLiteral("tunedModels/mine"));
    const auto none = makeDialect(u"gemini")->readList("{}");
    QVERIFY(none.ok() && none.value().empty());
}

void TestGemini::cannotResumeWithoutACheckpoint() {
    const auto dialect = makeDialect(u"gemini");
    QCOMPARE(read(*dialect, {chunk("One")}), QStringLiteral("One"));
    QVERIFY(!dialect->resumePoint(question(), google()));
    QVERIFY(dialect->continuationWay(question(), google()) == Dialect::Way::Instruction);
    QCOMPARE(read(*dialect, {chunk(" two", R"(,"continuationToken":"t1")")}), QStringLiteral(" two"));
    QVERIFY(dialect->resumePoint(question(), google()));
    QCOMPARE(read(*dialect, {chunk(".", R"(,"finishReason":"STOP")")}), QStringLiteral(".|"));
    QVERIFY(!dialect->resumePoint(question(), google()));
}

void TestGemini::resumesFromTheLatestCheckpoint() {
    const auto dialect = makeDialect(u"gemini");
    read(*dialect,
         {chunk("One", R"(,"continuationToken":"t1")"), chunk(" two", R"(,"continuationToken":"t2")")});
    const auto point = dialect->resumePoint(question(), google());
    QVERIFY(point.has_value());
    const auto request = dialect->resumeRequest(question(), google(), *point);
    QVERIFY(request.has_value());
    const auto first = dialect->request(question(), google());
    QCOMPARE(request->url, first.url);
    QJsonObject body = QJsonDocument::fromJson(request->body).object();
    QCOMPARE(body.take(u"continuationToken").toString(), QStringLiteral("t2"));
    QVERIFY(body == QJsonDocument::fromJson(first.body).object());
    QCOMPARE(read(*resumed(*dialect), {chunk(" three", R"(,"finishReason":"STOP")")}),
             QStringLiteral(" three|"));
}

void TestGemini::tellsNothingTwiceHoweverTheRepetitionIsCut() {
    const QString tail = QStringLiteral("zwei — 🌊 drei");
    const auto dialect = makeDialect(u"gemini");
    read(*dialect, {chunk("eins ", R"(,"continuationToken":"t1")"), chunk("zwei — "), chunk("🌊 drei")});
    const QString whole = tail + QStringLiteral(" vier");
    for (qsizetype cut = 0; cut <= whole.size(); ++cut) {
        if (cut < whole.size() && whole.at(cut).isLowSurrogate()) {
            continue;
        }
        const auto next = resumed(*dialect);
        QCOMPARE(read(*next, {chunk(whole.first(cut).toUtf8()),
                              chunk(whole.sliced(cut).toUtf8(), R"(,"finishReason":"STOP")")}),
                 QStringLiteral(" vier|"));
    }
}

void TestGemini::resumesFromWithinARepetition() {
    const auto dialect = makeDialect(u"gemini");
    read(*dialect, {chunk("a", R"(,"continuationToken":"t1")"), chunk("bcd")});
    // The second stream gets a new checkpoint after "b", tells nothing new, and breaks as well.
    const auto second = resumed(*dialect);
    QCOMPARE(read(*second, {chunk("b", R"(,"continuationToken":"t2")")}), QString());
    // The third breaks without one.
    const auto third = resumed(*second);
    QCOMPARE(read(*third, {chunk("cde")}), QStringLiteral("e"));
    const auto point = third->resumePoint(question(), google());
    QVERIFY(point && point->cursor.contains(u"t2"));
    QCOMPARE(read(*resumed(*third), {chunk("cdef", R"(,"finishReason":"STOP")")}), QStringLiteral("f|"));
}

void TestGemini::failsWhereTheTextComesOutOtherwise() {
    const auto dialect = makeDialect(u"gemini");
    read(*dialect, {chunk("a", R"(,"continuationToken":"t1")"), chunk("bcd")});
    const auto next = resumed(*dialect);
    QCOMPARE(read(*next, {chunk("b"), chunk("xd"), chunk("e")}), QStringLiteral("!"));
    QVERIFY(!next->resumePoint(question(), google()));
}

void TestGemini::failsWhereTheTextComesOutShorter() {
    const auto dialect = makeDialect(u"gemini");
    read(*dialect, {chunk("a", R"(,"continuationToken":"t1")"), chunk("bcd")});
    QCOMPARE(read(*resumed(*dialect), {chunk("bc", R"(,"finishReason":"STOP")")}), QStringLiteral("!"));
}

void TestGemini::addsTheCountsOfAllItsStreams() {
    const auto usageAfter = [](Dialect& dialect, const std::vector<QByteArray>& chunks) {
        std::vector<StreamEvent> events;
        read(dialect, chunks, &events);
        domain::Usage usage;
        for (const StreamEvent& event : events) {
            if (const auto* reported = std::get_if<domain::UsageReported>(&event)) {
                usage.overwriteWith(reported->usage);
            }
        }
        return usage;
    };
    const auto counted = [](QByteArray data, const char* counts) {
        data.chop(1);
        return data + R"(,"usageMetadata":{)" + counts + "}}";
    };
    const auto first = makeDialect(u"gemini");
    auto usage = usageAfter(
        *first, {counted(chunk("a", R"(,"continuationToken":"t1")"),
                         R"("promptTokenCount":10,"candidatesTokenCount":1,"thoughtsTokenCount":5)"),
                 counted(chunk("b"), R"("promptTokenCount":10,"candidatesTokenCount":2)")});
    QCOMPARE(usage.input, 10);
    QCOMPARE(usage.output, 7);
    const auto second = resumed(*first);
    usage = usageAfter(*second, {counted(chunk("bc"), R"("promptTokenCount":11,"candidatesTokenCount":1)"),
                                 counted(chunk("d"), R"("promptTokenCount":11,"candidatesTokenCount":3)")});
    QCOMPARE(usage.input, 21);
    QCOMPARE(usage.output, 10);
    QCOMPARE(usage.thinking, 5);
    usage = usageAfter(*resumed(*second), {counted(chunk("bcd"), R"("promptTokenCount":1)")});
    QCOMPARE(usage.input, 22);
    QCOMPARE(usage.output, 10);
}

void TestGemini::tellsNoToolOrThoughtTwice() {
    const auto call = [](const char* name) {
        return QByteArray(R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":")") + name +
               R"("}},{"text":"hm","thought":true}]}}]})";
    };
    const auto first = makeDialect(u"gemini");
    read(*first, {call("one"), chunk("", R"(,"continuationToken":"t1")"), call("two")});
    std::vector<StreamEvent> events;
    read(*resumed(*first), {call("two"), call("three")}, &events);
    QCOMPARE(events.size(), 2U);
    const auto* tool = std::get_if<domain::ToolActivity>(&events.at(0));
    QVERIFY(tool != nullptr);
    QCOMPARE(tool->id, QStringLiteral("call-3"));
    QCOMPARE(tool->name, QStringLiteral("three"));
    QVERIFY(std::holds_alternative<domain::ThinkingDelta>(events.at(1)));
}

void TestGemini::doesNotLoopOnACheckpointThatLeadsNowhere() {
    const auto first = makeDialect(u"gemini");
    QCOMPARE(read(*first, {chunk("a", R"(,"finishReason":"CONTINUATION","continuationToken":"t1")")}), "a");
    QVERIFY(first->resumePoint(question(), google()));
    const auto second = resumed(*first);
    QCOMPARE(read(*second, {chunk("b", R"(,"finishReason":"CONTINUATION")")}), "b");
    QVERIFY(!second->resumePoint(question(), google()));
    const auto blocked = resumed(*first);
    QCOMPARE(read(*blocked, {R"({"promptFeedback":{"blockReason":"SAFETY"}})"}), "!");
    QVERIFY(!blocked->resumePoint(question(), google()));
}

void TestGemini::ignoresAPointOfAnotherProtocol() {
    const auto dialect = makeDialect(u"gemini");
    const ResumePoint point{QStringLiteral("r"), QStringLiteral("17"), 0};
    QVERIFY(!dialect->resumeRequest(question(), google(), point));
    dialect->resumeAt(point);
    QCOMPARE(read(*dialect, {chunk("a", R"(,"finishReason":"STOP")")}), "a|");
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestGemini)
#include "tst_gemini.moc"
