// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Matrix.h"

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

} // namespace

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

    void cleanupTestCase() {
        QTextStream out(stdout);
        m_matrix.print(out);
    }
};

QTEST_GUILESS_MAIN(FaultMatrixTest)
#include "tst_fault_matrix.moc"
