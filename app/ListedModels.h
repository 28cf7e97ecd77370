// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/ModelTraits.h"

#include <QHash>
#include <QString>

#include <vector>

namespace rivulet::app {

class Settings;

/// What each endpoint's server listed last, with all that it told of its models: kept in the settings, so
/// that a picker is full before anything was asked. Knows no network and no other source.
class ListedModels {
public:
    /// No server's list is kept beyond this.
    static constexpr std::size_t most = 2000;

    explicit ListedModels(Settings& settings);

    [[nodiscard]] const std::vector<domain::ModelTraits>& of(const QString& endpointId) const;
    void set(const QString& endpointId, std::vector<domain::ModelTraits> models);

private:
    Settings& m_settings;
    mutable QHash<QString, std::vector<domain::ModelTraits>> m_read; ///< as far as it was asked for
};

} // namespace rivulet::app
