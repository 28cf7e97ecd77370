// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/ModelTraits.h"
#include "domain/Result.h"

#include <vector>

namespace rivulet::providers {

/// The models that answer a chat in text, as this API lists them. Private to Gemini.cpp.
[[nodiscard]] domain::Result<std::vector<domain::ModelTraits>> readGeminiList(const QByteArray& body);

} // namespace rivulet::providers
