// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick

/// Whether a mouse is over its parent, and which cursor it has there; clicks go through it. Instead of a HoverHandler,
/// which Qt 6.4 notes in a list once more with every frame while the mouse rests on it.
MouseArea {
    readonly property bool hovered: containsMouse

    anchors.fill: parent
    hoverEnabled: true
    acceptedButtons: Qt.NoButton
}
