// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::stream {

/// What the view does with what arrives. Never changes what is received and journaled, but for WireHeld.
enum class Reveal {
    Flowing,
    Held,     ///< paused: text keeps arriving and waits
    WireHeld, ///< paused by not reading: TCP pushes back, no idle clock runs
};

/// "flowing", "held", "wire held".
[[nodiscard]] QString revealName(Reveal reveal);

} // namespace rivulet::stream
