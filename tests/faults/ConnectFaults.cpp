// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Fault.h"

namespace rivulet::faults {

using namespace std::chrono_literals;
using Request = stream::StreamRequest;

namespace {

constexpr auto shortLimit = 80ms;

Fault simple(const QByteArray& name, const std::function<Plan(const QString&)>& plan) {
    return {"connect", name, [plan](const QString& dialect) { return std::vector{plan(dialect)}; }};
}

/// The stream up to the middle of each of its frames in turn, and then that.
std::vector<Plan> inEveryFrame(const QString& dialect, const std::function<Plan(const QByteArray&)>& make) {
    const Frames frames = answer(dialect);
    std::vector<Plan> plans;
    for (std::size_t whole = 0; whole < frames.size(); ++whole) {
        const Frames came = firstOf(frames, whole);
        const QByteArray& cut = frames.at(whole).bytes;
        Plan plan = make(bytesOf(came) + cut.first(cut.size() / 2));
        plan.name = "in frame " + QByteArray::number(whole + 1);
        plan.expected = ruled(came, Kind::CutOff, Again::WithoutContent);
        plans.push_back(std::move(plan));
    }
    return plans;
}

Fault cutInEveryFrame(const QByteArray& name,
                      const std::function<Act(const QString&, const QByteArray&)>& act) {
    return {"connect", name, [act](const QString& dialect) {
                return inEveryFrame(dialect, [&](const QByteArray& bytes) {
                    Plan plan;
                    plan.script = {act(dialect, bytes)};
                    return plan;
                });
            }};
}

/// The head in two halves with time between them.
Act slowHead(const QString& dialect, Milliseconds pause) {
    const Act whole = stream(dialect, answer(dialect));
    const QByteArray bytes = std::get<Send>(whole.steps.front()).bytes;
    return {{Send{bytes.first(20)}, Pause{pause}, Send{bytes.sliced(20)}}};
}

Plan keepAlivesOnly(const QString& dialect) {
    // Life, however long: three times the limit, and the answer comes all the same.
    const auto speech = Speech::in(dialect);
    speech->comment(speech->isEvents() ? ": keep-alive\n\n" : "\n");
    const Frames frames = answer(dialect);
    Act act{{Send{chunkedHead(speech->mediaType())}}};
    for (int i = 0; i < 12; ++i) {
        act.steps.emplace_back(Send{chunk(bytesOf(speech->frames()))});
        act.steps.emplace_back(Pause{100ms});
    }
    act.steps.emplace_back(Send{chunk(bytesOf(frames)) + lastChunk});
    Plan plan{{}, {act}, completed(frames), [](Request& request) { request.timeouts.idle = 400ms; }};
    plan.turn = Plan::Turn::First;
    return plan;
}

Plan stall(const QString& dialect) {
    const Frames came = firstOf(answer(dialect), answer(dialect).size() - 3);
    return {{},
            {streamThen(dialect, bytesOf(came), Last::Stay)},
            ruled(came, Kind::IdleTimeout),
            [](Request& request) { request.timeouts.idle = shortLimit; }};
}

Plan silentBody(const QString& dialect) {
    // The head of a stream and then nothing: asked once for the whole instead, with a longer wait.
    return {{}, {streamThen(dialect, {}, Last::Stay)}, failed({Kind::IdleTimeout}, 2), [](Request& request) {
                request.timeouts.idle = shortLimit;
            }};
}

Plan stalledUpload(const QString& /*dialect*/) {
    return {{}, {Act{{Last::Stay}, Act::Begin::Accept}}, failed({Kind::UploadStalled}), [](Request& request) {
                request.timeouts.upload = shortLimit;
                request.prompt.turns.front().text = QString(QStringLiteral("deep water ")).repeated(450'000);
            }};
}

Plan halfHead(const QString& dialect) {
    const Act whole = stream(dialect, answer(dialect));
    const QByteArray bytes = std::get<Send>(whole.steps.front()).bytes;
    return {{}, {{{Send{bytes.first(30)}, Last::Close}}}, failedAfterRetries({Kind::ConnectionReset})};
}

} // namespace

Faults connectFaults() {
    const auto played = [](const QByteArray& name, const Act& fault, const Expected& expected) {
        return simple(name, [=](const QString&) { return Plan{{}, {fault}, expected}; });
    };
    const Expected reset = failedAfterRetries({Kind::ConnectionReset});
    Faults faults;
    faults.push_back(simple("refused", [](const QString&) {
        Plan plan{{}, {Act{{Last::Stay}}}, failedAfterRetries({Kind::ConnectionRefused})};
        plan.door = Plan::Door::Shut;
        return plan;
    }));
    faults.push_back(simple("network gone and back", [](const QString& dialect) {
        Plan plan{{}, {stream(dialect, answer(dialect))}, completed(answer(dialect), 1 + retries)};
        plan.door = Plan::Door::OpensLater;
        return plan;
    }));
    faults.push_back(simple("SYN unanswered", [](const QString&) {
        Plan plan{{}, {Act{{Last::Stay}}}, failedAfterRetries({Kind::ConnectTimeout})};
        plan.door = Plan::Door::Crowded;
        plan.adjust = [](Request& request) { request.timeouts.connect = shortLimit; };
        return plan;
    }));
    const auto soon = [](Request& request) { request.timeouts.firstByte = shortLimit; };
    faults.push_back(simple("accepted, silent", [soon](const QString&) {
        return Plan{{}, {Act{{Last::Stay}, Act::Begin::Accept}}, failed({Kind::FirstByteTimeout}), soon};
    }));
    faults.push_back(simple("asked, silent", [soon](const QString&) {
        return Plan{{}, {Act{{Last::Stay}}}, failed({Kind::FirstByteTimeout}), soon};
    }));
    faults.push_back(played("reset at once", Act{{Last::Reset}, Act::Begin::Accept}, reset));
    faults.push_back(played("closed at once", Act{{Last::Close}, Act::Begin::Accept}, reset));
    faults.push_back(played("reset before head", Act{{Last::Reset}}, reset));
    faults.push_back(played("closed before head", Act{{Last::Close}}, reset));
    faults.push_back(played("half-closed before head", Act{{Last::Half}}, reset));
    faults.push_back(simple("closed in head", halfHead));
    faults.push_back(simple("reset twice, then good", [](const QString& dialect) {
        return Plan{{},
                    {Act{{Last::Reset}}, Act{{Last::Reset}}, stream(dialect, answer(dialect))},
                    completed(answer(dialect), 3)};
    }));
    for (const auto& [name, last] :
         {std::pair{"reset after head", Last::Reset}, std::pair{"closed after head", Last::Close},
          std::pair{"half-closed after head", Last::Half}}) {
        faults.push_back(simple(name, [last](const QString& dialect) {
            return Plan{{}, {streamThen(dialect, {}, last)}, failedAfterRetries({Kind::CutOff})};
        }));
    }
    const auto cut = [](Last last) {
        return [last](const QString& dialect, const QByteArray& bytes) {
            return streamThen(dialect, bytes, last);
        };
    };
    faults.push_back(cutInEveryFrame("reset mid-event", cut(Last::Reset)));
    faults.push_back(cutInEveryFrame("closed mid-event", cut(Last::Close)));
    faults.push_back(cutInEveryFrame("half-closed mid-event", cut(Last::Half)));
    faults.push_back(
        cutInEveryFrame("proper end mid-event", [](const QString& dialect, const QByteArray& bytes) {
            return stream(dialect, bytes);
        }));
    faults.push_back(
        cutInEveryFrame("end without framing mid-event", [](const QString& dialect, const QByteArray& bytes) {
            return Act{{Send{head(200, Speech::in(dialect)->mediaType()) + bytes}}};
        }));
    faults.push_back(simple("a byte a segment", [](const QString& dialect) {
        const Act whole = stream(dialect, answer(dialect));
        return Plan{{}, {{{Send{std::get<Send>(whole.steps.front()).bytes, 1}}}}, completed(answer(dialect))};
    }));
    faults.push_back(
        {"connect", "chunks of 1 to 16", [](const QString& dialect) {
             std::vector<Plan> plans;
             for (int size = 1; size <= 16; ++size) {
                 const QByteArray body = chunks(bytesOf(answer(dialect)), size);
                 plans.push_back(
                     {"of " + QByteArray::number(size),
                      {{{Send{chunkedHead(Speech::in(dialect)->mediaType()) + body + lastChunk}}}},
                      completed(answer(dialect))});
             }
             return plans;
         }});
    faults.push_back(simple("slow head, in time", [](const QString& dialect) {
        return Plan{{}, {slowHead(dialect, 40ms)}, completed(answer(dialect))};
    }));
    faults.push_back(simple("slow head, too slow", [soon](const QString& dialect) {
        return Plan{{}, {slowHead(dialect, 5000ms)}, failed({Kind::FirstByteTimeout}), soon};
    }));
    faults.push_back(simple("stall below the limit", [](const QString& dialect) {
        const Frames frames = answer(dialect);
        const Frames came = firstOf(frames, 4);
        Act act = streamThen(dialect, bytesOf(came), Last::Stay);
        act.steps.back() = Pause{60ms};
        act.steps.emplace_back(Send{chunk(bytesOf(frames).sliced(bytesOf(came).size())) + lastChunk});
        return Plan{{}, {act}, completed(frames)};
    }));
    faults.push_back(simple("stall above the limit", stall));
    faults.push_back(simple("stall after the head", silentBody));
    faults.push_back(simple("keep-alives for long", keepAlivesOnly));
    faults.push_back(simple("upload stalls", stalledUpload));
    faults.push_back(simple("kept alive, never closed", [](const QString& dialect) {
        Act act = stream(dialect, answer(dialect));
        std::get<Send>(act.steps.front()).bytes.replace("Connection: close", "Connection: keep-alive");
        act.steps.emplace_back(Last::Stay);
        return Plan{{}, {act}, completed(answer(dialect))};
    }));
    return faults;
}

} // namespace rivulet::faults
