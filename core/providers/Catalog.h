// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/ModelTraits.h"
#include "domain/Result.h"

#include <QByteArray>
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

    [[nodiscard]] const std::vector<domain::Endpoint>& endpoints() const { return m_endpoints; }
    [[nodiscard]] std::optional<domain::Endpoint> endpoint(QStringView id) const;
    [[nodiscard]] const std::vector<domain::ModelTraits>& models() const { return m_models; }
    [[nodiscard]] std::optional<domain::ModelTraits> model(QStringView endpointId, QStringView modelId) const;
    /// An endpoint for a provider name of the user's own: its dialect's usual credential, key variable
    /// RIVULET_API_KEY. Fails for a dialect that is not known or a base URL that may not be used.
    [[nodiscard]] domain::Result<domain::Endpoint> custom(const QString& id, const QString& dialect,
                                                          const QUrl& baseUrl) const;

private:
    std::vector<domain::Endpoint> m_endpoints;
    std::vector<domain::ModelTraits> m_models;
};

} // namespace rivulet::providers
