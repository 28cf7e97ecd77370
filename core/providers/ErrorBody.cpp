// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "ErrorBody.h"

#include "ErrorKind.h"
#include "Json.h"
#include "domain/Redaction.h"

#include <QRegularExpression>

#include <cmath>

namespace rivulet::providers {

namespace {

using domain::Failure;
using Kind = Failure::Kind;

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
    failure.kind = kindOfError(status, body);
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
