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
        const bool isMade = !QDir(folder).exists() && QDir().mkpath(folder);
        // One that was there is closed where it is ours by its name; a folder of the user's own is the
        // user's, and the files in it are closed all the same.
        if (isMade || folder != m_path || m_path == defaultPath()) {
            QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        }
    }
}

QString DataDirectory::defaultPath() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/rivulet");
}

} // namespace rivulet::app
