// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/ResumeLadder.h"
#include "stream/ResumeNote.h"

#include <QTest>

using namespace rivulet::stream;
using namespace std::chrono_literals;
using rivulet::domain::Failure;
using Rung = ResumeLadder::Rung;
using Step = ResumeLadder::Step;
using Kind = Failure::Kind;

namespace {

constexpr double middle = 0.5;

Failure failure(Kind kind, int status = 0) {
    Failure failure;
    failure.kind = kind;
    failure.httpStatus = status;
    return failure;
}

ResumeLadder::Loss loss(const Failure& why, Rung rung = Rung::Ask) {
    ResumeLadder::Loss loss;
    loss.failure = why;
    loss.rung = rung;
    loss.streams = true;
    return loss;
}

ResumeLadder ladder(ResumePolicy policy = ResumePolicy::Auto) {
    ResumeLadder ladder;
    ladder.begin(policy, 1000ms);
    return ladder;
}

} // namespace

Q_DECLARE_METATYPE(rivulet::domain::Failure::Kind)

class TestResumeLadder : public QObject {
    Q_OBJECT

private:
    const ResumeLadder::Instant m_start{1000s};

private Q_SLOTS:
    void triesFiveTimesAndWaitsLongerEachTime() {
        ResumeLadder tries = ladder();
        auto now = m_start;
        Rung rung = Rung::Ask;
        std::vector<std::chrono::milliseconds> delays;
        for (int i = 0; i < 10; ++i) {
            const Step step = tries.next(loss(failure(Kind::ConnectionRefused), rung), now, middle);
            if (step.rung == Rung::None) {
                break;
            }
            QVERIFY(step.rung == Rung::Exact);
            delays.push_back(step.delay);
            now += step.delay;
            rung = Rung::Exact;
        }
        const std::vector<std::chrono::milliseconds> expected{250ms, 1s, 3s, 9s, 26s};
        QVERIFY(delays == expected);
    }

    void lawAServerThatIsBackWithinHalfAMinuteIsFoundWithinAMinute() {
        for (const double chance : {0.0, 0.1, 0.5, 0.9, 1.0}) {
            ResumeLadder tries = ladder();
            auto now = m_start;
            Rung rung = Rung::Ask;
            for (;;) {
                const Step step = tries.next(loss(failure(Kind::ConnectionRefused), rung), now, chance);
                if (step.rung == Rung::None) {
                    break;
                }
                now += step.delay;
                rung = Rung::Exact;
            }
            QVERIFY(now - m_start > 30s);
            QVERIFY(now - m_start <= ResumeLadder::span);
        }
    }

    void slowFailuresUseUpTheMinute() {
        ResumeLadder tries = ladder();
        auto now = m_start;
        int count = 0;
        Rung rung = Rung::Ask;
        for (;;) {
            const Step step = tries.next(loss(failure(Kind::ConnectTimeout), rung), now, middle);
            if (step.rung == Rung::None) {
                break;
            }
            ++count;
            rung = Rung::Exact;
            now += step.delay + 25s;
        }
        QCOMPARE(count, 3); // begun after 0 s, 26 s and 54 s
    }

    void whatBringsSomethingNewEndsTheOutage() {
        ResumeLadder tries = ladder();
        for (int i = 0; i < 50; ++i) {
            auto lost = loss(failure(Kind::CutOff), i == 0 ? Rung::Ask : Rung::Exact);
            lost.moved = true;
            QVERIFY((tries.next(lost, m_start + i * 10s, middle) == Step{Rung::Exact, 250ms}));
        }
    }

    void noAnswerIsTakenUpForEver() {
        ResumeLadder tries = ladder();
        int count = 0;
        auto lost = loss(failure(Kind::CutOff), Rung::Exact);
        lost.moved = true;
        while (tries.next(lost, m_start, middle).rung == Rung::Exact) {
            ++count;
        }
        QCOMPARE(count, ResumeLadder::mostResumes);
    }

    void theServersAdviceComesFirstAndDoesNotCount() {
        ResumeLadder tries = ladder();
        auto now = m_start;
        QVERIFY(tries.next(loss(failure(Kind::CutOff)), now, middle).rung == Rung::Exact);
        Failure busy = failure(Kind::RateLimited, 429);
        busy.retryAfter = 60s;
        for (int i = 1; i < ResumeLadder::mostTries; ++i) {
            QVERIFY((tries.next(loss(busy, Rung::Exact), now, middle) == Step{Rung::Exact, 60s}));
            now += 60s;
        }
        QVERIFY(tries.next(loss(busy, Rung::Exact), now, middle).rung == Rung::None);
        ResumeLadder other = ladder();
        busy.retryAfter = 61s;
        QVERIFY(other.next(loss(busy, Rung::Exact), now, middle).rung == Rung::None);
    }

