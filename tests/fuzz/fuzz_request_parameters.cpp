// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "Input.h"
#include "Law.h"

#include "request/RequestParameters.h"

using rivulet::app::RequestParameters;
using rivulet::fuzz::Input;
using rivulet::fuzz::require;

/// How a pane asks, as a settings file or a database may hold it that was meddled with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input(data, size);
    const auto parameters = RequestParameters::fromText(input.text());
    require(parameters.thinkingBudget.value_or(1) > 0 && parameters.answerLimit.value_or(1) > 0,
            "a number of tokens is one");
    // Half of a surrogate pair, which JSON can hold, is written as what stands for it.
    const auto kept = RequestParameters::fromText(parameters.toText());
    require(RequestParameters::fromText(kept.toText()) == kept, "what is kept reads as it was written",
            kept.toText());
    return 0;
}
