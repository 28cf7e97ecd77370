// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// A slim scroll bar that widens under the pointer.
ScrollBar {
    id: control

    padding: 2
    minimumSize: 0.06
    Accessible.ignored: true
    contentItem: Rectangle {
        implicitWidth: 6
        implicitHeight: 6
        radius: 3
        color: control.pressed ? Theme.inkSoft : Theme.edge
        opacity: control.size >= 1 || control.policy === ScrollBar.AlwaysOff ? 0 : control.hovered || control.pressed ? 0.9
            : control.active ? 0.6 : 0.28
        Behavior on opacity { NumberAnimation { duration: Theme.calm } }
    }
    background: Item {}
}
