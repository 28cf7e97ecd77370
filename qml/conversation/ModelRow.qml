// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet.Ui

/// One model to choose.
ItemDelegate {
    id: control

    required property int index
    required property string key
    required property string name
    required property string endpointName
    required property string tag
    required property bool ready
    required property string facts
    property bool chosen: false

    height: Math.round(46 * Theme.textScale)
    leftPadding: 10
    rightPadding: 10
    topPadding: 0
    bottomPadding: 0
    highlighted: ListView.isCurrentItem
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: endpointName
    Accessible.onPressAction: control.clicked()

    contentItem: RowLayout {
        spacing: 8
        opacity: control.ready ? 1 : 0.6
        Icon {
            name: control.chosen ? "check" : control.ready ? "idle" : "key"
            colour: control.chosen ? Theme.accent : Theme.inkFaint
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 1
            RowLayout {
                Layout.fillWidth: true
                spacing: 6
                PlainText {
                    Layout.fillWidth: true
                    Layout.maximumWidth: Math.ceil(implicitWidth)
                    text: control.name
                    font.weight: control.chosen ? Font.DemiBold : Font.Medium
                }
                Tag { text: control.tag }
                Item { Layout.fillWidth: true }
            }
            PlainText {
                Layout.fillWidth: true
                text: control.ready ? control.facts : qsTr("Needs a key")
                visible: text.length > 0
                color: Theme.inkSoft
                font.pixelSize: Theme.small
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.highlighted || control.hovered ? Theme.hover : "transparent"
    }
}
