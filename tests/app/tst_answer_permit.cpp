// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnswerPermit.h"
#include "EndpointsFixture.h"
#include "FakeReachability.h"

#include <QScopeGuard>
#include <QTest>

using namespace rivulet;
using app::AnswerPermit;
using app::SendGate;
using app::Settings;
using Kind = stream::SendPermit::Kind;
using State = app::Reachability::State;

namespace {

/// A permit, and how often it let a request go, with which key.
struct Fixture : EndpointsFixture {
    FakeReachability network;
    SendGate gate{[this](const QString& endpointId) { return settings.minuteBudget(endpointId); }, clock,
                  network};
    QMetaObject::Connection budgets =
        QObject::connect(&settings, &Settings::endpointsChanged, &gate, &SendGate::takeBudgets);
    AnswerPermit permit{gate, endpoints, 0};
    stream::RateNeed need;
    int gone = 0;
    std::optional<QByteArray> lastKey;
    std::optional<domain::Failure> failure;

    void begin(const char* id) {
        permit.begin(row(id), [this] { return need; });
    }
    void await(Kind kind = Kind::Question) {
        permit.await(kind, [this](const stream::SendPermit::Key& found) {
            ++gone;
            lastKey.reset();
            if (found && *found) {
                found->value().reveal([this](QByteArrayView bytes) { lastKey = bytes.toByteArray(); });
            } else if (found) {
                failure = found->failure();
            }
        });
    }
};

} // namespace

/// Which of an answer's requests may go, and with which key.
class AnswerPermitTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qunsetenv("RIVULET_TEST_KEY"); }
    void cleanup() { qunsetenv("RIVULET_TEST_KEY"); }

    void whereNothingHoldsItEachGoesAtOnceWithTheKeyItHas() {
        Fixture f;
        f.begin("cloud");
        f.await();
        f.permit.settle({});
        f.await();
        QCOMPARE(f.gone, 2);
        QVERIFY(!f.lastKey && !f.failure);
    }

    void offlineALaterRequestWaitsForTheNetworkAndTheKeyOfThen() {
        Fixture f;
        f.begin("cloud");
        f.await();
        QCOMPARE(f.gone, 1);
        f.permit.settle({});
        f.network.become(State::Offline);
        f.await();
        QTRY_VERIFY(f.permit.wait());
        QVERIFY(!f.permit.wait()->limit);
        QCOMPARE(f.gone, 1);
        qputenv("RIVULET_TEST_KEY", "key-of-then");
        f.network.become(State::Online);
        QTRY_COMPARE(f.gone, 2);
        QCOMPARE(f.lastKey, QByteArray("key-of-then"));
        QVERIFY(!f.permit.wait());
    }

    void offlineItGoesByHand() {
        Fixture f;
        qputenv("RIVULET_TEST_KEY", "key");
        f.network.become(State::Offline);
        f.begin("cloud");
        f.await();
        QTRY_VERIFY(f.permit.wait());
        f.permit.goNow();
        f.permit.goNow();
        QTRY_COMPARE(f.gone, 1);
    }

    void whatIsWithdrawnNeverGoesAndTakesNothing() {
        Fixture f;
        QCOMPARE(f.settings.setBudget(QStringLiteral("cloud"), Settings::Budget::Requests, 1), QString());
        f.network.become(State::Offline);
        f.begin("cloud");
        f.await();
        QTRY_VERIFY(f.permit.wait());
        f.permit.withdraw();
        f.network.become(State::Online);
        QVERIFY(!f.permit.wait());
        QCOMPARE(f.gone, 0);
        // The one request that is allowed is still there.
        f.begin("cloud");
        f.await();
        QTRY_COMPARE(f.gone, 1);
    }

    void eachRequestIsCounted() {
        Fixture f;
        QCOMPARE(f.settings.setBudget(QStringLiteral("cloud"), Settings::Budget::Requests, 2), QString());
        f.begin("cloud");
        f.await();
        QTRY_COMPARE(f.gone, 1);
        f.permit.settle({});
        f.await();
        QTRY_COMPARE(f.gone, 2);
        f.permit.settle({});
        f.await();
        QTRY_VERIFY(f.permit.wait());
        QCOMPARE(f.gone, 2);
        QVERIFY(f.permit.wait()->until);
    }

    void whatIsReadAgainCountsAsARequestAndNoTokens() {
        Fixture f;
        QCOMPARE(f.settings.setBudget(QStringLiteral("cloud"), Settings::Budget::InputTokens, 1000),
                 QString());
        f.need.input = 900;
        f.begin("cloud");
        f.await();
        QTRY_COMPARE(f.gone, 1);
        f.permit.settle({1, 900, 0});
        f.await(Kind::TakeUp);
        QTRY_COMPARE(f.gone, 2);
        f.permit.settle({});
        f.await();
        QTRY_VERIFY(f.permit.wait());
        QCOMPARE(f.permit.wait()->limit->needed, 900);
    }

    void whatWasNotSentYetGoesToTheAddressOfThen() {
        Fixture f;
        f.network.become(State::Offline);
        f.begin("cloud");
        f.await();
        QTRY_VERIFY(f.permit.wait());
        const QUrl moved(QStringLiteral("https://moved.example"));
        QVERIFY(f.endpoints.setUrl(QStringLiteral("cloud"), moved));
        f.network.become(State::Online);
        QTRY_COMPARE(f.gone, 1);
        QCOMPARE(f.permit.endpoint().baseUrl, moved);
    }

    void allRequestsOfAnAnswerGoToOneAddress() {
        Fixture f;
        f.begin("cloud");
        f.await();
        const QUrl first = f.permit.endpoint().baseUrl;
        f.permit.settle({});
        f.network.become(State::Offline);
        f.await();
        QTRY_VERIFY(f.permit.wait());
        QVERIFY(f.endpoints.setUrl(QStringLiteral("cloud"), QUrl(QStringLiteral("https://moved.example"))));
        f.network.become(State::Online);
        QTRY_COMPARE(f.gone, 2);
        QCOMPARE(f.permit.endpoint().baseUrl, first);
    }
};

QTEST_GUILESS_MAIN(AnswerPermitTest)
#include "request/SendGate.h"
#include "tst_answer_permit.moc"
