// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "LinkOpener.h"

#include <QDesktopServices>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace rivulet::app {

namespace {

/// A letter with its headers alone: some mail programs would take "attach=" as leave to attach a file.
QUrl letter(QUrl url) {
    static const QStringList headers{QStringLiteral("subject"), QStringLiteral("body"),
                                     QStringLiteral("to"),      QStringLiteral("cc"),
                                     QStringLiteral("bcc"),     QStringLiteral("in-reply-to")};
    QStringList kept;
    for (const auto& field : url.query(QUrl::FullyEncoded).split(u'&', Qt::SkipEmptyParts)) {
        const QByteArray name = QByteArray::fromPercentEncoding(field.section(u'=', 0, 0).toLatin1());
        if (headers.contains(QString::fromLatin1(name), Qt::CaseInsensitive)) {
            kept.append(field);
        }
    }
    url.setQuery(kept.isEmpty() ? QString() : kept.join(u'&'));
    return url;
}

/// The link as it may be opened, or an invalid URL.
QUrl allowed(const QString& link) {
    QUrl url(link.trimmed(), QUrl::StrictMode);
    if (!url.isValid()) {
        return {};
    }
    const QString scheme = url.scheme().toLower();
    if (scheme == u"mailto") {
        const QString recipients = url.path(QUrl::FullyDecoded);
        const bool isOneLine = std::none_of(recipients.begin(), recipients.end(),
                                            [](QChar c) { return c.category() == QChar::Other_Control; });
        return recipients.isEmpty() || !isOneLine ? QUrl() : letter(url);
    }
    if ((scheme != u"http" && scheme != u"https") || url.host().isEmpty()) {
        return {};
    }
    url.setUserInfo({});
    // What is shown of it can be read again: not so where an address has a zone with signs in it.
    return QUrl(QString::fromLatin1(url.toEncoded()), QUrl::StrictMode).isValid() ? url : QUrl();
}

} // namespace

QString LinkOpener::target(const QString& link) {
    const QUrl url = allowed(link);
    return url.isValid() ? QString::fromLatin1(url.toEncoded()) : QString();
}

bool LinkOpener::open(const QString& link) {
    const QUrl url = allowed(link);
    return url.isValid() && !url.isEmpty() && QDesktopServices::openUrl(url);
}

} // namespace rivulet::app
