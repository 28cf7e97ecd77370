// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet.Ui

/// Says that there is more below, and leads there.
AbstractButton {
    id: control

    implicitHeight: Theme.target
    implicitWidth: line.implicitWidth + 24
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.onPressAction: control.clicked()
    Keys.onReturnPressed: control.clicked()

    contentItem: Item {
        RowLayout {
            id: line
            anchors.centerIn: parent
            spacing: 6
            Icon {
                name: "arrow-down"
                colour: Theme.accent
            }
            PlainText {
                text: control.text
                color: Theme.accent
                font.weight: Font.Medium
            }
        }
    }
    background: Rectangle {
        radius: height / 2
        color: control.hovered ? Theme.accentTint : Theme.raised
        border.color: Theme.hairline
        FocusRing {
            radius: height / 2
            shown: control.visualFocus
        }
    }
}
