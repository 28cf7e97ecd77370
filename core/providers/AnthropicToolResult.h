// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::providers {

class Json;

/// What a server's tool brought back, as lines to read: addresses with their titles, what a program wrote,
/// the code of an error. Redacted and bounded; what is encrypted for the server itself is left out. Private
/// to the Messages API.
[[nodiscard]] QString toolResultWords(const Json& content);

} // namespace rivulet::providers
