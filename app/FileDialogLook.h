// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QObject>
#include <QQmlEngine>
#include <QQuickItem>

namespace rivulet::app {

/// Mends the looks of the dialog for files that Qt brings for desktops that have none: Qt 6.4 paints what
/// lies behind its path white, whatever the palette. Knows no other dialog, and no theme.
class FileDialogLook : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    using QObject::QObject;

    /// Gives the path of such a dialog its ground, where one is shown within `overlay`.
    Q_INVOKABLE void setGround(QQuickItem* overlay, const QColor& ground) const;
};

} // namespace rivulet::app
