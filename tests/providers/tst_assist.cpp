// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "exchange/Recording.h"
#include "providers/Dialect.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

namespace rivulet::providers {

namespace {

using namespace domain;
using Frames = std::vector<wire::Frame>;

Prompt question() {
    Prompt prompt;
    prompt.model = QStringLiteral("brook");
    prompt.turns = {{Role::User, QStringLiteral("Why?")}};
    return prompt;
}

Endpoint server() {
    Endpoint endpoint;
    endpoint.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:9/v1"));
    return endpoint;
}

QByteArray canonical(const QByteArray& json) {
    return QJsonDocument::fromJson(json).toJson(QJsonDocument::Compact);
}

QByteArray header(const HttpRequest& request, const QByteArray& name) {
    const auto found = std::ranges::find(request.headers, name, &std::pair<QByteArray, QByteArray>::first);
    return found == request.headers.end() ? QByteArray("(none)") : found->second;
}

Frames framesOf(const QByteArray& bytes) {
    const auto decoder = makeDialect(u"assist")->makeDecoder();
    Frames frames;
    return decoder->feed(bytes, frames) ? frames : Frames();
}

Frames framesOfRecording(const QString& name) {
    QFile file(QStringLiteral(RIVULET_TEST_DATA "/assist/%1.recording").arg(name));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    const auto recording = exchange::parseRecording(isOpen ? file.readAll() : QByteArray());
    return recording.ok() ? framesOf(recording.value().bytes()) : Frames();
}

/// A token with the id "a-INDEX".
QByteArray token(int index, const QByteArray& content) {
    return "id: a-" + QByteArray::number(index) + "\ndata: {\"type\":\"token\",\"content\":\"" + content +
           "\",\"index\":" + QByteArray::number(index) + "}\n\n";
}

constexpr QByteArrayView done = "id: a-end\ndata: {\"type\":\"done\"}\n\n";

/// One connection after the other, each read by an object of its own.
struct Reader {
    std::unique_ptr<Dialect> dialect = makeDialect(u"assist");
    std::vector<StreamEvent> events;

    void read(const Frames& frames) {
        for (const wire::Frame& frame : frames) {
            dialect->read(frame, events);
        }
    }
    void read(const QByteArray& bytes) { read(framesOf(bytes)); }
    [[nodiscard]] std::optional<ResumePoint> point() const {
        return dialect->resumePoint(question(), server());
    }
    [[nodiscard]] bool resume() {
        const auto from = point();
        dialect = makeDialect(u"assist");
        if (from) {
            dialect->resumeAt(*from);
        }
        return from.has_value();
    }
    [[nodiscard]] QString text() const { return join<TextDelta>(); }
    [[nodiscard]] QString thinking() const { return join<ThinkingDelta>(); }
    [[nodiscard]] QString toolArguments() const {
        QString all;
        for (const StreamEvent& event : events) {
            const auto* tool = std::get_if<ToolActivity>(&event);
            all += tool == nullptr ? QString() : tool->arguments;
        }
        return all;
    }
    template <typename Event>
    [[nodiscard]] qsizetype count() const {
        return std::ranges::count_if(
            events, [](const StreamEvent& event) { return std::holds_alternative<Event>(event); });
    }

private:
    template <typename Event>
    [[nodiscard]] QString join() const {
        QString all;
        for (const StreamEvent& event : events) {
            const auto* words = std::get_if<Event>(&event);
            all += words == nullptr ? QString() : words->text;
        }
        return all;
    }
};

} // namespace

class TestAssist : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheBody();
    void goesOnExactlyWhereverItWasCut();
    void asksAgainWithTheLastId_data();
    void asksAgainWithTheLastId();
    void sendsTheTokenOfAnError();
    void dropsWhatCameBefore();
    void takesUpAGapOnceThenGoesOnWithAMark();
    void takesOverAPartialResponse();
    void measuresAPartialResponseAcrossConnections();
    void tellsNoHalfOfACharacter();
    void goesOnOnlyWhereTheServerCan();
    void sendsNoIdThatSpoilsAHeader();
    void isCompleteWhereNothingIsLeft();
    void survivesANonsensePlace();
    void keptTooShortIsNotFound();
};

