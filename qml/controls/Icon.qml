// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// One of the project's line icons in one colour.
Image {
    id: icon

    required property string name
    property color colour: Theme.inkSoft
    property int size: Math.round(16 * Theme.textScale)

    width: size
    height: size
    sourceSize: Qt.size(size, size)
    source: name.length > 0 ? "image://icon/" + name + "/" + colour.toString().substring(1) : ""
    Accessible.ignored: true
}
