// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StreamChip.h"

#include <QFile>
#include <QTest>

using namespace rivulet;
using namespace std::chrono_literals;
using app::StreamChip;
using Input = StreamChip::Input;
using Phase = app::ChatSession::Phase;
using State = stream::StreamState;
using Tone = app::TranscriptModel::Tone;

namespace {

Input in(State state) {
    Input input;
    input.state = state;
    return input;
}

Input ended(domain::Outcome outcome, bool hasText) {
    Input input;
    input.ending = domain::Ending{outcome, {}, {}, {}};
    input.hasText = hasText;
    return input;
}

Input waiting(domain::Failure::Kind reason, std::chrono::milliseconds in) {
    Input input;
    input.state = State::Waiting;
    input.retry = 2;
    input.retries = 5;
    input.retryIn = in;
    input.retryReason = domain::Failure{};
    input.retryReason->kind = reason;
    return input;
}

domain::Progress at(const char* phase, std::optional<double> fraction = {},
                    std::optional<std::chrono::milliseconds> remaining = {}) {
    return {QString::fromLatin1(phase), fraction, {}, {}, remaining};
}

template <typename Change>
Input with(Input input, Change change) {
    change(input);
    return input;
}

} // namespace

Q_DECLARE_METATYPE(rivulet::app::StreamChip::Input)

