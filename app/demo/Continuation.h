// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/Recording.h"

#include <QString>

namespace rivulet::app {

/// The recording as a model would play it that goes on after `partial`: the same protocol, the text from
/// there on, no thinking and no tools again. The recording as it is, where it does not begin with `partial`.
[[nodiscard]] exchange::Recording continuation(const exchange::Recording& recording, const QString& partial);

} // namespace rivulet::app
