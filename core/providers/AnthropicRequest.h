// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Prompt.h"
#include "providers/HttpRequest.h"

namespace rivulet::providers {

// What the Messages API is sent. Private to this dialect.

[[nodiscard]] HttpRequest anthropicRequest(const domain::Prompt& prompt, const domain::Endpoint& endpoint);
[[nodiscard]] HttpRequest anthropicListRequest(const domain::Endpoint& endpoint);

/// The optional field of such a request that a 400 in these words is about, for Failure::field; empty where
/// it is about none. "thinking.type.enabled" and its like name a value of a field for which another may
/// stand, "anthropic-beta" the header.
[[nodiscard]] QString refusedField(const QString& words);

} // namespace rivulet::providers
