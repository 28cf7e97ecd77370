// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Failure.h"

#include <array>
#include <utility>

namespace rivulet::domain {

namespace {

using Kind = Failure::Kind;

constexpr std::array names{
    std::pair{Kind::NameNotFound, u"name_not_found"},
    std::pair{Kind::ConnectionRefused, u"connection_refused"},
    std::pair{Kind::ConnectTimeout, u"connect_timeout"},
    std::pair{Kind::ConnectionReset, u"connection_reset"},
    std::pair{Kind::NetworkGone, u"network_gone"},
    std::pair{Kind::ProxyFailed, u"proxy_failed"},
    std::pair{Kind::TlsCertificate, u"tls_certificate"},
    std::pair{Kind::TlsHandshake, u"tls_handshake"},
    std::pair{Kind::Redirected, u"redirected"},
    std::pair{Kind::SlotTimeout, u"slot_timeout"},
    std::pair{Kind::UploadStalled, u"upload_stalled"},
    std::pair{Kind::FirstByteTimeout, u"first_byte_timeout"},
    std::pair{Kind::IdleTimeout, u"idle_timeout"},
    std::pair{Kind::BadRequest, u"bad_request"},
    std::pair{Kind::Unauthorized, u"unauthorized"},
    std::pair{Kind::Forbidden, u"forbidden"},
    std::pair{Kind::PaymentRequired, u"payment_required"},
    std::pair{Kind::NotFound, u"not_found"},
    std::pair{Kind::Conflict, u"conflict"},
    std::pair{Kind::ContextTooLong, u"context_too_long"},
    std::pair{Kind::RequestTooLarge, u"request_too_large"},
    std::pair{Kind::Unprocessable, u"unprocessable"},
    std::pair{Kind::RateLimited, u"rate_limited"},
    std::pair{Kind::Overloaded, u"overloaded"},
    std::pair{Kind::ModelLoading, u"model_loading"},
    std::pair{Kind::ServerError, u"server_error"},
    std::pair{Kind::PrefillRefused, u"prefill_refused"},
    std::pair{Kind::ContentBlocked, u"content_blocked"},
    std::pair{Kind::UnexpectedStatus, u"unexpected_status"},
    std::pair{Kind::WrongContentType, u"wrong_content_type"},
    std::pair{Kind::ContentEncoded, u"content_encoded"},
    std::pair{Kind::CutOff, u"cut_off"},
    std::pair{Kind::FrameTooLong, u"frame_too_long"},
    std::pair{Kind::HeadersTooLong, u"headers_too_long"},
    std::pair{Kind::AnswerTooLong, u"answer_too_long"},
    std::pair{Kind::Buffered, u"buffered"},
    std::pair{Kind::Malformed, u"malformed"},
    std::pair{Kind::MissingKey, u"missing_key"},
    std::pair{Kind::KeychainUnavailable, u"keychain_unavailable"},
    std::pair{Kind::KeychainLocked, u"keychain_locked"},
    std::pair{Kind::StoreUnavailable, u"store_unavailable"},
    std::pair{Kind::InvalidSettings, u"invalid_settings"},
    std::pair{Kind::InvalidInput, u"invalid_input"},
    std::pair{Kind::Unsupported, u"unsupported"},
    std::pair{Kind::AttachmentRefused, u"attachment_refused"},
    std::pair{Kind::AppClosed, u"app_closed"},
};

} // namespace

QString failureName(Failure::Kind kind) {
    for (const auto& [value, name] : names) {
        if (value == kind) {
            return QString::fromUtf16(name);
        }
    }
    return {};
}

std::optional<Failure::Kind> failureFromName(QStringView name) {
    for (const auto& [value, text] : names) {
        if (name == text) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace rivulet::domain
