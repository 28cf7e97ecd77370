// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QTest>

namespace rivulet::providers {

namespace {

using domain::ModelTraits;
using Models = std::vector<ModelTraits>;

Models listOf(const QByteArray& rows) {
    const auto list = makeDialect(u"anthropic")->readList(R"({"data":[)" + rows + R"(],"has_more":false})");
    return list.ok() ? list.value() : Models();
}

} // namespace

class TestAnthropicList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatTheServerTells();
    void tellsHowThinkingIsAskedFor_data();
    void tellsHowThinkingIsAskedFor();
    void leavesOpenWhatIsNotTold();
    void leavesOutRetiredModels();
    void readsTheListOfAnotherProtocol();
};

void TestAnthropicList::tellsWhatTheServerTells() {
    const Models models = listOf(R"({"type":"model","id":"claude-opus-5-5","display_name":"Claude Opus 5.5",
        "created_at":"2026-09-22T00:00:00Z","lifecycle":"active","line":"opus","max_input_tokens":1000000,
        "max_tokens":128000,"capabilities":{"thinking":{"supported":true,"types":{"adaptive":{"supported":true},
        "enabled":{"supported":false},"disabled":{"supported":false},"between_tools":{"supported":false}}},
        "effort":{"supported":true},"image_input":{"supported":true},"pdf_input":{"supported":false},
        "structured_outputs":{"supported":true}}})");
    ModelTraits expected;
    expected.id = QStringLiteral("claude-opus-5-5");
    expected.name = QStringLiteral("Claude Opus 5.5");
    expected.contextTokens = 1'000'000;
    expected.maxOutputTokens = 128'000;
    expected.thinking = QStringLiteral("always");
    expected.thinks = true;
    expected.takesImages = true;
    expected.takesPdf = false;
    QCOMPARE(models.size(), 1U);
    QVERIFY(models.front() == expected);
}

void TestAnthropicList::tellsHowThinkingIsAskedFor_data() {
    QTest::addColumn<QByteArray>("capability");
    QTest::addColumn<QString>("mode");
    const auto row = [](const char* capability, const char* mode) {
        QTest::newRow(capability) << QByteArray(capability) << QString::fromLatin1(mode);
    };
    row(R"({"supported":false})", "none");
    row(R"(false)", "none");
    row(R"({"supported":true})", "");
    row(R"(null)", "");
    row(R"({"supported":true,"types":{"enabled":{"supported":true}}})", "enabled");
    row(R"({"supported":true,"types":{"enabled":true,"adaptive":true}})", "adaptive");
    row(R"({"supported":true,"types":{"adaptive":{"supported":true},"disabled":{"supported":true}}})",
        "adaptive");
    row(R"({"supported":true,"types":{"adaptive":{"supported":true},"disabled":{"supported":false}}})",
        "always");
    row(R"({"supported":true,"types":{"brand_new":{"supported":true}}})", "");
}

void TestAnthropicList::tellsHowThinkingIsAskedFor() {
    QFETCH(const QByteArray, capability);
    QFETCH(const QString, mode);
    const Models models = listOf(R"({"id":"m","capabilities":{"thinking":)" + capability + "}}");
    QCOMPARE(models.size(), 1U);
    QCOMPARE(models.front().thinking, mode);
}

void TestAnthropicList::leavesOpenWhatIsNotTold() {
    ModelTraits bare;
    bare.id = bare.name = QStringLiteral("m");
    for (const char* const row : {R"({"id":"m"})", R"({"id":"m","capabilities":null,"max_tokens":null})",
                                  R"({"id":"m","capabilities":[],"max_input_tokens":"many"})"}) {
        const Models models = listOf(row);
        QCOMPARE(models.size(), 1U);
        QVERIFY2(models.front() == bare, row);
    }
}

void TestAnthropicList::leavesOutRetiredModels() {
    const Models models =
        listOf(R"({"id":"a","lifecycle":"retired"},{"id":"b","lifecycle":"deprecated"},{"id":7},
        {"id":"c","lifecycle":"brand_new"})");
    QCOMPARE(models.size(), 2U);
    QCOMPARE(models.front().id, QStringLiteral("b"));
    QCOMPARE(models.back().id, QStringLiteral("c"));
}

void TestAnthropicList::readsTheListOfAnotherProtocol() {
    const auto list =
        makeDialect(u"anthropic")
            ->readList(
                R"({"object":"list","data":[{"id":"qwen3","object":"model","meta":{"n_ctx_train":4096}}]})");
    QVERIFY(list.ok());
    QCOMPARE(list.value().size(), 1U);
    QCOMPARE(list.value().front().contextTokens, std::optional<qint64>(4096));
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestAnthropicList)
#include "tst_anthropic_list.moc"
