// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::store {

/// What became of a database that was damaged.
struct SalvageReport {
    QString aside; ///< where the damaged one is now
    int conversations = 0;
    int messages = 0;
};

} // namespace rivulet::store
