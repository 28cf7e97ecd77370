// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Prompt.h"
#include "stream/StreamingRule.h"

#include <QString>

#include <optional>

namespace rivulet::app {

/// How a pane asks, as a person chose it: a value that knows no model. What a model does not take is left out
/// when the prompt is composed, and comes back with the next model.
struct RequestParameters {
    /// Empty: the one of the settings.
    QString system;
    std::optional<domain::Effort> effort;
    /// Takes the place of an effort.
    std::optional<int> thinkingBudget;
    std::optional<int> answerLimit;
    std::optional<double> temperature;
    std::optional<double> topP;
    stream::StreamingRule streaming;
    bool background = false;

    // As it is kept. What is not understood is left out.
    [[nodiscard]] QString toText() const;
    [[nodiscard]] static RequestParameters fromText(const QString& text);

    friend bool operator==(const RequestParameters&, const RequestParameters&) = default;
};

} // namespace rivulet::app
