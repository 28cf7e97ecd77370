// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "CatalogFiles.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace rivulet::app {

namespace {

/// Far more than all models there are.
constexpr qint64 longestTable = 16'777'216;

QByteArray resource(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString translated(const char* text) {
    return QCoreApplication::translate("CatalogFiles", text);
}

/// The user's table of this name; nothing where there is none.
QByteArray ownTable(const QString& path, QStringList& problems) {
    QFile file(path);
    if (!file.exists()) {
        return {};
    }
    if (!file.open(QIODevice::ReadOnly)) {
        problems.append(translated(QT_TRANSLATE_NOOP("CatalogFiles",
                                                     "%1 can't be read, so the built-in table is used: %2"))
                            .arg(QDir::toNativeSeparators(path), file.errorString()));
        return {};
    }
    QByteArray bytes = file.read(longestTable + 1);
    if (bytes.size() > longestTable) {
        problems.append(
            translated(QT_TRANSLATE_NOOP("CatalogFiles", "%1 is too long, so the built-in table is used."))
                .arg(QDir::toNativeSeparators(path)));
        return {};
    }
    // An empty file is a mistake, where no file is none.
    return bytes.isEmpty() ? QByteArray(" ") : bytes;
}

void take(LoadedCatalog& loaded, const domain::Result<providers::Catalog>& extended) {
    if (extended) {
        loaded.catalog = extended.value();
        return;
    }
    loaded.problems.append(
        translated(QT_TRANSLATE_NOOP("CatalogFiles",
                                     "Your own table holds a mistake, so the built-in one is used: %1"))
            .arg(extended.failure().detail));
}

} // namespace

domain::Result<providers::Catalog> loadCatalog() {
    return providers::Catalog::parse(resource(QStringLiteral(":/catalog/providers.json")),
                                     resource(QStringLiteral(":/catalog/models.json")));
}

LoadedCatalog loadCatalog(const QString& folder) {
    LoadedCatalog loaded;
    auto bundled = loadCatalog();
    if (!bundled) {
        loaded.problems.append(bundled.failure().detail);
        return loaded;
    }
    loaded.catalog = bundled.value();
    const QDir own(folder);
    const QByteArray providers = ownTable(own.filePath(QStringLiteral("providers.json")), loaded.problems);
    take(loaded, loaded.catalog.extended(providers, {}));
    const QByteArray models = ownTable(own.filePath(QStringLiteral("models.json")), loaded.problems);
    take(loaded, loaded.catalog.extended({}, models));
    return loaded;
}

} // namespace rivulet::app
