// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace rivulet::app {

/// Where everything of one user is kept: a folder for its owner alone, made when it is first used. Knows the
/// names in it.
class DataDirectory {
public:
    /// Makes the folder (0700) where it is not there.
    explicit DataDirectory(QString path);
    /// Where everything is kept unless the user says otherwise.
    [[nodiscard]] static QString defaultPath();

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] QString database() const { return m_path + QStringLiteral("/rivulet.db"); }
    [[nodiscard]] QString settings() const { return m_path + QStringLiteral("/settings.ini"); }
    [[nodiscard]] QString logs() const { return m_path + QStringLiteral("/logs"); }

private:
    QString m_path;
};

} // namespace rivulet::app
