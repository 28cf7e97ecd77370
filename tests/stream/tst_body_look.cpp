// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/BodyLook.h"

#include <QTest>

using namespace rivulet::stream;

class BodyLookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsABodyByItsFirstByte_data() {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<BodyLook>("look");
        QTest::newRow("nothing") << QByteArray() << BodyLook::Unknown;
        QTest::newRow("blank lines") << QByteArray("\n\r\n \t") << BodyLook::Unknown;
        QTest::newRow("mark alone") << QByteArray("\xEF\xBB\xBF") << BodyLook::Unknown;
        QTest::newRow("object") << QByteArray("{") << BodyLook::Json;
        QTest::newRow("list after blanks") << QByteArray("\n\n\n[1") << BodyLook::Json;
        QTest::newRow("object after a mark") << QByteArray("\xEF\xBB\xBF {") << BodyLook::Json;
        QTest::newRow("event") << QByteArray("data: {}\n") << BodyLook::Fields;
        QTest::newRow("comment") << QByteArray(": keep-alive\n\n") << BodyLook::Fields;
        QTest::newRow("page") << QByteArray("\r\n<!DOCTYPE html>") << BodyLook::Page;
    }

    void knowsABodyByItsFirstByte() {
        QFETCH(const QByteArray, begin);
        QFETCH(const BodyLook, look);
        QCOMPARE(bodyLook(begin), look);
    }

    void tellsLinesFromOneObject_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("lines");
        QTest::newRow("nothing") << QByteArray() << false;
        QTest::newRow("one") << QByteArray("{\"a\":1}\n") << false;
        QTest::newRow("two") << QByteArray("{\"a\":1}\n{\"b\":2}\n") << true;
        QTest::newRow("two with CR LF") << QByteArray("{\"a\":1}\r\n\r\n{\"b\"") << true;
        QTest::newRow("one over lines") << QByteArray("{\n  \"a\": {}\n}\n") << false;
        QTest::newRow("inner objects over lines") << QByteArray("{\"a\": [{},\n{}]}") << false;
    }

    void tellsLinesFromOneObject() {
        QFETCH(const QByteArray, body);
        QFETCH(const bool, lines);
        QCOMPARE(isJsonLines(body), lines);
    }
};

QTEST_GUILESS_MAIN(BodyLookTest)
#include "tst_body_look.moc"
