// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "models/ConversationListModel.h"
#include "store/ConversationStore.h"
#include "store/Database.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace rivulet;
using app::ConversationListModel;

namespace {

/// A clock of the store that a test sets: how long ago it is now.
class SetClock final : public domain::Clock {
public:
    std::chrono::milliseconds ago{0};

    [[nodiscard]] Instant now() const override { return m_real.now(); }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return m_real.wallTime() - ago; }

private:
    domain::SystemClock m_real;
};

struct Fixture {
    SetClock clock;
    store::ConversationStore store{store::Database::inMemory().value(), clock};
    ConversationListModel model{&store};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    qint64 add(const QString& title, std::chrono::hours ago = std::chrono::hours{0}) {
        clock.ago = ago;
        const auto id = store.create(title, 2);
        return id ? id.value() : 0;
    }
    /// 450 of them, more than are read at once.
    void addMany() {
        const QSignalBlocker quiet(store); // a list a thousand rows long is not made anew for each
        for (int i = 0; i < 450; ++i) {
            add(QString::number(i), std::chrono::hours{500 - i});
        }
    }
    [[nodiscard]] QVariant at(int row, int role) const { return model.data(model.index(row), role); }
    [[nodiscard]] QStringList titles() const {
        QStringList result;
        for (int row = 0; row < model.rowCount(); ++row) {
            result.append(at(row, ConversationListModel::TitleRole).toString());
        }
        return result;
    }
};

} // namespace

