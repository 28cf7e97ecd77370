// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Prompt.h"
#include "providers/HttpRequest.h"

#include <QString>

namespace rivulet::providers {

// What is sent to Chat Completions servers; where they differ, an endpoint's quirks say how. Private to this
// layer.

/// The request for an answer.
[[nodiscard]] HttpRequest openAiChatRequest(const domain::Prompt& prompt, const domain::Endpoint& endpoint);

/// A request without a body to a path of this endpoint, with its query and its headers. The path is taken as
/// in a link: "models" is below the base URL, "../health" beside its last folder, "/health" at the host.
[[nodiscard]] HttpRequest openAiRequest(const domain::Endpoint& endpoint, HttpRequest::Method method,
                                        const QString& path);

/// Whether the turn that is to be gone on with is sent as the model's own.
[[nodiscard]] bool isPrefilled(const domain::Prompt& prompt);

/// The name under which a server keeps this answer, safe in a header and in a query; empty where it keeps
/// none.
[[nodiscard]] QByteArray sessionName(const domain::Prompt& prompt, const domain::Endpoint& endpoint);

} // namespace rivulet::providers
