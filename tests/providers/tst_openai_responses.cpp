// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "exchange/Recording.h"
#include "providers/Dialect.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>
#include <map>

namespace rivulet::providers {

namespace {

using namespace domain;

Prompt question() {
    Prompt prompt;
    prompt.model = QStringLiteral("m");
    prompt.turns = {{Role::User, QStringLiteral("Why?")}};
    return prompt;
}

Prompt inBackground() {
    Prompt prompt = question();
    prompt.background = true;
    return prompt;
}

Endpoint server() {
    Endpoint endpoint;
    endpoint.baseUrl = QUrl(QStringLiteral("https://api.example/v1/"));
    endpoint.credential = {"Authorization", "Bearer "};
    return endpoint;
}

QByteArray canonical(const QByteArray& json) {
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(json, &error);
    return error.error == QJsonParseError::NoError ? document.toJson(QJsonDocument::Compact)
                                                   : "no JSON: " + json;
}

QByteArray bodyOf(const Prompt& prompt) {
    return canonical(makeDialect(u"openai-responses")->request(prompt, server()).body);
}

std::vector<wire::Frame> framesOf(const QByteArray& bytes) {
    const auto decoder = makeDialect(u"openai-responses")->makeDecoder();
    std::vector<wire::Frame> frames;
    return decoder->feed(bytes, frames) ? frames : std::vector<wire::Frame>();
}

std::vector<wire::Frame> framesOfRecording(const QString& name) {
    QFile file(QStringLiteral(RIVULET_TEST_DATA "/openai-responses/%1.recording").arg(name));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    const auto recording = exchange::parseRecording(isOpen ? file.readAll() : QByteArray());
    return recording.ok() ? framesOf(recording.value().bytes()) : std::vector<wire::Frame>();
}

using Frames = std::vector<wire::Frame>;

void read(Dialect& dialect, Frames::const_iterator from, Frames::const_iterator to,
          std::vector<StreamEvent>& events) {
    for (; from != to; ++from) {
        dialect.read(*from, events);
    }
}

/// All that a person is shown of an answer, however it came.
struct Content {
    QString text;
    QString thinking;
    std::map<QString, QString> arguments;
    std::map<QString, ToolActivity::State> states;
    std::vector<Citation> citations;
    std::optional<Finished> mark;

    explicit Content(const std::vector<StreamEvent>& events) {
        for (const StreamEvent& event : events) {
            if (const auto* words = std::get_if<TextDelta>(&event)) {
                text += words->text;
            } else if (const auto* thought = std::get_if<ThinkingDelta>(&event)) {
                thinking += thought->text;
            } else if (const auto* tool = std::get_if<ToolActivity>(&event)) {
                arguments[tool->id] += tool->arguments;
                states[tool->id] = tool->state;
            } else if (const auto* citation = std::get_if<Citation>(&event)) {
                citations.push_back(*citation);
            } else if (const auto* finished = std::get_if<Finished>(&event)) {
                mark = *finished;
            }
        }
    }
    friend bool operator==(const Content&, const Content&) = default;
};

QByteArray header(const HttpRequest& request, const QByteArray& name) {
    const auto found = std::ranges::find(request.headers, name, &std::pair<QByteArray, QByteArray>::first);
    return found == request.headers.end() ? QByteArray("(none)") : found->second;
}

using Change = std::function<void(Prompt&)>;

} // namespace

class TestOpenAiResponses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheBody_data();
    void writesTheBody();
    void sendsAttachments();
    void leavesOutWhatWasRefused();
    void postsToItsPath();
    void goesOnExactlyWhereverItWasCut_data();
    void goesOnExactlyWhereverItWasCut();
    void asksForWhatComesAfterTheLastEvent();
    void marksAGapAfterGoingOn();
    void goesOnOnlyInBackground();
    void goesOnWithNothingThatIsOver();
    void trustsNoNameThatLeadsElsewhere();
    void pollsAndCancels();
    void tellsAllOfAPolledAnswer();
    void countsWhatTheServerKeepsAndCosts();
    void readsRateLimitResets();
};

