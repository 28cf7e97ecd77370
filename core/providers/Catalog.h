// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/ModelTraits.h"
#include "domain/Result.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace rivulet::providers {

/// The tables of providers.json and models.json, parsed. Pure: the application reads the files and hands in
/// bytes.
class Catalog {
public:
    [[nodiscard]] static domain::Result<Catalog> parse(const QByteArray& providersJson,
                                                       const QByteArray& modelsJson);
    /// These tables with those of a user over them: a row of the same id takes the place of ours, a new one
    /// is added; what the user's row of a model does not tell, ours still does. An empty table adds nothing.
    [[nodiscard]] domain::Result<Catalog> extended(const QByteArray& providersJson,
                                                   const QByteArray& modelsJson) const;

    [[nodiscard]] const std::vector<domain::Endpoint>& endpoints() const { return m_endpoints; }
    [[nodiscard]] std::optional<domain::Endpoint> endpoint(QStringView id) const;
    /// What the address of this endpoint looks like, where only its user knows it: with {places} to fill in.
    /// Empty for all others. An endpoint of this kind has no address yet.
    [[nodiscard]] QString addressTemplate(const QString& id) const { return m_addressTemplates.value(id); }
    /// Whether an endpoint is where its row has it, or where its row's template allows: the server that the
    /// row's key variable is meant for.
    [[nodiscard]] bool isAtItsOwnServer(const domain::Endpoint& endpoint) const;
    /// The rows of our own table, of all providers.
    [[nodiscard]] const std::vector<domain::ModelTraits>& models() const { return m_models; }
    /// The models that the tables know this endpoint to have: its own, those of the row whose models it
    /// shares, and what a user added, also for servers that stand in no table.
    [[nodiscard]] std::vector<domain::ModelTraits> modelsOf(QStringView endpointId) const;
    /// What is known of a model: the user's own table has the first word, then its server (`told`), then our
    /// table. Nothing where none of them knows it.
    [[nodiscard]] std::optional<domain::ModelTraits>
    model(QStringView endpointId, QStringView modelId,
          const std::optional<domain::ModelTraits>& told = std::nullopt) const;
    /// An endpoint for a provider name of the user's own: its dialect's usual credential, key variable
    /// RIVULET_API_KEY. Fails for a dialect that is not known or a base URL that may not be used.
    [[nodiscard]] domain::Result<domain::Endpoint> custom(const QString& id, const QString& dialect,
                                                          const QUrl& baseUrl) const;

    /// The row of providers.json that holds this endpoint, whole.
    [[nodiscard]] static QJsonObject row(const domain::Endpoint& endpoint);
    /// An endpoint as a row has it, and what is wrong with the row. Never more than may be used: a field that
    /// is not what it should be is as if it weren't there.
    struct Reading {
        domain::Endpoint endpoint;
        QString problem;
    };
    [[nodiscard]] static Reading read(const QJsonObject& row);

private:
    using Models = std::vector<domain::ModelTraits>;

    [[nodiscard]] std::optional<domain::Failure> addProviders(const QByteArray& json);
    [[nodiscard]] std::optional<domain::Failure> addModels(const QByteArray& json, Models& table);
    /// An endpoint itself and, behind it, the one whose models it shares.
    [[nodiscard]] QStringList owners(QStringView endpointId) const;

    std::vector<domain::Endpoint> m_endpoints;
    QHash<QString, QString> m_addressTemplates;
    QHash<QString, QString> m_sharedModels; ///< a row's id to that of the row whose models it has
    Models m_models;
    Models m_ownModels; ///< the user's
};

} // namespace rivulet::providers
