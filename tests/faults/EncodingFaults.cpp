// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"

namespace rivulet::faults {

using namespace std::chrono_literals;

namespace {

using Make = std::function<std::vector<Plan>(const QString&)>;

/// An answer with something in its middle that says nothing.
Fault harmless(const QByteArray& name, const Part& between, bool warned = false) {
    return {"encoding", name, [=](const QString& dialect) {
                const Frames frames = answer(dialect, between);
                Expected expected = completed(frames);
                expected.warned = warned;
                return std::vector{Plan{{}, {stream(dialect, frames)}, expected}};
            }};
}

/// An answer with one piece whose bytes are then changed; what it says then, by the rules.
Fault changed(const QByteArray& name, const QByteArray& before, const QByteArray& after,
              const QString& text) {
    return {"encoding", name, [=](const QString& dialect) {
                Frames frames = answer(dialect, [](Speech& speech) { speech.say(QStringLiteral("<@@>")); });
                for (Frame& frame : frames) {
                    if (frame.text == u"<@@>") {
                        frame.bytes.replace(before, after);
                        frame.text = text;
                    } else if (dialect == u"openai-responses" && text != u"<@@>") {
                        // It tells the whole again at the end of its part.
                        frame.bytes.replace("<@@>", quoted(text).sliced(1).chopped(1));
                    }
                }
                return std::vector{Plan{{}, {stream(dialect, frames)}, completed(frames)}};
            }};
}

/// An event that only servers of events have.
Fault ofEvents(const QByteArray& name, const QByteArray& bytes) {
    return {"encoding", name, [=](const QString& dialect) -> std::vector<Plan> {
                if (!Speech::in(dialect)->isEvents()) {
                    return {};
                }
                const Frames frames = answer(dialect, [&](Speech& speech) { speech.comment(bytes); });
                return {{{}, {stream(dialect, frames)}, completed(frames)}};
            }};
}

Fault ofBytes(const QByteArray& name, const std::function<QByteArray(const QString&, QByteArray)>& change) {
    return {"encoding", name, [=](const QString& dialect) -> std::vector<Plan> {
                const QByteArray body = change(dialect, bytesOf(answer(dialect)));
                if (body.isEmpty()) {
                    return {};
                }
                return {{{}, {stream(dialect, body)}, completed(answer(dialect))}};
            }};
}

/// Where the characters of several bytes are: their neighbourhood in the answer's bytes.
std::vector<Plan> cutInCharacters(const QString& dialect, bool goesOn) {
    const Frames frames = answer(dialect);
    const QByteArray body = bytesOf(frames);
    std::vector<Plan> plans;
    const qsizetype from = body.indexOf("雨") - 1;
    for (qsizetype at = from; at < from + 11; ++at) {
        Plan plan{"at " + QByteArray::number(at - from), {}, completed(frames)};
        const QByteArray head = chunkedHead(Speech::in(dialect)->mediaType());
        if (goesOn) {
            plan.script = {
                {{Send{head + chunk(body.first(at))}, Pause{3ms}, Send{chunk(body.sliced(at)) + lastChunk}}}};
        } else {
            Frames came;
            qsizetype size = 0;
            for (const Frame& frame : frames) {
                size += frame.bytes.size();
                if (size > at) {
                    break;
                }
                came.push_back(frame);
            }
            plan.script = {{{Send{head + chunk(body.first(at))}, Last::Reset}}};
            plan.expected = ruled(came, Kind::CutOff);
        }
        plans.push_back(std::move(plan));
    }
    return plans;
}

/// Where a line ends: each segment border about a CR LF.
std::vector<Plan> splitLineEnds(const QString& dialect) {
    QByteArray body = bytesOf(answer(dialect));
    body.replace("\r\n", "\n").replace("\n", "\r\n");
    std::vector<Plan> plans;
    const qsizetype end = body.indexOf("\r\n", body.size() / 2);
    for (qsizetype at = end - 1; at <= end + 5; ++at) {
        plans.push_back({"at " + QByteArray::number(at - end),
                         {{{Send{chunkedHead(Speech::in(dialect)->mediaType()) + chunk(body.first(at))},
                            Pause{3ms}, Send{chunk(body.sliced(at)) + lastChunk}}}},
                         completed(answer(dialect))});
    }
    return plans;
}

std::vector<Plan> lineWithoutEnd(const QString& dialect, Last last) {
    // An event ends with its blank line; a line's end is no part of what it says.
    const Frames frames = firstOf(answer(dialect), 5);
    const bool isEvents = Speech::in(dialect)->isEvents();
    QByteArray body = bytesOf(frames);
    while (body.endsWith('\n') || body.endsWith('\r')) {
        body.chop(1);
    }
    const Frames came = isEvents ? firstOf(frames, frames.size() - 1) : frames;
    return {{{}, {streamThen(dialect, body, last)}, ruled(came, Kind::CutOff, Again::WithoutContent)}};
}

} // namespace

Faults encodingFaults() {
    Faults faults{
        {"encoding", "segments cut in characters",
         [](const QString& dialect) { return cutInCharacters(dialect, true); }},
        {"encoding", "line cut in characters",
         [](const QString& dialect) { return cutInCharacters(dialect, false); }},
        {"encoding", "CR LF split", splitLineEnds},
        {"encoding", "last line without its end, closed",
         [](const QString& dialect) { return lineWithoutEnd(dialect, Last::Close); }},
        {"encoding", "last line without its end, reset",
         [](const QString& dialect) { return lineWithoutEnd(dialect, Last::Reset); }},
        changed("invalid UTF-8", "@@", "\xff\xc3(", QStringLiteral("<\uFFFD\uFFFD(>")),
        changed("half a character of UTF-8", "@@", "\xe9", QStringLiteral("<\uFFFD>")),
        changed("escaped half of a pair", "@@", "\\ud83d", QStringLiteral("<\uFFFD>")),
        changed("escaped NUL", "@@", "\\u0000", QStringLiteral("<") + QChar(0) + u'>'),
        changed("escaped characters", "@@", "\\ud83c\\udf09\\u00e9\\/", QStringLiteral("<🌉é/>")),
        harmless("empty object", [](Speech& speech) { speech.raw("{}"); }),
        harmless(
            "broken JSON", [](Speech& speech) { speech.raw(R"({"type":"tide",oops)"); }, true),
        harmless(
            "cut JSON", [](Speech& speech) { speech.raw(R"({"type":"tide","a":[1,{"b":")"); }, true),
        harmless(
            "a number", [](Speech& speech) { speech.raw("17"); }, true),
        harmless(
            "a text", [](Speech& speech) { speech.raw("\"high tide\""); }, true),
        harmless(
            "null", [](Speech& speech) { speech.raw("null"); }, true),
        harmless(
            "types of the wrong type",
            [](Speech& speech) {
                speech.raw(
                    R"({"type":5,"model":[],"choices":{"a":1},"message":"x","candidates":7,"done":"perhaps"})");
            }),
        harmless(
            "fields of the wrong type",
            [](Speech& speech) {
                speech.raw(
                    R"({"choices":[5,null,"x",{"index":0,"delta":"x","finish_reason":null}],)"
                    R"("candidates":[4,{"content":{"parts":[1,"x",{"text":5}]}}],"message":{"content":[1]},)"
                    R"("usage":"none","usageMetadata":[],"done":null})");
            }),
        harmless("numbers beyond all bounds",
                 [](Speech& speech) {
                     speech.raw(R"({"type":"tide","a":123456789012345678901234567890,"b":-0.0,"c":1e308})");
                 }),
        harmless("a number that is none", [](Speech& speech) { speech.raw(R"({"type":"tide","a":1e400})"); }),
        harmless(
            "depth of 5,000",
            [](Speech& speech) {
                speech.raw("{\"type\":\"tide\",\"a\":" + QByteArray(5000, '[') + QByteArray(5000, ']') + '}');
            },
            true),
        harmless("depth of 200",
                 [](Speech& speech) {
                     speech.raw("{\"type\":\"tide\",\"a\":" + QByteArray(200, '[') + QByteArray(200, ']') +
                                '}');
                 }),
        harmless("duplicate keys",
                 [](Speech& speech) { speech.raw(R"({"type":"tide","type":"wave","type":"tide"})"); }),
        harmless("unknown event", [](Speech& speech) { speech.unknown(); }),
        harmless("ping", [](Speech& speech) { speech.ping(); }),
        ofEvents("comments", ": one\n:\n:::\n\n: two\n\n\n\n"),
        ofEvents("event without data", "event: tide\n\n"),
        ofEvents("unknown fields", "tide: high\nDATA: x\n\n"),
        ofEvents("retry fields", "retry: 10\n\nretry: soon\n\nretry: 99999999999999999999\n\n"),
    };
    faults.push_back({"encoding", "a NUL among the bytes", [](const QString& dialect) {
                          const QByteArray nul = QByteArray(R"({"type":"tide","a":"@"})").replace('@', '\0');
                          const Frames frames = answer(dialect, [&](Speech& speech) { speech.raw(nul); });
                          return std::vector{Plan{{}, {stream(dialect, frames)}, completed(frames)}};
                      }});
    faults.push_back({"encoding", "ids", [](const QString& dialect) -> std::vector<Plan> {
                          if (!Speech::in(dialect)->isEvents() || dialect == u"assist") {
                              return {}; // whose ids have a meaning
                          }
                          const QByteArray ids = QByteArray("id: 7\n\nid\n\nid: a@b\n\n").replace('@', '\0');
                          const Frames frames = answer(dialect, [&](Speech& speech) { speech.comment(ids); });
                          return {{{}, {stream(dialect, frames)}, completed(frames)}};
                      }});
    faults.push_back(
        ofBytes("byte order mark", [](const QString&, QByteArray body) { return "\xEF\xBB\xBF" + body; }));
    faults.push_back(ofBytes("CR LF", [](const QString&, QByteArray body) {
        return body.replace("\r\n", "\n").replace("\n", "\r\n");
    }));
    faults.push_back(ofBytes("CR alone", [](const QString& dialect, QByteArray body) {
        return Speech::in(dialect)->isEvents() ? body.replace("\r\n", "\n").replace("\n", "\r")
                                               : QByteArray();
    }));
    faults.push_back(ofBytes("blank lines before",
                             [](const QString&, const QByteArray& body) { return "\n\n\r\n\n" + body; }));
    faults.push_back(ofBytes("no space after the colon", [](const QString& dialect, QByteArray body) {
        return Speech::in(dialect)->isEvents() ? body.replace("data: ", "data:") : QByteArray();
    }));
    faults.push_back(ofBytes("data of several lines", [](const QString& dialect, QByteArray body) {
        // Only where no text holds such a place.
        return Speech::in(dialect)->isEvents() ? body.replace("data: {", "data: {\ndata: ") : QByteArray();
    }));
    faults.push_back({"encoding", "all the answer a byte a chunk", [](const QString& dialect) {
                          const QByteArray body = chunks(bytesOf(answer(dialect)), 1);
                          return std::vector{Plan{
                              {},
                              {{{Send{chunkedHead(Speech::in(dialect)->mediaType()) + body + lastChunk, 7}}}},
                              completed(answer(dialect))}};
                      }});
    return faults;
}

} // namespace rivulet::faults
