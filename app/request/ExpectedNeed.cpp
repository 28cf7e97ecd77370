// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "request/ExpectedNeed.h"

#include "domain/StreamStats.h"
#include "stream/StreamingRule.h"

#include <algorithm>

namespace rivulet::app {

stream::RateNeed expectedNeed(const domain::Prompt& prompt, const domain::ModelTraits& traits,
                              const stream::TokenEstimator& estimator, std::vector<qint64> earlierAnswers) {
    constexpr qint64 usualAnswer = 1000;
    qint64 output = usualAnswer;
    if (earlierAnswers.size() >= domain::StreamStats::minimumHistory) {
        const auto middle = earlierAnswers.begin() + std::ssize(earlierAnswers) / 2;
        std::ranges::nth_element(earlierAnswers, middle);
        output = *middle;
    }
    stream::RateNeed need;
    need.input = estimator.tokensOf(prompt);
    need.output = std::min<qint64>(output, stream::answerLimit(prompt, traits));
    return need;
}

} // namespace rivulet::app