void TestAssist::writesTheBody() {
    Prompt prompt = question();
    prompt.system = QStringLiteral("Be brief.");
    prompt.maxTokens = 9;
    prompt.effort = Effort::Low;
    prompt.temperature = 0.5;
    prompt.topP = 0.75;
    prompt.turns.back().attachments = {
        {Attachment::Kind::Text, QStringLiteral("a.txt"), "text/plain", "sea"}};
    const auto request = makeDialect(u"assist")->request(prompt, server());
    QCOMPARE(request.url.toString(), QStringLiteral("http://127.0.0.1:9/v1/chat"));
    QCOMPARE(header(request, "Last-Event-ID"), QByteArray("(none)"));
    QCOMPARE(canonical(request.body),
             canonical(R"({"model":"brook","stream":true,"max_tokens":9,"effort":"low",
        "temperature":0.5,"top_p":0.75,"messages":[{"role":"system","content":"Be brief."},{"role":"user",
        "content":"Why?","attachments":[{"name":"a.txt","media_type":"text/plain","data":"c2Vh"}]}]})"));
    Endpoint elsewhere = server();
    elsewhere.quirks.chatPath = QStringLiteral("/ask");
    QCOMPARE(makeDialect(u"assist")->request(prompt, elsewhere).url.path(), QStringLiteral("/v1/ask"));
}

/// The law of exact resuming, with a server that goes on after the id, one that repeats the last event, and
/// one that repeats two.
void TestAssist::goesOnExactlyWhereverItWasCut() {
    const Frames frames = framesOfRecording(QStringLiteral("plain"));
    QVERIFY(frames.size() > 5);
    Reader whole;
    whole.read(frames);
    for (qsizetype cut = 1; cut < qsizetype(frames.size()); ++cut) {
        for (qsizetype again = 0; again <= 2; ++again) {
            const auto from = frames.begin() + std::max<qsizetype>(0, cut - again);
            Reader reader;
            reader.read(Frames(frames.begin(), frames.begin() + cut));
            QVERIFY(reader.resume());
            reader.read(Frames(from, frames.end()));
            const QByteArray place = QByteArray::number(cut) + ", " + QByteArray::number(again) + " again";
            QVERIFY2(reader.text() == whole.text(), place.constData());
            QVERIFY2(reader.count<Finished>() == 1, place.constData());
            if (again < 2) { // only tokens have a number to know them by
                QVERIFY2(reader.thinking() == whole.thinking(), place.constData());
                QVERIFY2(reader.toolArguments() == whole.toolArguments(), place.constData());
            }
        }
    }
}

void TestAssist::asksAgainWithTheLastId_data() {
    QTest::addColumn<QByteArray>("quirk");
    QTest::addColumn<QByteArray>("inHeader");
    QTest::addColumn<QString>("inQuery");
    QTest::newRow("both") << QByteArray() << QByteArray("a &6+ü")
                          << QStringLiteral("last-event-id=a%20%266%2B%C3%BC");
    QTest::newRow("header") << QByteArray("Last-Event-ID") << QByteArray("a &6+ü") << QString();
    QTest::newRow("query") << QByteArray("?last-event-id") << QByteArray("(none)")
                           << QStringLiteral("last-event-id=a%20%266%2B%C3%BC");
}

void TestAssist::asksAgainWithTheLastId() {
    QFETCH(const QByteArray, quirk);
    QFETCH(const QByteArray, inHeader);
    QFETCH(const QString, inQuery);
    Endpoint endpoint = server();
    endpoint.quirks.sessionHeader = quirk;
    Reader reader;
    reader.read("id: a &6+ü\ndata: {\"type\":\"token\",\"content\":\"x\",\"index\":0}\n\n");
    const auto point = reader.point();
    QVERIFY(point.has_value());
    const auto request = reader.dialect->resumeRequest(question(), endpoint, *point);
    QVERIFY(request.has_value());
    QVERIFY(request->method == HttpRequest::Method::Post);
    QCOMPARE(header(*request, "Last-Event-ID"), inHeader);
    QCOMPARE(request->url.query(QUrl::FullyEncoded), inQuery);
    QCOMPARE(request->body, reader.dialect->request(question(), endpoint).body);
}

