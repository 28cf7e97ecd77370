// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT

#include "DataDirectory.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace rivulet::app {

DataDirectory::DataDirectory(QString path)
    : m_path(std::move(path)) {
    if (!QDir(m_path).exists() && QDir().mkpath(m_path)) {
        QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
}

QString DataDirectory::defaultPath() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/rivulet");
}

} // namespace rivulet::app