void TestOpenAiResponses::writesTheBody_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, const Change& change, const char* body) {
        QTest::newRow(name) << change << QByteArray(body);
    };
    const char* const plain =
        R"({"model":"m","stream":true,"store":false,"input":[{"type":"message","role":"user","content":"Why?"}]})";
    row("plain", [](Prompt&) {}, plain);
    row(
        "all",
        [](Prompt& prompt) {
            prompt.system = QStringLiteral("Be brief.");
            prompt.turns = {{Role::User, "Hi"}, {Role::Assistant, "Hello."}, {Role::User, "Why?"}};
            prompt.maxTokens = 500;
            prompt.effort = Effort::Medium;
            prompt.temperature = 0.5;
            prompt.topP = 0.9;
            prompt.stream = false;
        },
        R"({"model":"m","stream":false,"store":false,"instructions":"Be brief.","max_output_tokens":500,
            "reasoning":{"effort":"medium","summary":"auto"},"temperature":0.5,"top_p":0.9,"input":[
            {"type":"message","role":"user","content":"Hi"},{"type":"message","role":"assistant","content":"Hello."},
            {"type":"message","role":"user","content":"Why?"}]})");
    row(
        "in background", [](Prompt& prompt) { prompt.background = true; },
        R"({"model":"m","stream":true,"store":true,"background":true,
            "input":[{"type":"message","role":"user","content":"Why?"}]})");
    row(
        "thinks by itself", [](Prompt& prompt) { prompt.thinkingMode = QStringLiteral("effort"); },
        R"({"model":"m","stream":true,"store":false,"reasoning":{"summary":"auto"},
            "input":[{"type":"message","role":"user","content":"Why?"}]})");
    row(
        "not to think", [](Prompt& prompt) { prompt.effort = Effort::Off; },
        R"({"model":"m","stream":true,"store":false,"reasoning":{"effort":"none"},
            "input":[{"type":"message","role":"user","content":"Why?"}]})");
    row(
        "can't think",
        [](Prompt& prompt) {
            prompt.effort = Effort::High;
            prompt.thinkingMode = QStringLiteral("none");
        },
        plain);
    row(
        "a budget", [](Prompt& prompt) { prompt.thinkingBudget = 20'000; },
        R"({"model":"m","stream":true,"store":false,"reasoning":{"effort":"high","summary":"auto"},
            "input":[{"type":"message","role":"user","content":"Why?"}]})");
}

void TestOpenAiResponses::writesTheBody() {
    QFETCH(const Change, change);
    QFETCH(const QByteArray, body);
    Prompt prompt = question();
    change(prompt);
    QCOMPARE(bodyOf(prompt), canonical(body));
}

void TestOpenAiResponses::sendsAttachments() {
    Prompt prompt = question();
    prompt.turns.back().attachments = {
        {Attachment::Kind::Image, QStringLiteral("a.png"), "image/png", "\x89PNG"},
        {Attachment::Kind::Pdf, QStringLiteral("b.pdf"), "application/pdf", "%PDF"},
        {Attachment::Kind::Text, QStringLiteral("c.txt"), "text/plain", "high tide"},
    };
    QCOMPARE(
        bodyOf(prompt),
        canonical(
            R"({"model":"m","stream":true,"store":false,"input":[{"type":"message","role":"user","content":[
        {"type":"input_image","detail":"auto","image_url":"data:image/png;base64,iVBORw=="},
        {"type":"input_file","filename":"b.pdf","file_data":"data:application/pdf;base64,JVBERg=="},
        {"type":"input_text","text":"<file name=\"c.txt\">\nhigh tide\n</file>"},
        {"type":"input_text","text":"Why?"}]}]})"));
}

