// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet.Ui

/// One line of a context menu: what it does, and the keys that do the same.
MenuItem {
    id: entry

    property string keys: ""
    /// One that makes no sense here takes no room.
    property bool offered: true

    visible: offered
    height: offered ? implicitHeight : 0
    implicitHeight: Theme.target
    implicitWidth: contentItem.implicitWidth + leftPadding + rightPadding
    leftPadding: 12
    rightPadding: 12
    topPadding: 0
    bottomPadding: 0
    contentItem: RowLayout {
        spacing: 24
        PlainText {
            Layout.fillWidth: true
            text: entry.text
            color: entry.enabled ? Theme.ink : Theme.inkFaint
        }
        PlainText {
            text: entry.keys
            font.pixelSize: Theme.small
            color: entry.enabled ? Theme.inkSoft : Theme.inkFaint
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: entry.highlighted ? Theme.hover : "transparent"
    }
    Accessible.role: Accessible.MenuItem
    Accessible.name: text
    Accessible.onPressAction: triggered()
}
