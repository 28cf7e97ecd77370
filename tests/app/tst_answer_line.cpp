// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnswerLine.h"

#include <QLocale>
#include <QTest>

using namespace rivulet;
using namespace std::chrono_literals;
using app::AnswerLine;

/// The figures under an answer, and the words they are made of.
class AnswerLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void timesAreShort_data() {
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << 0 << QStringLiteral("0.0 s");
        QTest::newRow("under a second") << 400 << QStringLiteral("0.4 s");
        QTest::newRow("seconds") << 9400 << QStringLiteral("9.4 s");
        QTest::newRow("from ten on whole") << 10'000 << QStringLiteral("10 s");
        QTest::newRow("under a minute") << 59'999 << QStringLiteral("59 s");
        QTest::newRow("minutes") << 125'000 << QStringLiteral("2 min 5 s");
        QTest::newRow("hours") << 3'725'000 << QStringLiteral("1 h 2 min");
    }

    void timesAreShort() {
        QFETCH(const int, milliseconds);
        QTEST(AnswerLine::time(std::chrono::milliseconds(milliseconds)), "text");
    }

    void ratesAndCounts() {
        QCOMPARE(AnswerLine::rate(9.44), QStringLiteral("9.4 tok/s"));
        QCOMPARE(AnswerLine::rate(61.4), QStringLiteral("61 tok/s"));
        QCOMPARE(AnswerLine::tokens(1240), QStringLiteral("1,240 tokens"));
    }

    void whatIsNotKnownIsLeftOut() {
        domain::Message answer;
        QCOMPARE(AnswerLine::text(answer), QString());
        answer.duration = 13s;
        QCOMPARE(AnswerLine::text(answer), QStringLiteral("13 s"));
        answer.timeToFirstToken = 400ms;
        answer.tokensPerSecond = 61;
        answer.usage = domain::Usage{};
        QCOMPARE(AnswerLine::text(answer), QStringLiteral("0.4 s to first token · 61 tok/s · 13 s"));
        answer.usage->output = 812;
        QCOMPARE(AnswerLine::text(answer),
                 QStringLiteral("0.4 s to first token · 61 tok/s · 812 tokens · 13 s"));
    }

    void everyCountIsToldWithWhereItIsFrom() {
        domain::Message answer;
        QCOMPARE(AnswerLine::details(answer), QString());
        answer.usage = domain::Usage{};
        QCOMPARE(AnswerLine::details(answer), QString());
        answer.usage->input = 1204;
        answer.usage->cached = 900;
        answer.usage->output = 812;
        answer.usage->thinking = 300;
        answer.usage->cost = 0.05;
        QCOMPARE(AnswerLine::details(answer), QStringLiteral("Input: 1,204 tokens, reported\n"
                                                             "Of it from the cache: 900 tokens, reported\n"
                                                             "Output: 812 tokens, reported\n"
                                                             "Of it thinking: 300 tokens, reported\n"
                                                             "Cost: $0.0500, reported"));
        answer.usage = domain::Usage{};
        answer.usage->output = 7;
        answer.usage->source = domain::Usage::Source::Estimated;
        QCOMPARE(AnswerLine::details(answer), QStringLiteral("Output: ≈7 tokens, estimated"));
    }

    void anEstimateIsShownAsOne() {
        domain::Message answer;
        answer.usage = domain::Usage{};
        answer.usage->output = 1240;
        answer.usage->source = domain::Usage::Source::Estimated;
        QCOMPARE(AnswerLine::text(answer), QStringLiteral("≈1,240 tokens"));
    }
};

QTEST_GUILESS_MAIN(AnswerLineTest)
#include "tst_answer_line.moc"
