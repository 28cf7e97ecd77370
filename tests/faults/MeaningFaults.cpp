// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"

#include <algorithm>

namespace rivulet::faults {

using domain::Outcome;
using Missing = Speech::Missing;
using Request = stream::StreamRequest;

namespace {

Kind overload(const QString& dialect) {
    // One text for all errors: no code tells what it is.
    return dialect == u"ollama" ? Kind::ServerError : Kind::Overloaded;
}

Again againOf(const QString& dialect) {
    return dialect == u"ollama" ? Again::No : Again::WithoutContent;
}

/// Frames that are numbered, so that a server's mistake with them can be seen.
bool isNumbered(const QString& dialect) {
    return dialect == u"openai-responses" || dialect == u"assist";
}

/// Half an answer and then an error.
std::vector<Plan> errors(const QString& dialect) {
    std::vector<Plan> plans;
    for (int pieces = 0; pieces <= 3; ++pieces) {
        const auto speech = Speech::in(dialect);
        speech->begin();
        if (pieces > 0) {
            speech->think(QStringLiteral("Hm."));
        }
        for (int i = 1; i < pieces; ++i) {
            speech->say(firstHalf().at(i));
        }
        const Frames came = speech->frames();
        speech->fail();
        plans.push_back({"after " + QByteArray::number(pieces),
                         {stream(dialect, speech->frames())},
                         ruled(came, overload(dialect), againOf(dialect))});
    }
    return plans;
}

/// Whether the connection still counts after the mark: for what is known only then.
bool staysOpen(const QString& dialect) {
    return dialect == u"openai-chat" || dialect == u"gemini";
}

Plan contentAfterMark(const QString& dialect) {
    const auto speech = Speech::in(dialect);
    speech->begin();
    speech->say(QStringLiteral("In time. "));
    speech->end();
    Frames frames = speech->frames();
    speech->frames().clear();
    speech->say(QStringLiteral("Late."));
    const Frames late = speech->frames();
    Frames sent = frames;
    // Right behind the mark; what came while the stream was open is never lost.
    const auto mark = std::ranges::find(sent, Frame::Role::Mark, &Frame::role);
    sent.insert(mark + 1, late.begin(), late.end());
    return {{}, {stream(dialect, sent)}, completed(staysOpen(dialect) ? sent : frames)};
}

Plan goesOn(const QString& dialect) {
    const auto begin = Speech::in(dialect);
    begin->begin();
    for (const QString& piece : firstHalf()) {
        begin->say(piece);
    }
    const auto rest = Speech::in(dialect);
    rest->begin();
    for (const QString& piece : secondHalf()) {
        rest->say(piece);
    }
    rest->end();
    Frames all = begin->frames();
    all.insert(all.end(), rest->frames().begin(), rest->frames().end());
    Plan plan{{},
              {streamThen(dialect, bytesOf(begin->frames()), Last::Reset), stream(dialect, rest->frames())},
              completed(all, 2)};
    plan.adjust = [](Request& request) { request.continuation = stream::ContinuePolicy::Always; };
    return plan;
}

std::vector<Plan> halfCalls(const QString& dialect) {
    if (dialect == u"gemini" || dialect == u"ollama") {
        return {}; // calls come whole there
    }
    std::vector<Plan> plans;
    for (const bool saysBefore : {false, true}) {
        const auto speech = Speech::in(dialect);
        speech->begin();
        if (saysBefore) {
            speech->say(QStringLiteral("Let me look. "));
        }
        speech->callHalf();
        Expected expected = ruled(speech->frames(), Kind::CutOff);
        expected.outcome = Outcome::Interrupted; // a call is content
        plans.push_back({saysBefore ? "after words" : "alone",
                         {streamThen(dialect, bytesOf(speech->frames()), Last::Reset)},
                         expected});
    }
    const Frames frames = answer(dialect, {}, [](Speech& speech) {
        speech.callHalf();
        speech.end();
    });
    plans.push_back({"and properly ended", {stream(dialect, frames)}, completed(frames)});
    return plans;
}

std::vector<Plan> reordered(const QString& dialect) {
    if (!isNumbered(dialect)) {
        return {};
    }
    Frames frames = answer(dialect);
    std::vector<std::size_t> said;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (!frames.at(i).text.isEmpty()) {
            said.push_back(i);
        }
    }
    std::swap(frames.at(said.at(2)), frames.at(said.at(3)));
    Plan plan{{}, {stream(dialect, frames)}, {}};
    if (dialect == u"assist") {
        // A token is missing: what comes behind the gap is no answer, and nobody has the missing one.
        plan.expected = ruled(firstOf(frames, said.at(2)), Kind::CutOff);
        plan.expected.kinds = {Kind::CutOff, Kind::NotFound};
    } else {
        frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(said.at(3)));
        plan.expected = completed(frames);
        plan.expected.warned = true;
    }
    return {plan};
}

