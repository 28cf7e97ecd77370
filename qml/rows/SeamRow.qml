// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import Rivulet.Ui

/// Where an answer was cut and went on: in a word what happened, hovering says when, where and how. What the
/// model said from there on may be taken back.
Item {
    id: row

    required property string title
    required property string text
    property bool undoable: false
    property string undoTip: ""
    signal undoRequested

    readonly property color ink: hover.hovered ? Theme.attention : Theme.inkFaint

    implicitHeight: Math.max(words.implicitHeight, undo.visible ? undo.implicitHeight : 0)
    Accessible.role: Accessible.StaticText
    Accessible.name: title
    Accessible.description: text

    Item {
        id: mark
        width: icon.width + 6 + words.width
        height: parent.height
        Icon {
            id: icon
            anchors.verticalCenter: parent.verticalCenter
            name: "link"
            size: Math.round(14 * Theme.textScale)
            colour: row.ink
        }
        PlainText {
            id: words
            anchors.verticalCenter: parent.verticalCenter
            x: icon.width + 6
            width: Math.min(Math.ceil(implicitWidth), row.width - x - (undo.visible ? undo.width + 16 : 0))
            text: row.title
            color: row.ink
            font.pixelSize: Theme.small
        }
        HoverArea { id: hover }
        Tip {
            delay: 0
            width: Math.min(implicitWidth, row.width)
            text: row.text
            visible: hover.hovered
        }
    }
    Hairline {
        x: mark.width + 8
        width: Math.max(0, parent.width - x - (undo.visible ? undo.width + 8 : 0))
        anchors.verticalCenter: parent.verticalCenter
        color: hover.hovered ? Theme.attention : Theme.hairline
    }
    LinkButton {
        id: undo
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: row.undoable
        text: qsTr("Undo")
        name: qsTr("Undo. %1").arg(row.undoTip)
        onClicked: row.undoRequested()
        Tip {
            width: Math.min(implicitWidth, row.width)
            text: row.undoTip
            visible: undo.hovered
        }
    }
}
