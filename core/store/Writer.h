// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::store {

/// Names this process, so that another one that finds an unfinished answer can tell whether it is still being
/// written: boot, process and its start. Empty where the system does not tell.
[[nodiscard]] QString thisWriter();
/// The process of that name runs, and is not this one.
[[nodiscard]] bool isAnotherLiveWriter(const QString& writer);

} // namespace rivulet::store