/// What the chip says in every state of wire and view.
class StreamChipTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsGoingOn_data() {
        QTest::addColumn<Input>("input");
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<QString>("text");
        QTest::addColumn<Tone>("tone");
        const auto row = [](const char* name, const Input& input, Phase phase, const char* text, Tone tone) {
            QTest::newRow(name) << input << phase << QString::fromLatin1(text) << tone;
        };
        using Outcome = domain::Outcome;
        using Kind = domain::Failure::Kind;
        row("nothing yet", {}, Phase::Idle, "Ready", Tone::Neutral);
        row("key is looked up", with({}, [](Input& i) { i.preparing = true; }), Phase::Connecting,
            "Looking up the key", Tone::Active);
        row("waiting for the network",
            with({},
                 [](Input& i) {
                     i.preparing = true;
                     i.gate = StreamChip::Gate::Network;
                 }),
            Phase::Waiting, "Waiting for the network", Tone::Waiting);
        row("waiting for room",
            with({},
                 [](Input& i) {
                     i.preparing = true;
                     i.gate = StreamChip::Gate::Limit;
                     i.gateIn = 7100ms;
                 }),
            Phase::Waiting, "Waiting for limit 8 s", Tone::Waiting);
        row("waiting for room, for long",
            with({},
                 [](Input& i) {
                     i.preparing = true;
                     i.gate = StreamChip::Gate::Limit;
                     i.gateIn = 124'001ms;
                 }),
            Phase::Waiting, "Waiting for limit 2 min 5 s", Tone::Waiting);
        row("waiting for room that is due",
            with({},
                 [](Input& i) {
                     i.preparing = true;
                     i.gate = StreamChip::Gate::Limit;
                     i.gateIn = -1ms;
                 }),
            Phase::Waiting, "Waiting for limit 1 s", Tone::Waiting);
        row("waiting for room, nobody knows how long",
            with({},
                 [](Input& i) {
                     i.preparing = true;
                     i.gate = StreamChip::Gate::Limit;
                 }),
            Phase::Waiting, "Waiting for limit", Tone::Waiting);
        row("a retry waits for the network",
            with(in(State::Waiting), [](Input& i) { i.gate = StreamChip::Gate::Network; }), Phase::Waiting,
            "Waiting for the network", Tone::Waiting);
        row("the rest of an answer waits for room",
            with(in(State::Reconnecting),
                 [](Input& i) {
                     i.gate = StreamChip::Gate::Limit;
                     i.gateIn = 7100ms;
                 }),
            Phase::Waiting, "Waiting for limit 8 s", Tone::Waiting);
        row("waiting without an end", in(State::Waiting), Phase::Waiting, "Waiting", Tone::Waiting);
        row("a model loads", with(in(State::Waiting), [](Input& i) { i.progress = at("loading"); }),
            Phase::Waiting, "Loading the model", Tone::Waiting);
        row("a model loads, so far",
            with(in(State::Waiting), [](Input& i) { i.progress = at("loading", 0.4, 2500ms); }),
            Phase::Waiting, "Loading the model 40 %, about 3 s left", Tone::Waiting);
        row("the prompt is read",
            with(in(State::Connecting), [](Input& i) { i.progress = at("prefill", 0.61); }),
            Phase::Connecting, "Reading the prompt 61 %", Tone::Active);
        row("the prompt is read, for how long",
            with(in(State::Connecting), [](Input& i) { i.progress = at("prefill", 0.61, 3900ms); }),
            Phase::Connecting, "Reading the prompt 61 %, about 4 s left", Tone::Active);
        row("the prompt has been read",
            with(in(State::Connecting), [](Input& i) { i.progress = at("prefill", 1.0, 0ms); }),
            Phase::Connecting, "Reading the prompt 100 %", Tone::Active);
        row("the prompt is read, no figure",
            with(in(State::Connecting), [](Input& i) { i.progress = at("prefill"); }), Phase::Connecting,
            "Reading the prompt", Tone::Active);
        row("an announced answer", with(in(State::Connecting), [](Input& i) { i.progress = at("answer"); }),
            Phase::Connecting, "Connecting", Tone::Active);
        row("a retry beats the progress before it",
            with(waiting(Kind::Overloaded, 3200ms), [](Input& i) { i.progress = at("prefill", 0.61); }),
            Phase::Waiting, "Retrying 2/5 in 4 s", Tone::Waiting);
        row("waiting for a whole", with(in(State::Connecting), [](Input& i) { i.waitForWhole = 4999ms; }),
            Phase::Waiting, "Waiting for the whole answer 4 s", Tone::Waiting);
        row("waiting for a retry", waiting(Kind::Overloaded, 3200ms), Phase::Waiting, "Retrying 2/5 in 4 s",
            Tone::Waiting);
        row("a countdown ends at 1", waiting(Kind::Overloaded, 1ms), Phase::Waiting, "Retrying 2/5 in 1 s",
            Tone::Waiting);
        row("an overdue try", waiting(Kind::Overloaded, -5ms), Phase::Waiting, "Retrying 2/5 in 0 s",
            Tone::Waiting);
        row("waiting for a limit", waiting(Kind::RateLimited, 20s), Phase::Waiting, "Waiting for limit 20 s",
            Tone::Waiting);
        row("thinking", with(in(State::Thinking), [](Input& i) { i.thinkingTime = 6999ms; }), Phase::Thinking,
            "Thinking 6 s", Tone::Active);
        row("streaming", in(State::Streaming), Phase::Streaming, "Streaming", Tone::Active);
        row("a tool runs",
            with(in(State::Streaming), [](Input& i) { i.runningTool = QStringLiteral("search"); }),
            Phase::UsingTool, "Using search", Tone::Active);
        row("quiet from its limit on", with(in(State::Streaming), [](Input& i) { i.silence = 10s; }),
            Phase::Quiet, "Quiet for 10 s", Tone::Waiting);
        row("not quiet just below", with(in(State::Streaming), [](Input& i) { i.silence = 9999ms; }),
            Phase::Streaming, "Streaming", Tone::Active);
        row("quiet while thinking", with(in(State::Thinking), [](Input& i) { i.silence = 32s; }),
            Phase::Quiet, "Quiet for 32 s", Tone::Waiting);
        row("quiet beats the tool",
            with(in(State::Streaming),
                 [](Input& i) {
                     i.silence = 32s;
                     i.runningTool = QStringLiteral("search");
                 }),
            Phase::Quiet, "Quiet for 32 s", Tone::Waiting);
        row("alive without progress",
            with(in(State::Streaming),
                 [](Input& i) {
                     i.silence = 2s;
                     i.stall = 32s;
                 }),
            Phase::Quiet, "Alive, nothing new for 32 s", Tone::Waiting);
        row("a tool that takes long says what it is",
            with(in(State::Streaming),
                 [](Input& i) {
                     i.stall = 32s;
                     i.runningTool = QStringLiteral("search");
                 }),
            Phase::UsingTool, "Using search", Tone::Active);
        row("silence beats a stall",
            with(in(State::Streaming),
                 [](Input& i) {
                     i.silence = 12s;
                     i.stall = 32s;
                 }),
            Phase::Quiet, "Quiet for 12 s", Tone::Waiting);
        row("paused",
            with(in(State::Streaming),
                 [](Input& i) {
                     i.held = true;
                     i.waiting = 214;
                 }),
            Phase::Paused, "Paused (214 held)", Tone::Waiting);
        row("paused after the wire's end",
            with(ended(Outcome::Completed, true),
                 [](Input& i) {
                     i.held = true;
                     i.revealing = true;
                     i.waiting = 9;
                 }),
            Phase::Paused, "Paused (9 held)", Tone::Waiting);
        row("the rest is shown", with({}, [](Input& i) { i.revealing = true; }), Phase::Streaming,
            "Streaming", Tone::Active);
        row("reconnecting", in(State::Reconnecting), Phase::Reconnecting, "Reconnecting", Tone::Waiting);
        row("reconnecting later", with(in(State::Reconnecting), [](Input& i) { i.retryIn = 4s; }),
            Phase::Reconnecting, "Reconnecting in 4 s", Tone::Waiting);
        row("reconnecting once more",
            with(in(State::Reconnecting),
                 [](Input& i) {
                     i.retry = 2;
                     i.retries = 5;
                     i.retryIn = 4s;
                 }),
            Phase::Reconnecting, "Reconnecting 2/5 in 4 s", Tone::Waiting);
        row("complete", ended(Outcome::Completed, true), Phase::Completed, "Complete", Tone::Good);
        row("complete and empty", with(ended(Outcome::Completed, false), [](Input& i) { i.isEmpty = true; }),
            Phase::Completed, "Empty answer", Tone::Attention);
        row("cancelled", ended(Outcome::Cancelled, false), Phase::Cancelled, "Cancelled", Tone::Neutral);
        row("cancelled with text", ended(Outcome::Cancelled, true), Phase::Cancelled, "Cancelled (kept)",
            Tone::Neutral);
        row("interrupted", ended(Outcome::Interrupted, false), Phase::Interrupted, "Interrupted",
            Tone::Attention);
        row("interrupted with text", ended(Outcome::Interrupted, true), Phase::Interrupted,
            "Interrupted (kept)", Tone::Attention);
        row("failed", ended(Outcome::Failed, false), Phase::Failed, "Failed", Tone::Bad);
    }

    void saysWhatIsGoingOn() {
        QFETCH(const Input, input);
        const StreamChip chip(input);
        QTEST(chip.phase(), "phase");
        QTEST(chip.text(), "text");
        QTEST(chip.tone(), "tone");
        // A state is never told by colour alone.
        const QString icon = QStringLiteral(RIVULET_RESOURCES "/icons/%1.svg").arg(chip.icon());
        QVERIFY2(!chip.icon().isEmpty() && QFile::exists(icon), qPrintable(icon));
    }

    void aFigureSurvivesWhereTextHasNoRoom() {
        using Kind = domain::Failure::Kind;
        QCOMPARE(StreamChip(waiting(Kind::Overloaded, 3200ms)).shortText(), QStringLiteral("4 s"));
        QCOMPARE(StreamChip(waiting(Kind::RateLimited, 20s)).shortText(), QStringLiteral("20 s"));
        QCOMPARE(StreamChip(with(in(State::Reconnecting), [](Input& i) { i.retryIn = 4s; })).shortText(),
                 QStringLiteral("4 s"));
        QCOMPARE(StreamChip(with(in(State::Thinking), [](Input& i) { i.thinkingTime = 6999ms; })).shortText(),
                 QStringLiteral("6 s"));
        QCOMPARE(StreamChip(with(in(State::Streaming), [](Input& i) { i.silence = 32s; })).shortText(),
                 QStringLiteral("32 s"));
        const Input paused = with(in(State::Streaming), [](Input& i) {
            i.held = true;
            i.waiting = 214;
        });
        QCOMPARE(StreamChip(paused).shortText(), QStringLiteral("214"));
        QCOMPARE(StreamChip(in(State::Waiting)).shortText(), QString());
        const Input reading = with(in(State::Connecting), [](Input& i) { i.progress = at("prefill", 0.61); });
        QCOMPARE(StreamChip(reading).shortText(), QStringLiteral("61 %"));
        const Input whole = with(in(State::Connecting), [](Input& i) { i.waitForWhole = 4999ms; });
        QCOMPARE(StreamChip(whole).shortText(), QStringLiteral("4 s"));
        QCOMPARE(StreamChip(in(State::Streaming)).shortText(), QString());
    }
};

QTEST_GUILESS_MAIN(StreamChipTest)
#include "tst_stream_chip.moc"
