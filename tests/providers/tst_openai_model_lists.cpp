// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Dialect.h"

#include <QTest>

namespace rivulet::providers {

namespace {

using domain::ModelTraits;

ModelTraits named(const char* id, const char* name = nullptr) {
    ModelTraits model;
    model.id = QString::fromLatin1(id);
    model.name = QString::fromLatin1(name == nullptr ? id : name);
    return model;
}

} // namespace

using Models = std::vector<ModelTraits>;

/// What each relative adds to its list.
class TestOpenAiModelLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheListTells_data();
    void readsWhatTheListTells();
};

void TestOpenAiModelLists::readsWhatTheListTells_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Models>("models");
    const auto row = [](const char* name, const char* body, const Models& models) {
        QTest::newRow(name) << QByteArray(body) << models;
    };

    ModelTraits priced = named("a/b", "B by A");
    priced.contextTokens = 200'000;
    priced.maxOutputTokens = 64'000;
    priced.thinks = true;
    priced.usesTools = true;
    priced.takesSampling = false;
    priced.takesImages = true;
    priced.takesPdf = true;
    priced.inputPrice = 30;
    priced.outputPrice = 60;
    priced.cachedPrice = 0.075;
    priced.cacheWritePrice = 37.5;
    ModelTraits free = named("c", "C");
    free.contextTokens = 8192;
    free.thinks = false;
    free.usesTools = false;
    free.takesSampling = true;
    free.takesImages = false;
    free.takesPdf = false;
    free.inputPrice = 0;
    free.outputPrice = 0;
    ModelTraits router = named("auto", "Auto");
    row("a gateway: prices a token, modalities, parameters", R"({"data":[
        {"id":"a/b","canonical_slug":"a/b-1","name":"B by A","context_length":200000,
         "architecture":{"input_modalities":["text","image","file"],"output_modalities":["text"]},
         "pricing":{"prompt":"0.00003","completion":"0.00006","input_cache_read":"0.000000075",
                    "input_cache_write":"0.0000375","image":"0.1"},
         "top_provider":{"context_length":200000,"max_completion_tokens":64000,"is_moderated":false},
         "supported_parameters":["tools","reasoning","max_tokens"]},
        {"id":"c","name":"C","context_length":8192,"pricing":{"prompt":"0","completion":"0"},
         "architecture":{"input_modalities":["text"],"output_modalities":["text"]},
         "top_provider":{"max_completion_tokens":null},"supported_parameters":["temperature"]},
        {"id":"auto","name":"Auto","context_length":0,"pricing":{"prompt":"-1","completion":"x"}},
        {"id":"draw","architecture":{"input_modalities":["text"],"output_modalities":["image"]}}],
        "links":{"next":null},"total_count":4})",
        {priced, free, router});

    ModelTraits medium = named("medium-3.5");
    medium.contextTokens = 262'144;
    medium.thinks = true;
    medium.usesTools = true;
    medium.takesImages = false;
    row("capabilities", R"({"object":"list","data":[
        {"id":"medium-3.5","name":"medium-3.5","max_context_length":262144,"aliases":["medium"],"deprecation":null,
         "capabilities":{"completion_chat":true,"function_calling":true,"reasoning":true,"vision":false}},
        {"id":"ocr","capabilities":{"completion_chat":false}}]})",
        {medium});

    ModelTraits loaded = named("maker/big", "Big");
    loaded.contextTokens = 8192;
    loaded.takesImages = true;
    loaded.usesTools = true;
    loaded.thinks = true;
    loaded.loaded = true;
    ModelTraits waiting = named("maker/small", "Small");
    waiting.contextTokens = 32'768;
    waiting.takesImages = false;
    waiting.usesTools = false;
    waiting.loaded = false;
    row("a native list: what is loaded, and how", R"({"models":[
        {"type":"llm","publisher":"maker","key":"maker/big","display_name":"Big","architecture":"x",
         "quantization":{"name":"Q4","bits_per_weight":4},"size_bytes":1,"params_string":"20B",
         "loaded_instances":[{"id":"maker/big","config":{"context_length":8192}}],"max_context_length":131072,
         "format":"gguf","capabilities":{"vision":true,"trained_for_tool_use":true,
         "reasoning":{"allowed_options":["low","high"],"default":"low"}}},
        {"type":"llm","key":"maker/small","display_name":"Small","loaded_instances":[],"max_context_length":32768,
         "capabilities":{"vision":false,"trained_for_tool_use":false}},
        {"type":"embedding","key":"maker/vectors","display_name":"Vectors"}]})",
        {loaded, waiting});

    ModelTraits seeing = named("eye");
    seeing.contextTokens = 4096;
    seeing.takesImages = true;
    seeing.usesTools = true;
    seeing.loaded = true;
    ModelTraits unloaded = named("plain");
    unloaded.contextTokens = 9000;
    unloaded.loaded = false;
    row("an older native list", R"({"data":[
        {"id":"eye","type":"vlm","state":"loaded","max_context_length":9000,"loaded_context_length":4096,
         "capabilities":["tool_use"]},
        {"id":"plain","type":"llm","state":"not-loaded","max_context_length":9000},
        {"id":"vectors","type":"embeddings"}]})",
        {seeing, unloaded});

    ModelTraits trained = named("l.gguf");
    trained.contextTokens = 4096;
    ModelTraits router1 = named("r");
    router1.loaded = false;
    row("what a file of weights tells; a router of files",
        R"({"models":[{"name":"l.gguf"}],"object":"list","data":[
        {"id":"l.gguf","meta":{"vocab_type":1,"n_vocab":32000,"n_ctx_train":4096,"n_params":1,"size":2}},
        {"id":"r","meta":null,"status":{"value":"unloaded"}}]})",
        {trained, router1});

    ModelTraits served = named("v");
    served.contextTokens = 32'768;
    row("a limit of its own", R"({"data":[{"id":"v","max_model_len":32768}]})", {served});

    ModelTraits fast = named("fast");
    fast.contextTokens = 131'072;
    fast.maxOutputTokens = 65'536;
    row("a window; what is switched off", R"({"data":[
        {"id":"fast","active":true,"context_window":131072,"max_completion_tokens":65536},
        {"id":"gone","active":false,"context_window":8192}]})",
        {fast});

    row("names with a folder", R"({"data":[{"id":"models/flash-2","display_name":"Flash 2"}]})",
        {named("flash-2", "Flash 2")});
}

void TestOpenAiModelLists::readsWhatTheListTells() {
    QFETCH(const QByteArray, body);
    QFETCH(const Models, models);
    const auto list = makeDialect(u"openai-chat")->readList(body);
    QVERIFY2(list.ok(), qPrintable(list.ok() ? QString() : list.failure().detail));
    QCOMPARE(list.value().size(), models.size());
    for (std::size_t i = 0; i < models.size(); ++i) {
        QCOMPARE(list.value().at(i).id, models.at(i).id);
        QVERIFY2(list.value().at(i) == models.at(i), qPrintable(models.at(i).id));
    }
}

} // namespace rivulet::providers

QTEST_GUILESS_MAIN(rivulet::providers::TestOpenAiModelLists)
#include "tst_openai_model_lists.moc"
