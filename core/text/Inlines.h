// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "text/Block.h"

#include <QStringView>

#include <vector>

namespace rivulet::text {

/// The runs of one leaf's inline Markdown, its lines separated by line feeds. `definitions` are link
/// reference definitions as Markdown. Nothing in `text` is read as a block, whatever it starts with.
[[nodiscard]] std::vector<Run> readInlines(QStringView text, QStringView definitions = {});

} // namespace rivulet::text
