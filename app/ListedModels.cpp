// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ListedModels.h"

#include "Settings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace rivulet::app {

namespace {

using domain::ModelTraits;

template <typename T>
void put(QJsonObject& object, QLatin1String name, const std::optional<T>& value) {
    if (value) {
        object[name] = *value;
    }
}

QJsonObject toJson(const ModelTraits& model) {
    QJsonObject row{{QStringLiteral("id"), model.id}};
    if (!model.name.isEmpty() && model.name != model.id) {
        row[QStringLiteral("name")] = model.name;
    }
    if (!model.thinking.isEmpty()) {
        row[QStringLiteral("thinking")] = model.thinking;
    }
    put(row, QLatin1String("context"), model.contextTokens);
    put(row, QLatin1String("max_output"), model.maxOutputTokens);
    put(row, QLatin1String("thinks"), model.thinks);
    put(row, QLatin1String("images"), model.takesImages);
    put(row, QLatin1String("pdf"), model.takesPdf);
    put(row, QLatin1String("tools"), model.usesTools);
    put(row, QLatin1String("sampling"), model.takesSampling);
    put(row, QLatin1String("input_price"), model.inputPrice);
    put(row, QLatin1String("output_price"), model.outputPrice);
    put(row, QLatin1String("cached_price"), model.cachedPrice);
    put(row, QLatin1String("cache_write_price"), model.cacheWritePrice);
    return row;
}

std::optional<qint64> count(const QJsonValue& value) {
    return value.isDouble() ? std::optional<qint64>(value.toInteger()) : std::nullopt;
}
std::optional<double> price(const QJsonValue& value) {
    return value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt;
}
std::optional<bool> truth(const QJsonValue& value) {
    return value.isBool() ? std::optional<bool>(value.toBool()) : std::nullopt;
}

ModelTraits toTraits(const QJsonObject& row, const QString& endpointId) {
    ModelTraits model;
    model.id = row.value(u"id").toString();
    model.name = row.value(u"name").toString();
    model.endpointId = endpointId;
    model.thinking = row.value(u"thinking").toString();
    model.contextTokens = count(row.value(u"context"));
    model.maxOutputTokens = count(row.value(u"max_output"));
    model.thinks = truth(row.value(u"thinks"));
    model.takesImages = truth(row.value(u"images"));
    model.takesPdf = truth(row.value(u"pdf"));
    model.usesTools = truth(row.value(u"tools"));
    model.takesSampling = truth(row.value(u"sampling"));
    model.inputPrice = price(row.value(u"input_price"));
    model.outputPrice = price(row.value(u"output_price"));
    model.cachedPrice = price(row.value(u"cached_price"));
    model.cacheWritePrice = price(row.value(u"cache_write_price"));
    return model;
}

} // namespace

ListedModels::ListedModels(Settings& settings)
    : m_settings(settings) {}

const std::vector<ModelTraits>& ListedModels::of(const QString& endpointId) const {
    const auto known = m_read.constFind(endpointId);
    if (known != m_read.constEnd()) {
        return *known;
    }
    std::vector<ModelTraits> models;
    const auto rows = QJsonDocument::fromJson(m_settings.listedModels(endpointId)).array();
    for (const auto& row : rows) {
        ModelTraits model = toTraits(row.toObject(), endpointId);
        if (!model.id.isEmpty() && models.size() < most) {
            models.push_back(std::move(model));
        }
    }
    auto& kept = m_read[endpointId];
    kept = std::move(models);
    return kept;
}

void ListedModels::set(const QString& endpointId, std::vector<ModelTraits> models) {
    if (models.size() > most) {
        models.resize(most);
    }
    QJsonArray rows;
    for (ModelTraits& model : models) {
        model.endpointId = endpointId;
        // A name that only repeats the id tells nothing, and would hide a better one.
        if (model.name == model.id) {
            model.name.clear();
        }
        rows.append(toJson(model));
    }
    m_read[endpointId] = std::move(models);
    m_settings.setListedModels(endpointId, QJsonDocument(rows).toJson(QJsonDocument::Compact));
}

} // namespace rivulet::app
