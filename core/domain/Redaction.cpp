// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/Redaction.h"

#include <QRegularExpression>

namespace rivulet::domain {

namespace {

constexpr QStringView mask = u"[redacted]";

/// What looks like a key. Better one harmless word too many than one key.
const QRegularExpression& secretPattern() {
    static const QRegularExpression pattern(
        QStringLiteral(
            // Named by what stands before it: an Authorization value, a key header, a query field.
            R"((?<before>\bbearer\s+|\bbasic\s+|\b(?:x-)?(?:goog-)?api-key["']?\s*[:=]\s*["']?|[?&](?:key|api_key|token|access_token)=))"
            R"([^\s"'&,;<>]+)"
            // Or by its own shape: the prefixes that providers use, whole or cut by the provider itself
            // (sk-ab***yz).
            R"(|\b(?:sk|pk|rk|gsk|xai|hf|ghp|gho|lm|or)[-_][A-Za-z0-9_\-*.]{6,}|\bAIza[A-Za-z0-9_\-]{10,})"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

bool isUnwanted(QChar c) {
    if (c == u'\n' || c == u'\t') {
        return false;
    }
    // Controls, and the marks that turn the direction of what follows.
    return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
}

} // namespace

QString redacted(QStringView text, qsizetype limit) {
    QString clean;
    const QStringView head = text.first(qMin(text.size(), qMax<qsizetype>(limit, 0) * 4 + 256));
    clean.reserve(head.size());
    for (const QChar c : head) {
        if (!isUnwanted(c)) {
            clean.append(c);
        }
    }
    QString result;
    result.reserve(clean.size());
    qsizetype end = 0;
    auto matches = secretPattern().globalMatch(clean);
    while (matches.hasNext()) {
        const auto match = matches.next();
        result.append(QStringView(clean).mid(end, match.capturedStart() - end));
        result.append(match.captured(u"before"));
        result.append(mask);
        end = match.capturedEnd();
    }
    result.append(QStringView(clean).mid(end));
    if (result.size() > limit) {
        result.truncate(limit);
        if (!result.isEmpty() && result.back().isHighSurrogate()) {
            result.chop(1);
        }
    }
    return result;
}

QString redactedUtf8(QByteArrayView utf8, qsizetype limit) {
    return redacted(QString::fromUtf8(utf8.first(qMin(utf8.size(), limit * 16 + 1024))), limit);
}

} // namespace rivulet::domain
