// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::store {

/// What a person typed, as an FTS5 query: all words, the last one as a beginning, each quoted so that nothing
/// in it is syntax. Empty where there is no word to search for.
[[nodiscard]] QString searchExpression(QStringView typed);

} // namespace rivulet::store
