// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// A file that goes or went with a prompt: its name and size, and where `removable` a way to take it out.
Rectangle {
    id: chip

    required property string label
    property string kind: ""
    property bool removable: false
    signal removed

    implicitHeight: Theme.target
    implicitWidth: row.implicitWidth + 10 + (removable ? 0 : 10)
    radius: Theme.radius
    color: removable ? Theme.neutralTint : Theme.raised
    border.width: 1
    border.color: Theme.hairline
    Accessible.role: Accessible.StaticText
    Accessible.name: kind.length > 0 ? qsTr("%1 file %2").arg(kind).arg(label) : qsTr("File %1").arg(label)

    RowLayout {
        id: row
        x: 10
        width: parent.width - 10 - (chip.removable ? 0 : 10)
        height: parent.height
        spacing: 6
        Icon {
            name: "file"
            colour: Theme.inkSoft
        }
        PlainText {
            Layout.fillWidth: true
            text: chip.label
            elide: Text.ElideMiddle
            font.pixelSize: Theme.small
            color: Theme.inkSoft
        }
        Tag { text: chip.kind }
        IconButton {
            visible: chip.removable
            symbol: "close"
            name: qsTr("Remove %1").arg(chip.label)
            onClicked: chip.removed()
        }
    }
}
