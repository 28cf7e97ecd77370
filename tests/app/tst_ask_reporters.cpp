// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#include "ask/JsonReporter.h"
#include "ask/TextReporter.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace rivulet;
using app::AskEnd;
using app::JsonReporter;
using app::TextReporter;

namespace {

class ManualClock final : public domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return m_now; }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return 0ms; }
    void advance(std::chrono::milliseconds time) { m_now += time; }

private:
    Instant m_now;
};

domain::Failure failureOf(domain::Failure::Kind kind, const QString& detail, int status = 0) {
    domain::Failure failure;
    failure.kind = kind;
    failure.detail = detail;
    failure.httpStatus = status;
    return failure;
}

AskEnd endOf(domain::Outcome outcome, std::optional<domain::Failure> failure = {}) {
    AskEnd end;
    end.ending.outcome = outcome;
    end.ending.failure = std::move(failure);
    return end;
}

/// A reporter of either kind with what it wrote.
struct Written {
    QByteArray output;
    QByteArray errors;
    [[nodiscard]] auto toOutput() {
        return [this](const QByteArray& bytes) { output += bytes; };
    }
    [[nodiscard]] auto toErrors() {
        return [this](const QByteArray& bytes) { errors += bytes; };
    }
};

QString describe(const domain::Failure& failure) {
    return domain::failureName(failure.kind);
}

} // namespace

class AskReportersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesOneObjectALineWithoutControlCharacters() {
        for (char16_t unit = 1; unit < 0x250; ++unit) {
            const QString text = u'a' + QString(QChar(unit)) + u'b';
            const auto line = app::jsonLine({{u"text"_s, text}});
            QVERIFY(line.endsWith('\n'));
            const auto shown = QString::fromUtf8(line.chopped(1));
            QVERIFY(
                std::ranges::none_of(shown, [](QChar c) { return c.category() == QChar::Other_Control; }));
            QCOMPARE(QJsonDocument::fromJson(line).object().value("text"_L1).toString(), text);
        }
        const auto astral = u"🌈 café → \u00a0"_s;
        QCOMPARE(QJsonDocument::fromJson(app::jsonLine({{u"t"_s, astral}})).object().value("t"_L1).toString(),
                 astral);
    }

    void tellsEachEventInItsFields() {
        ManualClock clock;
        std::vector<QJsonObject> events;
        domain::ModelTraits facts;
        facts.inputPrice = 3;
        facts.outputPrice = 15;
        JsonReporter reporter(1, clock, clock.now(), facts, [&](const QByteArray& line) {
            events.push_back(QJsonDocument::fromJson(line).object());
        });
        clock.advance(12ms);
        reporter.started({u"p"_s, u"P"_s, u"ollama"_s, u"m"_s, u"continue"_s, 2});
        reporter.thinking(u"hm"_s);
        reporter.delta(u"hi"_s, 0);
        reporter.tool({u"1"_s, u"search"_s, domain::ToolActivity::State::Completed, u"{}"_s, u"found"_s});
        domain::Usage usage;
        usage.input = 1000;
        usage.output = 2000;
        reporter.usage(usage);
        reporter.retrying(2, 1500ms, failureOf(domain::Failure::Kind::Overloaded, u"busy"_s));
        reporter.seam(7, 3, false);
        reporter.warning({domain::Warning::Kind::SkippedEvent, u"odd"_s});
        reporter.stateChanged(stream::StreamState::Streaming, stream::Reveal::Flowing);
        app::AskProgress progress;
        progress.tokens = 50;
        progress.fraction = 0.25;
        progress.phase = u"streaming"_s;
        reporter.measured(progress);
        const auto field = [&](std::size_t event, const char* name) {
            return events.at(event).value(QLatin1StringView(name));
        };
        for (const auto& event : events) {
            QCOMPARE(event.value("stream"_L1), QJsonValue(1));
            QCOMPARE(event.value("t"_L1), QJsonValue(12));
        }
        QCOMPARE(field(0, "type"), u"start"_s);
        QCOMPARE(field(0, "provider"), u"p"_s);
        QCOMPARE(field(0, "resume"), u"continue"_s);
        QCOMPARE(field(0, "attempt"), 2);
        QCOMPARE(field(1, "type"), u"thinking"_s);
        QCOMPARE(field(2, "text"), u"hi"_s);
        QCOMPARE(field(3, "state"), u"completed"_s);
        QCOMPARE(field(3, "result"), u"found"_s);
        QCOMPARE(field(4, "cost"), 0.033);
        QCOMPARE(field(4, "cached_tokens"), QJsonValue(QJsonValue::Null));
        QCOMPARE(field(4, "source"), u"reported"_s);
        QCOMPARE(field(5, "type"), u"retry"_s);
        QCOMPARE(field(5, "delay_ms"), 1500);
        QCOMPARE(field(5, "reason"), u"overloaded"_s);
        QCOMPARE(field(6, "kind"), u"continue"_s);
        QCOMPARE(field(6, "trimmed"), 3);
        QCOMPARE(field(7, "kind"), u"skipped_event"_s);
        QCOMPARE(field(8, "state"), u"streaming"_s);
        QCOMPARE(field(8, "reveal"), u"flowing"_s);
        QCOMPARE(field(9, "percent"), 25);
        QVERIFY(!events[9].contains("remaining_ms"_L1));
    }

    void tellsPiecesOfAToolThatRunsAndTheWholeOfOneThatHasEnded() {
        const ManualClock clock;
        std::vector<QJsonObject> told;
        app::JsonReporter reporter(0, clock, clock.now(), {}, [&told](const QByteArray& line) {
            told.push_back(QJsonDocument::fromJson(line).object());
        });
        using State = domain::ToolActivity::State;
        reporter.tool({u"t"_s, u"search"_s, State::Running, u"{\"q\""_s, {}});
        reporter.tool({u"t"_s, {}, State::Running, u":1}"_s, {}});
        reporter.tool({u"t"_s, {}, State::Completed, {}, u"a river"_s});
        QCOMPARE(told.size(), 3U);
        QCOMPARE(told[0].value("arguments"_L1), u"{\"q\""_s);
        QCOMPARE(told[1].value("arguments"_L1), u":1}"_s);
        QCOMPARE(told[1].value("name"_L1), u"search"_s);
        QCOMPARE(told[1].value("state"_L1), u"running"_s);
        QCOMPARE(told[2].value("name"_L1), u"search"_s);
        QCOMPARE(told[2].value("state"_L1), u"completed"_s);
        QCOMPARE(told[2].value("arguments"_L1), u"{\"q\":1}"_s);
        QCOMPARE(told[2].value("result"_L1), u"a river"_s);
    }

    void saysWarningsAndNoticesInSentences() {
        Written written;
        app::TextReporter reporter(u"own:m"_s, {}, written.toOutput(), written.toErrors(), describe);
        reporter.warning({domain::Warning::Kind::DroppedField, u"max_tokens"_s});
        reporter.noticed({u"streaming_enforced"_s, u"it is streamed"_s});
        QCOMPARE(
            written.errors,
            "own:m: the server refuses the field \"max_tokens\"; it is left out\nown:m: it is streamed\n");
        QCOMPARE(written.output, "");
    }

    void aSentenceIsGoneOnWithoutItsFullStop() {
        QByteArray errors;
        app::TextReporter reporter(
            u"p:m"_s, {}, [](const QByteArray&) {}, [&](const QByteArray& bytes) { errors += bytes; },
            [](const domain::Failure& failure) { return failure.detail; });
        reporter.retrying(2, 0ms, failureOf(domain::Failure::Kind::IdleTimeout, u"It fell silent."_s));
        reporter.retrying(3, 1500ms, failureOf(domain::Failure::Kind::IdleTimeout, u"idle"_s));
        QCOMPARE(errors, "p:m: It fell silent; attempt 2 in 0.0 s\np:m: idle; attempt 3 in 1.5 s\n");
    }

    void saysNothingAfterTheEnd() {
        ManualClock clock;
        Written written;
        JsonReporter reporter(0, clock, clock.now(), {}, written.toOutput());
        auto end =
            endOf(domain::Outcome::Failed, failureOf(domain::Failure::Kind::Unauthorized, u"no"_s, 401));
        end.text = u"kept"_s;
        reporter.finished(end);
        const auto only = written.output;
        reporter.delta(u"late"_s, 0);
        reporter.finished(end);
        QCOMPARE(written.output, only);
        const auto event = QJsonDocument::fromJson(only).object();
        QCOMPARE(event.value("state"_L1), u"failed"_s);
        QCOMPARE(event.value("reason"_L1), u"unauthorized"_s);
        QCOMPARE(event.value("http_status"_L1), 401);
        QCOMPARE(event.value("text"_L1), u"kept"_s);
        QVERIFY(event.value("stored_id"_L1).isNull());
        for (const auto* name :
             {"message", "thinking", "ttft_ms", "duration_ms", "tokens_per_second", "attempts", "requests"}) {
            QVERIFY2(event.contains(QLatin1StringView(name)), name);
        }
    }

    void keepsControlCharactersFromTheTerminal() {
        Written written;
        TextReporter reporter(u"m\x1b"_s, {}, written.toOutput(), written.toErrors(), describe);
        reporter.release();
        reporter.delta(u"a\x1b[31mred\r\u009b2J\x7f\tb\n"_s, 0);
        reporter.finished(endOf(domain::Outcome::Interrupted, failureOf(domain::Failure::Kind::CutOff, {})));
        QCOMPARE(written.output, "a[31mred2J\tb\n");
        QCOMPARE(written.errors, "m: interrupted: cut_off\n");
    }

    void writesCharactersWholeThoughTheyArriveInHalves() {
        Written written;
        TextReporter reporter(u"m"_s, {}, written.toOutput(), written.toErrors(), describe);
        reporter.release();
        const auto rainbow = u"🌈"_s;
        reporter.delta(rainbow.first(1), 0);
        reporter.delta(rainbow.last(1), 1);
        reporter.finished(endOf(domain::Outcome::Completed));
        QCOMPARE(written.output, rainbow.toUtf8() + '\n');
    }

    void putsTwoAnswersOneAfterTheOther() {
        Written written;
        TextReporter first(u"a"_s, u"== a =="_s, written.toOutput(), written.toErrors(), describe);
        TextReporter second(u"b"_s, u"== b =="_s, written.toOutput(), written.toErrors(), describe);
        first.whenFinished([&] { second.release(); });
        first.release();
        second.delta(u"B"_s, 0);
        first.delta(u"A"_s, 0);
        QCOMPARE(written.output, "== a ==\n\nA");
        second.delta(u"B"_s, 1);
        first.finished(endOf(domain::Outcome::Completed));
        QCOMPARE(written.output, "== a ==\n\nA\n== b ==\n\nBB");
        second.delta(u"B\n"_s, 2);
        second.finished(endOf(domain::Outcome::Completed));
        QCOMPARE(written.output, "== a ==\n\nA\n== b ==\n\nBBB\n");
        QCOMPARE(written.errors, "");
    }

    void releasesTheSecondAlsoWhenItEndedFirst() {
        Written written;
        TextReporter first(u"a"_s, u"== a =="_s, written.toOutput(), written.toErrors(), describe);
        TextReporter second(u"b"_s, u"== b =="_s, written.toOutput(), written.toErrors(), describe);
        first.whenFinished([&] { second.release(); });
        first.release();
        second.delta(u"B"_s, 0);
        second.finished(endOf(domain::Outcome::Completed));
        first.finished(endOf(domain::Outcome::Failed, failureOf(domain::Failure::Kind::NotFound, {})));
        QCOMPARE(written.output, "== a ==\n\n== b ==\n\nB\n");
        QCOMPARE(written.errors, "a: failed: not_found\n");
    }
};

QTEST_GUILESS_MAIN(AskReportersTest)
#include "tst_ask_reporters.moc"
