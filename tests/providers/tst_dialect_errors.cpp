// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QTest>

namespace rivulet::providers {

namespace {

using domain::Failure;
using Kind = Failure::Kind;

HttpReply reply(int status, const QByteArray& body) {
    return {status, {}, body};
}

} // namespace

class TestDialectErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsTheKindOfAnError_data();
    void tellsTheKindOfAnError();
    void everyDialectReadsEveryShape_data();
    void everyDialectReadsEveryShape();
    void keepsTheServersWords_data();
    void keepsTheServersWords();
    void showsNoKey();
    void boundsTheWords();
    void namesTheRefusedField();
    void readsAdviceInBodies_data();
    void readsAdviceInBodies();
    void readsResetsInHeaders_data();
    void readsResetsInHeaders();
    void givesNoAdviceWhereWaitingIsNoHelp();
    void headersAreFoundByName();
};

void TestDialectErrors::tellsTheKindOfAnError_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* name, int status, const char* body, Kind kind) {
        QTest::newRow(name) << status << QByteArray(body) << domain::failureName(kind);
    };
    // By status alone
    for (const auto& [status, kind] : std::initializer_list<std::pair<int, Kind>>{
             {400, Kind::BadRequest},       {401, Kind::Unauthorized},     {402, Kind::PaymentRequired},
             {403, Kind::Forbidden},        {404, Kind::NotFound},         {408, Kind::ServerError},
             {409, Kind::Conflict},         {413, Kind::RequestTooLarge},  {422, Kind::Unprocessable},
             {425, Kind::ServerError},      {429, Kind::RateLimited},      {498, Kind::Overloaded},
             {500, Kind::ServerError},      {502, Kind::ServerError},      {503, Kind::Overloaded},
             {504, Kind::ServerError},      {520, Kind::ServerError},      {524, Kind::ServerError},
             {529, Kind::Overloaded},       {418, Kind::UnexpectedStatus}, {204, Kind::UnexpectedStatus},
             {499, Kind::UnexpectedStatus}, {501, Kind::UnexpectedStatus}, {302, Kind::UnexpectedStatus}}) {
        QTest::newRow(QByteArray::number(status)) << status << QByteArray() << domain::failureName(kind);
    }
    // Billing, where the status says something else
    row("quota", 429, R"({"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}})",
        Kind::PaymentRequired);
    row("credit", 429, R"({"error":{"type":"x","code":"credit_balance_exhausted"}})", Kind::PaymentRequired);
    row("project limit", 429, R"({"error":{"code":"project_spend_limit_exceeded"}})", Kind::PaymentRequired);
    row("hard limit", 429, R"({"error":{"code":"billing_hard_limit_reached"}})", Kind::PaymentRequired);
    row("spend limit in details", 429,
        R"({"type":"error","error":{"type":"rate_limit_error","message":"m","details":{"error_code":"enforced_spend_limit_reached"}}})",
        Kind::PaymentRequired);
    row("billing", 400, R"({"type":"error","error":{"type":"billing_error","message":"m"}})",
        Kind::PaymentRequired);
    row("credit in words", 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}})",
        Kind::PaymentRequired);
    row("daily quota", 429,
        R"([{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"RequestsPerDayPerProject"}]}]}}])",
        Kind::PaymentRequired);
    // Rate, load, loading
    row("ramp", 429,
        R"({"error":{"type":"rate_limit_error","details":{"error_code":"ramp_limit_exceeded"}}})",
        Kind::RateLimited);
    row("slow down", 429, R"({"error":{"code":"slow_down","message":"m"}})", Kind::Overloaded);
    row("one request over the rate", 429,
        R"({"error":{"code":"rate_limit_exceeded","message":"Request too large for m on tokens per min"}})",
        Kind::RequestTooLarge);
    row("loading", 503, R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})",
        Kind::ModelLoading);
    row("queue full", 503, R"({"error":"server busy, please try again.  maximum pending requests exceeded"})",
        Kind::Overloaded);
    row("gateway: provider overloaded", 502,
        R"({"error":{"code":502,"message":"m","metadata":{"error_type":"provider_overloaded"}}})",
        Kind::Overloaded);
    // Too long, too large
    row("context code", 400, R"({"error":{"type":"invalid_request_error","code":"context_length_exceeded"}})",
        Kind::ContextTooLong);
    row("context type", 400,
        R"({"error":{"code":400,"message":"m","type":"exceed_context_size_error","n_ctx":4096}})",
        Kind::ContextTooLong);
    row("context in words", 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens > 8 maximum"}})",
        Kind::ContextTooLong);
    row("too large", 400, R"({"error":{"type":"request_too_large"}})", Kind::RequestTooLarge);
    row("too large, a page", 413, "<html><body>413</body></html>", Kind::RequestTooLarge);
    // Keys, permission, content
    row("key in a 400", 400,
        R"({"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}})",
        Kind::Unauthorized);
    row("sign in", 401, R"({"error":"unauthorized","signin_url":"https://example.org"})", Kind::Unauthorized);
    row("moderated", 403,
        R"({"error":{"code":403,"message":"m","metadata":{"reasons":["x"],"flagged_input":"y"}}})",
        Kind::ContentBlocked);
    row("filtered", 400, R"({"error":{"code":"content_filter","status":400,"message":"m"}})",
        Kind::ContentBlocked);
    row("words of a key error are its own", 401, R"({"error":{"message":"prompt is too long for this key"}})",
        Kind::Unauthorized);
    // The rest
    row("prefill", 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"This model does not support assistant message prefill. The conversation must end with a user message."}})",
        Kind::PrefillRefused);
    row("unknown model", 404, R"({"error":{"code":"model_not_found","message":"m"}})", Kind::NotFound);
    row("validation", 422, R"({"detail":[{"loc":["body","temperature"],"msg":"too hot","type":"x"}]})",
        Kind::Unprocessable);
    row("unknown code is its status", 400, R"({"error":{"type":"brand_new","message":"m"}})",
        Kind::BadRequest);
    // A status beats the body's own opinion of it.
    row("status first", 500, R"({"error":{"code":400,"type":"invalid_request_error"}})", Kind::ServerError);
}

