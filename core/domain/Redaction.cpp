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
            // Named by what stands before it: an Authorization value,
            R"re((?<before>\bauthorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic|token)\s+)?)re"
            // a scheme's name, where it is no part of a sentence ("Missing bearer or basic authentication"),
            R"re(|\b(?:bearer|basic)\s+["']?(?!(?:or|and|is|in|was|tokens?|auth\w*|scheme|header)\b))re"
            // a key in a header, in JSON or in a sentence ("Incorrect API key provided: abcd****wxyz"),
            R"re(|\b(?:x-)?(?:goog-)?api[-_ ]?key(?:\s+provided|\s+is)?["']?\s*[:=]\s*["']?)re"
            // a field of that kind in a query or in JSON, and a password in a URL.
            R"re(|[?&](?:key|api_key|token|access_token|sig|signature)=)re"
            R"re(|"(?:access_token|token|secret|password)"\s*:\s*")re"
            R"re(|:\/\/[^\s\/:@]{0,64}:(?=[^\s\/@]{1,256}@)))re"
            // What such a name stands before is the key, unless it is the next such name.
            R"re((?!(?:authorization|(?:x-)?(?:goog-)?api[-_ ]?key)["']?\s*[:=])[^\s"'&,;<>@]+)re"
            // Or by its own shape: the prefixes that providers use, whole or cut by the provider itself
            // (sk-ab***yz), web tokens, and anything that someone masked in its middle.
            R"re(|\b(?:sk|pk|rk|gsk|csk|xai|hf|ghp|gho|ghs|github_pat|r8|fw|tgp|pplx|nvapi)[-_][\w\-*.]{6,})re"
            R"re(|\bAIza[\w\-*.]{10,}|\bya29\.[\w\-.]{10,}|\bAKIA[A-Z0-9]{12,})re"
            R"re(|\beyJ[\w\-]{8,}(?:\.[\w\-]+)*|[\w\-]+\*{3,}[\w\-]*|\*{3,}[\w\-]+)re"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

bool isUnwanted(char32_t c) {
    if (c == U'\n' || c == U'\t') {
        return false;
    }
    // Controls, and what is not seen: marks that turn the direction of what follows, zero-width characters
    // that could hide a key from the pattern, tag characters.
    const auto category = QChar::category(c);
    return category == QChar::Other_Control || category == QChar::Other_Format ||
           category == QChar::Other_Surrogate;
}

} // namespace

QString redacted(QStringView text, qsizetype limit) {
    QString clean;
    limit = qMax<qsizetype>(limit, 0);
    // A mask may be shorter than its key: look some way beyond the limit, but not through all of a flood.
    const QStringView head = limit < text.size() / 4 ? text.first(qMin(text.size(), limit * 4 + 256)) : text;
    clean.reserve(head.size());
    for (const char32_t c : head.toUcs4()) { // a lone surrogate comes as U+FFFD
        if (!isUnwanted(c)) {
            clean.append(QChar::fromUcs4(c));
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
    return redacted(QString::fromUtf8(utf8.first(qMin(utf8.size(), qMax<qsizetype>(limit, 0) * 16 + 1024))),
                    limit);
}

} // namespace rivulet::domain
