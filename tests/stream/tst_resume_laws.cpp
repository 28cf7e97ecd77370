// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "../support/CutFleet.h"

#include <QTest>

#include <algorithm>

using namespace rivulet;
using namespace rivulet::tests;

/// The laws of exact resume, over real connections: wherever an answer is cut, it is whole in the end.
class TestResumeLaws : public QObject {
    Q_OBJECT

private:
    static void dialects() {
        QTest::addColumn<QString>("dialect");
        for (const QString& dialect : ResumableAnswer::dialects()) {
            QTest::addRow("%s", qPrintable(dialect)) << dialect;
        }
    }

    static QByteArray about(const CutOutcome& outcome) {
        return QStringLiteral("cut at %1: %2, %3 requests (%4 seen), %5 seams, \"%6\" / \"%7\", %8")
            .arg(outcome.cut)
            .arg(domain::outcomeName(outcome.outcome))
            .arg(outcome.requests)
            .arg(outcome.asked)
            .arg(outcome.seams)
            .arg(outcome.text, outcome.thinking, outcome.reasons.join(u';'))
            .toUtf8();
    }

private Q_SLOTS:
    void cutAtAnyByteNothingIsLostOrDoubled_data() { dialects(); }

    void cutAtAnyByteNothingIsLostOrDoubled() {
        QFETCH(const QString, dialect);
        CutFleet fleet(dialect, ResumableAnswer::shortPieces());
        fleet.retry.base = std::chrono::milliseconds{1};
        std::vector<CutFleet::Cut> cuts;
        for (qsizetype at = 0; at <= fleet.answer().body().size(); ++at) {
            cuts.push_back({at});
        }
        // All of the text before the end mark, and the cut behind it: nothing is left to ask for.
        for (const CutOutcome& outcome : fleet.play(cuts)) {
            const QByteArray words = about(outcome);
            QVERIFY2(outcome.outcome == domain::Outcome::Completed, words);
            QVERIFY2(outcome.text == fleet.answer().text(), words);
            QVERIFY2(outcome.thinking == fleet.answer().thinking(), words);
            // Under many at once, Qt gives a request now and then to a connection that has just closed: that
            // one is never sent, and asked again.
            QVERIFY2(outcome.inOrder && outcome.requests >= outcome.asked && outcome.asked <= 2, words);
            QVERIFY2(outcome.seams <= 1, words);
            if (dialect != u"gemini") {
                QVERIFY2(outcome.outputTokens == 50 || outcome.asked == 1, words);
            }
        }
    }

    void cutAgainAndAgainNothingIsLostOrDoubled_data() { dialects(); }

    void cutAgainAndAgainNothingIsLostOrDoubled() {
        QFETCH(const QString, dialect);
        CutFleet fleet(dialect, ResumableAnswer::shortPieces());
        fleet.retry.base = std::chrono::milliseconds{1};
        qsizetype largest = 0;
        for (const auto& event : fleet.answer().events()) {
            largest = std::max(largest, event.bytes.size());
        }
        // Enough for some event, and where not each is a place to go on from, for the next that is.
        std::vector<CutFleet::Cut> cuts;
        for (qsizetype at = 0; at <= fleet.answer().body().size(); at += 7) {
            cuts.push_back({at, {}, 2 * largest + at % 50});
        }
        int most = 0;
        for (const CutOutcome& outcome : fleet.play(cuts)) {
            QVERIFY2(outcome.outcome == domain::Outcome::Completed, about(outcome));
            QVERIFY2(outcome.text == fleet.answer().text(), about(outcome));
            QVERIFY2(outcome.thinking == fleet.answer().thinking(), about(outcome));
            QVERIFY2(outcome.inOrder && outcome.seams < outcome.asked + 1, about(outcome));
            most = std::max(most, outcome.asked);
        }
        QVERIFY(most >= 3);
    }

    void cutAtEveryEventTheRestIsAskedForAndNoMore_data() { dialects(); }

    void cutAtEveryEventTheRestIsAskedForAndNoMore() {
        QFETCH(const QString, dialect);
        CutFleet fleet(dialect, ResumableAnswer::shortPieces());
        fleet.retry.base = std::chrono::milliseconds{1};
        std::vector<CutFleet::Cut> cuts;
        for (const qsizetype end : fleet.answer().ends()) {
            cuts.push_back({end});
        }
        const auto outcomes = fleet.play(cuts);
        for (const CutOutcome& outcome : outcomes) {
            QVERIFY2(outcome.outcome == domain::Outcome::Completed, about(outcome));
            QVERIFY2(outcome.text == fleet.answer().text(), about(outcome));
        }
        // Behind the protocol's own end mark there is nothing to go on with.
        QCOMPARE(outcomes.back().asked, 1);
        QCOMPARE(outcomes.front().asked, 2);
    }
};

QTEST_GUILESS_MAIN(TestResumeLaws)
#include "tst_resume_laws.moc"
