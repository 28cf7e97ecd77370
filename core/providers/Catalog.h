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
    /// is added. An empty table adds nothing.
    [[nodiscard]] domain::Result<Catalog> extended(const QByteArray& providersJson,
                                                   const QByteArray& modelsJson) const;

    [[nodiscard]] const std::vector<domain::Endpoint>& endpoints() const { return m_endpoints; }
    [[nodiscard]] std::optional<domain::Endpoint> endpoint(QStringView id) const;
    /// What the address of this endpoint looks like, where only its user knows it: with {places} to fill in.
    /// Empty for all others. An endpoint of this kind has no address yet.
    [[nodiscard]] QString addressTemplate(const QString& id) const { return m_addressTemplates.value(id); }
    /// Of all providers, also of such as stand in no table: a user may know models of servers of his own.
    [[nodiscard]] const std::vector<domain::ModelTraits>& models() const { return m_models; }
    [[nodiscard]] std::optional<domain::ModelTraits> model(QStringView endpointId, QStringView modelId) const;
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
    [[nodiscard]] std::optional<domain::Failure> addProviders(const QByteArray& json);
    [[nodiscard]] std::optional<domain::Failure> addModels(const QByteArray& json);

    std::vector<domain::Endpoint> m_endpoints;
    QHash<QString, QString> m_addressTemplates;
    std::vector<domain::ModelTraits> m_models;
};

} // namespace rivulet::providers
