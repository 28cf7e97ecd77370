// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"
#include "store/WriteHealth.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <cstdio>

using namespace rivulet;
using namespace rivulet::store;

/// Two processes at one history: both read and write it at the same time, each sees what the other has
/// written, and neither ends what the other is still writing. The test runs itself as the other one.
class InstancesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothWriteAtTheSameTime();
    void oneSeesThatTheOtherIsWriting();
};

namespace {

constexpr int conversations = 25;

QString textOf(const QString& writer, int number) {
    return QStringLiteral("%1 %2 ").arg(writer).arg(number).repeated(50);
}

/// Conversations as an application writes them, in small pieces, with the event loop running.
bool writeSome(const std::shared_ptr<Database>& database, const QString& writer) {
    const domain::SystemClock clock;
    ConversationStore store(database, clock);
    Recorder recorder(database, clock);
    for (int i = 0; i < conversations; ++i) {
        const auto id = store.create(writer, 1);
        if (!id || !store.addPrompt(id.value(), 0, writer)) {
            return false;
        }
        recorder.begin(answerTo(id.value()));
        const QString text = textOf(writer, i);
        for (qsizetype at = 0; at < text.size(); at += 40) {
            recorder.delta(text.mid(at, 40), at);
            recorder.commit();
        }
        recorder.ended(completed(), text);
    }
    return QTest::qWaitFor([&] { return !recorder.isBehind() && !database->health().isFailing(); }, 60'000);
}

/// Begins an answer, says so, and waits to be told to end.
int beginAndWait(const std::shared_ptr<Database>& database) {
    const domain::SystemClock clock;
    ConversationStore store(database, clock);
    Recorder recorder(database, clock);
    recorder.begin(answerTo(store.create(QStringLiteral("other"), 1).value()));
    recorder.delta(QStringLiteral("Half"), 0);
    recorder.commit();
    std::puts("begun");
    std::fflush(stdout);
    static_cast<void>(std::getchar());
    recorder.ended(completed(), QStringLiteral("Half and half"));
    return recorder.isBehind() ? 1 : 0;
}

int play(const QString& part, const QString& file) {
    const auto database = Database::open(file);
    if (!database) {
        std::fprintf(stderr, "open: %s\n", qPrintable(database.failure().detail));
        return 1;
    }
    if (part == u"--wait") {
        return beginAndWait(database.value());
    }
    return writeSome(database.value(), QStringLiteral("child")) ? 0 : 1;
}

} // namespace

void InstancesTest::bothWriteAtTheSameTime() {
    const StoreFixture fixture;
    QProcess other;
    other.setProcessChannelMode(QProcess::ForwardedChannels);
    other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), fixture.file()});
    QVERIFY(other.waitForStarted());
    const auto opened = Database::open(fixture.file());
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.failure().detail));
    const auto& database = opened.value();
    QVERIFY(writeSome(database, QStringLiteral("parent")));
    QTRY_COMPARE_WITH_TIMEOUT(other.state(), QProcess::NotRunning, 60'000);
    QCOMPARE(other.exitCode(), 0);

    QCOMPARE(sqlValue(*database, QStringLiteral("PRAGMA integrity_check")), QStringLiteral("ok"));
    ConversationStore store(database);
    QCOMPARE(store.healUnfinished().value(), 0);
    int own = 0;
    for (const auto& conversation : store.list(1000, 0).value()) {
        const auto messages = store.messages(conversation.id).value();
        QCOMPARE(messages.size(), std::size_t(2));
        QCOMPARE(messages.front().text, conversation.title);
        QVERIFY(messages.back().text.startsWith(conversation.title));
        QVERIFY(messages.back().ending == completed());
        own += conversation.title == u"parent" ? 1 : 0;
    }
    QCOMPARE(static_cast<int>(store.list(1000, 0).value().size()), 2 * conversations);
    QCOMPARE(own, conversations);
}

void InstancesTest::oneSeesThatTheOtherIsWriting() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    const auto own = store.create(QStringLiteral("own"), 1).value();
    QProcess other;
    other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--wait"), fixture.file()});
    QVERIFY(other.waitForReadyRead());
    const auto busy = store.list(1, 0).value().front();
    QCOMPARE(busy.title, QStringLiteral("other"));
    QCOMPARE(store.healUnfinished().value(), 0);
    QVERIFY(store.isWrittenElsewhere(busy.id));
    QVERIFY(!store.isWrittenElsewhere(own));
    QCOMPARE(store.messages(busy.id).value().front().text, QStringLiteral("Half"));
    // One's own goes on all the same.
    QVERIFY(store.addPrompt(own, 0, QStringLiteral("question")).value() > 0);
    other.write("\n");
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitCode(), 0);
    QVERIFY(!store.isWrittenElsewhere(busy.id));
    QVERIFY(store.messages(busy.id).value().front().ending == completed());

    // What one leaves that is killed is healed by the other while it runs.
    QProcess killed;
    killed.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--wait"), fixture.file()});
    QVERIFY(killed.waitForReadyRead());
    killed.kill();
    QVERIFY(killed.waitForFinished());
    const auto left = store.list(1, 0).value().front().id;
    QVERIFY(!store.isWrittenElsewhere(left));
    QCOMPARE(store.healUnfinished().value(), 1);
    QCOMPARE(store.messages(left).value().front().ending->outcome, domain::Outcome::Interrupted);
}

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc == 3 && argv[1][0] == '-' && argv[1][1] == '-') {
        return play(QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]));
    }
    InstancesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_instances.moc"
