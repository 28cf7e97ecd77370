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
    required property string price
    required property bool favourite
    property bool chosen: false
    readonly property string priceMeaning: qsTr("USD per million tokens, in / out")
    signal favouriteToggled

    height: Math.max(Math.round(46 * Theme.textScale), Math.ceil(implicitContentHeight) + 12)
    leftPadding: 10
    rightPadding: 10
    topPadding: 0
    bottomPadding: 0
    highlighted: ListView.isCurrentItem
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: price.length > 0
        ? qsTr("%1. %2. %3, %4").arg(endpointName).arg(facts).arg(price).arg(priceMeaning)
        : qsTr("%1. %2").arg(endpointName).arg(facts)
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
            RowLayout {
                Layout.fillWidth: true
                visible: !control.ready || control.facts.length > 0 || control.price.length > 0
                spacing: 8
                PlainText {
                    Layout.fillWidth: true
                    wrapMode: Text.Wrap
                    text: control.ready ? control.facts
                        : control.facts.length > 0 ? qsTr("Needs a key · %1").arg(control.facts) : qsTr("Needs a key")
                    color: Theme.inkSoft
                    font.pixelSize: Theme.small
                }
                // Of its own, so that a long list of what a model can never cuts it.
                ModelPrice {
                    Layout.minimumWidth: Math.ceil(implicitWidth)
                    Layout.alignment: Qt.AlignTop
                    text: control.price
                    meaning: control.priceMeaning
                }
            }
        }
        IconButton {
            visible: control.favourite || control.hovered || control.highlighted
            symbol: control.favourite ? "star-filled" : "star"
            name: control.favourite ? qsTr("Remove %1 from the favourites").arg(control.name)
                                    : qsTr("Add %1 to the favourites").arg(control.name)
            tip: control.favourite ? qsTr("Remove from the favourites (Ctrl+D)") : qsTr("Add to the favourites (Ctrl+D)")
            ink: control.favourite ? Theme.accent : Theme.inkFaint
            focusPolicy: Qt.NoFocus
            onClicked: control.favouriteToggled()
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.highlighted || control.hovered ? Theme.hover : "transparent"
    }
}
