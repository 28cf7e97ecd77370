// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Json.h"

#include <QTest>

namespace rivulet::providers {

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTypesAndNothingElse();
    void mendsWhatOnlyCharactersSpoil_data();
    void mendsWhatOnlyCharactersSpoil();
    void leavesGoodTextAlone_data();
    void leavesGoodTextAlone();
    void refusesWhatIsNoJson_data();
    void refusesWhatIsNoJson();
    void walksLists();
};

void TestJson::readsTypesAndNothingElse() {
    JsonReader reader;
    const Json json = reader.read(
        R"({"text":"t","whole":3,"written":3.0,"part":2.5,"yes":true,"null":null,"list":[1],"object":{"a":{"b":"c"}},"huge":1e300,"most":9007199254740991,"more":9223372036854775807,"less":-9223372036854775808})");
    QVERIFY(json.isObject());
    QCOMPARE(json["text"].text(), QStringLiteral("t"));
    QCOMPARE(json["whole"].text(), QString());
    QCOMPARE(json["whole"].integer(), std::optional<qint64>(3));
    QCOMPARE(json["written"].integer(), std::optional<qint64>(3));
    QCOMPARE(json["part"].integer(), std::nullopt);
    QCOMPARE(json["huge"].integer(), std::nullopt);
    // Beyond this a sum of two could leave what a qint64 holds.
    QCOMPARE(json["most"].integer(), std::optional<qint64>(9'007'199'254'740'991));
    QCOMPARE(json["more"].integer(), std::nullopt);
    QCOMPARE(json["less"].integer(), std::nullopt);
    QCOMPARE(json["part"].number(), std::optional(2.5));
    QCOMPARE(json["text"].number(), std::nullopt);
    QCOMPARE(json["yes"].truth(), std::optional(true));
    QCOMPARE(json["whole"].truth(), std::nullopt);
    QVERIFY(!json["null"]);
    QVERIFY(!json["missing"]);
    QVERIFY(!json["text"]["of"]["nothing"]);
    QCOMPARE(json["object"]["a"]["b"].text(), QStringLiteral("c"));
    QCOMPARE(json["object"].compact(), QStringLiteral(R"({"a":{"b":"c"}})"));
    QCOMPARE(json["whole"].scalar(), QStringLiteral("3"));
    QCOMPARE(json["list"].scalar(), QString());
    QVERIFY(!json["object"].isEmpty());
    QVERIFY(reader.read("{}").isEmpty());
    QVERIFY(reader.read("[]").isEmpty());
}

void TestJson::mendsWhatOnlyCharactersSpoil_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("text");
    const QString sign(QChar::ReplacementCharacter);
    QTest::newRow("high half") << QByteArray(R"(a\ud83db)") << "a" + sign + "b";
    QTest::newRow("low half") << QByteArray(R"(a\udf0ab)") << "a" + sign + "b";
    QTest::newRow("high half at the end") << QByteArray(R"(a\ud83d)") << "a" + sign;
    QTest::newRow("two high halves and a pair")
        << QByteArray(R"(\ud83d\ud83d\udf0a)") << sign + QStringLiteral("\U0001F70A");
    QTest::newRow("high half before another escape") << QByteArray(R"(\ud83d\n)") << sign + "\n";
    QTest::newRow("halves in the wrong order") << QByteArray(R"(\udf0a\ud83d)") << sign + sign;
    QTest::newRow("an escaped backslash is no escape") << QByteArray(R"(\\ud83d\ud83d)") << "\\ud83d" + sign;
    QTest::newRow("a lone byte") << QByteArray("a\xFF"
                                               "b")
                                 << "a" + sign + "b";
    QTest::newRow("raw controls") << QByteArray("a\tb\nc\x01") << QStringLiteral("a\tb\nc\x01");
    QTest::newRow("a raw NUL") << QByteArray("a\0b", 3) << QStringLiteral("a") + QChar(0) + "b";
    QTest::newRow("quotes beside") << QByteArray(R"(\"\ud83d\")") << "\"" + sign + "\"";
}

void TestJson::mendsWhatOnlyCharactersSpoil() {
    QFETCH(const QByteArray, content);
    QFETCH(const QString, text);
    JsonReader reader;
    const QByteArray spoilt =
        "{\n\t\"before\": \"b\", \"text\": \"" + content + "\", \"after\": [\"x\\u00e9\"]\r\n}";
    const Json json = reader.read(spoilt);
    QVERIFY(json.isObject());
    QCOMPARE(json["text"].text(), text);
    QCOMPARE(json["before"].text(), QStringLiteral("b"));
    for (const Json item : json["after"].items()) {
        QCOMPARE(item.text(), QStringLiteral("xé"));
    }
}

void TestJson::leavesGoodTextAlone_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("pair") << QByteArray(R"({"a":"\ud83c\udf0a \\ \" \/ é 🌊"})");
    QTest::newRow("white space") << QByteArray("{\n\t\"a\" : [ 1 ,\r\n2 ] }");
}

void TestJson::leavesGoodTextAlone() {
    QFETCH(const QByteArray, json);
    QCOMPARE(mendedJson(json), json);
}

void TestJson::refusesWhatIsNoJson_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half") << QByteArray(R"({"a":"b)");
    QTest::newRow("half an escape") << QByteArray(R"({"a":"\u12)");
    QTest::newRow("a lone backslash") << QByteArray("{\"a\":\"\\");
    QTest::newRow("bad escape") << QByteArray(R"({"a":"\x"})");
    QTest::newRow("bad digits") << QByteArray(R"({"a":"\uzzzz"})");
    QTest::newRow("a number too big") << QByteArray(R"({"a":1e999})");
    QTest::newRow("too deep") << QByteArray(5000, '[') + QByteArray(5000, ']');
    QTest::newRow("words") << QByteArray("hello");
}

void TestJson::refusesWhatIsNoJson() {
    QFETCH(const QByteArray, bytes);
    JsonReader reader;
    QVERIFY(!reader.read(bytes));
    // And goes on with the next.
    QVERIFY(reader.read("{}").isObject());
}

void TestJson::walksLists() {
    JsonReader reader;
    const Json json = reader.read(R"([1,[2],"3"])");
    QStringList items;
    for (const Json item : json.items()) {
        items.append(item.compact());
    }
    QCOMPARE(items, (QStringList{"1", "[2]", "\"3\""}));
    for ([[maybe_unused]] const Json item : json["no"].items()) {
        QFAIL("what is no list has no items");
    }
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestJson)
#include "tst_json.moc"
