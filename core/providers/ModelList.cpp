// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ModelList.h"

#include "ErrorBody.h"
#include "Json.h"

#include <algorithm>
#include <array>

namespace rivulet::providers {

namespace {

/// The first of these fields that holds a number.
std::optional<qint64> firstNumber(const Json& row, std::initializer_list<const char*> names) {
    for (const char* const name : names) {
        if (const auto number = row[name].integer()) {
            return number;
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
    if (const QString type = row["type"].text(); type == u"embedding" || type == u"embeddings") {
        return false;
    }
    return std::ranges::none_of(otherwise,
                                [&id](QStringView part) { return id.contains(part, Qt::CaseInsensitive); });
}

std::optional<bool> thinks(const Json& row) {
    if (const auto told = row["capabilities"]["reasoning"].truth()) {
        return told;
    }
    const Json parameters = row["supported_parameters"];
    if (!parameters.isArray()) {
        return std::nullopt;
    }
    const auto items = parameters.items();
    for (const Json parameter : items) {
        if (parameter.view() == "reasoning") {
            return true;
        }
    }
    return false;
}

} // namespace

domain::Result<std::vector<domain::ModelTraits>> readOpenAiList(const QByteArray& body) {
    JsonReader reader;
    const Json json = reader.read(body);
    const Json rows = json.isArray() ? json : json["data"];
    if (!rows.isArray()) {
        return failureInsteadOf(json, QStringLiteral("a list of models"));
    }
    std::vector<domain::ModelTraits> models;
    for (const Json row : rows.items()) {
        const QString id = row["id"].text();
        if (id.isEmpty() || !canChat(row, id)) {
            continue;
        }
        const QString name = row["name"].text();
        auto context =
            firstNumber(row, {"context_length", "max_context_length", "context_window", "max_model_len"});
        if (!context) {
            context = firstNumber(row["meta"], {"n_ctx", "n_ctx_train"});
        }
        domain::ModelTraits model;
        model.id = id;
        model.name = name.isEmpty() ? id : name;
        model.contextTokens = context;
        model.maxOutputTokens = firstNumber(row["top_provider"], {"max_completion_tokens"});
        model.thinks = thinks(row);
        models.push_back(std::move(model));
    }
    return models;
}

} // namespace rivulet::providers
