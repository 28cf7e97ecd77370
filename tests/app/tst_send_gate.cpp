// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "FakeReachability.h"
#include "SendWaitText.h"
#include "Settings.h"
#include "SystemReachability.h"

#include <QTemporaryDir>
#include <QTest>

using namespace rivulet;
using namespace std::chrono_literals;
using app::SendGate;
using app::SendWaitText;
using app::Settings;
using Of = providers::AccountLimit::Of;
using Refill = providers::AccountLimit::Refill;
using State = app::Reachability::State;

namespace {

class ManualClock final : public domain::Clock {
public:
    [[nodiscard]] Instant now() const override { return time; }
    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return 0ms; }
    Instant time{1h};
};

domain::Endpoint at(const char* id, const char* url) {
    domain::Endpoint endpoint;
    endpoint.id = QString::fromLatin1(id);
    endpoint.name = QStringLiteral("Cloud");
    endpoint.baseUrl = QUrl(QString::fromLatin1(url));
    return endpoint;
}

/// A gate, and who went through it in which order.
struct Fixture {
    QTemporaryDir folder;
    Settings settings{folder.filePath(QStringLiteral("settings.ini"))};
    ManualClock clock;
    FakeReachability network;
    SendGate gate{[this](const QString& endpointId) { return settings.minuteBudget(endpointId); }, clock,
                  network};
    QMetaObject::Connection budgets =
        QObject::connect(&settings, &Settings::endpointsChanged, &gate, &SendGate::takeBudgets);
    domain::Endpoint cloud = at("cloud", "https://cloud.example");
    QStringList gone;

    [[nodiscard]] SendGate::Pass ask(const QString& name, int pane, const domain::Endpoint& endpoint,
                                     const stream::RateNeed& need = {}) {
        auto pass = gate.pass({pane, endpoint, need});
        pass.await([this, name] { gone.append(name); });
        return pass;
    }
    /// One that has gone, and whose answer told of this.
    [[nodiscard]] SendGate::Pass told(const providers::AccountLimit& limit) {
        auto pass = ask(QStringLiteral("first"), 0, cloud);
        pass.tell({limit});
        QTest::qWait(0);
        gone.clear();
        return pass;
    }
    void allow(Settings::Budget budget, qint64 most) {
        QCOMPARE(settings.setBudget(cloud.id, budget, most), QString());
    }
    /// As after so much time: the gate looks again.
    void pass(std::chrono::milliseconds time) {
        clock.time += time;
        network.become(network.state());
        QTest::qWait(1);
    }
};

} // namespace

