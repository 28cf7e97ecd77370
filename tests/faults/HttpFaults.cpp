// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace rivulet::faults {

using namespace std::chrono_literals;
using Request = stream::StreamRequest;

namespace {

struct Status {
    int code;
    Kind kind;
    Again again;
};

/// What a status is, and whether the list of robustness.md has it asked again.
constexpr Status statuses[] = {
    {400, Kind::BadRequest, Again::No},
    {401, Kind::Unauthorized, Again::No},
    {402, Kind::PaymentRequired, Again::No},
    {403, Kind::Forbidden, Again::No},
    {404, Kind::NotFound, Again::No},
    {405, Kind::UnexpectedStatus, Again::No},
    {408, Kind::ServerError, Again::WithoutContent},
    {409, Kind::Conflict, Again::WithoutContent},
    {413, Kind::RequestTooLarge, Again::No},
    {422, Kind::Unprocessable, Again::No},
    {425, Kind::ServerError, Again::WithoutContent},
    {429, Kind::RateLimited, Again::WithoutContent},
    {500, Kind::ServerError, Again::WithoutContent},
    {501, Kind::UnexpectedStatus, Again::No},
    {502, Kind::ServerError, Again::WithoutContent},
    {503, Kind::Overloaded, Again::WithoutContent},
    {504, Kind::ServerError, Again::WithoutContent},
    {520, Kind::ServerError, Again::WithoutContent},
    {524, Kind::ServerError, Again::WithoutContent},
    {529, Kind::Overloaded, Again::WithoutContent},
};

/// Once, twice and for ever.
std::vector<Plan> statusPlans(const QString& dialect, const Status& status) {
    const Act refused = error(dialect, status.code);
    const Act good = stream(dialect, answer(dialect));
    if (status.again == Again::No) {
        return {{"once", {refused, good}, failed({status.kind})},
                {"as a page",
                 {replyWith(status.code, "text/html", "<title>No</title>"), good},
                 failed({status.kind})},
                {"without a body", {replyWith(status.code, {}, {}), good}, failed({status.kind})}};
    }
    return {{"once", {refused, good}, completed(answer(dialect), 2)},
            {"twice", {refused, refused, good}, completed(answer(dialect), 3)},
            {"for ever", {refused}, failedAfterRetries({status.kind})},
            {"as a page",
             {replyWith(status.code, "text/html", "<title>No</title>"), good},
             completed(answer(dialect), 2)},
            {"without a body", {replyWith(status.code, {}, {}), good}, completed(answer(dialect), 2)}};
}

std::vector<Plan> redirects(const QString& /*dialect*/, int code) {
    std::vector<Plan> plans;
    // Nobody listens on the other port: were it followed, it would be refused and asked for again.
    for (const auto& [name, target] :
         {std::pair{"to the same", "/elsewhere"}, std::pair{"to another", "http://127.0.0.1:1/thief"},
          std::pair{"to another name", "http://localhost:1/thief"},
          std::pair{"to a file", "file:///etc/hostname"}, std::pair{"to nonsense", "::::"},
          std::pair{"in a loop", ""}}) {
        plans.push_back({name,
                         {replyWith(code, "text/html", "moved", {{"Location", target}})},
                         failed({Kind::Redirected})});
    }
    plans.push_back({"to nowhere", {replyWith(code, "text/html", "moved")}, failed({Kind::Redirected})});
    return plans;
}

constexpr char portal[] = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Wi-Fi</body></html>";

} // namespace

