// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "SessionFixture.h"
#include "StreamFigures.h"

#include <QJsonArray>
#include <QTest>

using namespace rivulet;
using app::StreamFigures;

/// What a run measured of its answers, wherever they came.
class StreamFiguresTest : public QObject {
    Q_OBJECT

    static bool ask(SessionFixture& f, const QString& prompt) {
        return f.session().send(prompt) && QTest::qWaitFor([&] { return f.isAsked(); });
    }
    static void watch(StreamFigures& figures, const SessionFixture& f) {
        figures.watch(f.session().first());
        figures.watch(f.session().second());
    }
    static QStringList told(const StreamFigures& figures, const QString& key) {
        QStringList all;
        for (const auto& stream : figures.figures().value(QStringLiteral("streams")).toArray()) {
            all.append(stream.toObject().value(key).toVariant().toString());
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase() {
        // No desktop's keychain is asked.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }

    void nothingAskedIsNothingTold() {
        const SessionFixture f;
        StreamFigures figures;
        watch(figures, f);
        QVERIFY(figures.figures().value(QStringLiteral("ttft_ms")).toArray().isEmpty());
        QCOMPARE(figures.figures().value(QStringLiteral("tokens")).toInt(-1), 0);
    }

    void bothPanesAreToldInTheirOrderWhicheverEndsFirst() {
        SessionFixture f;
        StreamFigures figures;
        watch(figures, f);
        QVERIFY(ask(f, QStringLiteral("Which?")));
        f.servers[1].say(QStringLiteral("Right, at once."));
        f.servers[1].finish();
        QTRY_COMPARE(f.pane(1).phase(), SessionFixture::Phase::Completed);
        // One runs still.
        QCOMPARE(told(figures, QStringLiteral("state")),
                 QStringList({QString(), QStringLiteral("completed")}));
        f.servers[0].fail(400);
        QTRY_VERIFY(!f.session().isRunning());
        QCOMPARE(told(figures, QStringLiteral("model")),
                 QStringList({QStringLiteral("m0"), QStringLiteral("m1")}));
        QCOMPARE(told(figures, QStringLiteral("state")),
                 QStringList({QStringLiteral("failed"), QStringLiteral("completed")}));
        const auto first = figures.figures().value(QStringLiteral("ttft_ms")).toArray();
        QCOMPARE(first.size(), 2);
        QCOMPARE(first.at(0).toDouble(), -1.0);
        QVERIFY(first.at(1).toDouble() >= 0);
    }

    void everyAnswerOfTheRunIsToldAlsoOfConversationsThatWereLeft() {
        SessionFixture f;
        StreamFigures figures;
        watch(figures, f);
        connect(f.application.get(), &app::Application::sessionMade, &figures,
                [&](app::CompareSession* made) {
                    figures.watch(made->first());
                    figures.watch(made->second());
                });
        f.servers[0].answerAll(QStringLiteral("Once."));
        f.servers[1].answerAll(QStringLiteral("Once."));
        QVERIFY(f.session().send(QStringLiteral("First")));
        QTRY_VERIFY(!f.session().isRunning());
        f.servers[0].answerAll({});
        f.servers[1].answerAll({});
        QVERIFY(ask(f, QStringLiteral("Second")));
        f.servers[0].say(QStringLiteral("Half "));
        f.application->newConversation(); // the one before goes on
        QVERIFY(!f.session().isRunning() && f.application->isRunning());
        f.servers[0].say(QStringLiteral("and half."));
        f.servers[0].finish();
        f.servers[1].say(QStringLiteral("Whole."));
        f.servers[1].finish();
        QTRY_VERIFY(!f.application->isRunning());
        f.servers[0].answerAll(QStringLiteral("Third."));
        f.servers[1].answerAll(QStringLiteral("Third."));
        QVERIFY(f.session().send(QStringLiteral("Third")));
        QTRY_VERIFY(!f.session().isRunning());
        QCOMPARE(told(figures, QStringLiteral("state")), QStringList(6, QStringLiteral("completed")));
        QCOMPARE(told(figures, QStringLiteral("characters")),
                 QStringList({QStringLiteral("5"), QStringLiteral("5"), QStringLiteral("14"),
                              QStringLiteral("6"), QStringLiteral("6"), QStringLiteral("6")}));
        qint64 tokens = 0;
        for (const QString& each : told(figures, QStringLiteral("tokens"))) {
            tokens += each.toLongLong();
        }
        QCOMPARE(figures.figures().value(QStringLiteral("tokens")).toInteger(), tokens);
        QVERIFY(tokens > 0);
    }
};

QTEST_MAIN(StreamFiguresTest)
#include "tst_stream_figures.moc"
