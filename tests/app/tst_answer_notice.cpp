// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnswerNotice.h"
#include "Settings.h"

#include <QDBusConnectionInterface>
#include <QTemporaryDir>
#include <QTest>

using namespace rivulet;
using namespace std::chrono_literals;
using app::AnswerNotice;

namespace {

/// A desktop's notifications: keeps what it is asked to show.
class FakeDesktop : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Note {
        QString application;
        uint replaces = 0;
        QString icon;
        QString summary;
        QString body;
    };
    QList<Note> notes;

public Q_SLOTS:
    uint Notify(const QString& application, uint replaces, const QString& icon, const QString& summary,
                const QString& body, const QStringList& actions, const QVariantMap& hints, int timeout) {
        Q_UNUSED(actions)
        Q_UNUSED(hints)
        Q_UNUSED(timeout)
        notes.append({application, replaces, icon, summary, body});
        return 41 + static_cast<uint>(notes.size());
    }
};

struct Fixture {
    QTemporaryDir folder;
    app::Settings settings{folder.filePath(QStringLiteral("settings.ini"))};
    bool inFront = false;
    AnswerNotice notice{settings, [this] { return inFront; }, QDBusConnection::sessionBus()};
};

} // namespace

/// Run on a bus of its own: nobody's desktop is told anything.
class AnswerNoticeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("desktop"));
        QVERIFY(m_bus.isConnected());
        QVERIFY(m_bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_desktop,
                                     QDBusConnection::ExportAllSlots));
        QVERIFY(m_bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
    }
    void init() { m_desktop.notes.clear(); }

    void aLongAnswerIsToldOfByItsNameAlone() {
        Fixture f;
        f.notice.complete(QStringLiteral("Why is the <b>sky</b> blue?"), 11s);
        QTRY_COMPARE(m_desktop.notes.size(), 1);
        const auto note = m_desktop.notes.front();
        QCOMPARE(note.summary, QStringLiteral("Answer complete: Why is the <b>sky</b> blue?"));
        QCOMPARE(note.body, QString());
        QCOMPARE(note.application, QStringLiteral("Rivulet"));
        QCOMPARE(note.replaces, 0U);
    }

    void theNextNoticeTakesThePlaceOfTheLast() {
        Fixture f;
        f.notice.complete(QStringLiteral("one"), 11s);
        QTRY_COMPARE(m_desktop.notes.size(), 1);
        // The answer to the first call is on its way; until it is there the second stands alone.
        QVERIFY(QTest::qWaitFor([&] {
            m_desktop.notes.clear();
            f.notice.complete(QStringLiteral("two"), 11s);
            return QTest::qWaitFor([&] { return !m_desktop.notes.empty(); }) &&
                   m_desktop.notes.front().replaces >= 42;
        }));
    }

    void whoeverWaitsIsNotTold_data() {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("inFront");
        QTest::addColumn<bool>("wanted");
        QTest::newRow("a short answer") << 10 << false << true;
        QTest::newRow("the window is in front") << 60 << true << true;
        QTest::newRow("turned off") << 60 << false << false;
    }

    void whoeverWaitsIsNotTold() {
        QFETCH(const int, seconds);
        QFETCH(const bool, inFront);
        QFETCH(const bool, wanted);
        Fixture f;
        QVERIFY(f.settings.noticeWhenComplete());
        f.inFront = inFront;
        f.settings.setNoticeWhenComplete(wanted);
        f.notice.complete(QStringLiteral("silent"), std::chrono::seconds(seconds));
        // Calls come in order: once this one is there, the other would be.
        f.inFront = false;
        f.settings.setNoticeWhenComplete(true);
        f.notice.complete(QStringLiteral("told"), 11s);
        QTRY_VERIFY(!m_desktop.notes.empty());
        QCOMPARE(m_desktop.notes.front().summary, QStringLiteral("Answer complete: told"));
    }

    void withoutABusNothingHappens() {
        Fixture f;
        AnswerNotice alone(f.settings, [] { return false; }, QDBusConnection(QStringLiteral("no such bus")));
        alone.complete(QStringLiteral("silent"), 11s);
    }

private:
    FakeDesktop m_desktop;
    QDBusConnection m_bus{QStringLiteral("none")};
};

QTEST_GUILESS_MAIN(AnswerNoticeTest)
#include "tst_answer_notice.moc"
