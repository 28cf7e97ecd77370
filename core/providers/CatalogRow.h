// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Json.h"
#include "domain/Endpoint.h"
#include "domain/ModelTraits.h"

#include <QJsonObject>
#include <QStringList>

#include <functional>

namespace rivulet::providers {

/// The fields of one row of a table. The first that is not what it should be is remembered with its place,
/// and reading goes on with defaults, so that a row is read straight down and judged once. Knows no table.
/// Private to this layer.
class CatalogRow {
public:
    CatalogRow(QString place, Json fields);

    [[nodiscard]] bool has(const char* name) const { return static_cast<bool>(m_fields[name]); }
    [[nodiscard]] QString required(const char* name);
    [[nodiscard]] QString text(const char* name);
    /// A text of which `fits` holds; `rule` says so to people.
    [[nodiscard]] QString text(const char* name, const std::function<bool(const QString&)>& fits,
                               const QString& rule);
    [[nodiscard]] QString oneOf(const char* name, const QStringList& known);
    [[nodiscard]] QStringList texts(const char* name);
    [[nodiscard]] std::optional<bool> truth(const char* name);
    [[nodiscard]] std::optional<qint64> count(const char* name);
    [[nodiscard]] std::optional<double> price(const char* name);

    void blame(const char* name, const QString& problem);
    /// Empty where all is well.
    [[nodiscard]] const QString& problem() const { return m_problem; }

private:
    QString m_place;
    Json m_fields;
    QString m_problem;
};

/// A row of providers.json. What may not be sent as it stands is blamed and left out. A row whose address
/// only its user knows has a `base_url_template` instead of a `base_url`, and its endpoint no address yet.
[[nodiscard]] domain::Endpoint readEndpoint(CatalogRow& row);
/// The row from which readEndpoint makes this endpoint.
[[nodiscard]] QJsonObject writeEndpoint(const domain::Endpoint& endpoint);

/// A row of models.json. `date`: when the table's prices were looked up, for rows that tell no date.
[[nodiscard]] domain::ModelTraits readModel(CatalogRow& row, const QString& date);

} // namespace rivulet::providers
