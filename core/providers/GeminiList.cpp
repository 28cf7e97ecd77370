// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "GeminiList.h"

#include "GeminiErrors.h"
#include "Json.h"

#include <algorithm>
#include <array>

namespace rivulet::providers {

namespace {

/// Whether it answers a chat in text, as far as the list lets know.
bool canChat(const Json& row, const QString& id) {
    constexpr std::array otherwise{u"-tts", u"-transcribe", u"-image", u"-live", u"-audio", u"embedding"};
    if (std::ranges::any_of(otherwise, [&id](QStringView part) { return id.contains(part); })) {
        return false;
    }
    const Json methods = row["supportedGenerationMethods"];
    bool chats = !methods.isArray();
    for (const Json method : methods.items()) {
        chats = chats || method.view().ends_with("enerateContent");
    }
    return chats;
}

} // namespace

domain::Result<std::vector<domain::ModelTraits>> readGeminiList(const QByteArray& body) {
    JsonReader reader;
    const Json json = reader.read(body);
    // An account without models gets an object without the list.
    if (!json["models"].isArray() && !(json.isObject() && json.isEmpty())) {
        return geminiFailure(json);
    }
    std::vector<domain::ModelTraits> models;
    for (const Json row : json["models"].items()) {
        QString id = row["name"].text();
        if (id.startsWith(u"models/")) {
            id.remove(0, 7);
        }
        if (id.isEmpty() || !canChat(row, id)) {
            continue;
        }
        const QString name = row["displayName"].text();
        domain::ModelTraits model;
        model.id = id;
        model.name = name.isEmpty() ? id : name;
        model.contextTokens = row["inputTokenLimit"].integer();
        model.maxOutputTokens = row["outputTokenLimit"].integer();
        model.thinks = row["thinking"].truth();
        if (id.startsWith(u"gemini-")) {
            model.takesImages = true;
            model.takesPdf = true;
        }
        models.push_back(std::move(model));
    }
    return models;
}

} // namespace rivulet::providers
