// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet.Ui

/// Every shortcut at a glance.
Popup {
    id: sheet

    required property Window owner

    component Line: RowLayout {
        id: line
        required property string keys
        required property string does
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        PlainText {
            Layout.fillWidth: true
            text: line.does
        }
        Rectangle {
            implicitWidth: key.implicitWidth + 16
            implicitHeight: key.implicitHeight + 8
            radius: Theme.radiusSmall
            color: Theme.neutralTint
            PlainText {
                id: key
                anchors.centerIn: parent
                text: line.keys
                font.pixelSize: Theme.small
                font.weight: Font.Medium
            }
        }
    }

    anchors.centerIn: parent
    width: Math.min(parent.width - 48, Math.round(640 * Theme.textScale))
    padding: 24
    modal: true
    focus: true
    background: Rectangle {
        radius: 12
        color: Theme.raised
        border.color: Theme.hairline
    }

    contentItem: ColumnLayout {
        spacing: 16
        Accessible.role: Accessible.Pane
        Accessible.name: qsTr("Keyboard shortcuts")
        RowLayout {
            PlainText {
                Layout.fillWidth: true
                text: qsTr("Keyboard shortcuts")
                font.pixelSize: Theme.title
                font.weight: Font.DemiBold
            }
            IconButton {
                symbol: "close"
                name: qsTr("Close shortcuts")
                onClicked: sheet.close()
            }
        }
        GridLayout {
            columns: sheet.width > 520 * Theme.textScale ? 2 : 1
            columnSpacing: 40
            rowSpacing: 10
            Layout.fillWidth: true
            Line { does: qsTr("New conversation"); keys: "Ctrl+N" }
            Line { does: qsTr("Search history"); keys: "Ctrl+K" }
            Line { does: qsTr("Send"); keys: qsTr("Enter") }
            Line { does: qsTr("New line"); keys: qsTr("Shift+Enter") }
            Line { does: qsTr("Cancel the answer"); keys: qsTr("Esc") }
            Line { does: qsTr("Pause or resume"); keys: "Ctrl+P" }
            Line { does: qsTr("Reconnect"); keys: "Ctrl+R" }
            Line { does: qsTr("Ask the next model now"); keys: "Ctrl+Shift+R" }
            Line { does: qsTr("One or two panes"); keys: "Ctrl+\\" }
            Line { does: qsTr("Show the differences"); keys: "Ctrl+D" }
            Line { does: qsTr("Next difference"); keys: "F7" }
            Line { does: qsTr("Scroll both panes together"); keys: "Ctrl+Shift+L" }
            Line { does: qsTr("Go to the first pane"); keys: "Ctrl+1" }
            Line { does: qsTr("Go to the second pane"); keys: "Ctrl+2" }
            Line { does: qsTr("Show or hide history"); keys: "Ctrl+B" }
            Line { does: qsTr("Write a prompt"); keys: "Ctrl+L" }
            Line { does: qsTr("Copy the selection"); keys: "Ctrl+C" }
            Line { does: qsTr("Copy it as Markdown"); keys: "Ctrl+Shift+C" }
            Line { does: qsTr("Settings"); keys: "Ctrl+," }
            Line { does: qsTr("Show these shortcuts"); keys: "Ctrl+/" }
        }
    }
}
