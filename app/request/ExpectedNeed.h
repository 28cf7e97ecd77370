// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/ModelTraits.h"
#include "domain/Prompt.h"
#include "stream/RateBudget.h"
#include "stream/TokenEstimator.h"

#include <vector>

namespace rivulet::app {

/// What asking this is expected to take of an account: the answer is as long as this model's earlier ones
/// usually are, as far as the model's limit lets it. `earlierAnswers`: their tokens.
[[nodiscard]] stream::RateNeed expectedNeed(const domain::Prompt& prompt, const domain::ModelTraits& traits,
                                            const stream::TokenEstimator& estimator,
                                            std::vector<qint64> earlierAnswers);

} // namespace rivulet::app
