// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Failure.h"
#include "domain/Outcome.h"
#include "domain/StreamEvent.h"
#include "domain/Usage.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace rivulet::domain;

namespace {

/// Every value from 0 to `last` has a name of its own in lower_snake_case, and finds its way back by it.
template <typename Enum, typename Name, typename From>
void everyValueHasItsName(Enum last, Name name, From from) {
    static const QRegularExpression snake(QStringLiteral("^[a-z]+(_[a-z]+)*$"));
    QSet<QString> seen;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const auto value = static_cast<Enum>(i);
        const QString text = name(value);
        QVERIFY2(snake.match(text).hasMatch(), qPrintable(QStringLiteral("%1: '%2'").arg(i).arg(text)));
        QVERIFY(!seen.contains(text));
        seen.insert(text);
        QVERIFY(from(text) == value);
    }
    QVERIFY(!from(QStringLiteral("no_such_name")).has_value());
    QVERIFY(!from(QString()).has_value());
}

} // namespace

class tst_Names : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void failures() { everyValueHasItsName(Failure::Kind::AppClosed, failureName, failureFromName); }
    void outcomes() { everyValueHasItsName(Outcome::Failed, outcomeName, outcomeFromName); }
    void stops() { everyValueHasItsName(StopReason::Other, stopName, stopFromName); }

    void warningsAndTools() {
        QCOMPARE(warningName(Warning::Kind::SkippedEvent), QStringLiteral("skipped_event"));
        QCOMPARE(warningName(Warning::Kind::EmptyAnswer), QStringLiteral("empty_answer"));
        QCOMPARE(warningName(Warning::Kind::Provider), QStringLiteral("provider"));
        QCOMPARE(warningName(Warning::Kind::DroppedField), QStringLiteral("dropped_field"));
        QCOMPARE(toolStateName(ToolActivity::State::Running), QStringLiteral("running"));
        QCOMPARE(toolStateName(ToolActivity::State::Completed), QStringLiteral("completed"));
        QCOMPARE(toolStateName(ToolActivity::State::Failed), QStringLiteral("failed"));
    }

    void laterUsageOverwritesAndKeepsWhatItDoesNotKnow() {
        Usage usage{10, 2, std::nullopt, 1, Usage::Source::Reported};
        usage.overwriteWith({std::nullopt, std::nullopt, 5, 20, Usage::Source::Reported});
        QVERIFY((usage == Usage{10, 2, 5, 20, Usage::Source::Reported}));
    }
};

QTEST_GUILESS_MAIN(tst_Names)
#include "tst_names.moc"
