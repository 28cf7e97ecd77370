// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "DataDirectory.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace rivulet::app {

DataDirectory::DataDirectory(QString path)
    : m_path(std::move(path)) {
    for (const QString& folder : {m_path, logs()}) {
        if (!QDir(folder).exists() && QDir().mkpath(folder)) {
            QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        }
    }
}

QString DataDirectory::defaultPath() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/rivulet");
}

} // namespace rivulet::app
