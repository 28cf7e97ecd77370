// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "IconProvider.h"

#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QRegularExpression>

namespace rivulet::app {

IconProvider::IconProvider()
    : QQuickImageProvider(QQuickImageProvider::Image) {}

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requestedSize) {
    static const QRegularExpression form(QStringLiteral("^([a-z0-9-]+)/([0-9a-fA-F]{6})$"));
    const auto match = form.match(id);
    QImage image;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(match.captured(1)));
    if (match.hasMatch() && file.open(QIODevice::ReadOnly)) {
        QByteArray svg = file.readAll();
        svg.replace("currentColor", "#" + match.captured(2).toLatin1());
        QBuffer buffer(&svg);
        buffer.open(QIODevice::ReadOnly);
        QImageReader reader(&buffer, "svg");
        if (requestedSize.isValid()) {
            reader.setScaledSize(requestedSize);
        }
        image = reader.read();
    }
    if (size != nullptr) {
        *size = image.size();
    }
    return image;
}

} // namespace rivulet::app
