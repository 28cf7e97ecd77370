// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"

#include <QDir>
#include <QTest>

using namespace rivulet;
using namespace rivulet::store;
using domain::Attachment;

/// Files that go with prompts, and the parameters of panes: they come back as they were, and go with their
/// conversation.
class AttachmentsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatWasSent();
    void keepsEqualBytesOnce();
    void removesBytesWithTheLastMessageThatNamesThem();
    void upgradesADatabaseThatKnewNoFiles();
    void keepsParametersByConversationAndPane();

private:
    static std::vector<Attachment> files();
};

std::vector<Attachment> AttachmentsTest::files() {
    return {{Attachment::Kind::Image, QStringLiteral("Bächlein.png"), "image/png",
             QByteArray("\x89PNG\0\xff bytes", 12)},
            {Attachment::Kind::Text, QStringLiteral("empty.txt"), "text/plain", QByteArray()},
            {Attachment::Kind::Pdf, QStringLiteral("map.pdf"), "application/pdf", "%PDF-1.7 …"}};
}

void AttachmentsTest::givesBackWhatWasSent() {
    const StoreFixture fixture;
    domain::ConversationId id = 0;
    {
        ConversationStore store(fixture.open());
        id = store.create(QStringLiteral("t"), 2).value();
        QVERIFY(store.addPrompt(id, 0, QStringLiteral("look"), files()));
        QVERIFY(store.addPrompt(id, 1, QStringLiteral("and without")));
    }
    const ConversationStore store(fixture.open());
    const auto messages = store.messages(id).value();
    QCOMPARE(messages.size(), std::size_t(2));
    const auto& found = messages.front().attachments;
    QCOMPARE(found.size(), files().size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        QVERIFY2(found[i] == files()[i], qPrintable(found[i].name));
    }
    QVERIFY(messages.back().attachments.empty());
}

void AttachmentsTest::keepsEqualBytesOnce() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    const auto id = store.create(QStringLiteral("t"), 2).value();
    Attachment renamed = files().front();
    renamed.name = QStringLiteral("other.png");
    QVERIFY(store.addPrompt(id, 0, QStringLiteral("a"), {files().front(), renamed}));
    QVERIFY(store.addPrompt(id, 1, QStringLiteral("b"), {files().front()}));
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM attachments")), QStringLiteral("3"));
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM blobs")), QStringLiteral("1"));
    const auto messages = store.messages(id).value();
    QCOMPARE(messages.front().attachments.back().name, QStringLiteral("other.png"));
    QCOMPARE(messages.front().attachments.back().bytes, messages.back().attachments.front().bytes);
}

void AttachmentsTest::removesBytesWithTheLastMessageThatNamesThem() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    const auto first = store.create(QStringLiteral("a"), 2).value();
    const auto second = store.create(QStringLiteral("b"), 2).value();
    QVERIFY(store.addPrompt(first, 0, QStringLiteral("a"), files()));
    QVERIFY(store.addPrompt(second, 0, QStringLiteral("b"), {files().front()}));
    QVERIFY(store.remove(first));
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM attachments")), QStringLiteral("1"));
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM blobs")), QStringLiteral("1"));
    QVERIFY(store.messages(second).value().front().attachments.front() == files().front());
    QVERIFY(store.remove(second));
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM blobs")), QStringLiteral("0"));
}

void AttachmentsTest::upgradesADatabaseThatKnewNoFiles() {
    const StoreFixture fixture;
    const QTemporaryDir old;
    for (const QString& name : {QStringLiteral("001_conversations.sql"), QStringLiteral("002_search.sql")}) {
        QVERIFY(QFile::copy(QStringLiteral(":/sql/") + name, old.filePath(name)));
    }
    {
        const auto before = Database::open(fixture.file(), {.migrations = old.path()});
        QVERIFY(before);
        QCOMPARE(before.value()->schemaVersion(), 2);
        QVERIFY(fillAsEver(*before.value()));
        Statement answer(
            *before.value(),
            QStringLiteral("INSERT INTO messages (conversation_id, turn, role, created_at, text, "
                           "outcome, stop, usage_source, usage_output) "
                           "VALUES (1, 0, 'assistant', 1, 'old answer', 'completed', "
                           "'end_turn', 'reported', 12)"));
        QVERIFY2(answer.execute(), qPrintable(answer.failure().detail));
    }
    ConversationStore store(fixture.open());
    const auto id = store.list(1, 0).value().front().id;
    auto messages = store.messages(id).value();
    QCOMPARE(messages.size(), std::size_t(2));
    QVERIFY(messages.front().attachments.empty());
    QCOMPARE(messages.back().text, QStringLiteral("old answer"));
    QVERIFY(messages.back().usage);
    QCOMPARE(messages.back().usage->output.value_or(0), 12);
    QVERIFY(!messages.back().usage->cost);
    QVERIFY(store.addPrompt(id, 1, QStringLiteral("with a file"), files()));
    QCOMPARE(store.messages(id).value().back().attachments.size(), files().size());
}

void AttachmentsTest::keepsParametersByConversationAndPane() {
    const StoreFixture fixture;
    const auto database = fixture.open();
    ConversationStore store(database);
    const auto id = store.create(QStringLiteral("t"), 2).value();
    QCOMPARE(store.parameters(id, 0).value(), QString());
    QVERIFY(store.setParameters(id, 0, QStringLiteral("{\"a\":1}")));
    QVERIFY(store.setParameters(id, 1, QStringLiteral("{}")));
    QVERIFY(store.setParameters(id, 0, QStringLiteral("{\"a\":2}")));
    QCOMPARE(store.parameters(id, 0).value(), QStringLiteral("{\"a\":2}"));
    QCOMPARE(store.parameters(id, 1).value(), QStringLiteral("{}"));
    QVERIFY(store.setParameters(id, 1, {}));
    QCOMPARE(store.parameters(id, 1).value(), QString());
    QVERIFY(!store.setParameters(id + 1, 0, QStringLiteral("{}")));
    QVERIFY(store.remove(id));
    QCOMPARE(sqlValue(*database, QStringLiteral("SELECT count(*) FROM parameters")), QStringLiteral("0"));
}

QTEST_GUILESS_MAIN(AttachmentsTest)
#include "tst_attachments.moc"
