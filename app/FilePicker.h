// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

#include <functional>

namespace rivulet::app {

/// The desktop's own dialog to choose files. Reads none.
class FilePicker {
public:
    /// Opens it over the window in front and returns; `chosen` is called once a person has chosen, unless
    /// `owner` is gone by then. Does nothing in a program without such dialogs.
    static void choose(const QString& title, QObject* owner, std::function<void(const QList<QUrl>&)> chosen);
};

} // namespace rivulet::app
