// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"
#include "wire/FrameDecoder.h"

namespace rivulet::faults {

using Request = stream::StreamRequest;

namespace {

constexpr qint64 flood = qint64{160} * 1024 * 1024;
constexpr qsizetype unit = qsizetype{64} * 1024;

QByteArray said(const QString& dialect, const QString& text) {
    const auto speech = Speech::in(dialect);
    speech->say(text);
    return speech->frames().back().bytes;
}

QByteArray beginOf(const QString& dialect, Frames& came) {
    const auto speech = Speech::in(dialect);
    speech->begin();
    speech->say(QStringLiteral("Before the flood. "));
    came = speech->frames();
    return bytesOf(came);
}

/// A stream that begins well, and then this without end. Without framing, so that units are as they are.
Plan flooded(const QString& dialect, const QByteArray& opening, const QByteArray& repeated, Kind kind) {
    Frames came;
    const QByteArray begin = beginOf(dialect, came);
    Plan plan{
        {},
        {{{Send{head(200, Speech::in(dialect)->mediaType()) + begin + opening}, Flood{repeated, flood}}}},
        ruled(came, kind)};
    plan.turn = Plan::Turn::Alone;
    return plan;
}

} // namespace

Faults sizeFaults() {
    Faults faults;
    const auto add = [&faults](const QByteArray& name,
                               const std::function<std::vector<Plan>(const QString&)>& plans) {
        faults.push_back({"size", name, plans});
    };
    add("line without end", [](const QString& dialect) {
        const QByteArray opening = Speech::in(dialect)->isEvents() ? "data: {\"a\":\"" : "{\"a\":\"";
        return std::vector{flooded(dialect, opening, QByteArray(unit, 'w'), Kind::FrameTooLong)};
    });
    add("event without end", [](const QString& dialect) -> std::vector<Plan> {
        if (!Speech::in(dialect)->isEvents()) {
            return {}; // a line is an event
        }
        const QByteArray line = "data: " + QByteArray(1000, 'w') + '\n';
        return {flooded(dialect, {}, line.repeated(64), Kind::FrameTooLong)};
    });
    add("answer without end", [](const QString& dialect) {
        // The same piece again and again; where events are numbered they are not new, so each has its own.
        Frames came;
        const QByteArray begin = beginOf(dialect, came);
        const QString piece = QString(60'000, u'w');
        QByteArray event = said(dialect, piece);
        if (dialect == u"openai-responses") {
            const qsizetype at = event.indexOf(",\"sequence_number\":");
            event.remove(at, event.indexOf(',', at + 1) - at); // some servers number nothing
        } else if (dialect == u"assist") {
            event.remove(0, event.indexOf("data:"));
            const qsizetype at = event.lastIndexOf(",\"index\":");
            event.remove(at, event.lastIndexOf('}') - at);
        }
        Plan plan = flooded(dialect, {}, event, Kind::AnswerTooLong);
        plan.mostGrowth = qint64{80} * 1024; // half of it is the text itself, which grows by doubling
        plan.expected.filledTo = qsizetype{16} * 1024 * 1024; // of two bytes each
        return std::vector{plan};
    });
    add("comments without end, then the answer", [](const QString& dialect) {
        // Wire bytes have no total.
        const QByteArray comment =
            Speech::in(dialect)->isEvents() ? QByteArray(": wind\n\n") : QByteArray("\n");
        Plan plan{{},
                  {{{Send{head(200, Speech::in(dialect)->mediaType())},
                     Flood{comment.repeated(unit / comment.size()), qint64{24} * 1024 * 1024},
                     Send{bytesOf(answer(dialect))}}}},
                  completed(answer(dialect))};
        plan.turn = Plan::Turn::Alone;
        return std::vector{plan};
    });
    add("error without end", [](const QString&) {
        Plan plan{{},
                  {{{Send{head(400, "text/plain")}, Flood{QByteArray(unit, 'w'), flood}}}},
                  failed({Kind::BadRequest})};
        plan.turn = Plan::Turn::Alone;
        return std::vector{plan};
    });
    add("whole answer without end", [](const QString&) {
        Plan plan{
            {},
            {{{Send{head(200, "application/json") + "{\"a\":\""}, Flood{QByteArray(unit, 'w'), flood}}}},
            failed({Kind::AnswerTooLong})};
        plan.turn = Plan::Turn::Alone;
        plan.mostGrowth = qint64{96} * 1024; // 32 MiB that grew by doubling
        return std::vector{plan};
    });
    add("an event of 8 MB", [](const QString& dialect) {
        const QString much = QString(8'000'000, u'w');
        const Frames frames = answer(dialect, [&](Speech& speech) { speech.say(much); });
        Plan plan{{}, {stream(dialect, frames)}, completed(frames)};
        plan.turn = Plan::Turn::Alone;
        plan.mostGrowth = qint64{128} * 1024; // with the server's own; half of what an event may be
        return std::vector{plan};
    });
    add("20,000 small events at once", [](const QString& dialect) {
        const Frames frames = answer(dialect, [&](Speech& speech) {
            for (int i = 0; i < 20'000; ++i) {
                speech.say(QStringLiteral("w"));
            }
        });
        Plan plan{{}, {stream(dialect, frames)}, completed(frames)};
        plan.turn = Plan::Turn::Alone;
        return std::vector{plan};
    });
    // A real gzip stream of 13 kB that holds 13 MB is not needed: nothing may be unpacked at all.
    for (const auto& [name, encoding] :
         {std::pair{"gzip", "gzip"}, std::pair{"gzip, lying", "GZIP"}, std::pair{"deflate", "deflate"},
          std::pair{"brotli", "br"}, std::pair{"two encodings", "identity, gzip"}}) {
        add(name, [encoding](const QString& dialect) {
            return std::vector{Plan{{},
                                    {replyWith(200, Speech::in(dialect)->mediaType(),
                                               bytesOf(answer(dialect)), {{"Content-Encoding", encoding}})},
                                    failed({Kind::ContentEncoded})}};
        });
    }
    add("gzip, truncated", [](const QString& dialect) {
        return std::vector{
            Plan{{},
                 {replyWith(200, Speech::in(dialect)->mediaType(), QByteArray("\x1f\x8b\x08\0\0\0", 6),
                            {{"Content-Encoding", "gzip"}})},
                 failed({Kind::ContentEncoded})}};
    });
    add("identity", [](const QString& dialect) {
        return std::vector{Plan{{},
                                {replyWith(200, Speech::in(dialect)->mediaType(), bytesOf(answer(dialect)),
                                           {{"Content-Encoding", "identity"}})},
                                completed(answer(dialect))}};
    });
    return faults;
}

} // namespace rivulet::faults
