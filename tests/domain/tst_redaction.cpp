// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Redaction.h"

#include <QTest>

using rivulet::domain::redacted;
using rivulet::domain::redactedUtf8;

class tst_Redaction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesKeysOut_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("secret");
        const auto row = [](const char* text, const char* secret) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(secret);
        };
        row("Incorrect API key provided: sk-ab***********wxyz. You can find", "wxyz");
        row("Incorrect API key provided: abcd1234****wxyz.", "abcd1234");
        row("Incorrect API key provided: plainword.", "plainword");
        row("invalid x-api-key: Zq81hx", "Zq81hx");
        row("{\"api_key\": \"Zq81hx\"}", "Zq81hx");
        row("{\"access_token\":\"Zq81hx\"}", "Zq81hx");
        row("X-Goog-Api-Key=Zq81hx", "Zq81hx");
        row("Authorization: Bearer Zq81hx", "Zq81hx");
        row("authorization: Token Zq81hx", "Zq81hx");
        row("\"Authorization\": \"Zq81hx\"", "Zq81hx");
        row("Authorization: Basic x-api-key: Zq81hx", "Zq81hx");
        row("Authorization: \"Authorization\": \"Bearer Zq81hx\"", "Zq81hx");
        row("sent bearer Zq81hx to", "Zq81hx");
        row("sent BASIC dXNlcjpwYXNz to", "dXNlcjpwYXNz");
        row("https://h/v1?key=Zq81hx&alt=sse", "Zq81hx");
        row("https://h/v1?alt=sse&access_token=Zq81hx", "Zq81hx");
        row("https://me:Zq81hx@host/path", "Zq81hx");
        row("sk-ant-api03-AbCdEfGhIj_kl", "AbCdEfGhIj_kl");
        row("sk-proj-AbCdEfGh", "AbCdEfGh");
        row("AIzaSyA1234567890abcdefg", "1234567890");
        row("gsk_AbCdEfGh1234", "AbCdEfGh1234");
        row("hf_AbCdEfGhIj", "AbCdEfGhIj");
        row("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2lnbmF0dXJl", "c2lnbmF0dXJl");
        row("the key ***********wxyz is wrong", "wxyz");
        row("sk-\xe2\x80\x8b"
            "ABCDEFGHIJKL",
            "ABCDEFGHIJKL"); // a zero-width space within
    }
    void takesKeysOut() {
        QFETCH(QString, text);
        QFETCH(QString, secret);
        const QString result = redacted(text);
        QVERIFY2(!result.contains(secret), qPrintable(result));
        QVERIFY2(result.contains(u"[redacted]"), qPrintable(result));
    }

    void leavesPlainWordsAlone_data() {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"Missing bearer or basic authentication in header",
              "model 'qwen3:8b' not found, try pulling it first",
              "This model's maximum context length is 8192 tokens.", "lm-studio is loading the model",
              "Rate limit reached for gpt-5 (TPM)", "line one\n\tline two", "https://h/v1?alt=sse&page=2"}) {
            QTest::newRow(text) << QString::fromLatin1(text);
        }
    }
    void leavesPlainWordsAlone() {
        QFETCH(QString, text);
        QCOMPARE(redacted(text), text);
    }

    void removesControlsAndInvisibleMarks() {
        QCOMPARE(redacted(QStringLiteral(u"a\u0000b\u001b[31mc\u009bd\u202ee\u200bf\r\n\tg")),
                 QStringLiteral("ab[31mcdef\n\tg"));
        const char32_t tag = 0xE0041;
        QCOMPARE(redacted(QStringLiteral("x") + QString::fromUcs4(&tag, 1) + u'y'), QStringLiteral("xy"));
    }

    void cutsToTheLimitAndNeverWithinACharacter() {
        const QString face = QString::fromUtf8("\xf0\x9f\x98\x80");
        QCOMPARE(redacted(face.repeated(10), 5), face.repeated(2));
        QCOMPARE(redacted(QString(5000, u'x')).size(), 2000);
        QCOMPARE(redacted(u"abc", 0), QString());
        QCOMPARE(redacted(u"abc", -1), QString());
        QCOMPARE(redactedUtf8("abcdef", 3), QStringLiteral("abc"));
    }

    void aKeyAtTheCutIsNotLeftInHalf() {
        const QString text = QString(1990, u' ') + QStringLiteral("sk-ABCDEFGHIJKLMNOP");
        QVERIFY(!redacted(text).contains(u"sk-"));
    }

    void takesBrokenUtf8() {
        QVERIFY(redactedUtf8(QByteArray("a\xff\xfe"
                                        "b\xf0\x9f"))
                    .startsWith(u'a'));
    }
};

QTEST_GUILESS_MAIN(tst_Redaction)
#include "tst_redaction.moc"
