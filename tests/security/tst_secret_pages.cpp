// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Secret.h"

#include <QFile>
#include <QTest>

using rivulet::domain::Secret;

namespace {

/// The kernel's flags of the mapping that an address lies in; nothing where there is none.
QByteArrayList flagsAt(const void* address) {
    const auto wanted = reinterpret_cast<quintptr>(address);
    QFile maps(QStringLiteral("/proc/self/smaps"));
    if (!maps.open(QIODevice::ReadOnly)) {
        return {};
    }
    bool inside = false;
    const auto lines = maps.readAll().split('\n');
    for (const QByteArray& line : lines) {
        const QByteArray first = line.split(' ').first();
        if (!first.endsWith(':') && first.contains('-')) {
            const auto ends = first.split('-');
            inside = wanted >= ends[0].toULongLong(nullptr, 16) && wanted < ends[1].toULongLong(nullptr, 16);
        } else if (inside && first == "VmFlags:") {
            return line.mid(first.size()).simplified().split(' ');
        }
    }
    return {};
}

const void* placeOf(const Secret& secret) {
    const void* place = nullptr;
    secret.reveal([&](QByteArrayView bytes) { place = bytes.data(); });
    return place;
}

} // namespace

/// S4: a key lies in pages of its own, which no dump holds.
class SecretPagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noDumpHoldsAKey() {
        const Secret secret("canary");
        QVERIFY(flagsAt(placeOf(secret)).contains("dd"));
        // Nor its copies, nor one that grew beyond a page.
        const Secret copy = secret; // NOLINT(performance-unnecessary-copy-initialization)
        QVERIFY(placeOf(copy) != placeOf(secret));
        QVERIFY(flagsAt(placeOf(copy)).contains("dd"));
        const Secret large(QByteArray(20'000, 'k'));
        QVERIFY(flagsAt(static_cast<const char*>(placeOf(large)) + 19'999).contains("dd"));
        // The question can be answered with no.
        const QByteArray other("canary");
        const auto heap = flagsAt(other.constData());
        QVERIFY(!heap.isEmpty() && !heap.contains("dd"));
    }

    void pagesAreGivenBack() {
        const auto undumped = [] {
            QFile maps(QStringLiteral("/proc/self/smaps"));
            return maps.open(QIODevice::ReadOnly) ? maps.readAll().count(" dd") : qsizetype{-1};
        };
        const qsizetype before = undumped(); // the kernel has some of its own
        const void* place = nullptr;
        {
            const Secret secret("canary");
            place = placeOf(secret);
        }
        QVERIFY(!flagsAt(place).contains("dd"));
        // A thousand keys leave nothing behind.
        for (int i = 0; i < 1'000; ++i) {
            Secret secret(QByteArray::number(i));
            Secret moved = std::move(secret);
            moved = Secret("x");
        }
        QCOMPARE(undumped(), before);
    }

    void takingOverwritesTheSource() {
        QByteArray source("canary");
        source.detach();
        const Secret secret = Secret::taking(std::move(source));
        QVERIFY(!secret.isEmpty());
        QVERIFY(source.isEmpty()); // NOLINT(bugprone-use-after-move): that is the question
        // What somebody else shares is theirs.
        const QByteArray shared("another");
        const Secret second = Secret::taking(QByteArray(shared));
        QCOMPARE(shared, QByteArray("another"));
        QVERIFY(second == Secret("another"));
    }
};

QTEST_GUILESS_MAIN(SecretPagesTest)
#include "tst_secret_pages.moc"
