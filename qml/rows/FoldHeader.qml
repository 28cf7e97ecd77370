// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// The line that opens and folds what lies below it.
AbstractButton {
    id: control

    required property bool expanded
    property string symbol: ""
    property int tone: TranscriptModel.Neutral
    property bool mono: false

    implicitHeight: Theme.target
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
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

    contentItem: RowLayout {
        spacing: 8
        Icon {
            visible: control.symbol.length > 0
            name: control.symbol
            colour: Theme.toneInk(control.tone)
        }
        PlainText {
            text: control.text
            color: control.hovered ? Theme.ink : Theme.inkSoft
            font.pixelSize: Theme.body
            font.family: control.mono ? Theme.mono : control.font.family
            font.weight: Font.Medium
            Layout.fillWidth: true
            Layout.maximumWidth: Math.ceil(implicitWidth)
        }
        Icon {
            name: control.expanded ? "chevron-down" : "chevron-right"
            colour: Theme.inkFaint
        }
        Item { Layout.fillWidth: true }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.hovered ? Theme.hover : "transparent"
        FocusRing { shown: control.visualFocus }
    }
}
