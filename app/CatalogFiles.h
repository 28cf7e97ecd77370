// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Result.h"
#include "providers/Catalog.h"

namespace rivulet::app {

/// Reads the bundled tables of providers and models.
[[nodiscard]] domain::Result<providers::Catalog> loadCatalog();

} // namespace rivulet::app
