// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/ModelTraits.h"
#include "domain/Result.h"

#include <QByteArray>

#include <vector>

namespace rivulet::providers {

/// The models as /v1/models of the Messages API lists them, with what it tells of each; servers that have
/// only a Chat Completions list give that. Retired models are left out. Private to this dialect.
[[nodiscard]] domain::Result<std::vector<domain::ModelTraits>> readAnthropicList(const QByteArray& body);

} // namespace rivulet::providers
