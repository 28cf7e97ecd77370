// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Rivulet
import Rivulet.Ui

/// The line that opens and folds what lies below it.
AbstractButton {
    id: control

    required property bool expanded
    property string symbol: ""
    property int tone: TranscriptModel.Neutral
    property bool mono: false
    /// How it went, in words at the other end of the line.
    property string outcome: ""

    readonly property int iconSize: Math.round(16 * Theme.textScale)
    readonly property real outcomeWidth: Math.min(Math.ceil(end.advanceWidth) + 2, availableWidth * 0.6)
    readonly property int icons: symbol.length > 0 ? 2 : 1

    implicitHeight: Theme.target
    // Of the words alone: what the row makes of the width that it gets must not come back here.
    implicitWidth: Math.ceil(words.advanceWidth) + 2 + icons * (iconSize + 8) + leftPadding + rightPadding
    leftPadding: 8
    rightPadding: 8
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: outcome.length > 0 ? qsTr("%1, %2").arg(text).arg(outcome) : text
    Accessible.description: expanded ? qsTr("Open") : qsTr("Folded")
    Accessible.onPressAction: control.clicked()
    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    TextMetrics {
        id: words
        text: control.text
        font.pixelSize: Theme.body
        font.family: control.mono ? Theme.mono : control.font.family
        font.weight: Font.Medium
    }
    TextMetrics {
        id: end
        text: control.outcome
        font.pixelSize: Theme.small
    }
    contentItem: Item {
        Row {
            height: parent.height
            spacing: 8
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: control.symbol.length > 0
                size: control.iconSize
                name: control.symbol
                colour: Theme.toneInk(control.tone)
            }
            PlainText {
                readonly property real room: control.availableWidth - control.icons * (control.iconSize + 8)
                    - (control.outcome.length > 0 ? control.outcomeWidth + 8 : 0)
                width: Math.min(Math.ceil(implicitWidth), Math.max(0, room))
                height: parent.height
                text: control.text
                color: control.hovered ? Theme.ink : Theme.inkSoft
                font.pixelSize: Theme.body
                font.family: control.mono ? Theme.mono : control.font.family
                font.weight: Font.Medium
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                size: control.iconSize
                name: control.expanded ? "chevron-down" : "chevron-right"
                colour: Theme.inkFaint
            }
        }
        PlainText {
            anchors.right: parent.right
            width: control.outcomeWidth
            height: parent.height
            visible: text.length > 0
            text: control.outcome
            color: Theme.toneInk(control.tone)
            font.pixelSize: Theme.small
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.hovered ? Theme.hover : "transparent"
        FocusRing { shown: control.visualFocus }
    }
}
