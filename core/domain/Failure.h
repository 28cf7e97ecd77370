// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace rivulet::domain {

/// What went wrong, as a value: its kind, the server's own words (redacted and bounded), and its advice.
/// It holds no sentence for people; app's FailureText makes one from it.
struct Failure {
    enum class Kind {
        // Reaching the server
        NameNotFound,
        ConnectionRefused,
        ConnectTimeout,
        ConnectionReset, ///< closed or reset before any byte of an answer
        NetworkGone,
        ProxyFailed,
        TlsCertificate, ///< a certificate that does not hold; never retried
        TlsHandshake,   ///< the handshake broke without a certificate error
        Redirected,     ///< a redirect; `target` names where to
        SlotTimeout,    ///< no connection slot became free in time
        UploadStalled,
        FirstByteTimeout,
        IdleTimeout,
        // What the server said
        BadRequest,
        Unauthorized,
        Forbidden,
        PaymentRequired, ///< credit, quota or spend limit: a person has to act
        NotFound,
        Conflict,
        ContextTooLong,
        RequestTooLarge,
        Unprocessable,
        RateLimited,
        Overloaded,
        ModelLoading,
        ServerError,
        PrefillRefused,
        ContentBlocked,
        UnexpectedStatus,
        // What the answer was
        WrongContentType,
        ContentEncoded, ///< a Content-Encoding that was not asked for
        CutOff,         ///< the connection ended without the protocol's own end mark
        FrameTooLong,
        HeadersTooLong,
        AnswerTooLong,
        Buffered,  ///< a stream that something on the way held back to its end
        Malformed, ///< bytes that are not what the protocol promises
        // Ourselves
        MissingKey,
        KeychainUnavailable,
        KeychainLocked,
        StoreUnavailable,
        InvalidSettings,
        InvalidInput,
        Unsupported,
        AttachmentRefused, ///< a file that this model or a bound does not take; `detail` names it
        AppClosed,         ///< the application ended while the answer was still coming
    };

    Kind kind = Kind::ServerError;
    /// The server's or the system's words: redacted, plain text, at most 2,000 characters. May be empty.
    QString detail;
    /// 0 where no HTTP status was received.
    int httpStatus = 0;
    /// The protocol's own error type or code, for logs. May be empty.
    QString code;
    /// How long the server asked to wait, where it did.
    std::optional<std::chrono::milliseconds> retryAfter;
    /// The server's explicit `x-should-retry`, where it sent one.
    std::optional<bool> shouldRetry;
    /// Where a redirect points. Never followed.
    QUrl target;
    /// The field that a 400 named, where the protocol tells.
    QString field;

    friend bool operator==(const Failure&, const Failure&) = default;
};

/// The kind's stable name in lower_snake_case, e.g. "connection_refused": for logs, the store and `--json`.
[[nodiscard]] QString failureName(Failure::Kind kind);
/// The inverse of failureName; nothing for a name that is not known.
[[nodiscard]] std::optional<Failure::Kind> failureFromName(QStringView name);

} // namespace rivulet::domain
