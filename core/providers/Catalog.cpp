// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "providers/Catalog.h"

#include "CatalogRow.h"
#include "providers/Dialect.h"

#include <QJsonDocument>
#include <QRegularExpression>

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
        if (const QString owner = row.text("models_of"); !owner.isEmpty()) {
            m_sharedModels.insert(endpoint.id, owner);
        } else {
            m_sharedModels.remove(endpoint.id);
        }
        return endpoint;
    };
    const QString fileName = QStringLiteral("providers.json");
    auto failure = readRows(reader.read(json), fileName, "providers", m_endpoints, read,
                            [](const Endpoint& a, const Endpoint& b) { return a.id == b.id; });
    if (failure) {
        return failure;
    }
    // Once all rows are known: the other one may stand further down.
    for (const Endpoint& sharing : m_endpoints) {
        const QString owner = m_sharedModels.value(sharing.id);
        if (!owner.isEmpty() && (!endpoint(owner) || m_sharedModels.contains(owner))) {
            return invalid(QStringLiteral("%1 (%2): models_of: \"%3\" is no other row with models of its own")
                               .arg(fileName, sharing.id, owner));
        }
    }
    return std::nullopt;
}

std::optional<Failure> Catalog::addModels(const QByteArray& json, Models& table) {
    JsonReader reader;
    const Json file = reader.read(json);
    const QString date = file["as_of"].text();
    return readRows(
        file, QStringLiteral("models.json"), "models", table,
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
    if (auto failure = catalog.addModels(modelsJson, catalog.m_models)) {
        return *failure;
    }
    return catalog;
}

Result<Catalog> Catalog::extended(const QByteArray& providersJson, const QByteArray& modelsJson) const {
    Catalog catalog = *this;
    if (auto failure = providersJson.isEmpty() ? std::nullopt : catalog.addProviders(providersJson)) {
        return *failure;
    }
    if (auto failure =
            modelsJson.isEmpty() ? std::nullopt : catalog.addModels(modelsJson, catalog.m_ownModels)) {
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

bool Catalog::isAtItsOwnServer(const Endpoint& endpoint) const {
    const auto row = this->endpoint(endpoint.id);
    if (!row || endpoint.baseUrl.isEmpty()) {
        return false;
    }
    if (row->origin() == endpoint.origin()) {
        return true;
    }
    // Only scheme and host decide where a key goes. A place stands for one label of the host, never for more.
    const QString server = addressTemplate(endpoint.id).section(u'/', 0, 2);
    static const QRegularExpression place(QStringLiteral("\\\\\\{[^}]*\\\\\\}"));
    QString pattern = QRegularExpression::escape(server);
    pattern.replace(place, QStringLiteral("[A-Za-z0-9-]+"));
    const QUrl url = endpoint.baseUrl.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    return !server.isEmpty() &&
           QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(url.toString()).hasMatch();
}

QStringList Catalog::owners(QStringView endpointId) const {
    QStringList ids{endpointId.toString()};
    if (const QString shared = m_sharedModels.value(ids.first()); !shared.isEmpty()) {
        ids.append(shared);
    }
    return ids;
}

std::vector<domain::ModelTraits> Catalog::modelsOf(QStringView endpointId) const {
    QStringList ids;
    const auto with = owners(endpointId);
    for (const Models* table : {&m_models, &m_ownModels}) {
        for (const auto& row : *table) {
            if (with.contains(row.endpointId) && !ids.contains(row.id)) {
                ids.append(row.id);
            }
        }
    }
    Models models;
    for (const QString& id : std::as_const(ids)) {
        models.push_back(*model(endpointId, id));
    }
    return models;
}

std::optional<domain::ModelTraits> Catalog::model(QStringView endpointId, QStringView modelId,
                                                  const std::optional<domain::ModelTraits>& told) const {
    std::optional<domain::ModelTraits> known;
    const auto complete = [&known](const domain::ModelTraits& lesser) {
        if (!known) {
            known = lesser;
            return;
        }
        if (known->name == known->id && !lesser.name.isEmpty()) {
            known->name = lesser.name; // the id is what a model without a name is called
        }
        known->completeFrom(lesser);
    };
    const auto with = owners(endpointId);
    const auto completeFrom = [&](const Models& table) {
        for (const QString& owner : with) {
            const auto row = std::ranges::find_if(table, [&](const domain::ModelTraits& each) {
                return each.endpointId == owner && each.id == modelId;
            });
            if (row != table.end()) {
                complete(*row);
            }
        }
    };
    completeFrom(m_ownModels);
    if (told) {
        complete(*told);
    }
    completeFrom(m_models);
    if (known) {
        known->endpointId = endpointId.toString();
    }
    return known;
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
