// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

namespace rivulet::providers {

/// Which kind of vocabulary a model reads and writes in, as its name tells: "large" (200,000 pieces and
/// more), "medium" (100,000 to 200,000), "small" (32,000 or so), "fine" (parts words more finely than its
/// size would make one expect). Empty: not known.
[[nodiscard]] QString tokenFamily(QStringView dialect, QStringView model);

} // namespace rivulet::providers
