// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"
#include "providers/HttpRequest.h"

#include <QStringList>

namespace rivulet::providers {

class Json;

/// What an error object says, whatever its shape: the words servers share, not what a server means by them.
/// Private to this layer.
struct ErrorBody {
    /// As received: neither redacted nor bounded.
    QString message;
    /// Every type, code and status name it tells, the most telling first.
    QStringList codes;
    QString field;
    /// An HTTP status that the body itself names, else 0.
    int status = 0;
    std::optional<std::chrono::milliseconds> retryAfter;
    /// Says that its content was found unwelcome (a moderation's metadata).
    bool moderated = false;
    /// A quota that only a new day or a payment gives back.
    bool lastingQuota = false;
};

/// Reads {"error":{...}}, {"error":"text"}, [{"error":...}], {"detail":...}, {"message":...} and a bare
/// string.
[[nodiscard]] ErrorBody readErrorBody(const Json& root);

/// The failure that this status and this body mean. Status 0: an error inside a stream that had begun with
/// 200. By status first, which a telling code makes more precise; by the message only where nothing else
/// tells.
[[nodiscard]] domain::Failure failureOf(int status, const ErrorBody& body);
/// The same for a whole reply, whose body may also be plain text or a page of HTML.
[[nodiscard]] domain::Failure failureOf(const HttpReply& reply);

/// The failure that a 200 body tells of which is not what was asked for: its error, else that it is
/// malformed, in our own words.
[[nodiscard]] domain::Failure failureInsteadOf(const Json& root, const QString& expected);

} // namespace rivulet::providers
