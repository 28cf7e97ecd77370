// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/KeyMask.h"

#include <QTest>
#include <QUrl>

using namespace rivulet::domain;

namespace {

/// It looks like no provider's key.
const QByteArray key = "river:stone/42+brook=Äß";
const QString plain = QString::fromUtf8(key);

QString masked(const QString& text) {
    return KeyMask(Secret(key)).masked(text);
}

} // namespace

/// S3: a server that echoes the key, in whatever spelling, does not get it onto the screen or the disk.
class KeyMaskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySpellingIsTakenOut_data() {
        QTest::addColumn<QString>("spelling");
        const auto row = [](const char* name, const QByteArray& spelling) {
            QTest::newRow(name) << QString::fromUtf8(spelling);
        };
        row("plain", key);
        row("in a URL", key.toPercentEncoding());
        row("in a URL, small letters", key.toPercentEncoding().toLower());
        row("hexadecimal", key.toHex());
        row("hexadecimal, capitals", key.toHex().toUpper());
        row("base64", key.toBase64());
        row("base64 for URLs", key.toBase64(QByteArray::Base64UrlEncoding));
        row("base64 without padding", key.toBase64(QByteArray::OmitTrailingEquals));
        for (const char* before : {"a", "ab", "abc", "user:", "Bearer "}) {
            row(before, (before + key + "tail").toBase64());
        }
    }

    void everySpellingIsTakenOut() {
        QFETCH(const QString, spelling);
        const QString shown = masked(QStringLiteral("your key <%1> is wrong").arg(spelling));
        QVERIFY2(shown.contains(QStringLiteral("[redacted]")), qPrintable(shown));
        // Not more of it is left than the digits that its neighbours have a part in.
        QString rest = shown;
        rest.remove(QStringLiteral("your key <")).remove(QStringLiteral("> is wrong"));
        rest.remove(QStringLiteral("[redacted]"));
        QVERIFY2(rest.size() <= 16, qPrintable(rest));
        QVERIFY(!QByteArray::fromBase64(rest.toLatin1()).contains(key.mid(4, 8)));
    }

    void whatIsCutWithinTheKeyLosesItsStart() {
        QCOMPARE(masked(QStringLiteral("it was ") + plain.first(10)), QStringLiteral("it was [redacted]"));
        QCOMPARE(masked(QStringLiteral("it was ") + plain.first(3)),
                 QStringLiteral("it was ") + plain.first(3));
    }

    void otherWordsStay() {
        for (const QString& words :
             {QString(), QStringLiteral("river"), QStringLiteral("a river, a stone")}) {
            QCOMPARE(masked(words), words);
        }
        // Without a key, and with one that is too short to be told from words, nothing is looked for.
        QCOMPARE(KeyMask(Secret()).masked(plain), plain);
        QCOMPARE(KeyMask(Secret("abc")).masked(QStringLiteral("abc abc")), QStringLiteral("abc abc"));
    }

    void aKeyInTheAddressIsAKey() {
        const KeyMask mask(Secret(key), QUrl(QStringLiteral(
                                            "https://x.example/v1?api-version=version1&key=willow%2fbank1")));
        QCOMPARE(mask.masked(QStringLiteral("willow/bank1 of version1, and ") + plain),
                 QStringLiteral("[redacted] of version1, and [redacted]"));
    }

    void aFailureIsCleanInEveryField() {
        Failure failure;
        failure.detail = QStringLiteral("no ") + plain;
        failure.code = plain;
        failure.field = plain;
        failure.target =
            QUrl(QStringLiteral("https://elsewhere.example/") + QString::fromLatin1(key.toPercentEncoding()));
        const Failure clean = KeyMask(Secret(key)).masked(failure);
        QCOMPARE(clean.detail, QStringLiteral("no [redacted]"));
        QCOMPARE(clean.code, QStringLiteral("[redacted]"));
        QCOMPARE(clean.field, QStringLiteral("[redacted]"));
        QCOMPARE(clean.target, QUrl(QStringLiteral("https://elsewhere.example")));
        Failure host;
        host.target = QUrl(QStringLiteral("https://brookstone42.evil.example/x"));
        QCOMPARE(KeyMask(Secret("brookstone42")).masked(host).target, QUrl());
        QCOMPARE(KeyMask(Secret("otherstone42")).masked(host), host);
    }
};

QTEST_GUILESS_MAIN(KeyMaskTest)
#include "tst_key_mask.moc"
