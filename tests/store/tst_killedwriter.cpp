// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <cstdio>

using namespace rivulet;
using namespace rivulet::store;

/// Law: what a process said it had committed is there after it was killed, and the database is whole. The
/// test runs itself as the process that is killed.
class KilledWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatWasCommitted();
};

namespace {

constexpr int rounds = 10;

/// Streams numbered words for ever, and says which number was committed last.
int writeUntilKilled(const QString& file) {
    const auto database = Database::open(file);
    if (!database) {
        return 1;
    }
    const domain::SystemClock clock;
    ConversationStore store(database.value());
    Recorder recorder(database.value(), clock);
    recorder.begin(answerTo(store.create(QStringLiteral("t"), 1).value()));
    qsizetype index = 0;
    for (int i = 0;; ++i) {
        const QString word = QStringLiteral("%1 ").arg(i);
        recorder.delta(word, index);
        index += word.size();
        if (i % 3 == 0) {
            recorder.commit();
            std::printf("%d\n", i);
            std::fflush(stdout);
        }
    }
}

} // namespace

void KilledWriterTest::keepsWhatWasCommitted() {
    const StoreFixture fixture;
    for (int round = 0; round < rounds; ++round) {
        QProcess writer;
        writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        writer.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), fixture.file()});
        QVERIFY(writer.waitForStarted());
        QByteArray said;
        while (said.count('\n') < 20 + round * 37) {
            QVERIFY(writer.waitForReadyRead());
            said += writer.readAllStandardOutput();
        }
        {
            // While it lives its answer is its own.
            ConversationStore other(fixture.open());
            QCOMPARE(other.healUnfinished().value(), 0);
        }
        writer.kill();
        QVERIFY(writer.waitForFinished());
        said += writer.readAllStandardOutput();
        const int committed = said.first(said.lastIndexOf('\n')).split('\n').last().toInt();
        QVERIFY(committed > 0);

        const auto database = fixture.open();
        QVERIFY(database);
        QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
        ConversationStore store(database);
        QCOMPARE(store.healUnfinished().value(), 1);
        const auto conversation = store.list(1, 0).value().front().id;
        const auto messages = store.messages(conversation).value();
        QCOMPARE(messages.size(), std::size_t(1));
        QCOMPARE(messages.front().ending->failure->kind, domain::Failure::Kind::AppClosed);
        const QStringList words = messages.front().text.split(u' ', Qt::SkipEmptyParts);
        QVERIFY2(words.size() > committed,
                 qPrintable(QStringLiteral("%1 %2").arg(words.size()).arg(committed)));
        for (int i = 0; i < words.size(); ++i) {
            QCOMPARE(words.at(i).toInt(), i);
        }
    }
}

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--write") == 0) {
        return writeUntilKilled(QString::fromLocal8Bit(argv[2]));
    }
    KilledWriterTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_killedwriter.moc"
