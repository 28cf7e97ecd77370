// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QTest>

namespace rivulet::providers {

namespace {

using domain::Failure;
using Kind = Failure::Kind;

constexpr auto noWait = std::nullopt;

} // namespace

/// How the servers of the world word their errors: each shape that was seen, as one row. Every dialect reads
/// all of them, since any server may stand behind any of the others' skins.
class TestErrorSurvey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryServersErrors_data();
    void readsEveryServersErrors();
    void readsErrorsInsideAStream_data();
    void readsErrorsInsideAStream();
    void showsNoSecret_data();
    void showsNoSecret();
};

void TestErrorSurvey::readsEveryServersErrors_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("field");
    QTest::addColumn<std::optional<qint64>>("wait");
    const auto row = [](const char* name, int status, const char* body, Kind kind, const char* detail,
                        const char* code = "", const char* field = "", std::optional<qint64> wait = noWait) {
        QTest::newRow(name) << status << QByteArray(body) << domain::failureName(kind)
                            << QString::fromUtf8(detail) << QString::fromLatin1(code)
                            << QString::fromLatin1(field) << wait;
    };
    row("openai", 400,
        R"({"error":{"message":"Unsupported value","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}})",
        Kind::BadRequest, "Unsupported value", "unsupported_value", "temperature");
    row("openai, quota", 429,
        R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}})",
        Kind::PaymentRequired, "You exceeded your current quota", "insufficient_quota");
    row("openai, context", 400,
        R"({"error":{"message":"too many","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}})",
        Kind::ContextTooLong, "too many", "context_length_exceeded", "messages");
    row("groq", 429,
        R"({"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}})",
        Kind::RateLimited, "Rate limit reached", "rate_limit_exceeded");
    row("groq, a failed call", 400,
        R"({"error":{"message":"Failed to call a function","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<function"}})",
        Kind::BadRequest, "Failed to call a function", "tool_use_failed");
    row("groq, flex", 498, R"({"error":{"message":"over capacity","type":"x","code":"capacity_exceeded"}})",
        Kind::Overloaded, "over capacity", "capacity_exceeded");
    row("deepseek", 401,
        R"({"error":{"message":"Authentication Fails","type":"authentication_error","param":null,"code":"invalid_request_error"}})",
        Kind::Unauthorized, "Authentication Fails", "invalid_request_error");
    row("deepseek, no key", 401, "Authentication Fails (governor)", Kind::Unauthorized,
        "Authentication Fails (governor)");
    row("deepseek, no money", 402,
        R"({"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}})",
        Kind::PaymentRequired, "Insufficient Balance", "invalid_request_error");
    row("mistral, flat", 429,
        R"({"object":"error","message":"Service tier capacity exceeded","type":"service_tier_capacity_exceeded","param":null,"code":"3505"})",
        Kind::RateLimited, "Service tier capacity exceeded", "service_tier_capacity_exceeded");
    row("mistral, flat around a list", 422,
        R"({"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{}}]},"type":"invalid_request_error","param":null,"code":null})",
        Kind::Unprocessable, "Extra inputs are not permitted", "invalid_request_error", "stream_options");
    row("mistral, a word", 401, R"({"detail":"Unauthorized"})", Kind::Unauthorized, "Unauthorized");
    row("mistral, a list", 422,
        R"({"detail":[{"loc":["body","messages",0,"content"],"msg":"Field required","type":"missing"},{"loc":["body","x"],"msg":"second"}]})",
        Kind::Unprocessable, "Field required", "", "messages.0.content");
    row("openrouter", 429,
        R"({"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"m is temporarily rate-limited upstream","provider_name":"P","retry_after_seconds":7}},"user_id":"u"})",
        Kind::RateLimited, "Provider returned error: m is temporarily rate-limited upstream", "", "", 7000);
    row("openrouter, an error in the error", 400,
        R"({"error":{"code":400,"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"prompt is too long: 9 tokens > 8 maximum\"}}","provider_name":"P"}}})",
        Kind::ContextTooLong, "Provider returned error: prompt is too long: 9 tokens > 8 maximum");
    row("openrouter, nothing more", 502, R"({"error":{"code":502,"message":"Provider returned error"}})",
        Kind::ServerError, "Provider returned error");
    row("openrouter, no money", 402,
        R"({"error":{"code":402,"message":"This request requires more credits"}})", Kind::PaymentRequired,
        "This request requires more credits");
    row("gemini", 429,
        R"({"error":{"code":429,"message":"Resource exhausted","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"37.5s"}]}})",
        Kind::RateLimited, "Resource exhausted", "RESOURCE_EXHAUSTED", "", 37'500);
    row("gemini, in a list", 503,
        R"([{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}])",
        Kind::Overloaded, "The model is overloaded.", "UNAVAILABLE");
    row("gemini, the day is over", 429,
        R"({"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},{"retryDelay":"3s"}]}})",
        Kind::PaymentRequired, "quota", "RESOURCE_EXHAUSTED", "", 3000);
    row("gemini, key", 400,
        R"([{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}])",
        Kind::Unauthorized, "API key not valid.", "INVALID_ARGUMENT");
    row("gemini, context", 400,
        R"({"error":{"code":400,"message":"The input token count (9) exceeds the maximum number of tokens allowed (8).","status":"INVALID_ARGUMENT"}})",
        Kind::ContextTooLong, "The input token count (9) exceeds the maximum number of tokens allowed (8).",
        "INVALID_ARGUMENT");
    row("vllm", 400,
        R"({"error":{"message":"This model's maximum context length is 8 tokens.","type":"BadRequestError","param":null,"code":400}})",
        Kind::ContextTooLong, "This model's maximum context length is 8 tokens.", "BadRequestError");
    row("vllm, older", 404,
        R"({"object":"error","message":"The model `m` does not exist.","type":"NotFoundError","param":null,"code":404})",
        Kind::NotFound, "The model `m` does not exist.", "NotFoundError");
    row("vllm, key", 401, R"({"error":"Unauthorized"})", Kind::Unauthorized, "Unauthorized");
    row("llama.cpp", 400,
        R"({"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}})",
        Kind::ContextTooLong, "the request exceeds the available context size", "exceed_context_size_error");
    row("llama.cpp, loading", 503,
        R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})", Kind::ModelLoading,
        "Loading model", "unavailable_error");
    row("llama.cpp, prefill", 400,
        R"({"error":{"code":400,"message":"Assistant response prefill is incompatible with enable_thinking.","type":"invalid_request_error"}})",
        Kind::PrefillRefused, "Assistant response prefill is incompatible with enable_thinking.",
        "invalid_request_error");
    row("ollama", 404, R"({"error":"model 'x' not found"})", Kind::NotFound, "model 'x' not found");
    row("ollama, signed out", 401, R"({"error":"unauthorized","signin_url":"https://example.org/s"})",
        Kind::Unauthorized, "unauthorized");
    row("ollama, the other skin", 400,
        R"({"error":{"message":"invalid message","type":"invalid_request_error","param":null,"code":null}})",
        Kind::BadRequest, "invalid message", "invalid_request_error");
    row("lm studio", 400,
        R"({"error":{"message":"Input does not fit in context length (9 > 8 tokens)."},"message":"Input does not fit in context length (9 > 8 tokens)."})",
        Kind::ContextTooLong, "Input does not fit in context length (9 > 8 tokens).");
    row("anthropic", 529,
        R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"})",
        Kind::Overloaded, "Overloaded", "overloaded_error");
    row("anthropic, prefill and thinking", 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"When `thinking` is enabled, a final `assistant` message must start with a thinking block."}})",
        Kind::PrefillRefused,
        "When `thinking` is enabled, a final `assistant` message must start with a thinking block.",
        "invalid_request_error");
    row("anthropic, prefill and white space", 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"messages: final assistant content cannot end with trailing whitespace"}})",
        Kind::PrefillRefused, "messages: final assistant content cannot end with trailing whitespace",
        "invalid_request_error");
    row("azure, filtered", 400,
        R"({"error":{"code":"content_filter","message":"filtered","param":"prompt","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
        Kind::ContentBlocked, "filtered", "ResponsibleAIPolicyViolation", "prompt");
    row("cohere", 400, R"({"message":"invalid request","id":"i"})", Kind::BadRequest, "invalid request");
    row("together, a page", 524,
        "<!DOCTYPE html>\n<html><head><title>together.xyz | 524: A timeout occurred</title></head></html>",
        Kind::ServerError, "together.xyz | 524: A timeout occurred");
    row("a page with a mark before it", 502,
        "\xEF\xBB\xBF<html><head><title>502 Bad Gateway</title></head></html>", Kind::ServerError,
        "502 Bad Gateway");
    row("a page without a title", 503, "<html><body><h1>Service</h1> <p>unavailable</p></body></html>",
        Kind::Overloaded, "Service unavailable");
    row("nothing", 504, "", Kind::ServerError, "");
    row("half of an answer", 500, R"({"error":{"mess)", Kind::ServerError, R"({"error":{"mess)");
    row("null", 500, R"({"error":null})", Kind::ServerError, "");
    row("lists in lists", 400, R"([[[{"error":"words"}]]])", Kind::BadRequest, "words");
}

void TestErrorSurvey::readsEveryServersErrors() {
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, kind);
    QFETCH(const QString, detail);
    QFETCH(const QString, code);
    QFETCH(const QString, field);
    QFETCH(const std::optional<qint64>, wait);
    const auto names = dialectNames();
    for (const QString& name : names) {
        const Failure failure = makeDialect(name)->readError({status, {}, body});
        QCOMPARE(domain::failureName(failure.kind), kind);
        QCOMPARE(failure.detail, detail);
        QCOMPARE(failure.code, code);
        QCOMPARE(failure.field, field);
        QCOMPARE(failure.httpStatus, status);
        QCOMPARE(failure.retryAfter ? failure.retryAfter->count() : -1, wait.value_or(-1));
    }
}