std::vector<Plan> missing(const QString& dialect) {
    if (!isNumbered(dialect)) {
        return {};
    }
    std::size_t before = 0;
    const Frames frames = answer(dialect, [&](Speech& speech) {
        speech.raw("{\"type\":\"tide\"}");
        before = speech.frames().size();
        speech.skip();
    });
    Plan plan{{}, {stream(dialect, frames)}, completed(frames)};
    if (dialect == u"assist") {
        plan.expected = ruled(firstOf(frames, before), Kind::CutOff);
        plan.expected.kinds = {Kind::CutOff, Kind::NotFound};
    } else {
        plan.expected.warned = true;
    }
    return {plan};
}

} // namespace

Faults meaningFaults() {
    Faults faults;
    const auto add = [&faults](const QByteArray& name,
                               const std::function<std::vector<Plan>(const QString&)>& plans) {
        faults.push_back({"meaning", name, plans});
    };
    const auto one = [&add](const QByteArray& name, const std::function<Plan(const QString&)>& plan) {
        add(name, [plan](const QString& dialect) { return std::vector{plan(dialect)}; });
    };
    add("error after k", errors);
    one("error behind the mark", [](const QString& dialect) {
        const Frames frames = answer(dialect, {}, [](Speech& speech) {
            speech.end();
            speech.fail();
        });
        return Plan{{}, {stream(dialect, frames)}, completed(frames)};
    });
    one("mark missing", [](const QString& dialect) {
        const Frames frames = answer(dialect, {}, [](Speech&) {});
        return Plan{{}, {stream(dialect, frames)}, ruled(frames, Kind::CutOff)};
    });
    one("mark twice", [](const QString& dialect) {
        const Frames frames = answer(dialect, {}, [](Speech& speech) {
            speech.end();
            speech.end();
        });
        return Plan{{}, {stream(dialect, frames)}, completed(frames)};
    });
    one("the mark alone", [](const QString& dialect) {
        const auto speech = Speech::in(dialect);
        speech->begin();
        speech->end();
        Plan plan{{}, {stream(dialect, speech->frames())}, completed(speech->frames())};
        plan.expected.warned = true; // an empty answer
        return plan;
    });
    one("content behind the mark", contentAfterMark);
    one("cut right behind the mark", [](const QString& dialect) {
        Frames frames = answer(dialect);
        while (frames.back().role != Frame::Role::Mark) {
            frames.pop_back();
        }
        return Plan{{}, {streamThen(dialect, bytesOf(frames), Last::Reset)}, completed(frames)};
    });
    one("open behind the mark", [](const QString& dialect) {
        Frames frames = answer(dialect);
        while (frames.back().role != Frame::Role::Mark) {
            frames.pop_back();
        }
        Plan plan{{}, {streamThen(dialect, bytesOf(frames), Last::Stay)}, completed(frames)};
        plan.turn = Plan::Turn::First; // what may still come is waited for
        return plan;
    });
    for (const auto& [name, what] :
         {std::pair{"usage missing", Missing::Usage}, std::pair{"reason missing", Missing::Reason}}) {
        one(name, [what](const QString& dialect) {
            const Frames frames = answer(
                dialect, {}, [what](Speech& speech) { speech.end(speech.stops().front().first, what); });
            return Plan{{}, {stream(dialect, frames)}, ruled(frames, Kind::CutOff)};
        });
    }
    add("every stop reason", [](const QString& dialect) {
        std::vector<Plan> plans;
        for (const auto& [raw, reason] : Speech::in(dialect)->stops()) {
            const Frames frames = answer(dialect, {}, [&raw](Speech& speech) { speech.end(raw); });
            Plan plan{raw, {stream(dialect, frames)}, completed(frames)};
            plan.expected.stop = reason;
            plans.push_back(std::move(plan));
        }
        return plans;
    });
    add("frames doubled", [](const QString& dialect) -> std::vector<Plan> {
        if (!isNumbered(dialect)) {
            return {};
        }
        const Frames frames = answer(dialect);
        Frames twice;
        for (const Frame& frame : frames) {
            twice.push_back(frame);
            // Of assist only tokens have a number: another event without an id of its own bears the last
            // one's.
            if (dialect != u"assist" || !frame.text.isEmpty()) {
                twice.push_back(frame);
            }
        }
        return {{{}, {stream(dialect, twice)}, completed(frames)}};
    });
    add("frames reordered", reordered);
    add("frames missing", missing);
    add("call cut in its JSON", halfCalls);
    one("cut, and continued", goesOn);
    one("thinking alone, cut", [](const QString& dialect) {
        const auto speech = Speech::in(dialect);
        speech->begin();
        speech->think(QStringLiteral("Hm, rivers."));
        return Plan{{},
                    {streamThen(dialect, bytesOf(speech->frames()), Last::Close)},
                    ruled(speech->frames(), Kind::CutOff)};
    });
    one("all in one frame of the connection", [](const QString& dialect) {
        return Plan{
            {},
            {{{Send{std::get<Send>(stream(dialect, answer(dialect)).steps.front()).bytes}, Last::Reset}}},
            completed(answer(dialect))};
    });
    return faults;
}

