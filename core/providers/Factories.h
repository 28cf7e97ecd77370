// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "providers/Dialect.h"

namespace rivulet::providers {

// One function a protocol, for makeDialect alone.
[[nodiscard]] std::unique_ptr<Dialect> makeAnthropic();
[[nodiscard]] std::unique_ptr<Dialect> makeOpenAiChat();
[[nodiscard]] std::unique_ptr<Dialect> makeGemini();
[[nodiscard]] std::unique_ptr<Dialect> makeOllama();
[[nodiscard]] std::unique_ptr<Dialect> makeOpenAiResponses();
[[nodiscard]] std::unique_ptr<Dialect> makeAssist();

} // namespace rivulet::providers
