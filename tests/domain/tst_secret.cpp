// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Secret.h"

#include <QDataStream>
#include <QTest>

#include <concepts>
#include <type_traits>

using rivulet::domain::Secret;

namespace {

template <typename T>
concept Printable = requires(QDebug debug, const T& value) { debug << value; };
template <typename T>
concept Serialisable = requires(QDataStream& stream, const T& value) { stream << value; };

static_assert(Printable<QByteArray> && !Printable<Secret>);
static_assert(Serialisable<QByteArray> && !Serialisable<Secret>);
static_assert(!std::is_convertible_v<Secret, QByteArray> && !std::is_convertible_v<Secret, QString>);
static_assert(!std::is_convertible_v<QByteArray, Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);

QByteArray seen(const Secret& secret) {
    QByteArray copy;
    secret.reveal([&](QByteArrayView bytes) { copy = bytes.toByteArray(); });
    return copy;
}

} // namespace

class tst_Secret : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lendsItsBytes() {
        QCOMPARE(seen(Secret("canary")), QByteArray("canary"));
        QVERIFY(Secret().isEmpty());
        QVERIFY(!Secret("x").isEmpty());
    }

    void copiesAreDeep() {
        const QByteArray source("canary");
        const Secret first(source);
        const Secret second =
            first; // NOLINT(performance-unnecessary-copy-initialization): the copy is the point
        first.reveal([&](QByteArrayView a) {
            second.reveal([&](QByteArrayView b) {
                QVERIFY(a.data() != b.data());
                QVERIFY(a.data() != source.constData());
            });
        });
        QVERIFY(first == second);
    }

    void aMoveLeavesNothingBehind() {
        Secret first("canary");
        const Secret second = std::move(first);
        QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): that is the question
        QCOMPARE(seen(second), QByteArray("canary"));
    }

    void overwritesWhatItReplaces() {
        Secret secret("canary");
        const char* place = nullptr;
        secret.reveal([&](QByteArrayView bytes) { place = bytes.data(); });
        Secret replacement("new");
        secret = std::move(replacement);
        QCOMPARE(seen(secret), QByteArray("new"));
        QVERIFY(place != nullptr);
    }

    void assigningToItselfKeepsIt() {
        Secret secret("canary");
        const Secret& same = secret;
        secret = same;
        QCOMPARE(seen(secret), QByteArray("canary"));
    }

    void keepsNulBytes() { QCOMPARE(seen(Secret(QByteArray("a\0b", 3))), QByteArray("a\0b", 3)); }
};

QTEST_GUILESS_MAIN(tst_Secret)
#include "tst_secret.moc"
