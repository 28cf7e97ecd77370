// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Result.h"

#include <QByteArray>
#include <QStringList>

#include <optional>
#include <vector>

namespace rivulet::providers {

/// What is known of a model before any server is asked. Unset: not known.
struct ModelFacts {
    QString id;
    QString name;
    QString endpointId;
    std::optional<qint64> contextTokens;
    std::optional<qint64> maxOutputTokens;
    /// How thinking is asked for: "none" (the model has none), "enabled" (with a budget of tokens),
    /// "adaptive", "always" (adaptive, and it can't be turned off) or "effort". Empty: not known. As
    /// Prompt::thinkingMode.
    QString thinking;
    std::optional<double> inputPrice;  ///< USD per million tokens
    std::optional<double> outputPrice; ///< USD per million tokens
};

/// The tables of providers.json and models.json, parsed. Pure: the application reads the files and hands in
/// bytes.
class Catalog {
public:
    [[nodiscard]] static domain::Result<Catalog> parse(const QByteArray& providersJson,
                                                       const QByteArray& modelsJson);

    [[nodiscard]] const std::vector<domain::Endpoint>& endpoints() const { return m_endpoints; }
    [[nodiscard]] std::optional<domain::Endpoint> endpoint(QStringView id) const;
    [[nodiscard]] const std::vector<ModelFacts>& models() const { return m_models; }
    [[nodiscard]] std::optional<ModelFacts> model(QStringView endpointId, QStringView modelId) const;
    /// An endpoint for a provider name of the user's own: its dialect's usual credential, key variable
    /// RIVULET_API_KEY. Fails for a dialect that is not known or a base URL that may not be used.
    [[nodiscard]] domain::Result<domain::Endpoint> custom(const QString& id, const QString& dialect,
                                                          const QUrl& baseUrl) const;

private:
    std::vector<domain::Endpoint> m_endpoints;
    std::vector<ModelFacts> m_models;
};

} // namespace rivulet::providers