void TestAssist::sendsTheTokenOfAnError() {
    Reader reader;
    reader.read(framesOfRecording(QStringLiteral("error-resumable")));
    const auto point = reader.point();
    QVERIFY(point.has_value());
    const auto request = reader.dialect->resumeRequest(question(), server(), *point);
    QCOMPARE(QJsonDocument::fromJson(request->body)["resume_token"].toString(), QStringLiteral("rt_8f2c"));
    QCOMPARE(QJsonDocument::fromJson(request->body)["model"].toString(), QStringLiteral("brook"));
    QCOMPARE(header(*request, "Last-Event-ID"), QByteArray("a1-2"));
    QVERIFY(!reader.dialect->pollRequest(server(), *point));
    QVERIFY(!reader.dialect->cancelRequest(server(), *point));
}

void TestAssist::dropsWhatCameBefore() {
    Reader reader;
    reader.read(token(0, "A") + token(1, "B") + token(2, "C"));
    QVERIFY(reader.resume());
    reader.read(token(1, "B") + token(2, "C"));
    QCOMPARE(reader.text(), QStringLiteral("ABC"));
    // Cut again before anything new came: still after the last that counts.
    QCOMPARE(header(*reader.dialect->resumeRequest(question(), server(), *reader.point()), "Last-Event-ID"),
             QByteArray("a-2"));
    QVERIFY(reader.resume());
    reader.read(token(3, "D") + done.toByteArray());
    QCOMPARE(reader.text(), QStringLiteral("ABCD"));
    QCOMPARE(reader.count<Warning>(), 0);
}

void TestAssist::takesUpAGapOnceThenGoesOnWithAMark() {
    Reader reader;
    reader.read(token(0, "A") + token(2, "C"));
    QCOMPARE(reader.text(), QStringLiteral("A"));
    QCOMPARE(reader.count<ErrorReported>(), 1);
    QVERIFY(reader.resume());
    QCOMPARE(reader.count<Warning>(), 0);
    reader.read(token(2, "C") + token(3, "D"));
    QCOMPARE(reader.text(), QStringLiteral("ACD"));
    QCOMPARE(reader.count<ErrorReported>(), 1);
    QCOMPARE(reader.count<Warning>(), 1);
    // The next gap is another one.
    reader.read(token(5, "F"));
    QCOMPARE(reader.count<ErrorReported>(), 2);
    QVERIFY(reader.resume());
    reader.read(token(4, "E") + token(5, "F") + done.toByteArray());
    QCOMPARE(reader.text(), QStringLiteral("ACDEF"));
    QCOMPARE(reader.count<Warning>(), 1);
}

void TestAssist::takesOverAPartialResponse() {
    const QByteArray error =
        "id: a-e\ndata: {\"type\":\"error\",\"error_type\":\"network_timeout\",\"resumable\":true,"
        "\"partial_response\":\"One two three\"}\n\n";
    // The tokens that the rest was made of come again ...
    Reader again;
    again.read(token(0, "One ") + error);
    QCOMPARE(again.text(), QStringLiteral("One two three"));
    QVERIFY(again.resume());
    again.read(token(1, "two ") + token(2, "three four") + done.toByteArray());
    QCOMPARE(again.text(), QStringLiteral("One two three four"));
    // ... or do not.
    Reader after;
    after.read(token(0, "One ") + error);
    QVERIFY(after.resume());
    after.read(token(3, " four") + done.toByteArray());
    QCOMPARE(after.text(), QStringLiteral("One two three four"));
    QCOMPARE(after.count<Warning>(), 0);
}

void TestAssist::measuresAPartialResponseAcrossConnections() {
    Reader reader;
    reader.read(token(0, "One "));
    QVERIFY(reader.resume());
    reader.read(token(1, "two") +
                "data: {\"type\":\"error\",\"error_type\":\"model_overload\",\"resumable\":true,"
                "\"partial_response\":\"One two three\"}\n\n");
    QCOMPARE(reader.text(), QStringLiteral("One two three"));
    QCOMPARE(reader.count<Warning>(), 0);
}

