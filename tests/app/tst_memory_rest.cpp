// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "MemoryRest.h"

#include <QFile>
#include <QTest>

#include <memory>
#include <vector>

using namespace rivulet::app;

namespace {

/// Of this process, in kB.
int ownMemory() {
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (!file.open(QIODevice::ReadOnly)) {
        return -1;
    }
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("Anonymous:")) {
            return line.split(':').last().chopped(3).trimmed().toInt();
        }
    }
    return -1;
}

} // namespace

class MemoryRestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatLiesBetweenSmallThingsThatStayIsGivenBack() {
        // 64 MB in blocks, with a thing that stays behind each hundred of them.
        std::vector<std::unique_ptr<char[]>> answer;
        std::vector<std::unique_ptr<char[]>> staying;
        for (int block = 0; block < 16'000; ++block) {
            answer.push_back(std::make_unique<char[]>(4'000));
            if (block % 100 == 99) {
                staying.push_back(std::make_unique<char[]>(40));
            }
        }
        MemoryRest rest;
        rest.setRunning(true);
        answer.clear();
        const int kept = ownMemory();
        QVERIFY(kept > 60'000);
        rest.setRunning(false);
        QTRY_VERIFY2(ownMemory() < kept - 50'000, qPrintable(QString::number(ownMemory())));
    }
};

QTEST_GUILESS_MAIN(MemoryRestTest)
#include "tst_memory_rest.moc"