void TestDialectErrors::tellsTheKindOfAnError() {
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, kind);
    const auto names = dialectNames();
    for (const QString& name : names) {
        const Failure failure = makeDialect(name)->readError(reply(status, body));
        QCOMPARE(domain::failureName(failure.kind), kind);
        QCOMPARE(failure.httpStatus, status);
    }
}

void TestDialectErrors::everyDialectReadsEveryShape_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char* name, const char* body, const char* detail) {
        QTest::newRow(name) << QByteArray(body) << QString::fromUtf8(detail);
    };
    row("object", R"({"error":{"message":"words","type":"t","param":null,"code":null}})", "words");
    row("string", R"({"error":"words"})", "words");
    row("wrapped", R"({"type":"error","error":{"type":"t","message":"words"},"request_id":"r"})", "words");
    row("list", R"([{"error":{"message":"words"}}])", "words");
    row("flat", R"({"object":"error","message":"words","type":"t","param":null,"code":"1"})", "words");
    row("bare", R"({"code":500,"message":"words","type":"server_error"})", "words");
    row("detail", R"({"detail":"words"})", "words");
    row("detail list", R"({"detail":[{"loc":["body"],"msg":"words","type":"x"}]})", "words");
    row("message", R"({"message":"words","id":"i"})", "words");
    row("message beside an empty error", R"({"error":{},"message":"words"})", "words");
    row("a bare string", R"("words")", "words");
    row("plain text", "words\n", "words");
    row("a page with a title",
        "<!DOCTYPE html><html><head><title>\n words </title></head><body>x</body></html>", "words");
    row("a page without",
        "<html><style>p{a:b}</style><script>var x = '<p>';</script><p>some</p> <b>words</b></html>",
        "some words");
    row("nothing", "", "");
    row("white space", " \n", "");
    row("an empty object", "{}", "");
    row("an empty list", "[]", "");
    row("wrong types", R"({"error":{"message":7,"type":[],"code":{}}})", "");
    row("half a pair", R"({"error":{"message":"words \ud83d"}})", "words \xEF\xBF\xBD");
}

void TestDialectErrors::everyDialectReadsEveryShape() {
    QFETCH(const QByteArray, body);
    QFETCH(const QString, detail);
    const auto names = dialectNames();
    for (const QString& name : names) {
        const Failure failure = makeDialect(name)->readError(reply(418, body));
        QCOMPARE(failure.detail, detail);
        QCOMPARE(failure.kind, Kind::UnexpectedStatus);
    }
}

void TestDialectErrors::keepsTheServersWords_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::newRow("code before type")
        << QByteArray(R"({"error":{"message":"m","type":"t","code":"c"}})") << QStringLiteral("c");
    QTest::newRow("the detail before both")
        << QByteArray(R"({"error":{"type":"t","details":{"error_code":"d"}}})") << QStringLiteral("d");
    QTest::newRow("a number is no code")
        << QByteArray(R"({"error":{"type":"t","code":400}})") << QStringLiteral("t");
    QTest::newRow("the wrapper's type is no code")
        << QByteArray(R"({"type":"error","message":"m"})") << QString();
}

