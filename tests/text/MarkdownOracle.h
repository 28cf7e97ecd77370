// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <vector>

namespace rivulet::text {

/// A whole text read by the Markdown library's own block parser and flattened. The slow, sure way to the
/// blocks that MarkdownBlocks finds piece by piece; only tightness, which the library decides per list, is
/// not told.
[[nodiscard]] std::vector<Block> readWhole(const QString& text);

} // namespace rivulet::text