void TestErrorSurvey::readsErrorsInsideAStream_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* body, Kind kind) {
        QTest::newRow(body) << QByteArray(body) << domain::failureName(kind);
    };
    row(R"({"error":{"message":"m","type":"overloaded_error"}})", Kind::Overloaded);
    row(R"({"error":{"message":"m","code":"server_is_overloaded","type":"service_unavailable_error"}})",
        Kind::Overloaded);
    row(R"({"error":{"message":"m","code":503}})", Kind::Overloaded);
    row(R"({"error":{"message":"Loading model","code":503}})", Kind::ModelLoading);
    row(R"({"error":{"message":"m","code":"rate_limit_exceeded"}})", Kind::RateLimited);
    row(R"({"error":{"message":"m","type":"timeout_error"}})", Kind::ServerError);
    row(R"({"error":{"message":"m","code":"429"}})", Kind::RateLimited);
    row(R"({"error":{"message":"m","code":402}})", Kind::PaymentRequired);
    row(R"({"error":{"message":"m","code":"invalid_request_error","type":"authentication_error"}})",
        Kind::Unauthorized);
    row(R"({"error":{"message":"m","code":"invalid_request_error"}})", Kind::BadRequest);
    row(R"({"error":{"message":"m","code":"insufficient_balance"}})", Kind::PaymentRequired);
    row(R"({"error":{"message":"Input does not fit in context length (9 > 8 tokens)."},"message":"x"})",
        Kind::ContextTooLong);
    row(R"({"error":"an error was encountered while running the model"})", Kind::ServerError);
    row(R"({"error":"model 'x' not found, try pulling it first"})", Kind::NotFound);
    row(R"([{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m"}}])", Kind::RateLimited);
}