/// A server that tells another text after a cut than before it.
void TestAssist::tellsNoHalfOfACharacter() {
    Reader reader;
    reader.read(token(0, "a"));
    QVERIFY(reader.resume());
    reader.read("id: a-e\ndata: {\"type\":\"error\",\"resumable\":true,"
                "\"partial_response\":\"\xF0\x9F\x8C\x8Ax\"}\n\n");
    QCOMPARE(reader.text(), QStringLiteral("ax"));
}

void TestAssist::goesOnOnlyWhereTheServerCan() {
    const auto canGoOn = [](const QByteArray& bytes) {
        Reader reader;
        reader.read(bytes);
        return reader.point().has_value();
    };
    const auto error = [](const QByteArray& more) {
        return token(0, "A") + "id: a-e\ndata: {\"type\":\"error\",\"error_type\":\"gremlins\"" + more +
               "}\n\n";
    };
    QVERIFY(!canGoOn({}));
    QVERIFY(canGoOn(token(0, "A")));
    QVERIFY(!canGoOn(token(0, "A") + done.toByteArray()));
    QVERIFY(!canGoOn("data: {\"type\":\"token\",\"content\":\"x\",\"index\":0}\n\n"));
    QVERIFY(canGoOn("data: {\"type\":\"token\",\"content\":\"x\",\"index\":0,\"resume_token\":\"t\"}\n\n"));
    QVERIFY(!canGoOn(error({})));
    QVERIFY(!canGoOn(error(",\"resumable\":false,\"resume_token\":\"t\"")));
    QVERIFY(canGoOn(error(",\"resumable\":true")));
    Reader whole;
    whole.read(token(0, "A"));
    Prompt prompt = question();
    prompt.stream = false;
    QVERIFY(!whole.dialect->resumePoint(prompt, server()));
}

void TestAssist::sendsNoIdThatSpoilsAHeader() {
    for (const QByteArray& id :
         {QByteArray("a\tb"), QByteArray("a\x1b[2J"), QByteArray("\xff"), QByteArray(2000, 'x')}) {
        Reader reader;
        reader.read("id: " + id + "\ndata: {\"type\":\"token\",\"content\":\"x\",\"index\":0}\n\n");
        QVERIFY(!reader.point());
        // Nor one that a place from elsewhere holds.
        const ResumePoint place{{}, QStringLiteral("1 0 0 0 ") + QString::fromUtf8(id)};
        QVERIFY(id == "\xff" || !reader.dialect->resumeRequest(question(), server(), place));
    }
}

void TestAssist::isCompleteWhereNothingIsLeft() {
    Reader reader;
    reader.read(token(0, "A"));
    QVERIFY(reader.resume());
    reader.dialect->readWhole({}, reader.events); // 204
    QCOMPARE(reader.count<Finished>(), 1);
    QVERIFY(!reader.point());
    Reader fresh;
    fresh.dialect->readWhole({}, fresh.events);
    QCOMPARE(fresh.count<Finished>(), 0);
    QCOMPARE(fresh.count<ErrorReported>(), 1);
}

void TestAssist::survivesANonsensePlace() {
    for (const char* const cursor : {"", "7", "1 2 3", "-1 0 0 0 a", "x y z w a",
                                     "99999999999999999999 0 0 0 a", "9223372036854775807 0 0 0 a"}) {
        Reader reader;
        reader.dialect->resumeAt({{}, QString::fromLatin1(cursor)});
        QVERIFY(!reader.dialect->resumeRequest(question(), server(), {{}, QString::fromLatin1(cursor)}));
        reader.read(token(0, "A"));
        QCOMPARE(reader.text(), QStringLiteral("A"));
    }
}

void TestAssist::keptTooShortIsNotFound() {
    const Failure failure = makeDialect(u"assist")->readError({410, {}, "{}"});
    QVERIFY(failure.kind == Failure::Kind::NotFound);
    QCOMPARE(failure.httpStatus, 410);
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestAssist)
#include "tst_assist.moc"