    void whatIsNotThereIsNotAskedForAgain_data() {
        QTest::addColumn<int>("status");
        for (const int status : {400, 404, 405, 410, 422, 501}) {
            QTest::addRow("%d", status) << status;
        }
    }
    void whatIsNotThereIsNotAskedForAgain() {
        QFETCH(const int, status);
        auto gone = loss(failure(Kind::NotFound, status), Rung::Exact);
        gone.failure.shouldRetry = true;
        ResumeLadder plain = ladder();
        QVERIFY(plain.next(loss(failure(Kind::CutOff)), m_start, middle).rung == Rung::Exact);
        QVERIFY(plain.next(gone, m_start, middle).rung == Rung::None);
        QVERIFY(plain.cut()->kind == Kind::CutOff);
        // The next rung is one that tells the answer as it stands, then one that goes on from the text.
        ResumeLadder full = ladder();
        gone.tells = gone.continues = true;
        QVERIFY(full.next(loss(failure(Kind::CutOff)), m_start, middle).rung == Rung::Exact);
        QVERIFY((full.next(gone, m_start, middle) == Step{Rung::Poll, 0ms}));
        gone.rung = Rung::Poll;
        QVERIFY((full.next(gone, m_start, middle) == Step{Rung::Continue, 0ms}));
    }

    void aPersonHasToAct_data() {
        QTest::addColumn<Kind>("kind");
        QTest::newRow("unauthorized") << Kind::Unauthorized;
        QTest::newRow("payment") << Kind::PaymentRequired;
        QTest::newRow("certificate") << Kind::TlsCertificate;
        QTest::newRow("redirect") << Kind::Redirected;
        QTest::newRow("portal") << Kind::WrongContentType;
        QTest::newRow("too long") << Kind::AnswerTooLong;
    }
    void aPersonHasToAct() {
        QFETCH(const Kind, kind);
        auto lost = loss(failure(kind), Rung::Exact);
        lost.tells = lost.continues = true;
        QVERIFY(ladder().next(lost, m_start, middle).rung == Rung::None);
    }

    void whatSomebodyCancelledStaysSo() {
        auto lost = loss(failure(Kind::CutOff));
        lost.continues = true;
        lost.failure.shouldRetry = false;
        QVERIFY(ladder().next(lost, m_start, middle).rung == Rung::None);
    }

    void anErrorThatIsSaidToPassMayBeOfAnyKind() {
        auto lost = loss(failure(Kind::ContextTooLong));
        QVERIFY(ladder().next(lost, m_start, middle).rung == Rung::None);
        lost.failure.shouldRetry = true;
        QVERIFY(ladder().next(lost, m_start, middle).rung == Rung::Exact);
    }

    void continuesAtMostTwiceAndOnlyAfterACut() {
        ResumeLadder tries = ladder();
        auto lost = loss(failure(Kind::CutOff));
        lost.streams = false;
        QVERIFY(tries.next(lost, m_start, middle).rung == Rung::None); // not by itself
        lost.continues = true;
        QVERIFY(tries.next(lost, m_start, middle).rung == Rung::Continue);
        QVERIFY(tries.next(lost, m_start, middle).rung == Rung::Continue);
        QVERIFY(tries.next(lost, m_start, middle).rung == Rung::None);
        lost.failure = failure(Kind::ContentBlocked);
        QVERIFY(ladder().next(lost, m_start, middle).rung == Rung::None);
        lost.failure = failure(Kind::Malformed);
        QVERIFY(ladder().next(lost, m_start, middle).rung == Rung::None);
    }

    void aSettingKeepsItFromGoingByItself() {
        auto lost = loss(failure(Kind::CutOff));
        QVERIFY(ladder(ResumePolicy::Off).next(lost, m_start, middle).rung == Rung::None);
        lost.continues = true;
        QVERIFY(ladder(ResumePolicy::Off).next(lost, m_start, middle).rung == Rung::Continue);
    }

    // The note of it

    void aNoteSurvivesItsText() {
        ResumeNote note;
        note.dialect = QStringLiteral("assist");
        note.point = {QStringLiteral("rt_1"), QStringLiteral("3 12 0 0 a1-\u00e9"), 4711};
        note.text = 12;
        note.thinking = 3;
        note.textBefore = 5;
        note.trimmed = 2;
        note.arguments = {{QStringLiteral("call \"1\"\n%"), 7}, {QString(), 2}};
        note.way = rivulet::providers::Dialect::Way::Instruction;
        note.background = true;
        note.session = QStringLiteral("s");
        QVERIFY(ResumeNote::fromText(note.toText()) == note);
    }

    void whatIsNoNoteIsNone_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("no lines") << QStringLiteral("{\n");
        QTest::newRow("no dialect") << QStringLiteral("id a");
        QTest::newRow("no place") << QStringLiteral("dialect assist");
        QTest::newRow("behind itself") << QStringLiteral("dialect assist\nid a\ntext 1\ntext-before 2");
    }
    void whatIsNoNoteIsNone() {
        QFETCH(const QString, text);
        QVERIFY(!ResumeNote::fromText(text));
    }
};

QTEST_APPLESS_MAIN(TestResumeLadder)
#include "tst_resume_ladder.moc"
