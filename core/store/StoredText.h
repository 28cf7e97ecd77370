// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::store {

/// Text as SQLite can keep it: NUL and surrogates without their half become U+FFFD, unit for unit, so that
/// positions in it stay what they were.
[[nodiscard]] QString storedText(QStringView text);

} // namespace rivulet::store
