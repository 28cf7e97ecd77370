// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "providers/Dialect.h"

namespace rivulet::providers {

/// The list of models as Chat Completions servers give it: {"data":[...]} or the bare array, with whatever
/// each of them adds. Models that can't chat (embeddings, speech, images) are left out as far as the list
/// lets know. Private to this layer.
[[nodiscard]] domain::Result<std::vector<domain::ModelTraits>> readOpenAiList(const QByteArray& body);

} // namespace rivulet::providers
