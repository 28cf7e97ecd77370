// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Endpoint.h"

#include <array>

namespace rivulet::domain {

namespace {

/// An IPv4 address in dotted form, or nothing. Qt Network has a parser; this layer links Core alone.
bool readIpv4(const QString& host, std::array<int, 4>& parts) {
    const auto pieces = host.split(u'.');
    if (pieces.size() != 4) {
        return false;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        bool ok = false;
        parts.at(i) = pieces.at(static_cast<qsizetype>(i)).toInt(&ok);
        if (!ok || parts.at(i) < 0 || parts.at(i) > 255) {
            return false;
        }
    }
    return true;
}

} // namespace

bool Endpoint::isLoopback() const {
    const QString host = baseUrl.host().toLower();
    std::array<int, 4> ip{};
    return host == u"localhost" || host.endsWith(u".localhost") || host == u"::1" ||
           (readIpv4(host, ip) && ip[0] == 127);
}

bool Endpoint::isLocal() const {
    if (isLoopback()) {
        return true;
    }
    const QString host = baseUrl.host().toLower();
    std::array<int, 4> ip{};
    if (readIpv4(host, ip)) {
        return ip[0] == 10 || (ip[0] == 172 && ip[1] >= 16 && ip[1] <= 31) ||
               (ip[0] == 192 && ip[1] == 168) || (ip[0] == 169 && ip[1] == 254);
    }
    if (!host.contains(u':')) {
        return host.endsWith(u".local");
    }
    // fe80::/10 link-local, fc00::/7 unique local; the first group always has four digits there.
    bool ok = false;
    const int group = host.section(u':', 0, 0).toInt(&ok, 16);
    return ok && ((group & 0xffc0) == 0xfe80 || (group & 0xfe00) == 0xfc00);
}

QString Endpoint::origin() const {
    const QString scheme = baseUrl.scheme();
    const QString host = baseUrl.host();
    const bool ipv6 = host.contains(u':');
    const int port = baseUrl.port(scheme == u"https" ? 443 : 80);
    // Joined, not formatted: a zone such as fe80::1%3 would be taken for a place marker.
    return scheme + QStringLiteral("://") + (ipv6 ? u'[' + host + u']' : host) + u':' + QString::number(port);
}

QString Endpoint::problem() const {
    if (!baseUrl.isValid() || baseUrl.host().isEmpty()) {
        return QStringLiteral("the address is not a valid URL");
    }
    if (!baseUrl.userInfo().isEmpty()) {
        return QStringLiteral("the address must not hold a user name or password");
    }
    if (baseUrl.scheme() == u"https") {
        return {};
    }
    if (baseUrl.scheme() != u"http") {
        return QStringLiteral("the address must start with https:// or http://");
    }
    if (!isLoopback() && !allowsPlainHttp) {
        return QStringLiteral("plain http is only for servers on this machine; use https");
    }
    return {};
}

} // namespace rivulet::domain
