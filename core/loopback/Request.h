// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>

namespace rivulet::loopback {

/// A request as it was received, whole.
struct Request {
    QByteArray method;
    QByteArray path;                       ///< with query
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    /// The client may send another request on this connection.
    bool keepsAlive = true;
    int number = 0; ///< counts from 1 over the server's life
};

} // namespace rivulet::loopback
