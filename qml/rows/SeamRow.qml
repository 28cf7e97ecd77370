// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// Where an answer was cut and went on; hovering says how. What the model said from there on may be taken back.
Item {
    id: row

    required property string text
    property bool undoable: false
    signal undoRequested

    implicitHeight: undoable ? undo.implicitHeight : 16
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Hairline {
        width: parent.width - (undo.visible ? undo.width + 8 : 0)
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
    LinkButton {
        id: undo
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: row.undoable
        text: qsTr("Undo")
        name: qsTr("Undo: go back to what came before the connection was lost")
        onClicked: row.undoRequested()
        Tip {
            text: qsTr("Back to what came before. This answer is kept as an earlier one.")
            visible: undo.hovered
        }
    }
    HoverArea { id: hover }
    Tip {
        delay: 0
        text: row.text
        visible: hover.hovered && !undo.hovered
    }
}
