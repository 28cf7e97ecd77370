// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"

namespace rivulet::providers {

struct ErrorBody;

/// What kind of failure this status and this body mean: the table of what servers mean by their codes. Status
/// 0: inside a stream. By status first, which a telling code makes more precise; by the message only where
/// nothing else tells. Private to this layer.
[[nodiscard]] domain::Failure::Kind kindOfError(int status, const ErrorBody& body);

} // namespace rivulet::providers
