// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "domain/KeyMask.h"

#include <QByteArrayList>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace rivulet::domain {

namespace {

const QString mask = QStringLiteral("[redacted]");

/// What base64 makes of these bytes after `before` others: the digits that no neighbour has a part in.
QByteArray base64Within(QByteArrayView bytes, qsizetype before, QByteArray::Base64Options options) {
    const QByteArray all = (QByteArray(before, 'x') + bytes.toByteArray()).toBase64(options);
    const qsizetype first = (before * 8 + 5) / 6;
    const qsizetype end = (before + bytes.size()) * 8 / 6;
    return all.mid(first, end - first);
}

/// All but the plain spelling, the longest first: none is hidden by a part of it.
QByteArrayList spellingsOf(QByteArrayView key) {
    QByteArrayList spellings{key.toByteArray().toPercentEncoding(), key.toByteArray().toHex()};
    for (qsizetype before = 0; before < 3; ++before) {
        spellings.append(base64Within(key, before, QByteArray::Base64Encoding));
        spellings.append(base64Within(key, before, QByteArray::Base64UrlEncoding));
    }
    std::ranges::sort(spellings,
                      [](const QByteArray& a, const QByteArray& b) { return a.size() > b.size(); });
    return spellings;
}

/// Words that were cut may end within the key.
void maskEnd(QString& text, const QString& key) {
    for (qsizetype length = std::min(key.size() - 1, text.size()); length >= KeyMask::shortest; --length) {
        if (text.endsWith(QStringView(key).first(length))) {
            text.chop(length);
            text += mask;
            return;
        }
    }
}

void maskIn(QString& text, QByteArrayView key) {
    if (key.size() < KeyMask::shortest || text.size() < KeyMask::shortest) {
        return;
    }
    const QString plain = QString::fromUtf8(key);
    text.replace(plain, mask);
    for (const QByteArray& spelling : spellingsOf(key)) {
        text.replace(QString::fromLatin1(spelling), mask, Qt::CaseInsensitive);
    }
    maskEnd(text, plain);
}

} // namespace

KeyMask::KeyMask(Secret key, const QUrl& address) {
    m_keys.push_back(std::move(key));
    const auto items = QUrlQuery(address).queryItems(QUrl::FullyDecoded);
    for (const auto& [name, value] : items) {
        if (isNameOfKey(name)) {
            m_keys.push_back(Secret::taking(value.toUtf8()));
        }
    }
}

bool KeyMask::isNameOfKey(const QString& field) {
    static const QRegularExpression names(
        QStringLiteral("^(?:api[-_]?|access[-_]?|auth[-_]?)?(?:key|token|secret|password|sig|signature)$"),
        QRegularExpression::CaseInsensitiveOption);
    return names.match(field).hasMatch();
}

QString KeyMask::masked(const QString& text) const {
    QString result = text;
    for (const Secret& key : m_keys) {
        key.reveal([&result](QByteArrayView bytes) { maskIn(result, bytes); });
    }
    return result;
}

Failure KeyMask::masked(Failure failure) const {
    failure.detail = masked(failure.detail);
    failure.code = masked(failure.code);
    failure.field = masked(failure.field);
    for (const auto component : {QUrl::FullyDecoded, QUrl::FullyEncoded}) {
        const QString path = failure.target.path(component);
        if (masked(path) != path) {
            failure.target.setPath({});
        }
        const QString host = failure.target.host(component);
        if (masked(host) != host) {
            failure.target = {};
        }
    }
    return failure;
}

} // namespace rivulet::domain
