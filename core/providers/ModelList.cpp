// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ModelList.h"

#include "ErrorBody.h"
#include "Json.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace rivulet::providers {

using domain::ModelTraits;

namespace {

/// The first of these fields that holds a number over 0: some write 0 for what they don't know.
std::optional<qint64> firstNumber(const Json& row, std::initializer_list<const char*> names) {
    for (const char* const name : names) {
        if (const auto number = row[name].integer(); number && *number > 0) {
            return number;
        }
    }
    return std::nullopt;
}

/// Whether a list names this; nothing where there is no list.
std::optional<bool> names(const Json& list, std::string_view name) {
    if (!list.isArray()) {
        return std::nullopt;
    }
    const auto items = list.items();
    for (const Json item : items) {
        if (item.view() == name) {
            return true;
        }
    }
    return false;
}

std::optional<bool> firstOf(std::initializer_list<std::optional<bool>> told) {
    for (const auto& answer : told) {
        if (answer) {
            return answer;
        }
    }
    return std::nullopt;
}

/// Lists of this kind hold every model of an account, and some say what one is for only by its name.
bool canChat(const Json& row, const QString& id) {
    constexpr std::array otherwise{u"embed",      u"whisper",    u"tts-",      u"-tts",  u"dall-e",
                                   u"transcribe", u"moderation", u"-realtime", u"sora-", u"gpt-image"};
    if (const auto chats = row["capabilities"]["completion_chat"].truth()) {
        return *chats;
    }
    if (row["active"].truth() == std::optional(false)) {
        return false;
    }
    if (const QString type = row["type"].text(); type == u"embedding" || type == u"embeddings") {
        return false;
    }
    if (const auto writes = names(row["architecture"]["output_modalities"], "text")) {
        return *writes;
    }
    return std::ranges::none_of(otherwise,
                                [&id](QStringView part) { return id.contains(part, Qt::CaseInsensitive); });
}

/// USD per token, written as a text so that nobody rounds it, to USD per million. Below 0: it depends.
std::optional<double> pricePerMillion(const Json& price) {
    bool ok = price.isNumber();
    const double perToken = ok ? price.number().value_or(-1) : price.text().toDouble(&ok);
    if (!ok || !std::isfinite(perToken) || perToken < 0) {
        return std::nullopt;
    }
    // To the millionth: what is beyond comes from binary fractions.
    return std::round(perToken * 1e12) / 1e6;
}

std::optional<bool> isLoaded(const Json& row) {
    const Json instances = row["loaded_instances"];
    if (instances.isArray()) {
        return !instances.isEmpty();
    }
    const QString state = row["status"]["value"].text() + row["state"].text();
    return state.isEmpty() ? std::nullopt : std::optional(state == u"loaded");
}

/// As it is loaded, where it is; else as it was made.
std::optional<qint64> contextOf(const Json& row) {
    const auto instances = row["loaded_instances"].items();
    for (const Json instance : instances) {
        if (const auto loaded = firstNumber(instance["config"], {"context_length"})) {
            return loaded;
        }
    }
    const auto told = firstNumber(row, {"loaded_context_length", "context_length", "max_context_length",
                                        "context_window", "max_model_len"});
    return told ? told : firstNumber(row["meta"], {"n_ctx", "n_ctx_train"});
}

ModelTraits traitsOf(const Json& row, const QString& id) {
    const Json capabilities = row["capabilities"];
    const Json modalities = row["architecture"]["input_modalities"];
    const Json parameters = row["supported_parameters"];
    const Json pricing = row["pricing"];
    ModelTraits model;
    model.id = id;
    model.name = row["display_name"].text();
    if (model.name.isEmpty()) {
        model.name = row["name"].text();
    }
    if (model.name.isEmpty()) {
        model.name = id;
    }
    model.contextTokens = contextOf(row);
    model.maxOutputTokens = firstNumber(row["top_provider"], {"max_completion_tokens"});
    if (!model.maxOutputTokens) {
        model.maxOutputTokens = firstNumber(row, {"max_completion_tokens", "max_output_tokens"});
    }
    const Json reasoning = capabilities["reasoning"];
    model.thinks = firstOf({reasoning.truth(), reasoning.isObject() ? std::optional(true) : std::nullopt,
                            names(parameters, "reasoning")});
    model.takesImages = firstOf({capabilities["vision"].truth(), names(modalities, "image"),
                                 row["type"].view() == "vlm" ? std::optional(true) : std::nullopt});
    model.takesPdf = names(modalities, "file");
    model.usesTools =
        firstOf({capabilities["function_calling"].truth(), capabilities["trained_for_tool_use"].truth(),
                 names(capabilities, "tool_use"), names(parameters, "tools")});
    model.takesSampling = names(parameters, "temperature");
    model.loaded = isLoaded(row);
    model.inputPrice = pricePerMillion(pricing["prompt"]);
    model.outputPrice = pricePerMillion(pricing["completion"]);
    model.cachedPrice = pricePerMillion(pricing["input_cache_read"]);
    model.cacheWritePrice = pricePerMillion(pricing["input_cache_write"]);
    return model;
}

} // namespace

domain::Result<std::vector<ModelTraits>> readOpenAiList(const QByteArray& body) {
    JsonReader reader;
    const Json json = reader.read(body);
    const Json data = json["data"];
    const Json rows = json.isArray() ? json : data.isArray() ? data : json["models"];
    if (!rows.isArray()) {
        return failureInsteadOf(json, QStringLiteral("a list of models"));
    }
    std::vector<ModelTraits> models;
    for (const Json row : rows.items()) {
        QString id = row["id"].text();
        if (id.isEmpty()) {
            id = row["key"].text();
        }
        // A resource's name is told; a request takes it without its folder.
        if (id.startsWith(u"models/")) {
            id.remove(0, int(sizeof("models/") - 1));
        }
        if (!id.isEmpty() && canChat(row, id)) {
            models.push_back(traitsOf(row, id));
        }
    }
    return models;
}

} // namespace rivulet::providers
