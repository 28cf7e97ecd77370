// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "providers/HttpRequest.h"

namespace rivulet::providers {

class Json;

// What the errors of the Gemini API mean beyond what all providers' errors have in common. Private to
// Gemini.cpp.

[[nodiscard]] domain::Failure geminiFailure(const HttpReply& reply);
/// The error inside a stream that had begun with 200, or the body that is no answer.
[[nodiscard]] domain::Failure geminiFailure(const Json& root);

} // namespace rivulet::providers
