// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TokenCalibration.h"

#include <algorithm>
#include <cmath>

namespace rivulet::stream {

namespace {

/// What one report can move the smoothed numbers: the first all the way, later ones a tenth at least, so that
/// a server that changes its vocabulary is followed.
constexpr double leastWeight = 0.1;
/// Below this many tokens an estimate is luck: it counts in proportion.
constexpr double fullTokens = 200;
constexpr int mostSamples = 1'000'000;

} // namespace

TokenCalibration::TokenCalibration(const Numbers& numbers) {
    const bool possible = std::isfinite(numbers.ratio) && numbers.ratio >= leastRatio &&
                          numbers.ratio <= mostRatio && std::isfinite(numbers.error) && numbers.error >= 0 &&
                          numbers.samples >= 0;
    if (possible) {
        m_numbers = numbers;
    }
}

void TokenCalibration::learn(qint64 estimated, qint64 reported) {
    if (estimated < leastTokens || reported <= 0) {
        return;
    }
    const double guessed = static_cast<double>(estimated);
    const double counted = static_cast<double>(reported);
    const double seen = std::clamp(counted / guessed, leastRatio, mostRatio);
    const double weight =
        std::max(1.0 / (m_numbers.samples + 1), leastWeight) * std::min(1.0, guessed / fullTokens);
    const double off = std::min(std::abs(guessed * m_numbers.ratio - counted) / counted, mostRatio);
    // In logarithms, because half and double are equally far off.
    m_numbers.ratio = std::clamp(std::exp(std::lerp(std::log(m_numbers.ratio), std::log(seen), weight)),
                                 leastRatio, mostRatio);
    m_numbers.error = std::lerp(m_numbers.error, off, std::max(1.0 / (m_numbers.samples + 1), leastWeight));
    m_numbers.samples = std::min(m_numbers.samples + 1, mostSamples);
}

} // namespace rivulet::stream