/// The history as a list: newest first, by day, and what a search finds.
class ConversationListModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Days of 24 hours, all year.
    void initTestCase() { qputenv("TZ", "UTC"); }

    void theNewestComesFirst() {
        Fixture f;
        QCOMPARE(f.model.rowCount(), 0);
        QSignalSpy count(&f.model, &ConversationListModel::countChanged);
        f.add(QStringLiteral("old"), std::chrono::hours{2});
        f.add(QStringLiteral("new"));
        QCOMPARE(f.titles(), QStringList({QStringLiteral("new"), QStringLiteral("old")}));
        QVERIFY(count.count() >= 2);
    }

    void aPromptMovesItsRowToTheTop() {
        Fixture f;
        const qint64 a = f.add(QStringLiteral("a"), std::chrono::hours{3});
        f.add(QStringLiteral("b"), std::chrono::hours{2});
        f.add(QStringLiteral("c"), std::chrono::hours{1});
        QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);
        QSignalSpy moved(&f.model, &QAbstractItemModel::rowsMoved);
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        f.clock.ago = {};
        QVERIFY(f.store.addPrompt(a, 0, QStringLiteral("x")).ok());
        QCOMPARE(f.titles(), QStringList({QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("b")}));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(reset.count(), 0);
        QVERIFY(f.store.rename(a, QStringLiteral("A")).ok());
        QCOMPARE(f.titles().first(), QStringLiteral("A"));
        QVERIFY(changed.count() >= 2);
        QCOMPARE(reset.count(), 0);
    }

    void whatIsRemovedIsGone() {
        Fixture f;
        const qint64 a = f.add(QStringLiteral("a"), std::chrono::hours{3});
        const qint64 b = f.add(QStringLiteral("b"));
        QVERIFY(f.store.remove(b).ok());
        QCOMPARE(f.titles(), QStringList{QStringLiteral("a")});
        QVERIFY(f.store.remove(a).ok());
        QCOMPARE(f.model.rowCount(), 0);
    }

    void rowsAreGroupedByDay() {
        Fixture f;
        const auto section = [&](std::chrono::hours ago) {
            f.add(QStringLiteral("x"), ago);
            return f.at(0, ConversationListModel::SectionRole).toString();
        };
        QCOMPARE(section(std::chrono::hours{0}), QStringLiteral("Today"));
        QCOMPARE(section(std::chrono::hours{24}), QStringLiteral("Yesterday"));
        QCOMPARE(section(std::chrono::hours{24 * 6 - 1}), QStringLiteral("This week"));
        const auto days = std::chrono::hours{24 * 60};
        const auto then = QDateTime::currentDateTime().addSecs(-60LL * 60 * 24 * 60);
        QCOMPARE(section(days), QLocale().toString(then.date(), QStringLiteral("MMMM yyyy")));
        QVERIFY(!f.at(0, ConversationListModel::WhenRole).toString().isEmpty());
    }

    void aLongHistoryIsListedWhole() {
        Fixture f;
        f.addMany();
        ConversationListModel model(&f.store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QVERIFY(model.rowCount() > 0); // what a window shows is there at once
        QTRY_COMPARE(model.rowCount(), 450);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(inserted.count(), 1);
        for (int row = 0; row < model.rowCount(); ++row) {
            QCOMPARE(model.data(model.index(row), ConversationListModel::TitleRole).toString(),
                     QString::number(449 - row));
        }
        QVERIFY(!model.canFetchMore({}));
    }

    void aHistoryInAFileIsReadOnAnotherConnection() {
        const QTemporaryDir folder;
        store::ConversationStore store(
            store::Database::open(folder.filePath(QStringLiteral("h.db"))).value());
        QVERIFY(store.hasFile());
        {
            const QSignalBlocker quiet(store);
            for (int i = 0; i < 300; ++i) {
                QVERIFY(store.create(QStringLiteral("title %1").arg(i), 1).ok());
            }
        }
        ConversationListModel model(&store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 300);
        model.setQuery(QStringLiteral("title"));
        model.setQuery(QStringLiteral("title 2"));
        model.setQuery(QStringLiteral("title 29"));
        QTRY_COMPARE(model.rowCount(), 11);
        QCOMPARE(model.data(model.index(0), ConversationListModel::SnippetRole).toString(),
                 QStringLiteral("<b>title</b> <b>299</b>"));
        QVERIFY(store.create(QStringLiteral("title 2999"), 1).ok());
        QTRY_COMPARE(model.rowCount(), 12);
        model.setQuery({});
        QCOMPARE(model.rowCount(), 301); // the newest are read again, of the others it is known
        QCOMPARE(model.data(model.index(0), ConversationListModel::TitleRole).toString(),
                 QStringLiteral("title 2999"));
    }

    void whoeverLooksAtItKeepsTheirPlace() {
        Fixture f;
        qint64 ids[6] = {};
        for (int i = 0; i < 6; ++i) {
            ids[i] = f.add(QString::number(i));
        }
        QCOMPARE(f.titles().join(u' '), QStringLiteral("5 4 3 2 1 0"));
        QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex seen(f.model.index(3)); // "2"
        {
            const QSignalBlocker quiet(f.store); // as another window does it
            f.add(QStringLiteral("new"));
            QVERIFY(f.store.remove(ids[4]).ok());
            QVERIFY(f.store.remove(ids[0]).ok());
            QVERIFY(f.store.addPrompt(ids[1], 0, QStringLiteral("x")).ok());
            QVERIFY(f.store.rename(ids[3], QStringLiteral("three")).ok());
        }
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        QSignalSpy count(&f.model, &ConversationListModel::countChanged);
        f.model.refreshAll();
        QCOMPARE(f.titles().join(u' '), QStringLiteral("1 new 5 three 2"));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(count.count(), 1);
        QCOMPARE(seen.data(ConversationListModel::TitleRole).toString(), QStringLiteral("2"));
        QCOMPARE(seen.row(), 4);
        changed.clear();
        f.model.refreshAll();
        QCOMPARE(changed.count(), 0);
    }

    void aChangeInALongHistoryMovesNothingElse() {
        Fixture f;
        f.addMany();
        ConversationListModel model(&f.store);
        QTRY_COMPARE(model.rowCount(), 450);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto title = [&](int row) {
            return model.data(model.index(row), ConversationListModel::TitleRole).toString();
        };
        QCOMPARE(title(449), QStringLiteral("0"));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const qint64 added = f.add(QStringLiteral("new"));
        QVERIFY(f.store.rename(1, QStringLiteral("the oldest")).ok());
        QCOMPARE(model.rowCount(), 451);
        QCOMPARE(title(0), QStringLiteral("new"));
        QCOMPARE(title(450), QStringLiteral("the oldest"));
        {
            const QSignalBlocker quiet(f.store); // as another window does it
            QVERIFY(f.store.remove(added).ok());
            QVERIFY(f.store.remove(2).ok());
            QVERIFY(f.store.rename(1, QStringLiteral("0")).ok());
            QVERIFY(f.store.addPrompt(3, 0, QStringLiteral("x")).ok());
        }
        f.model.refreshAll();
        model.refreshAll();
        QTRY_COMPARE(model.rowCount(), 449);
        QCOMPARE(title(0), QStringLiteral("2"));
        QCOMPARE(title(1), QStringLiteral("449"));
        QCOMPARE(title(447), QStringLiteral("3"));
        QCOMPARE(title(448), QStringLiteral("0"));
        QCOMPARE(reset.count(), 0);
    }

    void aSearchFollowsWhatIsTyped() {
        Fixture f;
        const qint64 a = f.add(QStringLiteral("Alpha"));
        f.add(QStringLiteral("Beta"));
        QVERIFY(f.store.addPrompt(a, 0, QStringLiteral("<i>needle</i> & hay")).ok());
        QSignalSpy query(&f.model, &ConversationListModel::queryChanged);
        f.model.setQuery(QStringLiteral("need"));
        QVERIFY(f.model.isSearching());
        QTRY_COMPARE(f.titles(), QStringList{QStringLiteral("Alpha")});
        QCOMPARE(f.at(0, ConversationListModel::SnippetRole).toString(),
                 QStringLiteral("&lt;i&gt;<b>needle</b>&lt;/i&gt; &amp; hay"));
        QCOMPARE(f.at(0, ConversationListModel::SectionRole).toString(), QString());
        QVERIFY(!f.model.canFetchMore({}));
        f.model.setQuery(QStringLiteral("zeppelin \"*("));
        QTRY_COMPARE(f.model.rowCount(), 0);
        f.model.setQuery(QStringLiteral("  "));
        QVERIFY(!f.model.isSearching());
        QCOMPARE(f.model.rowCount(), 2);
        QCOMPARE(f.at(0, ConversationListModel::SnippetRole).toString(), QString());
        QCOMPARE(query.count(), 3);
    }

    void aSearchIsKeptUpToDate() {
        Fixture f;
        f.model.setQuery(QStringLiteral("needle"));
        QTRY_COMPARE(f.model.rowCount(), 0);
        f.add(QStringLiteral("A needle"));
        QTRY_COMPARE(f.model.rowCount(), 1);
    }

    void aStoreThatIsNotThereIsAnEmptyList() {
        ConversationListModel model(nullptr);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery(QStringLiteral("x"));
        model.setQuery({});
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.canFetchMore({}));
    }
};

QTEST_GUILESS_MAIN(ConversationListModelTest)
#include "tst_conversation_list_model.moc"
