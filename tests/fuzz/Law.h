// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <cstdio>
#include <cstdlib>

namespace rivulet::fuzz {

/// What must hold for any input. Where it does not, says which law is broken and ends the process, so that
/// the fuzzer keeps the input and a replay fails.
inline void require(bool holds, const char* law, const QString& found = {}) {
    if (!holds) {
        std::fprintf(stderr, "A law is broken: %s\n%s\n", law, qPrintable(found));
        std::abort();
    }
}

} // namespace rivulet::fuzz
