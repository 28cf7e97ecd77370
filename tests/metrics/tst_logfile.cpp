// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "metrics/LogFile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace rivulet;
using namespace rivulet::metrics;

/// Laws of the log: bounded on disk, for its owner only, one line for one call, no key.
class LogFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesOneStampedLine();
    void goesOnWithTheLogOfTheLastRun();
    void keepsWithinItsBounds_data();
    void keepsWithinItsBounds();
    void isForItsOwnerOnly();
    void holdsNoKeyAndNoControlCharacter_data();
    void holdsNoKeyAndNoControlCharacter();
    void givesUpSilentlyWhereItCantBeWritten();
};

namespace {

class StandingClock final : public domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return {}; }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override {
        return std::chrono::milliseconds(1'700'000'000'123);
    }
};

const StandingClock standingClock;

QString contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

void LogFileTest::writesOneStampedLine() {
    const QTemporaryDir folder;
    LogFile log(standingClock, folder.path(), 1000, 1);
    log.write(QStringLiteral("héllo"));
    QCOMPARE(contentOf(log.path()), QStringLiteral("2023-11-14T22:13:20.123Z héllo\n"));
}

void LogFileTest::goesOnWithTheLogOfTheLastRun() {
    const QTemporaryDir folder;
    for (const auto& line : {QStringLiteral("one"), QStringLiteral("two")}) {
        LogFile log(folder.path());
        log.write(line);
    }
    QCOMPARE(contentOf(folder.filePath(QStringLiteral("rivulet.log"))).count(u'\n'), 2);
}

void LogFileTest::keepsWithinItsBounds_data() {
    QTest::addColumn<int>("keep");
    for (const int keep : {0, 1, 3}) {
        QTest::addRow("%d", keep) << keep;
    }
}

void LogFileTest::keepsWithinItsBounds() {
    QFETCH(const int, keep);
    constexpr qint64 limit = 500;
    const QTemporaryDir folder;
    LogFile log(standingClock, folder.path(), limit, keep);
    for (int i = 0; i < 100; ++i) {
        log.write(QStringLiteral("line %1").arg(i));
    }
    const auto files = QDir(folder.path()).entryInfoList(QDir::Files, QDir::Name);
    QCOMPARE(files.size(), keep + 1);
    int next = 99;
    for (const QFileInfo& file : files) {
        QVERIFY(file.size() <= limit);
        QStringList lines = contentOf(file.filePath()).split(u'\n', Qt::SkipEmptyParts);
        // Nothing is lost between one file and the next.
        while (!lines.isEmpty()) {
            QVERIFY(lines.takeLast().endsWith(QStringLiteral(" line %1").arg(next--)));
        }
    }
}

void LogFileTest::isForItsOwnerOnly() {
    constexpr QFile::Permissions owner =
        QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    const QTemporaryDir folder;
    {
        QFile old(folder.filePath(QStringLiteral("rivulet.log")));
        QVERIFY(old.open(QIODevice::WriteOnly));
        QVERIFY(old.setPermissions(owner | QFile::ReadOther));
    }
    LogFile log(standingClock, folder.path(), 60, 2);
    for (int i = 0; i < 5; ++i) {
        log.write(QStringLiteral("a line"));
    }
    const auto files = QDir(folder.path()).entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 3);
    for (const QFileInfo& file : files) {
        QCOMPARE(file.permissions(), owner);
    }
}

void LogFileTest::holdsNoKeyAndNoControlCharacter_data() {
    QTest::addColumn<QString>("line");
    QTest::newRow("key") << QStringLiteral("401: key sk-ant-canary1234567890 is wrong");
    QTest::newRow("bearer") << QStringLiteral("Authorization: Bearer canary1234567890");
    QTest::newRow("query") << QStringLiteral("https://e.org/?key=canary1234567890&x=1");
    QTest::newRow("controls") << QStringLiteral("a\u001b[31mred\u009b0m\r\nforged line\u2028another\tend");
    QTest::newRow("bidi") << QStringLiteral("a\u202Eb\u2066c");
    QTest::newRow("long") << QString(100'000, u'x');
}

void LogFileTest::holdsNoKeyAndNoControlCharacter() {
    QFETCH(const QString, line);
    const QTemporaryDir folder;
    LogFile log(standingClock, folder.path(), 1'000'000, 1);
    log.write(line);
    QString content = contentOf(log.path());
    QVERIFY(content.endsWith(u'\n'));
    content.chop(1);
    QVERIFY(!content.contains(u"canary"));
    QVERIFY(content.size() < LogFile::longestLine + 40);
    for (const QChar c : content) {
        QVERIFY2(c.isPrint(), qPrintable(QString::number(c.unicode(), 16)));
    }
}

void LogFileTest::givesUpSilentlyWhereItCantBeWritten() {
    const QTemporaryDir folder;
    LogFile log(folder.filePath(QStringLiteral("missing/folder")));
    log.write(QStringLiteral("lost"));
    QVERIFY(QDir(folder.path()).isEmpty());
}

QTEST_APPLESS_MAIN(LogFileTest)
#include "tst_logfile.moc"
