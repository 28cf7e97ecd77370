// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Prompt.h"

#include <QJsonObject>

namespace rivulet::providers {

// What /api/chat is sent, and what of it depends on the model. Private to Ollama.cpp.

[[nodiscard]] QJsonObject ollamaBody(const domain::Prompt& prompt);

} // namespace rivulet::providers
