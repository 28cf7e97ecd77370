// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "stream/TransportFailure.h"

#include "domain/Redaction.h"

#include <QRegularExpression>

namespace rivulet::stream {

using Kind = domain::Failure::Kind;

Kind transportFailure(QNetworkReply::NetworkError error, Reached reached) {
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return Kind::ConnectionRefused;
    case QNetworkReply::HostNotFoundError:
        return Kind::NameNotFound;
    case QNetworkReply::SslHandshakeFailedError:
        return Kind::TlsHandshake; // a certificate error is told apart by sslErrors(), before
    case QNetworkReply::TooManyRedirectsError:
    case QNetworkReply::InsecureRedirectError:
        return Kind::Redirected;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return Kind::ProxyFailed;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::UnknownContentError:
        return Kind::Malformed;
    case QNetworkReply::TimeoutError:
        return reached == Reached::Head ? Kind::CutOff : Kind::ConnectTimeout;
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::BackgroundRequestNotAllowedError:
    case QNetworkReply::UnknownNetworkError: // no route, network down
        if (reached != Reached::Server || error != QNetworkReply::UnknownNetworkError) {
            return reached == Reached::Head ? Kind::CutOff : Kind::NetworkGone;
        }
        break; // it broke while it was written to
    default:
        break;
    }
    // RemoteHostClosedError, and whatever else ends a connection.
    switch (reached) {
    case Reached::Nothing:
    case Reached::Server:
        return Kind::ConnectionReset;
    case Reached::Handshake:
        return Kind::TlsHandshake;
    case Reached::Head:
        return Kind::CutOff;
    }
    return Kind::ConnectionReset;
}

QString transportWords(const QString& errorString) {
    static const QRegularExpression query(QStringLiteral(R"((\bhttps?://[^\s?#]*)[?#]\S*)"),
                                          QRegularExpression::CaseInsensitiveOption);
    QString words = errorString;
    words.replace(query, QStringLiteral("\\1"));
    return domain::redacted(words);
}

} // namespace rivulet::stream
