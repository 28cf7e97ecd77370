// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet.Ui

/// One source of an answer: its number and title, and below them its address. It opens nothing by itself.
AbstractButton {
    id: control

    required property int number
    required property string title
    /// Where it really leads; empty where that can't be opened.
    required property string link

    readonly property string address: link.length > 0 ? link : qsTr("This link can't be opened")
    readonly property int inset: Math.round(32 * Theme.textScale)

    enabled: link.length > 0
    padding: 4
    leftPadding: 0
    rightPadding: 0
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Link
    Accessible.name: qsTr("%1. %2").arg(number).arg(title)
    Accessible.description: address
    Accessible.onPressAction: control.clicked()
    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    contentItem: Row {
        spacing: 8
        PlainText {
            width: control.inset - 8
            text: control.number
            horizontalAlignment: Text.AlignRight
            color: Theme.inkFaint
            font.pixelSize: Theme.body
        }
        Column {
            width: control.availableWidth - control.inset
            PlainText {
                width: Math.min(Math.ceil(implicitWidth), parent.width)
                text: control.title
                color: control.enabled ? Theme.accent : Theme.ink
                font.pixelSize: Theme.body
                font.underline: control.hovered && control.enabled
            }
            PlainText {
                width: Math.min(Math.ceil(implicitWidth), parent.width)
                text: control.address
                elide: Text.ElideMiddle
                color: Theme.inkFaint
                font.pixelSize: Theme.small
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.hovered ? Theme.hover : "transparent"
        FocusRing { shown: control.visualFocus }
    }
    HoverArea {
        hoverEnabled: false
        cursorShape: Qt.PointingHandCursor
    }
}
