// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "HistoryWatch.h"
#include "store/ConversationStore.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWindow>

#include <optional>

using namespace rivulet;
using app::HistoryWatch;

/// What others write is noticed by whoever can be seen, and nothing else is.
class HistoryWatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_watch.reset();
        m_folder.emplace();
        const QString file = m_folder->filePath(QStringLiteral("rivulet.db"));
        m_own = store::Database::open(file).value();
        m_other = store::Database::open(file).value();
        m_watch.emplace(m_own, std::chrono::milliseconds(10));
    }

    void onlyWhatOthersWriteCounts() {
        QSignalSpy changed(&*m_watch, &HistoryWatch::changed);
        m_watch->look();
        write(m_own);
        m_watch->look();
        QCOMPARE(changed.count(), 0);
        write(m_other);
        m_watch->look();
        m_watch->look();
        QCOMPARE(changed.count(), 1);
    }

    void looksWhileItsWindowCanBeSeen() {
        QWindow window;
        m_watch->follow(window);
        QVERIFY(!m_watch->isLooking());
        QSignalSpy changed(&*m_watch, &HistoryWatch::changed);
        window.show();
        QVERIFY(m_watch->isLooking());
        write(m_other);
        QTRY_COMPARE(changed.count(), 1);
        window.showMinimized();
        QTRY_VERIFY(!m_watch->isLooking());
        write(m_other);
        window.showNormal();
        QTRY_COMPARE(changed.count(), 2); // at once
        QVERIFY(m_watch->isLooking());
        window.hide();
        QTRY_VERIFY(!m_watch->isLooking());
    }

    void looksAtOnceWhenItsWindowComesToTheFront() {
        HistoryWatch watch(m_own, std::chrono::hours(1));
        QWindow window;
        QWindow before;
        watch.follow(window);
        window.show();
        before.show();
        before.requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(&before));
        QSignalSpy changed(&watch, &HistoryWatch::changed);
        write(m_other);
        window.requestActivate();
        QTRY_COMPARE(changed.count(), 1);
    }

private:
    static void write(const std::shared_ptr<store::Database>& database) {
        QVERIFY(store::ConversationStore(database).create(QStringLiteral("t"), 1));
    }

    std::optional<QTemporaryDir> m_folder;
    std::shared_ptr<store::Database> m_own;
    std::shared_ptr<store::Database> m_other;
    std::optional<HistoryWatch> m_watch;
};

QTEST_MAIN(HistoryWatchTest)
#include "tst_history_watch.moc"