/// Who may go, who waits, and in which order.
class SendGateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whereNothingIsKnownEverybodyGoesAtOnce() {
        Fixture f;
        const auto one = f.ask(QStringLiteral("one"), 0, f.cloud);
        const auto two = f.ask(QStringLiteral("two"), 1, f.cloud);
        QCOMPARE(f.gone, (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
        QVERIFY(!one.wait() && !two.wait());
    }

    void whatIsTooMuchWaitsForTheServersReset() {
        Fixture f;
        auto before = f.told({Of::InputTokens, {}, 10'000, 1000, 8s, Refill::AtOnce});
        before.settle({});
        const auto waiting = f.ask(QStringLiteral("waiting"), 0, f.cloud, {1, 5000, 0});
        const auto small =
            f.ask(QStringLiteral("small"), 1, at("other", "https://cloud.example"), {1, 10, 0});
        QTRY_VERIFY(waiting.wait());
        QCOMPARE(f.gone, QStringList{QStringLiteral("small")}); // another account
        QVERIFY(waiting.wait()->until == f.clock.time + 8s);
        QCOMPARE(SendWaitText::headline(*waiting.wait(), f.cloud.name),
                 QStringLiteral("Waiting for the limit of Cloud"));
        QCOMPARE(
            SendWaitText::sentence(*waiting.wait(), f.cloud.name, f.clock.time + 100ms),
            QStringLiteral("It takes about 5,000 input tokens, and 1,000 are left for now. It goes in 8 s."));
        f.pass(7s);
        QVERIFY(waiting.wait());
        f.pass(1s);
        QVERIFY(!waiting.wait());
        QVERIFY(f.gone.contains(QStringLiteral("waiting")));
    }

    void theFocusedPaneGoesFirst_data() {
        QTest::addColumn<int>("focused");
        QTest::newRow("left") << 0;
        QTest::newRow("right") << 1;
    }
    void theFocusedPaneGoesFirst() {
        QFETCH(const int, focused);
        Fixture f;
        f.allow(Settings::Budget::Requests, 1);
        f.gate.setFocusedPane(focused);
        const auto left = f.ask(QStringLiteral("0"), 0, f.cloud);
        const auto right = f.ask(QStringLiteral("1"), 1, f.cloud);
        QVERIFY(f.gone.isEmpty());
        QTRY_COMPARE(f.gone, QStringList{QString::number(focused)});
        const auto& behind = focused == 0 ? right : left;
        QVERIFY(behind.wait() && behind.wait()->until == f.clock.time + 60s);
        f.pass(60s);
        QCOMPARE(f.gone.size(), 2);
    }

    void theFocusMayMoveWhileBothWait() {
        Fixture f;
        f.allow(Settings::Budget::Requests, 1);
        const auto before = f.ask(QStringLiteral("before"), 0, f.cloud);
        QTRY_COMPARE(f.gone.size(), 1);
        const auto left = f.ask(QStringLiteral("0"), 0, f.cloud);
        const auto right = f.ask(QStringLiteral("1"), 1, f.cloud);
        QTRY_VERIFY(left.wait() && right.wait());
        QVERIFY(left.wait()->until == f.clock.time + 60s);
        // Behind the one that goes then.
        QVERIFY(right.wait()->until == f.clock.time + 120s);
        f.gate.setFocusedPane(1);
        QTRY_VERIFY(right.wait()->until == f.clock.time + 60s);
        QVERIFY(left.wait()->until == f.clock.time + 120s);
        f.pass(60s);
        QCOMPARE(f.gone.last(), QStringLiteral("1"));
        QVERIFY(left.wait());
    }

    void nobodyOvertakesWhoWaitsForMore() {
        Fixture f;
        f.allow(Settings::Budget::InputTokens, 1000);
        const auto before = f.ask(QStringLiteral("before"), 0, f.cloud, {1, 500, 0});
        QTRY_COMPARE(f.gone.size(), 1);
        const auto large = f.ask(QStringLiteral("large"), 0, f.cloud, {1, 800, 0});
        const auto small = f.ask(QStringLiteral("small"), 1, f.cloud, {1, 10, 0});
        QTRY_VERIFY(large.wait() && small.wait());
        QVERIFY(small.wait()->until == large.wait()->until);
        f.pass(60s);
        QCOMPARE(f.gone,
                 (QStringList{QStringLiteral("before"), QStringLiteral("large"), QStringLiteral("small")}));
    }

    void itCanBeSentAnyway() {
        Fixture f;
        f.allow(Settings::Budget::Requests, 1);
        const auto before = f.ask(QStringLiteral("before"), 0, f.cloud);
        auto waiting = f.ask(QStringLiteral("waiting"), 1, f.cloud);
        QTRY_VERIFY(waiting.wait());
        waiting.goNow();
        QVERIFY(!waiting.wait());
        QCOMPARE(f.gone.last(), QStringLiteral("waiting"));
        waiting.goNow();
        QCOMPARE(f.gone.size(), 2);
    }

    void whoLeavesMakesRoom() {
        Fixture f;
        f.allow(Settings::Budget::Requests, 1);
        const auto before = f.ask(QStringLiteral("before"), 0, f.cloud);
        auto left = f.ask(QStringLiteral("0"), 0, f.cloud);
        const auto right = f.ask(QStringLiteral("1"), 1, f.cloud);
        QTRY_VERIFY(left.wait() && right.wait());
        left = {};
        QTRY_VERIFY(right.wait()->until == f.clock.time + 60s);
        f.pass(60s);
        QCOMPARE(f.gone, (QStringList{QStringLiteral("before"), QStringLiteral("1")}));
    }

    void aBudgetThatIsLiftedHoldsNobody() {
        Fixture f;
        f.allow(Settings::Budget::Requests, 1);
        const auto before = f.ask(QStringLiteral("before"), 0, f.cloud);
        const auto waiting = f.ask(QStringLiteral("waiting"), 1, f.cloud);
        QTRY_VERIFY(waiting.wait());
        QCOMPARE(SendWaitText::headline(*waiting.wait(), f.cloud.name),
                 QStringLiteral("Waiting for your budget for Cloud"));
        QCOMPARE(f.settings.setBudget(f.cloud.id, Settings::Budget::Requests, std::nullopt), QString());
        QTRY_VERIFY(!waiting.wait());
    }

    void aWaitWithoutAKnownEndEndsWithTheAnswerThatIsComing() {
        Fixture f;
        f.allow(Settings::Budget::OutputTokens, 1000);
        auto running = f.ask(QStringLiteral("running"), 0, f.cloud, {1, 0, 1000});
        QTRY_COMPARE(f.gone.size(), 1);
        const auto waiting = f.ask(QStringLiteral("waiting"), 1, f.cloud, {1, 0, 500});
        QTRY_VERIFY(waiting.wait());
        QVERIFY(!waiting.wait()->until);
        QVERIFY(SendWaitText::sentence(*waiting.wait(), f.cloud.name, f.clock.time)
                    .endsWith(QStringLiteral("when the answer that is coming now has ended.")));
        running.settle({1, 0, 100});
        QTRY_VERIFY(!waiting.wait());
    }

    void offlineWaitsOnlyWhereTheNetworkIsNeeded_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<State>("network");
        QTest::addColumn<bool>("goes");
        const auto row = [](const char* url, State state, bool goes) {
            QTest::addRow("%s %d", url, static_cast<int>(state)) << QString::fromLatin1(url) << state << goes;
        };
        row("https://cloud.example", State::Offline, false);
        row("https://203.0.113.7", State::Offline, false);
        row("https://[2001:db8::7]", State::Offline, false);
        row("https://cloud.example", State::Unknown, true);
        row("https://cloud.example", State::Online, true);
        row("http://127.0.0.1:8080", State::Offline, true);
        row("http://localhost:8080", State::Offline, true);
        row("http://[::1]:8080", State::Offline, true);
        row("http://192.168.1.20:8080", State::Offline, true);
        row("http://10.1.2.3", State::Offline, true);
        row("http://models.local", State::Offline, true);
        row("http://workstation:8080", State::Offline, true);
        row("http://[fe80::1]", State::Offline, true);
    }
    void offlineWaitsOnlyWhereTheNetworkIsNeeded() {
        QFETCH(const QString, url);
        QFETCH(const State, network);
        QFETCH(const bool, goes);
        Fixture f;
        f.network.become(network);
        const auto pass = f.ask(QStringLiteral("it"), 0, at("it", qPrintable(url)));
        if (goes) {
            QCOMPARE(f.gone.size(), 1);
        } else {
            QTRY_VERIFY(pass.wait());
            QVERIFY(!pass.wait()->limit && !pass.wait()->until);
            QCOMPARE(SendWaitText::headline(*pass.wait(), {}), QStringLiteral("Waiting for the network"));
            QVERIFY(f.gone.isEmpty());
        }
    }

    void whatWaitsForTheNetworkGoesWhenItIsBack() {
        Fixture f;
        f.network.become(State::Offline);
        const auto waiting = f.ask(QStringLiteral("waiting"), 0, f.cloud);
        const auto near = f.ask(QStringLiteral("near"), 1, at("near", "http://127.0.0.1:9"));
        QTRY_VERIFY(waiting.wait());
        QCOMPARE(f.gone, QStringList{QStringLiteral("near")});
        f.network.become(State::Online);
        QTRY_VERIFY(!waiting.wait());
        QCOMPARE(f.gone.last(), QStringLiteral("waiting"));
    }

    void offlineItCanBeSentAnyway() {
        Fixture f;
        f.network.become(State::Offline);
        auto waiting = f.ask(QStringLiteral("waiting"), 0, f.cloud);
        QTRY_VERIFY(waiting.wait());
        waiting.goNow();
        QCOMPARE(f.gone.size(), 1);
    }

    void theSystemIsAskedOnceAndMayKnowNothing() {
        app::SystemReachability system;
        const State first = system.state();
        QCOMPARE(system.state(), first);
    }

    void aPassMayOutliveTheGate() {
        SendGate::Pass pass;
        {
            Fixture f;
            f.allow(Settings::Budget::Requests, 1);
            const auto before = f.ask(QStringLiteral("before"), 0, f.cloud);
            pass = f.ask(QStringLiteral("waiting"), 1, f.cloud);
            QTRY_VERIFY(pass.wait());
        }
        QVERIFY(!pass.wait());
        pass.goNow();
        pass.tell({});
        pass.settle({});
    }

    void whoGoesMayLeaveAtOnce() {
        Fixture f;
        auto pass = f.gate.pass({0, f.cloud, {}});
        pass.await([&] { pass = {}; });
        QVERIFY(!pass.wait());
    }
};

QTEST_GUILESS_MAIN(SendGateTest)
#include "request/SendGate.h"
#include "tst_send_gate.moc"