Faults httpFaults() {
    Faults faults;
    for (const Status& status : statuses) {
        faults.push_back({"http", "status " + QByteArray::number(status.code),
                          [status](const QString& dialect) { return statusPlans(dialect, status); }});
    }
    for (const int code : {301, 302, 303, 307, 308}) {
        faults.push_back({"http", "redirect " + QByteArray::number(code),
                          [code](const QString& dialect) { return redirects(dialect, code); }});
    }
    const auto add = [&faults](const QByteArray& name, const std::function<Plan(const QString&)>& plan) {
        faults.push_back(
            {"http", name, [plan](const QString& dialect) { return std::vector{plan(dialect)}; }});
    };
    add("413 and reset while sending", [](const QString& dialect) {
        Plan plan{
            {},
            {Act{{Pause{30ms}, Send{std::get<Send>(error(dialect, 413).steps.front()).bytes}, Last::Reset},
                 Act::Begin::Accept},
             stream(dialect, answer(dialect))},
            // Of a connection that breaks while it is written to, Qt tells no answer.
            failed({Kind::RequestTooLarge, Kind::ConnectionReset})};
        plan.adjust = [](Request& request) {
            request.prompt.turns.front().text = QString(QStringLiteral("deep water ")).repeated(450'000);
        };
        return plan;
    });
    add("no content type", [](const QString& dialect) {
        return Plan{{},
                    {{{Send{chunkedHead({}) + chunk(bytesOf(answer(dialect))) + lastChunk}}}},
                    completed(answer(dialect))};
    });
    add("labelled plain text", [](const QString& dialect) {
        return Plan{{},
                    {{{Send{chunkedHead("text/plain; charset=utf-8") + chunk(bytesOf(answer(dialect))) +
                            lastChunk}}}},
                    completed(answer(dialect))};
    });
    add("stream labelled as JSON", [](const QString& dialect) {
        return Plan{{},
                    {{{Send{chunkedHead("application/json") + chunk(bytesOf(answer(dialect))) + lastChunk}}}},
                    completed(answer(dialect))};
    });
    add("stream labelled as JSON, cut", [](const QString& dialect) {
        const Frames came = firstOf(answer(dialect), answer(dialect).size() - 2);
        return Plan{{},
                    {{{Send{chunkedHead("application/json") + chunk(bytesOf(came))}, Last::Reset}}},
                    ruled(came, Kind::CutOff)};
    });
    add("whole instead of a stream", [](const QString& dialect) {
        const QString text = textOf(answer(dialect));
        Expected expected = completed({{{}, text, {}}});
        expected.warned = true; // not streamed
        return Plan{{}, {replyWith(200, "application/json", Speech::in(dialect)->whole(text))}, expected};
    });
    add("labelled as an image", [](const QString& dialect) {
        return Plan{
            {}, {replyWith(200, "image/png", bytesOf(answer(dialect)))}, failed({Kind::WrongContentType})};
    });
    add("captive portal", [](const QString&) {
        return Plan{
            {}, {replyWith(200, "text/html; charset=utf-8", portal)}, failed({Kind::WrongContentType})};
    });
    add("captive portal without a type", [](const QString&) {
        return Plan{{}, {replyWith(200, {}, portal)}, failed({Kind::WrongContentType})};
    });
    add("JSON error with 200", [](const QString& dialect) {
        const QByteArray body = Speech::in(dialect)->errorBody("invalid_api_key", "unauthorized");
        return Plan{{}, {replyWith(200, "application/json", body)}, failed({Kind::Unauthorized})};
    });
    add("empty 200", [](const QString& dialect) {
        return Plan{{},
                    {replyWith(200, Speech::in(dialect)->mediaType(), {}), stream(dialect, answer(dialect))},
                    completed(answer(dialect), 2)};
    });
    add("empty 200 as JSON", [](const QString&) {
        return Plan{{}, {replyWith(200, "application/json", {})}, failed({Kind::Malformed, Kind::CutOff})};
    });
    add("204", [](const QString& dialect) {
        return Plan{{},
                    {{{Send{head(204, {})}}}, stream(dialect, answer(dialect))},
                    failed({Kind::UnexpectedStatus})};
    });
    add("206", [](const QString& dialect) {
        return Plan{{},
                    {replyWith(206, Speech::in(dialect)->mediaType(), bytesOf(answer(dialect)))},
                    failed({Kind::UnexpectedStatus})};
    });
    add("304",
        [](const QString&) { return Plan{{}, {{{Send{head(304, {})}}}}, failed({Kind::UnexpectedStatus})}; });
    add("error that tells the key", [](const QString& dialect) {
        // Whether it is kept to itself is looked at in every cell.
        return Plan{
            {},
            {replyWith(401, "application/json",
                       Speech::in(dialect)->errorBody("x", "Incorrect API key provided: " +
                                                               QByteArray("sk-canary-left-0123456789")))},
            failed({Kind::Unauthorized})};
    });
    return faults;
}

namespace {

QByteArray httpDate(const QDateTime& when) {
    return QLocale::c().toString(when.toUTC(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1();
}

struct Advice {
    QByteArray name;
    Headers headers;
    /// Nothing: the stream ends instead of waiting.
    std::optional<Milliseconds> delay;
};

std::vector<Advice> advices() {
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'795'250'000, QTimeZone::utc());
    const QByteArray date = httpDate(now);
    const Milliseconds own = 2ms; // the matrix's backoff
    return {
        {"milliseconds", {{"retry-after-ms", "15"}}, 15ms},
        {"milliseconds before seconds", {{"retry-after-ms", "15"}, {"retry-after", "9"}}, 15ms},
        {"zero", {{"Retry-After", "0"}}, 0ms},
        {"decimals", {{"Retry-After", "0.02"}}, 20ms},
        {"seconds", {{"Retry-After", "7"}}, 7000ms},
        {"a minute", {{"Retry-After", "60"}}, 60'000ms},
        {"more than a minute", {{"Retry-After", "61"}}, std::nullopt},
        {"a date", {{"Date", date}, {"Retry-After", httpDate(now.addSecs(5))}}, 5000ms},
        {"a date of the past", {{"Date", date}, {"Retry-After", httpDate(now.addSecs(-5))}}, own},
        {"a date far away", {{"Date", date}, {"Retry-After", httpDate(now.addSecs(3600))}}, std::nullopt},
        {"negative", {{"Retry-After", "-3"}}, own},
        {"inf", {{"Retry-After", "inf"}}, own},
        {"nan", {{"Retry-After", "nan"}}, own},
        {"huge", {{"Retry-After", "1e99"}}, own},
        {"huger", {{"Retry-After", "99999999999999999999999999"}}, own},
        {"words", {{"Retry-After", "soon"}}, own},
        {"empty", {{"Retry-After", ""}}, own},
    };
}

} // namespace

Faults retryFaults() {
    Faults faults;
    for (const Advice& advice : advices()) {
        faults.push_back({"retry", "advice: " + advice.name, [advice](const QString& dialect) {
                              Plan plan{
                                  {},
                                  {error(dialect, 429, advice.headers), stream(dialect, answer(dialect))},
                                  advice.delay ? completed(answer(dialect), 2) : failed({Kind::RateLimited})};
                              plan.expected.delay = advice.delay;
                              return std::vector{plan};
                          }});
    }
    struct Should {
        QByteArray value;
        int status;
        bool again;
        Kind kind;
    };
    for (const Should& should :
         {Should{"true", 501, true, Kind::UnexpectedStatus}, Should{"true", 400, false, Kind::BadRequest},
          Should{"true", 413, false, Kind::RequestTooLarge}, Should{"false", 503, false, Kind::Overloaded},
          Should{"false", 429, false, Kind::RateLimited}, Should{"perhaps", 503, true, Kind::Overloaded}}) {
        faults.push_back(
            {"retry", "should-retry " + should.value + " with " + QByteArray::number(should.status),
             [should](const QString& dialect) {
                 const Act refused = error(dialect, should.status, {{"x-should-retry", should.value}});
                 return std::vector{
                     Plan{{},
                          {refused, stream(dialect, answer(dialect))},
                          should.again ? completed(answer(dialect), 2) : failed({should.kind})}};
             }});
    }
    faults.push_back(
        {"retry", "429 about credit", [](const QString& dialect) {
             // Words where a protocol has no codes.
             const QByteArray body = dialect == u"ollama"
                                         ? QByteArray(R"({"error":"your credit balance is too low"})")
                                         : Speech::in(dialect)->errorBody("insufficient_quota",
                                                                          "You exceeded your current quota");
             return std::vector{
                 Plan{{}, {replyWith(429, "application/json", body)}, failed({Kind::PaymentRequired})}};
         }});
    faults.push_back({"retry", "several faults, then good", [](const QString& dialect) {
                          return std::vector{Plan{
                              {},
                              {error(dialect, 503), Act{{Last::Reset}}, stream(dialect, answer(dialect))},
                              completed(answer(dialect), 3)}};
                      }});
    return faults;
}

} // namespace rivulet::faults
