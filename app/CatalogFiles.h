// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "providers/Catalog.h"

#include <QStringList>

namespace rivulet::app {

/// Reads the bundled tables of providers and models.
[[nodiscard]] domain::Result<providers::Catalog> loadCatalog();

/// A catalog that can be used, and what could not be, as sentences for people.
struct LoadedCatalog {
    providers::Catalog catalog;
    QStringList problems;
};

/// The bundled tables with a user's own over them: providers.json and models.json in this folder, where they
/// are. A file that holds a mistake changes nothing.
[[nodiscard]] LoadedCatalog loadCatalog(const QString& folder);

} // namespace rivulet::app
