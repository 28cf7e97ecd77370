// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Catalog.h"

#include "CatalogRow.h"
#include "providers/Dialect.h"

#include <QJsonDocument>

#include <algorithm>

namespace rivulet::providers {

using domain::Endpoint;
using domain::Failure;
using domain::Result;

namespace {

Failure invalid(const QString& detail) {
    Failure failure;
    failure.kind = Failure::Kind::InvalidSettings;
    failure.detail = detail;
    return failure;
}

/// Reads the rows of one table with `read`; none may be there twice in it. They take the place of those in
/// `values` that `same` finds.
template <typename Value, typename Read, typename Same>
std::optional<Failure> readRows(const Json& file, const QString& fileName, const char* table,
                                std::vector<Value>& values, Read read, Same same) {
    const Json rows = file[table];
    if (!rows.isArray()) {
        return invalid(QStringLiteral("%1: must be a JSON object with a list \"%2\"")
                           .arg(fileName, QLatin1String(table)));
    }
    std::vector<Value> added;
    for (const Json fields : rows.items()) {
        const QString id = fields["id"].text();
        CatalogRow row(QStringLiteral("%1 row %2 (%3)")
                           .arg(fileName)
                           .arg(added.size() + 1)
                           .arg(id.isEmpty() ? QStringLiteral("no id") : id),
                       fields);
        Value value = read(row);
        const auto isSame = [&](const Value& other) { return same(value, other); };
        if (std::ranges::any_of(added, isSame)) {
            row.blame("id", QStringLiteral("is there twice"));
        }
        if (!row.problem().isEmpty()) {
            return invalid(row.problem());
        }
        added.push_back(std::move(value));
    }
    for (Value& value : added) {
        const auto known =
            std::ranges::find_if(values, [&](const Value& other) { return same(value, other); });
        if (known == values.end()) {
            values.push_back(std::move(value));
        } else {
            *known = std::move(value);
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<Failure> Catalog::addProviders(const QByteArray& json) {
    JsonReader reader;
    const auto read = [this](CatalogRow& row) {
        Endpoint endpoint = readEndpoint(row);
        const QString address = row.text("base_url_template");
        if (endpoint.baseUrl.isEmpty() && !address.isEmpty()) {
            m_addressTemplates.insert(endpoint.id, address);
        } else {
            m_addressTemplates.remove(endpoint.id);
        }
        return endpoint;
    };
    return readRows(reader.read(json), QStringLiteral("providers.json"), "providers", m_endpoints, read,
                    [](const Endpoint& a, const Endpoint& b) { return a.id == b.id; });
}

std::optional<Failure> Catalog::addModels(const QByteArray& json) {
    JsonReader reader;
    const Json file = reader.read(json);
    const QString date = file["as_of"].text();
    return readRows(
        file, QStringLiteral("models.json"), "models", m_models,
        [&date](CatalogRow& row) { return readModel(row, date); },
        [](const domain::ModelTraits& a, const domain::ModelTraits& b) {
            return a.id == b.id && a.endpointId == b.endpointId;
        });
}

Result<Catalog> Catalog::parse(const QByteArray& providersJson, const QByteArray& modelsJson) {
    Catalog catalog;
    if (auto failure = catalog.addProviders(providersJson)) {
        return *failure;
    }
    if (auto failure = catalog.addModels(modelsJson)) {
        return *failure;
    }
    return catalog;
}

Result<Catalog> Catalog::extended(const QByteArray& providersJson, const QByteArray& modelsJson) const {
    Catalog catalog = *this;
    if (auto failure = providersJson.isEmpty() ? std::nullopt : catalog.addProviders(providersJson)) {
        return *failure;
    }
    if (auto failure = modelsJson.isEmpty() ? std::nullopt : catalog.addModels(modelsJson)) {
        return *failure;
    }
    return catalog;
}

QJsonObject Catalog::row(const Endpoint& endpoint) {
    return writeEndpoint(endpoint);
}

Catalog::Reading Catalog::read(const QJsonObject& row) {
    JsonReader reader;
    const QByteArray bytes = QJsonDocument(row).toJson(QJsonDocument::Compact);
    CatalogRow fields(row.value(u"id").toString(), reader.read(bytes));
    Reading reading{readEndpoint(fields), {}};
    reading.problem = fields.problem();
    return reading;
}

std::optional<Endpoint> Catalog::endpoint(QStringView id) const {
    const auto found = std::ranges::find(m_endpoints, id, &Endpoint::id);
    return found == m_endpoints.end() ? std::nullopt : std::optional(*found);
}

std::optional<domain::ModelTraits> Catalog::model(QStringView endpointId, QStringView modelId) const {
    const auto found = std::ranges::find_if(m_models, [&](const domain::ModelTraits& facts) {
        return facts.endpointId == endpointId && facts.id == modelId;
    });
    return found == m_models.end() ? std::nullopt : std::optional(*found);
}

Result<Endpoint> Catalog::custom(const QString& id, const QString& dialect, const QUrl& baseUrl) const {
    if (!dialectNames().contains(dialect)) {
        return invalid(QStringLiteral("the dialect \"%1\" is not known; there are %2")
                           .arg(dialect, dialectNames().join(QStringLiteral(", "))));
    }
    Endpoint endpoint;
    endpoint.id = id;
    endpoint.name = id;
    endpoint.dialect = dialect;
    endpoint.baseUrl = baseUrl;
    endpoint.keyVariable = QStringLiteral("RIVULET_API_KEY");
    // How this dialect's keys are shown stands in the table: as its first provider has it.
    const auto usual = std::ranges::find_if(m_endpoints, [&dialect](const Endpoint& row) {
        return row.dialect == dialect && !row.credential.header.isEmpty();
    });
    if (usual != m_endpoints.end()) {
        endpoint.credential = usual->credential;
    } else {
        endpoint.credential = {"Authorization", "Bearer "}; // as most servers take it
    }
    if (const QString problem = endpoint.problem(); !problem.isEmpty()) {
        return invalid(problem);
    }
    return endpoint;
}

} // namespace rivulet::providers