void TestOpenAiResponses::leavesOutWhatWasRefused() {
    Prompt prompt = inBackground();
    prompt.effort = Effort::High;
    prompt.temperature = 1;
    prompt.omittedFields = {"reasoning.summary", "temperature", "background"};
    QCOMPARE(bodyOf(prompt),
             canonical(R"({"model":"m","stream":true,"store":false,"reasoning":{"effort":"high"},
            "input":[{"type":"message","role":"user","content":"Why?"}]})"));
    prompt.omittedFields = {"reasoning.effort", "store"};
    QCOMPARE(bodyOf(prompt), canonical(R"({"model":"m","stream":true,"temperature":1,
            "input":[{"type":"message","role":"user","content":"Why?"}]})"));
}

void TestOpenAiResponses::postsToItsPath() {
    const auto dialect = makeDialect(u"openai-responses");
    Endpoint endpoint = server();
    QCOMPARE(dialect->request(question(), endpoint).url.toString(),
             QStringLiteral("https://api.example/v1/responses"));
    endpoint.quirks.chatPath = QStringLiteral("/other");
    QCOMPARE(dialect->request(question(), endpoint).url.toString(),
             QStringLiteral("https://api.example/v1/other"));
    QCOMPARE(dialect->listRequest(endpoint)->url.toString(), QStringLiteral("https://api.example/v1/models"));
    QVERIFY(dialect->continuationWay(question(), endpoint) == Dialect::Way::Instruction);
}

