// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "LinkOpener.h"

#include <QDesktopServices>
#include <QUrl>

namespace rivulet::app {

namespace {

/// The link as it may be opened, or an invalid URL.
QUrl allowed(const QString& link) {
    QUrl url(link.trimmed(), QUrl::StrictMode);
    if (!url.isValid()) {
        return {};
    }
    const QString scheme = url.scheme().toLower();
    if (scheme == u"mailto") {
        return url.path().isEmpty() ? QUrl() : url;
    }
    if ((scheme != u"http" && scheme != u"https") || url.host().isEmpty()) {
        return {};
    }
    url.setUserInfo({});
    return url;
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
