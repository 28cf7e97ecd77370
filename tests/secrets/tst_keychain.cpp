// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "secrets/KeychainSecretStore.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDirIterator>
#include <QTest>

#include <csignal>
#include <optional>

using namespace rivulet;
using namespace rivulet::secrets;
using namespace std::chrono_literals;

// Each scene of with_keyring.sh has a class of its own; main() picks it by its name.

namespace {

using Availability = SecretStore::Availability;
using Found = std::optional<domain::Result<domain::Secret>>;
using Done = std::optional<domain::Result<std::monostate>>;

const QString origin = QStringLiteral("https://api.example.org:443");
/// Not a key of anyone, and not to be found anywhere but in the keychain.
const QByteArray canary = "canary-5cf8e2b7a94d-Ärger";

Found read(SecretStore& store, const QString& name = origin) {
    Found result;
    store.read(name, [&](const auto& found) { result = found; });
    (void)QTest::qWaitFor([&] { return result.has_value(); }, 20'000);
    return result;
}

Done write(SecretStore& store, const QByteArray& bytes, const QString& name = origin) {
    Done result;
    store.write(name, domain::Secret(bytes), [&](const auto& done) { result = done; });
    (void)QTest::qWaitFor([&] { return result.has_value(); }, 20'000);
    return result;
}

Done remove(SecretStore& store, const QString& name = origin) {
    Done result;
    store.remove(name, [&](const auto& done) { result = done; });
    (void)QTest::qWaitFor([&] { return result.has_value(); }, 20'000);
    return result;
}

std::optional<Availability> availability(SecretStore& store) {
    std::optional<Availability> result;
    store.checkAvailability([&](auto answer) { result = answer; });
    (void)QTest::qWaitFor([&] { return result.has_value(); }, 20'000);
    return result;
}

bool becomes(Availability wanted) {
    KeychainSecretStore store;
    return QTest::qWaitFor([&] { return availability(store) == wanted; }, 10'000);
}

template <typename T>
bool failedWith(const T& result, domain::Failure::Kind kind) {
    return result && !result->ok() && result->failure().kind == kind;
}

constexpr auto unavailable = domain::Failure::Kind::KeychainUnavailable;
constexpr auto locked = domain::Failure::Kind::KeychainLocked;

/// Files under the home that hold the canary in any of the usual spellings.
QStringList leaks() {
    const QString text = QString::fromUtf8(canary);
    QList<QByteArray> spellings{canary, canary.toHex()};
    // Base64 of it wherever it begins within a group of three, without the groups it shares with others.
    for (int shift = 0; shift < 3; ++shift) {
        spellings.append((QByteArray(shift, 'x') + canary).toBase64().mid(4, canary.size()));
    }
    QByteArray little;
    QByteArray big;
    for (const QChar c : text) {
        little.append(static_cast<char>(c.cell())).append(static_cast<char>(c.row()));
        big.append(static_cast<char>(c.row())).append(static_cast<char>(c.cell()));
    }
    spellings << little << big;
    QStringList found;
    QDirIterator files(QString::fromLocal8Bit(qgetenv("HOME")), QDir::Files | QDir::Hidden,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        const QByteArray content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        for (const QByteArray& spelling : spellings) {
            if (content.contains(spelling)) {
                found.append(file.fileName());
            }
        }
    }
    return found;
}

} // namespace

class OpenKeychainTest : public QObject {
    Q_OBJECT

public Q_SLOTS:
    void deleted(const QDBusObjectPath& item) { m_deleted.append(item.path()); }

private:
    QStringList m_deleted;

private Q_SLOTS:
    void initTestCase() { QVERIFY(becomes(Availability::Available)); }

    void givesBackWhatWasWritten() {
        KeychainSecretStore store;
        QVERIFY(read(store)->value().isEmpty());
        QVERIFY(write(store, canary)->ok());
        QVERIFY(read(store)->value() == domain::Secret(canary));
        KeychainSecretStore later;
        QVERIFY(read(later)->value() == domain::Secret(canary));
        QVERIFY(write(later, "another")->ok());
        QVERIFY(read(store)->value() == domain::Secret("another"));
        QVERIFY(remove(store)->ok());
        QVERIFY(read(store)->value().isEmpty());
        QVERIFY(remove(store)->ok()); // nothing there is gone as well
    }

    void anEntryIsReplacedAndNeverDeletedBefore() {
        KeychainSecretStore store;
        QVERIFY(write(store, "old")->ok());
        QVERIFY(QDBusConnection::sessionBus().connect(QStringLiteral("org.freedesktop.secrets"), {},
                                                      QStringLiteral("org.freedesktop.Secret.Collection"),
                                                      QStringLiteral("ItemDeleted"), this,
                                                      SLOT(deleted(QDBusObjectPath))));
        QVERIFY(write(store, "new")->ok());
        QVERIFY(read(store)->value() == domain::Secret("new"));
        QCOMPARE(m_deleted, QStringList());
        // The signal is heard, where there is one.
        QVERIFY(remove(store)->ok());
        QTRY_COMPARE(m_deleted.size(), 1);
    }

    void keepsOriginsAndServicesApart() {
        KeychainSecretStore store;
        KeychainSecretStore other(QStringLiteral("other"));
        const QString port = QStringLiteral("https://api.example.org:444");
        QVERIFY(write(store, canary)->ok());
        QVERIFY(read(store, port)->value().isEmpty());
        QVERIFY(read(other)->value().isEmpty());
        QVERIFY(write(store, "second", port)->ok());
        QVERIFY(remove(store)->ok());
        QVERIFY(read(store, port)->value() == domain::Secret("second"));
        QVERIFY(remove(store, port)->ok());
    }

    void keepsAnyBytes() {
        KeychainSecretStore store;
        for (const QByteArray& bytes :
             {QByteArray("a\0b\n\xff", 5), QByteArray(20'000, 'k'), QByteArray(" ")}) {
            QVERIFY(write(store, bytes)->ok());
            QVERIFY(read(store)->value() == domain::Secret(bytes));
        }
        QVERIFY(remove(store)->ok());
    }

    void answersInTheOrderOfTheCallsOnceAndLater() {
        KeychainSecretStore store;
        QStringList order;
        store.write(origin, domain::Secret("x"),
                    [&](const auto& done) { order << QStringLiteral("w%1").arg(done.ok()); });
        store.remove(origin, [&](const auto& done) { order << QStringLiteral("r%1").arg(done.ok()); });
        store.write(origin, domain::Secret("y"),
                    [&](const auto& done) { order << QStringLiteral("w%1").arg(done.ok()); });
        store.read(origin, [&](const auto& found) {
            order << QStringLiteral("f%1").arg(found.value() == domain::Secret("y"));
        });
        QVERIFY(order.isEmpty());
        QTRY_COMPARE(order.join(u' '), QStringLiteral("w1 r1 w1 f1"));
        QVERIFY(remove(store)->ok());
        QCOMPARE(order.size(), 4);
    }

    void mayBeDestroyedWhileItWorks() {
        int answers = 0;
        {
            KeychainSecretStore store;
            store.write(origin, domain::Secret("x"), [&](const auto&) { ++answers; });
            store.read(origin, [&](const auto&) { ++answers; });
        }
        {
            auto store = std::make_unique<KeychainSecretStore>();
            bool told = false;
            store->read(origin, [&](const auto&) {
                told = true;
                store.reset();
            });
            QTRY_VERIFY(told);
        }
        KeychainSecretStore store;
        QVERIFY(remove(store)->ok());
        QCOMPARE(answers, 0);
    }

    void losesPatience() {
        KeychainSecretStore store(QStringLiteral("rivulet"), 0ms);
        QVERIFY(failedWith(read(store), unavailable));
        QVERIFY(failedWith(write(store, canary), unavailable));
        QVERIFY(availability(store) == Availability::Unavailable);
    }

    void leavesNoTraceInFiles() {
        KeychainSecretStore store;
        QVERIFY(write(store, canary)->ok());
        QCOMPARE(leaks(), QStringList());
        // The scan itself can see.
        QFile trap(QString::fromLocal8Bit(qgetenv("HOME")) + QStringLiteral("/.trap"));
        for (const QByteArray& content : {canary, "x" + (QByteArray("ab") + canary + "c").toBase64()}) {
            QVERIFY(trap.open(QIODevice::WriteOnly));
            trap.write(content);
            trap.close();
            QCOMPARE(leaks().size(), 1);
        }
        QVERIFY(trap.remove());
        QVERIFY(remove(store)->ok());
    }
};

class LockedKeychainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsThatItIsLocked() {
        QVERIFY(becomes(Availability::Available));
        KeychainSecretStore store;
        QVERIFY(write(store, canary)->ok());
        auto lock = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
            QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
        lock << QVariant::fromValue(QList<QDBusObjectPath>{
            QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/aliases/default"))});
        QCOMPARE(QDBusConnection::sessionBus().call(lock).type(), QDBusMessage::ReplyMessage);

        QVERIFY(availability(store) == Availability::Locked);
        QVERIFY(failedWith(read(store), locked));
        QVERIFY(failedWith(read(store, QStringLiteral("https://unknown.example:443")), locked));
        QVERIFY(failedWith(remove(store), locked));
        QVERIFY(failedWith(write(store, "new"), locked));
        QCOMPARE(leaks(), QStringList());
    }
};

class FreshKeychainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsThatAPersonIsNeeded() {
        QVERIFY(becomes(Availability::Locked));
        KeychainSecretStore store;
        QVERIFY(failedWith(read(store), locked));
        QVERIFY(failedWith(write(store, canary), locked));
        QVERIFY(failedWith(remove(store), locked));
        QCOMPARE(leaks(), QStringList());
    }
};

class AbsentKeychainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsThatThereIsNone() {
        KeychainSecretStore store;
        QVERIFY(availability(store) == Availability::Unavailable);
        const auto found = read(store);
        QVERIFY(failedWith(found, unavailable));
        QVERIFY(!found->failure().detail.isEmpty());
        QVERIFY(failedWith(write(store, canary), unavailable));
        QVERIFY(failedWith(remove(store), unavailable));
        QCOMPARE(leaks(), QStringList());
    }
};

class DyingBusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void outlivesItsBus() {
        QVERIFY(becomes(Availability::Available));
        KeychainSecretStore store(QStringLiteral("rivulet"), 3s);
        QVERIFY(write(store, canary)->ok());
        const uint bus =
            QDBusConnection::sessionBus().interface()->servicePid(QStringLiteral("org.freedesktop.DBus"));
        QVERIFY(bus > 1);
        Found result;
        store.read(origin, [&](const auto& found) { result = found; });
        QCOMPARE(::kill(static_cast<pid_t>(bus), SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), 10'000);
        QVERIFY(failedWith(read(store), unavailable));
        QVERIFY(failedWith(write(store, canary), unavailable));
        QVERIFY(availability(store) == Availability::Unavailable);
    }
};

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const QByteArray scene = argc > 1 ? QByteArray(argv[1]) : QByteArray();
    std::unique_ptr<QObject> test;
    if (scene == "open") {
        test = std::make_unique<OpenKeychainTest>();
    } else if (scene == "locked") {
        test = std::make_unique<LockedKeychainTest>();
    } else if (scene == "fresh") {
        test = std::make_unique<FreshKeychainTest>();
    } else if (scene == "absent" || scene == "nobus") {
        test = std::make_unique<AbsentKeychainTest>();
    } else if (scene == "busdies") {
        test = std::make_unique<DyingBusTest>();
    } else {
        qWarning("run by with_keyring.sh, never at the user's own keychain");
        return 2;
    }
    return QTest::qExec(test.get(), argc - 1, argv + 1);
}

#include "tst_keychain.moc"
