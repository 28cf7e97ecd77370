// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"
#include "domain/Prompt.h"
#include "providers/HttpRequest.h"

#include <QJsonObject>

#include <vector>

namespace rivulet::providers {

// What the requests of all protocols have in common. Private to this layer.

/// The base URL with `path` appended: its own path stays, a slash too many goes.
[[nodiscard]] QUrl appended(const QUrl& base, QStringView path);

/// As bytes that any server takes: half of a surrogate pair, which most refuse as no JSON, is U+FFFD.
[[nodiscard]] QByteArray bodyOf(const QJsonObject& json);

/// A chat request: `body` without the optional fields that were refused before. `streamType` is what a
/// streamed answer is; a whole one is JSON.
[[nodiscard]] HttpRequest chatRequest(const domain::Prompt& prompt, const domain::Endpoint& endpoint,
                                      QStringView path, QJsonObject body, const QByteArray& streamType);
[[nodiscard]] HttpRequest getRequest(const domain::Endpoint& endpoint, QStringView path);

/// The turns that have words or files, since no server takes an empty one. Those of one speaker that follow
/// each other (a prompt that got no answer, and the next) are one: many servers demand that the speakers
/// alternate. The last is without trailing white space where the model is to go on from its end.
[[nodiscard]] std::vector<domain::Turn> turnsToSend(const domain::Prompt& prompt);

/// A text file as a part of a prompt: its words between lines that tell its name.
[[nodiscard]] QString textOfFile(const domain::Attachment& file);

/// A file as a URL that holds all of it.
[[nodiscard]] QString dataUrl(const domain::Attachment& file);

/// Whether the server refused this field before. "a.b" and "a[0]" are parts of "a".
[[nodiscard]] bool isOmitted(const domain::Prompt& prompt, QStringView field);

/// "user", "assistant".
[[nodiscard]] QString roleName(domain::Role role);

/// "low", "medium" or "high" for a budget of tokens, for models that know no budget.
[[nodiscard]] domain::Effort effortOfBudget(int tokens);
/// The effort that was asked for, also where it was asked for as a budget.
[[nodiscard]] std::optional<domain::Effort> askedEffort(const domain::Prompt& prompt);
/// "none", "low", "medium", "high".
[[nodiscard]] QString effortName(domain::Effort effort);

} // namespace rivulet::providers
