// SPDX-FileCopyrightText: 2026 The Rivulet authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Rivulet
import Rivulet.Ui

/// One conversation of the history.
ItemDelegate {
    id: control

    required property int index
    required property double conversationId
    required property string title
    required property string snippet
    required property string found
    required property string when
    /// That its last answer broke off, in words; else empty.
    required property string mark
    property bool open: false
    readonly property bool armed: hovered || highlighted
    readonly property string told: found.length > 0 ? found : when
    signal deleteRequested

    height: Math.max(Theme.target + 4, implicitContentHeight + 12)
    leftPadding: 12
    rightPadding: 8
    topPadding: 0
    bottomPadding: 0
    hoverEnabled: true
    highlighted: ListView.isCurrentItem && ListView.view.activeFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: title
    Accessible.description: mark.length > 0 ? qsTr("%1. %2").arg(mark).arg(told) : told
    Accessible.selected: open
    Accessible.onPressAction: control.clicked()

    contentItem: RowLayout {
        spacing: 6
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            PlainText {
                Layout.fillWidth: true
                text: control.title
                color: Theme.ink
                font.weight: control.open ? Font.DemiBold : Font.Normal
            }
            // The one label that is rich: hits in bold, escaped and built by the model.
            Text {
                Layout.fillWidth: true
                visible: control.snippet.length > 0
                text: control.snippet
                textFormat: Text.StyledText
                color: Theme.inkSoft
                font.pixelSize: Theme.small
                wrapMode: Text.Wrap
                maximumLineCount: 2
                elide: Text.ElideRight
            }
        }
        Icon {
            visible: control.mark.length > 0
            name: "interrupted"
            colour: Theme.toneInk(TranscriptModel.Attention)
            HoverHandler { id: overMark }
            Tip {
                visible: control.mark.length > 0 && (overMark.hovered || control.highlighted)
                text: control.mark
            }
        }
        PlainText {
            visible: !control.armed
            text: control.when
            color: Theme.inkFaint
            font.pixelSize: Theme.small
        }
        IconButton {
            visible: control.armed
            implicitHeight: Theme.target - 4
            implicitWidth: Theme.target - 4
            focusPolicy: Qt.NoFocus
            symbol: "trash"
            name: qsTr("Delete %1").arg(control.title)
            tip: qsTr("Delete")
            onClicked: control.deleteRequested()
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.open ? Theme.accentTint : control.hovered || control.highlighted ? Theme.hover : "transparent"
        FocusRing {
            anchors.margins: 0
            radius: Theme.radius
            shown: control.highlighted
        }
    }
}
