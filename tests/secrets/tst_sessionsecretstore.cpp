// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "secrets/SessionSecretStore.h"

#include <QTest>

#include <optional>

using namespace rivulet;
using namespace rivulet::secrets;

/// Keys in memory: the same promises as any SecretStore.
class SessionSecretStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatWasWrittenUntilItIsRemoved();
    void answersLaterAndOnce();
    void answersNothingAfterItsEnd();
};

namespace {

const QString origin = QStringLiteral("https://api.example.org:443");

std::optional<domain::Secret> readNow(SecretStore& store) {
    std::optional<domain::Secret> secret;
    store.read(origin, [&](const auto& found) { secret = found.value(); });
    (void)QTest::qWaitFor([&] { return secret.has_value(); });
    return secret;
}

} // namespace

void SessionSecretStoreTest::findsWhatWasWrittenUntilItIsRemoved() {
    SessionSecretStore store;
    QVERIFY(readNow(store)->isEmpty());
    const domain::Secret key(QByteArray("one"));
    store.write(origin, key, [](const auto&) {});
    QVERIFY(*readNow(store) == key);
    const domain::Secret other(QByteArray("two"));
    store.write(origin, other, [](const auto&) {});
    QVERIFY(*readNow(store) == other);
    store.remove(origin, [](const auto&) {});
    QVERIFY(readNow(store)->isEmpty());
    std::optional<SecretStore::Availability> available;
    store.checkAvailability([&](auto answer) { available = answer; });
    QTRY_VERIFY(available == SecretStore::Availability::Available);
}

void SessionSecretStoreTest::answersLaterAndOnce() {
    SessionSecretStore store;
    int answers = 0;
    store.read(origin, [&](const auto&) { ++answers; });
    store.write(origin, {}, [&](const auto&) { ++answers; });
    store.remove(origin, [&](const auto&) { ++answers; });
    store.checkAvailability([&](auto) { ++answers; });
    QCOMPARE(answers, 0);
    QTRY_COMPARE(answers, 4);
    QCoreApplication::processEvents();
    QCOMPARE(answers, 4);
}

void SessionSecretStoreTest::answersNothingAfterItsEnd() {
    int answers = 0;
    {
        SessionSecretStore store;
        store.read(origin, [&](const auto&) { ++answers; });
    }
    QCoreApplication::processEvents();
    QCOMPARE(answers, 0);
}

QTEST_GUILESS_MAIN(SessionSecretStoreTest)
#include "tst_sessionsecretstore.moc"
