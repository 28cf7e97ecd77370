// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Usage.h"

namespace rivulet::domain {

void Usage::overwriteWith(const Usage& later) {
    const auto take = [](std::optional<qint64>& mine, const std::optional<qint64>& theirs) {
        if (theirs) {
            mine = theirs;
        }
    };
    take(input, later.input);
    take(cached, later.cached);
    take(thinking, later.thinking);
    take(output, later.output);
    source = later.source;
}

} // namespace rivulet::domain