void TestErrorSurvey::readsErrorsInsideAStream() {
    QFETCH(const QByteArray, body);
    QFETCH(const QString, kind);
    std::vector<domain::StreamEvent> events;
    makeDialect(u"anthropic")->read({"error", body, {}, 0}, events);
    QCOMPARE(events.size(), 1U);
    const auto* reported = std::get_if<domain::ErrorReported>(&events.front());
    QVERIFY(reported != nullptr);
    QCOMPARE(domain::failureName(reported->failure.kind), kind);
    QCOMPARE(reported->failure.httpStatus, 0);
}

void TestErrorSurvey::showsNoSecret_data() {
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("a key") << QByteArray("invalid x-api-key: sk-ant-api03-hushhush1234");
    QTest::newRow("a bearer") << QByteArray("bad header Authorization: Bearer hushhush1234");
    QTest::newRow("an address") << QByteArray("GET https://x.example/v1?key=hushhush1234&alt=sse failed");
    QTest::newRow("a name in an address") << QByteArray("https://me:hushhush1234@x.example/ refused");
    QTest::newRow("a header") << QByteArray("x-goog-api-key: hushhush1234");
    QTest::newRow("a masked key") << QByteArray("Incorrect API key provided: hushhush1234****wxyz");
}

void TestErrorSurvey::showsNoSecret() {
    QFETCH(const QByteArray, words);
    const QByteArrayList bodies{
        words,
        R"({"error":{"message":")" + words + R"("}})",
        R"({"error":")" + words + R"("})",
        R"([{"error":{"message":")" + words + R"("}}])",
        R"({"detail":[{"loc":["body","x"],"msg":")" + words + R"("}]})",
        R"({"error":{"message":"Provider returned error","metadata":{"raw":")" + words + R"("}}})",
        "<html><title>" + words + "</title></html>",
    };
    const auto names = dialectNames();
    for (const QString& name : names) {
        for (const QByteArray& body : bodies) {
            const Failure failure = makeDialect(name)->readError({401, {}, body});
            QVERIFY2(!failure.detail.contains(u"hushhush"), body.constData());
            QVERIFY2(failure.detail.contains(u"[redacted]"), body.constData());
        }
    }
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestErrorSurvey)
#include "tst_error_survey.moc"
