// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/ResumableAnswer.h"
#include "StreamStage.h"
#include "stream/Farewell.h"
#include "stream/ResumeNote.h"

#include <algorithm>
#include <utility>

using namespace rivulet;
using namespace rivulet::domain;
using namespace rivulet::stream;
using namespace rivulet::tests;
using namespace std::chrono_literals;
using rivulet::loopback::Exchange;

namespace {

using Stage = StreamStage;

const QString responses = QStringLiteral("openai-responses");
const QString chat = QStringLiteral("openai-chat");
const QString assist = QStringLiteral("assist");
const QString gemini = QStringLiteral("gemini");

ResumableAnswer answerOf(const QString& dialect) {
    return {dialect, ResumableAnswer::shortPieces()};
}

/// Where a good part of the text has come: behind the event that holds this piece.
qsizetype behind(const ResumableAnswer& answer, const QByteArray& words) {
    const qsizetype at = answer.body().indexOf(words);
    const auto ends = answer.ends();
    return *std::ranges::find_if(ends, [at](qsizetype end) { return end > at; });
}

void prepare(Stage& stage, const QString& dialect) {
    ResumableAnswer::ask(dialect, stage.request.endpoint, stage.request.prompt);
    stage.request.timeouts.loading = 1ms;
}

/// Goes on as it is asked to.
Stage::Script goesOn(const ResumableAnswer& answer) {
    return [answer](Exchange& exchange) {
        const auto start = answer.start(exchange.request());
        if (!start) {
            exchange.respond(404, "application/json", R"({"error":{"message":"what?"}})");
            return;
        }
        exchange.sendHead(200, "text/event-stream");
        exchange.sendBody(answer.body().sliced(*start));
        exchange.finish();
    };
}

Stage::Script noted(const Stage::Script& script, QByteArrayList& requests) {
    return [script, &requests](Exchange& exchange) {
        requests.append(exchange.request().method + ' ' + exchange.request().path);
        script(exchange);
    };
}

Stage::Script whole(const QByteArray& body) {
    return [body](Exchange& exchange) { exchange.respond(200, "application/json", body); };
}

ResumeNote noteOf(const QString& dialect, const providers::ResumePoint& point, qsizetype text) {
    ResumeNote note;
    note.dialect = dialect;
    note.point = point;
    note.text = text;
    return note;
}

Message answerSoFar(const StreamController& controller) {
    Message answer;
    answer.text = controller.text();
    answer.thinking = controller.thinking();
    return answer;
}

} // namespace

class TestStreamResume : public QObject {
    Q_OBJECT

private:
    static void exactDialects() {
        QTest::addColumn<QString>("dialect");
        for (const QString& dialect : ResumableAnswer::dialects()) {
            QTest::addRow("%s", qPrintable(dialect)) << dialect;
        }
    }

private Q_SLOTS:
    void aCutIsMendedByItself_data() { exactDialects(); }