void TestOpenAiResponses::goesOnExactlyWhereverItWasCut_data() {
    QTest::addColumn<QString>("name");
    for (const char* const name :
         {"search", "thinking-parts", "thinking-text", "client-tools", "server-tools", "commentary",
          "refusal", "limit", "queued", "changing-ids"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

/// The law of exact resuming: what came before the cut and what comes after it are the answer, nothing lost
/// and nothing twice, also where the server begins too early.
void TestOpenAiResponses::goesOnExactlyWhereverItWasCut() {
    QFETCH(const QString, name);
    const Frames frames = framesOfRecording(name);
    QVERIFY(frames.size() > 5);
    std::vector<StreamEvent> whole;
    read(*makeDialect(u"openai-responses"), frames.begin(), frames.end(), whole);
    const Content expected(whole);
    QVERIFY(expected.mark.has_value());
    for (auto cut = frames.begin() + 1; cut != frames.end(); ++cut) {
        const auto first = makeDialect(u"openai-responses");
        std::vector<StreamEvent> before;
        read(*first, frames.begin(), cut, before);
        const auto point = first->resumePoint(inBackground(), server());
        QVERIFY(point.has_value());
        for (const auto from : {cut, std::max(frames.begin(), cut - 2), frames.begin()}) {
            auto events = before;
            const auto second = makeDialect(u"openai-responses");
            second->resumeAt(*point);
            read(*second, from, frames.end(), events);
            const auto place =
                QStringLiteral("cut at %1, from %2").arg(cut - frames.begin()).arg(from - frames.begin());
            QVERIFY2(Content(events) == expected, qPrintable(place));
        }
    }
}

void TestOpenAiResponses::asksForWhatComesAfterTheLastEvent() {
    const Frames frames = framesOfRecording(QStringLiteral("search"));
    const auto dialect = makeDialect(u"openai-responses");
    std::vector<StreamEvent> events;
    const auto cut = std::ranges::find_if(
        frames, [](const wire::Frame& frame) { return frame.data.contains("\"sequence_number\":16,"); });
    QVERIFY(cut != frames.end());
    read(*dialect, frames.begin(), cut + 1, events);
    const Prompt prompt = inBackground();
    const auto point = dialect->resumePoint(prompt, server());
    QCOMPARE(point->id, QStringLiteral("resp_68f0"));
    QCOMPARE(point->cursor, QStringLiteral("16"));
    const auto request = dialect->resumeRequest(prompt, server(), *point);
    QVERIFY(request.has_value());
    QVERIFY(request->method == HttpRequest::Method::Get);
    QCOMPARE(request->url.toString(),
             QStringLiteral("https://api.example/v1/responses/resp_68f0?stream=true&starting_after=16"));
    QCOMPARE(header(*request, "Accept"), QByteArray("text/event-stream"));
    QVERIFY(request->credential == server().credential);
    // A keepalive moves the place on.
    dialect->read(framesOf("data: {\"type\":\"keepalive\",\"sequence_number\":17}\n\n").front(), events);
    QCOMPARE(dialect->resumePoint(prompt, server())->cursor, QStringLiteral("17"));
    // A server with a query of its own keeps it.
    Endpoint versioned = server();
    versioned.baseUrl.setQuery(QStringLiteral("api-version=7"));
    QCOMPARE(dialect->resumeRequest(prompt, versioned, *point)->url.query(),
             QStringLiteral("api-version=7&stream=true&starting_after=16"));
}

void TestOpenAiResponses::marksAGapAfterGoingOn() {
    const auto dialect = makeDialect(u"openai-responses");
    dialect->resumeAt({QStringLiteral("resp_1"), QStringLiteral("16")});
    std::vector<StreamEvent> events;
    for (const auto& frame : framesOf(
             R"(data: {"type":"response.output_text.delta","sequence_number":19,"item_id":"m","delta":"x"})"
             "\n\n")) {
        dialect->read(frame, events);
    }
    QCOMPARE(events.size(), 2U);
    QVERIFY(events.front() == StreamEvent(Warning{Warning::Kind::SkippedEvent,
                                                  QStringLiteral("events 17 to 18 did not come")}));
    QVERIFY(events.back() == StreamEvent(TextDelta{QStringLiteral("x")}));
}

void TestOpenAiResponses::goesOnOnlyInBackground() {
    const Frames frames = framesOfRecording(QStringLiteral("search"));
    const auto dialect = makeDialect(u"openai-responses");
    QVERIFY(!dialect->resumePoint(inBackground(), server()));
    std::vector<StreamEvent> events;
    read(*dialect, frames.begin(), frames.begin() + 5, events);
    QVERIFY(dialect->resumePoint(inBackground(), server()));
    QVERIFY(!dialect->resumePoint(question(), server()));
    Prompt refused = inBackground();
    refused.omittedFields = {"background"};
    QVERIFY(!dialect->resumePoint(refused, server()));
    // Only what was asked for as a stream can be streamed again; it can be polled.
    Prompt whole = inBackground();
    whole.stream = false;
    const auto point = dialect->resumePoint(whole, server());
    QVERIFY(point.has_value());
    QVERIFY(!dialect->resumeRequest(whole, server(), *point));
    QVERIFY(dialect->pollRequest(server(), *point));
    // Without numbers there is no place in the stream, yet an answer to poll.
    QVERIFY(!dialect->resumeRequest(inBackground(), server(), {QStringLiteral("resp_1"), {}}));
}

void TestOpenAiResponses::goesOnWithNothingThatIsOver() {
    for (const char* const name : {"search", "failed", "error-flat", "cancelled", "limit"}) {
        const Frames frames = framesOfRecording(QString::fromLatin1(name));
        const auto dialect = makeDialect(u"openai-responses");
        std::vector<StreamEvent> events;
        read(*dialect, frames.begin(), frames.end(), events);
        QVERIFY2(!dialect->resumePoint(inBackground(), server()), name);
    }
}

void TestOpenAiResponses::trustsNoNameThatLeadsElsewhere() {
    for (const QByteArray& id : {QByteArray("../../admin"), QByteArray("a?b=c"), QByteArray("a#b"),
                                 QByteArray("a%2fb"), QByteArray(".."), QByteArray(600, 'x')}) {
        const auto dialect = makeDialect(u"openai-responses");
        std::vector<StreamEvent> events;
        dialect->read(framesOf(R"(data: {"type":"response.created","sequence_number":0,"response":{"id":")" +
                               id + "\"}}\n\n")
                          .front(),
                      events);
        QVERIFY(!dialect->resumePoint(inBackground(), server()));
        const ResumePoint point{QString::fromLatin1(id), QStringLiteral("1")};
        QVERIFY(!dialect->resumeRequest(inBackground(), server(), point));
        QVERIFY(!dialect->pollRequest(server(), point));
        QVERIFY(!dialect->cancelRequest(server(), point));
    }
}

void TestOpenAiResponses::pollsAndCancels() {
    const auto dialect = makeDialect(u"openai-responses");
    const ResumePoint point{QStringLiteral("resp_1"), QStringLiteral("3")};
    const auto poll = dialect->pollRequest(server(), point);
    QCOMPARE(poll->url.toString(), QStringLiteral("https://api.example/v1/responses/resp_1"));
    QVERIFY(poll->method == HttpRequest::Method::Get);
    QCOMPARE(header(*poll, "Accept"), QByteArray("application/json"));
    const auto cancel = dialect->cancelRequest(server(), point);
    QCOMPARE(cancel->url.toString(), QStringLiteral("https://api.example/v1/responses/resp_1/cancel"));
    QVERIFY(cancel->method == HttpRequest::Method::Post);
    QCOMPARE(cancel->body, QByteArray("{}"));
    QVERIFY(cancel->credential == server().credential);
}

void TestOpenAiResponses::tellsAllOfAPolledAnswer() {
    // First it is still queued: a sign of life, and a place to poll at.
    const auto asked = makeDialect(u"openai-responses");
    std::vector<StreamEvent> events;
    asked->readWhole(R"({"id":"resp_1","status":"queued","output":[]})", events);
    QVERIFY(events == std::vector<StreamEvent>{Alive{}});
    Prompt whole = inBackground();
    whole.stream = false;
    const auto point = asked->resumePoint(whole, server());
    QVERIFY(point.has_value());
    QCOMPARE(point->id, QStringLiteral("resp_1"));
    // Then it is there, all of it, also for a reader that was told of a place.
    const auto polled = makeDialect(u"openai-responses");
    polled->resumeAt({QStringLiteral("resp_1"), QStringLiteral("9")});
    events.clear();
    polled->readWhole(
        R"({"id":"resp_1","status":"completed","output":[{"id":"msg_1","type":"message","content":[{"type":"output_text","text":"All."}]}]})",
        events);
    QCOMPARE(Content(events).text, QStringLiteral("All."));
    QVERIFY(Content(events).mark.has_value());
}

void TestOpenAiResponses::countsWhatTheServerKeepsAndCosts() {
    const auto dialect = makeDialect(u"openai-responses");
    std::vector<StreamEvent> events;
    dialect->readWhole(
        R"({"id":"r","status":"completed","output":[],"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":3},"output_tokens":8,"output_tokens_details":{"reasoning_tokens":2},"cost":0.25}})",
        events);
    const auto found = std::ranges::find_if(
        events, [](const StreamEvent& event) { return std::holds_alternative<UsageReported>(event); });
    QVERIFY(found != events.end());
    const Usage usage = std::get<UsageReported>(*found).usage;
    QCOMPARE(usage.input, std::optional<qint64>(9));
    QCOMPARE(usage.cached, std::optional<qint64>(4));
    QCOMPARE(usage.cacheWrite, std::optional<qint64>(3));
    QCOMPARE(usage.output, std::optional<qint64>(8));
    QCOMPARE(usage.thinking, std::optional<qint64>(2));
    QCOMPARE(usage.cost, std::optional<double>(0.25));
}

void TestOpenAiResponses::readsRateLimitResets() {
    const HttpReply reply{429,
                          {{"x-ratelimit-remaining-tokens", "0"}, {"x-ratelimit-reset-tokens", "1m2s"}},
                          R"({"error":{"code":"rate_limit_exceeded"}})"};
    const Failure failure = makeDialect(u"openai-responses")->readError(reply);
    QVERIFY(failure.kind == Failure::Kind::RateLimited);
    QVERIFY(failure.retryAfter == std::chrono::seconds(62));
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestOpenAiResponses)
#include "tst_openai_responses.moc"
