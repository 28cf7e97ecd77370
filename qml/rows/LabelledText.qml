// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Layouts
import Rivulet.Ui

/// A small heading over raw text that can be copied.
ColumnLayout {
    id: part

    required property string label
    required property string text
    signal copyRequested

    visible: text.length > 0
    spacing: 2

    RowLayout {
        Layout.fillWidth: true
        PlainText {
            Layout.fillWidth: true
            text: part.label
            font.pixelSize: Theme.small
            color: Theme.inkSoft
        }
        IconButton {
            symbol: "copy"
            name: qsTr("Copy: %1").arg(part.label)
            onClicked: part.copyRequested()
        }
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: edit.height + 16
        radius: Theme.radiusSmall
        color: Theme.sunken
        TextEdit {
            id: edit
            x: 10
            y: 8
            width: parent.width - 20
            readOnly: true
            selectByMouse: true
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.WrapAnywhere
            text: part.text
            color: Theme.ink
            selectionColor: Theme.selection
            selectedTextColor: Theme.ink
            font.family: Theme.mono
            font.pixelSize: Theme.small
            Accessible.role: Accessible.StaticText
            Accessible.name: part.text
        }
    }
}
