// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// On or off, with a sentence beside it.
Switch {
    id: control

    implicitHeight: Math.max(Theme.target, words.implicitHeight)
    spacing: 12
    padding: 0
    hoverEnabled: true
    Accessible.role: Accessible.CheckBox
    Accessible.name: text

    indicator: Rectangle {
        x: 0
        anchors.verticalCenter: parent.verticalCenter
        width: 36
        height: 20
        radius: 10
        color: control.checked ? Theme.accent : Theme.edge
        Rectangle {
            x: control.checked ? 18 : 2
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            radius: 8
            color: control.checked ? Theme.accentInk : Theme.page
            Behavior on x { NumberAnimation { duration: Theme.quick } }
        }
        FocusRing {
            radius: 13
            shown: control.visualFocus
        }
    }
    contentItem: PlainText {
        id: words
        leftPadding: 36 + control.spacing
        text: control.text
        wrapMode: Text.Wrap
    }
}
