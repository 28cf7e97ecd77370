// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "models/TranscriptAnswer.h"
#include "selection/TextPlace.h"

#include <QString>

namespace rivulet::app {

/// The Markdown of a stretch of one answer: its source from the first selected block to the last. Where the
/// stretch begins or ends within a block it is trimmed, if what is left still means what was selected; else
/// that block is whole. Pure; knows no row.
class AnswerExcerpt {
public:
    /// The answer outlives it.
    explicit AnswerExcerpt(const TranscriptAnswer& answer)
        : m_answer(answer) {}

    /// `stretch`: its rows are the answer's blocks, its positions are in what is shown of them.
    [[nodiscard]] QString of(TextStretch stretch) const;

private:
    const TranscriptAnswer& m_answer;
};

} // namespace rivulet::app
