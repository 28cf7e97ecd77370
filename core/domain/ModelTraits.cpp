// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/ModelTraits.h"

#include <algorithm>

namespace rivulet::domain {

namespace {

constexpr double million = 1e6;

template <typename T>
void complete(std::optional<T>& mine, const std::optional<T>& theirs) {
    if (!mine) {
        mine = theirs;
    }
}

} // namespace

void ModelTraits::completeFrom(const ModelTraits& lesser) {
    if (name.isEmpty()) {
        name = lesser.name;
    }
    if (thinking.isEmpty()) {
        thinking = lesser.thinking;
    }
    if (betas.isEmpty()) {
        betas = lesser.betas;
    }
    // Prices belong together: one source's input beside another's output is nobody's price.
    if (!inputPrice && !outputPrice) {
        inputPrice = lesser.inputPrice;
        outputPrice = lesser.outputPrice;
        cachedPrice = lesser.cachedPrice;
        cacheWritePrice = lesser.cacheWritePrice;
        pricesAsOf = lesser.pricesAsOf;
    }
    complete(contextTokens, lesser.contextTokens);
    complete(maxOutputTokens, lesser.maxOutputTokens);
    complete(thinks, lesser.thinks);
    complete(takesImages, lesser.takesImages);
    complete(takesPdf, lesser.takesPdf);
    complete(usesTools, lesser.usesTools);
    complete(takesSampling, lesser.takesSampling);
    complete(loaded, lesser.loaded);
}

std::optional<double> costOf(const Usage& usage, const ModelTraits& traits) {
    if (usage.cost) {
        return usage.cost;
    }
    if (!traits.inputPrice || !traits.outputPrice || (!usage.input && !usage.output)) {
        return std::nullopt;
    }
    const qint64 input = std::max<qint64>(usage.input.value_or(0), 0);
    const qint64 cached = std::clamp<qint64>(usage.cached.value_or(0), 0, input);
    const qint64 written = std::clamp<qint64>(usage.cacheWrite.value_or(0), 0, input - cached);
    const qint64 output = std::max<qint64>(usage.output.value_or(0), 0);
    return (static_cast<double>(input - cached - written) * *traits.inputPrice +
            static_cast<double>(cached) * traits.cachedPrice.value_or(*traits.inputPrice) +
            static_cast<double>(written) * traits.cacheWritePrice.value_or(*traits.inputPrice) +
            static_cast<double>(output) * *traits.outputPrice) /
           million;
}

} // namespace rivulet::domain
