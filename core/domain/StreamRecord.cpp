// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/StreamRecord.h"

#include "domain/StreamStats.h"

#include <algorithm>

namespace rivulet::domain {

std::optional<double> StreamRecord::tokensPerSecond() const {
    if (!streamingTime || !tokens.output) {
        return std::nullopt;
    }
    const qint64 answer = std::max<qint64>(0, *tokens.output - tokens.thinking.value_or(0));
    if (*streamingTime < StreamStats::minimumSpan || answer < StreamStats::minimumTokens) {
        return std::nullopt;
    }
    return static_cast<double>(answer) * 1000.0 / static_cast<double>(streamingTime->count());
}

QString wayName(Recovery::Way way) {
    switch (way) {
    case Recovery::Way::Retry:
        return QStringLiteral("retry");
    case Recovery::Way::Exact:
        return QStringLiteral("exact");
    case Recovery::Way::Continue:
        break;
    }
    return QStringLiteral("continue");
}

std::optional<Recovery::Way> wayFromName(QStringView name) {
    for (const auto way : {Recovery::Way::Retry, Recovery::Way::Exact, Recovery::Way::Continue}) {
        if (name == wayName(way)) {
            return way;
        }
    }
    return std::nullopt;
}

bool isFault(Failure::Kind kind) {
    using Kind = Failure::Kind;
    switch (kind) {
    case Kind::NameNotFound:
    case Kind::ConnectionRefused:
    case Kind::ConnectTimeout:
    case Kind::ConnectionReset:
    case Kind::NetworkGone:
    case Kind::ProxyFailed:
    case Kind::TlsHandshake:
    case Kind::SlotTimeout:
    case Kind::UploadStalled:
    case Kind::FirstByteTimeout:
    case Kind::IdleTimeout:
    case Kind::RateLimited:
    case Kind::Overloaded:
    case Kind::ServerError:
    case Kind::UnexpectedStatus:
    case Kind::CutOff:
    case Kind::FrameTooLong:
    case Kind::HeadersTooLong:
    case Kind::Malformed:
        return true;
    default:
        return false;
    }
}

} // namespace rivulet::domain