Faults cancelFaults() {
    Faults faults;
    const auto add = [&faults](const QByteArray& name, CancelAt at,
                               const std::function<Plan(const QString&)>& make) {
        faults.push_back({"cancel", name, [=](const QString& dialect) {
                              Plan plan = make(dialect);
                              plan.cancel = at;
                              plan.expected.outcome = Outcome::Cancelled;
                              plan.expected.kinds = {};
                              plan.expected.requests = 1;
                              return std::vector{plan};
                          }});
    };
    const auto half = [](const QString& dialect) {
        const Frames frames = answer(dialect);
        const auto said = std::ranges::find(frames, firstHalf().at(1), &Frame::text);
        const Frames came(frames.begin(), said + 1);
        return Plan{{}, {streamThen(dialect, bytesOf(came), Last::Stay)}, ruled(came, Kind::CutOff)};
    };
    const auto silent = [](const QString&) { return Plan{{}, {Act{{Last::Stay}}}, {}}; };
    add("at once", CancelAt::Once, silent);
    add("while connecting", CancelAt::Once, [](const QString&) {
        Plan plan{{}, {Act{{Last::Stay}}}, {}};
        plan.door = Plan::Door::Crowded;
        return plan;
    });
    add("while sending", CancelAt::Played, [](const QString&) {
        Plan plan{{}, {Act{{Pause{Milliseconds{20}}, Last::Stay}, Act::Begin::Accept}}, {}};
        plan.adjust = [](Request& request) {
            request.prompt.turns.front().text = QString(QStringLiteral("deep water ")).repeated(450'000);
        };
        return plan;
    });
    add("before the head", CancelAt::Played, silent);
    add("after the head", CancelAt::Played,
        [](const QString& dialect) { return Plan{{}, {streamThen(dialect, {}, Last::Stay)}, {}}; });
    add("while it answers", CancelAt::AllText, half);
    add("while it waits to retry", CancelAt::Retry,
        [](const QString& dialect) { return Plan{{}, {error(dialect, 503, {{"Retry-After", "30"}})}, {}}; });
    add("in an error's body", CancelAt::Played, [](const QString&) {
        return Plan{
            {},
            {{{Send{head(500, "text/plain", {{"Content-Length", "500"}}) + "the river"}, Last::Stay}}},
            {}};
    });
    return faults;
}

} // namespace rivulet::faults
