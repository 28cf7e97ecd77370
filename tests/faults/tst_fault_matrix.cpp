// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Matrix.h"

#include <QTcpSocket>
#include <QTest>

#include <cstdio>

using namespace rivulet;
using namespace rivulet::faults;

namespace {

/// RIVULET_FAULTS=text: only faults whose group or name holds it.
Faults chosenFaults() {
    const QByteArray wanted = qgetenv("RIVULET_FAULTS");
    Faults faults = allFaults();
    std::erase_if(faults,
                  [&](const Fault& fault) { return !(fault.group + ' ' + fault.name).contains(wanted); });
    return faults;
}

using Change = std::function<void(Plan&)>;

} // namespace

Q_DECLARE_METATYPE(Change)

/// Every fault with every protocol, beside a healthy pane. All cells run at once, then each is looked at; the
/// table of what became of them stands at the end of the output.
class FaultMatrixTest : public QObject {
    Q_OBJECT

private:
    Matrix m_matrix{chosenFaults()};

private Q_SLOTS:
    void initTestCase() {
        m_matrix.run();
        QVERIFY(m_matrix.cells() > 0);
    }

    void cell_data() {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("dialect");
        for (int fault = 0; const Fault& each : m_matrix.faults()) {
            for (int dialect = 0; const QString& name : Speech::dialects()) {
                if (m_matrix.result(static_cast<std::size_t>(fault), dialect).variants > 0) {
                    QTest::addRow("%s, %s", each.name.constData(), qPrintable(name)) << fault << dialect;
                }
                ++dialect;
            }
            ++fault;
        }
    }

    void cell() {
        QFETCH(const int, fault);
        QFETCH(const int, dialect);
        const Matrix::Result& result = m_matrix.result(static_cast<std::size_t>(fault), dialect);
        QVERIFY2(result.problems.isEmpty(), qPrintable(result.problems.join(QStringLiteral("; "))));
    }

    void noTurnOfTheLoopIsLong() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("everything is slow here");
#endif
        // Of work, for servers and clients of many cells together; a stream's own share is a fraction of it.
        QVERIFY2(m_matrix.longTurn() < 150, qPrintable(QString::number(m_matrix.longTurn())));
    }

    /// What is not so is seen: each of these is wrong about one thing.
    void aWrongCellIsRed_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* name, const Change& change, const char* problem) {
            QTest::newRow(name) << change << QString::fromLatin1(problem);
        };
        row(
            "outcome", [](Plan& plan) { plan.expected.outcome = domain::Outcome::Interrupted; },
            "instead of interrupted");
        row("kind", [](Plan& plan) { plan.expected.kinds = {Kind::Overloaded}; }, "instead of overloaded");
        row("requests", [](Plan& plan) { plan.expected.requests = 2; }, "1 requests instead of 2");
        row("text", [](Plan& plan) { plan.expected.text.chop(1); }, "text \"");
        row("thinking", [](Plan& plan) { plan.expected.thinking += u'.'; }, "thinking \"");
        row(
            "stop reason", [](Plan& plan) { plan.expected.stop = domain::StopReason::Refusal; },
            "stop reason");
        row("warning", [](Plan& plan) { plan.expected.warned = true; }, "no warning");
        row(
            "a request too many",
            [](Plan& plan) { plan.script.insert(plan.script.begin(), Act{{Last::Reset}}); },
            "2 requests instead of 1");
        row(
            "a character lost",
            [](Plan& plan) {
                std::get<Send>(plan.script.front().steps.front()).bytes.replace("Water", "Wader");
            },
            "text \"Wader");
        row(
            "the key told",
            [](Plan& plan) {
                std::get<Send>(plan.script.front().steps.front()).bytes.replace("Water", "canary");
            },
            "a key was told");
    }

    void aWrongCellIsRed() {
        QFETCH(const Change, change);
        QFETCH(const QString, problem);
        const Fault fault{"test", "wrong", [&change](const QString& dialect) -> std::vector<Plan> {
                              if (dialect != u"openai-chat") {
                                  return {};
                              }
                              const QByteArray bytes =
                                  head(200, "text/event-stream") + bytesOf(answer(dialect));
                              Plan plan{{}, {{{Send{bytes}}}}, completed(answer(dialect))};
                              change(plan);
                              return {plan};
                          }};
        Matrix matrix({fault});
        matrix.run();
        QCOMPARE(matrix.red(), 1);
        const QString problems = matrix.result(0, 1).problems.join(u'\n');
        QVERIFY2(problems.contains(problem), qPrintable(problems));
    }

    /// Qt opens one now and then that it asks nothing on; but one byte of a request counts as one.
    void aConnectionThatAsksNothingIsNoRequest() {
        FaultServer server({Act{{Last::Close}}});
        QVERIFY(server.reserve() && server.open());
        for (const QByteArray& said : {QByteArray(), QByteArray("P")}) {
            QTcpSocket client;
            client.connectToHost(QHostAddress::LocalHost, server.port());
            client.write(said);
            QTRY_COMPARE(server.openConnections(), 1);
            QTRY_COMPARE(server.heard(), static_cast<int>(said.size()));
            client.disconnectFromHost();
            QTRY_COMPARE(server.openConnections(), 0);
        }
        QCOMPARE(server.connections(), 2);
        QCOMPARE(server.heard(), 1);
        QCOMPARE(server.requests().size(), 0);
    }

    void cleanupTestCase() {
        QTextStream out(stdout);
        m_matrix.print(out);
    }
};

QTEST_GUILESS_MAIN(FaultMatrixTest)
#include "tst_fault_matrix.moc"
