// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Secret.h"
#include "providers/HttpRequest.h"

#include <QNetworkRequest>
#include <QSslCertificate>
#include <QString>

#include <optional>

namespace rivulet::stream {

/// Why this request can't go out as it is (words for logs, without its contents), or an empty string:
/// http and https only, no user name in the address, no line break in a header or in the key.
[[nodiscard]] QString requestProblem(const providers::HttpRequest& request, const domain::Secret& key);

/// The request as Qt is to send it: once, directly, uncached, uncompressed, over HTTP/1.1, with the key in
/// its one header. Only for requests without a problem.
[[nodiscard]] QNetworkRequest outgoingRequest(const providers::HttpRequest& request,
                                              const domain::Secret& key,
                                              const std::optional<QSslCertificate>& extraAuthority);

} // namespace rivulet::stream
