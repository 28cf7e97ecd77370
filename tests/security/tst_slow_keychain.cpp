// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "secrets/KeychainLock.h"
#include "secrets/KeychainSecretStore.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QTest>
#include <QTimer>

#include <optional>

using namespace rivulet;
using namespace rivulet::secrets;
using namespace std::chrono_literals;

namespace {

using Availability = SecretStore::Availability;
using Kind = domain::Failure::Kind;

const QString origin = QStringLiteral("https://api.example.org:443");

/// A Secret Service that takes every call and answers when it is told to, if ever.
class SlowService : public QDBusVirtualObject {
    Q_OBJECT

public:
    enum class Manner { Silent, Slow };

    explicit SlowService(Manner manner)
        : m_manner(manner)
        , m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("slow service"))) {
        m_registered = m_bus.registerVirtualObject(QStringLiteral("/"), this, QDBusConnection::SubPath) &&
                       m_bus.registerService(QStringLiteral("org.freedesktop.secrets"));
    }
    ~SlowService() override {
        m_bus.unregisterService(QStringLiteral("org.freedesktop.secrets"));
        QDBusConnection::disconnectFromBus(QStringLiteral("slow service"));
    }

    int calls = 0;

    [[nodiscard]] bool isRegistered() const { return m_registered; }
    [[nodiscard]] QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection&) override {
        ++calls;
        if (m_manner == Manner::Slow) {
            QTimer::singleShot(300ms, this, [this, message] { m_bus.send(replyTo(message)); });
        }
        return true;
    }

private:
    /// A keychain that is there, and locked.
    static QDBusMessage replyTo(const QDBusMessage& message) {
        if (message.member() == u"ReadAlias") {
            return message.createReply(QVariant::fromValue(
                QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/c"))));
        }
        if (message.member() == u"Get") {
            return message.createReply(QVariant::fromValue(QDBusVariant(true)));
        }
        return message.createErrorReply(QDBusError::NotSupported, QStringLiteral("not here"));
    }

    Manner m_manner;
    QDBusConnection m_bus;
    bool m_registered = false;
};

} // namespace

/// S5: a keychain that takes its time, or for ever, holds up nothing. On a bus of its own, see
/// with_keyring.sh.
class SlowKeychainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSilentKeychainFailsInTimeAndTheLoopRunsMeanwhile_data() {
        QTest::addColumn<int>("verb");
        QTest::newRow("read") << 0;
        QTest::newRow("write") << 1;
        QTest::newRow("remove") << 2;
    }

    void aSilentKeychainFailsInTimeAndTheLoopRunsMeanwhile() {
        QFETCH(const int, verb);
        SlowService service(SlowService::Manner::Silent);
        QVERIFY(service.isRegistered());
        KeychainSecretStore store(QStringLiteral("rivulet"), 500ms);
        int turns = 0;
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] { ++turns; });
        beat.start(5ms);
        std::optional<domain::Failure> failure;
        const auto take = [&](const auto& result) {
            failure = result.ok() ? domain::Failure{} : result.failure();
        };
        if (verb == 0) {
            store.read(origin, take);
        } else if (verb == 1) {
            store.write(origin, domain::Secret("canary"), take);
        } else {
            store.remove(origin, take);
        }
        QVERIFY(!failure);
        QTRY_VERIFY_WITH_TIMEOUT(failure, 20'000);
        QCOMPARE(failure->kind, Kind::KeychainUnavailable);
        QVERIFY(!failure->detail.isEmpty());
        QVERIFY(service.calls > 0);
        // The service lives in this thread: a call that waited for it would have waited in vain, and without
        // a turn of the loop.
        QVERIFY2(turns > 10, qPrintable(QString::number(turns)));
    }

    void requestsBehindASilentOneFailInTimeToo() {
        SlowService service(SlowService::Manner::Silent);
        KeychainSecretStore store(QStringLiteral("rivulet"), 300ms);
        int failed = 0;
        for (int i = 0; i < 5; ++i) {
            store.read(origin, [&](const auto& result) { failed += result.ok() ? 0 : 1; });
        }
        QTRY_COMPARE_WITH_TIMEOUT(failed, 5, 20'000);
    }

    void whetherThereIsOneIsToldInTime() {
        SlowService service(SlowService::Manner::Silent);
        KeychainSecretStore store(QStringLiteral("rivulet"), 300ms);
        std::optional<Availability> told;
        store.checkAvailability([&](Availability availability) { told = availability; });
        QTRY_VERIFY_WITH_TIMEOUT(told, 20'000);
        QCOMPARE(*told, Availability::Unavailable);
    }

    void aLookAtTheLockHasTheWholePatience() {
        // The bus would give up by itself after 25 s; this look gives up when it was told to, and not before.
        SlowService service(SlowService::Manner::Silent);
        KeychainLock lock;
        std::optional<KeychainLock::State> seen;
        connect(&lock, &KeychainLock::seen, this, [&](KeychainLock::State state) { seen = state; });
        lock.look(200ms);
        QTRY_VERIFY_WITH_TIMEOUT(seen, 10'000);
        QCOMPARE(*seen, KeychainLock::State::Absent);
    }

    void aSlowKeychainIsWaitedFor() {
        SlowService service(SlowService::Manner::Slow);
        KeychainSecretStore store(QStringLiteral("rivulet"), 20s);
        std::optional<Availability> told;
        store.checkAvailability([&](Availability availability) { told = availability; });
        QTRY_VERIFY_WITH_TIMEOUT(told, 15'000);
        QCOMPARE(*told, Availability::Locked);
    }

    void aServiceThatGoesMidCallIsAFailure() {
        auto service = std::make_unique<SlowService>(SlowService::Manner::Silent);
        KeychainSecretStore store(QStringLiteral("rivulet"), 20s);
        std::optional<domain::Failure> failure;
        store.read(origin,
                   [&](const auto& result) { failure = result.ok() ? domain::Failure{} : result.failure(); });
        QTRY_VERIFY(service->calls > 0);
        service.reset();
        QTRY_VERIFY_WITH_TIMEOUT(failure, 15'000);
        QCOMPARE(failure->kind, Kind::KeychainUnavailable);
    }
};

QTEST_GUILESS_MAIN(SlowKeychainTest)
#include "tst_slow_keychain.moc"
