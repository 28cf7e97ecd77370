// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Prompt.h"

#include <QJsonObject>

namespace rivulet::providers {

// What a request to the Responses API says. Private to this layer.

/// The body, optional fields that were refused before included; whoever sends it leaves those out.
[[nodiscard]] QJsonObject responsesBody(const domain::Prompt& prompt);

/// Whether the answer is asked for in background: the server goes on with it when the connection breaks.
[[nodiscard]] bool isInBackground(const domain::Prompt& prompt);

} // namespace rivulet::providers
