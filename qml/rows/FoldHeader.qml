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

    readonly property int iconSize: Math.round(16 * Theme.textScale)
    readonly property int icons: symbol.length > 0 ? 2 : 1

    implicitHeight: Theme.target
    // Of the words alone: what the row makes of the width that it gets must not come back here.
    implicitWidth: Math.ceil(words.advanceWidth) + 2 + icons * (iconSize + 8) + leftPadding + rightPadding
    leftPadding: 8
    rightPadding: 8
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
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
    contentItem: Row {
        spacing: 8
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: control.symbol.length > 0
            size: control.iconSize
            name: control.symbol
            colour: Theme.toneInk(control.tone)
        }
        PlainText {
            width: Math.min(Math.ceil(implicitWidth), control.availableWidth - control.icons * (control.iconSize + 8))
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
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.hovered ? Theme.hover : "transparent"
        FocusRing { shown: control.visualFocus }
    }
}
