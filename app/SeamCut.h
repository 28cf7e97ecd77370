// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Message.h"

namespace rivulet::app {

/// An answer taken back to one of its seams: a person did not want what came when it went on there. Both
/// stay in the history, as variants of each other. Knows no pane and no store.
class SeamCut {
public:
    /// `answer` has a seam there that is not exact.
    [[nodiscard]] static bool isPossible(const domain::Message& answer, qsizetype at);
    /// The answer as it was when it was cut there, as one of its own, not written yet.
    [[nodiscard]] static domain::Message of(const domain::Message& whole, qsizetype at);
    /// `before` is what was left of `whole`.
    [[nodiscard]] static bool isOf(const domain::Message& before, const domain::Message& whole);
};

} // namespace rivulet::app
