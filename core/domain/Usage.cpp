// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Usage.h"

namespace rivulet::domain {

void Usage::overwriteWith(const Usage& later) {
    const auto take = [](auto& mine, const auto& theirs) {
        if (theirs) {
            mine = theirs;
        }
    };
    take(input, later.input);
    take(cached, later.cached);
    take(thinking, later.thinking);
    take(output, later.output);
    take(cacheWrite, later.cacheWrite);
    take(cost, later.cost);
    take(loadTime, later.loadTime);
    take(promptTime, later.promptTime);
    take(answerTime, later.answerTime);
    source = later.source;
}

} // namespace rivulet::domain
