// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ErrorKind.h"

#include "ErrorBody.h"

#include <algorithm>
#include <array>

namespace rivulet::providers {

using Kind = domain::Failure::Kind;

namespace {

struct CodeKind {
    QStringView code;
    Kind kind;
};

/// Codes that say more than any status does.
constexpr std::array tellingCodes{
    CodeKind{u"insufficient_quota", Kind::PaymentRequired},
    CodeKind{u"credit_balance_exhausted", Kind::PaymentRequired},
    CodeKind{u"insufficient_balance", Kind::PaymentRequired},
    CodeKind{u"organization_usage_limit_exceeded", Kind::PaymentRequired},
    CodeKind{u"billing_hard_limit_reached", Kind::PaymentRequired},
    CodeKind{u"billing_error", Kind::PaymentRequired},
    CodeKind{u"payment_required", Kind::PaymentRequired},
    CodeKind{u"context_length_exceeded", Kind::ContextTooLong},
    CodeKind{u"exceed_context_size_error", Kind::ContextTooLong},
    CodeKind{u"request_too_large", Kind::RequestTooLarge},
    CodeKind{u"request_body_too_large_after_decoding", Kind::RequestTooLarge},
    CodeKind{u"API_KEY_INVALID", Kind::Unauthorized},
    CodeKind{u"invalid_api_key", Kind::Unauthorized},
    CodeKind{u"organization_on_hold", Kind::Forbidden},
    CodeKind{u"cmek_key_disabled", Kind::Forbidden},
    CodeKind{u"content_filter", Kind::ContentBlocked},
    CodeKind{u"ResponsibleAIPolicyViolation", Kind::ContentBlocked},
    CodeKind{u"content_policy_violation", Kind::ContentBlocked},
    CodeKind{u"slow_down", Kind::Overloaded},
    CodeKind{u"insufficient_system_resource", Kind::Overloaded},
};

/// Codes that mean something where no status does: inside a stream.
constexpr std::array plainCodes{
    CodeKind{u"overloaded_error", Kind::Overloaded},
    CodeKind{u"server_is_overloaded", Kind::Overloaded},
    CodeKind{u"provider_overloaded", Kind::Overloaded},
    CodeKind{u"provider_unavailable", Kind::Overloaded},
    CodeKind{u"unavailable_error", Kind::Overloaded},
    CodeKind{u"UNAVAILABLE", Kind::Overloaded},
    CodeKind{u"rate_limit_error", Kind::RateLimited},
    CodeKind{u"rate_limit_exceeded", Kind::RateLimited},
    CodeKind{u"RESOURCE_EXHAUSTED", Kind::RateLimited},
    CodeKind{u"authentication_error", Kind::Unauthorized},
    CodeKind{u"UNAUTHENTICATED", Kind::Unauthorized},
    CodeKind{u"permission_error", Kind::Forbidden},
    CodeKind{u"PERMISSION_DENIED", Kind::Forbidden},
    CodeKind{u"request_forbidden", Kind::Forbidden},
    CodeKind{u"not_found_error", Kind::NotFound},
    CodeKind{u"model_not_found", Kind::NotFound},
    CodeKind{u"NOT_FOUND", Kind::NotFound},
    CodeKind{u"conflict_error", Kind::Conflict},
    CodeKind{u"timeout_error", Kind::ServerError},
    CodeKind{u"api_error", Kind::ServerError},
    CodeKind{u"server_error", Kind::ServerError},
    CodeKind{u"InternalServerError", Kind::ServerError},
    CodeKind{u"INTERNAL", Kind::ServerError},
    CodeKind{u"DEADLINE_EXCEEDED", Kind::ServerError},
    CodeKind{u"invalid_request_error", Kind::BadRequest},
    CodeKind{u"invalid_prompt", Kind::BadRequest},
    CodeKind{u"BadRequestError", Kind::BadRequest},
    CodeKind{u"INVALID_ARGUMENT", Kind::BadRequest},
};

template <std::size_t size>
std::optional<Kind> lookUp(const std::array<CodeKind, size>& table, const QStringList& codes) {
    std::optional<Kind> kind;
    for (const QString& code : codes) {
        const auto row = std::ranges::find(table, QStringView(code), &CodeKind::code);
        // "Invalid request" is what some call every error; another name beside it tells more.
        if (row != table.end() && (!kind || kind == Kind::BadRequest)) {
            kind = row->kind;
        }
    }
    return kind;
}

/// Spend limits have one name for each owner and each provider; all end alike.
bool namesSpendLimit(const QStringList& codes) {
    return std::ranges::any_of(codes, [](const QString& code) {
        return code.endsWith(u"spend_limit_exceeded") || code.endsWith(u"spend_limit_reached");
    });
}

/// What only the words tell, since these servers send no code for it.
std::optional<Kind> kindOfWords(int status, const QString& message) {
    const auto says = [&message](QStringView words) { return message.contains(words, Qt::CaseInsensitive); };
    if (says(u"prompt is too long") || says(u"maximum context length") || says(u"available context size") ||
        says(u"fit in context") || says(u"exceed context limit") || says(u"exceeds the context window") ||
        says(u"exceeds the maximum number of tokens")) {
        return Kind::ContextTooLong;
    }
    if ((says(u"prefill") &&
         (says(u"not support") || says(u"must end with a user message") || says(u"incompatible"))) ||
        (says(u"final") && says(u"assistant") && (says(u"trailing whitespace") || says(u"thinking block")))) {
        return Kind::PrefillRefused;
    }
    if (says(u"credit balance is too low") || says(u"specified API usage limits")) {
        return Kind::PaymentRequired;
    }
    // Servers that send one text for all errors send these inside a 200 too.
    if (status == 0 && says(u"model") && says(u"not found")) {
        return Kind::NotFound;
    }
    if (status == 0 && message.compare(u"unauthorized", Qt::CaseInsensitive) == 0) {
        return Kind::Unauthorized;
    }
    if (status == 503 && says(u"loading model")) {
        return Kind::ModelLoading;
    }
    // A limit of tokens a minute that this one request is over: waiting would not help.
    if (status == 429 && says(u"request too large")) {
        return Kind::RequestTooLarge;
    }
    return std::nullopt;
}

std::optional<Kind> kindOfStatus(int status) {
    switch (status) {
    case 400:
        return Kind::BadRequest;
    case 401:
        return Kind::Unauthorized;
    case 402:
        return Kind::PaymentRequired;
    case 403:
        return Kind::Forbidden;
    case 404:
        return Kind::NotFound;
    case 409:
        return Kind::Conflict;
    case 413:
        return Kind::RequestTooLarge;
    case 422:
        return Kind::Unprocessable;
    case 429:
        return Kind::RateLimited;
    case 498: // "flex capacity exceeded"
    case 503:
    case 529:
        return Kind::Overloaded;
    case 408:
    case 425:
    case 500:
    case 502:
    case 504:
    case 520:
    case 521:
    case 522:
    case 523:
    case 524:
        return Kind::ServerError;
    default:
        return std::nullopt;
    }
}

} // namespace

Kind kindOfError(int status, const ErrorBody& body) {
    const int known = status != 0 ? status : body.status;
    if (body.lastingQuota || namesSpendLimit(body.codes)) {
        return Kind::PaymentRequired;
    }
    if (const auto kind = lookUp(tellingCodes, body.codes)) {
        return *kind;
    }
    // A status of a key, a size or a missing model means what it says, whatever the words quote.
    const bool wordsCount = known == 0 || known == 400 || known == 422 || known == 429 || known >= 500;
    if (const auto kind = wordsCount ? kindOfWords(known, body.message) : std::nullopt) {
        return *kind;
    }
    if (known == 403 && body.moderated) {
        return Kind::ContentBlocked;
    }
    if (const auto kind = kindOfStatus(known)) {
        // A gateway's 502 about an overloaded provider behind it is an overload.
        const auto plain = lookUp(plainCodes, body.codes);
        return *kind == Kind::ServerError && plain == Kind::Overloaded ? Kind::Overloaded : *kind;
    }
    if (status == 0) {
        return lookUp(plainCodes, body.codes).value_or(Kind::ServerError);
    }
    return Kind::UnexpectedStatus;
}

} // namespace rivulet::providers
