// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "Input.h"

#include <QStringView>

namespace rivulet::fuzz {

/// Reads the bytes as everything a server of this dialect can send (a stream, a whole answer, an error, a
/// list of models) and holds the laws of all dialects. Knows none of them.
void readAsDialect(QStringView name, Input& input);

} // namespace rivulet::fuzz
