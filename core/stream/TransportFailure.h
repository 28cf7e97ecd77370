// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include "domain/Failure.h"

#include <QNetworkReply>
#include <QString>

namespace rivulet::stream {

/// How far an exchange had come when it broke: the same error means different things before and after.
enum class Reached {
    Nothing,   ///< no connection, or not known to be one
    Server,    ///< connected
    Handshake, ///< connecting with TLS, not encrypted yet
    Head,      ///< an answer has begun
};

/// What Qt's error means for a stream. Pure. Not for answers with a status of their own.
[[nodiscard]] domain::Failure::Kind transportFailure(QNetworkReply::NetworkError error, Reached reached);

/// Words of Qt or the system without the query of any URL in them (it may hold a key), redacted.
[[nodiscard]] QString transportWords(const QString& errorString);

} // namespace rivulet::stream
