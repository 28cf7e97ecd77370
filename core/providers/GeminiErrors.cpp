// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "GeminiErrors.h"

#include "ErrorBody.h"
#include "Json.h"
#include "RateLimits.h"

#include <QRegularExpression>

#include <array>

namespace rivulet::providers {

namespace {

using domain::Failure;
using Kind = Failure::Kind;

/// Words about a field of the request that can be left out, and its name there.
constexpr std::array optionalFields{
    std::pair{u"thinking", u"thinkingConfig"},
    std::pair{u"include_thoughts", u"thinkingConfig"},
    std::pair{u"includeThoughts", u"thinkingConfig"},
    std::pair{u"temperature", u"temperature"},
    std::pair{u"top_p", u"topP"},
    std::pair{u"topP", u"topP"},
    std::pair{u"system_instruction", u"systemInstruction"},
    std::pair{u"systemInstruction", u"systemInstruction"},
    std::pair{u"developer instruction", u"systemInstruction"},
};

/// The fields that the details of a 400 name.
QString violatedFields(const Json& root) {
    QString fields;
    const auto errors = root.items();
    Json error = root["error"];
    for (const Json item : errors) {
        error = item["error"];
        break;
    }
    for (const Json detail : error["details"].items()) {
        for (const Json violation : detail["fieldViolations"].items()) {
            fields += violation["field"].text() + u'\n';
        }
    }
    return fields;
}

QString optionalFieldIn(const QString& words) {
    for (const auto& [word, field] : optionalFields) {
        if (words.contains(QStringView(word), Qt::CaseInsensitive)) {
            return QStringView(field).toString();
        }
    }
    return {};
}

/// "Please retry in 8.268544852s.", where the details name no delay.
std::optional<std::chrono::milliseconds> waitInWords(const QString& words) {
    static const QRegularExpression pattern(QStringLiteral(R"(retry in ((?:\d+h)?(?:\d+m)?(?:[\d.]+s)?))"),
                                            QRegularExpression::CaseInsensitiveOption);
    const auto match = pattern.match(words);
    return match.hasMatch() ? resetWait(match.captured(1).toLatin1(), {}) : std::nullopt;
}

Failure refined(Failure failure, const Json& root) {
    if (failure.kind == Kind::BadRequest) {
        if (failure.detail.contains(u"input token count", Qt::CaseInsensitive) &&
            failure.detail.contains(u"exceeds", Qt::CaseInsensitive)) {
            failure.kind = Kind::ContextTooLong;
        }
        // What the details name comes first; words may quote what was asked.
        failure.field = optionalFieldIn(violatedFields(root));
        if (failure.field.isEmpty()) {
            failure.field = optionalFieldIn(failure.detail);
        }
    } else if (failure.kind == Kind::RateLimited && !failure.retryAfter) {
        failure.retryAfter = waitInWords(failure.detail);
    }
    return failure;
}

} // namespace

Failure geminiFailure(const HttpReply& reply) {
    JsonReader reader;
    return refined(failureOf(reply), reader.read(reply.body.trimmed()));
}

Failure geminiFailure(const Json& root) {
    return refined(failureInsteadOf(root, QStringLiteral("an answer of this API")), root);
}

} // namespace rivulet::providers
