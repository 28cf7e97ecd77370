// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"

namespace rivulet::faults {

using namespace std::chrono_literals;
using Request = stream::StreamRequest;

namespace {

QByteArray goodBytes(const QString& dialect) {
    return std::get<Send>(stream(dialect, answer(dialect)).steps.front()).bytes;
}

/// A body whose length is told, wrongly.
Act ofLength(const QString& dialect, const QByteArray& body, qsizetype told, Last last) {
    return {
        {Send{head(200, Speech::in(dialect)->mediaType(), {{"Content-Length", QByteArray::number(told)}}) +
              body},
         last}};
}

Frames mostOf(const QString& dialect) {
    const Frames frames = answer(dialect);
    // Up to the last but two, so that no mark is among them.
    return firstOf(frames, frames.size() - 3);
}

QByteArray manyHeaders(int lines) {
    QByteArray head = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < lines; ++i) {
        head += "X-Drop-" + QByteArray::number(i) + ": splash\r\n";
    }
    return head;
}

} // namespace

Faults framingFaults() {
    Faults faults;
    const auto add = [&faults](const QByteArray& name, const std::function<Plan(const QString&)>& plan) {
        faults.push_back(
            {"framing", name, [plan](const QString& dialect) { return std::vector{plan(dialect)}; }});
    };
    const auto soon = [](Request& request) { request.timeouts.firstByte = 150ms; };

    add("body ends with the connection", [](const QString& dialect) {
        return Plan{{},
                    {{{Send{head(200, Speech::in(dialect)->mediaType()) + bytesOf(answer(dialect))}}}},
                    completed(answer(dialect))};
    });
    add("HTTP/1.0", [](const QString& dialect) {
        QByteArray bytes = head(200, Speech::in(dialect)->mediaType()) + bytesOf(answer(dialect));
        return Plan{{}, {{{Send{bytes.replace("HTTP/1.1", "HTTP/1.0")}}}}, completed(answer(dialect))};
    });
    add("length too small", [](const QString& dialect) {
        const QByteArray body = bytesOf(answer(dialect));
        return Plan{{},
                    {ofLength(dialect, body, bytesOf(mostOf(dialect)).size() + 5, Last::Close)},
                    ruled(mostOf(dialect), Kind::CutOff)};
    });
    add("length too great", [](const QString& dialect) {
        const QByteArray body = bytesOf(mostOf(dialect));
        return Plan{{},
                    {ofLength(dialect, body, body.size() + 500, Last::Close)},
                    ruled(mostOf(dialect), Kind::CutOff)};
    });
    add("length too great, whole answer", [](const QString& dialect) {
        const QByteArray body = bytesOf(answer(dialect));
        return Plan{
            {}, {ofLength(dialect, body, body.size() + 500, Last::Close)}, completed(answer(dialect))};
    });
    add("length is nonsense", [](const QString& dialect) {
        // Whatever is made of it: an answer that is whole, or none.
        const QByteArray bytes = head(200, Speech::in(dialect)->mediaType(), {{"Content-Length", "many"}}) +
                                 bytesOf(answer(dialect));
        return Plan{{}, {{{Send{bytes}}}}, completed(answer(dialect))};
    });
    for (const auto& [name, size] :
         {std::pair{"chunk size is nonsense", "zz\r\n"}, std::pair{"chunk size is negative", "-5\r\n"},
          std::pair{"chunk size is huge", "ffffffffffffffffff\r\n"}}) {
        add(name, [bad = QByteArray(size)](const QString& dialect) {
            const QByteArray bytes = chunkedHead(Speech::in(dialect)->mediaType()) +
                                     chunk(bytesOf(mostOf(dialect))) + bad + "more\r\n" + lastChunk;
            return Plan{{}, {{{Send{bytes}}}}, ruled(mostOf(dialect), Kind::CutOff)};
        });
    }
    add("chunk without its line end", [](const QString& dialect) {
        const QByteArray body = bytesOf(mostOf(dialect));
        const QByteArray bytes = chunkedHead(Speech::in(dialect)->mediaType()) +
                                 QByteArray::number(body.size(), 16) + "\r\n" + body + "XX" +
                                 "5\r\nhello\r\n";
        return Plan{{}, {{{Send{bytes}}}}, ruled(mostOf(dialect), Kind::CutOff)};
    });
    add("end of chunks missing", [](const QString& dialect) {
        return Plan{
            {}, {streamThen(dialect, bytesOf(answer(dialect)), Last::Close)}, completed(answer(dialect))};
    });
    add("trailers", [](const QString& dialect) {
        const QByteArray bytes = chunkedHead(Speech::in(dialect)->mediaType(), {{"Trailer", "X-Sum"}}) +
                                 chunk(bytesOf(answer(dialect))) + "0\r\nX-Sum: 12\r\n\r\n";
        return Plan{{}, {{{Send{bytes}}}}, completed(answer(dialect))};
    });
    add("chunk extensions", [](const QString& dialect) {
        const QByteArray body = bytesOf(answer(dialect));
        const QByteArray bytes = chunkedHead(Speech::in(dialect)->mediaType()) +
                                 QByteArray::number(body.size(), 16) + ";tide=high\r\n" + body + "\r\n" +
                                 lastChunk;
        return Plan{{}, {{{Send{bytes}}}}, completed(answer(dialect))};
    });
    add("another answer behind this one", [](const QString& dialect) {
        return Plan{{}, {{{Send{goodBytes(dialect) + goodBytes(dialect)}}}}, completed(answer(dialect))};
    });
    // For Qt what is no head is a connection that ended before one.
    add("status line is garbage", [](const QString&) {
        return Plan{{}, {{{Send{"what is this\r\n\r\nhello"}}}}, failedAfterRetries({Kind::ConnectionReset})};
    });
    add("not HTTP at all", [](const QString&) {
        return Plan{{},
                    {{{Send{QByteArray("SSH-2.0-OpenSSH_9.2\r\n") + QByteArray(300, '\0')}}}},
                    failedAfterRetries({Kind::ConnectionReset})};
    });
    add("103 before the answer", [](const QString& dialect) {
        return Plan{{},
                    {{{Send{"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + goodBytes(dialect)}}}},
                    failed({Kind::UnexpectedStatus})};
    });
    add("100 before the answer", [](const QString& dialect) {
        return Plan{
            {}, {{{Send{"HTTP/1.1 100 Continue\r\n\r\n" + goodBytes(dialect)}}}}, completed(answer(dialect))};
    });
    add("a header of 200 kB", [soon](const QString& dialect) {
        QByteArray bytes = goodBytes(dialect);
        bytes.replace("\r\n\r\n", "\r\nX-Flood: " + QByteArray(200'000, 'w') + "\r\n\r\n");
        return Plan{
            {}, {{{Send{bytes}, Last::Stay}}}, failed({Kind::HeadersTooLong, Kind::FirstByteTimeout}), soon};
    });
    add("2,000 headers", [soon](const QString&) {
        return Plan{{},
                    {{{Send{manyHeaders(2000) + "\r\n"}, Last::Stay}}},
                    failed({Kind::HeadersTooLong, Kind::FirstByteTimeout}),
                    soon};
    });
    add("headers without end", [](const QString&) {
        Plan plan{{},
                  {{{Send{"HTTP/1.1 200 OK\r\n"}, Flood{manyHeaders(500).sliced(17), 600'000}, Last::Stay}}},
                  failed({Kind::HeadersTooLong, Kind::FirstByteTimeout}),
                  [](Request& request) { request.timeouts.firstByte = 400ms; }};
        plan.turn = Plan::Turn::Alone;
        return plan;
    });
    add("NUL in a header", [](const QString& dialect) {
        QByteArray bytes = goodBytes(dialect);
        bytes.replace(bytes.indexOf("\r\n\r\n"), 4, QByteArray("\r\nX-Nothing: a\0b\r\n\r\n", 20));
        return Plan{{}, {{{Send{bytes}}}}, completed(answer(dialect))};
    });
    add("bytes beyond ASCII in a header", [](const QString& dialect) {
        QByteArray bytes = goodBytes(dialect);
        bytes.replace(bytes.indexOf("\r\n\r\n"), 4, "\r\nX-Tide: \xff\xfe high \xe2\x82\r\n\r\n");
        return Plan{{}, {{{Send{bytes}}}}, completed(answer(dialect))};
    });
    add("length and chunks", [](const QString& dialect) {
        // RFC 9112, 6.3: "the Transfer-Encoding overrides the Content-Length."
        return Plan{{},
                    {{{Send{chunkedHead(Speech::in(dialect)->mediaType(), {{"Content-Length", "10"}}) +
                            chunk(bytesOf(answer(dialect))) + lastChunk}}}},
                    completed(answer(dialect))};
    });
    add("a cookie", [](const QString& dialect) {
        QByteArray bytes = goodBytes(dialect);
        bytes.replace(bytes.indexOf("\r\n\r\n"), 4, "\r\nSet-Cookie: id=1; Path=/\r\n\r\n");
        return Plan{{}, {{{Send{bytes}}}}, completed(answer(dialect))};
    });
    add("asks for a password", [](const QString&) {
        return Plan{{},
                    {replyWith(401, "text/plain", "who?", {{"WWW-Authenticate", "Basic realm=\"x\""}})},
                    failed({Kind::Unauthorized})};
    });
    add("asks for a proxy's password", [](const QString&) {
        return Plan{{},
                    {replyWith(407, "text/plain", "who?", {{"Proxy-Authenticate", "Basic realm=\"x\""}})},
                    failed({Kind::UnexpectedStatus, Kind::ProxyFailed})};
    });
    return faults;
}

} // namespace rivulet::faults
