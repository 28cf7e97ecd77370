// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"

namespace rivulet::store {

/// What stands between the store and its file, as far as it decides what can be done about it.
enum class StoreProblem {
    Other,
    Locked,     ///< another process holds it; it will let go
    Full,       ///< no room on the disk
    ReadOnly,   ///< the file, its folder or its disk can't be written
    Unreadable, ///< the system gave an error when it read or wrote
    Damaged,    ///< no database, or one that is not whole
    Newer,      ///< of a later version of the program
};

/// What a StoreUnavailable is about. Knows SQLite's result codes.
[[nodiscard]] StoreProblem problemOf(const domain::Failure& failure);
/// What could not be written may be written later, once somebody made room or let go, or it is repaired.
[[nodiscard]] bool mayPass(const domain::Failure& failure);

/// A StoreUnavailable of our own making.
[[nodiscard]] domain::Failure storeFailure(StoreProblem problem, const QString& detail);

} // namespace rivulet::store