void TestDialectErrors::keepsTheServersWords() {
    QFETCH(const QByteArray, body);
    QFETCH(const QString, code);
    QCOMPARE(makeDialect(u"anthropic")->readError(reply(418, body)).code, code);
}

void TestDialectErrors::showsNoKey() {
    const QByteArray body = R"({"error":{"message":"Incorrect API key provided: sk-proj-abcd1234efgh5678.",)"
                            R"("code":"sk-proj-abcd1234efgh5678","param":"sk-proj-abcd1234efgh5678"}})";
    const auto names = dialectNames();
    for (const QString& name : names) {
        for (const QByteArray& text : {body, QByteArray("key sk-proj-abcd1234efgh5678 is wrong")}) {
            const Failure failure = makeDialect(name)->readError(reply(401, text));
            QVERIFY(!(failure.detail + failure.code + failure.field).contains(u"abcd1234"));
            QVERIFY(failure.detail.contains(u"[redacted]"));
        }
    }
}

void TestDialectErrors::boundsTheWords() {
    const Failure failure = makeDialect(u"ollama")->readError(reply(500, QByteArray(1'000'000, 'x')));
    QCOMPARE(failure.detail.size(), 2000);
    // A page made to be slow to read is read all the same.
    const Failure page =
        makeDialect(u"ollama")->readError(reply(500, QByteArray("<script ").repeated(10'000)));
    QVERIFY(page.detail.size() <= 2000);
    const Failure scripts =
        makeDialect(u"ollama")->readError(reply(500, QByteArray("<script>").repeated(100'000)));
    QVERIFY(scripts.detail.size() <= 2000);
}

void TestDialectErrors::namesTheRefusedField() {
    const auto field = [](QStringView dialect, const QByteArray& body) {
        return makeDialect(dialect)->readError(reply(400, body)).field;
    };
    QCOMPARE(field(u"openai-chat", R"({"error":{"message":"m","param":"reasoning_effort"}})"),
             QStringLiteral("reasoning_effort"));
    QCOMPARE(field(u"openai-chat", R"({"detail":[{"loc":["body","stream_options"],"msg":"m"}]})"),
             QStringLiteral("stream_options"));
    const QByteArray noThinking = R"({"error":"\"llama3:8b\" does not support thinking"})";
    QCOMPARE(field(u"ollama", noThinking), QStringLiteral("think"));
    QCOMPARE(field(u"ollama", R"({"error":"other"})"), QString());
}

void TestDialectErrors::readsAdviceInBodies_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("milliseconds");
    const auto row = [](const char* name, const char* body, qint64 milliseconds) {
        QTest::newRow(name) << QByteArray(body) << milliseconds;
    };
    row("metadata", R"({"error":{"code":429,"metadata":{"retry_after_seconds":2.5}}})", 2500);
    row("retry info", R"({"error":{"code":429,"details":[{"@type":"t"},{"retryDelay":"8.25s"}]}})", 8250);
    row("plain", R"({"error":{"retry_after":3}})", 3000);
    row("negative", R"({"error":{"retry_after":-3}})", -1);
    row("huge", R"({"error":{"retry_after":1e300}})", -1);
    row("no number", R"({"error":{"details":[{"retryDelay":"soons"}]}})", -1);
    row("none", R"({"error":{"message":"m"}})", -1);
}

void TestDialectErrors::readsAdviceInBodies() {
    QFETCH(const QByteArray, body);
    QFETCH(const qint64, milliseconds);
    const auto advice = makeDialect(u"openai-chat")->readError(reply(429, body)).retryAfter;
    QCOMPARE(advice ? advice->count() : -1, milliseconds);
}

using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

void TestDialectErrors::readsResetsInHeaders_data() {
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<qint64>("milliseconds");
    const std::pair<QByteArray, QByteArray> date{"date", "Sat, 21 Nov 2026 10:00:00 GMT"};
    const QString anthropic = QStringLiteral("anthropic");
    const QString openAi = QStringLiteral("openai-chat");
    QTest::newRow("a date against the server's own")
        << anthropic << Headers{date, {"anthropic-ratelimit-tokens-reset", "2026-11-21T10:00:17Z"}}
        << 17'000LL;
    QTest::newRow("the limit that is used up")
        << anthropic
        << Headers{date,
                   {"anthropic-ratelimit-requests-remaining", "10"},
                   {"anthropic-ratelimit-requests-reset", "2026-11-21T10:00:02Z"},
                   {"anthropic-ratelimit-input-tokens-remaining", "0"},
                   {"anthropic-ratelimit-input-tokens-reset", "2026-11-21T10:00:40Z"}}
        << 40'000LL;
    QTest::newRow("a reset that has passed")
        << anthropic << Headers{date, {"anthropic-ratelimit-tokens-reset", "2026-11-21T09:00:00Z"}} << 0LL;
    QTest::newRow("of a priority tier")
        << anthropic
        << Headers{date,
                   {"anthropic-ratelimit-requests-remaining", "3999"},
                   {"anthropic-ratelimit-requests-reset", "2026-11-21T10:00:01Z"},
                   {"anthropic-priority-output-tokens-remaining", "0"},
                   {"anthropic-priority-output-tokens-reset", "2026-11-21T10:00:30Z"}}
        << 30'000LL;
    QTest::newRow("of a fast tier, with a zone")
        << anthropic << Headers{date, {"anthropic-fast-input-tokens-reset", "2026-11-21T11:00:05+01:00"}}
        << 5'000LL;
    QTest::newRow("a date without the server's own")
        << anthropic << Headers{{"anthropic-ratelimit-tokens-reset", "2026-11-21T10:00:17Z"}} << -1LL;
    QTest::newRow("general advice is read elsewhere")
        << anthropic
        << Headers{date, {"retry-after", "3"}, {"anthropic-ratelimit-tokens-reset", "2026-11-21T10:00:17Z"}}
        << -1LL;
    QTest::newRow("a duration") << openAi << Headers{{"x-ratelimit-reset-tokens", "1h2m3.5s"}} << 3'723'500LL;
    QTest::newRow("milliseconds are no minutes")
        << openAi << Headers{{"x-ratelimit-reset-requests", "12ms"}} << 12LL;
    QTest::newRow("minutes and seconds")
        << openAi << Headers{{"x-ratelimit-reset-requests", "6m0s"}} << 360'000LL;
    QTest::newRow("both used up: the later") << openAi
                                             << Headers{{"x-ratelimit-remaining-requests", "0"},
                                                        {"x-ratelimit-reset-requests", "2s"},
                                                        {"x-ratelimit-remaining-tokens", "0"},
                                                        {"x-ratelimit-reset-tokens", "7.66s"}}
                                             << 7'660LL;
    QTest::newRow("bare seconds") << openAi << Headers{{"x-ratelimit-reset-tokens", "9"}} << 9'000LL;
    QTest::newRow("negative") << openAi << Headers{{"x-ratelimit-reset-tokens", "-1"}} << -1LL;
    QTest::newRow("not a number") << openAi << Headers{{"x-ratelimit-reset-tokens", "nan"}} << -1LL;
    QTest::newRow("a duration with a tail")
        << openAi << Headers{{"x-ratelimit-reset-tokens", "6m0sx"}} << -1LL;
    QTest::newRow("none") << openAi << Headers{} << -1LL;
}

void TestDialectErrors::readsResetsInHeaders() {
    QFETCH(const QString, dialect);
    QFETCH(const Headers, headers);
    QFETCH(const qint64, milliseconds);
    const auto advice = makeDialect(dialect)->readError({429, headers, "{}"}).retryAfter;
    QCOMPARE(advice ? advice->count() : -1, milliseconds);
    // Advice is about a rate, so another failure has none.
    QVERIFY(!makeDialect(dialect)->readError({500, headers, "{}"}).retryAfter);
}

void TestDialectErrors::givesNoAdviceWhereWaitingIsNoHelp() {
    const Headers headers{{"x-ratelimit-reset-tokens", "9"}};
    QVERIFY(!makeDialect(u"openai-chat")
                 ->readError({429, headers, R"({"error":{"code":"insufficient_quota"}})"})
                 .retryAfter);
    const Headers spent{{"date", "Sat, 21 Nov 2026 10:00:00 GMT"},
                        {"anthropic-ratelimit-tokens-reset", "2026-11-21T10:00:17Z"}};
    const auto failure = makeDialect(u"anthropic")
                             ->readError({429, spent, R"({"type":"error","error":{"type":"rate_limit_error",
                "message":"m","details":{"error_code":"contract_spend_limit_reached"}}})"});
    QCOMPARE(failure.kind, Kind::PaymentRequired);
    QVERIFY(!failure.retryAfter);
}

void TestDialectErrors::headersAreFoundByName() {
    const HttpReply answer{200, {{"a", "1"}, {"b", "2"}, {"a", "3"}}, {}};
    QCOMPARE(answer.header("a"), QByteArray("1"));
    QCOMPARE(answer.header("b"), QByteArray("2"));
    QCOMPARE(answer.header("c"), QByteArray());
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestDialectErrors)
#include "tst_dialect_errors.moc"
