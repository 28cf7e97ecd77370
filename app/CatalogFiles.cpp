// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CatalogFiles.h"

#include <QFile>

namespace rivulet::app {

namespace {

QByteArray resource(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

domain::Result<providers::Catalog> loadCatalog() {
    return providers::Catalog::parse(resource(QStringLiteral(":/catalog/providers.json")),
                                     resource(QStringLiteral(":/catalog/models.json")));
}

} // namespace rivulet::app
