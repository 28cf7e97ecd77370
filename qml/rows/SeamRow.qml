// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// Where an answer was cut and went on; hovering says how.
Item {
    id: row

    required property string text

    implicitHeight: 16
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Hairline {
        width: parent.width
        anchors.verticalCenter: parent.verticalCenter
        color: hover.hovered ? Theme.attention : Theme.hairline
    }
    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        x: 24
        width: 24
        height: 16
        color: Theme.page
        Icon {
            anchors.centerIn: parent
            name: "link"
            size: 14
            colour: hover.hovered ? Theme.attention : Theme.inkFaint
        }
    }
    HoverHandler { id: hover }
    Tip {
        delay: 0
        text: row.text
        visible: hover.hovered
    }
}
