// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Endpoint.h"

#include <QByteArray>
#include <QUrl>

#include <utility>
#include <vector>

namespace rivulet::providers {

/// A request as a value. It never holds the key: `credential` says where whoever sends it puts the key.
struct HttpRequest {
    enum class Method { Get, Post, Delete };

    Method method = Method::Post;
    QUrl url;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    domain::Credential credential;
};

/// What an answer's head and body said, as far as a dialect needs it. Header names are lower case.
struct HttpReply {
    int status = 0;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body; ///< bounded by the receiver

    /// The value of the first header of this (lower-case) name, or an empty array.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

} // namespace rivulet::providers
