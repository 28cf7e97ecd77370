// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "StreamStage.h"

#include "stream/ObserverList.h"
#include "stream/QueuedObserver.h"
#include "stream/Telling.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

using namespace rivulet::domain;
using namespace rivulet::stream;
using Delivery = StreamController::Delivery;
using Registration = StreamController::Registration;

namespace {

/// Stops in its first call until it is let go.
class SlowObserver : public NoteObserver {
public:
    void started(const StreamMetadata& metadata) override {
        std::unique_lock lock(m_mutex);
        m_isIn = true;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_free; });
        NoteObserver::started(metadata);
    }
    void ended(const Ending& ending, const QString& fullText) override {
        NoteObserver::ended(ending, fullText);
        hasEnded = true;
    }
    void waitUntilIn() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_isIn; });
    }
    void letGo() {
        {
            const std::scoped_lock lock(m_mutex);
            m_free = true;
        }
        m_changed.notify_all();
    }
    std::atomic<bool> hasEnded{false};

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isIn = false;
    bool m_free = false;
};

class ThrowingObserver : public StreamObserver {
public:
    void started(const StreamMetadata&) override { throw std::runtime_error("no"); }
    void delta(const QString&, qsizetype) override { throw 42; }
    void ended(const Ending&, const QString&) override { ++ends; }
    int ends = 0;
};

} // namespace

