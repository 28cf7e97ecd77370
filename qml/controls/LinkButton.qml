// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// A button that reads as part of a sentence.
AbstractButton {
    id: control

    property string name: text

    implicitWidth: implicitContentWidth
    implicitHeight: Math.max(implicitContentHeight, Theme.target)
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus

    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.onPressAction: control.clicked()
    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    contentItem: PlainText {
        text: control.text
        color: Theme.accent
        font.pixelSize: Theme.body
        font.weight: Font.Medium
        font.underline: control.hovered
    }
    background: Item {
        FocusRing { shown: control.visualFocus }
    }
    HoverArea {
        hoverEnabled: false
        cursorShape: Qt.PointingHandCursor
    }
}
