// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StoreFixture.h"
#include "store/ConversationStore.h"
#include "store/Recorder.h"

#include <QTest>

using namespace rivulet;
using namespace rivulet::store;

/// Where an answer's stream stands is kept as long as there is something to go on with.
class ResumeNoteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_fixture = std::make_unique<StoreFixture>();
        m_database = m_fixture->open();
        QVERIFY(m_database);
        m_store = std::make_unique<ConversationStore>(m_database, m_clock);
        const auto created = m_store->create(QStringLiteral("A talk"), 1);
        QVERIFY(created.ok());
        m_conversation = created.value();
    }

    void isWrittenWithWhatCame() {
        Recorder recorder(m_database, m_clock);
        const auto id = recorder.begin(answerTo(m_conversation));
        QCOMPARE(m_store->resumeNote(id), QString());
        recorder.delta(QStringLiteral("Once"), 0);
        recorder.setResume(QStringLiteral("{\"at\":4}"));
        recorder.commit();
        QCOMPARE(m_store->resumeNote(id), QStringLiteral("{\"at\":4}"));
        recorder.setResume(QStringLiteral("{\"at\":5}"));
        recorder.commit();
        QCOMPARE(m_store->resumeNote(id), QStringLiteral("{\"at\":5}"));
        QCOMPARE(m_store->resumeNote(id + 1), QString());
    }

    void survivesACrashAndAnEnd() {
        domain::MessageId id = 0;
        {
            Recorder recorder(m_database, m_clock);
            id = recorder.begin(answerTo(m_conversation));
            recorder.delta(QStringLiteral("Once"), 0);
            recorder.setResume(QStringLiteral("here"));
            recorder.commit();
        }
        ConversationStore next(m_fixture->open(), m_clock);
        QCOMPARE(next.healUnfinished().value(), 1);
        QCOMPARE(next.resumeNote(id), QStringLiteral("here"));
    }

    void staysUntilItIsKnownToBeOfNoUse() {
        Recorder recorder(m_database, m_clock);
        const auto id = recorder.begin(answerTo(m_conversation));
        recorder.setResume(QStringLiteral("here"));
        recorder.ended({domain::Outcome::Interrupted, {}, {}, {}}, {});
        QCOMPARE(m_store->resumeNote(id), QStringLiteral("here"));
        domain::Message answer = recorder.message();

        Recorder later(m_database, m_clock);
        later.reopen(answer);
        later.commit();
        QCOMPARE(m_store->resumeNote(id), QStringLiteral("here"));
        later.setResume({});
        later.ended(completed(), {});
        QCOMPARE(m_store->resumeNote(id), QString());
    }

    void goesWithItsConversation() {
        Recorder recorder(m_database, m_clock);
        const auto id = recorder.begin(answerTo(m_conversation));
        recorder.setResume(QStringLiteral("here"));
        recorder.commit();
        QVERIFY(m_store->remove(m_conversation).ok());
        QCOMPARE(m_store->resumeNote(id), QString());
        QCOMPARE(sqlValue(*m_database, QStringLiteral("SELECT count(*) FROM resume_notes")),
                 QStringLiteral("0"));
    }

private:
    std::unique_ptr<StoreFixture> m_fixture;
    ManualClock m_clock;
    std::shared_ptr<Database> m_database;
    std::unique_ptr<ConversationStore> m_store;
    domain::ConversationId m_conversation = 0;
};

QTEST_GUILESS_MAIN(ResumeNoteTest)
#include "tst_resume_note.moc"
