// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/OutgoingRequest.h"

#include <QSslConfiguration>

#include <algorithm>

namespace rivulet::stream {

namespace {

bool fitsOnALine(QByteArrayView text) {
    return std::ranges::none_of(
        text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

void forbidHabits(QNetworkRequest& outgoing) {
    using Request = QNetworkRequest;
    outgoing.setAttribute(Request::RedirectPolicyAttribute, Request::ManualRedirectPolicy);
    // Over HTTP/2 a bounded read buffer does not push back.
    outgoing.setAttribute(Request::Http2AllowedAttribute, false);
    outgoing.setAttribute(Request::Http2CleartextAllowedAttribute, false);
    outgoing.setAttribute(Request::HttpPipeliningAllowedAttribute, false);
    outgoing.setAttribute(Request::CacheLoadControlAttribute, Request::AlwaysNetwork);
    outgoing.setAttribute(Request::CacheSaveControlAttribute, false);
    outgoing.setAttribute(Request::CookieLoadControlAttribute, Request::Manual);
    outgoing.setAttribute(Request::CookieSaveControlAttribute, Request::Manual);
    outgoing.setAttribute(Request::AuthenticationReuseAttribute, Request::Manual);
    outgoing.setAttribute(Request::EmitAllUploadProgressSignalsAttribute, true);
    // A server need not close what it was asked to close, and then nobody would: at once, once it is idle.
    outgoing.setAttribute(Request::ConnectionCacheExpiryTimeoutSecondsAttribute, 0);
    outgoing.setTransferTimeout(0);
}

} // namespace

QString requestProblem(const providers::HttpRequest& request, const domain::Secret& key) {
    const QString scheme = request.url.scheme();
    if (!request.url.isValid() || request.url.host().isEmpty() || (scheme != u"http" && scheme != u"https")) {
        return QStringLiteral("the address is not one of http or https");
    }
    if (!request.url.userInfo().isEmpty()) {
        return QStringLiteral("the address must not hold a user name or password");
    }
    for (const auto& [name, value] : request.headers) {
        if (name.isEmpty() || !fitsOnALine(name) || !fitsOnALine(value)) {
            return QStringLiteral("a header holds control characters");
        }
    }
    bool keyFits = true;
    key.reveal([&](QByteArrayView bytes) { keyFits = fitsOnALine(bytes); });
    return keyFits ? QString() : QStringLiteral("the key holds control characters");
}

QNetworkRequest outgoingRequest(const providers::HttpRequest& request, const domain::Secret& key,
                                const std::optional<QSslCertificate>& extraAuthority) {
    QNetworkRequest outgoing(request.url);
    forbidHabits(outgoing);
    outgoing.setRawHeader("User-Agent", "Rivulet");
    outgoing.setRawHeader("Accept", "*/*");
    if (request.method == providers::HttpRequest::Method::Post) {
        outgoing.setRawHeader("Content-Type", "application/json");
        // Unbuffered, or Qt copies the body and can send the copy again; so the length must be told.
        outgoing.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        outgoing.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    }
    for (const auto& [name, value] : request.headers) {
        outgoing.setRawHeader(name, value);
    }
    // After the dialect's own, because these are not its to choose. Set by hand, so that Qt does not decode.
    outgoing.setRawHeader("Accept-Encoding", "identity");
    // A connection that stayed open could carry what was meant for the request before.
    outgoing.setRawHeader("Connection", "close");
    if (!request.credential.header.isEmpty() && !key.isEmpty()) {
        key.reveal([&](QByteArrayView bytes) {
            // One copy of ours, which Qt keeps for as long as the request lives.
            QByteArray value;
            value.reserve(request.credential.prefix.size() + bytes.size());
            value.append(request.credential.prefix).append(bytes);
            outgoing.setRawHeader(request.credential.header, value);
        });
    }
    if (extraAuthority) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        // Adding one turns off the loading of the system's on demand.
        // Read once: it takes a tenth of a second, in which the window would stand still at each question.
        static const QList<QSslCertificate> authorities = QSslConfiguration::systemCaCertificates();
        tls.setCaCertificates(authorities);
        tls.addCaCertificate(*extraAuthority);
        outgoing.setSslConfiguration(tls);
    }
    return outgoing;
}

} // namespace rivulet::stream
