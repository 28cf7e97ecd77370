// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "AnthropicList.h"

#include "ErrorBody.h"
#include "Json.h"
#include "ModelList.h"

namespace rivulet::providers {

namespace {

using domain::ModelTraits;

/// {"supported": true}, or the bare truth.
std::optional<bool> supported(const Json& capability) {
    const auto told = capability["supported"].truth();
    return told ? told : capability.truth();
}

/// How thinking is asked for, in the words of ModelTraits::thinking.
QString thinkingOf(const Json& capability) {
    if (supported(capability) == false) {
        return QStringLiteral("none");
    }
    const Json types = capability["types"];
    if (supported(types["adaptive"]) == true) {
        // The newest can't be told to leave it.
        return supported(types["disabled"]) == false ? QStringLiteral("always") : QStringLiteral("adaptive");
    }
    return supported(types["enabled"]) == true ? QStringLiteral("enabled") : QString();
}

ModelTraits modelOf(const Json& row) {
    const Json capabilities = row["capabilities"];
    ModelTraits model;
    model.id = row["id"].text();
    model.name = row["display_name"].text();
    if (model.name.isEmpty()) {
        model.name = model.id;
    }
    model.contextTokens = row["max_input_tokens"].integer();
    model.maxOutputTokens = row["max_tokens"].integer();
    model.thinks = supported(capabilities["thinking"]);
    model.thinking = thinkingOf(capabilities["thinking"]);
    model.takesImages = supported(capabilities["image_input"]);
    model.takesPdf = supported(capabilities["pdf_input"]);
    return model;
}

} // namespace

domain::Result<std::vector<ModelTraits>> readAnthropicList(const QByteArray& body) {
    JsonReader reader;
    const Json json = reader.read(body);
    if (json["object"].view() == "list") {
        return readOpenAiList(body);
    }
    if (!json["data"].isArray()) {
        return failureInsteadOf(json, QStringLiteral("a list of models"));
    }
    std::vector<ModelTraits> models;
    for (const Json row : json["data"].items()) {
        if (!row["id"].view().empty() && row["lifecycle"].view() != "retired") {
            models.push_back(modelOf(row));
        }
    }
    return models;
}

} // namespace rivulet::providers