    void aCutIsMendedByItself() {
        QFETCH(const QString, dialect);
        const auto answer = answerOf(dialect);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), goesOn(answer)});
        prepare(stage, dialect);
        QSignalSpy states(stage.controller.get(), &StreamController::stateChanged);
        QSignalSpy retries(stage.controller.get(), &StreamController::retryScheduled);
        QSignalSpy seams(stage.controller.get(), &StreamController::seamMade);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Completed);
        QCOMPARE(stage.controller->text(), answer.text());
        QCOMPARE(stage.controller->thinking(), answer.thinking());
        QVERIFY(states.contains(QVariantList{QVariant::fromValue(StreamState::Reconnecting)}));
        QCOMPARE(retries.size(), 1);
        QCOMPARE(seams.size(), 1);
        QVERIFY(seams.first().at(2).toBool());
        QCOMPARE(seams.first().at(0).toInt(), 9); // "A river, "
        QCOMPARE(stage.controller->requests(), 2);
        QCOMPARE(stage.controller->attempts(), 2);
        QCOMPARE(stage.controller->metadata().resume, QStringLiteral("exact"));
        QVERIFY(stage.observer.inOrder);
        QVERIFY(stage.controller->resumeNote().isEmpty());
        if (dialect != gemini) { // where each hop is a request of its own
            QCOMPARE(*stage.controller->stats().usage()->output, 50);
        }
    }

    void theWaitIsSeenAndCanBeCutShortOrStopped() {
        const auto answer = answerOf(assist);
        const auto cut = Stage::cutAfter(answer.body().first(behind(answer, "river")));
        for (const bool stops : {false, true}) {
            Stage stage({cut, goesOn(answer)});
            prepare(stage, assist);
            stage.request.retry.base = 100s;
            stage.controller->start(stage.request);
            QTRY_VERIFY(stage.controller->retryAt());
            QCOMPARE(stage.controller->state(), StreamState::Reconnecting);
            QVERIFY(stage.controller->retryReason()->kind == Failure::Kind::CutOff);
            QCOMPARE(stage.controller->mostTries(), ResumeLadder::mostTries);
            if (stops) {
                stage.controller->cancel();
                QCOMPARE(stage.controller->state(), StreamState::Cancelled);
                QVERIFY(stage.controller->resumeNote().isEmpty());
            } else {
                stage.controller->reconnect();
                QTRY_VERIFY(stage.hasEnded());
                QCOMPARE(stage.controller->text(), answer.text());
            }
            QCOMPARE(stage.server.requestCount(), stops ? 1 : 2);
        }
    }

    void anAcceptedQuestionIsNotAskedTwice() {
        // Before anything of the answer came: the answer has a name already.
        const auto answer = answerOf(responses);
        QByteArrayList requests;
        Stage stage({noted(Stage::cutAfter(answer.events().front().bytes), requests),
                     noted(goesOn(answer), requests)});
        prepare(stage, responses);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), answer.text());
        QCOMPARE(requests.value(1), QByteArray("GET /v1/responses/resp_1?stream=true&starting_after=0"));
        QVERIFY(!stage.observer.notes.join(u'\n').contains(QStringLiteral("seam")));
    }

    void aQuestionThatWasNotAcceptedIsAskedAgain() {
        const auto answer = answerOf(chat);
        QByteArrayList requests;
        Stage stage(
            {noted(Stage::refuseConnection(), requests), noted(Stage::stream(answer.body()), requests)});
        prepare(stage, chat);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), answer.text());
        QVERIFY(requests.value(1).startsWith("POST"));
    }

    void aServerThatStaysAwayIsGivenUpAfterFiveTries_data() { exactDialects(); }

    void aServerThatStaysAwayIsGivenUpAfterFiveTries() {
        QFETCH(const QString, dialect);
        const auto answer = answerOf(dialect);
        Stage stage(
            {Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::refuseConnection()});
        prepare(stage, dialect);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Interrupted);
        QVERIFY(stage.failure() == Failure::Kind::ConnectionReset);
        QCOMPARE(stage.controller->text(), QStringLiteral("A river, "));
        QCOMPARE(stage.controller->requests(), 6);
        if (dialect == assist || dialect == gemini) { // Qt itself may send a GET again
            QCOMPARE(stage.server.requestCount(), 6);
        }
        QVERIFY(!stage.controller->resumeNote().isEmpty()); // it may be there later
    }

    void whatIsGoneIsNotLoopedOn_data() {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<int>("status");
        QTest::newRow("chat, not known") << chat << 404;
        QTest::newRow("chat, not so far back") << chat << 400;
        QTest::newRow("assist, gone") << assist << 410;
        QTest::newRow("gemini") << gemini << 400;
    }
    void whatIsGoneIsNotLoopedOn() {
        QFETCH(const QString, dialect);
        QFETCH(const int, status);
        const auto answer = answerOf(dialect);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::status(status)});
        prepare(stage, dialect);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Interrupted);
        QVERIFY(stage.failure() == Failure::Kind::CutOff);
        QCOMPARE(stage.controller->ending()->failure->code, QStringLiteral("resume_refused"));
        QCOMPARE(stage.controller->ending()->failure->httpStatus, status);
        QCOMPARE(stage.controller->requests(), 2);
        QVERIFY(stage.controller->resumeNote().isEmpty());
        QCOMPARE(stage.controller->metadata().resume, QStringLiteral("continue"));
    }

    void whatIsGoneIsContinuedWhereThatCostsNothing() {
        const auto answer = answerOf(chat);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::status(404),
                     [](Exchange& exchange) {
                         QVERIFY(exchange.request().body.contains("A river,"));
                         Stage::answer(QStringLiteral("and on."))(exchange);
                     }});
        prepare(stage, chat);
        stage.request.continuation = ContinuePolicy::LocalOnly;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("A river, and on."));
        QCOMPARE(stage.controller->requests(), 3);
    }

    void aContinuationIsTakenUpExactlyToo() {
        const auto answer = answerOf(assist);
        const ResumableAnswer second(
            assist, {QStringLiteral("stones "), QStringLiteral("and "), QStringLiteral("more.")});
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::status(410),
                     Stage::cutAfter(second.body().first(behind(second, "and "))),
                     [second](Exchange& exchange) {
                         QVERIFY(exchange.request().body.contains("cut off"));
                         QVERIFY(!exchange.request().body.contains("stones"));
                         goesOn(second)(exchange);
                     }});
        prepare(stage, assist);
        stage.request.continuation = ContinuePolicy::Always;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), QStringLiteral("A river, stones and more."));
        QVERIFY(stage.outcome() == Outcome::Completed);
    }

    void aBusyServersAdviceIsHonoured() {
        const auto answer = answerOf(responses);
        const auto busy = [](int status) {
            return [status](Exchange& exchange) {
                exchange.respond(status, "application/json", "{}", {{"Retry-After", "0.02"}});
            };
        };
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), busy(429), busy(503),
                     goesOn(answer)});
        prepare(stage, responses);
        QSignalSpy retries(stage.controller.get(), &StreamController::retryScheduled);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), answer.text());
        QCOMPARE(retries.size(), 3);
        QVERIFY(retries.at(1).at(1).value<std::chrono::milliseconds>() == 20ms);
        QVERIFY(retries.at(2).at(1).value<std::chrono::milliseconds>() == 20ms);
        QCOMPARE(stage.controller->requests(), 4);
    }

    void adviceBeyondAMinuteEndsTheTries() {
        const auto answer = answerOf(responses);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), [](Exchange& exchange) {
                         exchange.respond(429, "application/json", "{}", {{"Retry-After", "600"}});
                     }});
        prepare(stage, responses);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Interrupted);
        QVERIFY(stage.failure() == Failure::Kind::RateLimited);
        QVERIFY(stage.controller->ending()->failure->retryAfter == 600s);
    }

    void aPersonHasToActAndMayReconnectThen() {
        const auto answer = answerOf(responses);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::status(401),
                     goesOn(answer)});
        prepare(stage, responses);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.failure() == Failure::Kind::Unauthorized);
        QCOMPARE(stage.controller->requests(), 2);
        stage.controller->reconnect();
        QTRY_COMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), answer.text());
        QCOMPARE(stage.controller->requests(), 3);
    }

    void whereASettingSaysSoOnlyAClickResumes() {
        const auto answer = answerOf(chat);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), goesOn(answer)});
        prepare(stage, chat);
        stage.request.resume = ResumePolicy::Off;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Interrupted);
        QCOMPARE(stage.server.requestCount(), 1);
        QCOMPARE(stage.controller->metadata().resume, QStringLiteral("continue"));
        stage.controller->reconnect();
        QTRY_COMPARE(stage.controller->state(), StreamState::Completed);
        QCOMPARE(stage.controller->text(), answer.text());
    }

    // What servers do wrong

    void eventsThatComeAgainAreDropped_data() { exactDialects(); }

    void eventsThatComeAgainAreDropped() {
        QFETCH(const QString, dialect);
        if (dialect == chat) {
            QSKIP("counted in bytes: a server that sends others can't be told");
        }
        const auto answer = answerOf(dialect);
        // Begins earlier than it was asked to.
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "caf"))),
                     Stage::stream(dialect == gemini ? answer.from(3) : answer.from(1))});
        prepare(stage, dialect);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), answer.text());
    }

    void aGapIsToldOf() {
        const auto answer = answerOf(responses);
        // One delta is lost where the stream goes on.
        Stage stage(
            {Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::stream(answer.from(9))});
        prepare(stage, responses);
        QSignalSpy warnings(stage.controller.get(), &StreamController::warned);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings.first().first().value<Warning>().kind == Warning::Kind::SkippedEvent);
        QVERIFY(stage.outcome() == Outcome::Completed);
        QCOMPARE(stage.controller->text(), QStringLiteral("A river,  a sea."));
    }

    void eventsOutOfOrderDoubleNothing() {
        const auto answer = answerOf(responses);
        const auto& events = answer.events();
        QByteArray mixed = events.at(9).bytes + events.at(8).bytes + answer.from(10);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::stream(mixed)});
        prepare(stage, responses);
        QSignalSpy warnings(stage.controller.get(), &StreamController::warned);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(warnings.size(), 1);
        QCOMPARE(stage.controller->text(), QStringLiteral("A river,  a sea."));
    }

    void aGapInAssistIsTakenUpOnceMore() {
        const auto answer = answerOf(assist);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))),
                     Stage::stream(answer.from(4)), goesOn(answer)});
        prepare(stage, assist);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), answer.text());
        QCOMPARE(stage.controller->requests(), 3);
    }

    // Assist's own ways

    void anErrorThatSaysSoIsTakenUp() {
        const auto answer = answerOf(assist);
        const QByteArray error =
            "data: {\"type\":\"error\",\"error_type\":\"model_overload\",\"message\":\"busy\","
            "\"resumable\":true,\"resume_token\":\"rt_1\",\"retry_after\":0.01}\n\n";
        Stage stage({Stage::stream(answer.body().first(behind(answer, "river")) + error),
                     [answer](Exchange& exchange) {
                         QVERIFY(exchange.request().body.contains("rt_1"));
                         goesOn(answer)(exchange);
                     }});
        prepare(stage, assist);
        QSignalSpy retries(stage.controller.get(), &StreamController::retryScheduled);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), answer.text());
        QVERIFY(retries.first().at(1).value<std::chrono::milliseconds>() == 10ms);
    }

    void nothingLeftIsAnEnd() {
        const auto answer = answerOf(assist);
        const auto ends = answer.ends();
        Stage stage({Stage::cutAfter(answer.body().first(ends.at(ends.size() - 2))), Stage::status(204, {})});
        prepare(stage, assist);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Completed);
        QCOMPARE(stage.controller->text(), answer.text());
    }

    // Fetching an answer as it stands

    void whereNoStreamGoesOnTheAnswerIsFetched() {
        const auto answer = answerOf(responses);
        QByteArrayList requests;
        Stage stage({noted(Stage::cutAfter(answer.body().first(behind(answer, "river"))), requests),
                     noted(Stage::status(404), requests), noted(whole(answer.whole("in_progress")), requests),
                     noted(whole(answer.whole("in_progress")), requests),
                     noted(whole(answer.whole()), requests)});
        prepare(stage, responses);
        QSignalSpy retries(stage.controller.get(), &StreamController::retryScheduled);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Completed);
        QCOMPARE(stage.controller->text(), answer.text());
        QCOMPARE(stage.controller->thinking(), answer.thinking());
        QCOMPARE(stage.controller->requests(), 5);
        QCOMPARE(retries.size(), 2);
        QCOMPARE(requests.value(2), QByteArray("GET /v1/responses/resp_1"));
        QVERIFY(stage.observer.notes.contains(QStringLiteral("seam 9 0")));
        QCOMPARE(*stage.controller->stats().usage()->output, 50);
    }

    void anAnswerThatDiffersIsToldOf() {
        const auto answer = answerOf(responses);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::status(404),
                     whole(answer.wholeWith("completed", QStringLiteral("The flow, and on.")))});
        prepare(stage, responses);
        QSignalSpy warnings(stage.controller.get(), &StreamController::warned);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), QStringLiteral("A river,  and on."));
        QCOMPARE(warnings.size(), 1);
    }

    void aQueuedAnswerIsFetchedWhenItIsThere() {
        const auto answer = answerOf(responses);
        for (const bool streams : {false, true}) {
            Stage stage({whole(answer.whole("queued")), whole(answer.whole("queued")), Stage::status(503),
                         whole(answer.whole("in_progress")), whole(answer.whole())});
            prepare(stage, responses);
            stage.request.prompt.stream = streams;
            QSignalSpy retries(stage.controller.get(), &StreamController::retryScheduled);
            stage.controller->start(stage.request);
            QCOMPARE(stage.controller->metadata().resume, QStringLiteral("exact"));
            QTRY_VERIFY(stage.hasEnded());
            QVERIFY(stage.outcome() == Outcome::Completed);
            QCOMPARE(stage.controller->text(), answer.text());
            QCOMPARE(stage.controller->requests(), 5);
            QCOMPARE(retries.size(), 1); // only the one that failed
            QVERIFY(!stage.observer.notes.join(u'\n').contains(QStringLiteral("seam")));
        }
    }

    void aQueuedAnswerCanBeCancelled() {
        const auto answer = answerOf(responses);
        QByteArrayList requests;
        Stage stage({noted(whole(answer.whole("queued")), requests)});
        prepare(stage, responses);
        stage.request.timeouts.loading = 1h;
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.controller->waitsForWholeSince());
        QCOMPARE(stage.controller->state(), StreamState::Waiting);
        QVERIFY(!stage.controller->resumeNote().isEmpty());
        stage.controller->cancel();
        QTRY_COMPARE(requests.value(1), QByteArray("POST /v1/responses/resp_1/cancel"));
    }

    void anAnswerThatTheServerGaveUpStaysInterrupted() {
        const auto answer = answerOf(responses);
        Stage stage({Stage::cutAfter(answer.body().first(behind(answer, "river"))), Stage::status(404),
                     whole(answer.whole("cancelled"))});
        prepare(stage, responses);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Interrupted);
        QCOMPARE(stage.controller->requests(), 3);
    }

    // Telling the server

    void aCancelStopsTheServerAndADisconnectDoesNot() {
        const auto answer = answerOf(chat);
        QByteArrayList requests;
        Stage stage({noted(Stage::stallAfter(answer.body().first(behind(answer, "river"))), requests),
                     noted(Stage::status(200, "{}"), requests)});
        prepare(stage, chat);
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->text(), QStringLiteral("A river, "));
        Failure gone;
        gone.kind = Failure::Kind::NetworkGone;
        stage.controller->disconnectFromServer(gone);
        QCOMPARE(stage.pool.findChildren<Farewell*>().size(), 0);
        QVERIFY(!stage.controller->resumeNote().isEmpty());

        Stage other({noted(Stage::stallAfter(answer.body().first(behind(answer, "river"))), requests),
                     noted(Stage::status(200, "{}"), requests)});
        prepare(other, chat);
        other.controller->start(other.request);
        QTRY_COMPARE(other.controller->text(), QStringLiteral("A river, "));
        other.controller->cancel();
        QTRY_COMPARE(requests.size(), 3);
        QCOMPARE(requests.value(2), QByteArray("DELETE /v1/stream?conv_id=session"));
        QVERIFY(other.controller->resumeNote().isEmpty());
    }

    // By hand, and later

    void anAnswerIsTakenUpByALaterRun_data() { exactDialects(); }

    void anAnswerIsTakenUpByALaterRun() {
        QFETCH(const QString, dialect);
        const auto answer = answerOf(dialect);
        qsizetype end = 0;
        for (const auto& event : answer.events()) {
            // Comments are no events, and a line feed after a carriage return is not waited for.
            const qsizetype begin = std::exchange(end, end + event.bytes.size());
            const bool isComment = event.bytes.startsWith(':');
            const qsizetype blank = event.bytes.indexOf(dialect == gemini ? "\n\r" : "\n\n") + 2;
            if (end >= answer.body().indexOf("sea.") || isComment) {
                continue;
            }
            Stage stage({Stage::stallAfter(answer.body().first(end))});
            prepare(stage, dialect);
            stage.controller->start(stage.request);
            const auto isRead = [&] {
                const auto note = ResumeNote::fromText(stage.controller->resumeNote());
                return note && note->point.bytes == begin + blank;
            };
            QTRY_VERIFY(isRead());
            stage.controller->disconnectFromServer(closedApplication());
            const Message kept = answerSoFar(*stage.controller);
            const QString note = stage.controller->resumeNote();
            QVERIFY(!note.isEmpty());

            Stage later({goesOn(answer)});
            prepare(later, dialect);
            later.controller->reconnectTo(later.request, kept, note);
            QCOMPARE(later.controller->state(), StreamState::Reconnecting);
            QTRY_VERIFY(later.hasEnded());
            QVERIFY(later.outcome() == Outcome::Completed);
            QCOMPARE(later.controller->text(), answer.text());
            QCOMPARE(later.controller->thinking(), answer.thinking());
            QCOMPARE(later.controller->requests(), 1);
        }
    }

    void whatWasToldBehindTheNoteIsNotToldAgain() {
        const auto answer = answerOf(responses);
        Stage stage({Stage::stallAfter(answer.body().first(behind(answer, "A ")))});
        prepare(stage, responses);
        stage.controller->start(stage.request);
        QTRY_COMPARE(stage.controller->text(), QStringLiteral("A "));
        const QString note = stage.controller->resumeNote();
        Message kept;
        kept.thinking = answer.thinking();
        for (qsizetype length = 2; length <= answer.text().size(); ++length) {
            kept.text = answer.text().first(length);
            // And the stream that tells it again is cut within that.
            Stage later({[answer](Exchange& exchange) {
                             const qsizetype start = *answer.start(exchange.request());
                             Stage::cutAfter(answer.body().mid(start, behind(answer, "river") - start))(
                                 exchange);
                         },
                         goesOn(answer)});
            prepare(later, responses);
            later.controller->reconnectTo(later.request, kept, note);
            QTRY_VERIFY(later.hasEnded());
            QVERIFY(later.outcome() == Outcome::Completed);
            QCOMPARE(later.controller->text(), answer.text());
            QCOMPARE(later.controller->thinking(), answer.thinking());
        }
    }

    void whereTheServerHasForgottenItTheNextClickContinues() {
        const auto answer = answerOf(chat);
        const ResumeNote note = noteOf(chat, {QStringLiteral("session"), {}, 100}, 9);
        Message kept;
        kept.text = QStringLiteral("A river, ");
        Stage stage({Stage::status(404), Stage::answer(QStringLiteral("and on."))});
        prepare(stage, chat);
        stage.controller->reconnectTo(stage.request, kept, note.toText());
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(stage.outcome() == Outcome::Interrupted);
        QCOMPARE(stage.controller->ending()->failure->code, QStringLiteral("resume_refused"));
        QCOMPARE(stage.controller->text(), kept.text);
        QVERIFY(stage.controller->resumeNote().isEmpty());
        stage.controller->reconnectTo(stage.request, kept, stage.controller->resumeNote());
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), QStringLiteral("A river, and on."));
    }

    void aNoteOfAnotherProtocolIsNone() {
        const ResumeNote note = noteOf(assist, {QStringLiteral("rt"), {}, 0}, 2);
        Message kept;
        kept.text = QStringLiteral("A ");
        Stage stage({Stage::answer(QStringLiteral("river."))});
        prepare(stage, chat);
        stage.controller->reconnectTo(stage.request, kept, note.toText());
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(stage.controller->text(), QStringLiteral("A river."));
    }

    // On which rung it stands

    void theRungIsToldBeforeAnythingDrops_data() {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<bool>("kept");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("last");
        const QString exact = QStringLiteral("exact");
        const QString continued = QStringLiteral("continue");
        QTest::newRow("background") << responses << true << exact << exact;
        QTest::newRow("no background") << responses << false << continued << continued;
        QTest::newRow("session") << chat << true << exact << exact;
        QTest::newRow("no session") << chat << false << continued << continued;
        QTest::newRow("assist") << assist << true << exact << exact;
        QTest::newRow("gemini") << gemini << true << continued << exact;
    }
    void theRungIsToldBeforeAnythingDrops() {
        QFETCH(const QString, dialect);
        QFETCH(const bool, kept);
        QFETCH(const QString, first);
        QFETCH(const QString, last);
        const auto answer = answerOf(dialect);
        Stage stage({Stage::stallAfter(answer.body().first(behind(answer, "river")))});
        prepare(stage, dialect);
        if (!kept) {
            stage.request.prompt.background = false;
            stage.request.prompt.session.clear();
        }
        stage.controller->start(stage.request);
        QCOMPARE(stage.controller->metadata().resume, first);
        QTRY_COMPARE(stage.controller->text(), QStringLiteral("A river, "));
        QCOMPARE(stage.controller->metadata().resume, last);
        const auto starts = stage.observer.notes.filter(QStringLiteral("started 1"));
        QCOMPARE(starts.size(), first == last ? 1 : 2);
    }

    void anAnswerWithoutPlacesCanNotBeTakenUp() {
        Stage stage({Stage::stallAfter("data: {\"type\":\"token\",\"content\":\"A \",\"index\":0}\n\n")});
        prepare(stage, assist);
        stage.controller->start(stage.request);
        QCOMPARE(stage.controller->metadata().resume, QStringLiteral("exact"));
        QTRY_COMPARE(stage.controller->text(), QStringLiteral("A "));
        QCOMPARE(stage.controller->metadata().resume, QStringLiteral("continue"));
        QVERIFY(stage.controller->resumeNote().isEmpty());
    }

private:
    static Failure closedApplication() {
        Failure closed;
        closed.kind = Failure::Kind::AppClosed;
        return closed;
    }
};

QTEST_GUILESS_MAIN(TestStreamResume)
#include "tst_stream_resume.moc"
