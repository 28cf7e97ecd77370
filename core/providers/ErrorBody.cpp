// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ErrorBody.h"

#include "Json.h"
#include "domain/Redaction.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace rivulet::providers {

namespace {

using domain::Failure;
using Kind = Failure::Kind;

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

Kind kindOf(int status, const ErrorBody& body) {
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

std::optional<std::chrono::milliseconds> seconds(std::optional<double> value) {
    // More than a day is a mistake or a lasting refusal; neither is to be waited for.
    if (!value || !std::isfinite(*value) || *value < 0 || *value > 86'400) {
        return std::nullopt;
    }
    return std::chrono::milliseconds(static_cast<qint64>(std::ceil(*value * 1000)));
}

void addCode(ErrorBody& body, const Json& value) {
    const QString code = value.scalar();
    if (code.isEmpty()) {
        return;
    }
    bool isNumber = false;
    const int status = code.toInt(&isNumber);
    if (!isNumber) {
        body.codes.append(code);
    } else if (status >= 400 && status < 600 && body.status == 0) {
        body.status = status;
    }
}

/// "messages.0.content" for ["body", "messages", 0, "content"].
QString placeOf(const Json& path) {
    QStringList parts;
    for (const Json part : path.items()) {
        if (const QString name = part.scalar(); !name.isEmpty() && !(parts.isEmpty() && name == u"body")) {
            parts.append(name);
        }
    }
    return parts.join(u'.');
}

/// Google's list of typed details: a reason, a delay, the quotas that were met.
void readDetailList(ErrorBody& body, const Json& details) {
    for (const Json detail : details.items()) {
        addCode(body, detail["reason"]);
        QString delay = detail["retryDelay"].text();
        if (delay.endsWith(u's')) {
            delay.chop(1);
            bool ok = false;
            const double value = delay.toDouble(&ok);
            body.retryAfter = seconds(ok ? std::optional(value) : std::nullopt);
        }
        for (const Json violation : detail["violations"].items()) {
            body.lastingQuota = body.lastingQuota || violation["quotaId"].text().contains(u"PerDay");
        }
        // A validator's list: what is wrong, and where.
        if (body.message.isEmpty()) {
            body.message = detail["msg"].text();
            body.field = placeOf(detail["loc"]);
        }
    }
}

/// The words of the server behind a gateway, which itself says no more than that there was an error.
QString innerWords(const Json& metadata) {
    const QString raw = metadata["raw"].text();
    JsonReader reader;
    const Json inner = reader.read(raw.toUtf8());
    return inner.isObject() ? readErrorBody(inner).message : raw;
}

void readErrorObject(ErrorBody& body, const Json& error) {
    addCode(body, error["details"]["error_code"]);
    addCode(body, error["innererror"]["code"]);
    addCode(body, error["code"]);
    addCode(body, error["metadata"]["error_type"]);
    addCode(body, error["metadata"]["provider_code"]);
    addCode(body, error["type"]);
    addCode(body, error["error_type"]);
    addCode(body, error["status"]);
    const Json message = error["message"];
    body.message = message.text();
    body.field = error["param"].text();
    if (message.isObject()) { // a validator's list once more, one level down
        readDetailList(body, message["detail"]);
    }
    if (body.message == u"Provider returned error") {
        if (const QString words = innerWords(error["metadata"]); !words.isEmpty()) {
            body.message += QStringLiteral(": ") + words;
        }
    }
    body.moderated = error["metadata"]["reasons"].isArray();
    body.retryAfter = seconds(error["metadata"]["retry_after_seconds"].number());
    if (!body.retryAfter) {
        body.retryAfter = seconds(error["retry_after"].number());
    }
    readDetailList(body, error["details"]);
}

/// A page of HTML as the words a reader would see first: its title, else its text without the markup.
QString wordsOfPage(const QString& whole) {
    // Its words stand in its beginning, and the patterns' cost grows faster than a page made to be slow.
    const QString page = whole.left(16'384);
    static const QRegularExpression title(QStringLiteral(R"(<title[^>]*>([^<]*)</title)"),
                                          QRegularExpression::CaseInsensitiveOption);
    if (const auto match = title.match(page); match.hasMatch() && !match.captured(1).trimmed().isEmpty()) {
        return match.captured(1).simplified();
    }
    static const QRegularExpression markup(
        QStringLiteral(R"(<(?:script|style)\b[^>]*>[\s\S]*?</(?:script|style)>|<[^>]*>)"),
        QRegularExpression::CaseInsensitiveOption);
    return QString(page).replace(markup, QStringLiteral(" ")).simplified();
}

} // namespace

ErrorBody readErrorBody(const Json& root) {
    ErrorBody body;
    if (root.isString()) {
        body.message = root.text();
        return body;
    }
    if (root.isArray()) {
        for (const Json item : root.items()) {
            return readErrorBody(item);
        }
        return body;
    }
    const Json error = root["error"];
    if (error.isObject()) {
        readErrorObject(body, error);
    } else if (error.isString()) {
        readErrorObject(body, root);
        body.message = error.text();
    } else {
        readErrorObject(body, root);
        readDetailList(body, root["detail"]);
        if (body.message.isEmpty()) {
            body.message = root["detail"].text();
        }
    }
    // The wrapper's own "type":"error" and "object":"error" tell nothing.
    body.codes.removeAll(QStringLiteral("error"));
    if (body.message.isEmpty()) {
        body.message = root["message"].text();
    }
    return body;
}

Failure failureOf(int status, const ErrorBody& body) {
    Failure failure;
    failure.kind = kindOf(status, body);
    failure.detail = domain::redacted(body.message);
    failure.httpStatus = status;
    failure.code = domain::redacted(body.codes.value(0), 100);
    failure.field = domain::redacted(body.field, 200);
    failure.retryAfter = body.retryAfter;
    return failure;
}

Failure failureOf(const HttpReply& reply) {
    JsonReader reader;
    const QByteArray body = reply.body.trimmed();
    if (const Json root = reader.read(body); root.isObject() || root.isArray() || root.isString()) {
        return failureOf(reply.status, readErrorBody(root));
    }
    QString text = QString::fromUtf8(body);
    if (text.startsWith(QChar::ByteOrderMark)) {
        text.remove(0, 1);
    }
    ErrorBody plain;
    plain.message = text.startsWith(u'<') ? wordsOfPage(text) : text;
    return failureOf(reply.status, plain);
}

Failure failureInsteadOf(const Json& root, const QString& expected) {
    if (const ErrorBody body = readErrorBody(root); !body.message.isEmpty() || !body.codes.isEmpty()) {
        return failureOf(0, body);
    }
    Failure failure;
    failure.kind = Kind::Malformed;
    failure.detail = QStringLiteral("the answer is not %1").arg(expected);
    return failure;
}

} // namespace rivulet::providers