class tst_Observers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areToldBeforeTheSignals() {
        StreamStage stage({StreamStage::answer(QStringLiteral("text"))});
        QStringList order;
        stage.observer.onNote = [&](const QString& note) {
            order.append(QStringLiteral("observer ") + note);
        };
        connect(stage.controller.get(), &StreamController::textArrived, this,
                [&](const QString& text) { order.append(QStringLiteral("signal text ") + text); });
        connect(stage.controller.get(), &StreamController::ended, this,
                [&] { order.append(QStringLiteral("signal ended")); });
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QVERIFY(order.indexOf(QStringLiteral("observer text text")) <
                order.indexOf(QStringLiteral("signal text text")));
        QCOMPARE(order.last(), QStringLiteral("signal ended"));
        QCOMPARE(order.count(QStringLiteral("signal text text")), 1);
    }

    void oneThatThrowsIsCountedAndHarmsNobody() {
        StreamStage stage({StreamStage::answer(QStringLiteral("text"))});
        ThrowingObserver thrower;
        NoteObserver after;
        const Registration first = stage.controller->addObserver(thrower);
        const Registration second = stage.controller->addObserver(after);
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(first.exceptions(), 2);
        QCOMPARE(second.exceptions(), 0);
        QCOMPARE(thrower.ends, 1);
        QCOMPARE(after.text, QStringLiteral("text"));
        QVERIFY(second.timeSpent().count() > 0);
    }

    void mayDropThemselvesAndOthersWhileBeingTold() {
        StreamStage stage({StreamStage::answer(QStringLiteral("text"))});
        NoteObserver first;
        NoteObserver second;
        Registration firstRegistration = stage.controller->addObserver(first);
        Registration secondRegistration = stage.controller->addObserver(second);
        first.onNote = [&](const QString&) {
            firstRegistration.reset();
            secondRegistration.reset();
        };
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(first.notes, QStringList{QStringLiteral("started 1")});
        QVERIFY(second.notes.isEmpty());
        QCOMPARE(stage.observer.ends, 1);
    }

    void mayAddOthersWhileBeingTold() {
        StreamStage stage({StreamStage::answer(QStringLiteral("text"))});
        NoteObserver added;
        std::optional<Registration> registration;
        stage.observer.onNote = [&](const QString&) {
            if (!registration) {
                registration = stage.controller->addObserver(added);
            }
        };
        stage.controller->start(stage.request);
        QTRY_VERIFY(stage.hasEnded());
        QCOMPARE(added.text, QStringLiteral("text"));
        QCOMPARE(added.ends, 1);
    }

    void aRegistrationMayOutliveItsController() {
        NoteObserver observer;
        Registration registration;
        {
            StreamStage stage({StreamStage::answer(QStringLiteral("text"))});
            registration = stage.controller->addObserver(observer);
            stage.controller->start(stage.request);
            QTRY_VERIFY(stage.hasEnded());
        }
        QCOMPARE(registration.exceptions(), 0);
        registration.reset();
        QCOMPARE(observer.ends, 1);
    }

    void aSlowQueuedOneDelaysNobodyAndMissesNoText() {
        QByteArray body;
        QString whole;
        for (int i = 0; i < 400; ++i) {
            const QString piece = QString::number(i) + u' ';
            whole += piece;
            body += StreamStage::says(piece);
        }
        StreamStage stage({StreamStage::stream(body + StreamStage::stops() + StreamStage::done())});
        SlowObserver slow;
        Registration registration = stage.controller->addObserver(slow, Delivery::Queued);
        stage.controller->start(stage.request);
        slow.waitUntilIn();
        QTRY_VERIFY(stage.hasEnded()); // while the slow one still stands in its first call
        QCOMPARE(stage.observer.ends, 1);
        slow.letGo();
        QTRY_VERIFY(slow.hasEnded);
        registration.reset(); // from here on its notes are this thread's
        QCOMPARE(slow.text, whole);
        QCOMPARE(slow.ends, 1);
        QVERIFY(slow.inOrder);
    }

    /// More than the queue holds, with tools in between: text is joined, nothing of it is lost, the end is
    /// one.
    void aFullQueueJoinsAndNeverDropsText() {
        SlowObserver slow;
        const auto entry = QueuedObserver::make(slow);
        entry->take(AttemptStarted{});
        slow.waitUntilIn();
        QString whole;
        for (int i = 0; i < 2000; ++i) {
            const QString piece = QString::number(i) + u' ';
            entry->take(TextCame{piece, whole.size()});
            whole += piece;
            entry->take(
                ToolActivity{QStringLiteral("call"), QStringLiteral("search"), {}, QStringLiteral("x"), {}});
            entry->take(Progress{});
        }
        entry->take(StreamEnded{{Outcome::Completed, {}, {}, {}}, whole});
        slow.letGo();
        QTRY_VERIFY(slow.hasEnded);
        QVERIFY(entry->joined > 1000);
        entry->drop();
        QCOMPARE(slow.text, whole);
        QVERIFY(slow.notes.size() < int(QueuedObserver::bound) + 10);
        QCOMPARE(slow.notes.last(), QStringLiteral("ended completed"));
        QVERIFY(slow.inOrder);
    }

    void aQueuedOneMayDropItselfWhileBeingTold() {
        NoteObserver observer;
        const auto entry = QueuedObserver::make(observer);
        std::atomic<bool> dropped{false};
        observer.onNote = [&](const QString&) {
            entry->drop();
            dropped = true;
        };
        entry->take(AttemptStarted{});
        entry->take(TextCame{QStringLiteral("text"), 0});
        QTRY_VERIFY(dropped);
        QVERIFY(entry->isDropped());
        QCOMPARE(observer.text, QString());
    }

    /// The call is let go only once the drop stands: what waited behind it is never told, and the call itself
    /// is over when drop() returns.
    void droppingAQueuedOneWaitsForItsCall() {
        SlowObserver slow;
        const auto entry = QueuedObserver::make(slow);
        entry->take(AttemptStarted{});
        entry->take(TextCame{QStringLiteral("never told"), 0});
        slow.waitUntilIn();
        std::jthread helper([&] {
            while (!entry->isDropped()) {
                std::this_thread::yield();
            }
            slow.letGo();
        });
        entry->drop();
        QCOMPARE(slow.notes, QStringList{QStringLiteral("started 1")});
        QCOMPARE(slow.text, QString());
        helper.join();
        entry->drop();
    }

    /// The other order: the call is let go first, and what waited behind it is told before the drop. It is
    /// told whole, and nothing that comes after the drop is.
    void whatWasToldBeforeTheDropStaysTold() {
        SlowObserver slow;
        const auto entry = QueuedObserver::make(slow);
        entry->take(AttemptStarted{});
        entry->take(TextCame{QStringLiteral("told"), 0});
        entry->take(StreamEnded{{Outcome::Completed, {}, {}, {}}, QStringLiteral("told")});
        slow.waitUntilIn();
        slow.letGo();
        QTRY_VERIFY(slow.hasEnded);
        entry->drop();
        entry->take(TextCame{QStringLiteral("too late"), 4});
        QCOMPARE(slow.text, QStringLiteral("told"));
        QCOMPARE(slow.ends, 1);
    }
};

QTEST_GUILESS_MAIN(tst_Observers)
#include "tst_observers.moc"
